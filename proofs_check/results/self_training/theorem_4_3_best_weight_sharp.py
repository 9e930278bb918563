"""The worst populations as formulas in c and w: their sets, their labels, and why 2 is best."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from typing import Any

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.self_training.theorem_4_3_weight_2 import at, difference, factors
from theory.results.self_training.theorem_4_3 import least
from theory.results.self_training.theorem_4_3_best_weight_sharp import HIGH, LOW, TIE, Design, worst
from theory.results.self_training.theorem_4_3_weight_2 import Objective, guarantee
from theory.results.self_training.views import Labels, SelfTraining, ViewGraph

proof = Proof("self-training-4-3-best-weight-sharp")


class _Family:
    """A design with masses that are formulas: which sums of them expansion and objective are about."""

    def __init__(self, shape: Design, mass: Iterable[Any]) -> None:
        truth, self.pseudo, self.student, views = shape
        self.mass = list(mass)
        charged = tuple(Fraction(int(not (isinstance(m, int) and m == 0))) for m in self.mass)
        self.graph = ViewGraph(charged, truth, views)

    def weigh(self, points: Iterable[int]) -> Any:
        import z3

        first, *others = [self.mass[x] for x in sorted(points)] or [z3.RealVal(0)]
        return sum(others, first)

    def expansions(self, c: Any) -> dict[str, Any]:
        """For every set of wrong pseudo-labels that it expands by c in its class; and that no mass is negative."""
        found = {f"mass {x}": self.mass[x] >= 0 for x in self.graph.support}
        for i in range(self.graph.classes):
            own = set(self.graph.members(i))
            wrong = [x for x in sorted(own) if self.pseudo[x] != i]
            for size in range(1, len(wrong) + 1):
                for chosen in combinations(wrong, size):
                    reached = self.weigh(self.graph.neighbourhood(chosen) & own)
                    found[f"class {i}, {list(chosen)}"] = reached >= c * self.weigh(chosen)
        return found

    def objective(self, labels: Labels, w: Any) -> Any:
        support = self.graph.support
        distance = self.weigh(x for x in support if labels[x] != self.pseudo[x])
        return distance + w * self.inconsistency(labels)

    def inconsistency(self, labels: Labels) -> Any:
        return self.weigh(x for x in self.graph.support if not self.graph.consistent(x, labels))

    def error(self) -> Any:
        return self.weigh(x for x in self.graph.support if self.student[x] != self.graph.truth[x])


def _family_is_worst(shape: Design, kind: str) -> Result:
    """That the masses of a design do what is said of them, for all c and w of one kind."""
    import z3

    c, w, v = z3.Reals("c w v")
    premises = [c > 2, w > 0]
    if kind == "tie":
        family = _Family(shape, (z3.RealVal(1), c - 1, c * (c - 1), 0))
        premises += [(c - 1) * w <= c]
        ratio = z3.And(family.inconsistency(family.graph.truth) == 0, family.error() > 0)
    else:
        one = z3.RealVal(1)
        low = (v, one, (c - 1) * v - 1, (c * c - c) * v, 2 * (c * c - c) * v, 0, 0)
        family = _Family(shape, low if kind == "low" else (v, one, (c - 1) * v - 1, 100 * v, 0))
        below = ((c - 1) * w - c) if kind == "low" else c - 2
        premises += [w <= 2, below > 0] if kind == "low" else [w >= 2]
        premises += [v > 0, v * below == w]
        ratio = z3.And(family.inconsistency(family.graph.truth) == 1, family.error() * below == w * c)
    no_worse = family.objective(family.student, w) <= family.objective(family.graph.truth, w)
    statements = {**family.expansions(c), "no worse than the truth": no_worse, "error": ratio}
    return smt.universally({name: (premises, formula) for name, formula in statements.items()}, "every c and w")


@proof.step("weights up to 2", "smt", "seven points on which Err = w c/((c - 1) w - c) mu, for c/(c - 1) < w <= 2")
def weights_up_to_2(_: Settings) -> Result:
    """All wrong pseudo-labels are kept."""
    return _family_is_worst(LOW, "low")


@proof.step("weights from 2 on", "smt", "five points on which Err = w c/(c - 2) mu, for w >= 2")
def weights_from_2_on(_: Settings) -> Result:
    """Right pseudo-labels are given up to agree with a wrong one."""
    return _family_is_worst(HIGH, "high")


@proof.step("weights up to c/(c - 1)", "smt", "four points with mu = 0 < Err, for w <= c/(c - 1)")
def small_weights(_: Settings) -> Result:
    """To keep wrong labels costs less than to correct them."""
    return _family_is_worst(TIE, "tie")


@proof.step(
    "2 is the best",
    "symbolic",
    "the factor falls strictly up to w = 2, where both forms agree, and rises strictly from there",
    ["weights up to 2", "weights from 2 on", "weights up to c/(c - 1)"],
)
def two_is_best(_: Settings) -> Result:
    """With w = c/(c - 1) + u, u > 0, and c = 2 + k."""
    k, u, w = sp.symbols("k u w", positive=True)
    c = 2 + k
    low, high = factors(c, w)
    slope = sp.simplify(sp.diff(low, w).subs(w, c / (c - 1) + u))
    falling = symbolic.signs({"up to 2": (slope, "<0"), "from 2 on": (sp.diff(high, w), ">0")}, "every c > 2")
    return together(falling, symbolic.identities({"at 2": difference(c, w)}, "every c > 2"))


@proof.check("minimisers", "exact", "at nine pairs (c, w) the labels have the least objective of all labellings")
def minimisers(_: Settings) -> Result:
    """So the factor is that of minimisers too."""
    pairs = [at(c, w) for c in (3, 4, "11/2") for w in ("8/5", "2", "3")]
    is_least = least(SelfTraining.objective)
    return exact.decide([is_least(worst(one)).holds for one in pairs], "nine pairs", "the student is a minimiser")


@st.composite
def objectives(draw: DrawFn) -> Objective:
    """c from 2 to 12, w up to 5."""
    return at(2 + Fraction(draw(st.integers(1, 40)), 4), Fraction(draw(st.integers(1, 40)), 8))  # type: ignore[arg-type]


@proof.check("random pairs", "sampled", "the population of a random pair (c, w), its expansion by a maximum flow")
def random_pairs(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(
        objectives(),
        lambda one: proof.claim.conclusion(one).holds,
        settings,
        (15, 60, 300),
        "c in (2, 12], w in (0, 5]",
    )


for _weight in ("4/3", "3/2", "2", "3"):
    proof.example(lambda w=_weight: at(4, w), f"c = 4, weight {_weight}")  # type: ignore[misc]
proof.near_miss("attained", lambda: (at(4, "3/2"), guarantee(at(4, "3/2")) + Fraction(1, 100)), "weight 3/2")
proof.near_miss("attained", lambda: (at(4, 3), guarantee(at(4, 3)) - Fraction(1, 100)), "weight 3")
proof.near_miss("attained", lambda: (at(4, "4/3"), sp.Integer(1000)), "weight c/(c - 1)")
proof.near_miss("2 is the best weight", lambda: (at(4, 2), Fraction(8, 5)), "weight 8/5")
proof.near_miss("2 is the best weight", lambda: (at(4, 2), Fraction(5, 2)), "weight 5/2")
