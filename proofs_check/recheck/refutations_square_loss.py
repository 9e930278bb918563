"""The checker's own reading of statements on the square loss: rays and half-spaces, and noise about two atoms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import flint

from proofs_check.recheck.instances import Point, place, rational, require

MOST_POINTS, MOST_DIMENSIONS = 16, 3  # so that eliminating coordinates ends soon


def _same_ray(x: Point, z: Point) -> bool:
    parallel = all(x[i] * z[j] == x[j] * z[i] for i in range(len(x)) for j in range(i))
    return parallel and sum(a * b for a, b in zip(x, z, strict=True)) > 0


def _share_a_half_space(rows: list[Point]) -> bool:
    """Whether some l has l . row > 0 for all rows, by eliminating its coordinates (Fourier and Motzkin)."""
    while rows and rows[0]:
        above, below = ([row for row in rows if sign * row[-1] > 0] for sign in (1, -1))
        rows = [row[:-1] for row in rows if row[-1] == 0] + [
            tuple(a * -q[-1] + b * p[-1] for a, b in zip(p[:-1], q[:-1], strict=True)) for p, q in product(above, below)
        ]
    return not rows  # a row without coordinates says 0 > 0


def theorem_3_6_main_part(instance: Any) -> None:
    """No ray has two labels, and every network without biases is wrong at a point of positive mass.

    As max(z, 0) - max(-z, 0) = z, f(x) - f(-x) = l . x.  Where x has the label y and its opposite ray -y, a network
    that is right at both has l . (y x) > 0; here no l has that for all such x.
    """
    points, labels = [place(point) for point in instance["points"]], place(instance["labels"])
    mass = place(instance["mass"])
    require(0 < len(points) <= MOST_POINTS and len(points) == len(labels) == len(mass), "not 1 to 16 labelled points")
    require({len(x) for x in points} <= set(range(1, MOST_DIMENSIONS + 1)), "more than three dimensions")
    require(len({len(x) for x in points}) == 1 and all(map(any, points)), "a point is 0, or of another dimension")
    require(set(labels) <= {1, -1} and min(mass) > 0 and sum(mass) == 1, "not labels 1 and -1 with masses of sum 1")
    opposed = []
    for x, y in zip(points, labels, strict=True):
        for z, other in zip(points, labels, strict=True):
            require(not (_same_ray(x, z) and y != other), "a ray has both labels")
            if y != other and _same_ray(x, tuple(-v for v in z)):
                opposed.append(tuple(Fraction(y) * v for v in x))
    require(not _share_a_half_space(opposed), "some network without biases classifies these points")


def lemma_3_5_printed(instance: Any) -> None:
    """No C serves for atoms at +-gamma: for t = 1/2 and v <= gamma the quotient to the printed form exceeds 1/(2 v).

    In s = gamma x/v^2 the event is |s| < artanh(1/2) = log(3)/2, and its probability, over
    (v/gamma) e^(-gamma^2/(2 v^2)), the integral of cosh(s) e^(-(v s/gamma)^2/2)/sqrt(2 pi).  For v <= gamma that is at
    least the integral with v = gamma, so that the quotient is at least that number over v t.
    """
    require(rational(instance["gamma"]) > 0, "gamma is not positive")
    end = flint.arb(3).log() / 2

    def integrand(s: flint.acb, _: bool) -> flint.acb:
        return s.cosh() * (-s * s / 2).exp() / (2 * flint.acb.pi()).sqrt()

    least = flint.acb.integral(integrand, -end, end).real
    require(bool(least / flint.arb("0.5") > LEAST), "the quotient is not known to be above 1/(2 v)")


LEAST = flint.arb("0.5")
SQUARE_LOSS: dict[str, Callable[[Any], None]] = {
    "square-loss-3-5-printed": lemma_3_5_printed,
    "square-loss-3-6-main-part": theorem_3_6_main_part,
}
