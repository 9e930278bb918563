"""Diagrams of binary variables of which some have mechanisms that may change, and what stays the same under that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.numbers import sympify
from theory.results.dataset_shift.papers import SUBBASWAMY_2022

LARGEST = 5  # variables, so that all their values can be summed


@dataclass(frozen=True)
class Diagram:
    """Binary variables 0, 1, ... in an order in which parents come first, with their mechanisms.

    ``tables[i]`` has P(X_i = 1) for each value of its parents, 0 before 1, the last parent fastest; it is empty for
    the ``mutable`` variables, whose mechanisms may be anything.  ``given`` are the variables on which the ``target``
    is conditioned.  Raises ``ValueError`` for parents that do not come before, tables of another size, what is no
    probability, and more than five variables.
    """

    parents: tuple[tuple[int, ...], ...]
    tables: tuple[tuple[Fraction, ...], ...]
    mutable: tuple[int, ...]
    target: int
    given: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        make_exact(self, "tables", rational=True)
        make_whole(self, "parents", "mutable", "target", "given")
        count = len(self.parents)
        if not 1 <= count <= LARGEST or len(self.tables) != count:
            raise ValueError(f"1 to {LARGEST} variables must have parents and a table each")
        for i, (above, table) in enumerate(zip(self.parents, self.tables, strict=True)):
            if not set(above) <= set(range(i)) or len(set(above)) != len(above):
                raise ValueError(f"the parents of {i} must come before it")
            if len(table) != (0 if i in self.mutable else 2 ** len(above)):
                raise ValueError(f"{i} must have a probability for each value of its parents, and none if mutable")
            if any(not 0 <= p <= 1 for p in table):
                raise ValueError(f"the table of {i} must have probabilities")
        named = (self.target, *self.given, *self.mutable)
        if not set(named) <= set(range(count)) or self.target in self.given:
            raise ValueError("target, given and mutable variables must be variables, the target not given")

    def __str__(self) -> str:
        said = []
        for i, (above, table) in enumerate(zip(self.parents, self.tables, strict=True)):
            causes = f" from {', '.join(map(str, above))}" if above else ""
            said.append(f"{i}{causes}: {'mutable' if i in self.mutable else ', '.join(map(str, table))}")
        return f"{'; '.join(said)}; {self.target} given {list(self.given)}"


def separated(diagram: Diagram) -> bool:
    """Whether the given variables separate the target from a new parent of every mutable variable.

    By the moral graph of all ancestors: parents of one variable are joined, arrows lose their direction, and no path
    avoids the given variables.

    >>> chain = Diagram(((), (0,), (1,)), ((), ("1/3", "1/2"), ("1/4", "3/4")), (0,), 2)
    >>> separated(chain), separated(Diagram(chain.parents, chain.tables, (0,), 2, (1,)))
    (False, True)
    """
    count = len(diagram.parents)
    selection = {i: count + k for k, i in enumerate(diagram.mutable)}  # of each mutable variable its new parent
    parents = {i: [*above, *([selection[i]] if i in selection else [])] for i, above in enumerate(diagram.parents)}
    relevant, todo = set(selection.values()), [diagram.target, *diagram.given]
    while todo:
        relevant.add(here := todo.pop())
        todo += [above for above in parents.get(here, []) if above not in relevant]
    joined: dict[int, set[int]] = {i: set() for i in relevant}
    for i in relevant:
        family = [i, *parents.get(i, [])]
        for one, other in product(family, repeat=2):
            if one != other:
                joined[one].add(other)
    reached, todo = {diagram.target}, [diagram.target]
    while todo:
        for near in joined[todo.pop()] - reached - set(diagram.given):
            reached.add(near)
            todo.append(near)
    return not reached & set(selection.values())


def joint(diagram: Diagram, name: str, values: Mapping[int, int]) -> Any:
    """The probability of the values of some variables; the mutable mechanisms are symbols of this ``name``."""
    total: Any = sp.Integer(0)
    for world in product((0, 1), repeat=len(diagram.parents)):
        if all(world[i] == value for i, value in values.items()):
            total += sp.Mul(*_factors(diagram, name, world))
    return total


def _factors(diagram: Diagram, name: str, world: Sequence[int]) -> Iterator[Any]:
    """P(x_i | its parents) for each variable."""
    for i, above in enumerate(diagram.parents):
        seen = [world[j] for j in above]
        place = int("".join(map(str, seen)) or "0", 2)
        if i in diagram.mutable:
            one: Any = sp.Symbol(f"{name}_{i}_{place}")
        else:
            one = sympify(diagram.tables[i][place])
        yield one if world[i] else 1 - one


def stable(diagram: Diagram) -> bool:
    """Whether P(target | given) does not depend on the mechanisms of the mutable variables, wherever it is defined.

    For two choices of them, p and q, P_p(target, given) P_q(given) and P_q(target, given) P_p(given) are compared as
    polynomials in both.
    """
    for world in product((0, 1), repeat=len(diagram.given)):
        seen = dict(zip(diagram.given, world, strict=True))
        both = {**seen, diagram.target: 1}
        p, q = ((joint(diagram, name, both), joint(diagram, name, seen)) for name in ("p", "q"))
        if sp.expand(p[0] * q[1] - q[0] * p[1]) != 0:
            return False
    return True


def stable_is(diagram: Diagram, value: bool) -> Finding:
    """P(target | given) is stable exactly if ``value``."""
    found = stable(diagram)
    return Finding(found == value, f"P({diagram.target} | {list(diagram.given)}) {'is' if found else 'is not'} stable")


def is_separated(diagram: Diagram) -> Finding:
    """The given variables separate the target from what may change."""
    found = separated(diagram)
    return Finding(found, "separated" if found else "a path is open")


def separated_is(diagram: Diagram, value: bool) -> Finding:
    """The target is separated exactly if ``value``."""
    return Finding(separated(diagram) == value, is_separated(diagram).witness)


def is_stable(diagram: Diagram) -> Finding:
    """P(target | given) is the same for all mechanisms of the mutable variables."""
    return stable_is(diagram, True)


def no_inert_edge(diagram: Diagram) -> Finding:
    """Every mechanism that is fixed depends on each parent of its variable."""
    for i, (above, table) in enumerate(zip(diagram.parents, diagram.tables, strict=True)):
        for k, parent in enumerate(above):
            step = 2 ** (len(above) - 1 - k)
            if table and all(table[place] == table[place ^ step] for place in range(len(table))):
                return Finding(False, f"{i} does not depend on its parent {parent}")
    return Finding(True, "every edge matters")


SETTING = (
    r"Let binary variables have a diagram, and some of them, the mutable ones, mechanisms that may be anything; the "
    r"others keep theirs. "
)

register(
    Claim(
        id="separated-is-stable",
        title="What is separated from all that may change has a stable conditional law",
        statement=SETTING
        + r"If the variables $Z$ separate (d-separation) the target from a new parent of each mutable variable, then "
        r"$P(T \mid Z)$ is the same for all mechanisms of the mutable variables, wherever $P(Z) > 0$.",
        paper=SUBBASWAMY_2022,
        reading=Reading.OURS,
        instance=Diagram,
        assumptions=(
            Assumption("separated", "$Z$ separates $T$ from a new parent of each mutable variable", is_separated),
        ),
        conclusion=Conclusion((Part("stable", stable_is, lambda _: True),)),
        expected=Verdict.PROVED,
        tightness="its converse is false: stable-is-separated-recalled",
    )
)
register(
    Claim(
        id="stable-is-separated-recalled",
        title="A stable conditional law is separated from all that may change",
        statement=SETTING
        + r"Let every fixed mechanism depend on each of its parents. If $P(T \mid Z)$ is the same for all mechanisms "
        r"of the mutable variables, then $Z$ separates $T$ from a new parent of each of them.",
        paper=SUBBASWAMY_2022,
        note="whether the paper assumes faithfulness is not known",
        instance=Diagram,
        assumptions=(
            Assumption("stable", r"$P(T \mid Z)$ is the same for all mechanisms of the mutable variables", is_stable),
            Assumption("no inert edge", "every fixed mechanism depends on each parent", no_inert_edge),
        ),
        conclusion=Conclusion((Part("separated", separated_is, lambda _: True),)),
        expected=Verdict.REFUTED,
        tightness="two paths can cancel",
    )
)
