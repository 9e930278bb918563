"""Down to the minimum and back and forth across it: the sum of all distances, for every k."""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, smt, symbolic
from proofs_check.results.large_batch.runs import run
from theory.numbers import ball, precision
from theory.results.large_batch.lars_2 import layer_norms
from theory.results.large_batch.lars_2_constant import meets_lars_2
from theory.results.large_batch.lars_2_sharp import Zigzag, even_quotient, odd_quotient, zigzag_quotient
from theory.results.large_batch.paths import BITS, mean

proof = Proof("lars-2-sharp")


@proof.step("passing 0", "smt", "with eta = 1/sqrt(k^2 + k): k eta < 1 < (k + 1) eta, so x_{k+1} > 0 > x_{k+2}")
def passing(_: Settings) -> Result:
    """As 1 - n eta after n steps down."""
    import z3

    k, eta = z3.Reals("k eta")
    premises = [k >= 1, eta > 0, eta**2 * (k**2 + k) == 1]
    return smt.universally({"before": (premises, k * eta < 1), "after": (premises, (k + 1) * eta > 1)}, "every k")


@proof.step(
    "back and forth",
    "smt",
    "from there it alternates between 1 - k eta > 0 and 1 - (k + 1) eta < 0, whose distances from 0 have the sum eta",
    ["passing 0"],
)
def back_and_forth(_: Settings) -> Result:
    """A step down from the first leads to the second, a step up from there back."""
    import z3

    k, eta, x, y = z3.Reals("k eta x y")
    premises = [k * eta < 1, (k + 1) * eta > 1, x == 1 - k * eta, y == x - eta]
    wanted = z3.And(x > 0, y < 0, y + eta == x, x - y == eta)
    return smt.universally({"two steps": (premises, wanted)}, "every k")


def total(k: sp.Expr, eta: sp.Expr, odd: bool) -> sp.Expr:
    """The sum of |x_t|: k + 1 steps down, and k^2 - 1 that alternate, in pairs of the sum eta; for even k one more."""
    j = sp.Symbol("j", integer=True)
    down = sp.summation(1 - j * eta, (j, 0, k))
    return down + ((k**2 - 1) / 2 * eta if odd else (k**2 - 2) / 2 * eta + ((k + 1) * eta - 1))


@proof.step(
    "quotient",
    "symbolic",
    "the mean over the bound eta = 1/sqrt(T), T = k^2 + k, is sqrt(1 + 1/k) - 1/(2 k) for odd k, and for even k "
    "sqrt(1 - 1/(k + 1)) + 1/(2 (k + 1))",
    ["back and forth"],
    at=lambda zigzag: {"k": zigzag.k},
)
def quotients(_: Settings) -> Result:
    """k + 1 + (k^2 - 1) = T steps."""
    k = sp.Symbol("k", positive=True)
    steps, eta = k**2 + k, 1 / (sp.sqrt(k) * sp.sqrt(k + 1))
    found = {"odd": (total(k, eta, True), odd_quotient(k)), "even": (total(k, eta, False), even_quotient(k))}
    return symbolic.identities({name: (sums / steps / eta, q) for name, (sums, q) in found.items()}, "every k")


@proof.step(
    "near 1",
    "smt",
    "both are at least 1 - 1/(8 k^2) and at most 1",
    ["quotient"],
    at=lambda zigzag: {
        "k": zigzag.k,
        "r": sp.sqrt(1 + sp.Integer(1) / zigzag.k),
        "s": sp.sqrt(1 - sp.Rational(1, zigzag.k + 1)),
    },
)
def near_one(_: Settings) -> Result:
    """With r^2 = 1 + 1/k and s^2 = 1 - 1/(k + 1); r >= 1 + u/2 - u^2/8 for u = 1/k."""
    import z3

    k, r, s = z3.Reals("k r s")
    odd, even = r - 1 / (2 * k), s + 1 / (2 * (k + 1))
    squares = {"odd": ([k >= 1, r >= 0, k * r**2 == k + 1], odd), "even": ([k >= 2, s >= 0, (k + 1) * s**2 == k], even)}
    return smt.universally(
        {
            **{f"{name}, below": (premises, q >= 1 - 1 / (8 * k**2)) for name, (premises, q) in squares.items()},
            **{f"{name}, above": (premises, q <= 1) for name, (premises, q) in squares.items()},
        },
        "every k",
    )


@proof.check("as a run", "exact", "the same means as runs of lars-2 have, which meet its assumptions, in balls")
def as_a_run(_: Settings) -> Result:
    """For k = 1, ..., 6."""
    truths = []
    for k in range(1, 7):
        one = run([[1]], [1], [1], k * (k + 1))
        with precision(BITS):
            found = mean(one, layer_norms) - ball(zigzag_quotient(Zigzag(k)) / sp.sqrt(one.steps))
        truths += [meets_lars_2(one).holds, abs(found) < flint.arb("1e-50")]
    return exact.decide(truths, "k = 1, ..., 6", "the means agree to fifty digits")


proof.drawn(lambda: st.builds(Zigzag, st.integers(1, 12)))
proof.example(lambda: Zigzag(1), "odd")
proof.example(lambda: Zigzag(10), "even")
proof.near_miss("mean over bound", lambda: (Zigzag(4), odd_quotient(sp.Integer(4))), "even as if odd")
proof.near_miss("mean over bound", lambda: (Zigzag(3), even_quotient(sp.Integer(3))), "odd as if even")
proof.near_miss("near 1", lambda: (Zigzag(101), Fraction(3, 25)))
