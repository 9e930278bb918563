"""Bijections of the pairs of m points, and the linear system by which they relate two point sets with equal midpoints.

Pairs {i, j} are numbered in lexicographic order.  With A the C(m, 2) x m incidence matrix, A x are the pair sums of x.
A rival y has the midpoints of x, in some order, iff A y = P A x for a bijection phi of the pairs, P its matrix: pair e
of y has the sum that pair phi(e) of x has.  The x for which that has a solution form a subspace of R^m.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations
from math import comb, factorial

import flint
import numpy as np

Pair = tuple[int, int]
Bijection = tuple[int, ...]
PRIME = 8191  # above every minor of a 0/1 matrix with 12 columns, 13^(13/2)/2^12 < 4249 (Hadamard): m <= 6


@cache
def pairs(m: int) -> tuple[Pair, ...]:
    """The pairs of 0, ..., m - 1 in lexicographic order.

    >>> pairs(3)
    ((0, 1), (0, 2), (1, 2))
    """
    return tuple(combinations(range(m), 2))


def incidence(m: int, images: Sequence[int] | None = None) -> flint.fmpz_mat:
    """A, or P A for the bijection e -> ``images[e]``: 1 where a point belongs to a pair."""
    rows = pairs(m) if images is None else [pairs(m)[image] for image in images]
    return flint.fmpz_mat([[int(point in pair) for point in range(m)] for pair in rows])


def exceptional_dimension(m: int, images: Sequence[int]) -> int:
    """Dimension of the x for which A y = P A x has a solution y: 2m - rank (A | P A), for m >= 3.

    >>> exceptional_dimension(4, (5, 4, 3, 2, 1, 0)), exceptional_dimension(5, (1, 0, *range(2, 10)))
    (4, 4)
    """
    left, right = incidence(m).tolist(), incidence(m, images).tolist()
    joined = flint.fmpz_mat([a + b for a, b in zip(left, right, strict=True)])
    return 2 * m - int(joined.rank())


def induced(permutation: Sequence[int]) -> Bijection:
    """The bijection of pairs that a permutation of the points induces.

    >>> induced((1, 0, 2))
    (0, 2, 1)
    """
    number = {pair: e for e, pair in enumerate(pairs(len(permutation)))}
    ends = [sorted((permutation[i], permutation[j])) for i, j in pairs(len(permutation))]
    return tuple(number[i, j] for i, j in ends)


def is_induced(m: int, images: Bijection) -> bool:
    """Whether a permutation of the points induces the bijection.  All are tried: m is small, or the centres decide."""
    if m < 4:
        return images in {induced(p) for p in permutations(range(m))}
    centres = []
    for point in range(m):
        star = [set(pairs(m)[images[e]]) for e, pair in enumerate(pairs(m)) if point in pair]
        common = set.intersection(*star)
        if len(common) != 1:
            return False
        centres.append(common.pop())
    return sorted(centres) == list(range(m)) and induced(centres) == images


def are_disjoint(m: int, e: int, f: int) -> bool:
    """Whether two pairs have no point in common."""
    return not set(pairs(m)[e]) & set(pairs(m)[f])


def keeps_disjoint(m: int, images: Bijection) -> bool:
    """Whether disjoint pairs go to disjoint pairs."""
    disjoint = ((e, f) for e, f in combinations(range(len(images)), 2) if are_disjoint(m, e, f))
    return all(are_disjoint(m, images[e], images[f]) for e, f in disjoint)


def keeping_disjoint(m: int, start: Bijection = ()) -> Iterator[Bijection]:
    """All bijections that take disjoint pairs to disjoint pairs, by depth-first search.

    >>> [sum(1 for _ in keeping_disjoint(m)) for m in (3, 4, 5)]
    [6, 48, 120]
    """
    e, total = len(start), comb(m, 2)
    if e == total:
        yield start
    for image in set(range(total)) - set(start):
        before = (f for f in range(e) if are_disjoint(m, e, f))
        if all(are_disjoint(m, image, start[f]) for f in before):
            yield from keeping_disjoint(m, (*start, image))


@dataclass(frozen=True)
class StarImage:
    """A set of m - 1 pairs, as the image of the pairs at one point, for all that relabelling makes of it."""

    images: Bijection
    size: int


def star_images(m: int) -> list[StarImage]:
    """The sets of m - 1 pairs of m points up to relabelling, with the number of sets that each stands for.

    >>> [(image.images, image.size) for image in star_images(4)]
    [((0, 1, 2), 4), ((0, 1, 3), 4), ((0, 1, 4), 12)]
    """
    generators = [induced((1, 0, *range(2, m))), induced((*range(1, m), 0))]
    left = set(map(frozenset, combinations(range(comb(m, 2)), m - 1)))
    found = []
    while left:
        least = min(left, key=sorted)
        orbit, new = {least}, {least}
        while new:
            new = {frozenset(g[e] for e in s) for g in generators for s in new} - orbit
            orbit |= new
        left -= orbit
        found.append(StarImage(tuple(sorted(least)), len(orbit)))
    return found


def relations(m: int) -> np.ndarray:
    """Independent rows (C(m, 2) - m, C(m, 2)) that vanish on pair sums: s_ij + s_kl - s_ik - s_jl.

    They are independent even modulo ``PRIME``.
    """
    number = {pair: e for e, pair in enumerate(pairs(m))}
    chosen: list[list[int]] = []
    for i, j, k, n in combinations(range(m), 4):
        for plus, minus in ((((i, j), (k, n)), ((i, k), (j, n))), (((i, j), (k, n)), ((i, n), (j, k)))):
            row = [0] * comb(m, 2)
            for sign, edges in ((1, plus), (-1, minus)):
                for edge in edges:
                    row[number[edge]] = sign
            if flint.nmod_mat([*chosen, row], PRIME).rank() == len(chosen) + 1:
                chosen.append(row)
    return np.array(chosen, dtype=np.int64)


def dimension_counts(m: int) -> Counter[int]:
    """How many of all C(m, 2)! bijections have an exceptional subspace of each dimension, for m = 3, ..., 6.

    Relabelling the points and the rival changes no dimension.  So the pairs at the rival's point 0 may go to one set of
    each kind of :func:`star_images`, in one order; the others are tried in all orders: 54 million for m = 6.

    >>> dimension_counts(4) == {4: 48, 3: 288, 2: 384}
    True
    """
    if not 3 <= m <= 6:
        raise ValueError("the bijections are counted for m = 3, ..., 6")
    counts: Counter[int] = Counter()
    for star in star_images(m):
        rest = [e for e in range(comb(m, 2)) if e not in star.images]
        found = _completions(m, star.images, rest) if m < 6 else _many_completions(m, star.images, rest)
        for dimension, count in found.items():
            counts[dimension] += count * star.size * factorial(m - 1)
    return counts


def _completions(m: int, head: Bijection, rest: Sequence[int]) -> Counter[int]:
    """Dimensions for the bijections that begin with ``head``."""
    return Counter(exceptional_dimension(m, (*head, *tail)) for tail in permutations(rest))


def _many_completions(m: int, head: Bijection, rest: Sequence[int]) -> Counter[int]:
    """The same, compiled: rank (A | P A) = m + rank (N P A), modulo a prime beyond all minors, so that ranks agree."""
    from theory.midpoints.bijection_ranks import rank_counts

    ranks = rank_counts(relations(m), np.array(pairs(m)), np.array(head), np.array(rest), m, PRIME)
    return Counter({m - rank: int(count) for rank, count in enumerate(ranks) if count})
