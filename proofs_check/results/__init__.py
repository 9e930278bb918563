"""Why we believe it: one module per numbered statement, with steps, checks and negative controls."""
