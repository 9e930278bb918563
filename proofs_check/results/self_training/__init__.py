"""Evidence for what papers on self-training state."""
