"""What keeps generated files of the repository current: the table of claims, the statements of the checker."""
