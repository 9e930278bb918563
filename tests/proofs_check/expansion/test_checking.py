"""Reports are established again without a solver, and refused when anything in them was altered."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
import scipy.sparse.csgraph
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.expansion import expansion, recheck
from proofs_check.expansion.checking import RefusedError
from theory.results.self_training import denoise as cuts
from theory.results.self_training import flow as flows


def population(seed=0, classes=2, n=24):
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % classes
    pseudo = np.where(rng.random(n) < 0.25, rng.integers(0, classes, n), truth)
    arcs = rng.integers(0, n, (5 * n, 2))
    arcs = arcs[(truth[arcs[:, 0]] == truth[arcs[:, 1]]) | (rng.random(5 * n) < 0.05)]
    return expansion(arcs, pseudo, truth, student=rng.permutation(truth) if seed % 2 else None)


@pytest.fixture(scope="module")
def report():
    return json.loads(population().to_json())


@settings(max_examples=30)
@given(st.integers(0, 2**31), st.integers(1, 4))
def test_honest_reports_are_established(seed, classes):
    found = population(seed, classes)
    again = recheck(found.to_json())
    assert again.to_json() == found.to_json()
    assert again.by_class == found.by_class
    assert recheck(json.loads(found.to_json())).bounds == found.bounds


def test_nothing_is_solved(report, monkeypatch):
    def solver(*_, **__):
        raise AssertionError("a maximum flow was sought")

    for module in (scipy.sparse.csgraph, flows, cuts):
        monkeypatch.setattr(module, "maximum_flow", solver)
    assert recheck(report).points == 24


def leaves(value, path=()):
    """Where the numbers, texts and truths of a report are."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in items:
            yield from leaves(each, (*path, key))
    else:
        yield path, value


def altered(report, path, value):
    changed = copy.deepcopy(report)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def others(value):
    """A few values that are not ``value``, even if Python calls some equal."""
    if isinstance(value, bool):
        return [not value, int(value)]
    if isinstance(value, int):
        return [value + 1, -1, float(value), str(value), 10**30, None]
    if isinstance(value, str):
        return [value + "1", "", None]
    return [0, "0"]


def established(changed):
    """What a report says if it is established, ``None`` if it is refused in one line."""
    try:
        return json.loads(recheck(changed).to_json())
    except RefusedError as error:
        return None if "\n" not in str(error) else error


def test_every_altered_entry_is_refused(report):
    """Each number and text in turn; what a user was told of the data (``remarks``) and names of classes are free."""
    rng = np.random.default_rng(0)
    everything = [(path, value) for path, value in leaves(report) if path[0] not in ("remarks", "classes")]
    outside = [entry for entry in everything if entry[0][0] != "certificate"]
    inside = [entry for entry in everything if entry[0][0] == "certificate"]
    assert min(len(outside), len(inside)) > 60
    for path, value in [*outside, *(inside[i] for i in rng.permutation(len(inside))[:60])]:
        for other in others(value):
            found = established(altered(report, path, other))
            if found is not None:  # another flow may be as good, and then the report says the same
                assert path[:2] in {("certificate", "flows"), ("certificate", "cut")}
                assert {**found, "certificate": None} == {**report, "certificate": None}


@pytest.mark.parametrize("name", ["mu", "certificate", "bounds", "schema"])
def test_what_is_missing_or_added_is_refused(report, name):
    with pytest.raises(RefusedError, match=name):
        recheck({key: value for key, value in report.items() if key != name})
    with pytest.raises(RefusedError, match="more"):
        recheck(report | {"more": 1})


def test_less_than_an_optimum_is_refused(report):
    """A flow of nothing, a worst set that is not, labels that are not least, and extremes that are not extreme."""
    certificate = report["certificate"]
    label = next(i for i, flow in enumerate(certificate["flows"]) if flow["sent"])
    labels = zip(certificate["truth"], certificate["pseudo"], strict=True)
    mistaken = [x for x, (true, guessed) in enumerate(labels) if true == label != guessed]
    changes = [
        (("certificate", "flows", label, "sent"), [], "does not show"),
        (("certificate", "flows", label, "received"), [], "does not show"),
        (("certificate", "flows", label, "worst"), [], "not one of its wrong"),
        (("certificate", "flows", label, "worst"), [certificate["truth"].index(1 - label)], "not one of its wrong"),
        (("certificate", "flows", label, "worst"), [mistaken[0]] * 2, "not one of its wrong"),
        (("certificate", "cut", "fewest"), [1] * 24, "not what the labels cost"),
        (("certificate", "cut", "most"), certificate["cut"]["most"][:-1], "for each point"),
        (("certificate", "cut", "entering"), [], "lost on its way"),
        (("certificate", "cut"), None, "'cut'|'fewest'"),
    ]
    for path, value, said in changes:
        with pytest.raises(RefusedError, match=said):
            recheck(altered(report, path, value))


def test_extremes_that_are_not_extreme_are_refused():
    """Two points that are views of each other, one pseudo-label each: all 0 and all 1 cost the same."""
    found = json.loads(expansion([(0, 1), (1, 0)], [0, 1], [0, 0]).to_json())
    cut = found["certificate"]["cut"]
    assert (cut["fewest"], cut["most"]) == ([0, 0], [1, 1])
    for name, other, said in (("fewest", "most", "fewer 1s"), ("most", "fewest", "more 1s")):
        with pytest.raises(RefusedError, match=said):
            recheck(altered(found, ("certificate", "cut", name), cut[other]))


@pytest.mark.parametrize(
    ("entering", "leaving", "said"),
    [
        ([[1, 0, 1]], [[0, 0, 1], [2, 2, 0]], None),
        ([[2, 0, 1]], [[0, 0, 1]], "no views"),
        ([[1, 0, 1]], [[0, 2, 1]], "no views"),
        ([[1, 0, 3]], [[0, 0, 3]], "more than the weight"),
        ([[1, 0, 2]], [[0, 0, 2]], "begins or ends"),
        ([[0, 0, 1]], [[0, 1, 1]], "begins or ends"),
        ([[1, 0, 1]], [[1, 0, 1]], "lost on its way"),
        ([[1, 0, 1, 1]], [[0, 0, 1]], "triples"),
        ([], [], "which is not what the labels cost"),
    ],
)
def test_flows_that_are_none_are_refused(entering, leaving, said):
    """Points 0 and 1 are views of each other; 2 is alone."""
    found = json.loads(expansion([(0, 1), (1, 0)], [0, 1, 1], [0, 0, 1]).to_json())
    found["certificate"]["cut"] |= {"entering": entering, "leaving": leaving}
    if said is None:
        assert recheck(found).denoised.objective == 1
        return
    with pytest.raises(RefusedError, match=said):
        recheck(found)


@pytest.mark.parametrize(
    "text", ["", "nothing", "[]", "1", "{}", "[" * 100_000, '{"certificate": 1}', '{"classes": []}']
)
def test_what_is_no_report_is_refused(text):
    with pytest.raises(RefusedError):
        recheck(text)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("certificate", "views"), [], "from 1 to"),
        (("certificate", "views", 0), [1], "the point itself"),
        (("certificate", "truth"), [0], "a label for each"),
        (("classes",), ["a"], "whole numbers from 0 to 0"),
        (("classes",), "ab", "must be a list"),
        (("remarks",), [1], "must be texts"),
        (("certificate", "flows"), [], "every class"),
    ],
)
def test_a_broken_certificate_is_refused(report, path, value, said):
    with pytest.raises(RefusedError, match=said):
        recheck(altered(report, path, value))


def test_a_class_without_wrong_labels_has_no_flow():
    found = json.loads(expansion([(0, 1)], [0, 1, 1], [0, 1, 1]).to_json())
    with pytest.raises(RefusedError, match="none can expand"):
        recheck(altered(found, ("certificate", "flows", 0, "worst"), [0]))
    three = json.loads(expansion([(0, 1)], [0, 1, 2], [0, 1, 2]).to_json())
    with pytest.raises(RefusedError, match="not two classes"):
        recheck(altered(three, ("certificate", "cut"), {}))
