"""What the paper states: one module per numbered statement, with its claims and the functions they talk about."""
