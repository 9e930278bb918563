"""The tool for contexts: numbers by counting, files of all kinds, doors, exit statuses and the schema."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import partial
from importlib import resources
from itertools import product

import jsonschema
import numpy as np
import pytest

from proofs_check.__main__ import main
from proofs_check.context import context, core
from tests.proofs_check.commands import only_line, status
from theory.results.context_agnostic import risk_without_labels
from theory.results.context_agnostic.votes import Votes

SCHEMA = json.loads(resources.files("proofs_check.context").joinpath("schema.json").read_text(encoding="utf-8"))
GRID = [["cat", "cat", "dog", "cat"], ["dog", "dog", "dog", "dog"], ["cat", "cow", "cat", "dog"]]
CONTEXTS = ["beach", "street", "forest", "snow"]


run, complaint = partial(status, main), partial(only_line, "mixup-verify")


def test_shares_are_counted_pair_by_pair():
    found = context(GRID)
    pairs = [row[i] != row[j] for row in GRID for i, j in product(range(4), repeat=2)]
    assert found.disagreement == Fraction(sum(pairs), len(pairs))
    for row in found.by_context:
        c = int(row.name)
        others = [answers[c] != answers[j] for answers in GRID for j in range(4)]
        assert row.disagreement == Fraction(sum(others), len(others))
    assert [row.name for row in found.by_object] == ["2", "0", "1"]


def test_two_classes_are_the_claim_without_labels():
    rng = np.random.default_rng(0)
    for _ in range(20):
        signs = rng.choice([-1, 1], size=(4, 5))
        found, truth = context(signs), np.where(signs.sum(axis=1) > 0, 1, -1)
        votes = Votes(
            (Fraction(1, 4),) * 4, (Fraction(1, 5),) * 5, tuple(map(tuple, signs.tolist())), tuple(truth.tolist())
        )
        assert found.error_if_right == risk_without_labels.without_labels(votes) / 2 == votes.risk / 2
        assert {row.disagreement for row in found.by_context} == {bias / 2 for bias in votes.biases}


def test_where_the_belief_holds_every_context_bounds_the_error():
    rng = np.random.default_rng(1)
    for _ in range(20):
        grid = rng.integers(3, size=(5, 6))
        found = context(grid)
        assert min(row.disagreement for row in found.by_context) >= found.error_if_right
        assert found.disagreement / 2 <= found.error_if_right <= found.disagreement


def test_labels_check_the_belief():
    right = context(GRID, truth=["cat", "dog", "cat"])
    wrong = context(GRID, truth=["cat", "dog", "bird"])
    assert (right.wrong_plurality, right.error) == ((), right.error_if_right)
    assert (wrong.wrong_plurality, wrong.error) == (("2",), Fraction(5, 12))
    assert context(GRID).error is None
    assert "on every object the most frequent answer is right" in repr(right)
    assert "the belief is wrong on 1 object: 2" in repr(wrong)


def test_a_tie_is_no_wrong_plurality():
    assert context([["a", "b"]], truth=["b"]).wrong_plurality == ()


def test_pairs_share_neither_an_object_nor_a_context(monkeypatch):
    seen = []
    monkeypatch.setattr(core.np.random, "default_rng", lambda seed: _Recorded(seen))
    assert core._disjoint_pairs(np.arange(15).reshape(3, 5), 0) == (2, 2)
    objects, contexts = seen
    assert len(set(objects[:2])) == 2
    assert len(set(contexts[:4])) == 4


class _Recorded:
    def __init__(self, seen):
        self.seen, self.rng = seen, np.random.RandomState(0)

    def permutation(self, count):
        self.seen.append(self.rng.permutation(count))
        return self.seen[-1]


def test_the_interval_contains_d_as_often_as_it_says():
    """Of 400 grids of independent answers, 5 % of misses are allowed; 40 would be 4.6 standard deviations more."""
    rng = np.random.default_rng(2)
    misses = 0
    for _ in range(400):
        low, high = context(rng.random((30, 60)) < 0.3).interval
        misses += not low <= 2 * 0.3 * 0.7 <= high
    assert misses < 40


def test_the_error_may_be_half_of_the_disagreement():
    """With one answer of ten wrong D is almost twice the error, which the interval of D leaves out."""
    found = context([[1] * 90 + [0] * 810] * 450)
    assert found.error_interval == (found.interval[0] / 2, found.interval[1])
    assert found.error_interval[0] < found.error_if_right == Fraction(1, 10) < found.interval[0]


def test_the_same_seed_gives_the_same_interval():
    grid = np.random.default_rng(3).integers(3, size=(20, 20))
    assert context(grid, seed=4).differing == context(grid, seed=4).differing
    assert len({context(grid, seed=seed).differing for seed in range(8)}) > 1


@pytest.mark.parametrize(
    ("arguments", "options", "reason"),
    [
        ((["a", "b"],), {}, "must be a grid"),
        (([["a"]],), {}, "at least 2 contexts"),
        (([["a", None]],), {}, "predictions are missing"),
        (([[1.0, float("nan")]],), {}, "predictions are missing"),
        (([["a", ""]],), {}, "predictions are missing"),
        (([["a", "b"]],), {"truth": ["a", "b"]}, "a label for each"),
        (([["a", "b"]],), {"truth": [None]}, "labels are missing"),
        (([["a", "b"]],), {"objects": ["x", "y"]}, "names of objects"),
        (([["a", "b"]],), {"contexts": ["x", "x"]}, "names of contexts"),
        (([["a", "b"]],), {"confidence": 1}, "confidence"),
    ],
)
def test_a_grid_is_checked(arguments, options, reason):
    with pytest.raises(ValueError, match=reason):
        context(*arguments, **options)


@pytest.fixture
def files(tmp_path):
    """The same grid and labels in every form."""
    rows = [
        f"{name},{','.join(row)},{label}" for name, row, label in zip("abc", GRID, ["cat", "dog", "cow"], strict=True)
    ]
    (tmp_path / "g.csv").write_text("\n".join([f"object,{','.join(CONTEXTS)},label", *rows]))
    np.savez(tmp_path / "g.npz", predictions=np.array(GRID), label=np.array(["cat", "dog", "cow"]))
    np.save(tmp_path / "g.npy", np.array(GRID))
    return tmp_path


def test_every_file_says_the_same(files, capsys):
    for way in (["g.csv", "--truth", "label"], ["g.npz", "--truth", "label"], ["g.npy"]):
        assert run("context", files / way[0], *way[1:], "--json") == 0
        said = json.loads(capsys.readouterr().out)
        jsonschema.validate(said, SCHEMA)
        assert said["disagreement"] == "1/3"
        assert said["error"] == ("1/3" if len(way) > 1 else None)


def test_the_report_is_written(files, capsys):
    assert run("context", files / "g.csv", "--truth", "label", "-o", files / "out") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "different answers with probability D = 33.3%" in shown
    assert "Most dependent contexts: forest (41.7%)" in shown
    assert json.loads((files / "out" / "context.json").read_text())["by_object"][0]["name"] == "c"
    page = (files / "out" / "context.html").read_text()
    assert "forest" in page
    assert "src=" not in page


def test_only_a_bound_that_was_asked_for_gives_status_1(files, capsys):
    way = ["context", files / "g.csv", "--truth", "label", "-o", files / "out", "-q"]
    assert run(*way, "--at-most", 1) == 0
    assert run(*way, "--at-most", 0.5) == 1
    assert capsys.readouterr() == ("", "")


def test_what_is_done_is_said_on_stderr(files, capsys):
    assert run("context", files / "g.csv", "--truth", "label", "--json", "-v") == 0
    said = capsys.readouterr()
    assert "read g.csv" in said.err
    assert "counted where contexts disagree" in said.err
    assert json.loads(said.out)["error"] == "1/3"


@pytest.mark.parametrize("kind", [float, np.float32, object])
def test_labels_may_be_numbers_of_another_kind(kind):
    """Class 1 and the label 1.0 are one class; 1.5 is another."""
    found = context([[0, 0, 1], [1, 1, 1]], truth=np.array([0, 1], dtype=kind))
    assert (found.error, found.wrong_plurality) == (Fraction(1, 6), ())
    assert context([[0.0, 0.5]], truth=[0.5]).error == Fraction(1, 2)
    assert context([[True, False]], truth=np.array([True])).error == Fraction(1, 2)


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (["nothing.csv"], "no such file"),
        (["g.txt"], "CSV, NPZ or NPY"),
        (["g.csv", "--truth", "kind"], "no column 'kind'"),
        (["g.npz", "--truth", "kind"], "no array 'kind'"),
        (["two.npz"], "no array 'predictions'"),
        (["broken.npz"], "cannot be read"),
        (["objects.npy"], "cannot be read"),
        (["empty.csv"], "cannot be read"),
        (["one.csv"], "at least 2 contexts"),
        (["g.npy", "--at-most", "2"], "--at-most is a share"),
        (["g.npy", "--confidence", "0"], "confidence must be"),
        (["g.npy", "--json", "-q"], "leave out --json"),
        (["g.npy", "-v", "-q"], "leave out --verbose"),
        (["g.npy", "-o", "g.csv"], "is not a folder"),
    ],
)
def test_bad_input_is_one_line(files, capsys, monkeypatch, way, reason):
    monkeypatch.chdir(files)
    np.savez("two.npz", a=np.zeros((2, 2)), b=np.zeros((2, 2)))
    (files / "broken.npz").write_bytes(b"PK\x03\x04")
    np.save("objects.npy", np.array([[{}, {}]], dtype=object), allow_pickle=True)
    (files / "empty.csv").write_text("")
    (files / "one.csv").write_text("object,beach\na,cat\n")
    assert run("context", *way) == 2
    assert reason in complaint(capsys)
