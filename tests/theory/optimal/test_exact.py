"""h_eps and its limit on a few points, against values worked out by hand, and the one against the other."""

from fractions import Fraction

import pytest
import sympy as sp

from theory import Beta, Density, Discrete, LabeledDataset, Midpoint
from theory.mixing import Mixing
from theory.optimal import mixup_optimal_exact, mixup_optimal_limit
from theory.optimal.exact import local_masses

LAM = sp.Symbol("lambda")
LINE = LabeledDataset.alternating_line()
COPIES = LabeledDataset([[0], [1], [1], [2]], [1, 2, 2, 1])
UNEVEN = LabeledDataset([[0, 0], [3, 0], [1, -1], [1, 1]], [1, 2, 2, 2])  # two lines cross at (1, 0)
THIRD, HALF = Fraction(1, 3), Fraction(1, 2)
QUARTERS = Discrete({"1/4": "2/3", "3/4": "1/3"})

# at 1 the pairs (0, 2) pass, and (0, 1) and (1, 2) end: 2 eps of mass of the ends' class against 4 eps of the own one
WITHOUT_SELF_PAIRS = {
    "all are of one order": (LINE, Beta(1), [1], [THIRD, 2 * THIRD]),
    "no mass at the ends": (LINE, Beta(2), [1], [1, 0]),
    "most mass at the ends": (LINE, Beta(HALF), [1], [0, 1]),
    "copies are mixed with each other": (COPIES, Beta(1), [1], [0, 1]),
}
WITH_SELF_PAIRS = {
    "a data point": (LINE, Beta(1), [1], [0, 1]),
    "a place between": (LINE, Beta(1), [HALF], [2 * THIRD, THIRD]),
    "of two lines the shorter weighs more": (UNEVEN, Beta(1), [1, 0], [Fraction(4, 15), Fraction(11, 15)]),
    "an atom at the data point": (LINE, Midpoint(), [1], [2 * THIRD, THIRD]),
    "atoms of different mass": (LINE, Discrete({"1/4": "2/3", "1/2": "1/3"}), [HALF], [Fraction(3, 4), Fraction(1, 4)]),
    "an atom between": (LINE, QUARTERS, [Fraction(1, 4)], [Fraction(3, 4), Fraction(1, 4)]),
}


@pytest.mark.parametrize("name", WITHOUT_SELF_PAIRS)
def test_the_limit_without_self_pairs(name: str) -> None:
    data, law, x, limit = WITHOUT_SELF_PAIRS[name]
    assert list(mixup_optimal_limit(data, law, [x], self_pairs=False)[0]) == limit


@pytest.mark.parametrize("name", WITH_SELF_PAIRS)
def test_the_limit(name: str) -> None:
    data, law, x, limit = WITH_SELF_PAIRS[name]
    assert list(mixup_optimal_limit(data, law, [x])[0]) == limit


@pytest.mark.parametrize(
    ("data", "law", "x"),
    [(LINE, Beta(1), [1]), (LINE, Beta(3), [HALF]), (LINE, QUARTERS, [HALF]), (LINE, Beta(1, 2), [HALF])],
    ids=str,
)
@pytest.mark.parametrize("self_pairs", [True, False])
def test_the_limit_is_that_of_h_eps(data: LabeledDataset, law: Mixing, x: list[Fraction], self_pairs: bool) -> None:
    here = mixup_optimal_exact(data, law, x, Fraction(1, 10**7), self_pairs)
    assert here is not None
    assert sum(here) == 1
    limit = mixup_optimal_limit(data, law, [x], self_pairs)[0]
    assert [float(v) for v in here] == pytest.approx([float(v) for v in limit], abs=1e-5)


def test_a_jump_of_f_counts_as_small_intervals_about_it_see_it() -> None:
    """f = 2 below 1/2 and 0 above: about 1/2 half of each interval has mass, as much of (0, 1) as of (1, 0)."""
    left = Density(sp.Piecewise((2, sp.Rational(1, 2) > LAM), (0, True)), LAM)
    pair = LabeledDataset([[0], [1]], ["a", "b"])
    assert list(mixup_optimal_limit(pair, left, [[HALF]])[0]) == [HALF, HALF]
    assert mixup_optimal_exact(pair, left, [HALF], Fraction(1, 10**9)) == [HALF, HALF]


def test_where_f_vanishes_the_limit_is_not_told_and_off_the_support_there_is_none() -> None:
    pair = LabeledDataset([[0], [1]], ["a", "b"])
    with pytest.raises(ArithmeticError, match="f vanishes"):
        mixup_optimal_limit(pair, Density(12 * (LAM - sp.Rational(1, 2)) ** 2, LAM), [[HALF]])
    ends = Density(sp.Piecewise((2, sp.Rational(1, 4) > LAM), (0, sp.Rational(3, 4) > LAM), (2, True)), LAM)
    assert all(share != share for share in mixup_optimal_limit(pair, ends, [[HALF]])[0])


def test_each_end_gets_its_share_of_a_pair() -> None:
    """Two points, lambda = 1/4 and 3/4 with masses 2/3 and 1/3: what falls within 1/4 of 1/4, by hand."""
    pair = LabeledDataset([[0], [1]], ["a", "b"])
    # (0, 1) at lambda = 3/4 and (1, 0) at lambda = 1/4 are mixed to 1/4: mass (1/3 + 2/3)/4, of which 3/4 are a's
    assert local_masses(pair, QUARTERS, [Fraction(1, 4)], Fraction(1, 8)) == [Fraction(3, 16), Fraction(1, 16)]
    own = local_masses(pair, QUARTERS, [Fraction(0)], Fraction(1, 8))
    assert (own, local_masses(pair, QUARTERS, [Fraction(0)], Fraction(1, 8), self_pairs=False)) == (
        [Fraction(1, 4), 0],
        [0, 0],
    )
