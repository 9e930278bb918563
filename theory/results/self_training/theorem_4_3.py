"""Theorem 4.3 of Wei et al. as it is quoted, and a later restatement that drops a cap on c and fails."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.results.self_training.cells import EXPANDS, THEOREM, errs_at_most
from theory.results.self_training.papers import LANG_2024, WEI_2021
from theory.results.self_training.views import Labels, SelfTraining


def quoted_objective(training: SelfTraining, labels: Labels) -> Fraction:
    """L = (c + 1)/(c - 1) d + 2 c/(c - 1) R, which is (c + 1)/(c - 1) times F with the weight 2 c/(c + 1)."""
    c, graph = training.c, training.graph
    distance = graph.disagreement(labels, training.pseudo)
    return ((c + 1) * distance + 2 * c * graph.inconsistency(labels)) / (c - 1)


def no_worse_than_truth(training: SelfTraining) -> Finding:
    """L(G) <= L(truth)."""
    own, best = (quoted_objective(training, labels) for labels in (training.student, training.graph.truth))
    return Finding(own <= best, f"L is {own} for the student, {best} for the truth")


def quoted_bound(training: SelfTraining) -> Fraction:
    """2/(c - 1) a + 2 c/(c - 1) mu."""
    c = training.c
    return (2 * training.pseudo_error + 2 * c * training.mu) / (c - 1)


def few_wrong(training: SelfTraining) -> Finding:
    """Less than a third of every class has wrong pseudo-labels."""
    share = training.largest_share
    return Finding(share < Fraction(1, 3), f"the largest share of wrong pseudo-labels is {share}")


def expansion_above_3(training: SelfTraining) -> Finding:
    """c > 3."""
    return Finding(training.c > 3, f"c = {training.c}")


FEW_WRONG = Assumption("few wrong", r"$\bar a < 1/3$, the largest share of wrong pseudo-labels in a class", few_wrong)
ABOVE_3 = Assumption("c above 3", r"$c > 3$", expansion_above_3)

register(
    Claim(
        id="self-training-4-3-quoted",
        title="Fitting pseudo-labels consistently leaves the error 2a/(c-1) + 2c mu/(c-1) at most",
        statement=(
            r"Let wrong pseudo-labels expand by $c > 3$ inside their class, and be less than a third of every class. "
            r"If $L(G) \le L(\mathrm{truth})$ for $L = \frac{c+1}{c-1} d + \frac{2c}{c-1} R$, then "
            r"$\mathrm{Err}(G) \le \frac{2}{c-1} a + \frac{2c}{c-1} \mu$: $d$ is the mass on which labels differ from "
            r"the pseudo-labels, $R$ that of the points whose views have several labels, $a$ the mass of the wrong "
            r"pseudo-labels and $\mu = R(\mathrm{truth})$."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.QUOTED,
        note="on finite populations; of the minimiser only that it is no worse than the truth is used",
        instance=SelfTraining,
        assumptions=(
            EXPANDS,
            Assumption("no worse than truth", r"$L(G) \le L(\mathrm{truth})$", no_worse_than_truth),
            FEW_WRONG,
            ABOVE_3,
        ),
        conclusion=Conclusion((Part("error", errs_at_most, quoted_bound),)),
        expected=Verdict.PROVED,
        tightness="attained by a minimiser at c = 4",
    )
)


def expands_up_to_all(training: SelfTraining) -> Finding:
    """P_i(N(U)) >= min(c P_i(U), 1) for every U of wrong pseudo-labels in class i, by enumeration; P_i: within it."""
    graph = training.graph
    for i in range(graph.classes):
        own, mistaken = graph.members(i), training.mistaken(i)
        total = graph.weigh(own)
        for size in range(1, len(mistaken) + 1):
            for chosen in combinations(mistaken, size):
                reached = graph.weigh(graph.neighbourhood(chosen) & set(own))
                if reached < min(training.c * graph.weigh(chosen), total):
                    return Finding(False, f"{chosen} of class {i} reach {reached} of {total} only")
    return Finding(True, "all sets of wrong pseudo-labels expand, or reach their whole class")


def least(objective: Callable[[SelfTraining, Labels], Fraction]) -> Callable[[SelfTraining], Finding]:
    """The predicate that no labels have a smaller objective than the student, by enumeration."""

    def is_least(training: SelfTraining) -> Finding:
        own = objective(training, training.student)
        best = min(objective(training, labels) for labels in training.graph.labellings())
        return Finding(own == best, f"the objective is {own} for the student, {best} at least")

    return is_least


register(
    Claim(
        id="self-training-4-3-restated",
        title="The bound holds too if sets that reach their whole class need not expand by c",
        statement=(
            r"Let $P_i(N(U)) \ge \min\{c\,P_i(U), 1\}$ for every class $i$ and all sets $U$ of wrong pseudo-labels in "
            r"it, $\bar a < 1/3$ and $c > 3$, with no further bound on $c$. Every minimiser of "
            r"$L = \frac{c+1}{c-1} d + \frac{2c}{c-1} R$ has $\mathrm{Err} \le \frac{2}{c-1} a + \frac{2c}{c-1} \mu$."
        ),
        paper=LANG_2024,
        place="Appendix B.4",
        note="its restatement of a theorem of Wei et al. 2021",
        instance=SelfTraining,
        assumptions=(
            Assumption(
                "expansion or all", r"$P_i(N(U)) \ge \min\{c\,P_i(U), 1\}$ for wrong pseudo-labels", expands_up_to_all
            ),
            Assumption("minimiser", r"$L(G) \le L(G')$ for all labels $G'$", least(quoted_objective)),
            FEW_WRONG,
            ABOVE_3,
        ),
        conclusion=Conclusion((Part("error", errs_at_most, quoted_bound),)),
        expected=Verdict.REFUTED,
        repaired_by="self-training-4-3-quoted",
        tightness="false however large c is",
    )
)
