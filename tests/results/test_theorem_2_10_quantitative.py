"""Theorem 2.10, quantitative: the bound at and beyond the clearance, and what broken formulas do to it."""

from fractions import Fraction

from proofs_check.evidence import Settings, decide, proofs
from proofs_check.results import theorem_2_10_quantitative as argument
from theory.claim import Verdict
from theory.clearance import exact_clearance
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Midpoint
from theory.results import theorem_2_10_quantitative as room
from theory.results.theorem_2_10_quantitative import Resolution, keeps_its_class

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
ALTERNATING = LabeledDataset.alternating_line()
HALF = Fraction(1, 2)


def verdict():
    proof = proofs()["theorem-2.10-quantitative"]
    return decide(proof.claim, [proof.run(item, Settings("standard")) for item in proof.items])[0]


def test_it_is_proved():
    assert verdict() is Verdict.PROVED


def test_the_quantitative_bound_at_the_clearance():
    triangle = LabeledDataset([[0, 0], [2, 1], [2, -1]], [1, 2, 2])
    assert exact_clearance(triangle, 0).squared == 4
    for epsilon in (Fraction(2), HALF):
        assert keeps_its_class(Resolution(triangle, Beta(8), 0, epsilon)).holds is True


def test_beyond_the_clearance_the_bound_can_fail():
    assert keeps_its_class(Resolution(ALTERNATING, Beta(32), 1, Fraction(1, 4))).holds is False


def test_with_the_printed_clearance_the_bound_is_false():
    """The resolution 1/2 is within the printed clearance 1 of the point 1, and the bound fails there."""
    assert exact_clearance(SMALLEST, 1, "printed").squared == 1
    assert keeps_its_class(Resolution(SMALLEST, Beta(8), 1, Fraction(1, 20))).holds is False


def test_closed_balls_would_break_the_bound():
    """With a closed ball the midpoint pair is met at eps = clearance: the open ball matters."""
    data = LabeledDataset([[0, 0], [1, 1], [1, -1]], [1, 2, 3], [Fraction(1, 100), Fraction(1, 2), Fraction(49, 100)])
    exactly, beyond = Fraction(1), Fraction(1) + Fraction(1, 10**9)
    assert keeps_its_class(Resolution(data, Midpoint(), 0, exactly)).holds is True
    assert keeps_its_class(Resolution(data, Midpoint(), 0, beyond)).holds is False


def test_with_the_printed_clearance_random_data_would_refute_it(monkeypatch):
    def printed(data, index, form="printed"):
        return exact_clearance(data, index, "printed")

    monkeypatch.setattr(room, "exact_clearance", printed)
    monkeypatch.setattr(argument, "exact_clearance", printed)
    check = next(i for i in proofs()["theorem-2.10-quantitative"].items if i.name == "random datasets")
    assert proofs()["theorem-2.10-quantitative"].run(check, Settings("standard")).holds is False


def test_a_missing_self_pair_would_be_noticed(monkeypatch):
    from theory.optimal import mixup_optimal_exact

    monkeypatch.setattr(room, "mixup_optimal_exact", lambda *a: mixup_optimal_exact(*a, self_pairs=False))
    assert verdict() is Verdict.ERROR
