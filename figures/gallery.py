"""Bring figures up to date in a folder: compute what is stale, draw, and list everything in an index."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joblib

from figures import store, style
from figures.base import Figure, catalogue
from figures.stamp import Stamp, difference, stamp
from proofs_check.support.console import InputError, unknown
from proofs_check.support.files import write_json, write_text
from proofs_check.support.pages import render

if TYPE_CHECKING:
    from figures.base import Data

INDEX = "index.json"


@dataclass(frozen=True)
class Outcome:
    """What was done for one figure: why its data were computed (empty: they were not), and how long all took."""

    figure: Figure
    reason: str
    seconds: float

    def __str__(self) -> str:
        done = f"computed, {self.reason}" if self.reason else "drawn from stored data"
        return f"{self.figure.name}: {done} ({self.seconds:.1f} s)"


def select(names: Sequence[str] = ()) -> list[Figure]:
    """The figures with these names, all by default; an unknown name is an ``InputError`` that suggests a near one."""
    known = catalogue()
    for name in names:
        if name not in known:
            raise InputError(unknown("figure", name, known, "mixup-figures --list"))
    return [figure for figure in known.values() if not names or figure.name in names]


def draw_figures(
    chosen: Sequence[Figure],
    folder: Path,
    preset: str = "paper",
    seed: int = 0,
    redraw: bool = False,
    on_figure: Callable[[Outcome], None] = lambda _: None,
    jobs: int = 1,
    **given: Any,
) -> list[Outcome]:
    """Bring ``chosen`` up to date in ``folder`` and write the index; finished figures stay if this is interrupted.

    ``redraw``: from the stored data, whatever they were computed with (``InputError`` if there are none).  ``jobs``
    figures are drawn side by side, in processes, and told of as they are done.
    """
    outcomes = []
    tasks = (joblib.delayed(_draw)(figure, folder, preset, seed, redraw, given) for figure in chosen)
    with warnings.catch_warnings():
        # A process that has grown is replaced after its task; nothing is lost.
        warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
        for outcome in joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="all")(tasks):
            outcomes.append(outcome)
            write_index(folder)
            on_figure(outcome)
    return outcomes


def _draw(figure: Figure, folder: Path, preset: str, seed: int, redraw: bool, given: dict[str, Any]) -> Outcome:
    start = time.perf_counter()
    data, reason, note = _data(figure, folder, preset, seed, redraw, given)
    with style.styled():
        style.save(figure.draw(data), folder / figure.name, note)
    return Outcome(figure, reason, time.perf_counter() - start)


def _data(
    figure: Figure, folder: Path, preset: str, seed: int, redraw: bool, given: dict[str, Any]
) -> tuple[Data, str, str]:
    """The data, why they had to be computed, and the note that belongs under the picture."""
    path = folder / figure.data_file
    keyed = _keyed(given)
    wanted = stamp(figure.name, figure.module, figure.parameters(preset, seed, **keyed))
    try:
        data, stored = store.read(path)
        full = stamp(figure.name, figure.module, figure.parameters("paper", seed, **keyed))
        at_full_scale = not difference(stored, full)  # better than what the quick preset asks for
        reason = "" if redraw or at_full_scale else difference(stored, wanted)
    except FileNotFoundError:
        reason = "nothing stored"
    except store.UnreadableError:
        reason = "the stored file cannot be read"
    if not reason:
        return data, "", _note(figure, stored)
    if redraw:
        raise InputError(f"{figure.name} cannot be redrawn: {reason}")
    inputs = {name: value for name, value in given.items() if name in wanted.parameters}
    store.write(path, figure.compute(**{**wanted.parameters, **inputs}), wanted)
    return store.read(path)[0], reason, _note(figure, wanted)


def _keyed(given: dict[str, Any]) -> dict[str, Any]:
    """What data depend on: of a folder of images what its files hold, not where it is."""
    if given.get("images") is None:
        return given
    from proofs_check.experiments.images import digest

    return {**given, "images": digest(given["images"])}


def _note(figure: Figure, used: Stamp) -> str:
    """What was smaller than at the paper's scale when the data were computed."""
    quick = all(used.parameters.get(name) == value for name, value in _plain(figure.quick).items())
    return figure.smaller("quick" if quick else "paper")


def _caption(figure: Figure, folder: Path) -> str:
    """What fits the data that are stored, if the figure has a caption of its own for quick ones."""
    if not figure.quick_caption:
        return figure.caption
    try:
        return figure.quick_caption if _note(figure, store.read(folder / figure.data_file)[1]) else figure.caption
    except (FileNotFoundError, store.UnreadableError):
        return figure.caption


def _plain(parameters: Any) -> Any:
    return json.loads(json.dumps(dict(parameters)))


def write_index(folder: Path) -> None:
    """``index.json`` for programs and ``index.html`` for people: every figure that is drawn in the folder."""
    drawn = [figure for figure in catalogue().values() if (folder / f"{figure.name}.png").is_file()]
    entries = [
        {
            "name": figure.name,
            "title": figure.title,
            "caption": _caption(figure, folder),
            "claims": list(figure.claims),
            "png": f"{figure.name}.png",
            "pdf": f"{figure.name}.pdf",
            "data": figure.data_file,
        }
        for figure in drawn
    ]
    write_json(folder / INDEX, entries)
    write_text(folder / "index.html", render("figures", "index.html", title="Figures", figures=entries))
