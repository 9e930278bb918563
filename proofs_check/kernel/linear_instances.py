"""Random linear models with the numbers that ``theory`` gives for them, as Coq source."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

from proofs_check.kernel.drawing import draw_model, instance, listed, rational, truth
from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.linear import ERM, interpolates
from theory.linear.enclosure import span_coordinates
from theory.linear.margin import gram_solve, rational_matrix, signs
from theory.linear.recession import flat_direction, is_flat
from theory.numbers import Number
from theory.results.mixup.theorem_3_5_smaller_class import linearly_independent
from theory.results.mixup.theorem_3_5_squared_loss import same_minimisers, squared_loss_outputs, vanishing_product


def margin_cases(rng: random.Random, count: int) -> list[str]:
    """Instances with labels 1 and -1, each with its multipliers, class masses and max-margin solution.

    The truth values are whether that interpolates, and whether the law mixes off the centre.  Data that cannot be
    separated are passed over.
    """
    cases: list[str] = []
    while len(cases) < count:
        model, law = draw_model(rng)
        data = model.dataset
        if (found := model.max_margin) is not None:
            plus, minus = model.masses
            said = [truth(interpolates(found.theta, data)), truth(law.mixes_off_centre)]
            about = instance(data, law, [0] * data.dimension, Fraction(1))
            rows = [listed(map(rational, row)) for row in (signs(data), found.multipliers, found.theta)]
            cases.append(f"({about},\n    {listed(said)}, {rational(plus - minus)},\n    {', '.join(rows)})")
    return cases


def squares_cases(rng: random.Random, count: int) -> list[str]:
    """Instances with labels 1 and -1, each with a model that fits plain least squares, and one the squared Mixup loss.

    The truth values are whether the first does so too, and whether the product of theorem-3.5-squared-loss-sharp
    vanishes.
    """
    cases = []
    for _ in range(count):
        model, law = draw_model(rng)
        data = model.dataset
        said = [truth(holds(model).holds) for holds in (same_minimisers, vanishing_product)]
        fits = (listed(map(rational, with_outputs(data, squared_loss_outputs(model, m)))) for m in (ERM, law))
        about = instance(data, law, [0] * data.dimension, Fraction(1))
        cases.append(f"({about},\n    {listed(said)}, {', '.join(fits)},\n    {listed(map(rational, signs(data)))})")
    return cases


def with_outputs(data: LabeledDataset, outputs: Sequence[Fraction]) -> list[Number]:
    """The model in span X with these outputs, which some model must have."""
    chosen, _ = span_coordinates(data)
    rows = [data.exact_points[i] for i in chosen]
    beta = gram_solve(LabeledDataset(rows, [data.labels[i] for i in chosen]), [outputs[i] for i in chosen])
    return [dot(beta, column) for column in zip(*rows, strict=True)]


def span_cases(rng: random.Random, count: int) -> list[str]:
    """Instances with labels 1 and -1, each with the mass of label 1, and a model that may separate them weakly.

    Then come vectors that prove the data independent, each orthogonal to all points but one, or else a relation.
    """
    cases = []
    for _ in range(count):
        model, law = draw_model(rng)
        data, n = model.dataset, model.dataset.n_points
        theta = flat_direction(data, ERM) or [Fraction(rng.randint(-2, 2)) for _ in range(data.dimension)]
        independent = linearly_independent(model).holds
        units = [[Fraction(i == j) for i in range(n)] for j in range(n)]
        proof = [with_outputs(data, unit) for unit in units] if independent else [relation(data)]
        about = instance(data, law, [0] * data.dimension, Fraction(1))
        said = [truth(independent), truth(is_flat(data, ERM, theta))]
        rows = (listed(map(rational, row)) for row in proof)
        cases.append(
            f"({about},\n    {listed(said)}, {listed(map(rational, signs(data)))}, {listed(map(rational, theta))}, "
            f"{listed(rows)},\n    {rational(model.masses[0])})"
        )
    return cases


def relation(data: LabeledDataset) -> list[Number]:
    """Numbers, not all 0, with which the points of dependent data add up to 0."""
    basis, _ = rational_matrix(data.exact_points).transpose().numer_denom()[0].nullspace()
    return [Fraction(int(basis[i, 0])) for i in range(data.n_points)]
