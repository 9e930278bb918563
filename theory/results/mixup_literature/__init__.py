"""What later papers say of Mixup, from memory or second-hand: a collection, one module an author and year."""
