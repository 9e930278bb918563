"""What is measured, against the enumeration of all sets and all labels of small graphs."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.expansion import expansion
from proofs_check.expansion.given import neighbour_graph
from theory.claim import claims
from theory.results.self_training import flow
from theory.results.self_training.views import SelfTraining

CIRCLE = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 6)]


@st.composite
def inputs(draw, classes=(1, 2, 3), most=7):
    """Arcs, pseudo-labels and classes of up to ``most`` points, more arcs inside classes than between them."""
    n, kinds = draw(st.integers(2, most)), draw(st.sampled_from(classes))
    labels = st.lists(st.integers(0, kinds - 1), min_size=n, max_size=n)
    truth = draw(labels)
    pseudo = [draw(st.integers(0, kinds - 1)) if draw(st.integers(0, 3)) == 0 else label for label in truth]
    pseudo[0] = truth[0]
    ends = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    arcs = draw(st.lists(ends, max_size=14))
    arcs = [(x, z) for x, z in arcs if truth[x] == truth[z] or draw(st.integers(0, 4)) == 0]
    return np.array(arcs, dtype=int).reshape(-1, 2), pseudo, truth


def least_quotients(found):
    """For each class the least |N(V)|/|V| of all sets of wrong pseudo-labels, one by one."""
    given, quotients = found.given, []
    for label in range(given.graph.classes):
        own, mistaken = set(given.graph.members(label)), given.mistaken(label)
        sets = [v for size in range(1, len(mistaken) + 1) for v in combinations(mistaken, size)]
        each = [Fraction(len(given.graph.neighbourhood(v) & own), len(v)) for v in sets]
        quotients.append(min(each, default=None))
    return quotients


@settings(max_examples=80)
@given(inputs())
def test_expansion_is_that_of_all_sets(drawn):
    found = expansion(*drawn)
    quotients = least_quotients(found)
    assert [row.constant for row in found.by_class] == quotients
    assert found.constant == min((q for q in quotients if q is not None), default=None)
    for row in found.by_class:
        if row.constant is not None:
            assert row.constant == Fraction(row.reached, len(row.worst))


@settings(max_examples=60)
@given(inputs(classes=(2, 3), most=5))
def test_no_least_labels_break_a_bound(drawn):
    """All labels of all points, with each objective."""
    found = expansion(*drawn)
    graph, pseudo, c = found.given.graph, found.given.pseudo, found.constant
    labels = list(graph.labellings())
    for bound in found.bounds:
        if bound.error is None:
            continue
        weight = Fraction(2) if bound.of[-7:] == "d + 2 R" else (2 * c / (c + 1) if c is not None else Fraction(2))
        cost = [graph.disagreement(one, pseudo) + weight * graph.inconsistency(one) for one in labels]
        for one, each in zip(labels, cost, strict=True):
            if each == min(cost):
                assert graph.disagreement(one, graph.truth) <= bound.error


@settings(max_examples=40)
@given(inputs(classes=(2,), most=6))
def test_denoised_labels_are_those_of_all_minimisers(drawn):
    found = expansion(*drawn)
    if found.denoised is None:
        return
    graph, pseudo = found.given.graph, found.given.pseudo
    cost = {one: graph.disagreement(one, pseudo) + 2 * graph.inconsistency(one) for one in graph.labellings()}
    best = [one for one, each in cost.items() if each == min(cost.values())]
    assert found.denoised.objective == min(cost.values())
    agreed = [next(iter(seen)) if len(seen := {one[x] for one in best}) == 1 else None for x in graph.points]
    assert found.denoised_names == tuple(None if label is None else str(label) for label in agreed)
    wrong = [x for x in graph.points if agreed[x] is not None and agreed[x] != graph.truth[x]]
    assert found.certain_errors == len(wrong)


@settings(max_examples=40)
@given(inputs(classes=(2, 3)), st.integers(0, 2**31))
def test_a_student_is_judged_with_its_gap(drawn, seed):
    arcs, pseudo, truth = drawn
    student = np.random.default_rng(seed).choice([*truth, *pseudo], len(truth))
    found = expansion(arcs, pseudo, truth, student=student)
    bound = found.bounds[-1]
    assert bound.of == "the student"
    if bound.error is not None:
        assert found.errors(np.asarray(found.given.student)) <= bound.error
        assert found.guaranteed == bound.error / found.points
    claim = claims()["self-training-4-3-weight-2"]
    if found.constant is not None and bound.holds:
        training = SelfTraining(found.given.graph, found.given.pseudo, found.given.student, found.constant)
        excess = training.objective(training.student) - training.objective(training.graph.truth)
        training = SelfTraining(*list(vars(training).values())[:4], gap=max(excess, Fraction(0)))
        assert claim.conclusion(training).holds
        assert (training.c - 2) * bound.error == claim.conclusion.parts[0].asserted(training)


@pytest.mark.parametrize("undirected", [False, True])
def test_all_forms_of_a_graph_are_one(undirected):
    rng = np.random.default_rng(1)
    dense = rng.random((9, 9)) < 0.3
    truth, pseudo = rng.integers(0, 2, 9), rng.integers(0, 2, 9)
    forms = [dense, dense.astype(float), scipy.sparse.csr_array(dense), scipy.sparse.coo_matrix(dense * 2.5),
             np.argwhere(dense), np.argwhere(dense)[::-1].tolist()]  # fmt: skip
    found = {expansion(form, pseudo, truth, undirected=undirected).to_json() for form in forms}
    assert len(found) == 1
    both = expansion(dense | dense.T, pseudo, truth).to_json()
    assert (found == {both}) is undirected


def test_a_stored_zero_of_a_sparse_matrix_is_an_arc():
    """Two copies of a point are at distance 0, and near all the same."""
    graph = scipy.sparse.csr_array(([0.0, 1.0], ([0, 1], [1, 0])), shape=(2, 2))
    assert expansion(graph, ["b", "a"], ["a", "a"]).constant == 2


def test_the_vote_leaves_out_the_point_itself_and_keeps_its_label_in_a_tie():
    arcs = [(0, 1), (0, 2), (1, 0), (1, 2), (3, 0)]
    found = expansion(arcs, ["a", "b", "b", "b", "a"], ["a"] * 5)
    assert [found.given.classes[label] for label in found.vote] == ["b", "b", "b", "a", "a"]
    assert found.errors(found.vote) == 3


def test_scikit_learns_graph_is_taken_as_it_is():
    points = np.random.default_rng(0).normal(size=(30, 2))
    graph = neighbour_graph(points, 4)
    assert graph.shape == (30, 30)
    assert (np.asarray(graph.sum(axis=1)).ravel() == 4).all()
    assert graph.diagonal().sum() == 0
    found = expansion(graph, [0, 1] * 15, [0] * 15 + [1] * 15)
    assert all(len(view) == 5 for view in found.given.graph.views)
    with pytest.raises(ValueError, match="from 1 to 29"):
        neighbour_graph(points, 30)
    stretched = neighbour_graph(points * [1, 1000] + 7, 4, standardize=True)
    assert (stretched != neighbour_graph(points, 4, standardize=True)).nnz == 0
    assert (stretched != neighbour_graph(points * [1, 1000], 4)).nnz > 0


def test_without_wrong_pseudo_labels_the_bound_is_twice_mu():
    found = expansion([(0, 1)], [0, 1, 1], [0, 1, 1])
    assert (found.constant, found.mu) == (None, Fraction(1, 3))
    assert {bound.error for bound in found.bounds} == {Fraction(2)}
    assert "No pseudo-label is wrong." in repr(found)


def test_one_class_and_three_have_no_cut():
    assert expansion([(0, 1)], ["a", "a"], ["a", "a"]).denoised is None
    found = expansion([(0, 1)], [0, 1, 2], [0, 1, 2])
    assert found.denoised is None
    for ask in (lambda: found.denoised_names, lambda: found.certain_errors):
        with pytest.raises(ValueError, match="two classes"):
            ask()


def test_it_prints_one_screen_however_many_classes():
    rng = np.random.default_rng(0)
    found = expansion(rng.integers(0, 300, (900, 2)), rng.integers(0, 40, 300), rng.integers(0, 40, 300))
    lines = repr(found).split("\n")
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 110
    assert "not about the population" in repr(found)


def test_what_was_noticed_is_said():
    found = expansion([(0, 1)], np.eye(3), [0, 1, 2])
    assert "Noticed: the labels (column 'pseudo') are one-hot: 3 classes." in repr(found)


def test_what_overflows_is_refused(monkeypatch):
    monkeypatch.setattr(flow, "LARGEST", 4)
    with pytest.raises(ValueError, match="32-bit"):
        expansion(CIRCLE, list("baaaabb"), list("aaaaabb"), undirected=True)


def test_the_bound_is_attained():
    """All labels 1 are as good as the truth: a bound that is a little smaller is false."""
    found = expansion(*TIGHT)
    assert set(found.denoised.most.tolist()) == {1}
    assert found.denoised.objective == found.truth_objective
    assert found.errors(found.denoised.most) == found.bounds[0].error == 4


# the tight instance of the claim with masses 1, 1, 2 and 8 as points, and one more between the classes: G = 1 ties
TIGHT = (
    np.array(
        [(0, 1), (0, 2), (0, 3), (1, 0), (1, 2), (1, 3), (2, 0), (2, 1), (3, 0), (3, 1), (1, 4)]
        + [(u, 4) for u in range(5, 13)]
    ),
    [1, 0, 0, 0, *[1] * 9],
    [0, 0, 0, 0, *[1] * 9],
)


@pytest.mark.parametrize(
    ("graph", "pseudo", "truth", "said"),
    [
        ([(0, 1)], [0, 1], [], "from 1 to"),
        ([(0, 1)], [0, 1, 1], [0, 1], "2 points need 2 labels, not 3"),
        ([(0, 2)], [0, 1, 1], [0, 1, 1], None),
        ([(0, 3)], [0, 1, 1], [0, 1, 1], "arc 0 joins 0 and 3; points are 0 to 2"),
        ([(0, -1)], [0, 1, 1], [0, 1, 1], "arc 0 joins"),
        ([(0.5, 1)], [0, 1, 1], [0, 1, 1], "whole-number arcs"),
        (np.eye(4), [0, 1, 1], [0, 1, 1], "adjacency of shape"),
        (scipy.sparse.eye_array(4), [0, 1, 1], [0, 1, 1], "adjacency of shape"),
        (np.full((2, 2), np.nan), [0, 1], [0, 1], "missing or infinite"),
        ("graph", [0, 1], [0, 1], "a graph is"),
        ([[1], [0, 1]], [0, 1], [0, 1], "a graph is"),
        (None, [0, 1], [0, 1], "a graph is"),
        ([(0, 1)], [0, None], [0, 1], "pseudo: the label of row 1 is missing"),
        ([(0, 1)], [0, 1], [0.5, np.nan], "truth"),
        ([(0, 1)], ["0", "1"], [0, 1], "no pseudo-label is a class"),
    ],
)
def test_bad_input_is_one_line(graph, pseudo, truth, said):
    if said is None:
        expansion(graph, pseudo, truth)
        return
    with pytest.raises(ValueError, match=said) as raised:
        expansion(graph, pseudo, truth)
    assert "\n" not in str(raised.value)
