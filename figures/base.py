"""What every figure is: parameters, a computation of plain data from them, and a drawing made from the data alone.

A module of this package that defines ``FIGURE`` is a figure, and is found by that.  In such a module the functions
whose names begin with ``draw`` make the picture; everything else belongs to the data, which are computed again
when it changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import figures

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure as Drawing
    from numpy.typing import NDArray

    Data = pd.DataFrame | dict[str, NDArray[Any]]
    Arrays = dict[str, NDArray[np.float64]]

PRESETS = ("quick", "paper")
KINDS = ("figure", "table", "appendix")  # the paper's own come first


@dataclass(frozen=True)
class Figure:
    """A figure or table.

    ``compute`` takes the parameters (plain JSON data) by name, always a ``seed`` among them, and returns a table, which
    is kept as CSV, or named arrays, kept as NPZ (``arrays=True``).  ``draw`` takes what ``compute`` returned, as it
    comes back from the file.  ``paper`` are the parameters at the paper's scale and ``quick`` those that the quick
    preset makes smaller.  ``title`` is plain text, ``caption`` may hold LaTeX between dollar signs, and
    ``quick_caption`` takes its place where the quick preset does not show what it says; ``claims`` are the ids of the
    claims that the figure belongs to.
    """

    name: str
    title: str
    caption: str
    claims: tuple[str, ...]
    compute: Callable[..., Data]
    draw: Callable[[Any], Drawing]
    paper: Mapping[str, Any] = field(default_factory=dict)
    quick: Mapping[str, Any] = field(default_factory=dict)
    arrays: bool = False
    quick_caption: str = ""

    @property
    def data_file(self) -> str:
        """Name of the data file."""
        return f"{self.name}.{'npz' if self.arrays else 'csv'}"

    @property
    def module(self) -> str:
        """The module that defines it."""
        return f"figures.{self.name.replace('-', '_')}"

    def parameters(self, preset: str, seed: int, **given: Any) -> dict[str, Any]:
        """All that the data depend on besides code and versions; ``given`` replaces parameters that the figure has."""
        chosen = {**self.paper, **(self.quick if preset == "quick" else {}), "seed": seed}
        return chosen | {name: value for name, value in given.items() if name in chosen}

    def smaller(self, preset: str) -> str:
        """What the preset makes smaller, in words; empty at the paper's scale."""
        if preset == "paper" or not self.quick:
            return ""
        changes = [
            f"{name.replace('_', ' ')} {value} (paper: {self.paper[name]})" for name, value in self.quick.items()
        ]
        return "quick preset: " + ", ".join(changes)


def catalogue() -> dict[str, Figure]:
    """All figures by name: the paper's figures, tables and appendices, then ours."""
    modules = [importlib.import_module(f"figures.{m.name}") for m in pkgutil.iter_modules(figures.__path__)]
    found = [module.FIGURE for module in modules if hasattr(module, "FIGURE")]
    return {figure.name: figure for figure in sorted(found, key=_order)}


def _order(figure: Figure) -> tuple[int, str]:
    kind = figure.name.partition("-")[0]
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), figure.name)
