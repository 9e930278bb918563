"""Theorem 2.10, quantitative: three steps, two sequences that show tightness, and random exact data."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.strategies import datasets, mixings
from theory.clearance import exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix
from theory.mixing import Beta, Discrete, Mixing
from theory.numbers import Number, sympify
from theory.numbers import exact as exact_number
from theory.optimal import mixup_optimal_exact
from theory.results.theorem_2_10_quantitative import Resolution, keeps_its_class

quantitative = Proof("theorem-2.10-quantitative")


@quantitative.step(
    "what reaches the ball",
    "symbolic",
    "only (x, x), pairs inside X_i and (x, t), (t, x) reach the ball; these iff lambda on x exceeds tau = 1 - eps/D",
    ["assumption:positive resolution", "assumption:within the clearance"],
)
def what_reaches(_: Settings) -> Result:
    """All other segments are at least the clearance >= eps away; ||lambda x + (1 - lambda) t - x|| = (1 - lambda) D."""
    t1, t2, share = sp.symbols("t1 t2 lambda", real=True)
    moved = mix([0, 0], [t1, t2], share)
    residual = dot(moved, moved) - (1 - share) ** 2 * (t1**2 + t2**2)
    return symbolic.identities({"distance": residual}, "every t, in the plane of x, t and the origin")


@quantitative.step(
    "symmetrised half",
    "smt",
    "for the symmetrised law E[2 lambda - 1; lambda > tau] >= 0, tau in [0, 1]: lambda and 1 - lambda cancel in pairs",
)
def symmetrised_half(_: Settings) -> Result:
    """Where both lambda and 1 - lambda exceed tau they sum to 0; where only the larger does, it is at least 1/2."""
    import z3

    share, threshold = z3.Reals("lambda tau")
    premises = [threshold >= 0, threshold <= 1, share >= 0, share <= 1, share >= 1 - share]
    both, one = z3.And(share > threshold, 1 - share > threshold), z3.And(share > threshold, 1 - share <= threshold)
    statements = {
        "both": ([*premises, both], (2 * share - 1) + (2 * (1 - share) - 1) == 0),
        "the larger only": ([*premises, one], 2 * share - 1 >= 0),
        "never the smaller only": (premises, z3.Implies(1 - share > threshold, share > threshold)),
    }
    return smt.universally(statements, "every symmetric pair {lambda, 1 - lambda} and every tau in [0, 1]")


@quantitative.step(
    "combination",
    "smt",
    "own mass S > 0, pairs of mass B with own part A: A >= B/2 gives h > 1/2, A >= (1 - eps/d) B the bound",
    ["what reaches the ball", "symmetrised half"],
)
def combination(_: Settings) -> Result:
    """h = (S + A)/(S + B); lambda > 1 - eps/D >= 1 - eps/d on every pair that reaches the ball."""
    import z3

    own, part, mass, ratio = z3.Reals("S A B ratio")  # ratio = eps/d in (0, 1]: the clearance is at most d
    premises = [own > 0, mass >= 0, part >= 0, part <= mass, ratio > 0, ratio <= 1]
    h = (own + part) / (own + mass)
    statements = {
        "half": ([*premises, 2 * part >= mass], h > z3.RealVal(1) / 2),
        "bound": ([*premises, part >= (1 - ratio) * mass], h > 1 - ratio),
    }
    return smt.universally(statements, "all weights and all mixing distributions")


def _own_share(data: LabeledDataset, mixing: Mixing, epsilon: Fraction) -> Number:
    """h_eps at the first point, on its own class."""
    h = mixup_optimal_exact(data, mixing, data.exact_points[0], epsilon)
    return h[0] if h is not None else sp.nan


@quantitative.check(
    "1/2 is tight", "symbolic", "on {0} against {1} at eps = d = 1 with weight p on 0, h -> 1/2 as p -> 0"
)
def half_is_tight(_: Settings) -> Result:
    """h = (p + q)/(p + 2q) for every symmetric P_f, q = 1 - p; compared with the closed form at p = 1/n."""
    p = sp.Symbol("p", positive=True)
    value = 1 / (2 - p)
    residuals = {"limit": sp.limit(value, p, 0) - sp.Rational(1, 2)}
    for n in (2, 10, 1000):
        data = LabeledDataset([[0], [1]], [1, 2], [Fraction(1, n), Fraction(n - 1, n)])
        h = _own_share(data, Beta(1), Fraction(1))
        residuals[f"p = 1/{n}"] = sympify(h) - value.subs(p, sp.Rational(1, n))
    return symbolic.identities(residuals, "a sequence of instances with clearance 1")


@quantitative.check(
    "eps/d is tight", "symbolic", "with atoms at eta, 1 - eta and eps slightly above eta, h -> 1 - eps/d"
)
def constant_is_tight(_: Settings) -> Result:
    """eta = 1/4, eps = eta + 1/n, p = 1/n: the gap to the bound falls below 4/n."""
    signs: dict[str, tuple[sp.Expr, str]] = {}
    for n in (100, 1000, 10000):
        data = LabeledDataset([[0], [1]], [1, 2], [Fraction(1, n), Fraction(n - 1, n)])
        mixing = Discrete({Fraction(1, 4): Fraction(1, 2), Fraction(3, 4): Fraction(1, 2)})
        epsilon = Fraction(1, 4) + Fraction(1, n)
        h = _own_share(data, mixing, epsilon)
        gap = sympify(h - (1 - epsilon))
        signs[f"n = {n}, above"] = (gap, ">0")
        signs[f"n = {n}, close"] = (sp.Rational(4, n) - gap, ">0")
    return symbolic.signs(signs, "a sequence of instances", "the gap to 1 - eps/d is below 4/n at n = 100, 1000, 10000")


@quantitative.check("random datasets", "sampled", "the bound holds on random exact data at eps = clearance or below")
def quantitative_sampled(settings: Settings) -> Result:
    """Any mixing distribution; eps a fraction of a rational lower bound of the clearance."""
    return sampled.holds_on(resolutions(), _bound_holds, settings, (50, 200, 1000), "random exact datasets, any P_f")


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """A random point of a random dataset seen at a resolution up to its clearance."""
    data = draw(datasets() | datasets(max_dimension=1, max_classes=2, min_points=3, min_classes=2))
    index = draw(st.integers(0, data.n_points - 1))
    squared = exact_clearance(data, index).squared
    scale = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 20)]))
    epsilon = Fraction(1) if squared is None else sp.sqrt(sympify(squared)) * sympify(scale)
    return Resolution(data, draw(mixings()), index, exact_number(epsilon))


def _bound_holds(instance: Resolution) -> bool | None:
    if not all(a.predicate(instance).holds for a in quantitative.claim.assumptions):
        return None
    return bool(keeps_its_class(instance).holds)


LINE = LabeledDataset.alternating_line()
quantitative.control("positive resolution", lambda: Resolution(LINE, Beta(1), 1, Fraction(0)))
quantitative.control("within the clearance", lambda: Resolution(LINE, Beta(32), 1, Fraction(1, 4)))
