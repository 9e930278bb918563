"""Separation and stability: verdicts, separation against all paths, and what the checker refuses."""

from __future__ import annotations

import copy
from fractions import Fraction
from itertools import product

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.dataset_shift import diagrams as argued
from theory.claim import Verdict, claims
from theory.results.dataset_shift import diagrams as stated
from theory.results.dataset_shift.diagrams import Diagram

CLAIM, CONVERSE = "separated-is-stable", "stable-is-separated-recalled"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_converse_is_refuted(verdict):
    assert verdict(CONVERSE) is Verdict.REFUTED


def test_the_step_needs_its_premises(weakened):
    assert False in weakened(CLAIM, "mechanisms as a cause")


def by_paths(diagram: Diagram) -> bool:
    """d-separation by its definition: every path from a new parent S of what is mutable to the target is blocked."""
    count = len(diagram.parents)
    arrows = {(j, i) for i, above in enumerate(diagram.parents) for j in above}
    arrows |= {(count + k, i) for k, i in enumerate(diagram.mutable)}
    below = {i: {i} for i in range(count)}
    for i in reversed(range(count)):
        for j, k in arrows:
            if j == i:
                below[i] |= below[k]

    def blocked(path: tuple[int, ...]) -> bool:
        for before, here, after in zip(path, path[1:], path[2:], strict=False):
            collides = (before, here) in arrows and (after, here) in arrows
            if (not below[here] & set(diagram.given)) if collides else here in diagram.given:
                return True
        return False

    def paths(so_far: tuple[int, ...]):
        if so_far[-1] == diagram.target:
            yield so_far
            return
        for near in range(count):
            joined = (so_far[-1], near) in arrows or (near, so_far[-1]) in arrows
            if joined and near not in so_far:
                yield from paths((*so_far, near))

    return all(blocked(path) for k in range(len(diagram.mutable)) for path in paths((count + k,)))


def all_diagrams(count: int):
    """Every diagram in one order of the variables, with one mutable variable, every target and every given set."""
    arrows = [(j, i) for i in range(count) for j in range(i)]
    for chosen in product((False, True), repeat=len(arrows)):
        parents = tuple(
            tuple(j for (j, k), there in zip(arrows, chosen, strict=True) if there and k == i) for i in range(count)
        )
        for mutable, target in product(range(count), repeat=2):
            tables = tuple(() if i == mutable else (Fraction(1, 3),) * 2 ** len(p) for i, p in enumerate(parents))
            others = [i for i in range(count) if i != target]
            for given in product((False, True), repeat=count - 1):
                seen = tuple(i for i, there in zip(others, given, strict=True) if there)
                yield Diagram(parents, tables, (mutable,), target, seen)


def test_the_moral_graph_separates_what_paths_separate():
    found = [(stated.separated(diagram), by_paths(diagram)) for diagram in all_diagrams(4)]
    assert all(moral == paths for moral, paths in found)
    assert len({moral for moral, _ in found}) == 2


@pytest.mark.parametrize("check", ["random diagrams", "generic converse"])
def test_a_wrong_criterion_is_noticed(run, monkeypatch, check):
    """A criterion by arrows out of mutable variables takes a mutable root for harmless; and one that fears all."""
    wrong = {"random diagrams": lambda diagram: True, "generic converse": lambda diagram: False}[check]
    monkeypatch.setattr(stated, "separated", wrong)
    monkeypatch.setattr(argued, "separated", wrong)
    assert run(CLAIM, check).holds is False


def test_the_counterexample_holds_for_every_law_of_the_root():
    for one in (Fraction(0), Fraction(1, 7), Fraction(1)):
        fixed = Diagram(argued.CANCELLED.parents, ((one,), *argued.CANCELLED.tables[1:]), (), 2)
        assert stated.joint(fixed, "p", {2: 1}) == Fraction(3, 8)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (((), (), (), 0), "1 to 5 variables"),
        ((((1,), ()), ((1, 1), (1,)), (), 0), "come before"),
        ((((),), ((1, 1),), (), 0), "a probability for each value"),
        ((((),), ((1,),), (0,), 0), "none if mutable"),
        ((((),), ((2,),), (), 0), "must have probabilities"),
        ((((),), ((1,),), (), 1), "must be variables"),
        ((((),), ((1,),), (), 0.0), "target must be a whole number"),
        ((((),), ((1,),), (), 0, (0,)), "the target not given"),
    ],
)
def test_diagrams_are_checked(arguments, reason):
    with pytest.raises(ValueError, match=reason):
        Diagram(*arguments)


def test_edges_that_do_nothing_are_seen():
    found = claims()[CONVERSE].assumptions[1].predicate
    inert = Diagram(((), (), (0, 1)), argued.tables("", "1/2", "1/4 3/4 1/4 3/4"), (0,), 2)
    assert found(inert).holds is False
    assert found(argued.CANCELLED).holds is True


COUNTEREXAMPLE = encode(argued.CANCELLED)


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[CONVERSE](COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tables": [[], ["1/4", "3/4"], ["1/4", "3/4", "3/4", "1/3"]]}, "moves"),
        ({"tables": [[], ["1/4", "3/4"], ["1/4", "1/4", "1/4", "1/4"]]}, "inert"),
        ({"tables": [[], ["1/4", "3/4"], ["1/4", "1/4"]]}, "no mechanism"),
        ({"given": ["1"]}, "unconditional"),
        ({"parents": [[], ["0"], ["1"]], "tables": [[], ["1/4", "3/4"], ["1/4", "3/4"]]}, "no root above"),
        ({"parents": [["1"], ["0"], ["0", "1"]]}, "after its child"),
        ({"target": "5"}, "no diagram"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[CONVERSE]({**copy.deepcopy(COUNTEREXAMPLE), **change})
