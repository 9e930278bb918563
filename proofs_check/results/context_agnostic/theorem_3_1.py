"""Theorem 3.1: its case of equality fails; K is R (2 - R) without the variance of the errors."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.context_agnostic.grids import (
    ALL_WRONG,
    EQUAL_ERRORS,
    MIRRORED,
    MOSTLY_WRONG,
    NOTHING_OR_ALPHA,
    SMALL_ALPHA,
    grids,
    votes,
)
from theory.results.context_agnostic.theorem_3_1 import UPPER
from theory.results.context_agnostic.votes import Votes

ANY = "any votes, any weights"
WITHIN, BELOW = "assumption:errors at most α", "assumption:α below 1"
LEAST, ATTAINED = "least risk attained", "largest risk attained"
CASE_OF_EQUALITY = "attained exactly if all errors are α"
HUNDREDTH = Fraction(1, 100)

printed = Proof("context-bias-bound-printed")
printed.refutation("errors 0 and α", given(NOTHING_OR_ALPHA))
ONE_OBJECT = votes("+++-", "+", alpha="1/2")
printed.example(given(ONE_OBJECT))
printed.near_miss(UPPER.name, lambda: (ONE_OBJECT, ONE_OBJECT.bias - HUNDREDTH))
printed.near_miss(CASE_OF_EQUALITY, given((ONE_OBJECT, False)))
printed.control("errors at most α", given(SMALL_ALPHA))

proof = Proof("context-bias-interval")
proof.drawn(grids)


def moments(found: Votes) -> dict[str, Any]:
    """The symbols of "variance" at votes."""
    squares = sum((p * e * e for p, e in zip(found.objects, found.errors, strict=True)), Fraction(0))
    return {"K": found.bias, "R": found.risk, "E[e^2]": squares, "V": found.variance}


@proof.step(
    "one object",
    "smt",
    "with |ō| <= 1 no 1 - h ō is negative; over contexts these have the mean 1 - ō^2 = e (2 - e), as ō = t (1 - e)",
)
def one_object(_: Settings) -> Result:
    """The mean by induction on the contexts: weights, votes and biases so far, and one more."""
    import z3

    h, o, t, e, q, weight, voted, bias = z3.Reals("h o t e q Q S B")
    so_far = [bias == weight - o * voted]
    return smt.universally(
        {
            "not negative": ([h * h == 1, o <= 1, o >= -1], 1 - h * o >= 0),
            "one context more": (so_far, bias + q * (1 - h * o) == (weight + q) - o * (voted + q * h)),
            "all contexts": ([*so_far, weight == 1, voted == o], bias == 1 - o * o),
            "by the error": ([t * t == 1, o == t * (1 - e)], 1 - o * o == e * (2 - e)),
        },
        ANY,
    )


@proof.step("variance", "smt", "K = E[e (2 - e)] = 2 R - E[e^2] = R (2 - R) - Var e", ["one object"], at=moments)
def by_variance(_: Settings) -> Result:
    """Means are linear, and Var e = E[e^2] - R^2."""
    import z3

    k, r, square, variance = z3.Reals("K R E[e^2] V")
    known = [k == 2 * r - square, variance == square - r * r]
    return smt.universally({"K": (known, k == r * (2 - r) - variance)}, ANY)


@proof.step(
    "sums",
    "smt",
    "a sum of numbers that are not negative, with positive weights, is not negative, and 0 exactly if all of them are",
)
def sums(_: Settings) -> Result:
    """By induction: one more."""
    import z3

    total, weight, value = z3.Reals("total p a")
    premises = [total >= 0, weight > 0, value >= 0]
    more = total + weight * value
    return smt.universally(
        {"sign": (premises, more >= 0), "zero": (premises, (more == 0) == z3.And(total == 0, value == 0))}, ANY
    )


@proof.step(
    "from below",
    "smt",
    "(1 - R)^2 = 1 - K - Var e <= 1 - K, so that 1 - sqrt(1 - K) <= R, with equality exactly if Var e = 0, that is "
    "all errors are R, and R <= 1",
    ["variance", "sums"],
)
def from_below(_: Settings) -> Result:
    """s is the root; Var e is a sum of p (e - R)^2."""
    import z3

    k, r, s, variance, e = z3.Reals("K R s V e")
    premises = [k == r * (2 - r) - variance, variance >= 0, s >= 0, s * s == 1 - k]
    return smt.universally(
        {
            "bound": (premises, 1 - s <= r),
            "equality": (premises, (1 - s == r) == z3.And(variance == 0, r <= 1)),
            "one error": ([], ((e - r) * (e - r) == 0) == (e == r)),
        },
        ANY,
    )


def one_error(premises: list[str]) -> Result:
    """e (2 - e) - (2 - α) e = e (α - e), with or without the premise that α < 1."""
    import z3

    e, alpha = z3.Reals("e alpha")
    known = {"errors at most α": e <= alpha, "α below 1": alpha < 1}
    given_here = [e >= 0, *(known[name] for name in premises)]
    rest = e * (2 - e) - (2 - alpha) * e
    return smt.universally(
        {"bound": (given_here, rest >= 0), "equality": (given_here, (rest == 0) == z3.Or(e == 0, e == alpha))}, ANY
    )


@proof.step(
    "from above",
    "smt",
    "K - (2 - α) R is the mean of e (α - e), no term of which is negative; it is 0 exactly if every e is 0 or α",
    ["one object", "sums", WITHIN],
)
def from_above(_: Settings) -> Result:
    """One object at a time."""
    return one_error(["errors at most α"])


@proof.not_needed("α below 1", "the two sides, and their cases of equality, hold for every α", "smt")
def not_needed(_: Settings) -> Result:
    """The step does not ask for it."""
    return one_error(["errors at most α"])


@proof.check("random votes", "sampled", "all parts, whatever the labels")
def random_votes(settings: Settings) -> Result:
    """Up to four objects in four contexts."""
    return sampled.holds_on(grids(), proof.decides, settings, (200, 1000, 5000), "up to four objects in four contexts")


proof.example(given(NOTHING_OR_ALPHA))
proof.near_miss("K by the variance", lambda: (NOTHING_OR_ALPHA, NOTHING_OR_ALPHA.risk * (2 - NOTHING_OR_ALPHA.risk)))
proof.near_miss("1 - √(1 - K) at most R", lambda: (EQUAL_ERRORS, EQUAL_ERRORS.risk + HUNDREDTH))
proof.near_miss(LEAST, given((EQUAL_ERRORS, False)), "equal errors")
proof.near_miss(LEAST, given((ALL_WRONG, True)), "equal errors above 1")
proof.near_miss(LEAST, given((MOSTLY_WRONG, True)), "different errors")
proof.near_miss(UPPER.name, lambda: (NOTHING_OR_ALPHA, NOTHING_OR_ALPHA.bias - HUNDREDTH))
proof.near_miss(ATTAINED, given((NOTHING_OR_ALPHA, False)), "errors 0 and α")
proof.near_miss(ATTAINED, given((votes("++ +-", "++", "2/3 1/3", "3/4"), True)), "α above all errors")
proof.control("errors at most α", given(MOSTLY_WRONG))
proof.example(given(MIRRORED), "equal errors")
