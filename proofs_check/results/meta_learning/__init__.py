"""Evidence for what a paper on multi-task and meta-learning states."""
