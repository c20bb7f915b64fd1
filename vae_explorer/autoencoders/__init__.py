"""The models: PCA, plain, maximum-a-posteriori and variational autoencoders, and their files."""
