"""The claim about the engine: what breaks it, and that the engine's own numbers are such as it speaks of."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import proofs_check.results.mixup.clearance_engine as engine
import theory.results.mixup.clearance_engine as stated
from theory import LabeledDataset
from theory.clearances import euclidean, gram
from theory.clearances.kernels import SHRINK, tangent_to

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


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"error": Fraction(0)}, {"room"}),
        ({"unit": Fraction(1, 4)}, {"rounding", "room"}),  # four terms of a quarter: no bound
        ({"r": Fraction(3, 2)}, {"outside", "tangents"}),
        ({"lengths": (Fraction(-1), Fraction(2), Fraction(3))}, {"lengths", "tangents", "ruled out"}),
    ],
)
def test_what_is_changed_is_noticed(change, named):
    assert failed(replace(LEVEL, **change)) == named


def test_an_end_at_the_radius_is_not_strictly_between():
    zero, one = (Fraction(0),), (Fraction(1),)
    seen = replace(LEVEL, x=zero, u=one, v=(Fraction(2),))
    assert stated.farther_than(seen, Fraction(1)).holds
    assert not stated.farther_than(seen, Fraction(5, 4)).holds
    alone = replace(seen, v=one)
    assert not stated.farther_than(alone, Fraction(1)).holds
    assert stated.farther_than(alone, Fraction(1, 2)).holds


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("units", "(1 - kappa - unit)", "1"),
        ("squared_lengths", "2 * doubt", "doubt"),
        ("squared_lengths", "4 * factor", "3 * factor"),
        ("lengths", "s + error / 2 <= q", "s + error / 3 <= q"),
        ("tangents", "d >= r * r", "d >= 0"),
        ("stewart", "(a + b - 2 * c)", "(a + b - c)"),
        ("far", "length - q < p", "length - q < 2 * p"),
    ],
)
def test_a_broken_step_fails(rewritten, name, before, after):
    assert rewritten(engine, name, before, after) is not True


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_engine_computes_what_the_claim_speaks_of(kind):
    """Products, lengths and tangents of random pairs, as the engine has them: every assumption holds that it makes."""
    rng = np.random.default_rng(3)
    n, d = 24, 40
    data = euclidean.arrange(LabeledDataset(rng.normal(size=(n, d)), [i % 2 for i in range(n)]))
    points = data.points - data.points.mean(axis=0)
    squares, norms = data.squares, np.sqrt(data.squares)
    error = gram.gram_error(data.points, norms, kind)
    matrix = points.astype(kind)
    out, room = np.empty((n, n), np.float32), np.empty((n, n), dtype=kind)
    lengths = gram.lengths_of_rows(matrix, squares, np.arange(n), error, out, room)
    products = matrix @ matrix.T
    unit = Fraction(gram.UNITS[np.dtype(kind)])
    double = Fraction(gram.UNITS[np.dtype(np.float64)])
    far, largest = 0, Fraction(float(norms.max())) ** 2
    for x, u, v in rng.permuted(np.tile(np.arange(n), (60, 1)), axis=1)[:, :3]:
        ends = ((u, x), (v, x), (u, v))
        rows = {i: tuple(Fraction(c) for c in points[i].tolist()) for i in (x, u, v)}
        r = float(np.float32(min(lengths[u, x], lengths[v, x]) * 0.7))
        tangent = [tangent_to(lengths[i, x], np.float32(r * r), np.float32(error)) for i in (u, v)]
        seen = stated.RuledOut(
            *(rows[i] for i in (x, u, v)),
            r=Fraction(r),
            unit=unit,
            doubt=2 * (d + 8) * double * largest,
            error=Fraction(error),
            products=tuple(Fraction(float(products[i, j])) for i, j in ends),
            squares=tuple(Fraction(float(squares[i] + squares[j] - 2 * float(products[i, j]))) for i, j in ends),
            lengths=tuple(Fraction(float(lengths[i, j])) for i, j in ends),
            tangents=tuple(Fraction(float(t)) for t in tangent),
        )
        assert failed(seen) <= {"ruled out"}
        if "ruled out" not in failed(seen):
            far += 1
            assert stated.farther_than(seen, seen.r).holds
    assert far > 20
    assert Fraction(SHRINK) == stated.SHRINK


def test_many_coordinates_take_more_than_a_unit_each():
    """Beyond 10,000 coordinates the share of rounding grows faster than their number."""
    unit = gram.UNITS[np.dtype(np.float32)]
    assert gram.gamma(100_000, Fraction(unit)) > 100_008 * Fraction(unit)
    assert gram.gamma(4, Fraction(1, 4)) is None
    wide = np.zeros((2, 4))
    assert np.isfinite(gram.gram_error(wide, np.ones(2), np.float32))
