"""What papers state: one package a paper, in it one module per numbered statement with its claims and functions."""
