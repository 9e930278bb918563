"""Small matrices of fractions: how instances hold them, and what is decided about them exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import sympy as sp

from theory.instances import rational_number
from theory.numbers import Number, sympify

Rows: TypeAlias = tuple[tuple[Fraction, ...], ...]


def rational_rows(rows: Sequence[Sequence[object]], name: str, height: int, width: int = 0) -> Rows:
    """Rows of numbers as fractions.

    Raises ``ValueError``, under the ``name`` of the matrix, for irrational numbers, and for another size: ``height``
    rows of ``width`` numbers each, or of one length above 0 where there is no width.
    """
    found = tuple(tuple(rational_number(value, name) for value in row) for row in rows)
    widths = {len(row) for row in found}
    if len(found) != height or len(widths) != 1 or 0 in widths or (width and widths != {width}):
        raise ValueError(f"{name} must have {height} rows of {width or 'the same number of'} numbers")
    return found


def symmetric_rows(rows: Sequence[Sequence[object]], name: str, size: int) -> Rows:
    """The same for a symmetric matrix.  Raises ``ValueError`` for others."""
    found = rational_rows(rows, name, size, size)
    if any(found[i][j] != found[j][i] for i in range(size) for j in range(i)):
        raise ValueError(f"{name} must be symmetric")
    return found


def matrix(rows: Sequence[Sequence[Number]]) -> sp.Matrix:
    """Rows of exact numbers as a matrix of SymPy."""
    return sp.Matrix([[sympify(value) for value in row] for row in rows])


def semidefinite(rows: Sequence[Sequence[Number]] | sp.Matrix) -> bool:
    """Whether z' M z >= 0 for all z, M symmetric and rational: exactly.

    >>> [semidefinite(((Fraction(1), Fraction(k)), (Fraction(k), Fraction(1)))) for k in (1, 2)]
    [True, False]
    """
    return bool((rows if isinstance(rows, sp.MatrixBase) else matrix(rows)).is_positive_semidefinite)


def definite(rows: Sequence[Sequence[Number]] | sp.Matrix) -> bool:
    """Whether z' M z > 0 for all z other than 0, M symmetric and rational: exactly.

    >>> [definite(((Fraction(1), Fraction(k)), (Fraction(k), Fraction(1)))) for k in (0, 1)]
    [True, False]
    """
    return bool((rows if isinstance(rows, sp.MatrixBase) else matrix(rows)).is_positive_definite)


def shown(rows: Sequence[Sequence[object]]) -> str:
    """Rows in words: ``((1, 0), (0, 1/2))``."""
    return "(" + ", ".join("(" + ", ".join(map(str, row)) + ")" for row in rows) + ")"
