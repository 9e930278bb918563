"""What a paper on large-batch training states of LARS and LAMB: layers, normalised directions, mean gradients."""
