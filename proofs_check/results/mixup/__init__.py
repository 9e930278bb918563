"""Evidence for the statements of Chidambaram, Wang, Hu, Wu and Ge."""
