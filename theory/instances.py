"""What several statements of the paper are about: data, a mixing distribution, a place x and a radius epsilon."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.dataset import LabeledDataset
from theory.mixing.laws import Mixing, check_mixing
from theory.numbers import Exact, certain, exact, is_positive


def make_exact(instance: object, *fields: str, rational: bool = False) -> None:
    """Replace numbers in fields of a frozen instance by exact ones, also inside of tuples; ``None`` stays.

    Predicates then decide what was given, and floats are the dyadic rationals that they store.  Raises ``ValueError``
    for what is no finite number, and for irrational ones where they must be ``rational``.
    """
    for name in fields:
        object.__setattr__(instance, name, _exactly(getattr(instance, name), name, rational))


def _exactly(value: Any, name: str, rational: bool) -> Any:
    if isinstance(value, (tuple, list)):
        return tuple(_exactly(each, name, rational) for each in value)
    if value is None:
        return None
    return rational_number(value, name) if rational else exact(value)


def rational_number(value: object, name: str) -> Fraction:
    """A number as a fraction.  Raises ``ValueError`` for what is none, under the ``name`` of what it should be.

    >>> rational_number("1/3", "c")
    Fraction(1, 3)
    """
    number = exact(value)
    if not isinstance(number, Fraction):
        raise ValueError(f"{name} must be rational, not {number}")
    return number


def make_whole(instance: object, *fields: str) -> None:
    """Replace whole numbers of any kind in fields of a frozen instance by Python's, also inside of tuples.

    Raises ``ValueError`` for other numbers; 2.0 is no whole number, however it was found.
    """
    for name in fields:
        object.__setattr__(instance, name, _whole(getattr(instance, name), name))


def _whole(value: Any, name: str) -> Any:
    if isinstance(value, (tuple, list)):
        return tuple(_whole(each, name) for each in value)
    try:
        return operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be a whole number, not {value}") from None


def check_place(dataset: LabeledDataset, x: Sequence[object], name: str = "x") -> None:
    """Raise ``ValueError`` for a place that has not the dimension of the data."""
    if len(x) != dataset.dimension:
        raise ValueError(f"{name} has {len(x)} coordinates, the data have {dataset.dimension}")


@dataclass(frozen=True, eq=False)
class LocalInstance:
    """Labelled data and a mixing distribution, seen in the open ball of radius ``epsilon`` about ``x``.

    ``x`` (d numbers) and ``epsilon`` become exact.  Raises ``TypeError`` for a ``mixing`` that is no distribution,
    ``ValueError`` when x has the wrong dimension or epsilon is not positive.

    >>> from theory.mixing import Beta
    >>> print(LocalInstance(LabeledDataset.alternating_line(), Beta(1), [1], "1/10"))
    X_1 = {0, 2}, X_2 = {1}, P_f = Beta(1, 1), x = 1, epsilon = 1/10
    """

    dataset: LabeledDataset
    mixing: Mixing
    x: tuple[Exact, ...]
    epsilon: Exact

    def __post_init__(self) -> None:
        check_mixing(self.mixing)
        make_exact(self, "x", "epsilon")
        check_place(self.dataset, self.x)
        if not certain(is_positive(self.epsilon)):
            raise ValueError(f"epsilon must be positive, not {self.epsilon}")

    def __str__(self) -> str:
        place = str(self.x[0]) if len(self.x) == 1 else f"({', '.join(map(str, self.x))})"
        return f"{self.dataset}, P_f = {self.mixing}, x = {place}, epsilon = {self.epsilon}"
