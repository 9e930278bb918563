"""The paper's figures and tables, and those it should have had: each a module with compute, a data file, and draw."""
