"""The checker's own reading of statements of the literature on Mixup: a balance, a second-order loss, variances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

import flint

from proofs_check.recheck.instances import Data, Law, data_of, law_of, place, rational, require
from proofs_check.recheck.outcome import Refused


def rational_ball(value: Fraction) -> flint.arb:
    """The ball about a rational number."""
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def more_alpha(instance: Any) -> None:
    """At some margin k the balance of Beta(alpha, alpha) is above 0 and that of Beta(beta, beta) below, alpha < beta.

    The balance tanh(k/2) - 1 + E[x tanh(x k/2)] - E[x^2], x = 2 lambda - 1, rises in k and is 0 at the margin of Mixup.
    """
    laws = [law_of({"type": "Beta", "alpha": instance[name], "beta": instance[name]}) for name in ("alpha", "beta")]
    require(rational(instance["alpha"]) < rational(instance["beta"]), "alpha is not below beta")
    for step in range(1, 400):
        k = flint.arb(step) / 50
        if _balance(laws[0], k) > 0 and _balance(laws[1], k) < 0:
            return
    raise Refused("no margin up to 8 is above that of alpha and below that of beta")


def _balance(law: Law, k: flint.arb) -> flint.arb:
    """The integral over lambda in [0, 1] of a density that is a polynomial."""
    a = law.shape[0] if law.shape else 0
    constant = factorial(2 * a - 1) // factorial(a - 1) ** 2

    def integrand(lam: flint.acb, _: bool) -> flint.acb:
        x = 2 * lam - 1
        return constant * (lam * (1 - lam)) ** (a - 1) * x * ((x * k / 2).tanh() - x)

    return (k / 2).tanh() - 1 + flint.acb.integral(integrand, 0, 1).real


def second_order(instance: Any) -> None:
    """Q < 0, the mean over pairs of log(1 + e^-m) + kappa s (-d + (1 - s) d^2/4), s = 1/(1 + e^m), d = y (u_r - u)."""
    law, scale = law_of(instance["mixing"]), rational(instance["scale"])
    require(law.shape is not None and law.is_symmetric() and scale > 0, "no Beta law of equal shapes, or no scale")
    alpha = law.shape[0] if law.shape else 0
    kappa = flint.arb(alpha) / (2 * alpha + 1)
    u, signs = [scale * v for v in place(instance["outputs"])], place(instance["signs"])
    require(len(u) == len(signs) > 0 and set(signs) <= {1, -1}, "not outputs with labels 1 and -1")
    total = flint.arb(0)
    for own, sign in zip(u, signs, strict=True):
        margin = rational_ball(sign * own)
        loss, share = (1 + (-margin).exp()).log(), 1 / (1 + margin.exp())
        for other in u:
            d = rational_ball(sign * (other - own))
            total += loss + kappa * share * (-d + (1 - share) * d**2 / 4)
    require(bool(total < 0), "Q is not negative")


def minimum_variance(instance: Any) -> None:
    """Features of the smaller variance are alone in L, and where the slope in them is 0, that in H is not.

    Two columns, L = 0 and H = 1, and the mass a off the label.  The slope in w of the loss at (w, 0) rises, so that its
    root is between two numbers of which the signs differ.
    """
    data, a = data_of(instance), rational(instance["off_label"])
    require(
        data.law.atoms == ((Fraction(1), Fraction(1)),) and instance["loss_name"] == "logistic",
        "Mixup, or another loss",
    )
    require(0 < a < Fraction(1, 2) and instance["low"] == ["0"], "no smoothing, or L is not the first column")
    require(all(len(p) == 2 for p in data.points) and set(data.labels) == {"1", "-1"}, "not the plane, or other labels")
    signed = [(int(y) * p[0], int(y) * p[1]) for p, y in zip(data.points, data.labels, strict=True)]
    require(any(p[0] * q[1] != p[1] * q[0] for p in signed for q in signed), "the data are on a line")
    require(_variance_in_classes(data, 0) < _variance_in_classes(data, 1), "L has not the smaller variance")

    def slope(w: flint.arb, column: int) -> flint.arb:
        terms = zip(signed, data.weights, strict=True)
        margins = [(rational_ball(x[0]) * w, rational_ball(p * x[column])) for x, p in terms]
        return sum(((1 / (1 + (-m).exp()) - rational_ball(1 - a)) * x for m, x in margins), flint.arb(0))

    lo, hi = flint.arb(-64), flint.arb(64)
    require(bool(slope(lo, 0) < 0) and bool(slope(hi, 0) > 0), "no root from -64 to 64")
    for _ in range(30):
        middle = ((lo + hi) / 2).mid()
        lo, hi = (middle, hi) if slope(middle, 0) < 0 else (lo, middle if slope(middle, 0) > 0 else hi)
    require(not slope(lo.union(hi), 1).contains(0), "the slope in H may vanish with that in L")


def _variance_in_classes(data: Data, column: int) -> Fraction:
    """E Var(x | y) of a column."""
    total = Fraction(0)
    for label in data.classes:
        rows = zip(data.points, data.weights, data.labels, strict=True)
        found = [(p, x[column]) for x, p, y in rows if y == label]
        mean = sum((p * x for p, x in found), Fraction(0)) / sum((p for p, _ in found), Fraction(0))
        total += sum((p * (x - mean) ** 2 for p, x in found), Fraction(0))
    return total


MIXUP_LITERATURE: dict[str, Callable[[Any], None]] = {
    "chidambaram-ge-2025-minimum-variance": minimum_variance,
    "mixup-more-alpha-regularises-more": more_alpha,
    "zhang-2021-second-order-nonnegative": second_order,
}
