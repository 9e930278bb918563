"""Mixing distributions: number systems agree, intervals are open, tails keep their digits, bad laws are refused."""

import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from proofs_check.instances.lattice import mixings
from theory import Beta, Density, Discrete, LabeledDataset, Midpoint, mixup_optimal, mixup_optimal_limit
from theory.mixing import Mixing
from theory.mixing.density_pieces import LAMBDA, Piece
from theory.mixing.interval_kernel import mass_and_moment
from theory.mixing.oscillating import OscillatingDensity
from theory.mixing.quadrature import quadrature
from theory.numbers import ball, equal, exact
from theory.optimal import mixup_optimal_exact

LAM = sp.Symbol("x")
HALF = sp.Rational(1, 2)
DENSITIES = {
    "uniform": Density(1, LAM),
    "parabola": Density(6 * LAM * (1 - LAM), LAM),
    "arcsine": Density(1 / (sp.pi * sp.sqrt(LAM * (1 - LAM))), LAM),
    "tent": Density(2 - 4 * sp.Abs(LAM - HALF), LAM),
    "left half": Density(sp.Piecewise((2, LAM < HALF), (0, True)), LAM),
    "two steps": Density(sp.Piecewise((HALF, LAM < HALF), (3 * HALF, True)), LAM),
    "exponential": Density(sp.exp(LAM) / (sp.E - 1), LAM),
    "logarithm": Density(-sp.log(LAM), LAM),
}
ATOMS = Discrete({0: "1/4", "1/3": "1/4", "1/2": "1/4", 1: "1/4"})
LAWS = [
    Beta(1),
    Beta(3, 2),
    Midpoint(),
    ATOMS,
    *(DENSITIES[n] for n in ("parabola", "tent", "two steps", "exponential")),
]
ENDS = [Fraction(n, 12) for n in range(-2, 15)]


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_the_number_systems_agree(law: Mixing) -> None:
    for lo, hi in ((0, 5), (4, 4), (3, 16), (9, 6)):
        for kind in ("mass", "moment"):
            of = getattr(law, kind)
            value = of(ENDS[lo], ENDS[hi])
            assert of(float(ENDS[lo]), float(ENDS[hi])) == pytest.approx(float(value), abs=1e-14)
            enclosed = of(ball(ENDS[lo]), ball(ENDS[hi])) if lo < hi else ball(0)
            assert abs(enclosed - ball(value)) < 1e-12


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_floats_are_vectorised_and_keep_shape(law: Mixing) -> None:
    lo, hi = np.meshgrid([-np.inf, 0.1, 0.5], [0.3, 0.5, np.inf])
    found = law.mass(lo, hi)
    assert found.shape == lo.shape
    flat = [law.mass(float(a), float(b)) for a, b in zip(lo.ravel(), hi.ravel(), strict=True)]
    np.testing.assert_allclose(found.ravel(), np.array(flat, dtype=np.float64), rtol=1e-14)


@given(mixings(), st.lists(st.fractions(-1, 2, max_denominator=12), min_size=3, max_size=3, unique=True))
@settings(max_examples=30)
def test_masses_add_up_but_for_the_atom_between(law: Mixing, ends: list[Fraction]) -> None:
    a, b, c = sorted(ends)
    atom = law.atoms.get(b, Fraction(0))
    assert law.mass(a, b) + law.mass(b, c) + atom == law.mass(a, c)
    assert law.moment(a, b) + law.moment(b, c) + atom * b == law.moment(a, c)
    assert law.mass(Fraction(-1), Fraction(2)) == 1


def test_intervals_are_open() -> None:
    assert Midpoint().mass(Fraction(1, 2), Fraction(1)) == Midpoint().mass(0.5, 1.0) == 0
    assert Midpoint().mass(Fraction(0), Fraction(1)) == 1
    assert ATOMS.mass(Fraction(0), Fraction(1)) == Fraction(1, 2)
    assert ATOMS.mass(float("-inf"), float("inf")) == 1


def test_a_ball_of_ends_is_enclosed_from_both() -> None:
    """No mass of an interval whose ends are in the balls may be left out."""
    wide = ball(Fraction(7, 20)).union(ball(Fraction(13, 20)))
    for law in (Beta(2), Beta(Fraction(3, 2)), ATOMS):
        for kind in ("mass", "moment"):
            of = getattr(law, kind)
            above, below = of(ball(0), wide), of(wide, ball(1))
            for end in (Fraction(7, 20), Fraction(1, 2), Fraction(13, 20)):
                assert above.contains(of(ball(0), ball(end)))
                assert below.contains(of(ball(end), ball(1)))


@pytest.mark.parametrize(
    ("law", "density"),
    [
        (Beta(Fraction(1, 2), 2), sp.oo),
        (Beta(2, Fraction(1, 2)), sp.oo),
        (Beta(1), 2),
        (Beta(1, 3), 3),
        (Beta(3, 1), 3),
        (Beta(2), 0),
    ],
    ids=str,
)
def test_what_the_density_does_at_both_ends(law: Beta, density: object) -> None:
    assert law.end_density() == density


def test_what_is_symmetric() -> None:
    assert [Beta(2).is_symmetric, Beta(1, 2).is_symmetric, ATOMS.is_symmetric] == [True, False, False]
    assert Discrete({"1/3": "1/2", "2/3": "1/2"}).is_symmetric
    assert not Discrete({"1/3": "1/4", "2/3": "3/4"}).is_symmetric


@pytest.mark.parametrize(
    "law", [Beta(2, 3), Beta(Fraction(1, 2), Fraction(3, 2)), Beta(Fraction(5, 2), 1), ATOMS], ids=str
)
def test_expectations_are_moments(law: Mixing) -> None:
    """E[lambda] and the second moments, by the rigorous integral and in closed form."""
    first, cross, second = law.second_moments()
    assert law.expectation(lambda lam: lam).overlaps(ball(exact(first + cross)))
    for value, function in (
        (first, lambda lam: lam**2),
        (cross, lambda lam: lam * (1 - lam)),
        (second, lambda lam: (1 - lam) ** 2),
    ):
        assert law.expectation(function).overlaps(ball(exact(value)))
        assert float(law.expectation(function).rad()) < 1e-10
    assert sum((first, 2 * cross, second)) == 1


@pytest.mark.parametrize("alpha", [0.5, 2.7, 64.0])
def test_both_tails_keep_their_digits(alpha: float) -> None:
    """The mass of a tiny interval at either end: the same by symmetry, and near alpha -> exact where that is known."""
    law = Beta(alpha)
    left, right = law.mass(0.0, 2.0**-30), law.mass(1 - 2.0**-30, 1.0)
    assert left == pytest.approx(right, rel=1e-12)
    assert float(law.mass(ball(0), ball(Fraction(1, 2**30))).mid()) == pytest.approx(left, rel=1e-12)


def test_a_density_keeps_its_digits_at_singular_ends() -> None:
    """The arcsine law is Beta(1/2, 1/2)."""
    lo, hi = np.array([1e-200, 0.2, 1 - 2.0**-40]), np.array([2e-200, 0.3, 1.0])
    np.testing.assert_allclose(DENSITIES["arcsine"].mass(lo, hi), Beta(0.5).mass(lo, hi), rtol=1e-12)
    np.testing.assert_allclose(DENSITIES["parabola"].moment(lo, hi), Beta(2).moment(lo, hi), rtol=1e-12)


def test_shapes_of_densities() -> None:
    symmetric = {name for name, law in DENSITIES.items() if law.is_symmetric}
    assert symmetric == {"uniform", "parabola", "arcsine", "tent"}
    standard = {name for name, law in DENSITIES.items() if law.is_standard}
    assert standard == {"uniform", "parabola", "arcsine", "tent", "exponential", "logarithm"}
    assert [name for name, law in DENSITIES.items() if not law.has_full_support] == ["left half"]
    ends = {name: law.end_density() for name, law in DENSITIES.items()}
    assert [ends[n] for n in ("uniform", "parabola", "arcsine", "two steps", "logarithm")] == [2, 0, sp.oo, 2, sp.oo]
    assert [DENSITIES["left half"].charges(Fraction(n, 4)) for n in (1, 2, 3)] == [True, True, False]


def test_a_density_that_vanishes_where_its_pieces_meet_is_not_standard() -> None:
    """4 |lambda - 1/2|: both pieces are positive, and 0 is between them."""
    falling, rising = 2 - 4 * LAMBDA, 4 * LAMBDA - 2
    law = Density(sp.Piecewise((falling, sp.Lt(LAMBDA, sp.Rational(1, 2))), (rising, True)), LAMBDA)
    assert [piece.is_standard() for piece in law.pieces] == [True, True]
    assert law.is_standard is False


ODD: dict[str, Any] = {  # all of them positive, as SymPy knows, and none of them continuous or known to be
    "an angle": sp.exp(sp.arg(LAMBDA - sp.Rational(1, 2))),
    "an angle that turns back": sp.exp(sp.acos(sp.cos(10 * LAMBDA))),
    "an angle that jumps": sp.exp(sp.atan(sp.tan(10 * LAMBDA))),
    "a pole": (2 * LAMBDA - 1) ** -2,
}


@pytest.mark.parametrize("name", ODD)
def test_a_density_of_functions_that_may_jump_is_not_known_to_be_standard(name: str) -> None:
    assert Piece(sp.Integer(0), sp.Integer(1), ODD[name]).is_standard() is None


@pytest.mark.parametrize(
    "expression",
    [1 + LAMBDA, sp.exp(-LAMBDA), 2 + LAMBDA**2, sp.sqrt(LAMBDA * (1 - LAMBDA)), 1 / sp.sqrt(LAMBDA)],
    ids=str,
)
def test_a_piece_of_powers_and_exponentials_may_be_standard(expression: sp.Expr) -> None:
    assert Piece(sp.Integer(0), sp.Integer(1), expression).is_standard() is True


def test_values_of_a_density() -> None:
    law = DENSITIES["two steps"]
    assert [law.density(Fraction(1, 4)), law.density(Fraction(1, 2))] == [Fraction(1, 2), 1]
    np.testing.assert_array_equal(law.density(np.array([0.0, 0.25, 0.5, 0.75, 1.0])), [0.5, 0.5, 1.0, 1.5, 1.5])
    assert law.density(0.75) == 1.5


def test_a_density_with_steps_is_given_by_its_pieces() -> None:
    """Of 2 floor(2 x) nobody would see that it is 0 on the left half."""
    with pytest.raises(ValueError, match="by its pieces"):
        Density(2 * sp.floor(2 * LAM), LAM)
    assert Density(sp.Piecewise((0, LAM < HALF), (2, True)), LAM).has_full_support is False


@pytest.mark.parametrize("law", [*LAWS, DENSITIES["arcsine"]], ids=str)
def test_draws_follow_the_law(law: Mixing) -> None:
    drawn = law.sample(np.random.default_rng(0), 2000)
    assert drawn.shape == (2000,)
    if law.atoms:
        shares = [np.mean(np.isclose(drawn, float(v))) for v in law.atoms]
        np.testing.assert_allclose(shares, [float(m) for m in law.atoms.values()], atol=0.04)
    else:
        assert kstest(drawn, lambda x: law.mass(np.zeros_like(x), x)).pvalue > 0.001


@pytest.mark.parametrize("law", [*LAWS, DENSITIES["exponential"]], ids=str)
def test_quadrature_has_the_law_s_moments(law: Mixing) -> None:
    nodes, masses = quadrature(law, 20)
    assert masses.sum() == pytest.approx(1, abs=1e-13)
    assert masses @ nodes == pytest.approx(float(law.moment(-1.0, 2.0)), abs=1e-13)


@pytest.mark.parametrize(("name", "beta"), [("uniform", Beta(1)), ("parabola", Beta(2)), ("arcsine", Beta(0.5))])
def test_h_of_a_density_is_that_of_its_beta_law(name: str, beta: Beta) -> None:
    law, line = DENSITIES[name], LabeledDataset.alternating_line()
    places = [[0.1], [0.9], [1.0]]
    np.testing.assert_allclose(mixup_optimal(line, law, places, 0.2), mixup_optimal(line, beta, places, 0.2), 1e-12)
    limits = (mixup_optimal_limit(line, m, [["1/3"]])[0] for m in (law, beta))
    assert all(equal(exact(a), exact(b)) for a, b in zip(*limits, strict=True))
    without = (mixup_optimal_limit(line, m, [[1]], self_pairs=False)[0] for m in (law, beta))
    assert all(equal(exact(a), exact(b)) for a, b in zip(*without, strict=True))


def test_h_of_a_polynomial_density_is_rational() -> None:
    line = LabeledDataset.alternating_line()
    found = mixup_optimal_exact(line, DENSITIES["tent"], [Fraction(1)], Fraction(1, 4))
    assert found is not None
    assert all(isinstance(v, Fraction) for v in found)
    assert sum(found) == 1


def test_equal_expressions_are_one_law() -> None:
    y = sp.Symbol("y", real=True)
    assert Density(6 * y * (1 - y), y) == DENSITIES["parabola"]
    assert len({Density(1, y), DENSITIES["uniform"]}) == 1


def test_a_density_travels_to_other_processes() -> None:
    law = DENSITIES["two steps"]
    law.mass(0.1, 0.2)  # compiles
    assert pickle.loads(pickle.dumps(law)) == law


@pytest.mark.parametrize(
    ("expression", "symbol", "reason"),
    [
        (LAM + 1, LAM, "integrates to 1, but .* to 1.5"),
        (4 * LAM - 1, LAM, "not negative"),
        (sp.sqrt(LAM - HALF), LAM, "nan"),
        (1 / LAM, LAM, "integrates to 1"),
        (LAM * sp.Symbol("a"), LAM, "symbols other than x: a"),
        ("1 +", LAM, "SymPy expression"),
        (1, "x", "SymPy expression"),
        (sp.Eq(LAM, 1), LAM, "SymPy expression"),
    ],
)
def test_bad_densities_are_refused(expression: object, symbol: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Density(expression, symbol)


def test_a_density_without_antiderivative_has_float_values_only() -> None:
    bump = sp.exp(-1 / (LAM * (1 - LAM)))
    law = Density(bump / sp.Float("0.0070298584066096562392412705303", 31), LAM)
    assert law.mass(0.0, 0.5) == pytest.approx(0.5, abs=1e-12)
    with pytest.raises(ValueError, match="no antiderivative"):
        law.mass(Fraction(0), Fraction(1, 2))


def test_masses_in_floats_are_divided_by_their_exact_sum() -> None:
    law = Discrete({0: 1 / 3, 0.5: 1 / 3, 1: 1 / 3})
    assert [mass for _, mass in law.masses] == [Fraction(1, 3)] * 3
    first, cross, second = Discrete({0.1: 0.1, 0.9: 0.9}).second_moments()
    assert first + 2 * cross + second == 1


def test_an_atom_in_two_ways_of_writing_is_one() -> None:
    root = sp.sqrt(2)
    assert Discrete({root - 1: "1/3", 1 / (1 + root): "2/3"}).masses == ((root - 1, Fraction(1)),)


def test_an_oscillating_density_is_enclosed_by_balls() -> None:
    law, (lo, hi) = OscillatingDensity(), (Fraction(33, 100), Fraction(2, 3))
    for power in (law.mass, law.moment):
        assert power(ball(lo), ball(hi)).overlaps(ball(power(lo, hi)))
        assert power(ball(lo), ball(hi)).rad() < 1e-15


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Beta(0), "alpha must be a positive"),
        (lambda: Beta(1, float("nan")), "beta must be a positive"),
        (lambda: Beta("a"), "alpha must be a positive"),
        (lambda: Discrete({}), "at least one atom"),
        (lambda: Discrete({2: 1}), r"lie in \[0, 1\]"),
        (lambda: Discrete({0: -1, 1: 2}), "positive"),
        (lambda: Discrete({0: "1/2"}), "sum to 1"),
        (lambda: Discrete({0: 0.5, 1: 0.6}), "sum to 1"),
        (lambda: Discrete({0: "1/2", 1: Fraction(1, 2) + Fraction(1, 10**12)}), "sum to 1"),
    ],
)
def test_bad_laws_are_refused(make: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        make()  # type: ignore[operator]


def test_exact_masses_sum_to_one_exactly():
    with pytest.raises(ValueError, match="sum to 1"):
        Discrete({0: Fraction(1, 2), 1: Fraction(1, 2) + Fraction(1, 10**12)})


@pytest.mark.parametrize("power", ["mass", "moment"])
def test_an_atom_at_an_end_of_an_open_interval_is_outside_in_floats_too(power):
    law = Discrete({"1/4": "1/2", "3/4": "1/2"})
    for lo, hi in ((0.25, 0.75), (0.0, 0.25), (0.75, 1.0)):
        assert getattr(law, power)(lo, hi) == 0
        assert getattr(law, power)(Fraction(lo), Fraction(hi)) == 0


def test_ends_alone_do_not_mix_off_the_centre():
    assert not Discrete({0: "1/2", 1: "1/2"}).mixes_off_centre
    assert not Discrete({0: "1/4", "1/2": "1/2", 1: "1/4"}).mixes_off_centre
    assert Discrete({0: "1/2", "1/3": "1/2"}).mixes_off_centre


def test_atoms_at_the_ends_of_an_interval_are_outside_in_the_kernels_too():
    law = Discrete({"1/4": "1/2", "3/4": "1/2"}).kernel_law()
    assert mass_and_moment.py_func(0.25, 0.75, 0.75, 0.25, law) == (0, 0)
    assert mass_and_moment.py_func(0.2, 0.75, 0.8, 0.25, law) == (0.5, 0.125)
    assert mass_and_moment.py_func(0.25, 0.8, 0.75, 0.2, law) == (0.5, 0.375)
