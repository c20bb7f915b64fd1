"""The threads, their mailboxes, and the one controller that writes the state."""
