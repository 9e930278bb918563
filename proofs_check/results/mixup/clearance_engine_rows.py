"""Rows that the search for clearances does not read have no end that matters: from rounding to a half-space."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic
from theory.results.mixup.clearance_engine_rows import Skipped

proof = Proof("clearance-engine-rows")


@proof.step(
    "projections",
    "smt",
    "the computed products are wrong by at most s Delta together",
    ["assumption:rounding", "assumption:size", "assumption:room"],
)
def projections(_: Settings) -> Result:
    """With E = |e|, a <= R a norm, m <= M for E a <= s R, k for gamma R."""
    import z3

    length, size, a, largest = z3.Reals("E s a R")
    factor, m, most, k, slack = z3.Reals("gamma m M k Delta")
    return smt.universally(
        {
            "norms": (
                [length >= 0, length <= size, a >= 0, a <= largest],
                length * a <= size * largest,
            ),
            "factor": ([factor >= 0, m <= most], factor * m <= factor * most),
            "slack": ([size >= 0, 2 * k <= slack], 2 * (size * k) <= size * slack),
        },
        "every dimension",
    )


@proof.step(
    "ends",
    "smt",
    "e.(u - x) > |e| r, and the same of v",
    ["projections", "assumption:size", "assumption:limit", "assumption:skipped"],
)
def ends(_: Settings) -> Result:
    """g and h for e.u and e.x, p and q as computed, each wrong by w at most, t for s Delta, y for s r."""
    import z3

    g, h, p, q, w, t, y, limit = z3.Reals("g h p q w t y L")
    length, size, r = z3.Reals("E s r")
    return smt.universally(
        {
            "beyond": ([p - g <= w, h - q <= w, 2 * w <= t, limit >= q + t + y, p > limit], g - h > y),
            "radius": ([length >= 0, length <= size, r >= 0], length * r <= size * r),
        },
        "every dimension",
    )


@proof.step("Cauchy-Schwarz", "symbolic", "(e.w)^2 <= |e|^2 |w|^2")
def cauchy_schwarz(_: Settings) -> Result:
    """In Gram entries of e and w: what is left, times |e|^2, is the square of a length."""
    ee, ew, ww = sp.symbols("A B C", real=True)
    square = ee**2 * ww - 2 * ee * ew * ew + ew**2 * ee  # of |e|^2 w - (e.w) e
    return symbolic.identities({"what is left": (square, ee * (ee * ww - ew**2))}, scope="every dimension")


@proof.step("far", "smt", "no point of the segment is within r", ["ends", "Cauchy-Schwarz"])
def far(_: Settings) -> Result:
    """c for e.(z - x) with z between the ends, y for |e| r, A = |e|^2, W = |z - x|^2, R = r^2."""
    import z3

    lam, first, second, c, y = z3.Reals("lambda a b c y")
    square, distance, r2 = z3.Reals("A W R")
    return smt.universally(
        {
            "between": (
                [lam >= 0, lam <= 1, first > y, second > y],
                lam * first + (1 - lam) * second > y,
            ),
            "squares": ([c > y, y >= 0], c * c > y * y),
            "distance": ([square >= 0, square * r2 < square * distance], distance > r2),
        },
        "every dimension, all lambda in [0, 1]",
    )


# u and v at height h above x = 0 on either side, e upwards; every number as exact arithmetic has it
COARSE, FINE, HALF, THIRD = Fraction(1, 16), Fraction(1, 2**24), Fraction(1, 2), Fraction(1, 3)
QUARTER, ZERO, ONE = Fraction(1, 4), Fraction(0), Fraction(1)
SLACK = Fraction(1, 2**20)  # enough for two coordinates in single precision and norms up to the root of 2


def level(height: Fraction, **changes: object) -> Skipped:
    """x = 0, u = (-1, h), v = (1, h), e = (0, 1) and r = 1/2, and some of it changed."""
    values: dict[str, object] = {"x": (ZERO, ZERO), "u": (-ONE, height), "v": (ONE, height), "e": (ZERO, ONE)}
    values |= {"r": HALF, "unit": FINE, "products": (ZERO, height, height), "size": ONE, "slack": SLACK}
    values |= changes
    size, slack = values["size"], values["slack"]
    assert isinstance(size, Fraction)
    assert isinstance(slack, Fraction)
    values.setdefault("limit", size * (slack + HALF))
    return Skipped(**values)  # type: ignore[arg-type]


LEVEL = level(ONE)
CONTROLS = {
    "rounding": level(ZERO, products=(ZERO, ONE, ONE)),
    "size": level(QUARTER, e=(ZERO, Fraction(4)), products=(ZERO, ONE, ONE)),
    "room": level(QUARTER, unit=COARSE, slack=ZERO, products=(ZERO, QUARTER + THIRD, QUARTER + THIRD)),
    "limit": level(QUARTER, limit=ZERO),
    "skipped": level(ONE, v=(ONE, -ONE), products=(ZERO, ONE, -ONE)),  # one end alone is not enough
}

proof.example(lambda: LEVEL)
proof.near_miss("farther than r", lambda: (LEVEL, ONE), "the distance itself, which is attained")
for assumption, instance in CONTROLS.items():
    proof.control(assumption, lambda instance=instance: instance)  # type: ignore[misc]
