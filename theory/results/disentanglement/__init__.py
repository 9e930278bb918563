"""What a paper on disentangled representations states of correlated factors, in linear-Gaussian and finite cases."""
