"""What a paper on the square loss states: networks without biases, noisy inputs, and rates of the excess risk."""
