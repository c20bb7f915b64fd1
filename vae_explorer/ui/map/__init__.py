"""The latent map: one plane of codes, quick at any number of points and alive under the pointer."""
