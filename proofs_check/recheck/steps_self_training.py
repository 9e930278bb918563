"""The checker's own statements of steps on self-training: what fixed populations reach, set by set."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

SHARED = ((6, 2, 3, 4, 20, 9), ({0, 3}, {1, 3, 4}, {2, 4, 5}, {3, 4}, {4}, {5}), range(5))
SEVEN = ((1, 1, 6, 24, 32, 0, 0), ({0, 1, 2, 6}, {0, 1, 2}, {0, 1, 2, 5}, {3, 5}, {4, 6}, {5}, {6}), range(4))
# masses, views and the class of a population; the points with a wrong pseudo-label; their expansion and who attains it
POPULATIONS = (
    (SEVEN, (0, 1, 2), 4, (0, 1, 2)),
    (SHARED, (0, 1, 2), 2, (0,)),
    (SHARED, (0, 2), 2, (0,)),
)


def quotients(
    mass: tuple[int, ...], views: tuple[set[int], ...], own: range, wrong: tuple[int, ...]
) -> dict[tuple[int, ...], Fraction]:
    """P(N(V) ∩ class)/P(V) for every set V of the points ``wrong``."""
    found = {}
    for size in range(1, len(wrong) + 1):
        for chosen in combinations(wrong, size):
            seen = set().union(*(views[x] for x in chosen))
            reached = sum(mass[y] for y in own if mass[y] and views[y] & seen)
            found[chosen] = Fraction(reached, sum(mass[x] for x in chosen))
    return found


def sets_of_wrong_labels() -> list[tuple[int, tuple[int, ...]]]:
    """The number of a population, and a set of its points with wrong pseudo-labels."""
    return [
        (k, chosen)
        for k, ((m, v, own), wrong, _, _) in enumerate(POPULATIONS)
        for chosen in quotients(m, v, own, wrong)
    ]


def expansions() -> bool:
    """No set has a smaller quotient than the constant that the flows of the certificate send, and one attains it."""
    for (mass, views, own), wrong, constant, worst in POPULATIONS:
        found = quotients(mass, views, own, wrong)
        if found[worst] != constant or min(found.values()) < constant:
            return False
    return True
