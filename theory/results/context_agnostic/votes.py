"""What context-agnostic learning is about: one vote of a classifier for each object in each context.

The object alone has the label t = 1 or -1.  Over contexts c the votes h(o, c) have the mean ō = E_c h(o, c); the error
of an object is e = |t - ō| = 1 - t ō, twice the probability of a wrong vote.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Finding
from theory.instances import make_exact, make_whole

Row = tuple[Fraction, ...]


@dataclass(frozen=True)
class Votes:
    """Votes 1 and -1 (a row for each object, a column for each context), labels, and a declared bound ``alpha``.

    ``objects`` and ``contexts`` are positive weights of sum 1.  Raises ``ValueError`` for others, for votes or labels
    other than 1 and -1, and for numbers that are not rational.
    """

    objects: Row
    contexts: Row
    votes: tuple[tuple[int, ...], ...]
    truth: tuple[int, ...]
    alpha: Fraction = Fraction(2)

    def __post_init__(self) -> None:
        make_exact(self, "objects", "contexts", "alpha", rational=True)
        make_whole(self, "votes", "truth")
        check_weights(self.objects, "objects")
        check_weights(self.contexts, "contexts")
        if not len(self.objects) == len(self.votes) == len(self.truth):
            raise ValueError("each object must have a weight, votes and a label")
        if {len(row) for row in self.votes} != {len(self.contexts)}:
            raise ValueError("each object must have a vote in each context")
        said = {*self.truth, *(vote for row in self.votes for vote in row)}
        if not said <= {1, -1}:
            raise ValueError("votes and labels must be 1 or -1")

    @functools.cached_property
    def means(self) -> Row:
        """ō of each object."""
        return tuple(mean(self.contexts, row) for row in self.votes)

    @functools.cached_property
    def errors(self) -> Row:
        """The error e of each object, from 0 to 2."""
        return tuple(abs(label - middle) for label, middle in zip(self.truth, self.means, strict=True))

    @functools.cached_property
    def biases(self) -> Row:
        """The size of the bias of each context: E_o max(0, 1 - h(o, c) ō)."""
        zero = Fraction(0)
        columns = zip(*self.votes, strict=True)
        return tuple(
            mean(self.objects, [max(zero, 1 - h * middle) for h, middle in zip(column, self.means, strict=True)])
            for column in columns
        )

    @property
    def bias(self) -> Fraction:
        """K, the mean size of the biases."""
        return mean(self.contexts, self.biases)

    @property
    def risk(self) -> Fraction:
        """R, the mean error: twice the probability of a wrong vote.

        >>> half = (Fraction(1, 2),) * 2
        >>> votes = Votes(half, half, ((1, 1), (1, -1)), (1, 1))
        >>> votes.risk, votes.bias, votes.variance
        (Fraction(1, 2), Fraction(1, 2), Fraction(1, 4))
        """
        return mean(self.objects, self.errors)

    @property
    def variance(self) -> Fraction:
        """The variance of the error over objects."""
        return mean(self.objects, [(error - self.risk) ** 2 for error in self.errors])

    def __str__(self) -> str:
        rows = zip(self.objects, self.votes, self.truth, strict=True)
        objects = ", ".join(
            f"weight {weight} votes {''.join('+' if h > 0 else '-' for h in row)} label {'+' if t > 0 else '-'}"
            for weight, row, t in rows
        )
        return f"contexts of weights {', '.join(map(str, self.contexts))}: {objects}; alpha = {self.alpha}"


def check_weights(weights: Row, of: str) -> None:
    """Raise ``ValueError`` unless weights are positive with the sum 1."""
    if not weights or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of {of} must be positive with the sum 1")


def mean(weights: Row, values: Iterable[int | Fraction]) -> Fraction:
    """The weighted mean, for weights of sum 1."""
    return sum((weight * value for weight, value in zip(weights, values, strict=True)), Fraction(0))


def errors_within(votes: Votes) -> Finding:
    """Every object's error is at most the declared alpha."""
    return Finding(max(votes.errors) <= votes.alpha, f"the largest error is {max(votes.errors)}")


def alpha_below_1(votes: Votes) -> Finding:
    """The declared alpha is below 1."""
    return Finding(votes.alpha < 1, f"alpha = {votes.alpha}")


def majority(votes: Votes) -> Finding:
    """No object is voted wrong in most contexts: every error is at most 1."""
    return Finding(max(votes.errors) <= 1, f"the largest error is {max(votes.errors)}")


ERRORS_WITHIN = Assumption("errors at most α", r"every object has an error $e_o \le \alpha$", errors_within)
ALPHA_BELOW_1 = Assumption("α below 1", r"$\alpha < 1$", alpha_below_1)
MAJORITY = Assumption("majority", r"every object has an error $e_o \le 1$: most votes are right, or half", majority)
SETTING = (
    r"Let $h(o, c) = \pm 1$ be votes, $\bar o = E_c h(o, c)$, $e_o = |t_o - \bar o|$ the error of the object $o$ of "
    r"label $t_o = \pm 1$, $R = E_o e_o$ the risk, $\|B(c)\| = E_o \max(0, 1 - h(o, c)\,\bar o)$ and "
    r"$K = E_c \|B(c)\|$. "
)
