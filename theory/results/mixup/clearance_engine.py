"""Clearances in float arithmetic: a pair of points that the engine rules out is far.

:mod:`theory.clearances.euclidean` has inner products in float32 or float64, from these upper bounds of three lengths,
and compares.  Here is what it relies on, each number as it was rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances.gram import gamma
from theory.geometry import squared_distance_to_segment
from theory.results.mixup.paper import MIXUP

SHRINK = 1 - Fraction(1, 2**20)  # that of the kernels
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class RuledOut:
    """A pair (u, v) and a point x, all centred, and what was computed of them; each triple is of ux, vx and uv.

    ``products`` are the inner products, whose sums of d terms have this ``unit`` of rounding; ``squares`` the squared
    lengths from these, up to ``doubt``; ``lengths`` their roots, rounded up with room for ``error``; ``tangents`` from
    u and v to the ball of radius r about x.
    """

    x: Point
    u: Point
    v: Point
    r: Fraction
    unit: Fraction
    doubt: Fraction
    error: Fraction
    products: tuple[Fraction, Fraction, Fraction]
    squares: tuple[Fraction, Fraction, Fraction]
    lengths: tuple[Fraction, Fraction, Fraction]
    tangents: tuple[Fraction, Fraction]

    def __str__(self) -> str:
        x, u, v = (f"({', '.join(map(str, point))})" for point in (self.x, self.u, self.v))
        a, b, length = self.lengths
        return f"x = {x}, u = {u}, v = {v}, r = {self.r}, lengths {a}, {b}, {length}"

    @property
    def factor(self) -> Fraction | None:
        """The share of |u||v| that an inner product may be wrong by; ``None`` where there is no bound."""
        return gamma(len(self.x) + 2, self.unit)

    def triples(self) -> Iterator[tuple[Point, Point, Fraction, Fraction, Fraction]]:
        """Two points, their product, squared distance and length."""
        ends = ((self.u, self.x), (self.v, self.x), (self.u, self.v))
        for (a, b), product, square, length in zip(ends, self.products, self.squares, self.lengths, strict=True):
            yield a, b, product, square, length


def inner(a: Point, b: Point) -> Fraction:
    """The inner product."""
    return sum((s * t for s, t in zip(a, b, strict=True)), start=Fraction(0))


def squared(a: Point, b: Point) -> Fraction:
    """The squared distance."""
    return inner(a, a) + inner(b, b) - 2 * inner(a, b)


def _rounded(i: RuledOut) -> Finding:
    factor = i.factor
    if factor is None:
        return Finding(False, "too many terms for this unit")
    wrong = [
        (p - inner(a, b)) * (p - inner(a, b)) - factor**2 * inner(a, a) * inner(b, b) for a, b, p, _, _ in i.triples()
    ]
    return Finding(all(each <= 0 for each in wrong), f"products {', '.join(map(str, i.products))}")


def _summed(i: RuledOut) -> Finding:
    wrong = [abs(square - (inner(a, a) + inner(b, b) - 2 * p)) for a, b, p, square, _ in i.triples()]
    return Finding(max(wrong) <= i.doubt, f"squares {', '.join(map(str, i.squares))}")


def _has_room(i: RuledOut) -> Finding:
    largest = max(inner(point, point) for point in (i.x, i.u, i.v))
    return Finding(i.factor is not None and i.error >= 4 * i.factor * largest + 2 * i.doubt, f"error {i.error}")


def _rounded_up(i: RuledOut) -> Finding:
    bounds = [(square + i.error / 2, length) for _, _, _, square, length in i.triples()]
    holds = all(length >= 0 and s <= length**2 and SHRINK * length**2 <= s for s, length in bounds)
    return Finding(holds, f"lengths {', '.join(map(str, i.lengths))}")


def _rounded_down(i: RuledOut) -> Finding:
    bounds = [max(length * length * SHRINK - i.error - i.r * i.r, Fraction(0)) for length in i.lengths[:2]]
    holds = all(t >= 0 and t * t <= bound for t, bound in zip(i.tangents, bounds, strict=True))
    return Finding(holds, f"tangents {', '.join(map(str, i.tangents))}")


def _outside(i: RuledOut) -> Finding:
    nearest = min(squared(end, i.x) for end in (i.u, i.v))
    return Finding(i.r >= 0 and nearest >= i.r**2, f"the nearer end has the squared distance {nearest}")


def _ruled_out(i: RuledOut) -> Finding:
    return Finding(i.lengths[2] - i.tangents[1] < i.tangents[0], f"{i.lengths[2]} against {sum(i.tangents)}")


def farther_than(i: RuledOut, value: Fraction) -> Finding:
    """Whether every point strictly between u and v is farther from x than ``value``, which is not negative."""
    least, lam = squared_distance_to_segment(i.x, i.u, i.v)
    at_end = i.u != i.v and lam in (0, 1)  # not attained strictly between
    return Finding(least >= value**2 if at_end else least > value**2, f"squared distance {least}")


register(
    Claim(
        id="clearance-engine",
        title="What the search for clearances rules out is far",
        statement=(
            r"Let $x, u, v \in R^d$ be centred, $R$ the largest of their norms, and let computed inner products have "
            r"errors of at most $\gamma |a||b|$, $\gamma = (d+2)\mathrm{u}/(1 - (d+2)\mathrm{u})$, $\mathrm{u}$ the "
            r"unit of rounding, computed $s = |a|^2 + |b|^2 - 2ab$ a further one of at most $\eta$, and "
            r"$E \ge 4\gamma R^2 + 2\eta$. Let $\ell$ be the root of $s + E/2$, rounded up by a share of at most "
            r"$2^{-20}$ of its square, and $\tau^2 \le \max((1 - 2^{-20})\ell^2 - E - r^2, 0)$. If $u$ and $v$ are no "
            r"nearer to $x$ than $r$ and $\ell_{uv} - \tau_v < \tau_u$, then every point strictly between $u$ and $v$ "
            r"is farther than $r$ from $x$."
        ),
        paper=MIXUP,
        place="Assumption 2.9",
        reading=Reading.OURS,
        instance=RuledOut,
        assumptions=(
            Assumption("rounding", r"$|\mathrm{fl}(a \cdot b) - a \cdot b| \le \gamma |a||b|$", _rounded),
            Assumption("sums", r"$|s - (|a|^2 + |b|^2 - 2\,\mathrm{fl}(a \cdot b))| \le \eta$", _summed),
            Assumption("room", r"$E \ge 4 \gamma R^2 + 2 \eta$", _has_room),
            Assumption("lengths", r"$(1 - 2^{-20})\ell^2 \le s + E/2 \le \ell^2$", _rounded_up),
            Assumption("tangents", r"$\tau^2 \le \max((1 - 2^{-20})\ell^2 - E - r^2, 0)$", _rounded_down),
            Assumption("outside", r"$|u - x| \ge r$ and $|v - x| \ge r$", _outside),
            Assumption("ruled out", r"$\ell_{uv} - \tau_v < \tau_u$", _ruled_out),
        ),
        conclusion=Conclusion((Part("farther than r", farther_than, lambda i: i.r),)),
        expected=Verdict.PROVED,
    )
)
