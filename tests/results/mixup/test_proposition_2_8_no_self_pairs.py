"""Without self-pairs: the three limits, and what broken closed forms, bounds and geometries do to the proof."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import proofs
from proofs_check.results.mixup import proposition_2_8_no_self_pairs as argued
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Midpoint
from theory.optimal import mixup_optimal_exact, mixup_optimal_limit
from theory.results.mixup import proposition_2_8_no_self_pairs as stated
from theory.results.mixup.proposition_2_8 import Place

CLAIM = "proposition-2.8-no-self-pairs"
LINE = LabeledDataset.alternating_line()
MIDDLE = (Fraction(1),)


def test_it_is_proved(proved_without_words):
    proved_without_words(CLAIM, preset="standard")


@pytest.mark.parametrize(
    ("alpha", "limit"),
    [("1/2", 0), (sp.sqrt(2) / 2, 0), (1, Fraction(1, 3)), (sp.sqrt(2), 1), ("1.001", 1), (64, 1)],
)
def test_the_three_limits(alpha, limit):
    alpha = stated.exact(alpha)
    place = argued.at_middle(alpha)
    assert proofs()[CLAIM].claim.conclusion(place).holds is True
    assert mixup_optimal_limit(LINE, Beta(alpha), [MIDDLE], self_pairs=False)[0][0] == limit
    assert stated.expected_limit(alpha) == limit


def test_the_uniform_share_is_exact_at_every_radius():
    for epsilon in (Fraction(1, 10**9), Fraction(1, 3), Fraction(1)):
        share = mixup_optimal_exact(LINE, Beta(1), MIDDLE, epsilon, self_pairs=False)[0]
        assert share == (1 + epsilon) / 3


def test_beyond_radius_1_every_pair_is_in_the_ball():
    """M = T = 1: the share is the mean label of all six pairs, 2/3."""
    law, epsilon = Beta(2), Fraction(5, 4)
    near = law.mass(1 - epsilon, Fraction(2))
    middle = law.mass(Fraction(1, 2) - epsilon / 2, Fraction(1, 2) + epsilon / 2)
    share = stated.neighbour_share(middle, near, near - law.moment(1 - epsilon, Fraction(2)))
    assert (middle, near) == (1, 1)
    assert share == mixup_optimal_exact(LINE, law, MIDDLE, epsilon, self_pairs=False)[0] == Fraction(2, 3)


def test_with_self_pairs_alpha_does_not_matter():
    for alpha in ("1/2", 1, 2):
        assert mixup_optimal_limit(LINE, Beta(stated.exact(alpha)), [MIDDLE])[0][0] == 0


def test_weights_matter_at_alpha_1():
    weighted = LabeledDataset.alternating_line(weights=["1/4", "1/2", "1/4"])
    place = Place(weighted, Beta(1), 1, MIDDLE, self_pairs=False)
    findings = {a.name: a.predicate(place).holds for a in proofs()[CLAIM].claim.assumptions}
    assert findings == {"three-point line": False, "symmetric Beta": True, "no self-pairs": True}
    assert proofs()[CLAIM].claim.conclusion(place).holds is False


def test_other_laws_are_not_concluded_about():
    assert proofs()[CLAIM].claim.conclusion(Place(LINE, Midpoint(), 1, MIDDLE, self_pairs=False)).holds is None


# ------------------------------------------------------------------------------------------- broken forms
BROKEN = {
    "self-pairs put back": (
        "neighbour_share",
        lambda middle, near, away: (middle + 2 * away) / (middle + 2 * near + 1),
        ["closed form", "alpha = 1", "exactly, at integer alpha"],
    ),
    "swapped ends": (
        "neighbour_share",
        lambda middle, near, away: (middle + 2 * (near - away)) / (middle + 2 * near),
        ["closed form", "alpha = 1", "enclosures"],
    ),
    "one neighbour": (
        "neighbour_share",
        lambda middle, near, away: (middle + away) / (middle + near),
        ["closed form", "alpha = 1", "exactly, at integer alpha"],
    ),
    "segment of length 1": (
        "ratio_bound",
        lambda alpha, eps: (4 * eps / (1 - 4 * eps * eps)) ** (alpha - 1) / alpha,
        ["the ratio"],
    ),
    "without 1/alpha": (
        "ratio_bound",
        lambda alpha, eps: (4 * eps / (1 - eps * eps)) ** (alpha - 1),
        ["the ratio"],
    ),
    "exponent alpha": (
        "ratio_bound",
        lambda alpha, eps: (4 * eps / (1 - eps * eps)) ** alpha / alpha,
        ["the ratio", "the enclosures hold"],
    ),
    "bound without eps": ("most_below", lambda ratio, eps: 1 / (1 + 2 * ratio), ["enclosures", "the enclosures hold"]),
    "bound too high": ("least_above", lambda ratio: 1 / (1 + ratio), ["enclosures"]),
    "1/2 at alpha = 1": (
        "expected_limit",
        lambda alpha: Fraction(1, 2) if alpha == 1 else Fraction(int(alpha > 1)),
        ["the limits", "the pointwise limit"],
    ),
    "limits swapped": (
        "expected_limit",
        lambda alpha: Fraction(1, 3) if alpha == 1 else Fraction(int(alpha < 1)),
        ["the limits", "the pointwise limit"],
    ),
    "second end first": ("mix", lambda s, t, lam: [(1 - lam) * s[0] + lam * t[0]], ["which lambda reach the ball"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(run, monkeypatch, name):
    """By every check that is named with it: none of them holds, and none of them crashes."""
    attribute, broken, seen_by = BROKEN[name]
    monkeypatch.setattr(argued, attribute, broken)
    found = {item: run(CLAIM, item, preset="standard").holds for item in seen_by}
    assert True not in found.values(), found


def test_a_longer_segment_is_seen(run, monkeypatch):
    """On the points 0, 1, 3 the middle interval is shorter and the closed form is another."""
    monkeypatch.setattr(argued, "LINE", argued.UNEVEN)
    assert run(CLAIM, "exactly, at integer alpha", preset="standard").holds is False
    assert run(CLAIM, "the pointwise limit", preset="standard").holds is False


def test_a_limit_that_counts_self_pairs_is_seen(run, monkeypatch):
    monkeypatch.setattr(argued, "mixup_optimal_limit", lambda *a, self_pairs: mixup_optimal_limit(*a))
    assert run(CLAIM, "the pointwise limit", preset="standard").holds is False
