"""The tool for shifts: risks against brute force, certificates, files of all kinds, exit statuses and the schema."""

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
from proofs_check.results.dataset_shift.games import BETTER, EVEN, RARE, THREE, WORST_AT_0
from proofs_check.shift import break_even, minimax, shift
from tests.proofs_check.commands import only_line, status
from theory.results.dataset_shift.games import ShiftGame

SCHEMA = json.loads(resources.files("proofs_check.shift").joinpath("schema.json").read_text(encoding="utf-8"))
COUNTS = [[[30, 10], [30, 10]], [[3, 1], [2, 4]]]


run, complaint = partial(status, main), partial(only_line, "mixup-verify")


def test_risks_are_those_of_the_counts_case_by_case():
    found = shift(COUNTS)
    for predictor in found.predictors:
        cases = Fraction(0)
        for t, a, c in product(range(2), repeat=3):
            row = predictor.predictions[a][c]
            cases += COUNTS[t][a][c] * sum((p - (s == t)) ** 2 for s, p in enumerate(row))
        assert predictor.observed == cases / 90
        worst = [sum(Fraction(sum(map(sum, COUNTS[t])), 90) * found.game.losses(predictor.predictions)[t][a]
                     for t, a in enumerate(chosen)) for chosen in product(range(2), repeat=2)]  # fmt: skip
        assert predictor.worst == max(worst)
        assert worst[2 * predictor.breaks[0] + predictor.breaks[1]] == predictor.worst


def test_the_regression_is_the_observed_conditional():
    rows = shift(COUNTS).predictors[0].predictions
    assert rows[1][1] == (Fraction(10, 14), Fraction(4, 14))


@pytest.mark.parametrize("game", [RARE, EVEN, THREE, WORST_AT_0], ids=["rare", "even", "three", "worst at 0"])
def test_the_smallest_worst_risk_is_enclosed(game):
    found = minimax.minimax(game)
    assert found.below == game.risk(game.posterior(found.environment), found.environment)
    assert found.above == game.worst_risk(found.predictions)
    assert 0 <= found.above - found.below < Fraction(1, 10**6)


def test_it_is_below_the_counterexamples():
    assert minimax.minimax(RARE).above <= RARE.worst_risk(RARE.base_rate)
    assert minimax.minimax(EVEN).above <= EVEN.worst_risk(BETTER.predictions)


def games(count):
    """Random ones of two or three classes, values and outcomes, some outcomes impossible."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        classes, values, outcomes = (int(k) for k in rng.integers(2, 4, size=3))
        parts = rng.integers(0, 4, size=(classes, values, outcomes))
        parts[..., 0] += parts.sum(axis=2) == 0
        law = tuple(tuple(tuple(Fraction(int(n), int(row.sum())) for n in row) for row in rows) for rows in parts)
        prior = rng.integers(1, 5, size=classes)
        yield ShiftGame(tuple(Fraction(int(n), int(prior.sum())) for n in prior), law)


def test_the_exact_answer_and_the_search_agree():
    """Where the linear conditions say that the interventional law is minimax, no search finds less; else it does."""
    answers = set()
    for game in games(25):
        predictions, environment = minimax._search(game)
        mine = game.worst_risk(game.interventional)
        above = game.worst_risk(tuple(tuple(minimax._law(row) for row in rows) for rows in predictions))
        q = [minimax._law(row) for row in environment]
        below = game.risk(game.posterior(q), q)
        assert above - below < Fraction(1, 10**5)
        exact = minimax.worst_environment(game) is not None
        answers.add(exact)
        assert (mine - below < Fraction(1, 10**5)) if exact else (mine > above)
    assert answers == {True, False}


def test_a_search_that_stops_at_once_is_noticed(monkeypatch):
    """The two ends are worked out anew: they part, and do not lie."""
    monkeypatch.setattr(minimax, "ROUNDS", 1)
    found = minimax.minimax(EVEN)
    assert found.above - found.below > Fraction(1, 1000)
    assert found.below <= Fraction(4069, 10000) <= found.above


@pytest.mark.parametrize(
    ("counts", "options", "reason"),
    [
        ([[1, 2]], {}, "must have the shape"),
        ([[[1, 2]]], {}, "must have the shape"),
        ([[[1, 2]], [[1, -1]]], {}, "whole numbers"),
        ([[[1, 2]], [[1, 0.5]]], {}, "whole numbers"),
        ([[[1, 2]], [[1, float("nan")]]], {}, "whole numbers"),
        ([[["a"]], [["b"]]], {}, "whole numbers"),
        ([[[1, 2]], [[0, 0]]], {}, "the class 1 was never seen with the value 0"),
        ([[[1, 2]], [[1, 2]]], {"classes": ["x", "x"]}, "names of classes"),
        (np.ones((20, 20, 2)), {}, "too many"),
    ],
)
def test_counts_are_checked(counts, options, reason):
    with pytest.raises(ValueError, match=reason):
        shift(counts, **options)


def test_break_even_is_that_of_simulated_regressions():
    """On both sides of it, by the mean squared errors of 200,000 rows: the standard error of each is some 0.003."""
    rng = np.random.default_rng(1)
    w, own, noise = rng.normal(size=(3, 200_000)) * np.array([[0.5], [1], [2]])
    t = w + own
    b = 3.0
    x = 2 * t + b * w + noise
    design = np.stack([x, w], axis=1)
    slopes = np.linalg.lstsq(design, t, rcond=None)[0]
    edge = break_even(x, w)
    assert abs(edge - np.sqrt((4 * 1 + 4) / 0.25)) < 0.05

    def excess(move):
        shifted = np.stack([x + move * w, w], axis=1)
        return np.mean((t - shifted @ slopes) ** 2) - np.mean((t - w * (t @ w) / (w @ w)) ** 2)

    assert excess(0.9 * edge) < -0.02
    assert excess(1.1 * edge) > 0.02


@pytest.mark.parametrize(
    ("feature", "cause", "reason"),
    [
        ([1, 2, 3], [1, 2], "one length"),
        ([1, 2], [1, 2], "at least 3"),
        ([1, 2, float("inf")], [1, 2, 3], "finite"),
        ([1, 2, 3], [1, 1, 1], "must vary"),
    ],
)
def test_columns_are_checked(feature, cause, reason):
    with pytest.raises(ValueError, match=reason):
        break_even(feature, cause)


@pytest.fixture
def files(tmp_path):
    """The same counts in every form."""
    rows = [(t, a, c, COUNTS[t][a][c]) for t, a, c in product(range(2), repeat=3)]
    (tmp_path / "n.csv").write_text("t,a,c,n\n" + "\n".join(",".join(map(str, row)) for row in rows))
    (tmp_path / "cases.csv").write_text("c,t,a\n" + "\n".join(f"{c},{t},{a}" for t, a, c, n in rows for _ in range(n)))
    np.savez(tmp_path / "n.npz", counts=np.array(COUNTS))
    np.save(tmp_path / "n.npy", np.array(COUNTS))
    return tmp_path


def test_every_file_says_the_same(files, capsys):
    named = ["--target", "t", "--changes", "a", "--outcome", "c"]
    for way in (
        ["n.csv", "--count", "n"],
        ["n.csv", *named, "--count", "n"],
        ["cases.csv", *named],
        ["n.npz"],
        ["n.npy"],
    ):
        assert run("shift", files / way[0], *way[1:], "--json") == 0
        said = json.loads(capsys.readouterr().out)
        jsonschema.validate(said, SCHEMA)
        assert said == json.loads(shift(COUNTS).to_json())


def test_the_report_is_written(files, capsys):
    assert run("shift", files / "n.csv", "--count", "n", "-o", files / "out") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "P(T | do(A), C) is not minimax: its worst risk is 0.2071" in shown
    assert "broken by 0 with 1; 1 with 0" in shown
    assert json.loads((files / "out" / "shift.json").read_text())["interventional_is_minimax"] is False
    page = (files / "out" / "shift.html").read_text()
    assert "0.2071" in page
    assert "src=" not in page


def test_a_minimax_predictor_says_why():
    assert "is minimax: the value x is worst for every class" in repr(
        shift([[[2, 1], [2, 1]], [[2, 1], [1, 2]]], values=["x", "y"])
    )


def test_only_a_bound_that_was_asked_for_gives_status_1(files, capsys):
    way = ["shift", files / "n.npy", "-o", files / "out", "-q"]
    assert run(*way, "--at-most", 0.21) == 0
    assert run(*way, "--at-most", 0.2) == 1
    assert capsys.readouterr() == ("", "")


def test_what_is_done_is_said_on_stderr(files, capsys):
    assert run("shift", files / "n.npy", "--json", "-v") == 0
    said = capsys.readouterr()
    assert "read n.npy" in said.err
    assert "worked out what four predictors risk" in said.err
    assert json.loads(said.out) == json.loads(shift(COUNTS).to_json())


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (["nothing.csv"], "no such file"),
        (["n.txt"], "CSV, NPZ or NPY"),
        (["n.csv", "--target", "kind"], "no column 'kind'"),
        (["n.csv", "--target", "a", "--changes", "a"], "different columns"),
        (["n.csv", "--count", "a", "--target", "t", "--changes", "a"], "different columns"),
        (["words.csv", "--count", "n"], "must have numbers"),
        (["gap.csv", "--count", "n"], "is missing"),
        (["two.csv"], "no column ''"),
        (["n.npy", "--target", "t"], "has no columns"),
        (["two.npz"], "no array 'counts'"),
        (["broken.npz"], "cannot be read"),
        (["flat.npy"], "must have the shape"),
        (["n.npy", "--at-most", "3"], "--at-most is a Brier score"),
        (["n.npy", "--json", "-q"], "leave out --json"),
        (["n.npy", "-v", "-q"], "leave out --verbose"),
        (["n.npy", "-o", "n.csv"], "is not a folder"),
    ],
)
def test_bad_input_is_one_line(files, capsys, monkeypatch, way, reason):
    monkeypatch.chdir(files)
    np.savez("two.npz", a=np.zeros((2, 2)), b=np.zeros((2, 2)))
    (files / "broken.npz").write_bytes(b"PK\x03\x04")
    np.save("flat.npy", np.ones(3))
    (files / "words.csv").write_text("t,a,c,n\n0,0,0,many\n")
    (files / "gap.csv").write_text("t,a,c,n\n0,,0,1\n")
    (files / "two.csv").write_text("t,a\n0,0\n")
    assert run("shift", *way) == 2
    assert reason in complaint(capsys)
