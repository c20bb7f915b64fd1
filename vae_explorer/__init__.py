"""VAE Explorer: see with your own hands what a latent space is."""

__version__ = "0.1.0"
