"""Strategies that draw random instances: lattice data, linear data, and data of chosen degenerate shapes."""
