"""What alpha does: five numbers, each of which is a strength of Mixup, and which do not agree."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from theory.mixing import Beta
from theory.mixing.moments import kappa, mean_entropy
from theory.results.mixup.theorem_3_5_constant import balanced_margin
from theory.results.mixup_literature.carratino_2022 import mean_larger_share

USUAL = ("1/10", "1/5", "2/5", "1/2", "1", "2", "4", "32")


class Strengths(NamedTuple):
    """What Mixup with lambda ~ Beta(alpha, alpha) does, in float64.

    ``kappa`` = 2 E[lambda (1 - lambda)] is all that a second-order theory about the data sees.  ``shrinkage`` =
    1 - E max(lambda, 1 - lambda) is the weight of the class frequencies in a label.  ``floor`` = E H(lambda), in nats,
    is that of the training loss for many equal classes.  ``temperature`` = 1/(1 - kappa) is that of an averaging
    classifier.  ``smoothing`` is the mass off the label of the label smoothing with the same minimiser, for linear
    models with attainable labels and equal classes.
    """

    alpha: float
    kappa: float
    shrinkage: float
    floor: float
    temperature: float
    smoothing: float


def strengths(alpha: float | str | Fraction) -> Strengths:
    """The five strengths.

    Parameters
    ----------
    alpha : number or str
        The shape, positive: a decimal is meant as it is written, a text may be a fraction such as ``"1/3"``.

    Raises
    ------
    ValueError
        For what is no positive number.

    Notes
    -----
    Ours, after Carratino et al. 2022, Liu et al. 2023, Zhang et al. 2021 and 2022 and Chidambaram and Ge 2025 as we
    recall them; proved as carratino-2022-shrinkage, liu-2023-floor-beta, zhang-2022-temperature and
    mixup-as-label-smoothing.

    Examples
    --------
    >>> [round(v, 4) for v in strengths(1)]
    [1.0, 0.3333, 0.25, 0.5, 1.5, 0.0281]
    """
    shape = Fraction(str(alpha))
    law = Beta(shape)
    strength = float(kappa(law))
    off_label = 1 / (1 + math.exp(float(balanced_margin(law)[0])))
    shrinkage = 1 - float(mean_larger_share(shape))
    return Strengths(float(shape), strength, shrinkage, float(mean_entropy(law)), 1 / (1 - strength), off_label)


def table(alphas: Iterable[float | str | Fraction] = USUAL) -> str:
    """A line of text for each alpha: the strengths with four digits.

    >>> print(table(["1/5", 1, 2, 32]))
      alpha    kappa  shrinkage    floor  temperature  smoothing
        0.2   0.1429     0.1012   0.2277       1.1667     0.0151
          1   0.3333     0.2500   0.5000       1.5000     0.0281
          2   0.4000     0.3125   0.5833       1.6667     0.0286
         32   0.4923     0.4503   0.6854       1.9697     0.0091
    """
    names = Strengths._fields
    rows = ["  ".join(f"{name:>{max(len(name), 7)}}" for name in names)]
    for found in map(strengths, alphas):
        cells = [
            f"{found.alpha:>7g}",
            *(f"{v:>{max(len(n), 7)}.4f}" for n, v in zip(names[1:], found[1:], strict=True)),
        ]
        rows.append("  ".join(cells))
    return "\n".join(rows)
