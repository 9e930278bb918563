"""Training protocols of the paper's experiments, shared by claims and figures.  They need JAX: import lazily."""
