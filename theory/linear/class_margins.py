"""The two margins of a Mixup-trained linear model: every point of a class gets one and the same.

For linearly independent data the minimiser of the Mixup logistic loss has the outputs c_1 on X_1 and -c_2 on X_{-1}.
The margins depend on the law of lambda and on the class masses alone, so that two points show them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import flint

from theory.dataset import LabeledDataset
from theory.linear.enclosure import BITS, enclose_minimiser
from theory.linear.minimiser import mixup_minimiser
from theory.mixing import Mixing
from theory.numbers import Exact, Number, exact


def two_points(first_mass: Any) -> LabeledDataset:
    """e_1 with label 1 and weight ``first_mass``, and e_2 with label -1; exact for an exact mass."""
    second = 1 - (first_mass if isinstance(first_mass, float) else exact(first_mass))
    return LabeledDataset([[1, 0], [0, 1]], [1, -1], [first_mass, second])


def class_margins(mixing: Mixing, first_mass: float) -> tuple[float, float]:
    """(c_1, c_2) in float64 for classes of mass ``first_mass`` and 1 - ``first_mass``.

    Raises ``ValueError`` where the loss has no minimiser, and for a mass that is not between 0 and 1.

    >>> from theory import Beta
    >>> [round(c, 6) for c in class_margins(Beta(1), 1 / 3)]
    [3.516385, 3.756049]
    """
    first, second = mixup_minimiser(two_points(float(first_mass)), mixing).outputs
    return float(first), float(-second)


def enclose_class_margins(mixing: Mixing, first_mass: Exact, bits: int = BITS) -> tuple[flint.arb, flint.arb]:
    """(c_1, c_2) in balls, for an exact mass; exceptions as in ``enclose_minimiser``."""
    first, second = enclose_minimiser(two_points(first_mass), mixing, bits)
    return first, -second


def one_minus_cosine(margins: tuple[Number, Number], sizes: tuple[int, int]) -> Number:
    """1 - cosine between the Mixup minimiser and the max-margin solution of orthonormal data, ``sizes`` points a class.

    theta has n_1 coordinates c_1 and n_2 coordinates -c_2, the max-margin solution 1 and -1: with c = (c_1, c_2),
    1 - (n_1 c_1 + n_2 c_2) / sqrt((n_1 + n_2)(n_1 c_1^2 + n_2 c_2^2)).  Floats or balls.

    >>> one_minus_cosine((2.0, 2.0), (3, 1))
    0.0
    """
    (c, b), (n, m) = margins, sizes
    square = (n + m) * (n * c * c + m * b * b)
    return 1 - (n * c + m * b) / (square.sqrt() if isinstance(square, flint.arb) else math.sqrt(square))


@dataclass(frozen=True)
class Imbalance:
    """Orthonormal data, ``sizes`` points a class of one weight each: the Mixup margins, and how far they turn theta."""

    sizes: tuple[int, int]
    margins: tuple[float, float]
    one_minus_cosine: float


def imbalance_curve(mixing: Mixing, sizes: Iterable[tuple[int, int]]) -> list[Imbalance]:
    """One row for every pair of class sizes; uniform weights.

    >>> from theory import Beta
    >>> [f"{row.one_minus_cosine:.2e}" for row in imbalance_curve(Beta(1), [(2, 2), (1, 2), (1, 3)])]
    ['0.00e+00', '4.72e-04', '8.75e-04']
    """
    rows = []
    for n, m in sizes:
        margins = class_margins(mixing, n / (n + m))
        rows.append(Imbalance((n, m), margins, max(0.0, one_minus_cosine(margins, (n, m)))))
    return rows
