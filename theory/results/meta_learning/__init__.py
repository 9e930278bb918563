"""What a paper on multi-task and gradient-based meta-learning states, for shared features and linear heads."""
