"""Data are computed once, again when they must be, and the reason is told; bad input is one line and status 2."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from figures import gallery, stamp, store, style
from figures.__main__ import main
from figures.base import Figure, catalogue
from proofs_check.experiments.images import CIFAR_100, load

HEAT_MAPS = catalogue()["heat-maps"]


class Counting:
    """A figure whose computation counts how often it runs."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        table = Figure("margins", "a table", "A caption.", ("lemma-2.3",), self.compute, self.draw, {"n": 3}, {"n": 2})
        self.figure = table

    def compute(self, **parameters: Any) -> pd.DataFrame:
        self.calls.append(parameters)
        return pd.DataFrame({"value": np.arange(parameters["n"]) / 3})

    @staticmethod
    def draw(data: pd.DataFrame) -> Any:
        drawing, grid = style.panels()
        grid[0, 0].plot(data["value"])
        return drawing


@pytest.fixture
def counting() -> Counting:
    return Counting()


def reasons(figure: Figure, folder: Path, **options: Any) -> list[str]:
    return [outcome.reason for outcome in gallery.draw_figures([figure], folder, **options)]


def test_data_are_computed_once(counting: Counting, tmp_path: Path) -> None:
    assert reasons(counting.figure, tmp_path) == ["nothing stored"]
    (tmp_path / "margins.png").unlink()
    assert reasons(counting.figure, tmp_path) == [""]
    assert (tmp_path / "margins.png").is_file()
    assert counting.calls == [{"n": 3, "seed": 0}]


def test_changed_parameters_are_told(counting: Counting, tmp_path: Path) -> None:
    reasons(counting.figure, tmp_path)
    assert reasons(counting.figure, tmp_path, seed=4) == ["parameters changed: seed 0 → 4"]
    assert reasons(replace(counting.figure, paper={"n": 5}), tmp_path, seed=4) == ["parameters changed: n 3 → 5"]


def test_images_are_known_by_what_the_files_hold_not_by_where_they_are(counting: Counting, tmp_path: Path) -> None:
    folder, moved, drawn = tmp_path / "images", tmp_path / "moved", tmp_path / "drawn"
    for place in (folder, moved):
        place.mkdir()
        for name in CIFAR_100:
            (place / name).write_bytes(bytes([0, 1, *range(256)] + 11 * [*range(256)]))
    figure = replace(counting.figure, paper={"n": 3, "images": None})
    assert reasons(figure, drawn, images=str(folder)) == ["nothing stored"]
    assert counting.calls[-1]["images"] == str(folder)
    assert reasons(figure, drawn, images=str(moved)) == [""]
    before = load(str(folder))[0].codes.tolist()
    (folder / "test.bin").write_bytes((folder / "test.bin").read_bytes() * 2)
    (reason,) = reasons(figure, drawn, images=str(folder))
    assert re.fullmatch("parameters changed: images [0-9a-f]{16} → [0-9a-f]{16}", reason)
    assert len(load(str(folder))[0].codes) == len(before) + 1


def test_the_quick_preset_is_smaller_and_keeps_what_is_better(counting: Counting, tmp_path: Path) -> None:
    assert reasons(counting.figure, tmp_path, preset="quick") == ["nothing stored"]
    assert reasons(counting.figure, tmp_path) == ["parameters changed: n 2 → 3"]
    assert reasons(counting.figure, tmp_path, preset="quick") == [""]
    assert counting.figure.smaller("quick") == "quick preset: n 2 (paper: 3)"
    assert counting.figure.smaller("paper") == ""


def test_a_quick_picture_says_so(counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = []
    monkeypatch.setattr(style, "save", lambda drawing, stem, note: notes.append(note))
    for options in ({"preset": "quick"}, {"redraw": True}, {"preset": "paper"}):
        reasons(counting.figure, tmp_path, **options)
    assert notes == ["quick preset: n 2 (paper: 3)", "quick preset: n 2 (paper: 3)", ""]


def test_a_caption_fits_what_is_drawn(counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = replace(counting.figure, quick_caption="A trial.")
    monkeypatch.setattr(gallery, "catalogue", lambda: {figure.name: figure})
    for preset, caption in (("quick", "A trial."), ("paper", "A caption."), ("quick", "A caption.")):
        reasons(figure, tmp_path, preset=preset)
        (entry,) = json.loads((tmp_path / "index.json").read_text())
        assert entry["caption"] == caption


def test_changed_code_and_versions_are_told(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons(counting.figure, tmp_path)
    original = stamp._sources
    with monkeypatch.context() as patch:
        patch.setattr(stamp, "_sources", lambda module: [*original(module), "another line"])
        assert reasons(counting.figure, tmp_path) == ["the code changed"]
    assert reasons(counting.figure, tmp_path) == ["the code changed"]
    data, stored = store.read(tmp_path / "margins.csv")
    store.write(tmp_path / "margins.csv", data, replace(stored, versions={**stored.versions, "numpy": "1.0"}))
    assert "versions changed: numpy 1.0 → " in reasons(counting.figure, tmp_path)[0]


def test_code_that_draws_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def digest(source: str) -> str:
        tree = stamp.ast.parse(source)
        monkeypatch.setattr(stamp, "_tree", lambda name: tree)
        monkeypatch.setattr(stamp, "dependencies", lambda modules, ours: {"figures.x"})
        return stamp.stamp("x", "figures.x", {}).code

    one = digest("def compute():\n    return 1\ndef draw_it():\n    return 2\n")
    assert one == digest("def compute():\n    return 1  # a comment\ndef draw_it():\n    return 3\n")
    assert one != digest("def compute():\n    return 4\ndef draw_it():\n    return 2\n")


def test_the_versions_that_count_are_those_of_what_is_imported() -> None:
    versions = stamp.stamp("x", "figures.figure_2", {}).versions
    assert {"numpy", "scipy", "sympy", "mpmath", "jax", "jaxlib", "optax", "mlxtend", "python-flint"} <= set(versions)
    assert not {"matplotlib", "mixup-theory"} & set(versions)


def test_what_a_computation_imports_counts() -> None:
    found = stamp.dependencies(["figures.figure_1"], stamp.PROJECT)
    assert {"proofs_check.experiments.training", "theory.mixing.laws", "figures.figure_1"} <= found
    assert not {name for name in found - stamp.DRAWING if name.startswith("matplotlib")}


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 2],
    "emptied": lambda data: b"",
    "replaced": lambda data: b"no,data\n1,2\n",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("kind", ["csv", "npz"])
def test_a_damaged_file_is_computed_again(kind: str, damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    counting = Counting()
    figure = counting.figure
    if kind == "npz":
        arrays = lambda **given: {"value": np.arange(50.0) * given["n"]}  # noqa: E731
        draw = lambda data: Counting.draw(pd.DataFrame(data))  # noqa: E731
        figure = replace(figure, arrays=True, compute=arrays, draw=draw)
    reasons(figure, tmp_path)
    path = tmp_path / figure.data_file
    path.write_bytes(damage(path.read_bytes()))
    assert reasons(figure, tmp_path) == ["the stored file cannot be read"]
    assert reasons(figure, tmp_path) == [""]


def test_numbers_come_back_to_the_last_digit(tmp_path: Path) -> None:
    mark = stamp.Stamp("x", {"n": 1}, "abc", {})
    table = pd.DataFrame({"value": [1 / 3, 1e-300, np.nan], "name": ["a", "b, c", "d"]})
    store.write(tmp_path / "x.csv", table, mark)
    found, stored = store.read(tmp_path / "x.csv")
    pd.testing.assert_frame_equal(found, table, check_exact=True)
    assert stored == mark
    first = (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first == "value,name,stamp"


def test_redraw_computes_nothing(counting: Counting, tmp_path: Path) -> None:
    with pytest.raises(gallery.InputError, match="margins cannot be redrawn: nothing stored"):
        reasons(counting.figure, tmp_path, redraw=True)
    reasons(counting.figure, tmp_path)
    assert reasons(counting.figure, tmp_path, redraw=True, seed=9) == [""]
    assert len(counting.calls) == 1


def test_figures_drawn_side_by_side_are_the_same(tmp_path: Path) -> None:
    small = [replace(HEAT_MAPS, paper={**HEAT_MAPS.paper, "grid": 12}), catalogue()["discontinuity"]]
    for jobs in (1, 2):
        done = gallery.draw_figures(small, tmp_path / str(jobs), jobs=jobs)
        assert {outcome.figure.name for outcome in done} == {"heat-maps", "discontinuity"}
    for name in ("heat-maps.npz", "discontinuity.npz", "index.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_the_index_lists_what_is_drawn(tmp_path: Path) -> None:
    small = replace(HEAT_MAPS, paper={**HEAT_MAPS.paper, "grid": 12})
    gallery.draw_figures([small], tmp_path)
    (entry,) = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert entry["name"] == "heat-maps"
    assert entry["claims"] == list(HEAT_MAPS.claims)
    assert all((tmp_path / entry[kind]).is_file() for kind in ("png", "pdf", "data"))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'src="heat-maps.png"' in page
    assert "<math" in page
    assert "lemma-2.3" in page


def run(*arguments: Any) -> Any:
    """The exit status of mixup-figures with these arguments."""
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return stop.value.code


def test_the_command_line_draws_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("margins", "-o", tmp_path) == 0
    assert "margins: computed, nothing stored" in capsys.readouterr().out
    assert run("margins", "-o", tmp_path, "--redraw") == 0
    assert "drawn from stored data" in capsys.readouterr().out
    assert run("--list") == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in catalogue())
    assert run("--version") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["figure-9"], "there is no figure 'figure-9'; did you mean figure-"),
        (["margins", "--preset", "huge"], "there is no preset 'huge'"),
        (["margins", "--redraw"], "margins cannot be redrawn: nothing stored"),
        (["margins", "--seed", "-1"], "--seed"),
        (["figure-2", "--images", "/no/such/folder"], "holds neither MNIST"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "-o", tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.startswith("mixup-figures: ")
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").touch()
    assert run("margins", "-o", tmp_path / "out") == 2
    assert "is not a folder: name another place" in capsys.readouterr().err
