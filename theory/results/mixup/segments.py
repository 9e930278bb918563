"""What Sections 2 and 3 use of plane geometry: close to a point there are only the segments that contain it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import dot, mixing_at, same_location, squared_distance_to_segment, subtract
from theory.incidence import incidences
from theory.instances import check_place, make_exact
from theory.numbers import Exact, Number, certain, conjunction, equal, is_positive, less, less_equal
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True, eq=False)
class Neighbours:
    """A place ``x`` among exact data, and a place ``z`` beside it.  Raises ``ValueError`` for another dimension."""

    dataset: LabeledDataset
    x: tuple[Exact, ...]
    z: tuple[Exact, ...]

    def __post_init__(self) -> None:
        make_exact(self, "x", "z")
        check_place(self.dataset, self.x)
        check_place(self.dataset, self.z, "z")

    def __str__(self) -> str:
        return f"{self.dataset}, x = ({', '.join(map(str, self.x))}), z = ({', '.join(map(str, self.z))})"


def squared_reach(dataset: LabeledDataset, x: tuple[Exact, ...]) -> Number | None:
    """Squared distance from x to the nearest segment between data points (u = v allowed) that misses x.

    ``None`` when every segment contains x.

    >>> squared_reach(LabeledDataset([[0, 0], [2, 0], [0, 1]], [1, 1, 1]), (1, 0))
    Fraction(1, 5)
    """
    best: Number | None = None
    for s, t in combinations_with_replacement(dataset.exact_points, 2):
        square, _ = squared_distance_to_segment(x, s, t)
        if certain(is_positive(square)) and (best is None or certain(less(square, best))):
            best = square
    return best


def _within_reach(instance: Neighbours) -> Finding:
    reach = squared_reach(instance.dataset, instance.x)
    offset = subtract(instance.z, instance.x)
    square = dot(offset, offset)
    near = True if reach is None else less(square, reach)
    return Finding(conjunction(is_positive(square), near), f"squared distance {square}, squared reach {reach}")


def _squared_offset(instance: Neighbours) -> Number:
    offset = subtract(instance.z, instance.x)
    return dot(offset, offset)


def _only_segments_through(instance: Neighbours, x: tuple[Exact, ...]) -> Finding:
    """Whether every pair that meets z has two places, and meets ``x``."""
    points = instance.dataset.exact_points
    pairs = list(incidences(instance.dataset, instance.z))
    for i, j, _ in pairs:
        if same_location(points[i], points[j]):
            return Finding(False, f"the data point {i} is at z")
        here = mixing_at(points[i], points[j], x)
        if here is None or not certain(conjunction(less_equal(0, here), less_equal(here, 1))):
            return Finding(False, f"the pair ({i}, {j}) meets z and misses x")
    return Finding(True, f"all {len(pairs)} pairs that meet z meet x")


def _moves_by(instance: Neighbours, square: Number) -> Finding:
    """Whether (lambda_z - lambda_x)^2 ||s - t||^2 is ``square`` for every pair that meets z and x."""
    points = instance.dataset.exact_points
    for i, j, there in incidences(instance.dataset, instance.z):
        here = mixing_at(points[i], points[j], instance.x)
        side = subtract(points[i], points[j])
        if here is not None and not certain(equal((there - here) ** 2 * dot(side, side), square)):
            return Finding(False, f"the pair ({i}, {j}) moves by another length than ||z - x||")
    return Finding(True, "and each moves by ||z - x||")


_only_segments_through_x = Conclusion(
    (
        Part("only segments through x", _only_segments_through, lambda instance: instance.x),
        Part("they move by ||z - x||", _moves_by, _squared_offset),
    )
)


register(
    Claim(
        id="segments-near-a-point",
        title="Close to a point there are only the segments that contain it",
        statement=(
            r"For finite data and every $x$ there is $\rho > 0$, the distance to the nearest segment that misses $x$, "
            r"such that each segment $[s, t]$ that meets some $z$ with $0 < \|z - x\| < \rho$ contains $x$; $s \ne t$, "
            r"and $|\lambda_z - \lambda_x| \, \|s - t\| = \|z - x\|$."
        ),
        paper=MIXUP,
        place="Sections 2 and 3",
        reading=Reading.OURS,
        instance=Neighbours,
        assumptions=(Assumption("within reach", r"$0 < \|z - x\| < \rho(x)$", _within_reach),),
        conclusion=_only_segments_through_x,
        expected=Verdict.PROVED,
        tightness="an equality for lambda; the reach is the largest possible",
    )
)
