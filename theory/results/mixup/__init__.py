"""Chidambaram, Wang, Hu, Wu and Ge: Towards Understanding the Data Dependency of Mixup-style Training."""
