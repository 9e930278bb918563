"""Close to a point: the claim, and what breaks its steps."""

from proofs_check.evidence import Settings
from proofs_check.results.mixup import segments as argument
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.results.mixup.segments import squared_reach


def test_it_is_proved(verdict):
    assert verdict("segments-near-a-point") is Verdict.PROVED


def test_a_wrong_gram_form_is_seen(monkeypatch):
    """Without the factor 2 of the mixed term neither the identity nor the bounds hold."""
    monkeypatch.setattr(
        argument,
        "squared_distance",
        lambda lam, a, b, cross: lam * lam * a + lam * (1 - lam) * cross + (1 - lam) * (1 - lam) * b,
    )
    assert argument.gram_entries(Settings("quick")).holds is False
    assert argument.least_distance(Settings("quick")).holds is False


def test_where_every_segment_contains_x_the_reach_is_infinite():
    assert squared_reach(LabeledDataset([[0, 0]], [1]), (0, 0)) is None
