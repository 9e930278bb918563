"""Theorem 3.6: a label with at most half of a class pays for it in inconsistency, so each label owns a class."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.self_training.cells import proof as cells
from proofs_check.results.self_training.graphs import altered, population, view_graphs
from theory.numbers import conjunction
from theory.results.self_training.theorem_3_6 import Clustering, recalled_bound, sharp_bound
from theory.results.self_training.views import ViewGraph

ours = Proof("self-training-3-6")
ours.trusted("pigeonhole", "a one-to-one map between finite sets of the same size is onto", "any textbook")
ours.repeat(cells, "a shared view")


@ours.step(
    "few or all",
    "smt",
    "for the consistent points of some labels in a class, of mass W <= 1/2 of it, N(W) adds inconsistent ones only: "
    "(c - 1) W <= r, or W + r is the whole class",
    ["a shared view", "assumption:half expansion"],
)
def few_or_all(_: Settings) -> Result:
    """What is reached has at least the smaller of c W and p, and at most W + r, which is at most p."""
    import z3

    c, p, w, r, reached = z3.Reals("c p W r reached")
    enough = z3.Or(reached >= c * w, reached >= p)
    premises = [c > 1, w >= 0, r >= 0, w + r <= p, 2 * w <= p, reached <= w + r, enough]
    return smt.universally({"either": (premises, z3.Or((c - 1) * w <= r, w + r == p))}, "every c > 1")


@ours.step(
    "a minority label",
    "smt",
    "a label with at most half of a class among its consistent points has at most max(c/(c - 1), 2) r of the class",
    ["few or all"],
)
def minority(_: Settings) -> Result:
    """Its points are consistent, W, or inconsistent, r at most."""
    import z3

    c, p, w, r, whole, most = z3.Reals("c p W r P_y m")
    either = z3.Or((c - 1) * w <= r, w + r == p)
    premises = [c > 1, w >= 0, r >= 0, 2 * w <= p, either, whole <= w + r, (c - 1) * most >= c, most >= 2]
    return smt.universally({"label": (premises, whole <= most * r)}, "every c > 1")


@ours.step(
    "each label owns a class",
    "smt",
    "a label with more than max(c/(c - 1), 2) R has more than half of some class among its consistent points; no two "
    "labels have that of one class, so that labels and classes are matched one to one",
    ["a minority label", "pigeonhole", "assumption:every label used"],
)
def owns(_: Settings) -> Result:
    """Sums over classes, two groups at a time, and two halves of one class."""
    import z3

    m, r, s, one, other, p, w, u = z3.Reals("m r s P P_2 p W U")
    return smt.universally(
        {
            "sum": ([m >= 2, one <= m * r, other <= m * s], one + other <= m * (r + s)),
            "one owner": ([w >= 0, u >= 0, w + u <= p, 2 * w > p], 2 * u <= p),
        },
        "any classes",
    )


@ours.step(
    "the rest of a class",
    "smt",
    "the consistent points of a class without its own label weigh W < 1/2 of it and do not fill it with the "
    "inconsistent ones: (c - 1) W <= r, and mistakes weigh at most W + r <= c/(c - 1) r",
    ["few or all", "each label owns a class"],
)
def the_rest(_: Settings) -> Result:
    """The own label has more than half of the class among consistent points."""
    import z3

    c, p, w, r, own, mistakes = z3.Reals("c p W r own mistakes")
    either = z3.Or((c - 1) * w <= r, w + r == p)
    premises = [c > 1, w >= 0, r >= 0, p > 0, own + w + r == p, 2 * own > p, either, mistakes <= w + r]
    return smt.universally({"mistakes": (premises, (c - 1) * mistakes <= c * r)}, "every c > 1")


@ours.step(
    "all classes",
    "smt",
    "summed over the classes (c - 1) Err <= c R(G) <= c mu",
    ["the rest of a class", "assumption:no worse than truth"],
)
def all_classes(_: Settings) -> Result:
    """Two groups of classes, then the truth."""
    import z3

    c, one, other, r, s, mu = z3.Reals("c E E_2 r s mu")
    groups = [c > 1, (c - 1) * one <= c * r, (c - 1) * other <= c * s]
    return smt.universally(
        {
            "sum": (groups, (c - 1) * (one + other) <= c * (r + s)),
            "truth": ([c > 1, (c - 1) * one <= c * r, r <= mu], (c - 1) * one <= c * mu),
        },
        "any classes",
    )


ABOVE = Clustering(population("10 3 1 3 7", "00011", "- 02 - 24 -"), (0, 1, 1, 1, 1), Fraction(4))
BELOW = Clustering(population("13 1 1 2 7 0 0", "0000101", "5 5 136 12 6 - -"), (0, 1, 1, 1, 1, 0, 1), Fraction(4, 3))


@st.composite
def graphs_with_c(draw: DrawFn) -> tuple[ViewGraph, Fraction]:
    """A small population and a c between 1 and 8, or one at which the bound is attained, perhaps with another mass."""
    if draw(st.booleans()):
        tight = draw(st.sampled_from((ABOVE, BELOW)))
        return draw(altered(tight.graph)), tight.c
    return draw(view_graphs(6)), 1 + Fraction(draw(st.sampled_from([1, 2, 3, 4, 8, 12, 28])), 4)


def _every_student(proof: Proof, case: tuple[ViewGraph, Fraction]) -> bool | None:
    """All labels of a population that meet the assumptions."""
    graph, c = case
    expansion, *others = proof.claim.assumptions
    if not expansion.predicate(Clustering(graph, graph.truth, c)).holds:
        return None
    students = [Clustering(graph, labels, c) for labels in product(range(graph.classes), repeat=len(graph.mass))]
    met = [one for one in students if all(assumption.predicate(one).holds for assumption in others)]
    return conjunction(*(proof.claim.conclusion(one).holds for one in met)) if met else None


@ours.check("every student", "sampled", "random small populations: all labels that meet the assumptions")
def every_student(settings: Settings) -> Result:
    """Not the minimisers alone."""
    return sampled.holds_on(
        graphs_with_c(), lambda case: _every_student(ours, case), settings, (30, 120, 600), "up to six points"
    )


THREE = population("2 1 3", "001", "1 0 -")
APART = population("2 1 3", "001", "- - -")
BRIDGE = population("5 1 6 0", "0010", "3 3 - -")
TWO = Fraction(2)
for case, clustering in (("c = 4", ABOVE), ("c = 4/3", BELOW)):
    ours.example(given(clustering), case)
    ours.near_miss("error", given((clustering, sharp_bound(clustering) - Fraction(1, 100))), case)

recalled = Proof("self-training-3-6-recalled")
recalled.uses("self-training-3-6")


@recalled.step(
    "stronger assumption, weaker conclusion",
    "smt",
    "max(2/(c - 1), 2) >= max(c/(c - 1), 2), and max(c/(c - 1), 2) >= c/(c - 1)",
    ["self-training-3-6", "assumption:every label used"],
)
def implied(_: Settings) -> Result:
    """For c <= 2 by 2 >= c; from there both are 2."""
    import z3

    c, most, spread = z3.Reals("c m s")
    at_least = [(c - 1) * most >= 2, most >= 2]
    return smt.universally(
        {
            "threshold": ([c > 1, *at_least], z3.And((c - 1) * most >= c, most >= 2)),
            "bound": ([c > 1, (c - 1) * spread == c], z3.If(spread >= 2, spread, 2) >= spread),
        },
        "every c > 1",
    )


recalled.example(given(BELOW))
recalled.near_miss("error", given((BELOW, recalled_bound(BELOW) - Fraction(1, 100))))
for one in (ours, recalled):
    one.control("half expansion", given(Clustering(APART, (0, 1, 1), TWO)))
    one.control("every label used", given(Clustering(THREE, (0, 0, 0), TWO)))
    one.control("no worse than truth", given(Clustering(BRIDGE, (0, 1, 1, 0), TWO)))
