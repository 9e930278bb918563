"""Theorem 3.5 with the squared loss: when Mixup and plain least squares have the same minimisers, decided exactly.

With residuals r = X theta - y the Mixup loss is sum p_s p_t E[(lambda r_s + (1 - lambda) r_t)^2], because a linear
model mixes its residuals as the points and labels are mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import ERM, LinearMixup
from theory.linear.enclosure import span_coordinates
from theory.linear.margin import rational_matrix, signs
from theory.mixing import Mixing
from theory.numbers import Exact, Truth, conjunction, disjunction, equal, equivalent, exact, sympify
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import ATTAINED_LABELS


def squared_loss_outputs(instance: LinearMixup, mixing: Mixing) -> tuple[Exact, ...]:
    """The outputs X theta of all minimisers of the squared Mixup loss, exactly; ``ERM`` gives plain least squares.

    With the loss r^T Q r and outputs M c, c solves M^T Q M c = M^T Q y; Q is positive definite because of self-pairs.
    Irrational weights and atoms have irrational outputs.
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
    _, basis = span_coordinates(instance.dataset)
    if not basis.ncols():
        return (Fraction(0),) * n
    if not all(isinstance(v, Fraction) for row in table for v in row):
        return _irrational_outputs(_algebraic(basis.tolist()), _algebraic(table), y)
    form = rational_matrix(table)
    right = basis.transpose() * form * rational_matrix([[Fraction(v)] for v in y])
    outputs = basis * (basis.transpose() * form * basis).solve(right)
    return tuple(exact(v) for v in outputs.entries())


def _algebraic(rows: Sequence[Sequence[object]]) -> sp.Matrix:
    return sp.Matrix([[sympify(v) for v in row] for row in rows])


def _irrational_outputs(basis: sp.Matrix, form: sp.Matrix, y: Sequence[int]) -> tuple[Exact, ...]:
    """The same by LU: of a positive definite matrix no pivot is 0."""
    outputs = basis * (basis.T * form * basis).LUsolve(basis.T * form * sp.Matrix(y))
    return tuple(exact(sp.radsimp(v)) for v in outputs)


def has_outputs(instance: LinearMixup, plain: Sequence[Exact]) -> Finding:
    """Whether the outputs at the minimisers of the squared Mixup loss are ``plain`` (n,)."""
    try:
        mixed = squared_loss_outputs(instance, instance.mixing)
    except ValueError as error:  # a law without exact moments
        return Finding(None, str(error))
    shown = ", ".join(map(str, mixed)), ", ".join(map(str, plain))
    same = conjunction(*(equal(v, w) for v, w in zip(mixed, plain, strict=True)))
    return Finding(same, f"outputs ({shown[0]}) with Mixup and ({shown[1]}) without")


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
    try:
        factors = (instance.mixing.second_moments()[1], mean_residual)
    except ValueError as error:
        return Finding(None, str(error))
    gone = conjunction(*(equal(v, 0) for v in mean_point))
    shown = ", ".join(map(str, mean_point))
    return Finding(
        disjunction(*(equal(factor, 0) for factor in factors), gone), f"mean residual {mean_residual}, point ({shown})"
    )


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
