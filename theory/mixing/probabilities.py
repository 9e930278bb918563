"""Probabilities as exact numbers that sum to 1, whatever they are given as."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from theory.numbers import Exact, certain, equal, exact, is_exact, is_positive, less_equal

SUM_TOLERANCE = Fraction(1, 10**9)  # floats are usually counts divided by n: rounding stays far below this


def are_exact(values: Iterable[object]) -> bool:
    """Whether all are exact numbers or strings, so that :func:`probabilities` takes them as they are.

    >>> are_exact(["1/2", Fraction(1, 2)]), are_exact(["1/2", 0.5])
    (True, False)
    """
    return all(is_exact(value) or isinstance(value, str) for value in values)


def probabilities(values: Iterable[object], name: str = "probabilities") -> tuple[Exact, ...]:
    """Positive numbers as exact ones that sum to 1.

    Exact numbers and strings must sum to 1 as they are.  Where there is a float among them, their exact sum may miss 1
    by 1e-9, and all are divided by it: of 1/3 and 2/3 as floats the exact sum is not 1, and a law of mass 1 is meant.

    Parameters
    ----------
    values : iterable of number or str
        What the probabilities are in proportion to, or are.
    name : str
        What they are called in a message.

    Raises
    ------
    ValueError
        For a value that is not positive, and a sum that is not 1.

    Examples
    --------
    >>> probabilities(["1/3", "2/3"]), sum(probabilities([0.1] * 10))
    ((Fraction(1, 3), Fraction(2, 3)), Fraction(1, 1))
    """
    given = list(values)
    numbers = [exact(value) for value in given]
    if not all(certain(is_positive(number)) for number in numbers):
        raise ValueError(f"{name} must be positive")
    total = sum(numbers, start=Fraction(0))
    if equal(total, 1):
        return tuple(numbers)
    if are_exact(given) or not certain(less_equal(abs(total - 1), SUM_TOLERANCE)):
        raise ValueError(f"{name} must sum to 1, not {float(total)}")
    return tuple(number / total for number in numbers)
