"""The cell argument: the verdict, and what happens without a premise, a cell or the expansion."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.self_training import cells as argued
from proofs_check.results.self_training import graphs
from theory.claim import Verdict
from theory.results.self_training import cells as stated
from theory.results.self_training.views import SelfTraining, ViewGraph

CLAIM = "self-training-cells"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["a shared view", "outnumbered", "ten cells", "all classes"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


@pytest.mark.parametrize("sum_of", ["d", "r", "a", "v"])
def test_a_forgotten_cell_is_noticed(run, monkeypatch, sum_of):
    whole = argued.ten_cells

    def without():
        import z3

        sums, premises = whole()
        return {**sums, sum_of: z3.RealVal(0)}, premises

    monkeypatch.setattr(argued, "ten_cells", without)
    assert run(CLAIM, "ten cells").holds is False


def test_views_of_another_class_do_not_help(run, monkeypatch):
    """With N(V) of all classes other populations count as expanding, and the conclusion fails."""
    everywhere = lambda training: Fraction(100)  # noqa: E731
    monkeypatch.setattr(stated, "expansion_constant", everywhere)
    assert run(CLAIM, "every student").holds is False


def test_cells_of_all_classes_are_those_of_each():
    for label_free in (graphs.ATTAINED, replace(graphs.ATTAINED, student=(1, 0, 1, 0, 1, 0, 1))):
        parts = [stated.cells(label_free, i) for i in range(2)]
        whole = stated.cells(label_free)
        for name in ("both", "fresh", "inconsistent", "hidden"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


def test_a_neighbour_is_two_hops_away():
    """Points that share a view are neighbours, even if neither is a view of the other."""
    graph = graphs.population("1 1 0", "000", "2 2 -")
    assert graph.neighbourhood([0]) == {0, 1}
    assert graph.neighbourhood([2]) == {0, 1}  # a point of mass 0 is nobody's neighbour, but its view counts


@pytest.mark.parametrize(
    "arguments",
    [
        ((), (), ()),
        ((1,), (0,), ((),)),
        ((1,), (0,), ((0, 1),)),
        ((-1,), (0,), ((0,),)),
        ((1,), (2,), ((0,),)),
        ((1,), (1.0,), ((0,),)),
        ((1,), (Fraction(1, 2),), ((0,),)),
        ((1,), (True,), ((0,),)),
        ((1, 1), (0, 1), ((0, 1.0), (1,))),
        ((sp.sqrt(2),), (0,), ((0,),)),
        ((1, 1), (0,), ((0,),)),
    ],
)
def test_a_population_is_checked(arguments):
    with pytest.raises(ValueError, match=r"mass|point|label|rational"):
        ViewGraph(*arguments)


@pytest.mark.parametrize(("c", "weight", "gap"), [(1, 2, 0), (2, 0, 0), (2, 2, -1)])
def test_an_instance_is_checked(c, weight, gap):
    with pytest.raises(ValueError, match="must be above 1"):
        SelfTraining(graphs.PAIR, (0, 0), (0, 0), c, weight, gap)
