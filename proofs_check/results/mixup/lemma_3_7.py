"""Lemma 3.7: Monte Carlo over n, d and labels, with exact binomial bounds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import statistical, symbolic
from theory.linear.gaussian_data import RULES, count_interpolating, least_dimension, transition_curve
from theory.results.mixup.lemma_3_7 import GaussianData, stated_bound

SIZES = (3, 5, 10, 20, 50, 100)
ADVERSARY = GaussianData(100, least_dimension(100), "chosen after seeing X")

proof = Proof("lemma-3.7")


@proof.check(
    "labels do not matter",
    "symbolic",
    "labels that ignore the points drop out: y o K^{-1} y = (D K D)^{-1} 1 with D = diag(y), D K D being the Gram "
    "matrix of the points y_i x_i, which are as Gaussian as the x_i",
)
def labels_do_not_matter(_: Settings) -> Result:
    """For a general symmetric K of size 3 and all labels, y_i^2 = 1."""
    k = sp.Matrix(3, 3, lambda i, j: sp.Symbol(f"k{min(i, j)}{max(i, j)}"))
    residuals: dict[str, sp.Expr] = {}
    for y in ((1, 1, 1), (1, -1, 1), (-1, 1, 1), (1, 1, -1)):
        column, diagonal = sp.Matrix(y), sp.diag(*y)
        solution = column.multiply_elementwise(k.adjugate() * column)
        flipped = (diagonal * k * diagonal).adjugate() * sp.ones(3, 1)
        residuals |= {f"{y}, {i}": solution[i] - flipped[i] for i in range(3)}
    return symbolic.identities(residuals, "every Gram matrix of three points; both determinants are the same")


def _monte_carlo(rule: str) -> None:
    @proof.check(f"labels {rule}", "statistical", "the bound 1 - 2/n is reached at the least dimension allowed")
    def frequencies(settings: Settings) -> Result:
        """The worst n of 3, 5, 10, 20, 50 and 100."""
        trials = settings.size(400, 1000, 10_000)
        results = []
        for n in SIZES:
            rng = np.random.default_rng((settings.seed, n))
            count = count_interpolating(n, least_dimension(n), trials, rng, RULES[rule])
            results.append(statistical.at_least(count, trials, float(stated_bound(n)), f"n = {n}, {trials} draws"))
        return min(results, key=lambda result: (result.holds is not False, result.holds is True))


for name in ("balanced", "one against the rest", "coin flips"):
    _monte_carlo(name)


@proof.check("transition", "statistical", "the frequency rises from 0 to 1 with d/(n ln n); 10 is more than is needed")
def transition(settings: Settings) -> Result:
    """n = 50: nothing below half, everything above 8; and less than the bound at 1, so that some factor is needed."""
    rows = transition_curve(
        (50,), (0.25, 1, 2, 4, 8), settings.size(200, 1000, 10_000), np.random.default_rng(settings.seed)
    )
    rising = all(a.successes <= b.successes for a, b in pairwise(rows))
    ends = rows[0].high < 0.05 and rows[-1].low > 0.95 and rows[1].high < stated_bound(50)
    text = ", ".join(f"{row.ratio:.2f}: {row.successes / row.trials:.3f}" for row in rows)
    return Result(rising and ends, f"d/(n ln n) and frequency: {text}", "n = 50", len(rows))


proof.control("dimension", lambda: GaussianData(100, 200), "statistical")
proof.control("independent labels", lambda: ADVERSARY, "statistical")
