"""What a check decides, noted as plain data with exact strings while it runs."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import sympy as sp

from proofs_check.language.from_sympy import node
from proofs_check.language.printer import formula
from theory.dataset import LabeledDataset
from theory.numbers import is_exact, sympify

Record = dict[str, Any]
DECIDING = ("proofs_check.methods.", "proofs_check.evidence.")
_records: ContextVar[list[Record] | None] = ContextVar("records", default=None)


def record(kind: str, **content: Any) -> None:
    """Note what has just been decided; outside a run of a proof this does nothing.

    Raises ``TypeError`` where it is called by anything but what decides: a proof cannot say of itself what it decided.
    """
    scope = sys._getframe(1).f_globals
    module = str(scope.get("__name__"))
    if not module.startswith(DECIDING) or vars(sys.modules.get(module, object)) is not scope:
        raise TypeError(f"{module} cannot record {kind}: only what decides does")
    if (records := _records.get()) is not None:
        records.append({"kind": kind, **content})


@contextmanager
def recording() -> Iterator[list[Record]]:
    """Gather what is recorded inside the block; a block within a block (a lemma) keeps its records to itself.

    >>> from proofs_check.methods.exact import compare
    >>> with recording() as decided:
    ...     found = compare({"one": (1, "<", 2)}, "")
    >>> decided
    [{'kind': 'comparisons', 'items': {'one': '1 < 2'}}]
    """
    records: list[Record] = []
    token = _records.set(records)
    try:
        yield records
    finally:
        _records.reset(token)


def encode(value: Any) -> Any:
    """An instance as JSON data: rational numbers as strings, other exact numbers as formulas, records by field.

    >>> encode(LabeledDataset([[0], ["1/3"]], ["a", "b"]))["points"]
    [['0'], ['1/3']]
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, LabeledDataset):
        return _encode_dataset(value)
    if is_exact(value):
        return number(value)
    if isinstance(value, (float, np.floating)):
        return number(Fraction(float(value)))
    if isinstance(value, sp.Basic):
        return {"formula": formula(node(value))}
    if isinstance(value, flint.arb):
        return {"ball": value.str(30)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return {"text": getattr(value, "__qualname__", None) or str(value)}  # a function prints its address


def _encode_dataset(data: LabeledDataset) -> Record:
    return {
        "type": "LabeledDataset",
        "points": encode(data.exact_points),
        "labels": [str(label) for label in data.labels],
        "classes": [str(label) for label in data.classes],
        "weights": encode(data.exact_weights),
    }


def number(value: Any) -> str:
    """An exact number as a string, such as ``"-2/3"`` or ``"sqrt(2)/2"``."""
    return formula(node(sympify(value))) if is_exact(value) else str(value)
