"""The study of docs/expansion.md: two of its pairs, that no bound is broken, and that the page shows what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from proofs_check.expansion import expansion, recheck, study, words
from proofs_check.expansion.given import neighbour_graph

DOCS = (Path(__file__).parents[3] / "docs" / "expansion.md").read_text(encoding="utf-8")


def test_no_bound_is_broken_and_counts_add_up():
    table = study.study(pairs=((0, 1), (4, 9)), seeds=(0,))
    assert len(table) == 4
    told = table[table["bound"] < 1]
    assert len(told)
    assert (told["denoised"] <= told["bound"] * told["points"] + 1e-9).all()  # the bound is rounded to a float
    assert (table["undecided_wrong"] <= table["undecided"]).all()
    row = table[(table["pair"] == "4 9") & (table["neighbours"] == 3)].iloc[0]
    images, truth = study.digits((4, 9))
    found = expansion(neighbour_graph(images, 3), study.weak_labels(images, truth, 0), truth)
    assert (row["c"], row["mu"]) == (float(found.constant), float(found.mu))
    assert (row["pseudo"], row["vote"]) == (found.wrong, found.errors(found.vote))
    assert recheck(found.to_json()).constant == found.constant  # what the page shows in Python


def row(**values):
    return {"pair": "0 1", "neighbours": 3, "seed": 0, "points": 100, "mu": 0.0, "c": 4.0, "bound": 0.0, "pseudo": 4,
            "vote": 2, "denoised": 0, "undecided": 0, "undecided_wrong": 0, "certain_wrong": 0} | values  # fmt: skip


def test_the_summary_counts_what_it_says():
    rows = [
        row(),
        row(mu=0.1, bound=0.4, c=3.0, pseudo=6, vote=0, denoised=3, undecided=2, undecided_wrong=1, certain_wrong=2),
        row(mu=0.5, bound=np.nan, c=1.0, pseudo=8, vote=5, denoised=50, certain_wrong=50),
    ]
    lines = dict(line.strip("| ").split(" | ") for line in study.summary(pd.DataFrame(rows)).split("\n")[2:])
    assert lines["with c > 2 and a bound below 1"] == "2"
    assert lines["of these with μ = 0, so that the bound is 0"] == "1"
    assert lines["least labels wrong there; vote wrong there"] == "0.00%; 2.00%"
    assert lines["of these with μ > 0: the bound, median"] == "40.0%"
    assert lines["all graphs: least labels wrong"] == "17.67%"
    assert lines["least labels better than the vote; worse"] == "1 graphs; 2"
    assert lines["rank correlation with least labels' errors: of c"] == "-1.00"
    assert lines["points where least labels differ"] == "2 of 300"
    assert lines["pseudo-labels wrong there"] == "50%"
    assert lines["pseudo-labels wrong where least labels agree"] == "5.70%"
    assert lines["least labels wrong where they agree"] == "17.45%"


@pytest.mark.parametrize("number", ["270", "2.2% to 4.4%", "1.23%", "1.81%", "1.89%", "1.56%", "0.72 to 0.76"])
def test_the_words_repeat_numbers_of_the_table(number):
    assert number in " ".join(words.MEASURED)
    for part in number.split(" to "):
        assert part == "270" or part in DOCS


def test_the_page_shows_what_the_study_finds():
    """All 270 graphs."""
    shown = DOCS.partition("<!-- study: printed by the command above -->\n")[2].partition("<!-- end of study -->")[0]
    assert shown.strip() == study.summary(study.study())
