"""One module per way of knowing."""
