"""The claim about rows that are not read: what breaks it, and that the engine's own numbers are what it speaks of."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import proofs_check.results.mixup.clearance_engine_rows as engine
import theory.results.mixup.clearance_engine_rows as stated
from theory import LabeledDataset
from theory.clearances import euclidean, gram
from theory.clearances.kernels import furthest

LEVEL = engine.LEVEL
CLAIM = engine.proof.claim


def failed(instance):
    return {a.name for a in CLAIM.assumptions if not a.predicate(instance).holds}


def test_the_example_meets_everything():
    assert failed(LEVEL) == set()
    assert CLAIM.conclusion(LEVEL).holds


@pytest.mark.parametrize("name", [assumption.name for assumption in CLAIM.assumptions])
def test_each_assumption_alone_can_fail(name):
    assert failed(engine.CONTROLS[name]) == {name}
    assert not CLAIM.conclusion(engine.CONTROLS[name]).holds


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"unit": Fraction(1, 4)}, {"rounding", "room"}),  # four terms of a quarter: no bound
        ({"slack": Fraction(-1)}, {"room"}),
        ({"size": Fraction(-1)}, {"size"}),
        ({"r": Fraction(-1)}, {"limit"}),
    ],
)
def test_what_is_changed_is_noticed(change, named):
    assert failed(replace(LEVEL, **change)) == named


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("projections", "length <= size, a >= 0", "a >= 0"),
        ("projections", "factor >= 0, m <= most", "m <= most"),
        ("projections", "2 * k <= slack", "k <= slack"),
        ("ends", "2 * w <= t", "w <= t"),
        ("ends", "h - q <= w, ", ""),
        ("ends", "length <= size, r >= 0", "r >= 0"),
        ("cauchy_schwarz", "(ee * ww - ew**2)", "(ee * ww + ew**2)"),
        ("far", ", second > y", ""),
        ("far", "c > y, y >= 0", "c > y"),
        ("far", "square >= 0, square * r2", "square * r2"),
    ],
)
def test_a_broken_step_fails(rewritten, name, before, after):
    assert rewritten(engine, name, before, after) is not True


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_engine_computes_what_the_claim_speaks_of(kind):
    """Vectors, projections and limits of random queries, as the engine has them, at radii up to the nearest end."""
    rng = np.random.default_rng(4)
    n, d = 60, 12
    data = euclidean.arrange(LabeledDataset(rng.normal(size=(n, d)), [i % 2 for i in range(n)]))
    points, norms = data.points - data.points.mean(axis=0), np.sqrt(data.squares)
    matrix, query = points.astype(kind), np.arange(0, n, 4)
    spread = gram.spread_from(matrix.T @ matrix, n, matrix.dtype)
    radius = np.full(len(query), 0.5 * norms.min())
    slack = gram.projection_error(data.points, norms, matrix.dtype)
    skipped = 0
    for axes in (
        gram.best_axes(matrix, query, radius, spread, slack),
        gram.axes_along(-matrix[query], matrix[query], slack),
    ):
        projections = axes.vectors @ matrix.T
        own = np.einsum("ij,ij->i", axes.vectors, matrix[query], dtype=np.float64)
        for j, x in enumerate(query):
            limit = furthest(axes.offset[j], axes.size[j], radius[j] ** 2)
            for u, v in rng.permutation(np.delete(np.arange(n), x))[:20].reshape(-1, 2):
                seen = stated.Skipped(
                    *(tuple(map(Fraction, row.tolist())) for row in (*points[[x, u, v]], axes.vectors[j])),
                    r=Fraction(radius[j]),
                    unit=Fraction(gram.UNITS[matrix.dtype]),
                    products=tuple(Fraction(float(p)) for p in (own[j], projections[j, u], projections[j, v])),
                    size=Fraction(axes.size[j]),
                    slack=Fraction(slack),
                    limit=Fraction(limit),
                )
                assert failed(seen) <= {"skipped"}
                if not failed(seen):
                    skipped += 1
                    assert stated.farther_than(seen, seen.r).holds
    assert skipped > 20
