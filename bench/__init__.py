"""Speed, measured: each module ``bench_*.py`` has a function ``run`` that returns the rows of a table.

A row is a mapping from column names to values.  ``python -m bench`` runs them all, ``python -m bench NAME``
those whose name contains NAME.
"""
