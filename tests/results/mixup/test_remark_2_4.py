"""Remark 2.4: the verdicts, and what broken formulas do to them."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.evidence import Role, proofs
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Midpoint, oscillating
from theory.mixing.oscillating import OscillatingDensity, mean_within
from theory.optimal import exact as optimal
from theory.results.mixup import remark_2_4 as stated
from theory.results.mixup.remark_2_4 import EXACT, Spot, limit_of_masses, masses_near, radius, rates

LINE = LabeledDataset.alternating_line()
CROSS = LabeledDataset([(0, 1), (0, -1), (2, 0), (-1, 0)], [1, 1, 2, 2])
DATA = [Spot(CROSS, Beta(2), (0, 0)), Spot(CROSS, Beta(2, 1), (0, 0)), Spot(LINE, Beta(3), (Fraction(1, 2),))]


@pytest.mark.parametrize(
    ("claim_id", "expected"), [("remark-2.4-printed", Verdict.REFUTED), ("remark-2.4", Verdict.PROVED)]
)
def test_the_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def test_controls_exist_for_every_assumption():
    proof = proofs()["remark-2.4"]
    controlled = {item.name.removeprefix("without ") for item in proof.items if item.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


@pytest.mark.parametrize("spot", DATA, ids=str)
def test_below_the_radius_the_masses_are_those_polynomials(spot):
    """At an eps that was not used to find them."""
    epsilon = radius(spot) * Fraction(5, 7) ** 3
    values = optimal.local_masses(spot.dataset, spot.mixing, spot.x, epsilon)
    for polynomial, value in zip(masses_near(spot), values, strict=True):
        assert sp.simplify(polynomial.eval(sp.Rational(epsilon.numerator, epsilon.denominator)) - value) == 0


def test_above_the_radius_they_are_not():
    spot = Spot(LINE, Beta(2), (Fraction(1, 2),))
    values = optimal.local_masses(LINE, Beta(2), spot.x, Fraction(3, 4))
    assert any(p.eval(sp.Rational(3, 4)) != sp.Rational(v) for p, v in zip(masses_near(spot), values, strict=True))


def test_the_known_limits():
    assert limit_of_masses(masses_near(Spot(CROSS, Beta(1), (0, 0)))) == [sp.Rational(3, 5), sp.Rational(2, 5)]
    assert limit_of_masses(masses_near(Spot(CROSS, Midpoint(), (0, 0)))) == [1, 0]
    assert limit_of_masses(masses_near(Spot(LINE, Beta(2), (5,)))) is None


def _broken(change):
    """mixup_optimal_limit with its sum over pairs changed: what ``change`` does to lambda, density and length."""

    def limit(dataset, mixing, x, self_pairs=True):
        place = [Fraction(v) for v in x[0]]
        masses = [sp.Integer(0)] * dataset.n_classes
        for s, t, lam in optimal.incidences(dataset, place):
            points = dataset.exact_points
            if optimal.same_location(points[s], points[t]):
                continue
            length = sp.sqrt(sum((sp.Rational(a - b)) ** 2 for a, b in zip(points[s], points[t], strict=True)))
            lam, density, length = change(sp.Rational(lam), mixing.density(lam), length)
            masses[dataset.codes[s]] += density / length * lam
            masses[dataset.codes[t]] += density / length * (1 - lam)
        total = sum(masses)
        return np.array([[sp.simplify(m / total) for m in masses]], dtype=object)

    return limit


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("no density", lambda lam, f, length: (lam, 1, length)),
        ("no length", lambda lam, f, length: (lam, f, 1)),
        ("length squared", lambda lam, f, length: (lam, f, length**2)),
        ("lambda swapped", lambda lam, f, length: (1 - lam, f, length)),
    ],
)
def test_a_broken_formula_is_seen(monkeypatch, name, change):
    """Off the data, where the sum over passing pairs decides; the unchanged sum agrees."""
    uneven = LabeledDataset([(0, 1), (0, -3), (2, 0), (-1, 0)], [1, 2, 2, 1])
    spot = Spot(uneven, Beta(2), (0, 0))
    monkeypatch.setattr(stated, "mixup_optimal_limit", _broken(lambda *a: a))
    assert stated._limit_is_as_stated(spot).holds is True
    monkeypatch.setattr(stated, "mixup_optimal_limit", _broken(change))
    assert stated._limit_is_as_stated(spot).holds is False


def test_a_wrong_limit_turns_the_verdict_red(verdict, monkeypatch):
    right = stated.mixup_optimal_limit
    monkeypatch.setattr(stated, "mixup_optimal_limit", lambda *a: right(*a)[:, ::-1])
    assert verdict("remark-2.4") is Verdict.ERROR


def test_the_oscillating_density_is_what_its_density_says():
    """Mass and moment against a sum over rational cells that its steps do not cut."""
    law, cells = OscillatingDensity(), [Fraction(1, 4)]
    for centre in (Fraction(1, 3), Fraction(2, 3)):
        shells = [Fraction(1, 100 * 16**m) for m in range(4)]
        cells += [centre - s for s in shells] + [centre + s for s in reversed(shells)]
    cells += [Fraction(3, 4), Fraction(1)]
    for left, right in zip(sorted(cells), sorted(cells)[1:], strict=False):
        middle = (left + right) / 2
        if abs(middle - Fraction(1, 3)) < Fraction(1, 10**5) or abs(middle - Fraction(2, 3)) < Fraction(1, 10**5):
            continue
        assert law.mass(left, right) == law.density(middle) * (right - left)
        assert law.moment(left, right) == law.density(middle) * (right**2 - left**2) / 2


def test_its_float_form_agrees():
    law = OscillatingDensity()
    lo, hi = np.array([0.1, 0.33, 0.5]), np.array([0.4, 0.3334, 0.9])
    exact = [float(law.mass(Fraction(a), Fraction(b))) for a, b in zip(lo, hi, strict=True)]
    np.testing.assert_allclose(law.mass(lo, hi), exact, rtol=1e-15)


def test_shells_of_equal_height_would_not_refute(verdict, monkeypatch):
    monkeypatch.setattr(oscillating, "LOW", Fraction(1))
    monkeypatch.setattr(oscillating, "HIGH", Fraction(1))
    assert mean_within(0) == 1
    assert verdict("remark-2.4-printed") is not Verdict.REFUTED


def test_rates_at_a_mean_of_atoms_are_exact():
    assert rates(Spot(CROSS, Discrete({"1/3": "1/2", "1/2": "1/2"}), (0, 0))) == [EXACT, EXACT]
    with pytest.raises(ValueError, match="X_mix"):
        rates(Spot(LINE, Beta(1), (7,)))


def test_the_radius_stays_below_mixed_points_of_every_atom():
    """The mix of 0 and 2 with lambda = 255/512 is at 257/256: nearer to 1 than half of any end or other segment."""
    spot = Spot(LabeledDataset([[0], [2], [1]], [1, 2, 2]), Discrete({"255/512": "1/2", "1/2": "1/2"}), (1,))
    assert 2 * radius(spot) < Fraction(1, 256)
