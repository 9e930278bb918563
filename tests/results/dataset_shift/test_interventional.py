"""When the interventional law is minimax: verdicts, steps without a premise, and what the checker refuses."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.dataset_shift import interventional as argued
from proofs_check.results.dataset_shift import minimax
from proofs_check.results.dataset_shift.games import BETTER, EVEN, RARE, THREE, WORST_AT_0, binary
from theory.claim import Verdict, claims
from theory.results.dataset_shift import interventional as stated
from theory.results.dataset_shift.games import Rival, ShiftGame, brier

RECALLED, CLAIM, ONLY_IF = "interventional-minimax-recalled", "interventional-minimax", "interventional-minimax-only-if"


@pytest.mark.parametrize(
    ("claim", "expected"), [(RECALLED, Verdict.REFUTED), (CLAIM, Verdict.PROVED), (ONLY_IF, Verdict.PROVED)]
)
def test_verdicts(verdict, claim, expected):
    assert verdict(claim) is expected


def test_what_was_recalled_is_no_erratum():
    assert not claims()[RECALLED].whole_read
    assert "whose text was not read (recalled)" in claims()[RECALLED].source


@pytest.mark.parametrize(
    ("claim", "step"),
    [
        (CLAIM, "worst at a*"),
        (CLAIM, "chain"),
        (ONLY_IF, "mixtures"),
        (ONLY_IF, "equal where outcomes overlap"),
        (ONLY_IF, "linked classes"),
        (ONLY_IF, "two classes"),
        (ONLY_IF, "conversely"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim, step):
    assert False in weakened(claim, step)


def test_another_square_is_noticed(run, monkeypatch):
    whole = minimax.symbolic.identities

    def doubled(items, scope):
        return whole({name: (left, 2 * right) for name, (left, right) in items.items()}, scope)

    monkeypatch.setattr(minimax.symbolic, "identities", doubled)
    assert run(CLAIM, "Bayes under do(a*)").holds is False


def test_without_a_common_worst_value_rivals_can_win(run, monkeypatch):
    always = lambda self, rival: self.claim.conclusion(rival).holds  # noqa: E731
    monkeypatch.setattr(type(argued.proof), "decides", always)
    assert run(CLAIM, "random rivals").holds is False


def test_classes_that_are_never_compared_are_noticed(run, monkeypatch):
    """Then an environment is found where there is none, which the rule is not Bayes for."""
    monkeypatch.setattr(stated, "worst_environment", _without_overlaps(stated.worst_environment, monkeypatch))
    assert run(ONLY_IF, "random games").holds is False


def _without_overlaps(whole, monkeypatch):
    def found(game):
        with monkeypatch.context() as inside:
            inside.setattr(ShiftGame, "overlap", lambda *_: False)
            return whole(game)

    return found


def test_a_wrong_common_value_is_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "worst_values", lambda game: [0])
    assert run(ONLY_IF, "random games").holds is False


def test_the_numbers_are_compared(run, monkeypatch):
    monkeypatch.setattr(argued, "BETTER", Rival(EVEN, EVEN.base_rate))
    assert run(RECALLED, "numbers").holds is False


def test_three_linked_classes_are_no_exception(run, monkeypatch):
    monkeypatch.setattr(argued, "THREE", EVEN)
    assert run(ONLY_IF, "three classes").holds is False


def test_the_environment_that_is_found_is_worst_and_the_rule_is_bayes_there():
    for game in (THREE, WORST_AT_0, binary("1/2", "0 1/2", "1 1/2")):
        found = stated.worst_environment(game)
        assert found is not None
        assert stated.is_worst_and_bayes(game, found)
    assert not stated.is_worst_and_bayes(EVEN, [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))])
    assert stated.worst_environment(EVEN) is None


def test_the_worst_risk_is_the_largest_over_all_maps_of_classes_to_values():
    for game in (RARE, EVEN, THREE):
        sure = [tuple(Fraction(a == b) for b in game.values) for a in game.values]
        f = game.interventional
        risks = [game.risk(f, [sure[a] for a in chosen]) for chosen in _maps(game)]
        assert max(risks) == game.worst_risk(f)


def _maps(game):
    from itertools import product

    return product(game.values, repeat=len(game.classes))


def test_losses_count_every_class():
    assert brier((Fraction(1, 2), Fraction(1, 2), Fraction(0)), 2) == Fraction(3, 2)


@pytest.mark.parametrize(
    ("prior", "law", "reason"),
    [
        ((1, 0), (((1,),), ((1,),)), "masses of the classes"),
        (("1/2", "1/2"), (((1,),),), "for each value of A"),
        (("1/2", "1/2"), (((1,),), ((1,), (1,))), "for each value of A"),
        (("1/2", "1/2"), (((1,),), ((0, 1),)), "for each value of A"),
        (("1/2", "1/2"), (((1,),), ((2,),)), "sum 1"),
    ],
)
def test_games_are_checked(prior, law, reason):
    with pytest.raises(ValueError, match=reason):
        ShiftGame(prior, law)


@pytest.mark.parametrize(
    ("predictions", "reason"),
    [
        ((), "for each value"),
        ((((1, 0),), ((1, 0), (1, 0))), "for each value"),
        ((((1, 0), (1, 1)), ((1, 0), (1, 0))), "for each class"),
        ((((1, 0), (1,)), ((1, 0), (1, 0))), "for each class"),
    ],
)
def test_rivals_are_checked(predictions, reason):
    with pytest.raises(ValueError, match=reason):
        Rival(RARE, predictions)


@pytest.mark.parametrize("rival", [argued.BASE_RATE, BETTER], ids=["base rate", "better"])
def test_the_checker_accepts_the_counterexamples(rival):
    REFUTATIONS[RECALLED](encode(rival))


HALF = [[["1/2", "1/2"]] * 2] * 2
COUNTEREXAMPLE = encode(BETTER)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"predictions": HALF}, "no smaller largest risk"),
        ({"predictions": HALF[:1]}, "a prediction is missing"),
        ({"predictions": [[["1/2", "1/3"]] * 2] * 2}, "a law is none"),
        ({"predictions": [[["1"]] * 2] * 2}, "has no prediction"),
        ({"game": {"prior": ["1", "0"], "law": COUNTEREXAMPLE["game"]["law"]}}, "masses of classes"),
        ({"game": {"prior": ["1/2", "1/2"], "law": [[["1", "0"]], [["1", "0"]] * 2]}}, "no table"),
        ({"game": {"prior": ["1/2", "1/2"], "law": [[["1", "0"]] * 9] * 2}}, "too many values"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[RECALLED]({**copy.deepcopy(COUNTEREXAMPLE), **change})
