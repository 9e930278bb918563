"""The textbook theorems that proofs of this paper trust, each with one wording; and what follows from one in two lines.

A proof enters one by ``proof.trusted(*INTEGRALS)``.  Three more, of which each is used once, stand where they are used:
the differentiation of measures (Proposition 2.2), the growth of convex functions along rays (theorem-3.5-existence) and
characteristic functions (lemma-3.7-exact).
"""

from __future__ import annotations

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt
from theory.numbers import Number

INTEGRALS = (
    "integrals",
    "an integral keeps an inequality between integrands, and a strict one strictly; over independent parts it is "
    "iterated, so that a set is null if it is null given the other parts",
    "Rudin, Real and Complex Analysis, 1.39 and 8.8",
)
LIMITS = (
    "limits of integrals",
    "limits, derivatives in a parameter and events that shrink pass through an integral whose integrands have one "
    "integrable bound",
    "Rudin, Real and Complex Analysis, 1.34",
)
INTERMEDIATE_VALUES = (
    "intermediate values",
    "a continuous function takes every value between two of its values",
    "Rudin, Principles of Mathematical Analysis, 4.23",
)
MEAN_VALUE = (
    "mean value theorem",
    "f(b) - f(a) = (b - a) f'(c) for some c between a and b, for f continuous on [a, b] and differentiable inside",
    "Rudin, Principles of Mathematical Analysis, 5.10",
)
EULER = (
    "Euler's integral",
    "the integral of v^(x-1) (1-v)^(y-1) over (0, 1) is Gamma(x) Gamma(y)/Gamma(x+y)",
    "Whittaker and Watson, A Course of Modern Analysis, 12.41",
)


def tangents(proof: Proof) -> None:
    """Enter the step "tangents" into a proof that trusts the mean value theorem."""
    proof.step(
        "tangents",
        "smt",
        "a function whose slope rises is nowhere below its tangents, and one whose slope rises strictly meets them "
        "only where they touch; so a convex function is least where its slope vanishes, and a strictly convex one is "
        "less in the middle of two ends than on the average of them",
        [MEAN_VALUE[0]],
    )(above_tangents)


def above_tangents(_: Settings) -> Result:
    """The gap to the tangent at a is (t - a) (f'(c) - f'(a)), c strictly between a and t."""
    import z3

    at, a, t, c, slope, slope_at_c, value = z3.Reals("f(a) a t c f'(a) f'(c) f(t)")
    between = z3.And(t != a, z3.Or(z3.And(a < c, c < t), z3.And(t < c, c < a)))
    premises = [between, value - at == (t - a) * slope_at_c]
    rises = [z3.Implies(a < c, slope <= slope_at_c), z3.Implies(c < a, slope_at_c <= slope)]
    strictly = [z3.Implies(a < c, slope < slope_at_c), z3.Implies(c < a, slope_at_c < slope)]
    tangent = tangent_line(at, slope, t - a)
    first, second, middle, h, s = z3.Reals("first second middle h s")
    statements = {
        "tangent": ([*premises, *rises], value >= tangent),
        "strictly": ([*premises, *strictly], value > tangent),
        "the middle": ([first > middle + s * h, second > middle - s * h], 2 * middle < first + second),
    }
    return smt.universally(statements, "every function of one variable")


def tangent_line(value: Number, slope: Number, distance: Number) -> Number:
    """f(a) + f'(a) (t - a)."""
    return value + slope * distance
