"""The risk from the votes alone, where most votes on every object are right."""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.results.context_agnostic.papers import JIN_2021
from theory.results.context_agnostic.theorem_3_1 import THEOREM
from theory.results.context_agnostic.votes import MAJORITY, SETTING, Votes, mean


def risk_is(votes: Votes, value: Fraction) -> Finding:
    """R is ``value``."""
    return Finding(votes.risk == value, f"R = {votes.risk}; without labels {value}")


def without_labels(votes: Votes) -> Fraction:
    """1 - E|ō|."""
    return 1 - mean(votes.objects, [abs(middle) for middle in votes.means])


def risk_at_most(votes: Votes, bound: Fraction) -> Finding:
    """R is at most ``bound``."""
    return Finding(votes.risk <= bound, f"R = {votes.risk}; the bound is {bound}")


def least_bias(votes: Votes) -> Fraction:
    """The smallest bias of a context."""
    return min(votes.biases)


def attained_at(votes: Votes, contexts: tuple[int, ...]) -> Finding:
    """R is the bias of exactly these contexts."""
    found = tuple(c for c, bias in enumerate(votes.biases) if bias == votes.risk)
    return Finding(found == contexts, f"R = {votes.risk} is the bias of the contexts {found}")


def right_contexts(votes: Votes) -> tuple[int, ...]:
    """The contexts with right votes on every object of error below 1."""
    counted = [o for o, error in enumerate(votes.errors) if error < 1]
    return tuple(c for c in range(len(votes.contexts)) if all(votes.votes[o][c] == votes.truth[o] for o in counted))


def unbiased_somewhere(votes: Votes, value: bool) -> Finding:
    """Some context has the bias 0 exactly if ``value``."""
    return Finding((min(votes.biases) == 0) == value, f"the least bias is {min(votes.biases)}")


def agnostic(votes: Votes) -> bool:
    """The votes on an object are the same in all contexts."""
    return all(len(set(row)) == 1 for row in votes.votes)


register(
    Claim(
        id="risk-without-labels",
        title="Where most votes on every object are right, the votes alone have the risk",
        statement=SETTING
        + r"If $e_o \le 1$ for every object, then $R = 1 - E_o|\bar o|$, in which no label occurs; $R \le \|B(c)\|$ "
        r"for every context $c$, with equality exactly if the votes in $c$ are right on every object with $e_o < 1$. "
        r"Whether or not, some context has the bias $0$ exactly if the votes do not depend on the context.",
        paper=JIN_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=Votes,
        assumptions=(MAJORITY,),
        conclusion=Conclusion(
            (
                Part("risk from votes", risk_is, without_labels),
                Part("at most each bias", risk_at_most, least_bias),
                Part("contexts that attain it", attained_at, right_contexts),
                Part("a context without bias", unbiased_somewhere, agnostic),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an identity; the bound with its cases of equality",
    )
)
