"""When the Mixup loss has a minimiser: the proof, its breaking, and flat directions."""

from fractions import Fraction

import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import theorem_3_5_existence as argued
from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import ERM, LinearMixup, MixupLoss
from theory.linear.recession import flat_direction, is_flat
from theory.results.mixup import theorem_3_5_existence as stated

ONE_TWO = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])
THREE_ON_A_LINE = LabeledDataset([[1], [2], [-1]], [1, 1, -1])  # separated, not interpolated
PROOF = proofs()["theorem-3.5-existence"]


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("growth", lambda z, label: (abs(z) + label * z) / 2),
        ("never negative", lambda z, label: (abs(z) - 2 * label * z) / 2),
        ("inside a class", lambda z, label: (abs(z) + label * z) / 2),
        ("between the classes", lambda z, label: (abs(z) - z) / 2),
    ],
)
def test_a_wrong_growth_is_noticed(run, monkeypatch, step, wrong):
    monkeypatch.setattr(argued, "pair_growth", wrong)
    assert run(PROOF.claim_id, step).holds is False


def test_one_order_alone_would_not_be_enough_between_the_classes(run, monkeypatch):
    """With lambda on the first point only, margins in the ratio (1 - lambda) : lambda would be flat."""
    monkeypatch.setattr(argued, "growth_of_pair", lambda lam, a, b, y: abs(a - 2 * b))
    assert run(PROOF.claim_id, "between the classes").holds is False


@pytest.mark.parametrize(
    ("dataset", "mixing", "direction"),
    [
        (ONE_TWO, Midpoint(), True),
        (ONE_TWO, Discrete({0: "1/4", "1/2": "1/2", 1: "1/4"}), True),
        (ONE_TWO, Discrete({"1/2": "1/2", "2/3": "1/2"}), False),
        (ONE_TWO, Beta("1/3"), False),
        (ONE_TWO, ERM, True),
        (THREE_ON_A_LINE, Midpoint(), False),
        (THREE_ON_A_LINE, ERM, True),
        (LabeledDataset([[1], [2]], [1, 1]), Beta(1), True),
        (LabeledDataset([[1], [-2]], [1, 1]), ERM, False),
    ],
)
def test_flat_directions(dataset, mixing, direction):
    found = flat_direction(dataset, mixing)
    assert (found is not None) is direction
    assert stated.exists_as_stated(LinearMixup(dataset, mixing)).holds is True
    if found is not None:
        assert is_flat(dataset, mixing, found)
        loss = MixupLoss(dataset, mixing)
        values = [loss.value([float(v) * size for v in found]) for size in (0, 3, 9, 27)]
        assert values == sorted(values, reverse=True)


def test_a_direction_that_grows_is_not_flat():
    y = [Fraction(1), Fraction(-1), Fraction(-1)]
    assert is_flat(ONE_TWO, Midpoint(), y)
    assert not is_flat(ONE_TWO, Beta(1), y)
    assert not is_flat(ONE_TWO, Midpoint(), [Fraction(1), Fraction(-2), Fraction(-1)])
    assert not is_flat(ONE_TWO, ERM, [Fraction(0)] * 3)


def test_a_wrong_criterion_is_noticed(run, monkeypatch):
    """Were midpoint Mixup said to have a minimiser always, the random data would disagree."""
    monkeypatch.setattr(stated, "has_minimiser", lambda dataset, mixing: True)
    assert run(PROOF.claim_id, "random data").holds is False


def test_points_that_are_not_rational_are_refused():
    with pytest.raises(ValueError, match="rational"):
        flat_direction(LabeledDataset([[0.5], [-1.0]], [1, -1]), Beta(1))
