"""Theorem 3.5 seen by gradient descent: its directions on both losses, compared up to bounds from its own residuals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from proofs_check.evidence import Result, Settings
from proofs_check.methods import optimizer
from proofs_check.results.mixup.theorem_3_5 import UNIFORM, proof
from proofs_check.results.mixup.theorem_3_5_converse import criterion
from proofs_check.results.mixup.theorem_3_5_printed import printed
from theory.dataset import LabeledDataset
from theory.linear.descent import Direction, erm_direction, mixup_direction
from theory.linear.margin import all_points_support

POINTS, DIMENSION = 8, 60


MOST = 0.9  # of the data sets must be parted: one that nearly interpolates may be beyond the reach of so many steps

Descents = tuple[LabeledDataset, Direction, Direction]


def descents(settings: Settings, positives: int, dimension: int) -> Iterator[Descents]:
    """Random Gaussian data, linearly independent and so separable, and the directions of ERM and Mixup."""
    rng = np.random.default_rng((settings.seed, positives, dimension))
    labels = [1] * positives + [-1] * (POINTS - positives)
    for _ in range(settings.size(5, 20, 200)):
        dataset = LabeledDataset(rng.standard_normal((POINTS, dimension)), labels)
        yield dataset, erm_direction(dataset)[1], mixup_direction(dataset, UNIFORM)


def compare(settings: Settings, positives: int, dimension: int, *, interpolating: bool) -> tuple[float, Result]:
    """The share of the data (those that interpolate, or do not) whose directions are parted, and a summary."""
    found = [
        (erm.angle(mixup), erm.error + mixup.error, erm.parted(mixup) is True)
        for dataset, erm, mixup in descents(settings, positives, dimension)
        if all_points_support(dataset) is interpolating
    ]
    if not found:
        return math.nan, Result(None, "no data of this kind were drawn", instances=0)
    angles, errors, parted = zip(*found, strict=True)
    apart = optimizer.parted(parted)
    turns = [1 - math.cos(angle) for angle in (min(angles), max(angles))]
    text = f"{apart} of {len(found)} parted, angles {min(angles):.2e} to {max(angles):.2e}"
    text += f" (1 - cosine {turns[0]:.1e} to {turns[1]:.1e}), errors up to {max(errors):.1e}"
    scope = f"{positives} against {POINTS - positives} Gaussian points, d = {dimension}"
    return apart / len(found), Result(None, text, scope, len(found))


def all_parted(share: float, summary: Result) -> Result:
    """Holds if nearly all are parted, fails if nearly none is."""
    return replace(summary, holds=True if share >= MOST else (False if share <= 1 - MOST else None))


@proof.check(
    "gradient descent", "optimizer", "on interpolating data of equal classes both directions are one, up to error"
)
def equal_classes(settings: Settings) -> Result:
    """4 against 4 points in 60 dimensions."""
    share, summary = compare(settings, POINTS // 2, DIMENSION, interpolating=True)
    return replace(summary, holds=None if math.isnan(share) else share == 0)


@printed.check("gradient descent", "optimizer", "2 against 6: the directions differ by far more than their errors")
def unequal_classes(settings: Settings) -> Result:
    """1 - cosine near 8.7e-4: a tolerance of 1e-3 would miss it."""
    return all_parted(*compare(settings, 2, DIMENSION, interpolating=True))


@criterion.check("gradient descent", "optimizer", "where max-margin does not interpolate, equal classes are parted")
def not_interpolating(settings: Settings) -> Result:
    """4 against 4 points in 12 dimensions, where few data interpolate."""
    return all_parted(*compare(settings, POINTS // 2, 12, interpolating=False))
