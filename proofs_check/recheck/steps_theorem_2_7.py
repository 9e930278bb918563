"""The checker's own statements of steps of Theorem 2.7: three points, the expansion of alpha*, longer lines."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations, product

import flint
import sympy as sp

from proofs_check.recheck.tools import everywhere_positive, zero


def uniform_weights() -> bool:
    """Nine times 2p^2 M - q^2 - 2pq B at p = q = 1/3."""
    return zero("9*(2*M/9 - Rational(1, 9) - 2*B/9) - (2*M - 1 - 2*B)")


def most_in_the_middle() -> bool:
    """1/((2 alpha + 1) eps^2) is 1/4 at alpha = 2/eps^2 - 1/2, and falls with alpha."""
    value = zero("1/((2*(2/epsilon**2 - Rational(1, 2)) + 1)*epsilon**2) - Rational(1, 4)")
    alpha, eps = sp.symbols("alpha epsilon", positive=True)
    return value and bool(sp.diff(1 / ((2 * alpha + 1) * eps**2), alpha).is_negative)


def most_in_the_middle_by_gauss() -> bool:
    """4/(9 (2 alpha + 1) eps^2) is 1/4 at alpha = 8/(9 eps^2) - 1/2; it falls as Chebyshev's bound does."""
    value = zero("4/(9*(2*(8/(9*epsilon**2) - Rational(1, 2)) + 1)*epsilon**2) - Rational(1, 4)")
    return value and most_in_the_middle()


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

    def gap(p: Fraction) -> Fraction:
        weights = (p, 1 - 2 * p, p)
        pairs = product(range(3), repeat=2)
        return sum((weights[s] * weights[t] * shares.get(frozenset({s, t}), 0) for s, t in pairs), Fraction(0))

    places = (Fraction(1, 7), Fraction(1, 3), Fraction(2, 5))  # three: a polynomial of degree 2 has two zeros
    return all(gap(p) == 2 * p**2 - (1 - 2 * p) ** 2 for p in places)


def quartile_squared() -> flint.arb:
    """z^2 for z = Phi^-1(3/4): erf(z/sqrt 2) = 1/2, bracketed by two signs of erf."""
    lo, hi = flint.arb("0.674489750196081"), flint.arb("0.674489750196082")
    half, root = flint.arb(1) / 2, flint.arb(2).sqrt()
    if not (lo / root).erf() < half < (hi / root).erf():
        raise ArithmeticError("the bracket of z is wrong")
    return lo.union(hi) ** 2


# ------------------------------------------------------------------------------------- alpha* at small epsilon
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


def sampled_places() -> list[tuple[int, int, int, Fraction]]:
    """A line by its points and classes, a point of it, and one of the three epsilons that identify a quadratic."""
    values = (Fraction(1, 7), Fraction(1, 2), Fraction(12, 13))
    return [(n, k, x, value) for n, k in LINES for x in range(n) for value in values]


def first_places() -> list[tuple[int, int, int, int]]:
    """A line, a point of it that goes first, and the class that it goes to."""
    return [(n, k, *place) for (n, k), (_, first) in LINES.items() for place in sorted(first)]


def half_lines() -> list[tuple[int, int, Fraction, int]]:
    """A line, an epsilon, and a point of its first half: the other one mirrors it."""
    values = (Fraction(3, 10), Fraction(1, 2), Fraction(5, 7))
    return [(n, k, value, x) for (n, k), value in product(LINES, values) for x in range((n + 1) // 2)]


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


# ------------------------------------------------------------------------------------- longer lines, large alpha
HALF = Fraction(1, 2)
FAILING = (Fraction(1, 5), HALF, Fraction(5, 7))  # with ten classes for a < eps < b, and from c on


def ends(s: int, t: int, x: int) -> list[tuple[Fraction, Fraction]]:
    """Where the mix of s and t comes within eps of x, in lambda - 1/2: both ends, as a + b eps."""
    return [((x - t) / Fraction(s - t) - HALF, side / Fraction(s - t)) for side in (-1, 1)]


def cells(n: int, k: int, x: int, other: int) -> list[Fraction]:
    """A place in each cell of 0 < eps < 1 in which the ends keep their order, and the places between the cells.

    The ends of all pairs that begin in one of two classes are ordered among each other, their negatives, 0 and 1/2.
    """
    lines = {(Fraction(0), Fraction(0)), (HALF, Fraction(0))}
    for s, t in permutations(range(n), 2):
        if s % k in (other, x % k):
            lines |= {(sign * a, sign * b) for a, b in ends(s, t, x) for sign in (-1, 1)}
    fast = [tuple(flint.fmpq(v.numerator, v.denominator) for v in line) for line in lines]
    meetings = {(c - a) / (b - d) for (a, b), (c, d) in product(fast, repeat=2) if b > d}
    between = sorted({*FAILING, *(Fraction(int(eps.p), int(eps.q)) for eps in meetings if 0 < eps < 1)})
    middles = [(a + b) / 2 for a, b in pairwise([Fraction(0), *between, Fraction(1)])]
    return sorted([*between, *middles])


def cells_of_two_classes() -> list[tuple[int, Fraction]]:
    """The line by its length, and an eps in each cell of the point 1 and the other class."""
    return [(n, eps) for n in (3, 10) for eps in cells(n, 2, 1, 0)]


def cells_of_ten_classes() -> list[tuple[int, int, Fraction]]:
    """The point 1 and the class 0 where ten classes fail; elsewhere every point and every class of another."""
    low, high, last = FAILING

    def fails(eps: Fraction) -> bool:
        return low < eps < high or eps >= last

    failing = [(1, 0, eps) for eps in cells(10, 10, 1, 0) if fails(eps)]
    others = [(x, c, eps) for x, c in permutations(range(10), 2) for eps in cells(10, 10, x, c) if not fails(eps)]
    return [*failing, *others]


def two_classes() -> bool:
    """In the end all mixes are midpoints, P(lambda - 1/2 > u) is 1, 1/2 or 0, and the point 1 sees more of class 0."""

    def above(u: Fraction) -> Fraction:
        return HALF if u == 0 else Fraction(int(u < 0))

    def gap(n: int, eps: Fraction) -> Fraction:
        found = Fraction(-1)  # the point 1 with itself
        for s, t in permutations(range(n), 2):
            low, high = sorted(a + b * eps for a, b in ends(s, t, 1))
            signs = sum(1 if point % 2 == 0 else -1 for point in (s, t))
            found += signs * HALF * (above(low) - above(high))
        return found

    return all(gap(n, eps) > 0 for n, eps in cells_of_two_classes())
