"""Random small populations with all their labellings, and the named ones of several proofs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from theory.claim import Claim
from theory.numbers import Truth, conjunction
from theory.results.self_training.cells import expansion_constant
from theory.results.self_training.views import Labels, SelfTraining, ViewGraph

MASSES = (0, 1, 1, 2, 4, 9)


@st.composite
def view_graphs(draw: DrawFn, most: int = 6, classes: tuple[int, ...] = (2, 2, 3)) -> ViewGraph:
    """Up to ``most`` points in 2 or 3 classes; views need not be mutual, and points of mass 0 are views only."""
    size, kinds = draw(st.integers(3, most)), draw(st.sampled_from(classes))
    mass = draw(st.lists(st.sampled_from(MASSES), min_size=size, max_size=size).filter(any))
    truth = draw(st.lists(st.integers(0, kinds - 1), min_size=size, max_size=size))
    views = []
    for x in range(size):
        near = [z for z in range(size) if truth[z] == truth[x] or draw(st.integers(0, 5)) == 0]
        views.append({x, *draw(st.lists(st.sampled_from(near), max_size=size))})
    return ViewGraph(tuple(map(Fraction, mass)), tuple(truth), tuple(map(tuple, views)), kinds)


@st.composite
def trainings(draw: DrawFn, most: int = 6) -> SelfTraining:
    """Few wrong pseudo-labels, the student equal to them, and for c the exact expansion where it is above 1."""
    graph = draw(view_graphs(most))
    pseudo = list(graph.truth)
    for x in draw(st.lists(st.sampled_from(graph.points), min_size=1, max_size=3)):
        pseudo[x] = draw(st.integers(0, graph.classes - 1))
    labels: Labels = tuple(pseudo)
    constant = expansion_constant(SelfTraining(graph, labels, labels, Fraction(2)))
    c = constant if constant is not None and constant > 1 else Fraction(draw(st.sampled_from([2, 4, 10])))
    return SelfTraining(graph, labels, labels, c)


@st.composite
def altered(draw: DrawFn, graph: ViewGraph) -> ViewGraph:
    """The same with another mass of one point, or the same."""
    x, mass = draw(st.sampled_from(graph.points)), Fraction(draw(st.integers(1, 12)))
    changed = draw(st.booleans()) and graph.mass[x] > 0
    return replace(graph, mass=(*graph.mass[:x], mass, *graph.mass[x + 1 :])) if changed else graph


@st.composite
def near_worst(draw: DrawFn, worst: SelfTraining) -> SelfTraining:
    """An instance at which a bound is attained, or one with another mass, where c is the exact expansion again."""
    one = replace(worst, graph=draw(altered(worst.graph)))
    constant = expansion_constant(one)
    return replace(one, c=constant) if constant is not None and constant > 1 else worst


def students(training: SelfTraining) -> Iterator[SelfTraining]:
    """The same with every student that there is."""
    return (replace(training, student=labels) for labels in training.graph.labellings())


def holds_for_every_student(claim: Claim, training: SelfTraining) -> Truth:
    """The conclusion for all students that meet the assumptions; ``None`` where there are none."""
    found = [
        claim.conclusion(one).holds
        for one in students(training)
        if all(assumption.predicate(one).holds for assumption in claim.assumptions)
    ]
    return conjunction(*found) if found else None


def population(mass: str, truth: str, views: str, classes: int = 2) -> ViewGraph:
    """A graph from texts: masses, classes, and the views of each point without itself.

    >>> population("1 3", "00", "1 0").views
    ((0, 1), (0, 1))
    """
    near = [{x, *(int(z) for z in view if z != "-")} for x, view in enumerate(views.split())]
    masses = tuple(map(Fraction, mass.split()))
    return ViewGraph(masses, tuple(map(int, truth)), tuple(tuple(view) for view in near), classes)


def training(
    graph: ViewGraph, pseudo: str, student: str, c: int | Fraction, weight: int | Fraction = 2, gap: int = 0
) -> SelfTraining:
    """Labels from texts, a digit each."""
    labels = [tuple(map(int, text)) for text in (pseudo, student)]
    return SelfTraining(graph, labels[0], labels[1], Fraction(c), Fraction(weight), Fraction(gap))


# s1, s2, t, h of class 0 and u of class 1, with two views o and p between them: the bound of Theorem 4.3 is attained
SEVEN = population("1 1 6 24 32 0 0", "0000101", "126 02 015 5 6 - -")
ATTAINED = training(SEVEN, "1110101", "1110101", 4)
PAIR = population("1 3", "00", "1 0")  # two points of one class that are views of each other
ISOLATED = population("1 3", "00", "- -")
