"""Linear beta-VAEs on two correlated factors: which codes are best, and what their latents mean.

Data x = A c without noise have the covariance S = A Sigma A'.  The decoder is W z + noise of variance sigma^2, with as
many latents as dimensions, the encoder linear with a diagonal posterior; s = beta sigma^2.  For a fixed W the objective
is at most beta (-tr S C^-1 - ln det C)/2 and a constant, C = W W' + s I, and that exactly if W'W is diagonal.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import Rows, definite, matrix, rational_rows, semidefinite, shown, symmetric_rows
from theory.results.disentanglement.papers import TRAUBLE_2021


@dataclass(frozen=True)
class LinearVAE:
    """``loading`` A, ``covariance`` Sigma of two factors, ``decoder`` W (all 2 x 2), ``threshold`` s = beta sigma^2.

    Raises ``ValueError`` for other sizes, a singular A, a covariance that is not positive definite, and s <= 0.
    """

    loading: Rows
    covariance: Rows
    decoder: Rows
    threshold: Fraction

    def __post_init__(self) -> None:
        for name in ("loading", "decoder"):
            object.__setattr__(self, name, rational_rows(getattr(self, name), f"the {name}", 2, 2))
        object.__setattr__(self, "covariance", symmetric_rows(self.covariance, "the covariance", 2))
        make_exact(self, "threshold", rational=True)
        if self.threshold <= 0 or not definite(self.covariance) or matrix(self.loading).det() == 0:
            raise ValueError("s must be positive, the covariance positive definite and the loading matrix invertible")

    @property
    def correlation(self) -> Fraction:
        """Sigma_12, which is rho where both variances are 1."""
        return self.covariance[0][1]

    @functools.cached_property
    def excess(self) -> sp.Matrix:
        """S - s I."""
        a = matrix(self.loading)
        return a * matrix(self.covariance) * a.T - sp.sympify(self.threshold) * sp.eye(2)

    @functools.cached_property
    def meaning(self) -> sp.Matrix:
        """M = A^-1 W: how latents move factors."""
        return matrix(self.loading).inv() * matrix(self.decoder)

    def __str__(self) -> str:
        return (
            f"A = {shown(self.loading)}, Sigma = {shown(self.covariance)}, s = {self.threshold}, "
            f"W = {shown(self.decoder)}"
        )


def equal_variances(vae: LinearVAE) -> Finding:
    """Both factors have the variance 1."""
    found = [vae.covariance[i][i] for i in range(2)]
    return Finding(found == [1, 1], f"the variances are {found[0]} and {found[1]}")


def correlated(vae: LinearVAE) -> Finding:
    """rho is not 0."""
    return Finding(vae.correlation != 0, f"the covariance of the factors is {vae.correlation}")


def orthonormal(vae: LinearVAE) -> Finding:
    """A'A = I."""
    a = matrix(vae.loading)
    gram = a.T * a
    return Finding(gram == sp.eye(2), f"A'A = {shown(gram.tolist())}")


def is_maximiser(vae: LinearVAE) -> Finding:
    """W'W is diagonal and W W' is the positive part of S - s I.

    P = W W' is that exactly if N = P - (S - s I) is positive semidefinite with P N = 0: the objective's conditions of
    Karush, Kuhn and Tucker, without eigenvalues, which may be irrational.
    """
    w = matrix(vae.decoder)
    part = w * w.T
    rest = part - vae.excess
    diagonal = bool((w.T * w).is_diagonal())
    is_part = bool((part * rest).is_zero_matrix) and semidefinite(rest)
    text = f"W'W is {'' if diagonal else 'not '}diagonal, W W' {'is' if is_part else 'is not'} the positive part"
    return Finding(diagonal and is_part, text)


def moves_by_ratio(vae: LinearVAE, ratio: Fraction) -> Finding:
    """Every latent moves the first factor ``ratio`` times as far as the second."""
    found = vae.meaning
    holds = all(abs(found[0, k]) == sp.sympify(ratio) * abs(found[1, k]) for k in range(2))
    return Finding(holds, f"M = A^-1 W = {shown(found.tolist())}")


def latents_used(vae: LinearVAE, count: int) -> Finding:
    """So many columns of W are not 0."""
    found = sum(any(row[k] for row in vae.decoder) for k in range(2))
    return Finding(found == count, f"{found} latents are used")


def above_threshold(vae: LinearVAE) -> int:
    """How many of 1 + rho and 1 - rho are above s."""
    return sum(1 + sign * vae.correlation > vae.threshold for sign in (1, -1))


register(
    Claim(
        id="linear-beta-vae-axes",
        title="A linear beta-VAE on two correlated factors entangles them totally, however weak the correlation",
        statement=(
            r"Let two factors have variance $1$ and correlation $\rho \ne 0$, $x = Ac$ with an orthonormal $A$, and "
            r"let $W$ maximise the objective of a linear $\beta$-VAE with decoder variance $\sigma^2$, two latents and "
            r"a diagonal posterior: $W^\top W$ is diagonal and $WW^\top$ the positive part of $S - sI$, $S = A\Sigma "
            r"A^\top$, $s = \beta\sigma^2$. Then $|M_{1k}| = |M_{2k}|$ for every latent, $M = A^{-1}W$. The latents "
            r"that are used are as many as $1 \pm \rho > s$: raising $\beta$ drops them, and never disentangles."
        ),
        paper=TRAUBLE_2021,
        place="the experiments with correlated factors",
        reading=Reading.OURS,
        note="for linear models and data without noise",
        instance=LinearVAE,
        assumptions=(
            Assumption("equal variances", r"$\Sigma_{11} = \Sigma_{22} = 1$", equal_variances),
            Assumption("correlated", r"$\rho \ne 0$", correlated),
            Assumption("orthonormal", r"$A^\top A = I$", orthonormal),
            Assumption("maximiser", r"$W^\top W$ is diagonal, $WW^\top = (S - sI)_+$", is_maximiser),
        ),
        conclusion=Conclusion(
            (
                Part("both factors move equally", moves_by_ratio, lambda _: Fraction(1)),
                Part("latents used", latents_used, above_threshold),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality at every rho other than 0; at 0 every rotation is a maximiser",
    )
)
