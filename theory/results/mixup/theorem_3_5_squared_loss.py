"""Theorem 3.5 with the squared loss: when Mixup and plain least squares have the same minimisers, decided exactly.

With residuals r = X theta - y the Mixup loss is sum p_s p_t E[(lambda r_s + (1 - lambda) r_t)^2], because a linear
model mixes its residuals as the points and labels are mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import ERM, LinearMixup
from theory.linear.enclosure import span_coordinates
from theory.linear.margin import rational_matrix, signs
from theory.mixing import Mixing
from theory.numbers import Truth, equal, equivalent
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import ATTAINED_LABELS


def squared_loss_outputs(instance: LinearMixup, mixing: Mixing) -> tuple[Fraction, ...]:
    """The outputs X theta of all minimisers of the squared Mixup loss, exactly; ``ERM`` gives plain least squares.

    With the loss r^T Q r and outputs M c, c solves M^T Q M c = M^T Q y; Q is positive definite because of self-pairs.
    """
    y, p, n = signs(instance.dataset), instance.dataset.exact_weights, instance.dataset.n_points
    first, cross, second = mixing.second_moments()
    table = [[Fraction(0)] * n for _ in range(n)]
    for s in range(n):
        for t in range(n):
            weight = p[s] * p[t]
            table[s][s] += weight * first
            table[t][t] += weight * second
            table[s][t] += weight * cross
            table[t][s] += weight * cross
    form, (_, basis) = rational_matrix(table), span_coordinates(instance.dataset)
    right = basis.transpose() * form * rational_matrix([[Fraction(v)] for v in y])
    outputs = basis * (basis.transpose() * form * basis).solve(right)
    return tuple(_fraction(v) for v in outputs.entries())


def _fraction(value: flint.fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def has_outputs(instance: LinearMixup, plain: Sequence[Fraction]) -> Finding:
    """Whether the outputs at the minimisers of the squared Mixup loss are ``plain`` (n,)."""
    mixed = squared_loss_outputs(instance, instance.mixing)
    shown = ", ".join(map(str, mixed)), ", ".join(map(str, plain))
    return Finding(list(mixed) == list(plain), f"outputs ({shown[0]}) with Mixup and ({shown[1]}) without")


# plain least squares has the same outputs at its minimisers, so the same minimisers
same_minimisers = Conclusion(
    (Part("the outputs of plain least squares", has_outputs, lambda instance: squared_loss_outputs(instance, ERM)),)
)


def vanishing_product(instance: LinearMixup) -> Finding:
    """E[lambda (1 - lambda)] (p . r) X^T p = 0, r the residuals of plain least squares."""
    data = instance.dataset
    residuals = [u - y for u, y in zip(squared_loss_outputs(instance, ERM), signs(data), strict=True)]
    mean_residual = sum((p * r for p, r in zip(data.exact_weights, residuals, strict=True)), Fraction(0))
    columns = zip(*data.exact_points, strict=True)
    mean_point = [sum((p * x for p, x in zip(data.exact_weights, c, strict=True)), Fraction(0)) for c in columns]
    mixes = not equal(instance.mixing.second_moments()[1], 0)
    shown = ", ".join(map(str, mean_point))
    return Finding(not (mixes and mean_residual and any(mean_point)), f"mean residual {mean_residual}, point ({shown})")


def same(instance: LinearMixup, stated: Truth) -> Finding:
    """Whether the two losses have the same minimisers, or have not, as ``stated``."""
    found = same_minimisers(instance)
    return Finding(equivalent(found.holds, stated), found.witness)


same_iff_product_vanishes = Conclusion(
    (Part("the same exactly if the product vanishes", same, lambda instance: vanishing_product(instance).holds),)
)


register(
    Claim(
        id="theorem-3.5-squared-loss",
        title="With the squared loss Mixup changes nothing where the labels can be attained",
        statement=(
            r"If $X\theta = y$ has a solution, as it has for linearly independent data, then the squared Mixup loss "
            r"and plain least squares have the same minimisers, hence the same least-norm one, for every $P_f$ and all "
            r"class masses."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(ATTAINED_LABELS,),
        conclusion=same_minimisers,
        expected=Verdict.PROVED,
    )
)

register(
    Claim(
        id="theorem-3.5-squared-loss-sharp",
        title="With the squared loss Mixup changes nothing exactly if a mean residual or the mean point is zero",
        statement=(
            r"Let $r$ be the residuals of plain least squares. The squared Mixup loss has the same minimisers iff "
            r"$E[\lambda(1-\lambda)]\,(p \cdot r)\,X^T p = 0$. So always when the model has an intercept (some $v$ has "
            r"$x_i \cdot v = 1$ for all $i$: then $p \cdot r = 0$), and when the data are centred ($X^T p = 0$)."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        conclusion=same_iff_product_vanishes,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
