"""Scores of linear codes where they are evaluated on the correlated data themselves: other codes beat the true factors.

Two factors have variance 1 and correlation rho, a code is z = L c.  The score is SAP: R^2 of a factor from each latent,
the best less the second best, averaged over the factors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import Rows, matrix, rational_rows, shown
from theory.numbers import Number, certain, conjunction, equal, less, less_equal, sympify
from theory.results.disentanglement.papers import TRAUBLE_2021
from theory.results.disentanglement.scores import mean_gap, squared_correlation

PLACE = "the scores of disentanglement"
TRUTH: Rows = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))


def sap(rho: Number, code: Sequence[Sequence[Number]]) -> sp.Expr:
    """SAP of the code z = L c, exactly; L may be irrational.

    >>> sap(Fraction(3, 5), TRUTH), sap(Fraction(3, 5), ((3, -1), (-1, 3)))
    (16/25, 4/5)
    """
    sigma, latents = matrix(((1, rho), (rho, 1))), matrix(code)
    cross, own = (sigma * latents.T).expand(), (latents * sigma * latents.T).expand()
    return mean_gap(
        [
            [sp.expand(squared_correlation(cross[i, k], sp.Integer(1), own[k, k])) for k in range(latents.rows)]
            for i in range(2)
        ]
    )


@dataclass(frozen=True)
class LinearCode:
    """A correlation ``rho`` between -1 and 1, and an invertible ``code`` L (2 x 2).  Raises ``ValueError`` else."""

    rho: Fraction
    code: Rows

    def __post_init__(self) -> None:
        make_exact(self, "rho", rational=True)
        object.__setattr__(self, "code", rational_rows(self.code, "the code", 2, 2))
        if not -1 < self.rho < 1 or matrix(self.code).det() == 0:
            raise ValueError("the correlation must be between -1 and 1, and the code invertible")

    def __str__(self) -> str:
        return f"correlation {self.rho}, code {shown(self.code)}"


def scores_at_most(coded: LinearCode, bound: sp.Expr) -> Finding:
    """The code's score is ``bound`` or less."""
    found = sap(coded.rho, coded.code)
    return Finding(less_equal(found, bound), f"the code scores {found}, the bound is {bound}")


def truth_scores(coded: LinearCode, value: sp.Expr) -> Finding:
    """The true factors score ``value``."""
    found = sap(coded.rho, TRUTH)
    return Finding(equal(found, value), f"the true factors score {found}")


def score_of_truth(coded: LinearCode) -> sp.Expr:
    """What the true factors score on the same data."""
    return sap(coded.rho, TRUTH)


def independent(coded: LinearCode) -> Finding:
    """rho = 0."""
    return Finding(coded.rho == 0, f"the correlation is {coded.rho}")


BEST = Part("no code scores more than the truth", scores_at_most, score_of_truth)
register(
    Claim(
        id="scores-on-correlated-data",
        title="On correlated data the true factors have the largest score of disentanglement",
        statement=(
            r"Let two factors have variance $1$ and correlation $\rho$, $|\rho| < 1$. On these data no invertible "
            r"linear code has a larger SAP, in linear $R^2$, than the true factors."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        note="on which data the paper computes its scores was not read: this is attributed to nobody",
        instance=LinearCode,
        conclusion=Conclusion((BEST,)),
        expected=Verdict.REFUTED,
        repaired_by="scores-on-independent-data",
        tightness="false for every correlation other than 0: whitened-beats-truth",
    )
)
register(
    Claim(
        id="scores-on-independent-data",
        title="On independent factors they have",
        statement=(
            r"Where the factors are independent, $\rho = 0$, the true factors have SAP $1$, in linear $R^2$, and no "
            r"invertible linear code has more."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        repairs="scores-on-correlated-data",
        instance=LinearCode,
        assumptions=(Assumption("independent", r"$\rho = 0$", independent),),
        conclusion=Conclusion((Part("the truth", truth_scores, lambda _: sp.Integer(1)), BEST)),
        expected=Verdict.PROVED,
        tightness="attained",
    )
)


@dataclass(frozen=True)
class CorrelatedPair:
    """Two factors of variance 1 with the correlation ``rho``, between -1 and 1.  Raises ``ValueError`` for others."""

    rho: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "rho", rational=True)
        if not -1 < self.rho < 1:
            raise ValueError(f"the correlation must be between -1 and 1, not {self.rho}")

    def whitened(self) -> list[list[sp.Expr]]:
        """Sigma^(-1/2), times sqrt(1 - rho^2), which no score sees."""
        root = [sp.sqrt(1 + sympify(self.rho) * sign) for sign in (1, -1)]
        return [[root[0] + root[1], root[1] - root[0]], [root[1] - root[0], root[0] + root[1]]]

    def principal(self) -> list[list[int]]:
        """The sum and the difference of the factors."""
        return [[1, 1], [1, -1]]

    def gram_schmidt(self) -> list[list[Number]]:
        """The first factor, and what of the second it does not tell."""
        return [[1, 0], [-self.rho, 1]]

    def __str__(self) -> str:
        return f"correlation {self.rho}"


Code = Callable[[CorrelatedPair], list[list[Number]]]
CODES: dict[str, Code] = {
    "whitened": CorrelatedPair.whitened,
    "principal": CorrelatedPair.principal,
    "Gram-Schmidt": CorrelatedPair.gram_schmidt,
}


def scores(pair: CorrelatedPair, values: tuple[sp.Expr, ...]) -> Finding:
    """The truth and the three codes have these scores."""
    found = [sap(pair.rho, TRUTH), *(sap(pair.rho, code(pair)) for code in CODES.values())]
    holds = conjunction(*(equal(v, f) for v, f in zip(values, found, strict=True)))
    return Finding(holds, "the scores are " + ", ".join(map(str, found)))


def closed_forms(pair: CorrelatedPair) -> tuple[sp.Expr, ...]:
    """1 - rho^2; sqrt(1 - rho^2), |rho| and max(1 - rho^2, rho^2)."""
    rho = sympify(pair.rho)
    return 1 - rho**2, sp.sqrt(1 - rho**2), abs(rho), max(1 - rho**2, rho**2)


def beat_truth(pair: CorrelatedPair, names: tuple[str, ...]) -> Finding:
    """These of the three codes score more than the truth, and the others do not."""
    truth = sap(pair.rho, TRUTH)
    found = tuple(name for name, code in CODES.items() if certain(less(truth, sap(pair.rho, code(pair)))))
    return Finding(found == names, f"more than the truth score: {', '.join(found) or 'none'}")


def beyond_thresholds(pair: CorrelatedPair) -> tuple[str, ...]:
    """The whitened code always, principal axes from the golden ratio on, Gram-Schmidt from rho^2 = 1/2 on."""
    square = pair.rho**2
    known = {"principal": square + abs(pair.rho) > 1, "Gram-Schmidt": 2 * square > 1}
    return ("whitened", *(name for name, beats in known.items() if beats))


register(
    Claim(
        id="whitened-beats-truth",
        title="On correlated data the whitened factors score more than the true ones, at every correlation",
        statement=(
            r"Let two factors have variance $1$ and correlation $0 < |\rho| < 1$. Their SAP, in linear $R^2$, is "
            r"$1 - \rho^2$; that of $\Sigma^{-1/2}c$ is $\sqrt{1 - \rho^2}$, which is more; that of the principal axes "
            r"$|\rho|$, which is more exactly if $|\rho| > \frac{\sqrt5 - 1}{2}$; that of $(c_1, c_2 - \rho c_1)$ is "
            r"$\max(1 - \rho^2, \rho^2)$, which is more exactly if $\rho^2 > \frac12$."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        instance=CorrelatedPair,
        assumptions=(
            Assumption("correlated", r"$\rho \ne 0$", lambda pair: Finding(pair.rho != 0, f"rho = {pair.rho}")),
        ),
        conclusion=Conclusion(
            (Part("scores", scores, closed_forms), Part("more than the truth", beat_truth, beyond_thresholds))
        ),
        expected=Verdict.PROVED,
        tightness="equalities",
    )
)
