"""What the search for clearances rules out is far: from the unit of rounding to the distance of a segment."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic
from theory.results.mixup.clearance_engine import SHRINK, RuledOut

proof = Proof("clearance-engine")


@proof.step("units add up", "smt", "k factors 1 + delta, |delta| <= u, are within gamma_k = ku/(1 - ku) of 1")
def units(_: Settings) -> Result:
    """Induction on k, with kappa = ku: from gamma_k to gamma_{k+1}, for the largest and for the least factor."""
    import z3

    unit, kappa = z3.Reals("u kappa")
    premises = [unit > 0, kappa >= 0, kappa + unit < 1]
    now, after = kappa / (1 - kappa), (kappa + unit) / (1 - kappa - unit)
    return smt.universally(
        {
            "one factor": ([unit > 0, unit < 1], unit <= unit / (1 - unit)),
            "one more, above": (premises, (1 + now) * (1 + unit) <= 1 + after),
            "one more, below": (premises, (1 - now) * (1 - unit) >= 1 - after),
        },
        "every k and u with (k + 1) u < 1",
    )


@proof.step(
    "squared lengths",
    "smt",
    "the computed s is within E/2 of the squared distance",
    ["units add up", "assumption:rounding", "assumption:sums", "assumption:room"],
)
def squared_lengths(_: Settings) -> Result:
    """With a, b <= R the norms, g the inner product, p the computed one; m stands for ab."""
    import z3

    a, b, largest, m, g, p, s, factor, doubt, error = z3.Reals("a b R m g p s gamma eta E")
    norms = [a >= 0, b >= 0, a <= largest, b <= largest]
    wrong = s - (a * a + b * b - 2 * g)
    return smt.universally(
        {
            "norms": (norms, a * b <= largest * largest),
            "factor": ([factor >= 0, m <= largest * largest], factor * m <= factor * largest * largest),
            "squares": (
                [
                    p - g <= factor * m,
                    g - p <= factor * m,
                    factor * m <= factor * largest * largest,
                    s - (a * a + b * b - 2 * p) <= doubt,
                    (a * a + b * b - 2 * p) - s <= doubt,
                    error >= 4 * factor * largest * largest + 2 * doubt,
                ],
                z3.And(2 * wrong <= error, -2 * wrong <= error),
            ),
        },
        "every dimension",
    )


@proof.step(
    "lengths",
    "smt",
    "l^2 is at least the squared distance D, and (1 - 2^-20) l^2 - E at most",
    ["squared lengths", "assumption:lengths"],
)
def lengths(_: Settings) -> Result:
    """Q stands for l^2."""
    import z3

    d, s, q, error = z3.Reals("D s Q E")
    shrink = z3.Q(SHRINK.numerator, SHRINK.denominator)
    premises = [2 * (s - d) <= error, 2 * (d - s) <= error, shrink * q <= s + error / 2, s + error / 2 <= q]
    return smt.universally({"both": (premises, z3.And(d <= q, shrink * q - error <= d))}, "all s, D, E")


@proof.step(
    "tangents",
    "smt",
    "tau^2 <= D - r^2 for an end outside the ball",
    ["lengths", "assumption:tangents", "assumption:outside"],
)
def tangents(_: Settings) -> Result:
    """B is what the engine has for D from below."""
    import z3

    d, below, r, tau = z3.Reals("D B r tau")
    most = z3.If(below - r * r >= 0, below - r * r, z3.RealVal(0))
    return smt.universally({"end": ([below <= d, d >= r * r, tau * tau <= most], tau * tau <= d - r * r)}, "all ends")


@proof.step("Stewart", "symbolic", "||z - x||^2 = lambda A + (1 - lambda) B - lambda (1 - lambda) L^2")
def stewart(_: Settings) -> Result:
    """In Gram entries of u - x and v - x; and what two tangents add to it."""
    lam, a, b, c, p, q = sp.symbols("lambda A B C p q", real=True)
    square = lam**2 * a + (1 - lam) ** 2 * b + 2 * lam * (1 - lam) * c
    return symbolic.identities(
        {
            "Stewart": (square, lam * a + (1 - lam) * b - lam * (1 - lam) * (a + b - 2 * c)),
            "tangents": (
                lam * p**2 + (1 - lam) * q**2 - lam * (1 - lam) * (p + q) ** 2,
                (lam * p - (1 - lam) * q) ** 2,
            ),
        },
        scope="every dimension, all lambda",
    )


@proof.step(
    "far",
    "smt",
    "where the tangents do not fit into the segment, no point strictly between the ends is within r",
    ["Stewart", "tangents", "lengths", "assumption:ruled out"],
)
def far(_: Settings) -> Result:
    """T = (p + q)^2, w = lambda (1 - lambda), f and g the shares lambda A, lambda p^2 and so on, of either end."""
    import z3

    p, q, length = z3.Reals("p q l")
    lam, share, square, excess = z3.Reals("lambda a P A")
    w, t, d, one, other, first, second, r2 = z3.Reals("w T D f g P Q R")
    return smt.universally(
        {
            "length": ([p >= 0, q >= 0, length >= 0, length - q < p], length * length < (p + q) * (p + q)),
            "share": ([lam > 0, lam < 1, square <= excess], lam * square <= lam * excess),
            "weight": ([lam > 0, lam < 1, share == lam * (1 - lam)], share > 0),
            "sum": (
                [w > 0, d < t, first + second >= w * t, first <= one, second <= other],
                one + other - w * d + r2 > r2,
            ),
        },
        "every dimension, all lambda in (0, 1)",
    )


# u and v at height h above x = 0 on either side; every number as exact arithmetic has it, but for what is rounded
COARSE, FINE = Fraction(1, 16), Fraction(1, 2**24)
ERROR = Fraction(1025, 2**29)  # for two coordinates in single precision and norms up to the root of 2


def level(height: int, r: Fraction, **changes: object) -> RuledOut:
    """x = 0, u = (-1, h), v = (1, h), lengths and tangents rounded to 2^-24, and some of it changed."""
    zero, one, h = Fraction(0), Fraction(1), Fraction(height)
    values: dict[str, object] = {"error": ERROR, "doubt": zero, "unit": FINE, "products": (zero, zero, h * h - 1)}
    values |= {"x": (zero, zero), "u": (-one, h), "v": (one, h), "r": r, "squares": (1 + h * h, 1 + h * h, 4 * one)}
    values |= changes
    squares, error = values["squares"], values["error"]
    assert isinstance(squares, tuple)
    assert isinstance(error, Fraction)
    values.setdefault("lengths", tuple(-root_below(-(square + error / 2)) for square in squares))
    lengths_ = values["lengths"]
    assert isinstance(lengths_, tuple)
    room = [max(length**2 * SHRINK - error - r**2, zero) for length in lengths_[:2]]
    values.setdefault("tangents", tuple(root_below(each) for each in room))
    return RuledOut(**values)  # type: ignore[arg-type]


def root_below(square: Fraction) -> Fraction:
    """The root of a number to 24 binary digits, rounded down; of a negative one, minus the root rounded up."""
    scaled = abs(square) * 2**48
    root = Fraction(isqrt(scaled.numerator // scaled.denominator), 2**24)
    return root if square >= 0 else -(root + Fraction(1, 2**24))


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
LEVEL = level(1, HALF)
NEAR = (Fraction(1), Fraction(1), Fraction(1))  # the segment through x seems to have the length 1, not 2
TILTED = -1 + THIRD  # for u.v = -1, as far off as four units of 1/16 can bring it
CONTROLS = {
    "rounding": level(0, HALF, products=(Fraction(0), Fraction(0), HALF), squares=NEAR),
    "sums": level(0, HALF, squares=NEAR),
    "room": level(
        0, Fraction(3, 10), unit=COARSE, error=Fraction(0), products=(Fraction(0), Fraction(0), TILTED),
        squares=(Fraction(1), Fraction(1), 2 - 2 * TILTED),
    ),
    "lengths": level(0, HALF, lengths=(*level(0, HALF).lengths[:2], Fraction(1))),
    "tangents": level(0, HALF, tangents=(Fraction(2), Fraction(2))),
    "outside": level(
        0, HALF, u=(Fraction(1, 4), Fraction(0)), products=(Fraction(0), Fraction(0), Fraction(1, 4)),
        squares=(Fraction(1, 16), Fraction(1), Fraction(9, 16)),
    ),
    "ruled out": level(0, HALF),
}  # fmt: skip
proof.example(lambda: LEVEL)
proof.near_miss("farther than r", lambda: (LEVEL, Fraction(1)), "the distance itself, which is attained")
for assumption, instance in CONTROLS.items():
    proof.control(assumption, lambda instance=instance: instance)  # type: ignore[misc]
