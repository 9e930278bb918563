"""Expansion by flows: the verdict, broken certificates, and the refusal of what would overflow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.recheck import steps_self_training
from proofs_check.results.self_training import expansion_flow as argued
from theory.claim import Verdict
from theory.results.self_training import expansion_flow as stated
from theory.results.self_training import flow
from theory.results.self_training.flow import Expansion, expansion
from theory.results.self_training.views import ViewGraph

CLAIM = "self-training-expansion-flow"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize(
    "step", ["a matching shows expansion", "a least cut shows the contrary", "not both", "rounds end"]
)
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_a_flow_that_stops_too_early_is_noticed(run, monkeypatch):
    """The quotient of all wrong pseudo-labels is not the least."""

    def first_round(mass, views, own, mistaken):
        found = flow.expansion(mass, views, own, mistaken)
        network = flow._Network(mass, views, own, mistaken)
        return found if found.constant is None else replace(found, constant=network.quotient(network.sources))

    monkeypatch.setattr(stated, "expansion", first_round)
    assert run(CLAIM, "the program").holds is False
    assert run(CLAIM, "no set is worse").holds is False
    assert run(CLAIM, "random populations").holds is False


def test_a_neighbour_of_another_class_does_not_count():
    """Point 0 shares a view with 1 of its class and with 2 of the other one."""
    views = [(0,), (0, 1), (0, 2)]
    assert expansion([1, 3, 100], views, [0, 1], [0]).constant == 4
    assert expansion([1, 3, 100], views, [0, 1, 2], [0]).constant == 104


def test_nothing_wrong_expands_without_limit():
    assert expansion([1, 1], [(0,), (1,)], [0, 1], []) == Expansion(None)
    assert expansion([0, 1], [(0,), (1,)], [0, 1], [0]) == Expansion(None)  # a point of mass 0


@pytest.mark.parametrize("mass", [[Fraction(1, 2**31), 1], [2**20, 3**13]])
def test_what_would_overflow_is_refused(mass):
    with pytest.raises(ValueError, match="32-bit"):
        expansion(mass, [(0, 1), (0, 1)], [0, 1], [0])


def test_another_population_is_noticed_by_the_checker(monkeypatch):
    assert steps_self_training.expansions()
    (first, wrong, constant, worst), *others = steps_self_training.POPULATIONS
    for broken in ((first, wrong, constant + 1, worst), (first, wrong, constant, (0,)), (first, (0, 3), 4, (3,))):
        monkeypatch.setattr(steps_self_training, "POPULATIONS", (broken, *others))
        assert not steps_self_training.expansions()


@pytest.mark.parametrize("c", ["1", "2", "7/3"])
def test_a_violating_set_and_a_matching_exclude_each_other(c):
    wrong = replace(argued.FIXED[1], c=Fraction(c))
    found = wrong.by_flow()
    assert stated.matches(wrong, found) is not stated.violates(wrong, found)


@pytest.mark.parametrize(("label", "c"), [(0, 0), (2, 1), (-1, 1)])
def test_an_instance_is_checked(label, c):
    with pytest.raises(ValueError, match="must be positive"):
        replace(argued.FIXED[0], label=label, c=Fraction(c))


def test_nobody_sends_or_receives_less_than_nothing():
    """Point 0 sends 2 to 1 through the view 0; a receipt of -1 elsewhere would let it send 3."""
    graph = ViewGraph((Fraction(1), Fraction(4), Fraction(4)), (0, 0, 0), ((0,), (1, 0), (2, 0)))
    wrong = stated.WrongLabels(graph, (1, 0, 0), 0, Fraction(3))
    honest = Expansion(Fraction(3), (0,), ((0, 0, Fraction(3)),), ((0, 1, Fraction(3)),))
    assert stated.matches(wrong, honest)
    assert not stated.matches(wrong, replace(honest, received=((0, 1, Fraction(4)), (0, 2, Fraction(-1)))))
    assert not stated.matches(wrong, replace(honest, sent=((0, 0, Fraction(4)), (0, 0, Fraction(-1)))))


def test_what_is_sent_is_received():
    graph = ViewGraph((Fraction(1), Fraction(4)), (0, 0), ((0,), (1, 0)))
    wrong = stated.WrongLabels(graph, (1, 0), 0, Fraction(3))
    honest = Expansion(Fraction(3), (0,), ((0, 0, Fraction(3)),), ((0, 1, Fraction(3)),))
    assert stated.matches(wrong, honest)
    for received in (
        (),
        ((0, 1, Fraction(2)),),
        ((0, 1, Fraction(4)),),
    ):  # the view keeps some, or gives what it has not
        assert not stated.matches(wrong, replace(honest, received=received))
