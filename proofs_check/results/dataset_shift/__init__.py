"""The evidence for the claims on predictions that are stable under a shift of the data."""
