"""Data sets of images: read, checked, and kept as bytes."""
