"""What the window shows, as frozen data, and the pure transitions between its states."""
