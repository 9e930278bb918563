"""The checker's own reading of a statement on self-training: masses, views and all labellings of a few points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from proofs_check.recheck.instances import place, rational, require

MOST_POINTS, MOST_CLASSES = 8, 3  # so that all labellings can be tried


@dataclass(frozen=True)
class Population:
    """Masses, classes, views and pseudo-labels as a certificate has them."""

    mass: tuple[Fraction, ...]
    truth: Sequence[int]
    views: Sequence[frozenset[int]]
    classes: int
    pseudo: Sequence[int]

    def weigh(self, points: Iterable[int]) -> Fraction:
        """Their mass."""
        return sum((self.mass[x] for x in points), Fraction(0))

    def differing(self, labels: Sequence[int], others: Sequence[int]) -> Fraction:
        """Mass of the points with two labels."""
        return self.weigh(x for x, (a, b) in enumerate(zip(labels, others, strict=True)) if a != b)

    def inconsistent(self, labels: Sequence[int]) -> Fraction:
        """Mass of the points with views of several labels."""
        return self.weigh(x for x, view in enumerate(self.views) if len({labels[z] for z in view}) > 1)


def population_of(instance: Any) -> Population:
    """Read an instance, and see that it is one."""
    graph = instance["graph"]
    mass = place(graph["mass"])
    require(1 <= len(mass) <= MOST_POINTS and min(mass) >= 0 < max(mass), f"not 1 to {MOST_POINTS} points with masses")
    classes = rational(graph["classes"])
    require(classes.denominator == 1 and 1 <= classes <= MOST_CLASSES, f"not 1 to {MOST_CLASSES} classes")
    whole = [range(len(mass)), range(int(classes))]
    views = [frozenset(_numbers(view, whole[0])) for view in graph["views"]]
    require(len(views) == len(mass) and all(x in view for x, view in enumerate(views)), "a point is no view of itself")
    truth, pseudo = (_numbers(labels, whole[1]) for labels in (graph["truth"], instance["pseudo"]))
    require(len(truth) == len(pseudo) == len(mass), "a point has no label")
    return Population(mass, truth, views, int(classes), pseudo)


def _numbers(texts: Any, known: range) -> list[int]:
    numbers = place(texts)
    require(all(n.denominator == 1 and n.numerator in known for n in numbers), "no such point, or no such class")
    return [int(n) for n in numbers]


def theorem_4_3_restated(instance: Any) -> None:
    """Every U of wrong pseudo-labels expands by c or reaches its class; a minimiser of L errs more than the bound."""
    found, c = population_of(instance), rational(instance["c"])
    require(c > 3, "c is not above 3")
    for label in range(found.classes):
        own = [x for x, truth in enumerate(found.truth) if truth == label and found.mass[x] > 0]
        wrong = [x for x in own if found.pseudo[x] != label]
        require(3 * found.weigh(wrong) < found.weigh(own) or not own, "a third of a class has wrong pseudo-labels")
        for size in range(1, len(wrong) + 1):
            for chosen in combinations(wrong, size):
                seen = frozenset().union(*(found.views[x] for x in chosen))
                reached = found.weigh(x for x in own if found.views[x] & seen)
                enough = min(c * found.weigh(chosen), found.weigh(own))
                require(reached >= enough, f"the points {chosen} neither expand nor reach their class")

    def loss(labels: Sequence[int]) -> Fraction:
        return (c + 1) * found.differing(labels, found.pseudo) + 2 * c * found.inconsistent(labels)

    student = _numbers(instance["student"], range(found.classes))
    require(len(student) == len(found.mass), "a point has no label")
    least = min(map(loss, product(range(found.classes), repeat=len(found.mass))))
    require(loss(student) == least, "the labels do not minimise L")
    bound = 2 * found.differing(found.pseudo, found.truth) + 2 * c * found.inconsistent(found.truth)
    require((c - 1) * found.differing(student, found.truth) > bound, "the error is within the bound")


SELF_TRAINING: dict[str, Callable[[Any], None]] = {"self-training-4-3-restated": theorem_4_3_restated}
