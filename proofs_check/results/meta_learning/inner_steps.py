"""k inner steps: eigenvalue by eigenvalue, u (1 - u)^m <= 1/(m + 1) by Bernoulli's inequality."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from theory.results.meta_learning.inner_steps import InnerSteps, guarantee

SPECTRAL = (
    "spectral theorem",
    "a real symmetric matrix has an orthonormal basis of eigenvectors, in which its polynomials are diagonal",
    "Horn and Johnson, Matrix Analysis, 2.5.6",
)


def steps(
    features: Any, targets: Any, split: tuple[tuple[int, ...], tuple[int, ...]], start: Any, rate: Any, k: int
) -> InnerSteps:
    """Whole numbers and fractions as they come."""
    return InnerSteps(features, targets, *split, start, rate, k)


proof = Proof("k-inner-steps")
proof.trusted(*SPECTRAL)


@proof.step(
    "one step",
    "symbolic",
    "H w* = Phi'y for a minimiser w*, H = Phi'Phi: a step takes w - w* to (I - eta H)(w - w*); and half the squared "
    "residual exceeds the least by (w - w*)'H (w - w*)/2, its derivatives being equal",
    ["assumption:same data"],
)
def one_step(_: Settings) -> Result:
    """So the gap after k steps is e'H (I - eta H)^(2k) e/2, e = w_0 - w*, and not negative."""
    h, w, best = sp.symbols("H w w_best", commutative=False)
    eta = sp.Symbol("eta", positive=True)
    phi, least, head, y = sp.symbols("phi w_0 w_1 y", real=True)
    stationary = {y: phi * least}  # one row and one feature, y - phi w* = 0; other rows add what is orthogonal to phi
    gap = ((phi * head - y) ** 2 - (phi * least - y) ** 2) / 2
    return symbolic.identities(
        {
            "step": (w - eta * (h * w - h * best) - best, (1 - eta * h) * (w - best)),
            "gap": (gap.subs(stationary), phi**2 * (head - least) ** 2 / 2),
        },
        "every H",
    )


@proof.step(
    "Bernoulli",
    "smt",
    "(1 - u)^m (1 + m u) <= 1 for 0 <= u <= 1: by induction, as (1 - u)(1 + (m + 1) u) <= 1 + m u",
)
def bernoulli(_: Settings) -> Result:
    """p is (1 - u)^m."""
    import z3

    u, m, p = z3.Reals("u m (1-u)^m")
    known = [u >= 0, u <= 1, m >= 0, p >= 0]
    return smt.universally(
        {
            "factor": (known, (1 - u) * (1 + (m + 1) * u) <= 1 + m * u),
            "one more": (
                [*known, p * (1 + m * u) <= 1, p * ((1 - u) * (1 + (m + 1) * u)) <= p * (1 + m * u)],
                (p * (1 - u)) * (1 + (m + 1) * u) <= 1,
            ),
        },
        "every u from 0 to 1",
    )


@proof.step(
    "one eigenvalue",
    "smt",
    "u (1 - u)^m <= u/(1 + m u) <= 1/(m + 1): with u = eta lambda, m = 2 k the part lambda (1 - eta lambda)^(2k) e^2/2 "
    "of the gap is at most e^2/(2 eta (2 k + 1)); over all eigenvectors the e^2 add up to |w_0 - w*|^2",
    ["one step", "Bernoulli", "spectral theorem", "assumption:rate"],
)
def one_eigenvalue(_: Settings) -> Result:
    """The rate puts every u into [0, 1]."""
    import z3

    u, m, p, eta, value, square, part = z3.Reals("u m (1-u)^m eta lambda e^2 part")
    known = [u >= 0, u <= 1, m >= 0, p >= 0]
    return smt.universally(
        {
            "bounded": ([*known, p * (1 + m * u) <= 1, p * (m + 1) * u <= p * (1 + m * u)], u * p * (m + 1) <= 1),
            "comparison": (known, (m + 1) * u <= 1 + m * u),
            "part": (
                [*known, eta > 0, square >= 0, u == eta * value, u * p * (m + 1) <= 1, part == value * p * square / 2],
                part * (2 * eta * (m + 1)) <= square,
            ),
        },
        "every eigenvalue",
    )


def tasks() -> st.SearchStrategy[InnerSteps]:
    """One to three points of two features, at the rate 1 over the trace of H or half of it."""
    small = st.integers(-3, 3)

    def build(count: int, numbers: list[int], targets: list[int], start: list[int], half: bool, k: int) -> InnerSteps:
        rows = [numbers[2 * i : 2 * i + 2] for i in range(count)]
        trace = sum(v * v for row in rows for v in row) or 1
        points = tuple(range(count))
        return steps(rows, targets[:count], (points, points), start, Fraction(1, trace * (1 + half)), k)

    lists = [st.lists(small, min_size=n, max_size=n) for n in (6, 3, 2)]
    return st.builds(build, st.integers(1, 3), *lists, st.booleans(), st.integers(0, 6))


proof.drawn(tasks)


@proof.check("random tasks", "sampled", "gaps of random heads after up to six steps")
def random_tasks(settings: Settings) -> Result:
    """Wide and tall features, singular ones too."""
    return sampled.holds_on(tasks(), proof.decides, settings, (10, 50, 300), "two features, up to three points")


ONE = ((0,), (0,))
ATTAINED = steps(((1,),), (0,), ONE, (1,), 1, 0)
WIDE = steps(((1, 2, 0), (0, 1, 1)), (1, 2), ((0, 1), (0, 1)), (1, 0, 0), Fraction(1, 7), 3)
SOLVED = steps(((1,),), (1,), ONE, (1,), 1, 2)
proof.example(given(ATTAINED), "attained")
proof.example(given(WIDE), "more features than points")
proof.near_miss("not negative", given((SOLVED, Fraction(1, 100))))
proof.near_miss("at most", lambda: (ATTAINED, guarantee(ATTAINED) * Fraction(99, 100)))
proof.control("rate", lambda: steps(((1,),), (0,), ONE, (1,), 3, 1))
proof.control("same data", lambda: steps(((1,), (1,)), (1, 0), ((0,), (1,)), (0,), 1, 0))
