"""The checker's own statements of steps of which a run keeps no formula, or only one that had cancelled to 0 = 0.

Each is written from the sentence that the step states, not from the code that checked it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import flint
import sympy as sp

SUBDIVISIONS = 4096


POSITIVE = ("w", "m", "M", "t", "c", "r", "L", "p", "B", "k", "z", "N", "x", "a", "b", "h", "u", "v", "s", "S")
GREEK = ("alpha", "epsilon", "lam", "mu", "theta")


def zero(expression: str) -> bool:
    """Whether an expression of ours, in positive symbols of these names, is identically 0."""
    names = {name: sp.Symbol(name, positive=True) for name in (*POSITIVE, *GREEK)}
    return bool(sp.simplify(sp.sympify(expression, locals=names).doit()) == 0)


# ------------------------------------------------------------------------------------- Lemma 2.3
def gibbs_summed() -> bool:
    """N_i = S h_i, so that S (h_i - theta_i) = N_i - S theta_i; and a sum of such terms is S (sum h - sum theta)."""
    return zero("S*(N/S - theta) - (N - S*theta)") and zero("S*(a - b) + S*(u - v) - S*((a + u) - (b + v))")


def printed_triangle() -> bool:
    """z_ts(1 - l) = z_st(l); for a symmetric law xi^ji = xi^ij =: x and xi^ij_l = x - xi^ji_l =: m give the terms."""
    swapped = zero("((1 - lam)*t + (1 - (1 - lam))*s) - (lam*s + (1 - lam)*t)")
    above = zero("(m + x - (x - m)) - 2*m")  # N's term xi^ij_l + xi^ji - xi^ji_l for j > i
    below = zero("((x - m) + x - m) - 2*(x - m)")  # for j < i, m being xi^ji_l
    return swapped and above and below and zero("(m + x - m) - x")


def collected() -> bool:
    """Row m of the double sum gives xi^mj_l, column m gives xi^jm - xi^jm_l: checked by counting, k up to 6."""
    for k in range(1, 7):
        for m in range(k):
            terms = []
            for i, j in product(range(k), repeat=2):
                terms += [("moment", i, j)] * (i == m) + [("mass", i, j), ("minus moment", i, j)] * (j == m)
            stated = [t for j in range(k) for t in (("moment", m, j), ("mass", j, m), ("minus moment", j, m))]
            if sorted(terms) != sorted(stated):
                return False
    return True


# ------------------------------------------------------------------------------------- Theorem 2.7
def uniform_weights() -> bool:
    """Nine times 2p^2 M - q^2 - 2pq B at p = q = 1/3."""
    return zero("9*(2*M/9 - Rational(1, 9) - 2*B/9) - (2*M - 1 - 2*B)")


def most_in_the_middle() -> bool:
    """2 exp(-2 (2 alpha + 1) (eps/2)^2) is 1/4 at alpha = ln 8/eps^2 - 1/2, and falls with alpha."""
    value = zero("2*exp(-2*(2*(log(8)/epsilon**2 - Rational(1, 2)) + 1)*(epsilon/2)**2) - Rational(1, 4)")
    alpha, eps = sp.symbols("alpha epsilon", positive=True)
    return value and bool(sp.diff(2 * sp.exp(-2 * (2 * alpha + 1) * (eps / 2) ** 2), alpha).is_negative)


def closed_form() -> bool:
    """N_1 - N_2 over the nine pairs: +M for 0 with 2, -(B/2) for 1 with an end, -1 for (1, 1), else nothing."""
    shares = {frozenset({0, 2}): "M", frozenset({0, 1}): "-B/2", frozenset({1, 2}): "-B/2", frozenset({1}): "-1"}
    weight = {0: "p", 1: "(1 - 2*p)", 2: "p"}
    pairs = product(range(3), repeat=2)
    total = " + ".join(f"{weight[s]}*{weight[t]}*({shares.get(frozenset({s, t}), '0')})" for s, t in pairs)
    return zero(f"{total} - (2*p**2*M - (1 - 2*p)**2 - 2*p*(1 - 2*p)*B)")


def at_one() -> bool:
    """eps = 1: every pair but the self-pairs of 0 and 2 is in the ball, and 2 lambda - 1 has mean 0."""
    shares = {frozenset({0, 2}): 1, frozenset({1}): -1}
    return all(
        sum(w[s] * w[t] * shares.get(frozenset({s, t}), 0) for s, t in product(range(3), repeat=2))
        == 2 * p**2 - (1 - 2 * p) ** 2
        for p in (Fraction(1, 7), Fraction(1, 3), Fraction(2, 5))  # a polynomial of degree 2 in p
        for w in [(p, 1 - 2 * p, p)]
    )


def below_one() -> bool:
    """4/(pi (5 + 1/4)) < 1/4, the square of 2/sqrt(pi (5 + 1/4)) < 1/2."""
    return bool(flint.arb.pi() > flint.arb(64) / 21)


def quartile_squared() -> flint.arb:
    """z^2 for z = Phi^-1(3/4): erf(z/sqrt 2) = 1/2, bracketed by two signs of erf."""
    lo, hi = flint.arb("0.674489750196081"), flint.arb("0.674489750196082")
    half, root = flint.arb(1) / 2, flint.arb(2).sqrt()
    if not (lo / root).erf() < half < (hi / root).erf():
        raise ArithmeticError("the bracket of z is wrong")
    return lo.union(hi) ** 2


def everywhere_positive(function: Callable[[flint.arb], flint.arb], lo: Fraction, hi: Fraction) -> bool:
    """On [lo, hi], by halving what is not certain."""
    todo, done = [(lo, hi)], 0
    while todo and done < SUBDIVISIONS:
        a, b = todo.pop()
        done += 1
        ends = [flint.arb(flint.fmpq(v.numerator, v.denominator)) for v in (a, b)]
        value = function(ends[0].union(ends[1]))
        if bool(value <= 0):
            return False
        if not value > 0:
            todo += [(a, (a + b) / 2), ((a + b) / 2, b)]
    return not todo


def _rest(e: flint.arb) -> flint.arb:
    """l in [1/3, 1/3 + e/(4 (1 - e))]."""
    third = flint.arb(1) / 3
    return third.union(third + e / (4 * (1 - e)))


def _scaled(e: flint.arb, side: int) -> flint.arb:
    """e N for N = alpha - 1/4 at alpha = z^2/(2e) + (1 - z^2)/4 + side e/2."""
    z2 = quartile_squared()
    return z2 / 2 - z2 * e / 4 + side * e * e / 2


def _displaced(e: flint.arb, side: int) -> flint.arb:
    """D of a = N w^2 = z^2/2 + e^2 D, with w^2 = e (1 + e/2 + l e^2): the terms of order 2 and 3 in e."""
    z2, rest = quartile_squared(), _rest(e)
    return z2 * rest / 2 - z2 / 8 - z2 * e * rest / 4 + side * (1 + e / 2 + rest * e * e) / 2


def _slope(a: flint.arb) -> flint.arb:
    return (-a).exp() / (flint.arb.pi() * a).sqrt()


SMALL = (Fraction(0), Fraction(1, 100))


def other_term() -> bool:
    """e alpha >= 20 e at the lower end, so that B <= (4 eps)^alpha <= (4 eps)^4 (2/5)^16 = 256 (2/5)^16 e^2."""
    return everywhere_positive(lambda e: _scaled(e, -1) + e / 4 - 20 * e, *SMALL)


def above() -> bool:
    """Over e^2, at the upper end: 2 D s(a) - 1/(32 (eN)^2) - 512 (2/5)^16 > 0, and D > 0."""

    def margin(e: flint.arb) -> flint.arb:
        shift = _displaced(e, 1)
        slope = _slope(quartile_squared() / 2 + e * e * shift)
        return 2 * shift * slope - 1 / (32 * _scaled(e, 1) ** 2) - 512 * (flint.arb(2) / 5) ** 16

    return everywhere_positive(lambda e: _displaced(e, 1), *SMALL) and everywhere_positive(margin, *SMALL)


def below() -> bool:
    """Over e^2, at the lower end: -2 D s(z^2/2) - 1/(64 (eN)^2) > 0, and a > 0."""
    margin = lambda e: -2 * _displaced(e, -1) * _slope(quartile_squared() / 2) - 1 / (64 * _scaled(e, -1) ** 2)  # noqa: E731
    place = lambda e: quartile_squared() / 2 + e * e * _displaced(e, -1)  # noqa: E731
    return everywhere_positive(place, *SMALL) and everywhere_positive(margin, *SMALL)


# ------------------------------------------------------------------------------------- longer lines, alpha = 1
LINES = {  # (points, classes): the stated quadratic, and a first point with the class that it goes to
    (3, 2): ((4, -2, -1), {(1, 0)}),
    (10, 2): ((1723752, -631373, -396900), {(1, 0), (8, 1)}),
    (10, 10): ((22400541, -14472004, -6350400), {(1, 0), (8, 9)}),
}


def line_masses(n: int, k: int, x: int, epsilon: Fraction) -> list[Fraction]:
    """n^2 N_i at the point x for the uniform law of lambda."""
    found = [Fraction(0)] * k
    for s, t in product(range(n), repeat=2):
        if s == t:
            found[s % k] += s == x
            continue
        ends = sorted((x - t + side * epsilon) / Fraction(s - t) for side in (-1, 1))
        lo, hi = (min(max(end, Fraction(0)), Fraction(1)) for end in ends)
        found[s % k] += (hi**2 - lo**2) / 2
        found[t % k] += hi - lo - (hi**2 - lo**2) / 2
    return found


def quadratics() -> bool:
    """An end (x - t -+ eps)/(s - t) meets 0 or 1 at whole eps only; between, N_i has vanishing third differences."""
    for n, k in LINES:
        for x in range(n):
            values = [line_masses(n, k, x, Fraction(i, 7)) for i in range(1, 7)]
            for c in range(k):
                row = [v[c] for v in values]
                if any(row[i + 3] - 3 * row[i + 2] + 3 * row[i + 1] - row[i] for i in range(3)):
                    return False
    return True


def first_to_be_positive() -> bool:
    """The gap is a positive multiple of the stated quadratic, at three places of a quadratic; and it is irreducible."""
    places = (Fraction(1, 5), Fraction(1, 2), Fraction(6, 7))
    for (n, k), ((a, b, c), first) in LINES.items():
        discriminant = sp.Integer(b * b - 4 * a * c)
        if not (a > 0 > c) or sp.sqrt(discriminant).is_Integer:
            return False
        for x, other in first:
            gaps = [line_masses(n, k, x, e)[other] - line_masses(n, k, x, e)[x % k] for e in places]
            ratios = {gap / (a * e * e + b * e + c) for gap, e in zip(gaps, places, strict=True)}
            if len(ratios) != 1 or min(ratios) <= 0:
                return False
    return True


# ------------------------------------------------------------------------------------- Theorem 2.10
def weight_of_x() -> bool:
    """lambda = 1 - r/L puts lambda 0 + (1 - lambda) L at distance r from 0, and tends to 1."""
    return zero("(1 - (1 - r/L))*L - r") and zero("Limit(1 - r/L, r, 0) - 1")


def behaviour_at_the_ends() -> bool:
    """Up to its constant f(t) + f(1 - t) is 2 (t (1 - t))^(alpha - 1): alpha = 1 + c, 1, and the inverse for 1 - c."""
    t, c = sp.symbols("t c", positive=True)
    falling = sp.limit((t * (1 - t)) ** c, t, 0, "+")
    return bool(falling == 0 and sp.limit(2 * (t * (1 - t)) ** (c - c), t, 0, "+") == 2)


def along_a_ray() -> bool:
    """(w + m)/(w + M): 1 as w grows, m/M as w vanishes."""
    return zero("Limit((w + m)/(w + M), w, oo) - 1") and zero("Limit((w + m)/(w + M), w, 0) - m/M")


# ------------------------------------------------------------------------------------- Proposition 2.5
CROSS = (((0, 1), 0), ((0, -1), 0), ((1, 0), 1), ((-1, 0), 1))


def ends_of_the_cross() -> bool:
    """No pair of points other than (1, 0) meets (1, 0): every mix of them has a smaller first coordinate; mirrored."""
    return all(bool(sign * p[0] < 1) for sign in (1, -1) for p, _ in CROSS if p != (sign, 0))


STEPS: dict[tuple[str, str], Callable[[], bool]] = {
    ("lemma-2.3", "Gibbs, summed"): gibbs_summed,
    ("lemma-2.3", "printed triangle"): printed_triangle,
    ("proposition-2.5", "at the ends"): ends_of_the_cross,
    ("theorem-2.7", "uniform weights"): uniform_weights,
    ("theorem-2.7", "most in the middle"): most_in_the_middle,
    ("theorem-2.7", "below one"): below_one,
    ("theorem-2.7-asymptotics", "above"): above,
    ("theorem-2.7-asymptotics", "below"): below,
    ("theorem-2.7-asymptotics", "other term"): other_term,
    ("theorem-2.7-critical-weight", "at 1"): at_one,
    ("theorem-2.7-long-lines", "first to be positive"): first_to_be_positive,
    ("theorem-2.7-long-lines", "quadratics"): quadratics,
    ("theorem-2.7-phase-boundary", "closed form"): closed_form,
    ("theorem-2.10", "behaviour at the ends"): behaviour_at_the_ends,
    ("theorem-2.10", "limit along a ray"): along_a_ray,
    ("theorem-2.10", "weight of x"): weight_of_x,
    ("theorem-2.10-sharp", "behaviour at the ends"): behaviour_at_the_ends,
    ("theorem-2.10-sharp", "limit along a ray"): along_a_ray,
    ("theorem-2.10-sharp", "weight of x"): weight_of_x,
}
