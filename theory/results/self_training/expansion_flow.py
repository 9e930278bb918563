"""The expansion of wrong pseudo-labels is a largest flow: a matching shows that it holds, a set that it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.results.self_training.flow import Expansion, expansion
from theory.results.self_training.papers import WEI_2021
from theory.results.self_training.views import Labels, ViewGraph


@dataclass(frozen=True)
class WrongLabels:
    """Pseudo-labels on a population, one of its classes and a c > 0.  Raises ``ValueError`` for others."""

    graph: ViewGraph
    pseudo: Labels
    label: int
    c: Fraction

    def __post_init__(self) -> None:
        self.graph.check(self.pseudo)
        make_exact(self, "c", rational=True)
        if self.c <= 0 or self.label not in range(self.graph.classes):
            raise ValueError(f"c = {self.c} must be positive, and {self.label} a class")

    @property
    def own(self) -> list[int]:
        """The points of the class."""
        return self.graph.members(self.label)

    @property
    def mistaken(self) -> list[int]:
        """M: the points of the class with a wrong pseudo-label."""
        return [x for x in self.own if self.pseudo[x] != self.label]

    def sets(self) -> Iterator[tuple[int, ...]]:
        """All sets of such points but the empty one."""
        for size in range(1, len(self.mistaken) + 1):
            yield from combinations(self.mistaken, size)

    def reached(self, chosen: tuple[int, ...]) -> Fraction:
        """P(N(V) ∩ class)."""
        return self.graph.weigh(self.graph.neighbourhood(chosen) & set(self.own))

    def by_flow(self) -> Expansion:
        """The expansion by largest flows."""
        return expansion(self.graph.mass, self.graph.views, self.own, self.mistaken)

    def __str__(self) -> str:
        rows = zip(self.graph.mass, self.graph.truth, self.pseudo, self.graph.views, strict=True)
        points = [f"{x}: mass {m}, class {t}, pseudo {p}, views {list(v)}" for x, (m, t, p, v) in enumerate(rows)]
        return f"class {self.label}, c = {self.c}; " + ", ".join(points)


def enumerated_constant(wrong: WrongLabels) -> Fraction | None:
    """The least P(N(V) ∩ class)/P(V) of all sets V, one by one; ``None`` if there is none."""
    quotients = (wrong.reached(chosen) / wrong.graph.weigh(chosen) for chosen in wrong.sets())
    return min(quotients, default=None)


def largest_constant(wrong: WrongLabels) -> Fraction | str | None:
    """The largest c, by flows; why not where these are too large."""
    try:
        return wrong.by_flow().constant
    except ValueError as error:
        return str(error)


def is_least_quotient(wrong: WrongLabels, constant: Fraction | str | None) -> Finding:
    """``constant`` is the least quotient of all sets, by enumeration; in doubt where there is no number to compare."""
    if isinstance(constant, str):
        return Finding(None, constant)
    found = enumerated_constant(wrong)
    return Finding(found == constant, "" if found == constant else f"the least quotient is {found}, not {constant}")


def matches(wrong: WrongLabels, found: Expansion) -> bool:
    """Whether a flow sends c P(x) from every x of M through its views to points of the class that share one.

    A flow for a larger constant is scaled down to c.  Decided from the amounts alone.
    """
    if found.constant is None:
        return not wrong.mistaken
    factor, views = wrong.c / found.constant, wrong.graph.views
    if factor > 1 or any(amount < 0 for *_, amount in (*found.sent, *found.received)):
        return False
    own, mistaken = set(wrong.own), set(wrong.mistaken)
    sent, through, received = ([Fraction(0) for _ in wrong.graph.points] for _ in range(3))
    for x, z, amount in found.sent:
        if z not in views[x] or x not in mistaken:
            return False
        sent[x] += amount
        through[z] += amount
    for z, y, amount in found.received:
        if z not in views[y] or y not in own:
            return False
        received[y] += amount
        through[z] -= amount
    mass = wrong.graph.mass
    return (
        not any(through)
        and all(factor * sent[x] == wrong.c * mass[x] for x in mistaken)
        and all(factor * received[y] <= mass[y] for y in own)
    )


def violates(wrong: WrongLabels, found: Expansion) -> bool:
    """Whether the worst set reaches less than c times its mass."""
    return bool(found.worst) and wrong.reached(found.worst) < wrong.c * wrong.graph.weigh(found.worst)


def exactly_one(wrong: WrongLabels, matched: bool) -> Finding:
    """A matching for c is found if ``matched``, a set that violates c if not; and never both."""
    try:
        found = wrong.by_flow()
    except ValueError as error:
        return Finding(None, str(error))
    answers = matches(wrong, found), violates(wrong, found)
    return Finding(answers == (matched, not matched), f"a matching: {answers[0]}, a violating set: {answers[1]}")


def expands_by_enumeration(wrong: WrongLabels) -> bool:
    """Whether every set reaches c times its mass."""
    return all(wrong.reached(chosen) >= wrong.c * wrong.graph.weigh(chosen) for chosen in wrong.sets())


register(
    Claim(
        id="self-training-expansion-flow",
        title="How far wrong pseudo-labels expand is a maximum flow, with a certificate either way",
        statement=(
            r"Let $M$ be the points of a class with a wrong pseudo-label. Either every $x \in M$ can send $c\,P(x)$ "
            r"through its views to points of the class that share one, none of which receives more than its mass, and "
            r"then $P(N(V) \cap \text{class}) \ge c\,P(V)$ for all $V \subseteq M$; or some $V \subseteq M$ has "
            r"$P(N(V) \cap \text{class}) < c\,P(V)$; and not both. The largest $c$ is the least quotient "
            r"$P(N(V) \cap \text{class})/P(V)$; largest flows find it, and a set that attains it."
        ),
        paper=WEI_2021,
        place="Theorem 4.3",
        reading=Reading.OURS,
        note="after Hall and Gale",
        instance=WrongLabels,
        conclusion=Conclusion(
            (
                Part("least quotient", is_least_quotient, largest_constant),
                Part("exactly one certificate", exactly_one, expands_by_enumeration),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
