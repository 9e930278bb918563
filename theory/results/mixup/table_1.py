"""Table 1 (and Figure 1): class-1 probabilities of trained networks at the three points of the alternating line.

Two versions were published.  The printed table's logs say 1,000 epochs; a later re-run has 5,000.  Both are means of
ten runs.  What "agrees" means is derived from the spread between independent repetitions (:func:`tolerance`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from theory.claim import Assumption, Claim, Finding, Verdict, register
from theory.results.mixup.paper import MIXUP

PRINTED = {1: (0.996, 0.174, 0.977), 32: (0.999, 0.604, 0.994), 128: (1.000, 0.654, 0.995)}
RERUN = {1: (0.995, 0.156, 0.979), 32: (1.000, 0.603, 0.997), 128: (1.000, 0.650, 0.998)}
PUBLISHED_TO = 0.0005  # three decimals
FALSE_ALARM = 0.001  # probability that a table of nine cells disagrees although the protocols are the same
COARSEST = 0.15  # a wider tolerance would hardly tell the rows of the table apart: then nothing is decided


@dataclass(frozen=True)
class Cell:
    """One number of a published table beside its repetition.

    ``mean`` and ``spread`` (standard deviation) are of ``units`` independent repetitions; the published number is
    the mean of ``averaged`` such.  ``alpha`` is that of the training, ``x`` the point.
    """

    table: str
    alpha: float
    x: int
    published: float
    mean: float
    spread: float
    units: int
    averaged: int

    def __str__(self) -> str:
        return (
            f"{self.table}, α={self.alpha:g}, x={self.x}: published {self.published:.3f}, "
            f"measured {self.mean:.4f}, spread {self.spread:.4f} of {self.units}"
        )


def tolerance(cell: Cell, cells: int = 9) -> float:
    """How far two means of the same law may be apart: a t quantile times s sqrt(1/units + 1/averaged), plus rounding.

    Two-sided, and such that all ``cells`` together exceed it with probability 0.001 at most (Bonferroni).

    >>> round(tolerance(Cell("printed", 1, 1, 0.174, 0.18, 0.05, 40, 10)), 3)
    0.076
    """
    from scipy.stats import t

    quantile = float(t.isf(FALSE_ALARM / cells / 2, cell.units - 1))
    return quantile * cell.spread * math.sqrt(1 / cell.units + 1 / cell.averaged) + PUBLISHED_TO


def agrees(cell: Cell) -> Finding:
    """Whether published and measured means differ by no more than chance explains; open if chance explains too much."""
    bound, gap = tolerance(cell), abs(cell.mean - cell.published)
    text = f"{cell}; apart {gap:.4f}, tolerance {bound:.4f}"
    if gap > bound:
        return Finding(False, text)
    return Finding(True if bound <= COARSEST else None, text)


def _repeated(cell: Cell) -> Finding:
    return Finding(cell.units >= 2 and cell.averaged >= 1 and math.isfinite(cell.spread), f"{cell.units} repetitions")


register(
    Claim(
        id="table-1",
        title="Networks trained by Mixup on the three-point line have the probabilities of Table 1",
        statement=(
            r"Two layers, ReLU, 512 hidden units, full-batch Adam, Beta$(\alpha, \alpha)$ with $\alpha = 1, 32, 128$ "
            r"on the points $0, 1, 2$ of classes $1, 2, 1$: the mean class-1 probabilities at the three points are "
            r"those published, to within the spread between runs. In particular the point $1$ is on the side of "
            r"class $1$ for $\alpha = 32$ and $128$, and not for $\alpha = 1$."
        ),
        paper=MIXUP,
        place="Table 1 and Figure 1",
        note="and a published re-run with 5,000 epochs",
        instance=Cell,
        assumptions=(Assumption("repeated", "at least two independent repetitions", _repeated),),
        conclusion=agrees,
        expected=Verdict.SUPPORTED,
        tightness=(
            "two-sided: agreement within a tolerance derived from the spread between runs, with a false alarm in one "
            "table of a thousand"
        ),
    )
)
