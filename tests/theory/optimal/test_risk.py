"""J, J_mix and its parts: three ways to the same number, the symmetry of 2.3a, and bad classifiers refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from proofs_check.instances.lattice import datasets, mixings
from theory import Beta, Density, Discrete, LabeledDataset, Midpoint, mixup_optimal
from theory.numbers import Array, enclose
from theory.optimal import risk
from theory.optimal.risk import erm_risk, exact_mixup_risk, mixup_risk, mixup_risk_parts, sampled_mixup_risk
from theory.results.mixup.proposition_2_2 import divergence

LINE = LabeledDataset.alternating_line()


def smooth(places: Array) -> Array:
    """Softmax of two fixed linear outputs."""
    share = 1 / (1 + np.exp(-places.sum(axis=1) / 2))
    return np.stack([share, 1 - share], axis=1)


def plane(k: int = 2) -> LabeledDataset:
    rng = np.random.default_rng(3)
    return LabeledDataset(rng.normal(size=(6, 2)), np.arange(6) % k, rng.dirichlet(np.full(6, 4.0)))


def test_by_hand_on_two_points() -> None:
    """g = (1 - z, z): the pair (0, 1) at lambda has the label (lambda, 1 - lambda), which is g there."""
    two = LabeledDataset([[0], [1]], [1, 2])
    entropy = quad(lambda v: -(v * np.log(v) + (1 - v) * np.log(1 - v)), 0, 1)[0]
    parts = mixup_risk_parts(two, Beta(1), lambda z: np.hstack([1 - z, z]), nodes=400)
    np.testing.assert_allclose(parts, [[0, entropy / 4], [entropy / 4, 0]], atol=1e-6)


@pytest.mark.parametrize("law", [Beta(2), Beta(2, 1), Beta(0.4)], ids=str)
def test_parts_against_plain_integration(law: Beta) -> None:
    data = plane()

    def part(i: int, j: int) -> float:
        total = 0.0
        for s, t in np.argwhere((data.codes == i)[:, None] & (data.codes == j)):
            a, b = data.points[s], data.points[t]

            def loss(v: float, a: Array = a, b: Array = b) -> float:
                g = smooth((v * a + (1 - v) * b)[None])[0]
                return float(-(v * np.log(g[i]) + (1 - v) * np.log(g[j])))

            singular = quad(loss, 0, 1, weight="alg", wvar=(float(law.alpha) - 1, float(law.beta) - 1))[0]
            scale = quad(lambda v: 1.0, 0, 1, weight="alg", wvar=(float(law.alpha) - 1, float(law.beta) - 1))[0]
            total += data.weights[s] * data.weights[t] * singular / scale
        return total

    expected = [[part(i, j) for j in (0, 1)] for i in (0, 1)]
    np.testing.assert_allclose(mixup_risk_parts(data, law, smooth), expected, rtol=1e-9)


def test_mirrored_parts_agree_for_a_symmetric_law_only() -> None:
    """2.3a: the doubled triangle is the double sum for Beta(3, 3), not for Beta(2, 1)."""
    even, skew = (mixup_risk_parts(plane(), law, smooth) for law in (Beta(3), Beta(2, 1)))
    np.testing.assert_allclose(even, even.T, rtol=1e-12)
    assert abs(skew[0, 1] - skew[1, 0]) > 1e-3
    assert mixup_risk(plane(), Beta(2, 1), smooth) == pytest.approx(skew.sum())


@given(datasets(max_points=4, max_dimension=2), mixings(atoms=True), st.integers(0, 3))
@settings(max_examples=25)
def test_atoms_exactly_and_in_floats(data: LabeledDataset, law: Discrete, bent: int) -> None:
    def exact(z: tuple[Fraction, ...]) -> list[Fraction]:
        raw = [1 + abs(z[0]) * ((i + bent) % 3) for i in range(data.n_classes)]
        return [v / sum(raw) for v in raw]

    def floats(places: Array) -> Array:
        raw = 1 + np.abs(places[:, :1]) * ((np.arange(data.n_classes) + bent) % 3)
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    found = exact_mixup_risk(data, law, exact)
    assert mixup_risk(data, law, floats) == pytest.approx(float(enclose(found).mid()), abs=1e-12)


def test_the_divergence_is_the_difference_of_risks() -> None:
    """What Proposition 2.2 compares, against the two risks themselves."""
    law = Discrete({"1/3": "1/2", "1/2": "1/2"})
    labels = risk.mixed_labels(LINE, law)
    h = {z: [m / sum(masses) for m in masses] for z, masses in labels.items()}
    other = [Fraction(2, 5), Fraction(3, 5)]
    difference = exact_mixup_risk(LINE, law, lambda _: other) - exact_mixup_risk(LINE, law, h.__getitem__)
    terms = [sp.Rational(sum(m)) * sp.Float(float(divergence(h[z], other).mid()), 30) for z, m in labels.items()]
    assert float(difference) == pytest.approx(float(sum(terms)), abs=1e-12)


def test_no_class_where_there_is_mass_costs_infinitely_much() -> None:
    corner = lambda z: np.tile([1.0, 0.0], (len(z), 1))  # noqa: E731
    assert erm_risk(LINE, corner) == np.inf
    assert mixup_risk(LINE, Beta(1), corner) == np.inf
    assert exact_mixup_risk(LINE, Midpoint(), lambda _: [1, 0]) == sp.oo
    assert sampled_mixup_risk(LINE, Beta(1), corner, 100, np.random.default_rng(0)).value == np.inf


def test_zero_times_log_zero_is_zero() -> None:
    """One-hot at the data: no loss for the law on {0, 1}, which mixes nothing."""
    one_hot = lambda z: np.hstack([(z != 1), (z == 1)]).astype(float)  # noqa: E731
    nothing = Discrete({0: "1/2", 1: "1/2"})
    assert mixup_risk(LINE, nothing, one_hot) == erm_risk(LINE, one_hot) == 0


@pytest.mark.parametrize("law", [Beta(1), Beta(2, 1), Midpoint()], ids=str)
def test_the_sample_is_within_its_error(law: Beta) -> None:
    data = plane(3)

    def g(places: Array) -> Array:
        raw = np.exp(places @ np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.5]]))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    value = mixup_risk(data, law, g)
    found = [sampled_mixup_risk(data, law, g, 2000, np.random.default_rng(seed)) for seed in range(20)]
    scores = np.array([(e.value - value) / e.standard_error for e in found])
    assert (np.abs(scores) < 4).all()
    assert 0.5 < np.sqrt((scores**2).mean()) < 1.5


def test_the_risk_of_h_eps_falls_with_epsilon() -> None:
    """On this line: h_eps tends to h, which has the least risk (Proposition 2.2)."""
    values = [
        mixup_risk(LINE, Beta(2), lambda z, e=eps: mixup_optimal(LINE, Beta(2), z, e), 40) for eps in (0.5, 0.2, 0.05)
    ]
    assert values == sorted(values, reverse=True)


def test_blocks_do_not_change_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mixup_risk_parts(plane(), Beta(2), smooth)
    monkeypatch.setattr(risk, "COORDINATES_AT_ONCE", 24)
    np.testing.assert_allclose(mixup_risk_parts(plane(), Beta(2), smooth), whole, rtol=1e-14)


def test_a_user_s_density_has_a_risk() -> None:
    lam = sp.Symbol("lambda")
    parabola = Density(6 * lam * (1 - lam), lam)
    assert mixup_risk(plane(), parabola, smooth) == pytest.approx(mixup_risk(plane(), Beta(2), smooth), rel=1e-12)


BROKEN = {
    "swapped lambda": lambda lam, values, i, j: risk_loss(1 - lam, values, i, j),
    "first label only": lambda lam, values, i, j: risk_loss(np.ones_like(lam), values, i, j),
    "no minus": lambda lam, values, i, j: -risk_loss(lam, values, i, j),
}
risk_loss = risk._loss


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_loss_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law = Discrete({"1/3": 1})
    expected = float(exact_mixup_risk(LINE, law, lambda z: [Fraction(2, 3) - z[0] / 4, Fraction(1, 3) + z[0] / 4]))
    g = lambda z: np.hstack([2 / 3 - z / 4, 1 / 3 + z / 4])  # noqa: E731
    assert mixup_risk(LINE, law, g) == pytest.approx(expected, abs=1e-14)
    monkeypatch.setattr(risk, "_loss", BROKEN[name])
    assert mixup_risk(LINE, law, g) != pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("g", "reason"),
    [
        (lambda z: np.full((len(z), 3), 0.3), r"shape \(3, 2\)"),
        (lambda z: np.full((len(z), 2), 1.5), r"numbers in \[0, 1\]"),
        (lambda z: np.full((len(z), 2), np.nan), r"numbers in \[0, 1\]"),
    ],
)
def test_bad_classifiers_are_refused(g: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        erm_risk(LINE, g)  # type: ignore[arg-type]


def test_bad_requests_are_refused() -> None:
    with pytest.raises(ValueError, match="two draws"):
        sampled_mixup_risk(LINE, Beta(1), smooth, 1, np.random.default_rng(0))
    with pytest.raises(ValueError, match="no law of atoms"):
        exact_mixup_risk(LINE, Beta(1), lambda z: [1, 0])
