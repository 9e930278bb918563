"""A run that is slow because of the bound of phi in a layer that does not matter."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic
from theory.results.large_batch.lars_2 import squared_best_rate
from theory.results.large_batch.lars_2_constant import Ratio

proof = Proof("lars-2-constant")


@proof.step(
    "rate",
    "smt",
    "with alpha_u = kappa, T = kappa^2, Delta = 1/2 and ||L||_1 = 1 the rate is eta = 1/T",
    at=lambda ratio: {"kappa": ratio.kappa, "T": ratio.steps, "eta": Fraction(1, ratio.steps)},
)
def rate(_: Settings) -> Result:
    """eta^2 = 2 Delta/(alpha_u^2 ||L||_1 T)."""
    import z3

    kappa, steps, eta = z3.Reals("kappa T eta")
    best = squared_best_rate(kappa, z3.Q(1, 2), 1, steps)
    premises = [kappa >= 1, steps == kappa**2, eta > 0, eta**2 == best]
    return smt.universally({"eta": (premises, eta * steps == 1)}, "every kappa")


@proof.step(
    "way down",
    "smt",
    "where phi = 1, x_t = 1 - (t - 1)/T for t = 1, ..., T: it is in (0, 1], where phi = 1, and one step leads to "
    "the next",
    ["rate"],
)
def way_down(_: Settings) -> Result:
    """The direction is 1 as long as x > 0."""
    import z3

    t, steps, x, after = z3.Reals("t T x y")
    premises = [steps >= 1, t >= 1, t <= steps, x * steps == steps - (t - 1), after == x - 1 / steps]
    wanted = z3.And(x > 0, x <= 1, after * steps == steps - t)
    return smt.universally({"one step": (premises, wanted)}, "every t and T")


@proof.step(
    "mean",
    "symbolic",
    "so the mean of |x_t|, which is the gradient of that layer and of all layers, is (T + 1)/(2 T)",
    ["way down"],
    at=lambda ratio: {"T": ratio.steps},
)
def mean_on_the_way(_: Settings) -> Result:
    """A sum of whole numbers."""
    steps, t = sp.Symbol("T", positive=True, integer=True), sp.Symbol("t", integer=True)
    total = sp.summation(1 - (t - 1) / steps, (t, 1, steps))
    return symbolic.identities({"mean": (total / steps, (steps + 1) / (2 * steps))}, "every T")


@proof.step(
    "squared",
    "smt",
    "its square is above kappa^2/2 times Delta ||L||_1/T = 1/(2 T); and no constant C >= 0 that does not depend "
    "on kappa "
    "will do: at kappa^2 >= 2 C the square is above C/(2 T)",
    ["mean", "rate"],
    at=lambda ratio: {"m": Fraction(ratio.steps + 1, 2 * ratio.steps), "T": ratio.steps, "kappa": ratio.kappa, "C": 0},
)
def squared(_: Settings) -> Result:
    """1/4 < m^2 for T = kappa^2."""
    import z3

    m, steps, kappa, constant = z3.Reals("m T kappa C")
    premises = [kappa >= 1, steps == kappa**2, m * (2 * steps) == steps + 1]
    share = z3.Q(1, 2) / steps
    return smt.universally(
        {
            "kappa": (premises, m**2 > kappa**2 / 2 * share),
            "no constant": ([*premises, constant >= 0, kappa**2 >= 2 * constant], m**2 > constant * share),
        },
        "every kappa and C",
    )


proof.drawn(lambda: st.builds(Ratio, st.integers(1, 8)))
proof.example(lambda: Ratio(1), "kappa = 1")
proof.example(lambda: Ratio(10), "kappa = 10")
proof.near_miss("squared mean", lambda: (Ratio(10), Fraction(13, 25)))
