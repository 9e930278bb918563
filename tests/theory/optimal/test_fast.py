"""The fast float64 form of h_eps agrees with the readable one, to rounding, wherever it is asked."""

from fractions import Fraction

import joblib
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.instances.lattice import datasets
from theory import Beta, Density, Discrete, LabeledDataset, Midpoint, mixup_optimal
from theory.mixing.beta_table import beta_table
from theory.numbers import ball, precision
from theory.optimal import fast as optimal_float
from theory.optimal import mixup_optimal_exact, pair_lengths

LINE = LabeledDataset.alternating_line()
BETAS = [Beta(1), Beta(2.5), Beta(0.3), Beta(64), Beta(2, 1), Beta(0.5, 3)]
MIXINGS = [*BETAS, Midpoint(), Discrete({0.25: 0.5, 0.5: 0.5})]


def oracle(dataset, mixing, x, epsilon, self_pairs=True, bits=160):
    """The generic scalar form in ball arithmetic, on the dyadic rationals that the floats are."""
    with precision(bits):
        masses = mixup_optimal_exact(dataset, mixing, [Fraction(float(v)) for v in x], ball(epsilon), self_pairs)
        return None if masses is None else [float(m.mid()) for m in masses]


@given(
    datasets(max_points=4, max_dimension=3),
    st.sampled_from(MIXINGS),
    st.lists(st.integers(-8, 8), min_size=3, max_size=3),
    st.sampled_from([0.11, 0.37, 0.81, 1.7]),
    st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_it_agrees_with_the_readable_form_on_lattice_data(dataset, mixing, place, epsilon, self_pairs):
    x = [v / 3.0 for v in place[: dataset.dimension]]
    fast = mixup_optimal(dataset, mixing, [x], epsilon, self_pairs)[0]
    slow = oracle(dataset, mixing, x, epsilon, self_pairs)
    if slow is None:
        assert np.isnan(fast).all()
    else:
        np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("mixing", MIXINGS, ids=str)
@pytest.mark.parametrize("dimension", [1, 2, 5, 40])
def test_it_agrees_on_random_data_of_any_dimension(mixing, dimension):
    rng = np.random.default_rng(dimension)
    dataset = LabeledDataset(rng.normal(size=(9, dimension)), rng.integers(0, 3, 9))
    queries = np.vstack([dataset.points[:3], rng.normal(size=(3, dimension))])
    epsilon = 0.3 * np.sqrt(dimension)
    for x, row in zip(queries, mixup_optimal(dataset, mixing, queries, epsilon), strict=True):
        slow = oracle(dataset, mixing, x, epsilon)
        assert np.isnan(row).all() if slow is None else np.allclose(row, slow, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("alpha", [1, 2.5, 700])
def test_the_general_path_agrees_with_the_kernel(alpha, monkeypatch):
    rng = np.random.default_rng(3)
    dataset = LabeledDataset(rng.random((40, 2)), rng.integers(0, 3, 40), rng.dirichlet(np.ones(40)))
    queries = rng.random((30, 2))
    fast = [mixup_optimal(dataset, Beta(alpha), queries, 0.07, pairs) for pairs in (True, False)]
    monkeypatch.setattr(Beta, "kernel_law", lambda self: None)
    slow = [mixup_optimal(dataset, Beta(alpha), queries, 0.07, pairs) for pairs in (True, False)]
    np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("error", ["bounded", "denied"])
def test_lengths_from_products_rule_out_no_pair_that_counts(monkeypatch, error):
    """Both clouds lie far from the centroid, so that lengths within them are wrong by more than they are long."""
    rng = np.random.default_rng(0)
    points = 1e-8 * rng.normal(size=(32, 20)) + np.repeat([[4.0], [-4.0]], 16, axis=0)
    dataset, queries = LabeledDataset(points, rng.integers(0, 3, 32)), points[:10] + 1e-9
    monkeypatch.setattr(optimal_float, "MANY_COORDINATES", 21)
    right = mixup_optimal(dataset, Beta(1), queries, 3e-8, self_pairs=False)
    assert np.isfinite(right).all()
    monkeypatch.setattr(optimal_float, "MANY_COORDINATES", 20)
    if error == "denied":
        monkeypatch.setattr(pair_lengths, "gram_error", lambda points, norms: 0.0)
    found = mixup_optimal(dataset, Beta(1), queries, 3e-8, self_pairs=False)
    assert np.allclose(found, right, rtol=1e-9) == (error == "bounded")


def test_copies_of_points_weigh_as_their_number_where_lengths_come_from_products():
    """The length of a segment between copies is a rounding error then, of either sign."""
    rng = np.random.default_rng(0)
    points, labels, copies = rng.normal(size=(15, 30)), rng.integers(0, 3, 15), rng.integers(1, 5, 15)
    weighted = LabeledDataset(points, labels, copies / copies.sum())
    repeated = LabeledDataset(points.repeat(copies, axis=0), labels.repeat(copies))
    for epsilon in (0.5, 4.0):
        one = mixup_optimal(weighted, Beta(1), points, epsilon)
        np.testing.assert_allclose(mixup_optimal(repeated, Beta(1), points, epsilon), one, rtol=1e-12)


def test_blocks_do_not_show(monkeypatch):
    rng = np.random.default_rng(4)
    dataset, queries = LabeledDataset(rng.random((30, 2)), rng.integers(0, 2, 30)), rng.random((25, 2))
    whole = mixup_optimal(dataset, Beta(3), queries, 0.1)
    monkeypatch.setattr(optimal_float, "QUERY_BLOCK", 100)
    monkeypatch.setattr(optimal_float, "ROW_BLOCK", 70)
    monkeypatch.setattr(pair_lengths, "BYTES", 8 * 70)
    np.testing.assert_allclose(mixup_optimal(dataset, Beta(3), queries, 0.1), whole, rtol=1e-13)
    monkeypatch.setattr(optimal_float, "MANY_COORDINATES", 2)
    np.testing.assert_allclose(mixup_optimal(dataset, Beta(3), queries, 0.1), whole, rtol=1e-13)


def test_a_row_is_nan_only_where_there_is_no_mixed_mass():
    """At alpha = 1024 and x = 0.001 the mass is about 1e-2500, yet h is known; beyond the data there is none."""
    two = LabeledDataset([[0.0], [1.0]], ["a", "b"])
    rows = mixup_optimal(two, Beta(1024), [[0.001], [0.999], [1.5]], 1e-4)
    np.testing.assert_allclose(rows[0], oracle(two, Beta(1024), [0.001], 1e-4, bits=30_000), rtol=1e-12)
    np.testing.assert_allclose(rows[1], rows[0][::-1], rtol=1e-9)
    assert np.isnan(rows[2]).all()
    assert 0.9989 < rows[0][0] < 0.9991
    assert np.isnan(mixup_optimal(two, Midpoint(), [[0.25]], 0.2)).all()


@pytest.mark.parametrize("alpha", [9e6, 2e7])
def test_tiny_masses_are_known_beyond_the_tables_too(alpha):
    """Next to the end of the ball nearer to 1/2, lambda = 0.35 weighs the point 1; from 1e7 on there is no table."""
    two = LabeledDataset([[0.0], [1.0]], ["a", "b"])
    rows = mixup_optimal(two, Beta(alpha), [[0.25], [7.0]], 0.1)
    np.testing.assert_allclose(rows[0], [0.65, 0.35], atol=1e-6)
    assert np.isnan(rows[1]).all()


def test_tiny_masses_of_a_density_are_those_of_its_beta_law():
    lam = sp.Symbol("lambda")
    law = Density(sp.gamma(402) / sp.gamma(201) ** 2 * (lam * (1 - lam)) ** 200, lam)
    two = LabeledDataset([[0.0], [5.0]], ["a", "b"])
    np.testing.assert_allclose(mixup_optimal(two, law, [[0.05]], 0.04), mixup_optimal(two, Beta(201), [[0.05]], 0.04))


def test_a_tiny_weight_keeps_its_self_pair():
    """The self-pair of a weight of 1e-145 weighs 1e-290, what comes from the pair 1e-400 at most."""
    data = LabeledDataset([[0.0], [5.0]], ["a", "b"], [1e-145, 1.0])
    assert mixup_optimal(data, Beta(200), [[0.0]], 0.1)[0, 0] == 1.0
    assert mixup_optimal(data, Beta(200), [[0.0]], 0.1, self_pairs=False)[0, 0] == pytest.approx(0.98, abs=0.001)


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_the_scale_of_the_data_does_not_matter(scale):
    dataset = LabeledDataset([[0.0], [1.0 * scale], [2.0 * scale]], [1, 2, 1])
    expected = mixup_optimal(LINE, Beta(2), [[1.0], [0.3]], 0.25)
    np.testing.assert_allclose(mixup_optimal(dataset, Beta(2), [[scale], [0.3 * scale]], 0.25 * scale), expected, 1e-9)


def test_a_ball_below_the_floats_still_holds_its_own_point():
    assert mixup_optimal(LINE, Beta(2), [[1.0]], 1e-320).tolist() == [[0.0, 1.0]]


def test_a_huge_ball_holds_everything():
    np.testing.assert_allclose(mixup_optimal(LINE, Beta(0.2), [[7.0]], 1e308), [[2 / 3, 1 / 3]])


@pytest.mark.parametrize(
    ("x", "epsilon", "message"),
    [
        ([[0.0, 1.0]], 0.1, r"shape \(q, 1\)"),
        ([0.0], 0.1, r"shape \(q, 1\)"),
        ([[np.nan]], 0.1, "finite"),
        ([["a"]], 0.1, "numbers"),
        ([[0.0]], 0.0, "positive"),
        ([[0.0]], np.nan, "positive"),
        ([[0.0]], np.inf, "positive"),
        ([[0.0]], "wide", "positive"),
        ([[0.0]], None, "positive"),
    ],
)
def test_bad_input_is_named(x, epsilon, message):
    with pytest.raises(ValueError, match=message):
        mixup_optimal(LINE, Beta(1), x, epsilon)


def test_a_law_is_asked_for_by_name():
    with pytest.raises(TypeError, match=r"such as Beta\(1\)"):
        mixup_optimal(LINE, "beta", [[0.0]], 0.1)


def test_data_from_a_memory_map_need_no_kernel_of_their_own(tmp_path):
    """A model loaded with ``mmap_mode`` has read-only arrays, which numba takes for another type."""
    from theory.optimal.kernels import add_local_masses

    expected = mixup_optimal(LINE, Beta(32), [[1.0]], 0.25)
    known = len(add_local_masses.signatures)
    joblib.dump(LINE, tmp_path / "line.joblib")
    mapped = joblib.load(tmp_path / "line.joblib", mmap_mode="r")
    assert not mapped.weights.flags.writeable
    np.testing.assert_array_equal(mixup_optimal(mapped, Beta(32), [[1.0]], 0.25), expected)
    assert len(add_local_masses.signatures) == known


def _below(table, lam):
    """Oracle for the kernel's lookup: mass and moment below lam."""
    if lam < table.start:
        c, e = table.tail.T
        return (c * lam**e).sum(), (c * e / (e + 1) * lam ** (e + 1)).sum()
    cell = min((int(np.float64(lam).view(np.int64)) >> table.shift) - table.first, len(table.cells) - 1)
    left, right = ((np.int64(cell + table.first + i) << table.shift).view(np.float64) for i in (0, 1))
    return [np.polyval(p, 2 * (lam - left) / (right - left) - 1) for p in table.cells[cell]]


@pytest.mark.parametrize("shape", [(1, 1), (2.7, 2.7), (0.01, 0.01), (1024, 1024), (30.5, 30.5), (2, 1), (0.3, 50)])
def test_the_table_keeps_relative_accuracy_in_the_tail(shape):
    table, rng = beta_table(*map(float, shape)), np.random.default_rng(1)
    laws = [Beta(*shape), Beta(*shape[::-1])]
    for lam in [*rng.uniform(0, 0.5, 30), *10 ** rng.uniform(-15, -0.4, 30), 0.5]:
        with precision(200):
            end = ball(float(lam))
            exact = [sum(getattr(p, kind)(ball(0), end) for p in laws) / 2 for kind in ("mass", "moment")]
            exact = [float(v.mid()) for v in exact]
        if exact[0] > 1e-280:
            np.testing.assert_allclose(_below(table, lam), exact, rtol=2e-13)
