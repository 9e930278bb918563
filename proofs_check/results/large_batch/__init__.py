"""Evidence for what a paper on large-batch training states."""
