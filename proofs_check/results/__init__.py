"""Why we believe it: one package a paper, in it one module per numbered statement with steps, checks and controls."""
