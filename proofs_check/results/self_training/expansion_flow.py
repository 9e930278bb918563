"""Expansion as a flow: a matching bounds what every set reaches, and a least cut is a set that reaches too little."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt
from proofs_check.results.self_training.graphs import SEVEN, population
from theory.results.self_training.expansion_flow import WrongLabels, matches
from theory.results.self_training.views import ViewGraph

proof = Proof("self-training-expansion-flow")
proof.trusted(
    "max-flow min-cut",
    "the largest flow of a finite network is as large as its least cut, and rational capacities have a rational one",
    "Ford and Fulkerson, Flows in Networks, I.5",
)


@proof.step(
    "a matching shows expansion",
    "smt",
    "what V sends, c P(V), arrives in N(V) ∩ class, where no more than its mass is received",
)
def matching_shows(_: Settings) -> Result:
    """A view through which V sends is a view of a point of N(V) only."""
    import z3

    c, mass, sent, received, reached = z3.Reals("c P sent received reached")
    premises = [c > 0, mass > 0, sent == c * mass, sent <= received, received <= reached]
    return smt.universally({"V": (premises, reached >= c * mass)}, "every c > 0")


@proof.step(
    "a least cut shows the contrary",
    "smt",
    "a cut without arcs through views costs c P(M - V) and at least P(N(V) ∩ class), V the points of M before it: "
    "below c P(M) it shows P(N(V) ∩ class) < c P(V)",
    ["max-flow min-cut"],
)
def cut_shows(_: Settings) -> Result:
    """Arcs through views have no limit; so all of N(V) ∩ class is before the cut, and its arcs to the end are in it."""
    import z3

    c, all_of_m, mass, reached, cost = z3.Reals("c P_M P_V reached cost")
    premises = [c > 0, mass >= 0, mass <= all_of_m, reached >= 0, cost >= c * (all_of_m - mass) + reached]
    return smt.universally({"cut": ([*premises, cost < c * all_of_m], reached < c * mass)}, "every c > 0")


@proof.step(
    "not both",
    "smt",
    "a set that reaches less than c P(V) contradicts a matching for c",
    ["a matching shows expansion", "a least cut shows the contrary"],
)
def not_both(_: Settings) -> Result:
    """The two inequalities exclude each other; a largest flow without a violating set is a matching."""
    import z3

    c, mass, reached = z3.Reals("c P reached")
    return smt.universally({"V": ([c > 0, mass > 0, reached >= c * mass], z3.Not(reached < c * mass))}, "every c > 0")


@proof.step(
    "rounds end",
    "smt",
    "a violating set for c has a quotient below c, so that each round lowers c to the quotient of another set, and "
    "stops at the least, for which all can be sent",
    ["a least cut shows the contrary"],
)
def rounds_end(_: Settings) -> Result:
    """There are finitely many sets; and no set violates the least quotient."""
    import z3

    c, least, mass, reached = z3.Reals("c least P reached")
    return smt.universally(
        {
            "lower": ([c > 0, mass > 0, reached < c * mass], reached / mass < c),
            "least": ([mass > 0, reached / mass >= least], z3.Not(reached < least * mass)),
        },
        "every c > 0",
    )


# three wrong pseudo-labels of one class that share what they reach; a neighbour of the other class does not count
SHARED = population("6 2 3 4 20 9", "000001", "3 34 45 4 - -")
FIXED = (
    WrongLabels(SEVEN, (1, 1, 1, 0, 1, 0, 1), 0, Fraction(4)),
    WrongLabels(SHARED, (1, 1, 1, 0, 0, 1), 0, Fraction(5, 2)),
    WrongLabels(SHARED, (1, 0, 1, 0, 0, 1), 0, Fraction(2)),
)


@proof.step(
    "the program",
    "exact",
    "on three populations the flow and the worst set that the program finds are what they should be, number by number",
    ["not both", "rounds end"],
)
def the_program(_: Settings) -> Result:
    """What is sent, received and reached, summed from the certificates."""
    comparisons: dict[str, exact.Comparison] = {}
    for k, wrong in enumerate(FIXED):
        found, mass = wrong.by_flow(), wrong.graph.mass
        for x in wrong.mistaken:
            sent = sum(amount for start, _, amount in found.sent if start == x)
            comparisons[f"{k}: {x} sends"] = (sent, "==", (found.constant or 0) * mass[x])
        for y in wrong.own:
            received = sum(amount for _, end, amount in found.received if end == y)
            comparisons[f"{k}: {y} receives"] = (max(received, mass[y]), "==", mass[y])
        for z in wrong.graph.points:
            through = sum(a for _, view, a in found.sent if view == z), sum(a for v, _, a in found.received if v == z)
            comparisons[f"{k}: through {z}"] = (through[0], "==", through[1])
        least = (found.constant or 0) * wrong.graph.weigh(found.worst)
        comparisons[f"{k}: the worst set"] = (wrong.reached(found.worst), "==", least)
    return exact.compare(comparisons, "three populations")


@proof.step(
    "no set is worse",
    "exact",
    "on the three populations no set of wrong pseudo-labels has a smaller quotient than the constant of the flow",
    ["the program"],
)
def no_set_is_worse(_: Settings) -> Result:
    """Set by set."""
    constants = [wrong.by_flow().constant or Fraction(0) for wrong in FIXED]
    cases = [(k, chosen) for k, wrong in enumerate(FIXED) for chosen in wrong.sets()]

    def holds(case: tuple[int, tuple[int, ...]]) -> bool:
        k, chosen = case
        return FIXED[k].reached(chosen) >= constants[k] * FIXED[k].graph.weigh(chosen)

    return exact.every(cases, holds, "sets of wrong pseudo-labels of three populations", "three populations")


def wrong_labels(seed: int) -> WrongLabels:
    """Up to nine points with few views, many wrong pseudo-labels, a class and any c.

    Drawn evenly, since the small populations that Hypothesis prefers are decided in the first round.
    """
    rng = random.Random(seed)
    points = range(rng.randint(4, 9))
    mass = tuple(Fraction(rng.choice((0, 1, 1, 2, 5, 9))) for _ in points)
    truth, pseudo = (tuple(rng.choice(odds) for _ in points) for odds in ((0, 0, 0, 1), (0, 1)))
    views = tuple((x, *rng.choices(points, k=rng.randint(0, 2))) for x in points)
    c = Fraction(rng.randint(1, 12), rng.randint(1, 4))
    return WrongLabels(ViewGraph(mass, truth, views), pseudo, rng.choice((0, 0, 1)), c)


def _rounds(wrong: WrongLabels) -> list[str]:
    """Whether all of M is the worst set, which is where the search begins."""
    worst = wrong.by_flow().worst
    return ["a smaller set is worse" if 0 < len(worst) < len(wrong.mistaken) else "all of M, or nothing"]


@proof.check("random populations", "sampled", "flows against the enumeration of all sets, certificates by arithmetic")
def random_populations(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(
        st.integers(0, 2**32).map(wrong_labels),
        lambda wrong: proof.claim.conclusion(wrong).holds,
        settings,
        (60, 250, 1500),
        "up to nine points",
        _rounds,
    )


@proof.check("broken flows", "exact", "a certificate with one amount changed, or with a stranger in it, is none")
def broken_flows(_: Settings) -> Result:
    """Every amount of the first population in turn."""
    wrong = FIXED[0]
    found = wrong.by_flow()
    changed = []
    for i, (x, z, amount) in enumerate(found.sent):
        for other in ((x, z, amount + 1), (x, z, -amount), (3, z, amount), (x, 4, amount)):
            changed.append(replace(found, sent=(*found.sent[:i], other, *found.sent[i + 1 :])))
    truths = [matches(wrong, found), *(not matches(wrong, one) for one in changed)]
    return exact.decide(truths, "one population", f"{len(changed)} changed flows are no matchings")


proof.example(given(FIXED[0]), "a matching")
proof.example(given(FIXED[1]), "a violating set")
proof.near_miss("least quotient", given((FIXED[0], Fraction(3))))
proof.near_miss("exactly one certificate", given((FIXED[0], False)), "a matching")
proof.near_miss("exactly one certificate", given((FIXED[1], True)), "a violating set")
