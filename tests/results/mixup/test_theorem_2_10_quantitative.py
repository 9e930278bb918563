"""Theorem 2.10, quantitative: the bound at and beyond the clearance, and what broken formulas do to it."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.results.mixup import theorem_2_10_modulus as beside
from proofs_check.results.mixup import theorem_2_10_quantitative as argued
from theory.claim import Verdict
from theory.clearances import exact_clearance
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Midpoint
from theory.results.mixup import theorem_2_10_quantitative as stated
from theory.results.mixup import theorem_2_10_quantitative_tight as tight
from theory.results.mixup.theorem_2_10_quantitative import Resolution, Vicinity, keeps_its_class, stays_near_its_class
from theory.results.mixup.theorem_2_10_quantitative_tight import Tolerance
from theory.results.mixup.theorem_2_10_share import Paired

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
ALTERNATING = LabeledDataset.alternating_line()
HALF = Fraction(1, 2)


CLAIMS = ["theorem-2.10-quantitative", "theorem-2.10-quantitative-tight", "theorem-2.10-modulus"]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_they_are_proved(verdict, claim_id):
    assert verdict(claim_id, lemmas=False) is Verdict.PROVED


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
        broken.setattr(tight, "outer_atom", lambda ratio, gap: ratio / 2)
        assert comes_near(target).holds is False
    monkeypatch.setattr(tight, "light_weight", lambda gap: HALF)
    assert comes_near(target).holds is False


def test_half_of_the_pairs_would_not_do(monkeypatch):
    """The step that pairs both orders fails when one of them is forgotten."""
    import z3

    def second_order_only(share, tau, partner_own):
        reaches = 1 - share > tau
        part = z3.If(reaches, z3.If(partner_own, z3.RealVal(1), 1 - share), z3.RealVal(0))
        return part, z3.If(reaches, z3.RealVal(1), z3.RealVal(0))

    assert argued.both_orders(Settings("quick")).holds is True
    monkeypatch.setattr(argued, "pair_parts", second_order_only)
    assert argued.both_orders(Settings("quick")).holds is False


def test_the_bounds_are_strict_and_not_strict_as_stated(monkeypatch):
    """Masses on the bound: h = 1/2 at eps = d is too little at the data point, and enough beside it."""
    monkeypatch.setattr(stated, "masses_at", lambda _: [Fraction(1), Fraction(1)])
    pair = LabeledDataset([[0], [1]], [1, 2])
    assert keeps_its_class(Resolution(pair, Midpoint(), 0, Fraction(1))).holds is False
    assert stays_near_its_class(Vicinity(pair, Midpoint(), 0, (HALF,), Fraction(0))).holds is True
    assert stays_near_its_class(Vicinity(pair, Midpoint(), 0, (Fraction(49, 100),), Fraction(0))).holds is False


def test_the_clearance_itself_is_within_the_clearance():
    """Both assumptions allow equality, which open balls make harmless, and nothing beyond it."""
    fork, midpoint = argued.FORK, Midpoint()
    for claim_id, instance in (
        ("theorem-2.10-quantitative", lambda eps: Resolution(fork, midpoint, 0, eps)),
        ("theorem-2.10-modulus", lambda eps: Vicinity(fork, midpoint, 0, (HALF, 0), eps - HALF)),
    ):
        (within,) = (a for a in proofs()[claim_id].claim.assumptions if a.name == "within the clearance")
        assert [within.predicate(instance(eps)).holds for eps in (Fraction(1), argued.BEYOND)] == [True, False]


def test_a_modulus_without_the_distance_is_false(monkeypatch):
    """h leaves its class by ||z - x||/d on a segment, so that eps/d alone bounds nothing beside the point."""
    assert beside.on_a_segment(Settings("quick")).holds is True
    monkeypatch.setattr(Vicinity, "distance", Fraction(0))
    assert beside.on_a_segment(Settings("quick")).holds is False


def test_an_asymmetric_extremal_law_is_seen(monkeypatch):
    """The tight claim promises a symmetric P_f."""
    comes_near = proofs()["theorem-2.10-quantitative-tight"].claim.conclusion
    target = Tolerance(Fraction(1), Fraction(1, 10))
    assert comes_near(target).holds is True
    monkeypatch.setattr(tight, "Midpoint", lambda: Discrete({Fraction(499, 1000): 1}))
    assert comes_near(target).holds is False


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
    """The resolution 1/20 is within the printed clearance 1 of the point 1, and the bound fails there."""
    assert exact_clearance(SMALLEST, 1, "printed").squared == 1
    assert keeps_its_class(Resolution(SMALLEST, Beta(8), 1, Fraction(1, 20))).holds is False


def test_closed_balls_would_break_the_bound():
    """With a closed ball the midpoint pair is met at eps = clearance: the open ball matters."""
    exactly, beyond = Fraction(1), argued.BEYOND
    assert keeps_its_class(Resolution(argued.FORK, Midpoint(), 0, exactly)).holds is True
    assert keeps_its_class(Resolution(argued.FORK, Midpoint(), 0, beyond)).holds is False


def test_a_missing_self_pair_would_be_noticed(verdict, monkeypatch):
    from theory.optimal import local_masses

    monkeypatch.setattr(stated, "local_masses", lambda *a: local_masses(*a[:4], self_pairs=False))
    assert verdict("theorem-2.10-quantitative", lemmas=False) is Verdict.ERROR


def test_a_pair_that_is_listed_twice_has_both_probabilities():
    line, law = LabeledDataset([[0], [1]], [1, 2]), Beta(1)
    once = Paired(line, law, 0, Fraction(1, 2), ((0, 1, Fraction(3, 4)), (1, 0, Fraction(1, 4))))
    pieces = ((0, 1, Fraction(1, 2)), (1, 0, Fraction(1, 4)), (0, 1, Fraction(1, 4)))
    assert Paired(line, law, 0, Fraction(1, 2), pieces).masses() == once.masses()
