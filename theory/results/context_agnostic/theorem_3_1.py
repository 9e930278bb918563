"""Theorem 3.1: the risk is at most K/(2 - alpha), when that is attained, and what K says of the risk from below."""

from __future__ import annotations

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, equal, equivalent, less_equal, sympify
from theory.results.context_agnostic.papers import JIN_2021
from theory.results.context_agnostic.votes import ALPHA_BELOW_1, ERRORS_WITHIN, SETTING, Votes

THEOREM = "Theorem 3.1"


def bias_is(votes: Votes, value: Exact) -> Finding:
    """K is ``value``."""
    return Finding(equal(votes.bias, value), f"K = {votes.bias}")


def by_the_variance(votes: Votes) -> Exact:
    """R (2 - R) - Var e."""
    return votes.risk * (2 - votes.risk) - votes.variance


def risk_at_least(votes: Votes, bound: Exact) -> Finding:
    """R is at least ``bound``."""
    return Finding(less_equal(bound, votes.risk), f"R = {votes.risk}; the bound is {bound}")


def least_risk(votes: Votes) -> Exact:
    """1 - sqrt(1 - K)."""
    return 1 - sp.sqrt(sympify(1 - votes.bias))


def least_is_attained(votes: Votes, value: bool) -> Finding:
    """R = 1 - sqrt(1 - K) exactly if ``value``."""
    return Finding(equivalent(equal(least_risk(votes), votes.risk), value), f"K = {votes.bias}, R = {votes.risk}")


def equal_and_at_most_1(votes: Votes) -> bool:
    """All objects have one error, of at most 1."""
    return len(set(votes.errors)) == 1 and votes.errors[0] <= 1


def multiple_at_most(votes: Votes, bound: Exact) -> Finding:
    """(2 - alpha) R is at most ``bound``."""
    multiple = (2 - votes.alpha) * votes.risk
    return Finding(less_equal(multiple, bound), f"(2 - alpha) R = {multiple}; the bound is {bound}")


def most_is_attained(votes: Votes, value: bool) -> Finding:
    """(2 - alpha) R = K exactly if ``value``."""
    multiple = (2 - votes.alpha) * votes.risk
    return Finding((multiple == votes.bias) == value, f"(2 - alpha) R = {multiple}, K = {votes.bias}")


def all_alpha(votes: Votes) -> bool:
    """Every error is alpha."""
    return set(votes.errors) == {votes.alpha}


def nothing_or_alpha(votes: Votes) -> bool:
    """Every error is 0 or alpha."""
    return set(votes.errors) <= {0, votes.alpha}


UPPER = Part("(2 - α) R at most K", multiple_at_most, lambda votes: votes.bias)

register(
    Claim(
        id="context-bias-bound-printed",
        title="The risk is at most K/(2 - α), with equality exactly if all errors of objects are α",
        statement=SETTING
        + r"If $e_o \le \alpha < 1$ for every object, then $R \le K/(2-\alpha)$, with equality if and only if "
        r"$e_o = \alpha$ for every object.",
        paper=JIN_2021,
        place=THEOREM,
        note="the inequality is right",
        instance=Votes,
        assumptions=(ERRORS_WITHIN, ALPHA_BELOW_1),
        conclusion=Conclusion((UPPER, Part("attained exactly if all errors are α", most_is_attained, all_alpha))),
        expected=Verdict.REFUTED,
        repaired_by="context-bias-interval",
        whole_read=True,
        tightness="attained whenever every error is 0 or α",
    )
)
register(
    Claim(
        id="context-bias-interval",
        title="K is R (2 - R) without the variance of the errors, and bounds the risk from both sides",
        statement=SETTING
        + r"Then $K = R(2-R) - \mathrm{Var}_o(e_o)$. Hence $1 - \sqrt{1-K} \le R$, with equality exactly if all errors "
        r"of objects are equal and at most $1$. If $e_o \le \alpha$ for every object, then $(2-\alpha) R \le K$, "
        r"with equality exactly if every error is $0$ or $\alpha$; that $\alpha < 1$ is not needed.",
        paper=JIN_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=Votes,
        assumptions=(ERRORS_WITHIN, ALPHA_BELOW_1),
        conclusion=Conclusion(
            (
                Part("K by the variance", bias_is, by_the_variance),
                Part("1 - √(1 - K) at most R", risk_at_least, least_risk),
                Part("least risk attained", least_is_attained, equal_and_at_most_1),
                UPPER,
                Part("largest risk attained", most_is_attained, nothing_or_alpha),
            )
        ),
        expected=Verdict.PROVED,
        repairs="context-bias-bound-printed",
        tightness="both sides, with all cases of equality",
    )
)
