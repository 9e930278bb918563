"""Theorem 2.11: almost surely the unordered midpoints of independent points determine the points.

A rival is another set of m points with the same midpoints.  Equal multisets of midpoints mean a bijection of the pairs
that matches them, of which there are finitely many; so the theorem is about one bijection at a time.  The printed form
(m >= 6) and the sharp one (m = 3 or m >= 5), both for every law without atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.midpoints.bijections import Bijection, exceptional_dimension, incidence, is_induced, keeps_disjoint, pairs
from theory.numbers import Exact, equivalent, exact
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True)
class Matching:
    """m independent points x, and a bijection by which a rival y matches their midpoints.

    Pair e of the rival has the midpoint that pair ``images[e]`` of the points has; pairs are numbered as in
    :func:`theory.midpoints.bijections.pairs`.  ``sample``: m exact numbers that the law takes together with positive
    probability; ``None`` for a law without atoms.  Raises ``ValueError`` unless m >= 2, ``images`` is a permutation of
    the pairs, and a sample has m numbers.
    """

    m: int
    images: Bijection
    sample: tuple[Exact, ...] | None = None

    def __post_init__(self) -> None:
        if self.m < 2 or sorted(self.images) != list(range(comb(self.m, 2))):
            raise ValueError("the images must be all pairs of at least two points, each once")
        if self.sample is not None:
            object.__setattr__(self, "sample", tuple(exact(x) for x in self.sample))
            if len(self.sample) != self.m:
                raise ValueError(f"a sample of {self.m} points has {self.m} numbers, not {len(self.sample)}")

    def __str__(self) -> str:
        matched = (f"{_name(e)}→{_name(pairs(self.m)[i])}" for e, i in zip(pairs(self.m), self.images, strict=True))
        law = "no atoms" if self.sample is None else f"sample ({', '.join(map(str, self.sample))})"
        return f"m = {self.m}, {law}, {' '.join(matched) if self.m < 6 else 'a bijection of the pairs'}"


def _name(pair: Sequence[int]) -> str:
    return "".join(str(i + 1) for i in pair)


def rival_matrix(m: int, images: Bijection) -> flint.fmpq_mat | None:
    """B with y = B x for the rival of every x, when every x has one: A B = P A.  ``None`` otherwise; m >= 3.

    >>> rival_matrix(4, (5, 4, 3, 2, 1, 0)).tolist()[0]
    [-1/2, 1/2, 1/2, 1/2]
    """
    if exceptional_dimension(m, images) < m:
        return None
    a, right = flint.fmpq_mat(incidence(m)), flint.fmpq_mat(incidence(m, images))
    return (a.transpose() * a).solve(a.transpose() * right)


def rival_at(m: int, images: Bijection, points: Sequence[Exact]) -> list[Exact] | None:
    """The rival y of certain points, if there is one; m >= 3."""
    sums = {pair: sum(points[i] for i in pairs(m)[image]) for pair, image in zip(pairs(m), images, strict=True)}
    first = (sums[0, 1] + sums[0, 2] - sums[1, 2]) / 2
    rival = [first, *(sums[0, j] - first for j in range(1, m))]
    return rival if all(rival[i] + rival[j] == total for (i, j), total in sums.items()) else None


def no_other_points(matching: Matching) -> Finding:
    """The rival, if there is one, almost surely has the same points.

    Without atoms its probability is 0 or 1: where a proper subspace of x has a rival, 0; where every x has y = B x,
    that is a rearrangement of x if B is a permutation matrix, and otherwise almost surely none.
    """
    m, images = matching.m, matching.images
    if m == 2:
        return Finding(False, "x_1 + t and x_2 - t have the midpoint of x_1 and x_2, for every t")
    if matching.sample is not None:
        rival = rival_at(m, images, matching.sample)
        same = rival is None or sorted(rival) == sorted(matching.sample)
        shown = "no rival" if rival is None else f"the rival is ({', '.join(map(str, rival))})"
        return Finding(same, shown)
    matrix = rival_matrix(m, images)
    if matrix is None:
        return Finding(True, f"only x in a subspace of dimension {exceptional_dimension(m, images)} have a rival")
    rows = [[int(v) if v.q == 1 else v for v in row] for row in matrix.tolist()]
    if all(sorted(row) == [0] * (m - 1) + [1] for row in rows):
        return Finding(True, "the rival has the same points")
    return Finding(False, f"every x has a rival, with y_1 = ({', '.join(map(str, matrix.tolist()[0]))}) . x")


def is_exceptional(m: int, images: Bijection) -> bool:
    """Whether almost every x is stated to have other points as a rival: m = 2, and 24 bijections for m = 4."""
    return m == 2 or (m == 4 and keeps_disjoint(m, images) and not is_induced(m, images))


def determines(matching: Matching, stated: bool) -> Finding:
    """Whether the rival almost surely has the same points, or has not, as ``stated``."""
    found = no_other_points(matching)
    return Finding(equivalent(found.holds, stated), found.witness)


# the rival has the same points, but for m = 2 and the exceptional bijections of m = 4
exactly_as_stated = Conclusion(
    (Part("the same points exactly where stated", determines, lambda each: not is_exceptional(each.m, each.images)),)
)


def _six(matching: Matching) -> Finding:
    return Finding(matching.m >= 6, f"m = {matching.m}")


def _without_atoms(matching: Matching) -> Finding:
    return Finding(matching.sample is None, "no atoms" if matching.sample is None else "atoms")


SIX = Assumption("six points", r"$m \ge 6$", _six)
WITHOUT_ATOMS = Assumption(
    "no atoms", "the points are independent, and no point has positive probability", _without_atoms
)

register(
    Claim(
        id="theorem-2.11",
        title="Almost surely the unordered midpoints of six or more points determine them",
        statement=(
            r"$m \ge 6$ independent points of a law without atoms (such as one with a density): almost surely no other "
            r"$m$ points have the same $\binom m2$ midpoints, whatever the order of these."
        ),
        paper=MIXUP,
        place="Theorem 2.11",
        note="laws without atoms in place of densities are ours",
        instance=Matching,
        assumptions=(SIX, WITHOUT_ATOMS),
        conclusion=no_other_points,
        expected=Verdict.PROVED,
        tightness="m >= 6 is not tight: see theorem-2.11-sharp",
    )
)
register(
    Claim(
        id="theorem-2.11-sharp",
        title="Almost surely midpoints determine the points if and only if there are three, or five or more",
        statement=(
            r"For $m \ge 2$ independent points of a law without atoms: the midpoints determine the points almost "
            r"surely iff $m = 3$ or $m \ge 5$. For $m = 4$ almost surely exactly two sets have them, the points and "
            r"$x \mapsto \sigma/2 - x$ with $\sigma$ their sum; for $m = 2$ infinitely many."
        ),
        paper=MIXUP,
        place="Theorem 2.11",
        reading=Reading.OURS,
        instance=Matching,
        assumptions=(WITHOUT_ATOMS,),
        conclusion=exactly_as_stated,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
