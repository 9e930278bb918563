"""Prediction that is stable when a mechanism of the data may change: diagrams, games, and features."""
