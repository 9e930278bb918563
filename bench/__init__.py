"""Speed, measured: each module ``bench_*.py`` has a function ``run`` that returns the rows of a table.

A row is a mapping from column names to values; ``gflop`` and ``gigabytes`` are what its ``seconds`` could not do
without, and are shown as the machine's limit.  ``python -m bench`` runs them all, ``python -m bench NAME``
those whose name contains NAME.
"""
