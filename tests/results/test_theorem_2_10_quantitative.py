"""Theorem 2.10, quantitative: the bound at and beyond the clearance, and what broken formulas do to it."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, Settings, decide, proofs
from proofs_check.results import theorem_2_10_quantitative as argument
from theory.claim import Verdict
from theory.clearance import exact_clearance
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Midpoint
from theory.results import theorem_2_10_quantitative as room
from theory.results.theorem_2_10_quantitative import Resolution, Tolerance, keeps_its_class

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
ALTERNATING = LabeledDataset.alternating_line()
HALF = Fraction(1, 2)


CLAIMS = ["theorem-2.10-quantitative", "theorem-2.10-quantitative-tight", "theorem-2.10-modulus"]


def verdict(claim_id="theorem-2.10-quantitative"):
    proof = proofs()[claim_id]
    items = [item for item in proof.items if item.method != "lemma"]
    return decide(proof.claim, [proof.run(item, Settings("quick")) for item in items])[0]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_they_are_proved(claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_assumption_has_a_control(claim_id):
    proof = proofs()[claim_id]
    controlled = {i.name.removeprefix("without ") for i in proof.items if i.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


def test_a_weaker_constant_is_not_tight(monkeypatch):
    """With an atom at half of eps, or a heavy point 0, the extremal instance stays away from the bound."""
    target = Tolerance(Fraction(1, 3), Fraction(1, 100))
    comes_near = proofs()["theorem-2.10-quantitative-tight"].claim.conclusion
    assert comes_near(target).holds is True
    with monkeypatch.context() as broken:
        broken.setattr(room, "outer_atom", lambda ratio, gap: ratio / 2)
        assert comes_near(target).holds is False
    monkeypatch.setattr(room, "light_weight", lambda gap: HALF)
    assert comes_near(target).holds is False


def test_half_of_the_pairs_would_not_do():
    """The step that pairs both orders fails when one order is forgotten, and when the ball is larger than d."""
    import z3

    share, tau = z3.Reals("lambda tau")
    part, mass = argument.pair_parts(share, tau, z3.BoolVal(False))
    solver = z3.Solver()
    solver.add(share >= 0, share <= 1, tau <= 1, 2 * (part - z3.If(share > tau, share, 0)) < mass)
    assert solver.check() == z3.sat


def test_large_and_small_alpha_are_decided_in_balls():
    triangle = LabeledDataset([[0, 0], [2, 1], [2, -1]], [1, 2, 2])
    for alpha in (Fraction(1, 10), Fraction(11, 10), 1024):
        assert keeps_its_class(Resolution(triangle, Beta(alpha), 0, Fraction(2))).holds is True


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


def test_a_missing_self_pair_would_be_noticed(monkeypatch):
    from theory.optimal import local_masses

    monkeypatch.setattr(room, "local_masses", lambda *a: local_masses(*a[:4], self_pairs=False))
    assert verdict() is Verdict.ERROR
