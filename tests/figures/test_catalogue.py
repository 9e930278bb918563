"""Every figure, tiny: it computes, draws in the common style, says what it belongs to, and repeats itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from figures import gallery
from figures.base import Figure, catalogue
from theory.claim import claims

TINY: dict[str, dict[str, Any]] = {
    "figure-1": {"alphas": [1, 32], "runs": 2, "epochs": 100},
    "figure-2": {"filters": [[2, 2]], "runs": 2, "epochs": 1},
    "figure-3": {"alphas": [0, 1], "seeds": 1, "epochs": 20, "epochs_unreset": 20, "grid": 12},
    "table-1": {"runs": 2, "chains": 2},
    "appendix-b": {"steps": 6},
    "appendix-d": {"alphas": [1], "runs": 2, "epochs": 100},
    "appendix-f": {"alphas": [0, 64], "seeds": 1, "epochs": 20, "grid": 10},
    "audit-against-networks": {"sets": ["circles"], "runs": 1, "epochs": 50},
    "repairs": {"sets": ["circles"], "runs": 1, "epochs": 50},
    "class-imbalance": {"points": 8, "certified": [[1, 2]]},
    "discontinuity": {"grid": 15, "steps": 4},
    "effective-resolution": {"runs": 2, "epochs": 50},
    "equivalence-transition": {"sizes": [8, 12], "trials": 20},
    "heat-maps": {"grid": 20},
    "table-clearance": {"most": 120},
    "what-alpha-does": {"alphas": ["1/2", "1", "4"]},
    "intrusion": {"steps": 12},
    "perturbation": {"alphas": [1, 8]},
    "second-order": {"steps": 25},
    "temperature": {"alphas": [0, 1], "steps": 9},
    "six-arcs": {"widths": [4, 32], "runs": 1, "steps": 200},
    "mixed-features": {"ratios": ["2", "20"], "steps": 6},
    "noisy-features": {"steps": 1},
    "best-direction": {"directions": 4, "nodes": 20},
    "context-bias": {"classifiers": 20},
    "shift-square": {"grid": 5},
    "expansion-guarantees": {"steps": 10, "dots": [4]},
    "correlated-scores": {"steps": 4},
    "inner-loop-gap": {"decades": [0, 2]},
    "expansion-gaussian": {"least": 1, "steps": 3},
    "mean-gradient": {"ks": [1, 3]},
    "margins": {"grid": 25, "steps": 8},
    "midpoints": {"sizes": [[6, 2], [9, 3]], "decades": [-5, -2, -1], "few": [10, 12], "shares": 4, "runs": 2},
    "phase-boundary": {"points": 5},
}


def tiny(name: str) -> Figure:
    figure = catalogue()[name]
    return replace(figure, paper={**figure.paper, **TINY[name]})


@pytest.fixture(autouse=True)
def _short_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings of Table 1's protocol with a fiftieth of the epochs, and three resolutions."""
    from proofs_check.experiments import lines
    from theory.results.mixup import effective_resolution

    monkeypatch.setattr(effective_resolution, "RESOLUTIONS", np.array([0.1, 0.14, 0.5]))
    monkeypatch.setattr(lines, "PAPER", lines.Protocol(epochs=100))
    monkeypatch.setattr(lines, "SHORT", lines.Protocol(epochs=50))


def test_every_figure_is_tried() -> None:
    assert set(TINY) == set(catalogue())


@pytest.mark.parametrize("name", TINY)
def test_a_figure_computes_and_draws(name: str, tmp_path: Path) -> None:
    figure = tiny(name)
    (outcome,) = gallery.draw_figures([figure], tmp_path)
    assert outcome.reason == "nothing stored"
    assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    picture = matplotlib.image.imread(tmp_path / f"{name}.png")
    assert picture.shape[1] <= 7.3 * 200
    assert picture[..., :3].std() > 0.05  # something is drawn
    assert (tmp_path / figure.data_file).is_file()
    if name == "table-1":  # columns that other programs read
        table = pd.read_csv(tmp_path / "table-1.csv")
        assert list(table.columns[:5]) == ["alpha", "x", "class_1_probability", "std", "paper"]
        assert table["paper"].tolist() == [0.996, 0.174, 0.977, 0.999, 0.604, 0.994, 1.0, 0.654, 0.995]
        assert table["class_1_probability"].between(0, 1).all()


@pytest.mark.parametrize("name", ["figure-1", "figure-3", "equivalence-transition"])
def test_one_seed_gives_identical_data_files(name: str, tmp_path: Path) -> None:
    figure = tiny(name)
    for folder in ("a", "b"):
        gallery.draw_figures([figure], tmp_path / folder, seed=5)
    first, second = ((tmp_path / folder / figure.data_file).read_bytes() for folder in ("a", "b"))
    assert first == second
    gallery.draw_figures([figure], tmp_path / "c", seed=6)
    assert (tmp_path / "c" / figure.data_file).read_bytes() != first


@pytest.mark.parametrize("figure", catalogue().values(), ids=lambda figure: figure.name)
def test_a_figure_says_what_it_is(figure: Figure) -> None:
    assert figure.claims
    assert set(figure.claims) <= set(claims())
    assert set(figure.quick) <= set(figure.paper)
    assert figure.caption.endswith(".")
    assert figure.caption.count("$") % 2 == 0
    assert not set(figure.title) & set("$\\")  # plain text, for terminals and pages


def test_the_first_column_of_figure_1_is_what_the_runs_say(tmp_path: Path) -> None:
    """The mean and deviation in the file against the runs themselves."""
    from proofs_check.experiments.lines import LineExperiment, Protocol
    from theory import Beta, LabeledDataset

    table = catalogue()["figure-1"].compute(alphas=[32], runs=3, epochs=100, seed=1)
    line = LabeledDataset.alternating_line()
    runs = LineExperiment(line, [None, Beta(32)], Protocol(epochs=100)).run(3, 1)
    errors = (runs.argmax(axis=-1) != line.codes).mean(axis=-1)
    mixup = table[table["method"] == "Mixup"]
    np.testing.assert_allclose(mixup["error"], errors[1].mean(axis=0))
    np.testing.assert_allclose(mixup["std"], errors[1].std(axis=0, ddof=1))
    assert mixup["epoch"].tolist() == [50, 100]
