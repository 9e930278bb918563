"""The checker's own reading of statements on disentanglement: two covariances, and squares of correlations."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.recheck.instances import Point, place, rational, require


def _two_by_two(rows: Any) -> list[Point]:
    require(isinstance(rows, list) and len(rows) == 2, "not two rows")
    found = [place(row) for row in rows]
    require(all(len(row) == 2 for row in found), "not two columns")
    return found


def _form(rows: list[Point], sigma: list[Point], i: int, j: int) -> Fraction:
    """The entry (i, j) of R Sigma R'."""
    pairs = [(k, m) for k in (0, 1) for m in (0, 1)]
    return sum((rows[i][k] * sigma[k][m] * rows[j][m] for k, m in pairs), Fraction(0))


def correlated_fit_recalled(instance: Any) -> None:
    """A is invertible, A Sigma A' + sigma^2 I = B B' + s^2 I, Sigma_12 is not 0, and no column of A^-1 B is full."""
    a, sigma, b = (_two_by_two(instance[name]) for name in ("loading", "covariance", "decoder"))
    noise, fitted = rational(instance["noise"]), rational(instance["noise_fit"])
    require(min(noise, fitted) >= 0, "a variance is negative")
    require(sigma[0][1] == sigma[1][0] != 0, "the factors are not correlated")
    require(min(sigma[0][0], sigma[0][0] * sigma[1][1] - sigma[0][1] ** 2) >= 0, "the covariance is none")
    determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    require(determinant != 0, "A is not injective")
    identity: list[Point] = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    for i, j in ((0, 0), (0, 1), (1, 1)):
        left, right = _form(a, sigma, i, j), _form(b, identity, i, j)
        require(left + noise * (i == j) == right + fitted * (i == j), "the model does not fit exactly")
    for k in (0, 1):
        first = a[1][1] * b[0][k] - a[0][1] * b[1][k]
        second = a[0][0] * b[1][k] - a[1][0] * b[0][k]
        require(first * second == 0, f"the latent {k} moves both factors")


def _mean_gap(rho: Fraction, code: list[Point]) -> Fraction:
    """SAP of two latents z = L c: the mean difference of the two R^2 of a factor."""
    sigma: list[Point] = [(Fraction(1), rho), (rho, Fraction(1))]
    total = Fraction(0)
    for i in (0, 1):
        squares = [(row[i] + rho * row[1 - i]) ** 2 / _form(code, sigma, k, k) for k, row in enumerate(code)]
        total += abs(squares[0] - squares[1])
    return total / 2


def scores_on_correlated_data(instance: Any) -> None:
    """An invertible code scores more than the true factors, whose R^2 are 1 and rho^2."""
    rho, code = rational(instance["rho"]), _two_by_two(instance["code"])
    require(abs(rho) < 1, "the correlation is not between -1 and 1")
    require(code[0][0] * code[1][1] != code[0][1] * code[1][0], "the code is not invertible")
    require(_mean_gap(rho, code) > 1 - rho**2, "the code scores no more than the truth")


DISENTANGLEMENT: dict[str, Callable[[Any], None]] = {
    "correlated-fit-is-entangled-recalled": correlated_fit_recalled,
    "scores-on-correlated-data": scores_on_correlated_data,
}
