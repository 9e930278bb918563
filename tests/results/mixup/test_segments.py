"""Close to a point: the claim, and what breaks its steps."""

from proofs_check.evidence import Settings
from proofs_check.results.mixup import segments as argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.results.mixup.segments import Neighbours, _only_segments_through, squared_reach


def test_it_is_proved(verdict):
    assert verdict("segments-near-a-point") is Verdict.PROVED


def test_a_wrong_gram_form_is_seen(monkeypatch):
    """Without the factor 2 of the mixed term neither the identity nor the bounds hold."""
    monkeypatch.setattr(
        argued,
        "squared_distance",
        lambda lam, a, b, cross: lam * lam * a + lam * (1 - lam) * cross + (1 - lam) * (1 - lam) * b,
    )
    assert argued.gram_entries(Settings("quick")).holds is False
    assert argued.least_distance(Settings("quick")).holds is False


def test_where_every_segment_contains_x_the_reach_is_infinite():
    assert squared_reach(LabeledDataset([[0, 0]], [1]), (0, 0)) is None


def test_a_segment_contains_neither_what_is_beyond_its_ends_nor_beside_it():
    """The pair of 0 and 2 meets z = 1; it meets x = 2, and misses 3 and -1, which are on its line."""
    pair = LabeledDataset([[0], [2]], [1, 2])
    assert [_only_segments_through(Neighbours(pair, (x,), (1,)), (x,)).holds for x in (2, 3, -1)] == [
        True,
        False,
        False,
    ]
