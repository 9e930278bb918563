"""Evidence for what a paper on the square loss states."""
