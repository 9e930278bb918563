"""What papers on self-training state: pseudo-labels, expansion and consistency on finite populations."""
