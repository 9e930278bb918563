"""Data sets that come along, so that the first command can be typed by anybody."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Literal

import numpy as np

from proofs_check.audit.reading.given import given
from proofs_check.audit.reading.table import Table

Demo = Literal["iris", "digits"]
IRIS = tuple(f"{part} {size} (cm)" for part in ("sepal", "petal") for size in ("length", "width"))
SPECIES = np.array(["setosa", "versicolor", "virginica"])
PIXELS = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))


def load_demo(name: Demo) -> Table:
    """A data set of scikit-learn's, from the file in which it brings it along.

    The file is read without scikit-learn, whose import would take as long as half of the audit of iris.
    """
    spec = importlib.util.find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the demos come with scikit-learn", name="sklearn")
    folder = Path(spec.origin).parent / "datasets" / "data"
    if name == "iris":
        rows = np.loadtxt(folder / "iris.csv", delimiter=",", skiprows=1)
        return given(rows[:, :-1], SPECIES[rows[:, -1].astype(int)], IRIS)
    rows = np.loadtxt(folder / "digits.csv.gz", delimiter=",")
    return given(rows[:, :-1], rows[:, -1].astype(int).tolist(), PIXELS)
