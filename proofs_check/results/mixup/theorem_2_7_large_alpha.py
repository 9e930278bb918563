"""Theorem 2.7 on the longer lines for all large alpha: which tail of Beta(alpha, alpha) has the last word.

These steps belong to the proof of :mod:`proofs_check.results.mixup.theorem_2_7_long_lines`.  With v = lambda - 1/2:
F(u) = P(v > u), G(u) = E[v; v > u], r = 1 - 4u^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import EULER, INTEGRALS
from proofs_check.results.mixup.theorem_2_7_long_lines import LINES, proof, rational
from proofs_check.results.mixup.theorem_2_7_phase_boundary import euler_beta
from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.numbers import Number
from theory.optimal import local_masses
from theory.results.mixup.theorem_2_7_large_alpha import HALF, TailSum, class_gap, event, in_the_end, sign_in_the_end
from theory.results.mixup.theorem_2_7_long_lines import TEN_CLASSES_FAIL, LongLine, as_stated

ALPHA, V, U, W = sp.symbols("alpha v u w", positive=True)
EVERY = "every alpha > 0 and 0 < u < 1/2"
CELLS = "cells that make up 0 < eps < 1"

proof.trusted(*INTEGRALS)
proof.trusted(*EULER)


# ------------------------------------------------------------------------------------------- N_i in tails
@proof.step("event", "smt", "lambda s + (1 - lambda) t is within eps of x if and only if v lies in the stated interval")
def event_holds(_: Settings) -> Result:
    import z3

    v, x, eps = z3.Reals("v x eps")
    statements: dict[str, tuple[list[Any], Any]] = {}
    for s, t in product(range(10), repeat=2):
        if s != t:
            offset = (HALF + v) * s + (HALF - v) * t - x
            lo, hi = event(s, t, x, eps)
            statements[str((s, t))] = ([eps > 0], z3.And(offset < eps, -offset < eps) == z3.And(lo < v, v < hi))
    return smt.universally(statements, "all pairs of ten points, every x and epsilon")


@proof.step(
    "reflection",
    "symbolic",
    "P(v > -u) = 1 - F(u), E[v; v > -u] = G(u), and G(u) = (1/4 - u^2)^alpha/(2 alpha B(alpha, alpha))",
    ["integrals"],
)
def reflection(_: Settings) -> Result:
    """The density depends on v^2; -(1/4 - v^2)^alpha/(2 alpha) is an even antiderivative of v (1/4 - v^2)^(alpha-1)."""
    primitive = unnormalised_moment(V)
    residuals = {
        "lambda (1 - lambda)": (sp.Rational(1, 2) + V) * (sp.Rational(1, 2) - V) - (sp.Rational(1, 4) - V**2),
        "antiderivative": sp.diff(primitive, V) / density(V) + V,
        "even": unnormalised_moment(-V) - primitive,
        "at 1/2": unnormalised_moment(sp.Rational(1, 2)),
    }
    return symbolic.identities(residuals, EVERY)


def density(v: sp.Expr) -> sp.Expr:
    """The density of v times B(alpha, alpha)."""
    return (sp.Rational(1, 4) - v**2) ** (ALPHA - 1)


def unnormalised_moment(u: sp.Expr) -> sp.Expr:
    """G(u) B(alpha, alpha)."""
    return (sp.Rational(1, 4) - u**2) ** ALPHA / (2 * ALPHA)


@dataclass(frozen=True)
class AnySymmetric(Mixing):
    """Any symmetric law with a density: interval masses and moments come out in the symbols F(u) and G(u)."""

    @property
    def is_symmetric(self) -> bool:
        """By definition."""
        return True

    def mass(self, lo: Number, hi: Number) -> Number:
        """P(lo < lambda < hi), linear in the symbols."""
        return _above(lo)[0] - _above(hi)[0]

    def moment(self, lo: Number, hi: Number) -> Number:
        """E[lambda; lo < lambda < hi], linear in the symbols."""
        return _above(lo)[1] - _above(hi)[1] + self.mass(lo, hi) / 2

    def _integral(self, lo: Number, hi: Number, power: int) -> Number:
        raise NotImplementedError("a law that is not specified has no numbers")

    def _floats(self, lo: Any, hi: Any, power: int) -> Any:
        return self._integral(lo, hi, power)

    _exact = _balls = _floats

    def sample(self, rng: Any, size: int) -> Any:
        """Not possible."""
        raise NotImplementedError("a law that is not specified has no sample")


@cache
def _above(end: Number) -> tuple[sp.Expr, sp.Expr]:
    """P(lambda > end) and E[lambda - 1/2; lambda > end]."""
    u = abs(end - HALF)
    if u >= HALF:
        return sp.Integer(int(end < HALF)), sp.Integer(0)
    tail, moment = (sp.Symbol(f"{name}({u})") for name in "FG")
    if u == 0:
        return sp.Rational(1, 2), moment
    return (tail if end > HALF else 1 - tail), moment


@proof.step(
    "tail sums",
    "exact",
    "for every symmetric law with a density, the tail sum computed for a class is its n^2 (N_c - N_own) of Lemma 2.3",
    ["event", "reflection"],
)
def tail_sums(_: Settings) -> Result:
    """The bookkeeping: Lemma 2.3's N_i are computed in the symbols F(u) and G(u)."""
    values = (Fraction(3, 10), HALF, Fraction(5, 7))
    cases = [(n, k, epsilon, x) for (n, k), epsilon in product(LINES, values) for x in range((n + 1) // 2)]
    what = "n, k, eps and a point: equal for every class, symbol by symbol"
    return exact.every(cases, same_bookkeeping, what, "every law; eps = 3/10, 1/2, 5/7; half of each line")


def same_bookkeeping(case: tuple[int, int, Fraction, int]) -> bool:
    """Whether every n^2 (N_c - N_own) of a point is the tail sum, in the symbols of any symmetric law."""
    n, k, epsilon, x = case
    masses = local_masses(LabeledDataset.alternating_line(n, k), AnySymmetric(), (Fraction(x),), epsilon)
    gaps = {c: n * n * (masses[c] - masses[x % k]) for c in set(range(k)) - {x % k}}
    return all(sp.expand(gap - in_symbols(class_gap(n, k, x, c, epsilon))) == 0 for c, gap in gaps.items())


def in_symbols(gap: TailSum) -> sp.Expr:
    """A tail sum in the symbols of ``AnySymmetric``."""
    terms = (f * sp.Symbol(f"F({u})") + g * sp.Symbol(f"G({u})") for u, f, g in gap.tails)
    return sum(terms, start=sp.sympify(gap.constant))


# ------------------------------------------------------------------------------------------- bounds of the tails
@proof.step("crude", "smt", "2G(u) < F(u), and u F(u) < G(u)", ["integrals"])
def crude(_: Settings) -> Result:
    """The integrands over u < v < 1/2."""
    import z3

    v, u, f = z3.Reals("v u density")
    premises = [u > 0, v > u, 2 * v < 1, f > 0]
    return smt.universally({"2G < F": (premises, 2 * (v * f) < f), "uF < G": (premises, u * f < v * f)}, EVERY)


@proof.step("fine", "symbolic", "G(u) <= u F(u) (1 + r/(8 alpha u^2))", ["reflection", "integrals"])
def fine(_: Settings) -> Result:
    """By parts, G(u)/u = F(u) + E[(1/4 - v^2)/v^2; v > u]/(2 alpha), and (1/4 - v^2)/v^2 falls with v."""
    import z3

    primitive = unnormalised_moment(V) / V
    by_parts = -sp.diff(primitive, V) / density(V) - 1 - (sp.Rational(1, 4) - V**2) / V**2 / (2 * ALPHA)
    bound = (sp.Rational(1, 4) - U**2) / U**2 / (2 * ALPHA) - (1 - 4 * U**2) / (8 * ALPHA * U**2)
    v, u = z3.Reals("v u")
    falls = (1 - 4 * v * v) * u * u < (1 - 4 * u * u) * v * v
    return together(
        smt.universally({"falls": ([u > 0, v > u, 2 * v < 1], falls)}, EVERY),
        symbolic.identities({"by parts": by_parts, "bound": bound}, EVERY),
    )


@proof.step(
    "small",
    "symbolic",
    "G(u) <= G(0) <= 1/(4 sqrt(2 alpha + 1)): half the deviation of v",
    ["reflection", "Euler's integral", "integrals"],
)
def small(_: Settings) -> Result:
    """E|v| = 2 G(0), and 2 d |v| <= v^2 + d^2 with d^2 = E[v^2]."""
    import z3

    mean_square = euler_beta(ALPHA + 2, ALPHA) / euler_beta(ALPHA, ALPHA)
    mean = euler_beta(ALPHA + 1, ALPHA) / euler_beta(ALPHA, ALPHA)
    variance = mean_square - mean + sp.Rational(1, 4)
    deviation = 1 / (2 * sp.sqrt(2 * ALPHA + 1))
    v, d = z3.Reals("v d")
    return together(
        smt.universally({"square": ([d > 0], z3.And(2 * d * v <= v * v + d * d, -2 * d * v <= v * v + d * d))}, EVERY),
        symbolic.identities({"variance": variance - deviation**2}, "every alpha > 0"),
    )


@proof.step("ratio", "smt", "G(u_j)/G(u) = (r_j/r)^alpha with 0 < r_j/r < 1 for u < u_j < 1/2", ["reflection"])
def ratio(_: Settings) -> Result:
    import z3

    a, b = sp.symbols("a b", positive=True)  # 1/4 - u^2 is any positive number
    power = (a / b) ** ALPHA - a**ALPHA / b**ALPHA
    u, further = z3.Reals("u u_j")
    r, r_j = 1 - 4 * u * u, 1 - 4 * further * further
    order = ([u >= 0, further > u, 2 * further < 1], z3.And(r_j > 0, r_j < r))
    return together(symbolic.identities({"power": power}, EVERY), smt.universally({"order": order}, EVERY))


# ------------------------------------------------------------------------------------------- the sign in the end
@proof.step(
    "margin",
    "smt",
    "where the margin of a tail sum is positive, the sum has the sign that is predicted for the end",
    ["tail sums", "crude", "fine", "small", "ratio"],
)
def margin(_: Settings) -> Result:
    """For the sign +: the least tail has f >= 0, and F/G >= low there; every other tail is at least -c G."""
    import z3

    constant, f, g, u, rest, bound, low = z3.Reals("K f g u rest bound low")
    tail, moment = z3.Reals("F G")
    against = lost(f) / u + lost(g)
    known = [u > 0, tail > 0, moment > 0, 2 * moment < tail, u * tail < moment]
    value = f * tail + g * moment
    led = [*known, f >= 0, tail >= low * moment, rest >= -bound * moment, f * low + g > bound]
    statements = {
        "against": (known, value >= -against * moment),
        "nothing against": ([*known, f >= 0, g >= -2 * f], value >= 0),
        "least tail": (led, value + rest > 0),
        "constant": ([rest >= -bound, constant > bound], constant + rest > 0),
    }
    return smt.universally(statements, "every value of the tails; the sign - by changing all signs")


def lost(term: Any) -> Any:
    """max(-term, 0) in z3."""
    import z3

    return z3.If(term < 0, -term, z3.RealVal(0))


@proof.step(
    "once and for all",
    "symbolic",
    "the margin rises with alpha, and has a positive limit: |K|, or |f/u + g|, which is not 0",
    ["margin", "ratio", "assumption:alpha is 1 or large"],
)
def once_and_for_all(_: Settings) -> Result:
    """Each of its terms rises: -(r_j/r)^alpha = -exp(-s alpha), the lower bound of R, and -1/sqrt(2 alpha + 1)."""
    import z3

    s, r = sp.symbols("s r", positive=True)
    terms = {
        "other tails": -sp.exp(-s * ALPHA),
        "least tail": (1 / U) / (1 + r / (8 * ALPHA * U**2)),
        "beside a constant": -1 / (4 * sp.sqrt(2 * ALPHA + 1)),
    }
    limits = {"other tails": sp.Integer(0), "least tail": 1 / U, "beside a constant": sp.Integer(0)}
    f, g, u = z3.Reals("f g u")
    kept = [u > 0, 2 * u < 1, f > 0, g >= -2 * f]
    return together(
        symbolic.signs({name: (sp.diff(term, ALPHA), ">0") for name, term in terms.items()}, EVERY),
        symbolic.identities({name: (sp.Limit(terms[name], ALPHA, sp.oo), end) for name, end in limits.items()}, EVERY),
        smt.universally({"limit": (kept, f + g * u > 0)}, EVERY),
    )


# ------------------------------------------------------------------------------------------- every epsilon
def cells(n_points: int, n_classes: int, x: int, code: int) -> list[Fraction]:
    """Points of (0, 1): each epsilon at which a tail sum changes its shape, and one between each two neighbours.

    The stated boundaries are there as well, so that no cell lies on both sides of one.
    """
    breaks = sorted({Fraction(0), *TEN_CLASSES_FAIL, *crossings(n_points, n_classes, x, code), Fraction(1)})
    middles = [(a + b) / 2 for a, b in pairwise(breaks)]
    return sorted({*breaks[1:-1], *middles})


@cache
def crossings(n_points: int, n_classes: int, x: int, code: int) -> tuple[Fraction, ...]:
    """The epsilon in (0, 1) at which two ends, or their negatives, or 0 or 1/2, change order.

    The ends are linear in epsilon.  Between these epsilon the constant, the f and g and their order are the same; the
    rule for the sign looks at nothing else.
    """
    forms = {(Fraction(0), Fraction(0)), (HALF, Fraction(0))}
    for s, t in product(range(n_points), repeat=2):
        if s != t and s % n_classes in (code, x % n_classes):
            for at_0, at_1 in zip(event(s, t, x, Fraction(0)), event(s, t, x, Fraction(1)), strict=True):
                forms |= {(at_0, at_1 - at_0), (-at_0, at_0 - at_1)}
    lines = [(rational(a), rational(p)) for a, p in forms]
    found = {(b - a) / (p - q) for (a, p), (b, q) in product(lines, repeat=2) if p > q}
    return tuple(Fraction(int(c.p), int(c.q)) for c in found if 0 < c < 1)


@proof.step(
    "two classes",
    "exact",
    "with two classes the constant of the point 1 is positive for every 0 < eps < 1",
    ["once and for all", "assumption:resolution below 1"],
)
def two_classes(_: Settings) -> Result:
    cases = [(n, e) for n in (3, 10) for e in cells(n, 2, 1, 0)]

    def positive(case: tuple[int, Fraction]) -> bool:
        return class_gap(case[0], 2, 1, 0, case[1]).constant > 0

    return exact.every(cases, positive, "n, and an eps in each cell", CELLS)


@proof.step(
    "ten classes",
    "exact",
    "with ten classes some difference is positive in the end for 1/5 < eps < 1/2 and for eps >= 5/7, none otherwise",
    ["once and for all", "assumption:resolution below 1"],
)
def ten_classes(_: Settings) -> Result:
    """The point 1 and class 0 show the failures; all ninety differences are looked at where none is stated."""
    failing = [(1, 0, e) for e in cells(10, 10, 1, 0) if ten_fail(e)]
    pairs = [(x, c) for x, c in product(range(10), repeat=2) if x != c]
    others = [(x, c, e) for x, c in pairs for e in cells(10, 10, x, c) if not ten_fail(e)]
    return exact.every([*failing, *others], sign_is_as_stated, "a point, a class, and an eps in each cell", CELLS)


def sign_is_as_stated(case: tuple[int, int, Fraction]) -> bool:
    """Whether the difference is positive in the end where ten classes are said to fail, and negative elsewhere."""
    sign = sign_in_the_end(class_gap(10, 10, *case))
    return sign == 1 if ten_fail(case[2]) else sign < 0


def ten_fail(epsilon: Fraction) -> bool:
    """The stated set of failure in the end, ten classes."""
    first, second, third = TEN_CLASSES_FAIL
    return first < epsilon < second or third <= epsilon


# ------------------------------------------------------------------------------------------- h_eps itself
EXAMPLES = tuple(
    (*line, Fraction(e))
    for line, e in (((3, 2), "1/4"), ((10, 2), "2/5"), ((10, 10), "21/100"), ((10, 10), "3/10"), ((10, 10), "5/7"))
)
RIGHT = ((10, 10, HALF), (10, 10, Fraction(1, 5)), (10, 10, Fraction(7, 10)))  # no failure: all ninety signs needed


@proof.check("h_eps at large alpha", "balls", "at alpha_0 and above it, h_eps decided by balls fails as stated")
def h_eps_at_large_alpha(how: Settings) -> Result:
    chosen = [*EXAMPLES[: how.size(3, 5, 5)], *RIGHT[: how.size(0, 1, 3)]]
    truths, starts = [], []
    for n, k, epsilon in chosen:
        start = in_the_end(n, k, epsilon)[1]
        starts.append(f"{start} at {epsilon}")
        truths.append(as_stated(LongLine(n, k, Fraction(start), epsilon)).holds)
        if ten_fail(epsilon) or k == 2:
            truths.append(as_stated(LongLine(n, k, Fraction(7 * start, 3), epsilon)).holds)
    return exact.decide(truths, "lines and resolutions of each kind", f"alpha_0: {', '.join(starts)}")


@st.composite
def losing(draw: st.DrawFn) -> LongLine:
    """A line and a resolution at which some point fails in the end, at alpha_0 times 1 to 3."""
    line = draw(st.sampled_from(LINES))
    epsilon = draw(st.sampled_from([Fraction(n) for n in ("1/4", "3/10", "2/5", "3/4", "4/5", "9/10")]))
    return LongLine(*line, in_the_end(*line, epsilon)[1] * draw(st.fractions(1, 3, max_denominator=5)), epsilon)


@proof.check("alphas beyond", "sampled", "h_eps fails some point from alpha_0 on")
def alphas_beyond(how: Settings) -> Result:
    prop = lambda instance: as_stated(instance).holds  # noqa: E731
    return sampled.holds_on(losing(), prop, how, (3, 8, 80), "balls")
