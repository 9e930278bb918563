"""The share and the majority clearance: verdicts, and what broken formulas do to them."""

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.results.mixup import theorem_2_10_majority as argued
from proofs_check.results.mixup import theorem_2_10_majority_sharp as sharp_argued
from proofs_check.results.mixup import theorem_2_10_share as share_argued
from theory.claim import Verdict
from theory.clearances import exact_clearance, exact_share_clearance
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint
from theory.results.mixup import theorem_2_10_majority as stated
from theory.results.mixup import theorem_2_10_majority_sharp as sharp_stated
from theory.results.mixup import theorem_2_10_share as share_stated
from theory.results.mixup.theorem_2_10_majority import Compared
from theory.results.mixup.theorem_2_10_majority_sharp import Beyond, extremal
from theory.results.mixup.theorem_2_10_share import AtShare, Paired, without_self_pairs

HALF = Fraction(1, 2)
PAIR = LabeledDataset([[0], [1]], [1, 2])
NEIGHBOUR = LabeledDataset([[0], [Fraction(1, 10)], [1]], [1, 1, 2])
BETWEEN = LabeledDataset([[-1], [0], [1]], [1, 1, 2])
QUICK = Settings("quick")
CLAIMS = [
    "theorem-2.10-share",
    "theorem-2.10-majority",
    "theorem-2.10-majority-sharp",
    "theorem-2.10-clearances",
]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_they_are_proved(verdict, claim_id):
    assert verdict(claim_id, lemmas=False) is Verdict.PROVED


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_assumption_has_a_control(claim_id):
    proof = proofs()[claim_id]
    controlled = {i.name.removeprefix("without ") for i in proof.items if i.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


# ----------------------------------------------------------------------------------- what other formulas would say
def only_foreign_segments(dataset, index):
    """As if only segments with both ends outside X_i counted."""
    return exact_clearance(dataset, index, "printed")


def half_the_share(dataset, index, share):
    return exact_share_clearance(dataset, index, share / 2)


BETWEEN_FAR_AND_NEAR = LabeledDataset(
    [[-3], [0], [1]], [1, 1, 2], [Fraction(49, 100), Fraction(1, 50), Fraction(49, 100)]
)
QUARTERS = Discrete({Fraction(1, 4): HALF, Fraction(3, 4): HALF})
ONE_PAIR = Paired(PAIR, Discrete({Fraction(1, 3): 1}), 0, Fraction(7, 10), ((0, 1, Fraction(1)),))
MIXED = Beyond(LabeledDataset([[Fraction(-5, 4)], [0], [1]], [1, 1, 2]), 1, Fraction(9, 10))


@pytest.mark.parametrize(
    ("claim_id", "place", "name", "broken", "instance"),
    [
        (
            "theorem-2.10-majority",
            stated,
            "exact_majority_clearance",
            only_foreign_segments,
            Paired(BETWEEN_FAR_AND_NEAR, QUARTERS, 1, HALF),
        ),
        ("theorem-2.10-majority", stated, "HALF", Fraction(51, 100), argued.TIE),
        ("theorem-2.10-majority-sharp", sharp_stated, "light_weight", lambda own: (1 + own) / 2, MIXED),
        ("theorem-2.10-majority-sharp", sharp_stated, "outer_atom", lambda instance, u, v, mixing: mixing, MIXED),
        ("theorem-2.10-share", share_stated, "exact_share_clearance", half_the_share, AtShare(ONE_PAIR, HALF)),
        ("theorem-2.10-clearances", stated, "exact_majority_clearance", exact_clearance, Compared(NEIGHBOUR, 0, HALF)),
        (
            "theorem-2.10-clearances",
            stated,
            "exact_majority_clearance",
            lambda dataset, index: exact_share_clearance(dataset, index, HALF),
            Compared(PAIR, 0, HALF),
        ),
        ("theorem-2.10-clearances", stated, "exact_share_clearance", half_the_share, Compared(PAIR, 0, HALF)),
    ],
)
def test_a_broken_formula_is_refuted_by_an_instance(claim_id, place, name, broken, instance, monkeypatch):
    """By the broken formula it meets all assumptions and not the conclusion, by the right one it does not."""
    claim = proofs()[claim_id].claim

    def refutes():
        assumed = [assumption.predicate(instance).holds for assumption in claim.assumptions]
        return all(assumed) and claim.conclusion(instance).holds is False

    assert not refutes()
    monkeypatch.setattr(place, name, broken)
    assert refutes()


# -------------------------------------------------------------------------------------------- broken steps
def test_the_step_with_both_orders_needs_both(monkeypatch):
    import z3

    def one_order(lam, here, there):
        zero, one = z3.RealVal(0), z3.RealVal(1)
        return z3.If(here, lam, zero), z3.If(here, one, zero)

    assert argued.both_orders(QUICK).holds is True
    monkeypatch.setattr(argued, "pair_parts", one_order)
    assert argued.both_orders(QUICK).holds is False


def test_the_identity_of_mirror_images_rests_on_the_mix(monkeypatch):
    assert argued.mirror_images(QUICK).holds is True
    monkeypatch.setattr(argued, "mix", lambda u, v, lam: [lam * u[0] + lam * v[0]])
    assert argued.mirror_images(QUICK).holds is False
    assert argued.mix_of_itself(QUICK).holds is False


def test_labels_that_forget_an_end_have_other_parts(monkeypatch):
    import z3

    assert share_argued.which_parts(QUICK).holds is True
    monkeypatch.setattr(share_argued, "label_of", lambda lam, s, t: z3.If(s, lam, z3.RealVal(0)))
    assert share_argued.which_parts(QUICK).holds is False


def test_a_heavier_light_weight_is_seen_by_its_step(monkeypatch):
    assert sharp_argued.less_than_half(QUICK).holds is True
    monkeypatch.setattr(sharp_argued, "light_weight", lambda own: (1 - 2 * own) / 3)
    assert sharp_argued.less_than_half(QUICK).holds is False


def test_a_wrong_table_is_seen(monkeypatch):
    assert argued.neither_is_larger(QUICK).holds is True
    wrong = [(*argued.TABLE[0][:3], (Fraction(1), HALF, Fraction(1)))]
    monkeypatch.setattr(argued, "TABLE", wrong)
    assert argued.neither_is_larger(QUICK).holds is False


# ---------------------------------------------------------------------------------------- known instances
def test_the_bound_of_the_clearance_does_not_hold_up_to_the_majority_clearance():
    """1 - eps/d(x) belongs to the clearance: here h comes near 1/2 at eps = 1/10, although d(x) = 1."""
    data = LabeledDataset([[-1], [0], [1]], [1, 1, 2], [Fraction(99, 200), Fraction(1, 100), Fraction(99, 200)])
    seen = Paired(data, Midpoint(), 1, Fraction(1, 10))
    assert proofs()["theorem-2.10-majority"].claim.conclusion(seen).holds is True
    own, other = seen.masses()
    assert HALF < own / (own + other) < Fraction(51, 100)


def test_the_three_kinds_of_extremal_instances():
    point = extremal(Beyond(PAIR, 0, Fraction(2)))
    assert [point.dataset.exact_weights, point.mixing] == [(Fraction(1, 16), Fraction(15, 16)), Discrete({HALF: 1})]
    triangle = LabeledDataset([[0, 0], [3, 1], [-1, 1]], [1, 2, 2])
    assert extremal(Beyond(triangle, 0, Fraction(11, 10))).mixing == Discrete(
        {Fraction(1, 4): HALF, Fraction(3, 4): HALF}
    )
    mixed = extremal(Beyond(LabeledDataset([[Fraction(-5, 4)], [0], [1]], [1, 1, 2]), 1, Fraction(9, 10)))
    (atom, mirrored) = mixed.mixing.atoms
    assert abs(1 - Fraction(9, 4) * atom) < Fraction(9, 10) <= abs(1 - Fraction(9, 4) * mirrored)


def test_pairs_are_as_likely_as_they_are_said_to_be():
    alone = without_self_pairs(BETWEEN)
    assert sum(p for _, _, p in alone) == 1
    assert {(s, t) for s, t, _ in alone} == {(s, t) for s in range(3) for t in range(3) if s != t}
    independent, never = Paired(BETWEEN, Midpoint(), 1, HALF), Paired(BETWEEN, Midpoint(), 1, HALF, alone)
    assert [independent.probability(0, 0), never.probability(0, 0)] == [Fraction(1, 9), 0]
    assert never.masses() == [Fraction(1, 6), Fraction(1, 6)]  # of (0, 2) and (2, 0)
    assert sum(p for *_, p in Paired(PAIR, Midpoint(), 0, HALF, ((0, 1, 0.1), (1, 0, 0.9))).pairing) == 1
    twice = Paired(PAIR, Midpoint(), 0, HALF, ((0, 1, Fraction(1, 4)), (1, 0, HALF), (0, 1, Fraction(1, 4))))
    assert [twice.probability(s, t) for s, t in ((0, 1), (1, 0), (0, 0))] == [HALF, HALF, 0]
    with pytest.raises(ValueError, match="sum to 1"):
        Paired(PAIR, Midpoint(), 0, HALF, ((0, 1, HALF),))
    for pairing in ((0, 2, 1),), ((0, -1, 1),), ((0, "1", 1),):
        with pytest.raises(ValueError, match="the points are"):
            Paired(PAIR, Midpoint(), 0, HALF, pairing)


def test_shares_out_of_range_are_refused():
    for make in (lambda: AtShare(Paired(PAIR, Midpoint(), 0, HALF), Fraction(3, 2)), lambda: Compared(PAIR, 0, 1)):
        with pytest.raises(ValueError, match="share"):
            make()


@pytest.mark.parametrize(("module", "check"), [(share_argued, "share_sampled"), (argued, "majority_sampled")])
def test_a_single_point_is_an_instance_too(module, check, monkeypatch):
    """It cannot be mixed with another one; that way of pairing is not drawn for it."""
    monkeypatch.setattr(module, "shaped_datasets", lambda: st.just(LabeledDataset([[0]], [1])))
    assert getattr(module, check)(Settings("quick")).holds is True
