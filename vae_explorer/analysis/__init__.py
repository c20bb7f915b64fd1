"""What the latent plane tells: density, holes, paths and the exact posterior."""
