"""The Mixup logistic loss of a linear model: against all pairs, finite differences, and integrals by other means."""

from __future__ import annotations

import math
from fractions import Fraction

import flint
import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy.special import expit

from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.linear import ERM, MixupLoss
from theory.linear.loss import erm_loss, logistic, logistic_curvature, logistic_slope
from theory.linear.output_grid import OutputGrid, allowed_threads
from theory.mixing import Mixing
from theory.mixing.quadrature import enough_nodes, quadrature

BETAS = [Beta(1), Beta(2.5), Beta(Fraction(1, 5)), Beta(1024), Beta(2, 1), Beta(0.01, 3)]
MIXINGS = [*BETAS, Midpoint(), ERM, Discrete({0: 0.25, "1/3": 0.5, 1: 0.25}), Discrete({"1/4": "1/2", "3/4": "1/2"})]


def data(n, d, seed=0):
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 9, n)
    return LabeledDataset(rng.normal(size=(n, d)), rng.choice([1, -1], n), weights / weights.sum())


def all_pairs(dataset, theta, rule):
    """Oracle: loss, gradient and Hessian from the mixed points and labels of all pairs at each node."""
    x, p, y = dataset.points, dataset.weights, np.array(dataset.labels, dtype=float)
    value, gradient, hessian = 0.0, np.zeros(len(theta)), np.zeros((len(theta), len(theta)))
    for lam, mass in zip(*rule, strict=True):
        points = (lam * x[:, None] + (1 - lam) * x).reshape(-1, x.shape[1])
        soft = (1 + (lam * y[:, None] + (1 - lam) * y).ravel()) / 2
        weight, z = mass * np.outer(p, p).ravel(), points @ theta
        value += weight @ (soft * np.logaddexp(0, -z) + (1 - soft) * np.logaddexp(0, z))
        gradient += (weight * (expit(z) - soft)) @ points
        hessian += points.T @ ((weight * expit(z) * expit(-z))[:, None] * points)
    return value, gradient, hessian


@pytest.mark.parametrize("mixing", MIXINGS, ids=str)
@pytest.mark.parametrize(("n", "scale"), [(7, 1.0), (7, 40.0), (200, 0.3), (200, 2.0), (120, 25.0)])
def test_it_is_the_double_sum_over_all_pairs(mixing, n, scale):
    dataset = data(n, 3)
    theta = scale * np.array([0.6, -1.0, 0.3])
    loss = MixupLoss(dataset, mixing, nodes=12)
    value, gradient, hessian = all_pairs(dataset, theta, quadrature(mixing, 12))
    assert loss.value(theta) == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(loss.gradient(theta), gradient, atol=1e-14)
    np.testing.assert_allclose(loss.hessian(theta), hessian, rtol=1e-11, atol=1e-14)
    direction = np.array([1.0, 2.0, -0.5])
    np.testing.assert_allclose(loss.hessian_product(theta, direction), hessian @ direction, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("mixing", MIXINGS, ids=str)
@pytest.mark.parametrize("scale", [2.0, 60.0])
def test_blocks_and_threads_change_nothing(mixing, scale, monkeypatch):
    loss, theta = MixupLoss(data(150, 3), mixing, nodes=7), scale * np.array([0.6, -1.0, 0.3])
    whole = [loss.value(theta), loss.gradient(theta), loss.hessian(theta), loss.hessian_product(theta, [1, 2, 3])]
    monkeypatch.setattr("theory.linear.output_grid.PAIRS_AT_ONCE", 1100)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert len(OutputGrid(loss.dataset.points @ theta).blocks()) > 4
    parts = [loss.value(theta), loss.gradient(theta), loss.hessian(theta), loss.hessian_product(theta, [1, 2, 3])]
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("variable", "threads"), [("1", 1), ("3", 3), ("2,4", 2), ("0", 1)])
def test_threads_are_those_that_the_process_may_have(variable, threads, monkeypatch):
    """Several processes side by side have one each, whatever the number of processors."""
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setenv("OMP_NUM_THREADS", variable)
    assert allowed_threads() == threads


@pytest.mark.parametrize("variable", ["", "many"])
def test_without_a_limit_all_processors_work(variable, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setenv("OMP_NUM_THREADS", variable)
    assert allowed_threads() == 64


def test_a_function_on_the_outputs_passes_through_the_grid():
    u = np.random.default_rng(0).normal(scale=5, size=3000)
    grid, mass = OutputGrid(u), np.abs(np.sin(u)) / 3000
    assert len(grid.nodes) < 500
    curvature = logistic_curvature
    np.testing.assert_allclose(grid.spread(curvature(grid.nodes)), curvature(u), atol=1e-15)
    assert grid.gather(mass) @ curvature(grid.nodes) == pytest.approx(mass @ curvature(u), rel=1e-14)


@pytest.mark.parametrize("mixing", MIXINGS, ids=str)
@pytest.mark.parametrize("n", [5, 300])
def test_derivatives_are_those_of_finite_differences(mixing, n):
    dataset, theta, step = data(n, 4, 1), np.array([0.7, -0.2, 1.1, 0.4]), 1e-4
    loss = MixupLoss(dataset, mixing, nodes=32)
    for k, e in enumerate(step * np.eye(4)):
        slope = (loss.value(theta + e) - loss.value(theta - e)) / (2 * step)
        assert loss.gradient(theta)[k] == pytest.approx(slope, abs=1e-8)
        bend = (loss.gradient(theta + e) - loss.gradient(theta - e)) / (2 * step)
        np.testing.assert_allclose(loss.hessian(theta)[k], bend, atol=1e-8)


@pytest.mark.parametrize("mixing", BETAS, ids=str)
def test_quadrature_agrees_with_mpmath(mixing):
    """E[log(2 cosh((lam u + (1 - lam) v)/2))] by adaptive quadrature of the density with 30 digits."""
    u, v = 5.0, -4.0
    lam, mass = quadrature(mixing, enough_nodes(abs(u - v)))
    found = float(mass @ logistic(lam * u + (1 - lam) * v, 0))
    with mpmath.workdps(30):
        a, b = (mpmath.mpf(float(c)) for c in (mixing.alpha, mixing.beta))

        def half(c, other, near, far):
            """From one end to the middle; the variable lam^min(c, 1) makes the integrand smooth."""
            power = min(c, 1)

            def integrand(t):
                lam = t ** (1 / power)
                z = lam * far + (1 - lam) * near
                density = (2 * lam) ** (c - power) * (2 - 2 * lam) ** (other - 1) / power
                return density * mpmath.log(2 * mpmath.cosh(z / 2)) / 2 ** (1 - power)

            width = 1 / mpmath.sqrt(16 + c)  # of the bulge in the middle, if there is one
            parts = [max(mpmath.mpf(0), 0.5 - k * width) for k in (32, *range(8, 0, -1), 0)]
            return mpmath.quad(integrand, sorted({part**power for part in parts}))

        expected = (half(a, b, v, u) + half(b, a, u, v)) / mpmath.beta(a, b) / mpmath.mpf(2) ** (a + b - 2)
    assert found == pytest.approx(float(expected), rel=1e-13)


@pytest.mark.parametrize("mixing", [m for m in MIXINGS if m is not ERM], ids=str)
def test_the_loss_is_the_mean_over_random_mixed_examples(mixing):
    dataset, theta = data(20, 3, 2), np.array([1.0, -0.4, 0.9])
    rng = np.random.default_rng(0)
    size = 200_000
    s, t = (rng.choice(20, size, p=dataset.weights) for _ in range(2))
    lam = mixing.sample(rng, size)
    y = np.array(dataset.labels)
    z = (lam[:, None] * dataset.points[s] + (1 - lam)[:, None] * dataset.points[t]) @ theta
    losses = logistic(z, lam * y[s] + (1 - lam) * y[t])
    error = losses.std() / math.sqrt(size)
    assert abs(losses.mean() - MixupLoss(dataset, mixing).value(theta)) < 5 * error


def test_the_law_is_symmetrised_by_the_double_sum():
    dataset, theta = data(9, 3, 3), np.array([1.0, 2.0, -1.0])
    mirrored = [MixupLoss(dataset, law).value(theta) for law in (Beta(2, 5), Beta(5, 2))]
    assert mirrored[0] == pytest.approx(mirrored[1], rel=1e-14)
    one, both = Discrete({"1/5": 1}), Discrete({"1/5": "1/2", "4/5": "1/2"})
    assert MixupLoss(dataset, one).value(theta) == pytest.approx(MixupLoss(dataset, both).value(theta), rel=1e-14)


def test_erm_is_exact_in_its_tail_and_ends_mix_nothing():
    dataset = LabeledDataset([[1.0], [-2.0]], [1, -1])
    assert erm_loss(dataset).value([300.0]) == pytest.approx((math.exp(-300) + math.exp(-600)) / 2, rel=1e-13)
    assert erm_loss(dataset).gradient([300.0])[0] == pytest.approx(-math.exp(-300) / 2, rel=1e-13)
    both = MixupLoss(dataset, Discrete({0: "1/3", 1: "2/3"}))
    assert both.value([0.7]) == pytest.approx(erm_loss(dataset).value([0.7]), rel=1e-15)


def test_far_outputs_neither_overflow_nor_lose_the_loss():
    dataset = LabeledDataset([[1.0], [-1.0]], [1, -1])
    loss = MixupLoss(dataset, Discrete({"1/4": 1}))
    size = 1e6
    expected = 0.5 * (size / 2 - size / 4) / 2  # pairs of the two classes: (|z| - label z)/2, z = label size = size/2
    assert loss.value([size]) == pytest.approx(expected, rel=1e-12)
    assert np.isfinite(loss.gradient([size])).all()
    assert loss.hessian([size])[0, 0] == 0


def test_memory_does_not_grow_with_the_number_of_pairs():
    import tracemalloc

    n = 20_000
    loss = MixupLoss(data(n, 2), Beta(1), nodes=64)
    tracemalloc.start()
    loss.gradient([1.0, 2.0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5000 * n < n**2 / 3  # bytes: less than a third of a byte for each pair


def test_the_logistic_loss_is_one_formula_in_every_number_system():
    z, y = sp.symbols("z y", real=True)
    assert sp.diff(logistic(z, y), z).rewrite(sp.exp).equals(logistic_slope(z, y).rewrite(sp.exp))
    assert sp.simplify((sp.diff(logistic_slope(z, y), z) - logistic_curvature(z)).rewrite(sp.exp)) == 0
    cross_entropy = (1 + y) / 2 * sp.log(1 + sp.exp(-z)) + (1 - y) / 2 * sp.log(1 + sp.exp(z))
    for point in (-3.0, 0.0, 0.4, 30.0):
        for label in (-1.0, 0.25, 1.0):
            ball = flint.arb(point)
            assert float(logistic(ball, label).mid()) == pytest.approx(float(logistic(point, label)), rel=1e-14)
            assert float(cross_entropy.subs({z: point, y: label})) == pytest.approx(float(logistic(point, label)))
            slope, curvature = logistic_slope(ball, label), logistic_curvature(ball)
            assert float(slope.mid()) == pytest.approx(float(logistic_slope(point, label)), rel=1e-12, abs=1e-15)
            assert float(curvature.mid()) == pytest.approx(float(logistic_curvature(point)), rel=1e-2, abs=1e-15)


def test_bad_input_is_refused():
    dataset = data(4, 2)

    class Unknown(Mixing):
        is_symmetric = True
        _floats = _exact = _balls = sample = None

    with pytest.raises(ValueError, match="labels 1 and -1"):
        MixupLoss(LabeledDataset([[1], [2]], [0, 1]), Beta(1))
    with pytest.raises(ValueError, match="no quadrature"):
        MixupLoss(dataset, Unknown())
    with pytest.raises(ValueError, match="at least one node"):
        MixupLoss(dataset, Beta(1), nodes=0)
    for theta in ([1.0], [1.0, float("nan")], [[1.0, 2.0]], [1.0, float("inf")]):
        for action in (MixupLoss(dataset, Beta(1)).value, MixupLoss(dataset, Beta(1)).gradient):
            with pytest.raises(ValueError, match="2 finite coordinates"):
                action(theta)
    with pytest.raises(ValueError, match="2 finite coordinates"):
        MixupLoss(dataset, Beta(1)).hessian_product([1.0, 2.0], [1.0])


@pytest.mark.parametrize("width", [1e-8, 1.0, 50.0, 690.0, 710.0, 5000.0])
def test_tanhs_from_exponentials_are_tanhs(width):
    """Products of exponentials up to infinity, and beyond the exponents that float64 has."""
    u = width * np.array([1.0, -1.0, 0.5, 0.0, -0.25, 0.999])
    lam, mass = quadrature(Beta(1), 16)
    grid = OutputGrid(u)
    for (tanh, node, m), (half, *rest) in zip(
        grid.mixed_tanhs(slice(0, 6), lam, mass), grid.mixed_halves(slice(0, 6), lam, mass), strict=True
    ):
        assert [node, m] == rest
        np.testing.assert_allclose(tanh, np.tanh(half), rtol=0, atol=2**-52 * max(width, 4))
