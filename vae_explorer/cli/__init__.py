"""Commands without a window: train, encode, decode, atlas and data sets."""
