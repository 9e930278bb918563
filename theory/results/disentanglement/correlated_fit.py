"""Factors that are correlated, and a linear model with independent latents that fits them: is it entangled?

Factors c ~ N(0, Sigma) make data x = A c + noise of variance sigma^2; the model has x = B z + noise of variance s^2,
z ~ N(0, I).  Latents mean factors by M = A^+ B: the latent k moves the factor i where M_ik is not 0.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.linear.rational_matrices import Rows, matrix, rational_rows, semidefinite, shown, symmetric_rows
from theory.results.disentanglement.papers import TRAUBLE_2021

PLACE = "the argument on the likelihood"


@dataclass(frozen=True)
class LinearFactors:
    """``loading`` A (d x n), ``covariance`` Sigma (n x n), ``noise`` sigma^2; ``decoder`` B (d x m), ``noise_fit`` s^2.

    ``pair`` are two factors i and j.  Raises ``ValueError`` for sizes that do not fit, a covariance that is none,
    negative noise, and a pair of equal or unknown factors.
    """

    loading: Rows
    covariance: Rows
    noise: Fraction
    decoder: Rows
    noise_fit: Fraction
    pair: tuple[int, int] = (0, 1)

    def __post_init__(self) -> None:
        loading = rational_rows(self.loading, "the loading matrix", len(self.loading))
        factors = len(loading[0])
        object.__setattr__(self, "loading", loading)
        object.__setattr__(self, "covariance", symmetric_rows(self.covariance, "the covariance", factors))
        object.__setattr__(self, "decoder", rational_rows(self.decoder, "the decoder", len(loading)))
        make_exact(self, "noise", "noise_fit", rational=True)
        make_whole(self, "pair")
        if min(self.noise, self.noise_fit) < 0 or not semidefinite(self.covariance):
            raise ValueError("the covariance must be positive semidefinite, and the noise not negative")
        if len(set(self.pair)) != 2 or not set(self.pair) <= set(range(factors)):
            raise ValueError(f"the pair must be two of {factors} factors, not {self.pair}")

    @functools.cached_property
    def meaning(self) -> sp.Matrix:
        """M = A^+ B, which is (A'A)^-1 A' B where A is injective."""
        a, b = matrix(self.loading), matrix(self.decoder)
        return (a.T * a).LUsolve(a.T * b) if self.injective else a.pinv() * b

    @property
    def injective(self) -> bool:
        """Whether the rank of A is the number of factors."""
        return bool(matrix(self.loading).rank() == len(self.covariance))

    def moved_together(self) -> tuple[int, ...]:
        """The latents that move both factors of the pair."""
        i, j = self.pair
        found = self.meaning
        return tuple(k for k in range(found.cols) if found[i, k] != 0 and found[j, k] != 0)

    def __str__(self) -> str:
        return (
            f"A = {shown(self.loading)}, Sigma = {shown(self.covariance)}, sigma^2 = {self.noise}, "
            f"B = {shown(self.decoder)}, s^2 = {self.noise_fit}, factors {self.pair[0]} and {self.pair[1]}"
        )


def injective(factors: LinearFactors) -> Finding:
    """Different factors give different data."""
    return Finding(factors.injective, f"A has the rank {matrix(factors.loading).rank()}")


def fits(factors: LinearFactors) -> Finding:
    """Data and model have one covariance: A Sigma A' + sigma^2 I = B B' + s^2 I."""
    a, b = matrix(factors.loading), matrix(factors.decoder)
    difference = a * matrix(factors.covariance) * a.T - b * b.T
    own = sp.eye(a.rows) * (sp.sympify(factors.noise) - sp.sympify(factors.noise_fit))
    holds = bool((difference + own).is_zero_matrix)
    return Finding(holds, f"the covariances of data and model are {'' if holds else 'not '}equal")


def correlated(factors: LinearFactors) -> Finding:
    """Sigma_ij is not 0."""
    i, j = factors.pair
    found = factors.covariance[i][j]
    return Finding(found != 0, f"the factors {i} and {j} have the covariance {found}")


def noise_told_apart(factors: LinearFactors) -> Finding:
    """Fewer factors and latents than dimensions, or s = sigma, or A'A is a multiple of I."""
    a = matrix(factors.loading)
    dimensions, gram = a.rows, a.T * a
    spare = max(a.cols, len(factors.decoder[0])) < dimensions
    scaled = bool((gram - gram[0, 0] * sp.eye(a.cols)).is_zero_matrix)
    holds = spare or factors.noise == factors.noise_fit or scaled
    latents = len(factors.decoder[0])
    return Finding(holds, f"{dimensions} dimensions, {a.cols} factors, {latents} latents, A'A = {shown(gram.tolist())}")


def some_latent_moves_both(factors: LinearFactors, stated: bool) -> Finding:
    """Whether some latent moves both factors of the pair, as ``stated``."""
    found = factors.moved_together()
    text = f"latents that move both: {', '.join(map(str, found)) or 'none'}"
    return Finding(bool(found) == stated, text)


INJECTIVE = Assumption("injective", r"$A$ is injective", injective)
FITS = Assumption("exact fit", r"$BB^\top + s^2 I = A\Sigma A^\top + \sigma^2 I$", fits)
CORRELATED = Assumption("correlated", r"$\Sigma_{ij} \ne 0$", correlated)
TOGETHER = Conclusion((Part("some latent moves both", some_latent_moves_both, lambda _: True),))

register(
    Claim(
        id="correlated-fit-is-entangled-recalled",
        title="A model with independent latents that fits correlated factors exactly is entangled",
        statement=(
            r"Let $c \sim N(0, \Sigma)$ be factors, $x = Ac + \sigma n$ with an injective $A$, and let the model "
            r"$x = Bz + sn$, $z \sim N(0, I)$, fit exactly. If $\Sigma_{ij} \ne 0$, some latent moves both factors: "
            r"$M_{ik} \ne 0 \ne M_{jk}$ for some $k$, $M = A^+B$."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        note="for linear models, in our words",
        instance=LinearFactors,
        assumptions=(INJECTIVE, FITS, CORRELATED),
        conclusion=TOGETHER,
        expected=Verdict.REFUTED,
        repaired_by="correlated-fit-is-entangled",
        tightness="false where the noise is learned and no dimension is spare",
    )
)
register(
    Claim(
        id="correlated-fit-is-entangled",
        title="It is entangled if its noise cannot pass for correlation",
        statement=(
            r"Let $c \sim N(0, \Sigma)$, $x = Ac + \sigma n$ with an injective $A$, and let the model $x = Bz + sn$, "
            r"$z \sim N(0, I)$, fit exactly; let there be fewer factors and fewer latents than dimensions, or $s = "
            r"\sigma$, or $A^\top A$ a multiple of $I$. If $\Sigma_{ij} \ne 0$, $MM^\top$ has that entry, $M = A^+B$, "
            r"and some latent moves both factors."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        repairs="correlated-fit-is-entangled-recalled",
        instance=LinearFactors,
        assumptions=(
            INJECTIVE,
            FITS,
            CORRELATED,
            Assumption(
                "noise told apart",
                r"fewer factors and latents than dimensions, or $s = \sigma$, or $A^\top A$ is a multiple of $I$",
                noise_told_apart,
            ),
        ),
        conclusion=TOGETHER,
        expected=Verdict.PROVED,
        tightness="each of the four assumptions is needed",
    )
)
