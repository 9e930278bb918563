"""Evidence for what later papers say of Mixup."""
