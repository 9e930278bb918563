"""Any number of classes: how often two contexts get different answers, and what that says of the error."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.results.context_agnostic.papers import JIN_2021
from theory.results.context_agnostic.theorem_3_1 import THEOREM
from theory.results.context_agnostic.votes import Row, check_weights, mean


@dataclass(frozen=True)
class VoteShares:
    """For each object the share of contexts in which each class is answered, and its true class.

    ``objects`` are positive weights of sum 1, each row of ``shares`` is a probability.  Raises ``ValueError`` for
    others, and for numbers that are not rational.
    """

    objects: Row
    shares: tuple[Row, ...]
    truth: tuple[int, ...]

    def __post_init__(self) -> None:
        make_exact(self, "objects", "shares", rational=True)
        make_whole(self, "truth")
        check_weights(self.objects, "objects")
        if not len(self.objects) == len(self.shares) == len(self.truth):
            raise ValueError("each object must have a weight, shares and a class")
        for row, label in zip(self.shares, self.truth, strict=True):
            if not row or min(row) < 0 or sum(row) != 1:
                raise ValueError("shares must not be negative, and have the sum 1")
            if label not in range(len(row)):
                raise ValueError(f"a class must be one of 0 to {len(row) - 1}")

    @property
    def errors(self) -> Row:
        """The probability of a wrong answer for each object."""
        return tuple(1 - row[label] for row, label in zip(self.shares, self.truth, strict=True))

    @property
    def error(self) -> Fraction:
        """The probability of a wrong answer."""
        return mean(self.objects, self.errors)

    @property
    def disagreement(self) -> Fraction:
        """D, the probability that two independent contexts get different answers on one object.

        >>> VoteShares((1,), ((Fraction(3, 4), Fraction(1, 4)),), (0,)).disagreement
        Fraction(3, 8)
        """
        return mean(self.objects, [1 - sum((p**2 for p in row), Fraction(0)) for row in self.shares])

    def __str__(self) -> str:
        rows = zip(self.objects, self.shares, self.truth, strict=True)
        return ", ".join(f"weight {w}: shares {', '.join(map(str, row))}, class {t}" for w, row, t in rows)


def plurality(found: VoteShares) -> Finding:
    """No class has a larger share than the true one."""
    wrong = [o for o, row in enumerate(found.shares) if row[found.truth[o]] < max(row)]
    return Finding(not wrong, f"another class has more on the objects {wrong}" if wrong else "the truth has the most")


def errs_at_most(found: VoteShares, bound: Fraction) -> Finding:
    """The error is at most ``bound``."""
    return Finding(found.error <= bound, f"the error is {found.error}; the bound is {bound}")


def errs_at_least(found: VoteShares, bound: Fraction) -> Finding:
    """The error is at least ``bound``."""
    return Finding(found.error >= bound, f"the error is {found.error}; the bound is {bound}")


def attained(found: VoteShares, value: bool) -> Finding:
    """The error is D exactly if ``value``."""
    return Finding((found.error == found.disagreement) == value, f"error {found.error}, D = {found.disagreement}")


def uniform_with_the_truth(found: VoteShares) -> bool:
    """Every class has the share of the true one, or none."""
    return all(set(row) <= {0, row[found.truth[o]]} for o, row in enumerate(found.shares))


def multiple_at_most(found: VoteShares, bound: Fraction) -> Finding:
    """2 (1 - a) times the error is at most ``bound``, a being the largest error of an object."""
    multiple = 2 * (1 - max(found.errors)) * found.error
    return Finding(multiple <= bound, f"2 (1 - a) times the error is {multiple}; the bound is {bound}")


PLURALITY = Assumption("plurality", "on every object no class has a larger share than the true one", plurality)

register(
    Claim(
        id="context-swap-sandwich",
        title="The error is between half and all of the probability that two contexts get different answers",
        statement=(
            r"Let an object $o$ get the class $k$ in a share $p_{ok}$ of the contexts, and let "
            r"$D = E_o(1 - \sum_k p_{ok}^2)$ be the probability that two independent contexts get different answers. "
            r"If on every object the true class has the largest share, then $D/2 \le \mathrm{err} \le D$, on the right "
            r"with equality exactly if on every object every class has the share of the true one, or none. The left "
            r"side, and $2(1-a)\,\mathrm{err} \le D$ for $a$ the largest error of an object, need no such assumption."
        ),
        paper=JIN_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=VoteShares,
        assumptions=(PLURALITY,),
        conclusion=Conclusion(
            (
                Part("at most D", errs_at_most, lambda found: found.disagreement),
                Part("D attained", attained, uniform_with_the_truth),
                Part("at least D/2", errs_at_least, lambda found: found.disagreement / 2),
                Part("by the largest error", multiple_at_most, lambda found: found.disagreement),
            )
        ),
        expected=Verdict.PROVED,
        tightness="attained on the right; on the left the quotient tends to 2 as the error tends to 0",
    )
)
