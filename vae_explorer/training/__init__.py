"""The objective, the training loop as a generator of events, and its snapshots."""
