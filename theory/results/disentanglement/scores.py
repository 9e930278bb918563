"""Two scores of how disentangled a code is: the gap between its two best latents, in R^2 (SAP) or in information (MIG).

Every score works on rows, one for each factor, of a number for each latent.  Numbers may be floats or exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from theory.numbers import Number, certain, less

Table = Sequence[Sequence[Number]]


def mean_gap(rows: Table) -> Number:
    """The mean, over factors, of the largest number of a row less the second largest.

    Raises ``ValueError`` for fewer than two latents, of which there is no second.

    >>> mean_gap([[1.0, 0.25], [0.5, 0.5]])
    0.375
    """
    gaps = [first - second for first, second in map(_two_largest, rows)]
    return sum(gaps[1:], gaps[0]) / len(gaps)


def _two_largest(row: Sequence[Number]) -> tuple[Number, Number]:
    if len(row) < 2:
        raise ValueError("a gap needs two latents or more")
    first, second = (row[1], row[0]) if certain(less(row[0], row[1])) else (row[0], row[1])
    for value in row[2:]:
        if certain(less(first, value)):
            first, second = value, first
        elif certain(less(second, value)):
            second = value
    return first, second


def squared_correlation(cross: Number, first: Number, second: Number) -> Number:
    """R^2 of one variable from another: the square of their covariance over both variances.

    A latent without variance says nothing, and has 0.
    """
    return cross * cross / (first * second) if second != 0 else 0 * cross


def marginals(table: Table) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """The sums of the rows and of the columns."""
    return tuple(map(sum, table)), tuple(sum(column) for column in zip(*table, strict=True))


def entropy(masses: Sequence[Number], log: Callable[[Number], Number]) -> Number:
    """-sum of p log p, where 0 log 0 = 0."""
    return -sum(p * log(p) for p in masses if p != 0)


def mutual_information(table: Table, log: Callable[[Number], Number]) -> Number:
    """The information that one of two variables has on the other, from the table of their law.

    >>> from math import log2
    >>> mutual_information([[0.5, 0.0], [0.0, 0.5]], log2)
    1.0
    """
    rows, columns = marginals(table)
    cells = [p for row in table for p in row]
    return entropy(rows, log) + entropy(columns, log) - entropy(cells, log)


def information_share(table: Table, log: Callable[[Number], Number]) -> Number:
    """The information over the entropy of the variable of the rows, a factor.

    Raises ``ValueError`` for a factor with one value only, which has no entropy.
    """
    own = entropy(marginals(table)[0], log)
    if own == 0:
        raise ValueError("a factor with one value only has no information to share")
    return mutual_information(table, log) / own
