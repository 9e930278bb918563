"""Theorem 2.7 on the longer lines at alpha = 1: quadratics in epsilon, of which one per line is first to be positive.

Large alpha is argued in :mod:`proofs_check.results.mixup.theorem_2_7_large_alpha`, which adds its steps to this proof.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import flint
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.optimal import local_masses
from theory.results.mixup.theorem_2_7_long_lines import (
    THRESHOLD_POLYNOMIALS,
    LongLine,
    as_stated,
    quadratics,
    some_point_fails,
    threshold,
)

proof = Proof("theorem-2.7-long-lines")
LINES = tuple(THRESHOLD_POLYNOMIALS)
SAMPLES = tuple(Fraction(n) for n in ("1/7", "1/2", "12/13"))  # three values fix a quadratic
FIRST = {(3, 2): {(1, 0)}, (10, 2): {(1, 0), (8, 1)}, (10, 10): {(1, 0), (8, 9)}}  # (point, class it goes to)


def quadratic_gaps(n_points: int, n_classes: int) -> dict[tuple[int, int], flint.fmpq_poly]:
    """n^2 (N_c - N_own) at alpha = 1 for every point and every class c that is not its own."""
    found = {}
    for x in range(n_points):
        masses = quadratics(n_points, n_classes, x)
        own = masses[x % n_classes]
        found.update({(x, c): mass - own for c, mass in enumerate(masses) if c != x % n_classes})
    return found


def first_polynomial(line: tuple[int, int]) -> flint.fmpq_poly:
    """The stated quadratic whose positive root is the threshold."""
    return flint.fmpq_poly(list(THRESHOLD_POLYNOMIALS[line][::-1]))


@proof.step(
    "quadratics",
    "exact",
    "at alpha = 1 every N_i is one polynomial of degree at most 2 in eps on (0, 1)",
    ["assumption:resolution below 1"],
)
def quadratics_holds(_: Settings) -> Result:
    """No linear end of an interval of lambda crosses 0 or 1; three values of eps then identify the polynomial."""
    cases = [(n, k, x, value) for n, k in LINES for x in range(n) for value in SAMPLES]
    what = "n, k, a point and an eps at which the quadratics are Lemma 2.3's N_i"
    return exact.every(cases, are_the_masses, what, "every point and class of the three lines")


def are_the_masses(case: tuple[int, int, int, Fraction]) -> bool:
    """Whether the polynomials of a point are of degree at most 2 and have, at one eps, the values n^2 N_i."""
    n, k, x, value = case
    polynomials = quadratics(n, k, x)  # raises where an end crosses
    masses = local_masses(LabeledDataset.alternating_line(n, k), Beta(1), (Fraction(x),), value)
    found = [p(rational(value)) for p in polynomials]
    at_most_quadratic = all(polynomial.degree() <= 2 for polynomial in polynomials)
    return at_most_quadratic and found == [n * n * rational(mass) for mass in masses]


def rational(value: Fraction) -> flint.fmpq:
    """A fraction for python-flint."""
    return flint.fmpq(*value.as_integer_ratio())


@proof.step(
    "first to be positive",
    "exact",
    "the gap of the points 1 and 8 to the class beyond the nearer end is a positive multiple of the stated irreducible "
    "quadratic",
    ["quadratics"],
)
def first_to_be_positive(_: Settings) -> Result:
    cases = [(*line, *place) for line in LINES for place in sorted(FIRST[line])]
    what = "n, k, a point and a class: proportional, coefficient by coefficient; the discriminant is no square"
    return exact.every(cases, is_stated_multiple, what, "three lines")


def is_stated_multiple(case: tuple[int, int, int, int]) -> bool:
    """Whether the gap is a positive multiple of the quadratic, which has one positive, irrational root."""
    line, place = case[:2], case[2:]
    a, b, c = THRESHOLD_POLYNOMIALS[line]
    discriminant = b * b - 4 * a * c
    gap = quadratic_gaps(*line)[place]
    ratio = gap[2] / a
    irreducible = a > 0 > c and isqrt(discriminant) ** 2 != discriminant
    return bool(irreducible and ratio > 0 and gap == ratio * first_polynomial(line))


@proof.step(
    "nothing before",
    "smt",
    "for 0 < eps < 1 at which the stated quadratic is not positive, no gap is; those of other points are negative",
    ["quadratics"],
)
def nothing_before(_: Settings) -> Result:
    import z3

    eps = z3.Real("eps")
    statements = {}
    for line in LINES:
        premises = [eps > 0, eps < 1, as_formula(first_polynomial(line), eps) <= 0]
        for place, gap in quadratic_gaps(*line).items():
            value = as_formula(gap, eps)
            statements[f"{line} {place}"] = (premises, value <= 0 if place in FIRST[line] else value < 0)
    return smt.universally(statements, "every point and class of the three lines")


def as_formula(polynomial: flint.fmpq_poly, variable: Any) -> Any:
    """A polynomial as a z3 term."""
    import z3

    coefficients = [z3.Q(int(c.p), int(c.q)) for c in polynomial.coeffs()]
    return sum((c * variable**i for i, c in enumerate(coefficients)), start=z3.RealVal(0))


@proof.step(
    "at alpha = 1",
    "smt",
    "for 0 < eps < 1, some point fails if and only if eps exceeds the positive root of the stated quadratic",
    ["first to be positive", "nothing before", "assumption:alpha is 1 or large"],
)
def at_alpha_is_1(_: Settings) -> Result:
    """The positive root parts the signs of a quadratic with a > 0 > c."""
    import z3

    eps, root = z3.Reals("eps root")
    statements = {}
    for line in LINES:
        stated = first_polynomial(line)
        premises = [eps > 0, root > 0, as_formula(stated, root) == 0]
        statements[str(line)] = (premises, (as_formula(stated, eps) > 0) == (eps > root))
    return smt.universally(statements, "three lines")


@proof.step("digits", "exact", "the thresholds are the stated numbers, to the digits given", ["at alpha = 1"])
def digits_holds(_: Settings) -> Result:
    comparisons = {}
    stated = {(3, 2): ".80901", (10, 2): ".69674", (10, 10): ".94579"}
    for line, digits in stated.items():
        lo, value = Fraction(digits), threshold(*line)
        comparisons[f"{line} from"] = (value, ">", lo)
        comparisons[f"{line} to"] = (value, "<", lo + Fraction(1, 10**5))
    comparisons["none up to .69"] = (min(threshold(*line) for line in LINES), ">", Fraction(69, 100))
    return exact.compare(comparisons, "three lines", "cut to five digits; none fails up to .69")


@st.composite
def near_thresholds(draw: st.DrawFn) -> LongLine:
    """A line at alpha = 1, often at a resolution close to one of the thresholds."""
    line = draw(st.sampled_from(LINES))
    close = st.integers(-20, 20).map(lambda i: Fraction(round(threshold(*line) * 10**6) + i, 10**6))
    epsilon = draw(st.one_of(close, st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=60)))
    return LongLine(*line, Fraction(1), epsilon)


@proof.check("h_eps at alpha = 1", "sampled", "h_eps fails some point exactly beyond the threshold")
def h_eps_at_alpha_is_1(how: Settings) -> Result:
    prop = lambda instance: as_stated(instance).holds  # noqa: E731
    return sampled.holds_on(near_thresholds(), prop, how, (6, 15, 150), "three lines, exact")


@proof.check("which points", "exact", "just beyond the threshold the point 1 is lost, just before it none")
def which_points(_: Settings) -> Result:
    step = Fraction(1, 10**8)
    truths: list[bool | None] = []
    for line in LINES:
        near = Fraction(round(threshold(*line) * 10**9), 10**9)
        after, before = (some_point_fails(LongLine(*line, Fraction(1), near + sign * step)) for sign in (1, -1))
        truths += [after.holds is True and "point 1 " in after.witness, before.holds is False]
    return exact.decide(truths, "1e-8 on either side", "h_eps turns there")


proof.control("resolution below 1", lambda: LongLine(10, 2, Fraction(1), Fraction(9)))
proof.control("alpha is 1 or large", lambda: LongLine(10, 10, Fraction(2), Fraction(3, 10)))
STATED = "some point fails exactly where stated"
FINE, COARSE = LongLine(10, 10, Fraction(1), Fraction(9, 10)), LongLine(3, 2, Fraction(1), Fraction(9, 10))
proof.example(lambda: FINE, "no point fails")
proof.example(lambda: COARSE, "a point fails")
proof.near_miss(STATED, lambda: (FINE, True), "none fails")
proof.near_miss(STATED, lambda: (COARSE, False), "one fails")
