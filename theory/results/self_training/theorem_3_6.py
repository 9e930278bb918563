"""Theorem 3.6 of Wei et al. as we recall it, without any pseudo-label: consistency alone finds the classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.results.self_training.papers import WEI_2021
from theory.results.self_training.views import Labels, ViewGraph

THEOREM = "Theorem 3.6"


@dataclass(frozen=True)
class Clustering:
    """Labels of a student on a population, and an expansion ``c`` > 1.  Raises ``ValueError`` for c <= 1."""

    graph: ViewGraph
    student: Labels
    c: Fraction

    def __post_init__(self) -> None:
        self.graph.check(self.student)
        make_exact(self, "c", rational=True)
        if self.c <= 1:
            raise ValueError(f"c = {self.c} must be above 1")

    @property
    def error(self) -> Fraction:
        """The mass of the mistakes, after the labels are named in the best way."""
        graph = self.graph
        renamed = [tuple(names[label] for label in self.student) for names in permutations(range(graph.classes))]
        return min(graph.disagreement(labels, graph.truth) for labels in renamed)

    @property
    def mu(self) -> Fraction:
        """R(truth): the mass of the points with views in another class."""
        return self.graph.inconsistency(self.graph.truth)

    def __str__(self) -> str:
        graph = self.graph
        rows = zip(graph.mass, graph.truth, self.student, graph.views, strict=True)
        points = [f"{x}: mass {m}, class {t}, label {g}, views {list(v)}" for x, (m, t, g, v) in enumerate(rows)]
        return f"c = {self.c}; " + ", ".join(points)


def half_expands(clustering: Clustering) -> Finding:
    """P(N(V) ∩ class i) >= min(c P(V), P(class i)) for all V of at most half a class, by enumeration."""
    graph = clustering.graph
    for i in range(graph.classes):
        own = graph.members(i)
        total = graph.weigh(own)
        for size in range(1, len(own) + 1):
            for chosen in combinations(own, size):
                mass = graph.weigh(chosen)
                reached = graph.weigh(graph.neighbourhood(chosen) & set(own)) if 2 * mass <= total else total
                if reached < min(clustering.c * mass, total):
                    return Finding(False, f"{chosen} of class {i}, of mass {mass}, reach {reached} of {total}")
    return Finding(True, f"all sets of at most half a class expand by {clustering.c}, or reach their class")


def used_above(factor: Callable[[Fraction], Fraction]) -> Callable[[Clustering], Finding]:
    """The predicate that every label has more than ``factor(c)`` times the inconsistent mass."""

    def used(clustering: Clustering) -> Finding:
        graph, student = clustering.graph, clustering.student
        least = min(graph.weigh(x for x in graph.support if student[x] == y) for y in range(graph.classes))
        bound = factor(clustering.c) * graph.inconsistency(student)
        return Finding(least > bound, f"the rarest label has the mass {least}; the bound is {bound}")

    return used


def no_worse_than_truth(clustering: Clustering) -> Finding:
    """R(G) <= mu."""
    own = clustering.graph.inconsistency(clustering.student)
    return Finding(own <= clustering.mu, f"R is {own} for the student, {clustering.mu} for the truth")


def errs_at_most(clustering: Clustering, bound: Fraction) -> Finding:
    """The error, labels named in the best way, is at most ``bound``."""
    return Finding(clustering.error <= bound, f"the student errs on {clustering.error}; the bound is {bound}")


def spread(c: Fraction) -> Fraction:
    """c/(c - 1)."""
    return c / (c - 1)


def sharp_bound(clustering: Clustering) -> Fraction:
    """c/(c - 1) mu."""
    return spread(clustering.c) * clustering.mu


def recalled_bound(clustering: Clustering) -> Fraction:
    """max(c/(c - 1), 2) mu."""
    return max(spread(clustering.c), Fraction(2)) * clustering.mu


HALF_EXPANSION = Assumption(
    "half expansion",
    r"$P_i(N(V)) \ge \min\{c\,P_i(V), 1\}$ for every class $i$ and all $V$ with $P_i(V) \le 1/2$",
    half_expands,
)
NO_WORSE = Assumption("no worse than truth", r"$R(G) \le \mu$", no_worse_than_truth)

register(
    Claim(
        id="self-training-3-6-recalled",
        title="Consistent labels that are all used are the classes, up to max(c/(c-1), 2) mu",
        statement=(
            r"Let all sets of at most half a class expand by $c > 1$, or reach their class, and let "
            r"$\min_y P(G = y) > \max\{\frac{2}{c-1}, 2\} R(G)$ and $R(G) \le \mu$. Then the labels can be named so "
            r"that $\mathrm{Err}(G) \le \max\{\frac{c}{c-1}, 2\}\,\mu$. There are as many labels as classes."
        ),
        paper=WEI_2021,
        place=THEOREM,
        note="on finite populations; of the least R only R(G) <= mu is used",
        instance=Clustering,
        assumptions=(
            HALF_EXPANSION,
            Assumption(
                "every label used",
                r"$\min_y P(G = y) > \max\{\frac{2}{c-1}, 2\} R(G)$",
                used_above(lambda c: max(2 / (c - 1), Fraction(2))),
            ),
            NO_WORSE,
        ),
        conclusion=Conclusion((Part("error", errs_at_most, recalled_bound),)),
        expected=Verdict.PROVED,
        tightness="attained at c = 4/3; for c > 2 self-training-3-6 is sharper",
    )
)
register(
    Claim(
        id="self-training-3-6",
        title="Consistent labels that are all used are the classes, up to c/(c-1) mu",
        statement=(
            r"Let all sets of at most half a class expand by $c > 1$, or reach their class, and let "
            r"$\min_y P(G = y) > \max\{\frac{c}{c-1}, 2\} R(G)$ and $R(G) \le \mu$. Then the labels can be named so "
            r"that $\mathrm{Err}(G) \le \frac{c}{c-1}\,\mu$. There are as many labels as classes."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=Clustering,
        assumptions=(
            HALF_EXPANSION,
            Assumption(
                "every label used",
                r"$\min_y P(G = y) > \max\{\frac{c}{c-1}, 2\} R(G)$",
                used_above(lambda c: max(spread(c), Fraction(2))),
            ),
            NO_WORSE,
        ),
        conclusion=Conclusion((Part("error", errs_at_most, sharp_bound),)),
        expected=Verdict.PROVED,
        tightness="attained at c = 4 and c = 4/3",
    )
)
