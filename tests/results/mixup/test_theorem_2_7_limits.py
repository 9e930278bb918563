"""Theorem 2.7's limits as alpha grows: the verdict, the exact values, and what broken forms do to the proof."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, decide, proofs
from proofs_check.results.mixup import theorem_2_7_limits as argued
from theory.claim import Verdict
from theory.mixing import Beta
from theory.results.mixup import theorem_2_7_limits as stated
from theory.results.mixup.theorem_2_7 import ThreePoints, shares
from theory.results.mixup.theorem_2_7_limits import distance_bound, large_alpha_limit, middle_share, within_the_bound

PROOF = proofs()["theorem-2.7-limits"]
HALF = Fraction(1, 2)


def test_it_is_proved_with_nothing_argued(run_all):
    found, message = decide(PROOF.claim, run_all(PROOF.claim_id).values())
    assert found is Verdict.PROVED
    assert not [item for item in PROOF.items if item.role is Role.ARGUED], message


@pytest.mark.parametrize(
    ("epsilon", "limit"),
    [("1/10", "2/3"), ("49/100", "2/3"), ("1/2", "3/5"), ("51/100", "4/7"), ("1", "4/7"), ("5/4", "2/3")],
)
def test_h_eps_approaches_the_limit(epsilon, limit):
    """From the definition, at alphas a thousandfold apart."""
    eps, end = Fraction(epsilon), Fraction(limit)
    assert large_alpha_limit(eps) == end
    near, far = (abs(float(shares(ThreePoints(a, eps))[0]) - float(end)) for a in (10, 10**5))
    assert far < 1e-3
    assert far < near / 10 or near == far == 0 or near < 1e-12


@pytest.mark.parametrize("epsilon", ["1/5", "1/2", "7/10"])
def test_the_share_is_that_of_the_definition(epsilon):
    law, eps = Beta(3), Fraction(epsilon)
    middle = law.mass(HALF - eps / 2, HALF + eps / 2)
    heavy, moment = law.mass(1 - eps, Fraction(2)), law.moment(1 - eps, Fraction(2))
    assert middle_share(middle, heavy, moment) == shares(ThreePoints(3, eps))[0]


def test_at_one_half_the_order_of_the_bound_is_right():
    """sqrt(alpha) times the distance settles at a positive number."""
    scaled = [
        float((Fraction(3, 5) - Fraction(str(float(shares(ThreePoints(a, HALF))[0])))) * a**0.5) for a in (1000, 10**5)
    ]
    assert scaled[0] == pytest.approx(scaled[1], rel=0.05)
    assert scaled[1] > 0.05


def test_bounds_are_stated_only_below_one():
    assert distance_bound(Fraction(3), Fraction(1)) == distance_bound(Fraction(3), Fraction(2)) == 0
    assert within_the_bound(ThreePoints(7, 1)).holds is True


BROKEN = {
    "self-pair forgotten": (
        "middle_share",
        lambda m, t, s: (2 * m + 4 * (t - s)) / (2 * m + 4 * t),
        ["the share", "below one half"],
    ),
    "lambda swapped": ("middle_share", lambda m, t, s: (2 * m + 4 * s) / (2 * m + 4 * t + 1), ["the share"]),
    "one order of each pair": ("middle_share", lambda m, t, s: (m + 2 * (t - s)) / (m + 2 * t + 1), ["the share"]),
    "a smaller bound below": ("below_half", lambda e, d: 1 / (e**2 * d), ["below one half"]),
    "a smaller bound above": ("above_half", lambda e, d: 1 / (e**2 * d), ["above one half"]),
    "a smaller bound at 1/2": ("at_half", lambda root: 1 / root**2, ["the bound at one half"]),
    "a bound that stays": ("at_half", lambda root: 1 + 1 / root, ["the bound at one half", "the bounds vanish"]),
    "another limit": (
        "large_alpha_limit",
        lambda e: large_alpha_limit(e) + Fraction(1, 100),
        ["below one half", "above one half", "the bound at one half", "from one on"],
    ),
    "the ends' self-pairs at 1": ("INNER", argued.ALL, ["from one on"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(run_all, monkeypatch, name):
    attribute, broken, seen_by = BROKEN[name]
    monkeypatch.setattr(argued, attribute, broken)
    assert [e.name for e in run_all(PROOF.claim_id, *seen_by).values() if e.holds is True] == []


def test_a_wrong_limit_turns_the_verdict_red(verdict, monkeypatch):
    for module in (stated, argued):
        monkeypatch.setattr(module, "large_alpha_limit", lambda e: Fraction(2, 3))
    assert verdict(PROOF.claim_id, "at one half", "the bound at one half", "h_eps itself") is Verdict.ERROR
