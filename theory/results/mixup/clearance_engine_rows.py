"""Clearances in float arithmetic: rows of the distance matrix that the engine does not read have no end that matters.

:mod:`theory.clearances.euclidean` projects all points to a vector e for each query x, with inner products in float32 or
float64, and reads the row of u only if its projection is at most a limit.  A pair is left out where both rows are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances.gram import gamma
from theory.geometry import squared_distance_to_segment
from theory.results.mixup.clearance_engine import Point, inner
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True)
class Skipped:
    """A point x, a pair (u, v), all centred, a vector e, and what was computed of them.

    ``products`` are those of e with x, u and v, whose sums of d terms have this ``unit`` of rounding; ``size`` is for
    the length of e, ``slack`` the room for rounding where that is 1; rows beyond ``limit`` are not read at radius r.
    """

    x: Point
    u: Point
    v: Point
    e: Point
    r: Fraction
    unit: Fraction
    products: tuple[Fraction, Fraction, Fraction]
    size: Fraction
    slack: Fraction
    limit: Fraction

    def __str__(self) -> str:
        x, u, v, e = (f"({', '.join(map(str, point))})" for point in (self.x, self.u, self.v, self.e))
        return f"x = {x}, u = {u}, v = {v}, e = {e}, r = {self.r}, limit {self.limit}"

    @property
    def factor(self) -> Fraction | None:
        """The share of |e||u| that an inner product may be wrong by; ``None`` where there is no bound."""
        return gamma(len(self.x) + 2, self.unit)

    @property
    def points(self) -> tuple[Point, Point, Point]:
        """The points of the products, in their order."""
        return self.x, self.u, self.v


def _rounded(i: Skipped) -> Finding:
    factor = i.factor
    if factor is None:
        return Finding(False, "too many terms for this unit")
    square = factor**2 * inner(i.e, i.e)
    wrong = [(p - inner(i.e, a)) ** 2 - square * inner(a, a) for a, p in zip(i.points, i.products, strict=True)]
    return Finding(max(wrong) <= 0, f"products {', '.join(map(str, i.products))}")


def _long_enough(i: Skipped) -> Finding:
    return Finding(i.size >= 0 and i.size**2 >= inner(i.e, i.e), f"size {i.size}")


def _has_room(i: Skipped) -> Finding:
    largest = max(inner(point, point) for point in i.points)
    holds = i.factor is not None and i.slack >= 0 and i.slack**2 >= 4 * i.factor**2 * largest
    return Finding(holds, f"slack {i.slack}")


def _limited(i: Skipped) -> Finding:
    return Finding(i.r >= 0 and i.limit >= i.products[0] + i.size * (i.slack + i.r), f"limit {i.limit}")


def _skipped(i: Skipped) -> Finding:
    return Finding(min(i.products[1:]) > i.limit, f"the lesser product is {min(i.products[1:])}")


def farther_than(i: Skipped, value: Fraction) -> Finding:
    """Whether every point from u to v, these included, is farther from x than ``value``, which is not negative."""
    least, _ = squared_distance_to_segment(i.x, i.u, i.v)
    return Finding(least > value**2, f"squared distance {least}")


register(
    Claim(
        id="clearance-engine-rows",
        title="Rows that the search for clearances does not read have no end that matters",
        statement=(
            r"Let $x, u, v \in R^d$ be centred, $R$ the largest of their norms, $e \in R^d$, and let computed inner "
            r"products $p_x, p_u, p_v$ of $e$ with them have errors of at most $\gamma |e||x|$ and so on, "
            r"$\gamma = (d+2)\mathrm{u}/(1 - (d+2)\mathrm{u})$, $\mathrm{u}$ the unit of rounding. Let "
            r"$s \ge |e|$, $\Delta \ge 2 \gamma R$, $r \ge 0$ and $L \ge p_x + s(\Delta + r)$. If $p_u > L$ and "
            r"$p_v > L$, then every point of $[u, v]$ is farther than $r$ from $x$."
        ),
        paper=MIXUP,
        place="Assumption 2.9",
        reading=Reading.OURS,
        instance=Skipped,
        assumptions=(
            Assumption("rounding", r"$|p_a - e \cdot a| \le \gamma |e||a|$ for $a = x, u, v$", _rounded),
            Assumption("size", r"$s \ge |e|$", _long_enough),
            Assumption("room", r"$\Delta \ge 2 \gamma R$", _has_room),
            Assumption("limit", r"$L \ge p_x + s(\Delta + r)$ and $r \ge 0$", _limited),
            Assumption("skipped", r"$p_u > L$ and $p_v > L$", _skipped),
        ),
        conclusion=Conclusion((Part("farther than r", farther_than, lambda i: i.r),)),
        expected=Verdict.PROVED,
    )
)
