"""When the interventional law P(T | do(A), C) has the smallest worst risk of all predictions."""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear.feasible import real, solution
from theory.results.dataset_shift.games import Rival, ShiftGame
from theory.results.dataset_shift.papers import SUBBASWAMY_2022

SETTING = (
    r"Let $T$ have the law $\pi > 0$ and $C$ the law $k(c \mid t, a)$ in every environment, while $P(A \mid T)$ may be "
    r"anything, and let a prediction $g(a, c)$ of probabilities lose $\sum_s (g_s - [s = t])^2$. Let $f(a, c) = "
    r"P(T \mid \mathrm{do}(a), c) \propto \pi_t\, k(c \mid t, a)$ and $r(t, a)$ its expected loss. "
)


def worst_values(game: ShiftGame) -> list[int]:
    """The values a* of A with r(t, a*) >= r(t, a) for all t and a."""
    rows = game.losses(game.interventional)
    return [a for a in game.values if all(row[a] == max(row) for row in rows)]


def common_worst(game: ShiftGame) -> bool:
    """Whether some value of A is worst for every class."""
    return bool(worst_values(game))


def has_common_worst(rival: Rival) -> Finding:
    """Some value of A is worst for every class."""
    found = worst_values(rival.game)
    return Finding(bool(found), f"worst for every class: {found or 'no value'}")


def worst_at_most(rival: Rival, bound: Fraction) -> Finding:
    """The largest risk of the interventional law is at most ``bound``."""
    found = rival.game.worst_risk(rival.game.interventional)
    return Finding(found <= bound, f"the worst risk of P(T | do(A), C) is {found}, of the rival {bound}")


def of_the_rival(rival: Rival) -> Fraction:
    """The largest risk of the other predictions."""
    return rival.game.worst_risk(rival.predictions)


NOT_WORSE = Part("no larger worst risk", worst_at_most, of_the_rival)


def worst_environment(game: ShiftGame) -> list[tuple[Fraction, ...]] | None:
    """An environment that is worst for f, and for which f is Bayes: it shows that f is minimax; ``None`` if none is.

    A rational solution of linear conditions: q_t is a law on the worst values of the class t, and q_t(a) = q_s(a)
    where an outcome is possible for both classes.
    """
    import z3

    rows = game.losses(game.interventional)
    q = [[z3.Real(f"q_{t}_{a}") for a in game.values] for t in game.classes]
    conditions = [each >= 0 for row in q for each in row]
    conditions += [z3.Sum(row) == real(Fraction(1)) for row in q]
    conditions += [q[t][a] == 0 for t, row in enumerate(rows) for a in game.values if row[a] < max(row)]
    pairs = ((t, s, a) for a in game.values for t in game.classes for s in range(t))
    conditions += [q[t][a] == q[s][a] for t, s, a in pairs if game.overlap(t, s, a)]
    found = solution([each for row in q for each in row], conditions)
    width = len(game.values)
    return None if found is None else [found[t * width : (t + 1) * width] for t in game.classes]


def is_worst_and_bayes(game: ShiftGame, environment: list[tuple[Fraction, ...]]) -> bool:
    """Whether f has its largest risk in an environment, and predicts there as P(T | a, c) does: so it is minimax."""
    f, bayes = game.interventional, game.posterior(environment)
    seen = [
        (a, c)
        for a in game.values
        for c in game.outcomes
        if any(environment[t][a] * game.law[t][a][c] for t in game.classes)
    ]
    return game.risk(f, environment) == game.worst_risk(f) and all(f[a][c] == bayes[a][c] for a, c in seen)


def is_minimax(game: ShiftGame, value: bool) -> Finding:
    """The interventional law is minimax exactly if ``value``, as an environment shows, or that there is none."""
    found = worst_environment(game)
    if found is not None and not is_worst_and_bayes(game, found):
        return Finding(None, "the solution that was found does not show it")
    said = (
        "no such environment"
        if found is None
        else "; ".join(f"q_{t} = {tuple(map(str, q))}" for t, q in enumerate(found))
    )
    return Finding((found is not None) == value, said)


def linked(game: ShiftGame) -> Finding:
    """At every value of A overlapping outcomes link all classes, unless there are two of them."""
    if len(game.classes) <= 2:
        return Finding(True, "there are no more than two classes")
    for a in game.values:
        reached = {0}
        for _ in game.classes:
            reached |= {s for s in game.classes if any(game.overlap(t, s, a) for t in reached)}
        if len(reached) < len(game.classes):
            return Finding(False, f"at the value {a} the classes {sorted(reached)} share no outcome with others")
    return Finding(True, "at every value all classes are linked")


register(
    Claim(
        id="interventional-minimax-recalled",
        title="No prediction has a smaller worst risk than the interventional law",
        statement=SETTING + r"Then no predictions have a smaller largest risk over all $P(A \mid T)$ than $f$.",
        paper=SUBBASWAMY_2022,
        instance=Rival,
        conclusion=Conclusion((NOT_WORSE,)),
        expected=Verdict.REFUTED,
        repaired_by="interventional-minimax",
        tightness="false by a twentieth of the risk against the base rate alone",
    )
)
register(
    Claim(
        id="interventional-minimax",
        title="The interventional law is minimax where one value of A is worst for every class",
        statement=SETTING
        + r"If some $a^*$ has $r(t, a^*) \ge r(t, a)$ for all $t$ and $a$, then no predictions have a smaller largest "
        r"risk over all $P(A \mid T)$ than $f$.",
        paper=SUBBASWAMY_2022,
        reading=Reading.OURS,
        instance=Rival,
        assumptions=(
            Assumption(
                "common worst value", r"$r(t, a^*) \ge r(t, a)$ for some $a^*$ and all $t$, $a$", has_common_worst
            ),
        ),
        conclusion=Conclusion((NOT_WORSE,)),
        expected=Verdict.PROVED,
        repairs="interventional-minimax-recalled",
        tightness="an equivalence where classes are linked: interventional-minimax-only-if",
    )
)
register(
    Claim(
        id="interventional-minimax-only-if",
        title="Where classes are linked, the interventional law is minimax only with a common worst value",
        statement=SETTING
        + r"Let outcomes that are possible for several classes link all classes at every $a$, or let there be two "
        r"classes. Then $f$ has the smallest largest risk of all predictions exactly if some $a^*$ has "
        r"$r(t, a^*) \ge r(t, a)$ for all $t$ and $a$. In general it has exactly if there are laws $q_t$ on the worst "
        r"values of each class $t$ with $q_t(a) = q_s(a)$ wherever an outcome is possible for $t$ and $s$.",
        paper=SUBBASWAMY_2022,
        reading=Reading.OURS,
        instance=ShiftGame,
        assumptions=(
            Assumption(
                "linked", r"at every $a$ overlapping $k(\cdot \mid t, a)$ link all classes, or there are two", linked
            ),
        ),
        conclusion=Conclusion((Part("minimax exactly with a common worst value", is_minimax, common_worst),)),
        expected=Verdict.PROVED,
        tightness="false for three classes that are not linked",
    )
)
