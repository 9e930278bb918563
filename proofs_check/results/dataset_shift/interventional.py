"""When P(T | do(A), C) is minimax: a worst value that all classes have in common, and what shows that there is none."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt
from proofs_check.results.dataset_shift.games import BETTER, EVEN, RARE, THREE, WORST_AT_0, binary, games, rivals
from proofs_check.results.dataset_shift.minimax import bayes_coordinate, worst_risks_in_order
from theory.results.dataset_shift.games import Rival, ShiftGame
from theory.results.dataset_shift.interventional import NOT_WORSE, common_worst, of_the_rival, worst_environment

ANY = "any game"
EXACTLY = "minimax exactly with a common worst value"
BASE_RATE = Rival(RARE, RARE.base_rate)
TRIVIAL = Rival(WORST_AT_0, WORST_AT_0.base_rate)

recalled = Proof("interventional-minimax-recalled")
recalled.refutation("against the base rate", lambda: BASE_RATE)
recalled.refutation("against other predictions, where the base rate is worse still", lambda: BETTER)


@recalled.check(
    "numbers", "exact", "the worst risks, as squared errors of P(T = 1), are those that were worked out by hand"
)
def numbers(_: Settings) -> Result:
    """Brier losses of two classes are twice squared errors."""

    def half(rival: Rival) -> list[Fraction]:
        game = rival.game
        return [game.worst_risk(g) / 2 for g in (game.interventional, game.base_rate, rival.predictions)]

    found = dict(zip("abc", half(BASE_RATE), strict=True)) | dict(zip("def", half(BETTER), strict=True))
    wanted = {"a": "174196/1035125", "b": "4/25", "d": "389/1764", "e": "1/4", "f": "4069/20000"}
    return exact.compare({k: (found[k], "==", Fraction(v)) for k, v in wanted.items()}, "two games")


recalled.example(given(TRIVIAL))
recalled.near_miss(NOT_WORSE.name, lambda: (TRIVIAL, of_the_rival(TRIVIAL) - Fraction(1, 100)))

proof = Proof("interventional-minimax")
proof.drawn(rivals)


@proof.step(
    "Bayes under do(a*)",
    "symbolic",
    "in the environment where A = a* for all, f = w/W is the posterior, w_t = π_t k(c | t, a*) of the sum W: every "
    "other g loses W |g - f|^2 more at an outcome",
)
def bayes(_: Settings) -> Result:
    """At an outcome."""
    return bayes_coordinate(ANY)


@proof.step(
    "worst at a*",
    "smt",
    "each class has its largest loss at a*, so that the largest risk of f is its risk where A = a* for all",
    ["assumption:common worst value"],
)
def worst_at(_: Settings) -> Result:
    """By induction on the classes: the largest risk so far and the risk at a* so far, and one class more."""
    import z3

    worst, there, mass, largest, loss = z3.Reals("worst there pi_t max_a_r r(t,a*)")
    premises = [worst == there, mass > 0, largest == loss]
    return smt.universally({"one more": (premises, worst + mass * largest == there + mass * loss)}, ANY)


@proof.step(
    "chain",
    "smt",
    "worst risk of f = risk of f at a* <= risk of g at a* <= worst risk of g",
    ["Bayes under do(a*)", "worst at a*"],
)
def chain(_: Settings) -> Result:
    """No class loses more at a* than at its worst value."""
    return worst_risks_in_order(ANY)


@proof.check("random rivals", "sampled", "base rates, Bayes rules of other environments, and anything")
def random_rivals(settings: Settings) -> Result:
    """Up to three classes, values and outcomes."""
    return sampled.holds_on(rivals(), proof.decides, settings, (150, 600, 3000), "up to three classes and values")


proof.example(given(TRIVIAL))
proof.near_miss(NOT_WORSE.name, lambda: (TRIVIAL, of_the_rival(TRIVIAL) - Fraction(1, 100)))
proof.control("common worst value", given(BASE_RATE))

only_if = Proof("interventional-minimax-only-if")
only_if.drawn(games)
only_if.trusted(
    "minimax",
    "the largest of finitely many convex functions is least at f exactly if some convex combination of those that are "
    "largest at f is least there",
    "Rockafellar, Convex Analysis, 23.8 and 27.1",
)


@only_if.step(
    "mixtures",
    "smt",
    "environments are maps t -> a and their mixtures: any laws q_t of A, of the risk sum_t π_t sum_a q_t(a) r(t, a); "
    "they are worst for f exactly if each q_t is on the worst values of t",
    ["minimax"],
)
def mixtures(_: Settings) -> Result:
    """One class, by induction on the values of A: mass so far, loss so far, and one value more."""
    import z3

    mass, loss, q, r, largest = z3.Reals("mass loss q r largest")
    premises = [mass >= 0, q >= 0, r <= largest, loss <= mass * largest]
    more, most = loss + q * r, (mass + q) * largest
    attained = z3.And(loss == mass * largest, z3.Or(q == 0, r == largest))
    return smt.universally({"bound": (premises, more <= most), "attained": (premises, (more == most) == attained)}, ANY)


@only_if.step(
    "equal where outcomes overlap",
    "smt",
    "f is Bayes for such laws exactly if q_t(a) = q_s(a) wherever an outcome is possible for t and s: for w_t, w_s > 0 "
    "w_t q_t/Q = w_t/W and w_s q_s/Q = w_s/W give q_t = Q/W = q_s; and if all q_t are one q there, the posterior is f",
    ["mixtures"],
)
def equal_laws(_: Settings) -> Result:
    """Q and W are the sums of w_t q_t and of w_t over the classes for which the outcome is possible."""
    import z3

    w, other, q, q_other, total, whole = z3.Reals("w_t w_s q_t q_s Q W")
    positive = [w > 0, other > 0, total > 0, whole > 0]
    posterior = [w * q / total == w / whole, other * q_other / total == other / whole]
    one_law = [q_other == q, total == q * whole]
    return smt.universally(
        {
            "only if": ([*positive, *posterior], q == q_other),
            "if": ([*positive, *one_law], w * q / total == w / whole),
        },
        ANY,
    )


@only_if.step(
    "linked classes",
    "smt",
    "where overlaps link all classes, all q_t(a) are equal; a value of positive probability is then worst for all",
    ["equal where outcomes overlap", "assumption:linked"],
)
def linked_classes(_: Settings) -> Result:
    """Along a chain of overlaps, one link; and what carries mass is a worst value."""
    import z3

    first, q, following, r, largest = z3.Reals("q_0 q_t q_s r(s,a) largest")
    on_worst = z3.Implies(following > 0, r == largest)
    return smt.universally(
        {
            "one link": ([first == q, q == following], first == following),
            "worst": ([first > 0, first == following, on_worst], r == largest),
        },
        ANY,
    )


@only_if.step(
    "two classes",
    "smt",
    "of two classes without a common outcome at a value a of positive q_0, f is sure there and r(0, a) = 0 is the "
    "largest loss of the class 0: it loses nothing anywhere, and any worst value of the class 1 is worst for both",
    ["equal where outcomes overlap", "assumption:linked"],
)
def two_classes(_: Settings) -> Result:
    """Losses are not negative; a sure prediction w/(w + 0) = 1 loses nothing."""
    import z3

    r, largest, elsewhere, w = z3.Reals("r(0,a) largest r(0,a') w")
    premises = [r == 0, r == largest, elsewhere >= 0, elsewhere <= largest]
    return smt.universally(
        {"nothing lost": (premises, elsewhere == largest), "sure": ([w > 0], 1 - w / (w + 0) == 0)}, ANY
    )


@only_if.step(
    "conversely",
    "smt",
    "with a common worst value a*, q_t(a) = [a = a*] for all t are such laws",
    ["equal where outcomes overlap"],
)
def conversely(_: Settings) -> Result:
    """Equal for all classes, and on worst values."""
    import z3

    a, best, q, other, r, largest = z3.Reals("a a* q_t q_s r largest")
    laws = [q == z3.If(a == best, z3.RealVal(1), z3.RealVal(0)), other == q, z3.Implies(a == best, r == largest)]
    return smt.universally({"laws": (laws, z3.And(q == other, z3.Implies(q > 0, r == largest)))}, ANY)


@only_if.check("three classes", "exact", "three classes that are not linked: f is minimax without a common worst value")
def three_classes(_: Settings) -> Result:
    """Worst for f and Bayes, by the laws of the program."""
    found = worst_environment(THREE)
    shown = found is not None and THREE.risk(THREE.interventional, found) == THREE.worst_risk(THREE.interventional)
    return exact.decide([shown, not common_worst(THREE)], "one game", "an environment shows it")


def kinds(game: ShiftGame) -> list[str]:
    """Whether some value is worst for all."""
    return ["a common worst value" if common_worst(game) else "none"]


@only_if.check("random games", "sampled", "linear programs against tables of losses")
def random_games(settings: Settings) -> Result:
    """Many outcomes are impossible; a program that shows neither answer has failed."""

    def holds(game: ShiftGame) -> bool | None:
        return only_if.claim.conclusion(game).holds is True if only_if.claim.applies_to(game) else None

    return sampled.holds_on(games(), holds, settings, (120, 500, 2500), "up to three classes", kinds)


SURE = binary("1/2", "0 1/2", "1 1/2")  # at A = 0 the outcome names the class
only_if.example(given(WORST_AT_0), "a common worst value")
only_if.example(given(EVEN), "none")
only_if.example(given(SURE), "two classes without a common outcome at one value")
only_if.near_miss(EXACTLY, given((WORST_AT_0, False)), "a common worst value")
only_if.near_miss(EXACTLY, given((EVEN, True)), "none")
only_if.control("linked", given(THREE))
