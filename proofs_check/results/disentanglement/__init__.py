"""Evidence for what a paper on disentanglement states of correlated factors."""
