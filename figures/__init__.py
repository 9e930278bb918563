"""One module per figure or table of the paper: compute, keep the numbers as data, draw."""
