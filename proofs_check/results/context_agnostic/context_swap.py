"""The error against the probability of two answers: sums of p_k (p_t - p_k), and of squares."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.context_agnostic.grids import shares
from theory.results.context_agnostic.context_swap import VoteShares

ANY = "any shares of any number of classes"

proof = Proof("context-swap-sandwich")
proof.drawn(shares)


def other_shares() -> tuple[Any, Any, Any, list[Any]]:
    """The true class's share p, the square sum S of the others', D = 1 - p^2 - S, and what is known of them."""
    import z3

    p, squares, d = z3.Reals("p S D")
    return p, squares, d, [p >= 0, p <= 1, squares >= 0, d == 1 - p * p - squares]


@proof.step("squares", "smt", "the squares of the other shares have at most the sum (1 - p)^2")
def squares(_: Settings) -> Result:
    """By induction: the squares of numbers that are not negative have at most the square of their sum."""
    import z3

    total, squares, share = z3.Reals("total S p_k")
    premises = [total >= 0, share >= 0, squares <= total * total]
    return smt.universally({"one more": (premises, squares + share**2 <= (total + share) ** 2)}, ANY)


@proof.step(
    "plurality",
    "smt",
    "where no share is above p, p_k^2 <= p p_k, with equality exactly if p_k is 0 or p; so the squares of the others "
    "have at most the sum p (1 - p)",
    ["assumption:plurality"],
)
def by_plurality(_: Settings) -> Result:
    """One class, and one more."""
    import z3

    p, share, total, squares = z3.Reals("p p_k total S")
    one = [share >= 0, share <= p]
    equal = (share**2 == p * share) == z3.Or(share == 0, share == p)
    return smt.universally(
        {
            "one class": (one, share**2 <= p * share),
            "equality": (one, equal),
            "one more": ([*one, squares <= p * total], squares + share**2 <= p * (total + share)),
        },
        ANY,
    )


@proof.step(
    "at most D",
    "smt",
    "D - (1 - p) = p (1 - p) - S >= 0 on every object, and 0 exactly if S = p (1 - p)",
    ["plurality"],
)
def at_most(_: Settings) -> Result:
    """D = 1 - p^2 - S."""
    p, s, d, known = other_shares()
    return smt.universally(
        {
            "bound": ([*known, s <= p * (1 - p)], 1 - p <= d),
            "equality": (known, (d == 1 - p) == (s == p * (1 - p))),
        },
        ANY,
    )


@proof.step("at least D/2", "smt", "2 (1 - p) - D = (1 - p)^2 + S >= 0 on every object")
def at_least(_: Settings) -> Result:
    """A sum of squares."""
    p, s, d, known = other_shares()
    return smt.universally(
        {"identity": ([d == 1 - p * p - s], 2 * (1 - p) - d == (1 - p) ** 2 + s), "bound": (known, d <= 2 * (1 - p))},
        ANY,
    )


@proof.step(
    "by the largest error",
    "smt",
    "D >= 2 p (1 - p) >= 2 (1 - a) (1 - p) on every object, where 1 - p <= a",
    ["squares"],
)
def by_largest(_: Settings) -> Result:
    """S <= (1 - p)^2."""
    import z3

    p, s, d, known = other_shares()
    a = z3.Real("a")
    return smt.universally({"bound": ([*known, s <= (1 - p) ** 2, 1 - p <= a], 2 * (1 - a) * (1 - p) <= d)}, ANY)


@proof.step(
    "all objects",
    "smt",
    "the inequalities of all objects add up, and one that is strict on an object of positive weight stays strict",
    ["at most D", "at least D/2", "by the largest error"],
)
def all_objects(_: Settings) -> Result:
    """By induction: the sums so far, and one object more."""
    import z3

    small, large, weight, one, other = z3.Reals("small large w one other")
    premises = [small <= large, weight > 0, one <= other]
    sums = small + weight * one, large + weight * other
    return smt.universally(
        {
            "sum": (premises, sums[0] <= sums[1]),
            "equality": (premises, (sums[0] == sums[1]) == z3.And(small == large, one == other)),
        },
        ANY,
    )


@proof.check("random shares", "sampled", "all parts where the true class has the largest share")
def random_shares(settings: Settings) -> Result:
    """Up to four objects and classes."""
    return sampled.holds_on(shares(), proof.decides, settings, (200, 1000, 5000), "up to four objects and classes")


def one_object(*row: str, truth: int = 0) -> VoteShares:
    """A single object."""
    return VoteShares((Fraction(1),), (tuple(map(Fraction, row)),), (truth,))


HUNDREDTH = Fraction(1, 100)
THIRDS, TENTH = one_object("1/3", "1/3", "1/3"), one_object("9/10", "1/10")
proof.example(given(THIRDS), "uniform")
proof.example(given(TENTH))
proof.near_miss("at most D", lambda: (THIRDS, THIRDS.disagreement - HUNDREDTH))
proof.near_miss("D attained", given((THIRDS, False)), "uniform")
proof.near_miss("D attained", given((TENTH, True)), "not uniform")
proof.near_miss("at least D/2", lambda: (TENTH, TENTH.disagreement))
proof.near_miss("by the largest error", lambda: (TENTH, TENTH.disagreement - HUNDREDTH))
proof.control("plurality", given(one_object("0", "1")))
