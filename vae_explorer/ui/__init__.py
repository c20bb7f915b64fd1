"""The window: widgets that show arrays and send out what a person wishes. Nothing here imports torch."""
