"""Certificates: what a check decided, as plain data with exact strings, so that another program can decide it again.

Methods :func:`record` every formula that they decide; :meth:`proofs_check.evidence.Proof.run` gathers what one item
recorded.  A claim's certificate is one JSON file, ``{"format": 1, "claim", "statement", "assumptions", "verdict",
"items": [{"name", "role", "method", "premises", "conclusion", "decided": [...]}]}``, and holds no times, so that two
runs of the same code write the same bytes.  ``decided`` holds records of these kinds:

* ``identities``: ``{name: [left, right]}``, SymPy expressions as ``srepr``, equal as functions of their symbols;
* ``signs``: ``{name: [expression, ">0" | "<0" | ">=0" | "<=0"]}``, likewise;
* ``smt``: ``{name: {"declarations", "premises", "conclusion"}}`` in SMT-LIB: the premises are satisfiable, and with the
  negated conclusion they are not;
* ``comparisons``: ``{name: [left, "==" | "<" | ">", right]}`` between exact numbers;
* ``positive``, ``box``: enclosures above 0, of a number or on every box of a subdivision; the expression is ``null``
  where only the program that searched has it;
* ``instance``: an exact instance, for the predicates of the claim;
* ``lemma``: another claim that must be proved;
* ``word``: decisions of which nothing but the outcome is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flint
import numpy as np
import sympy as sp

from proofs_check.support.files import write_json
from theory.dataset import LabeledDataset
from theory.numbers import is_exact, sympify

if TYPE_CHECKING:
    from proofs_check.runner import ClaimReport

FORMAT = 1
CERTIFIED_VERDICTS = ("PROVED", "REFUTED")

Record = dict[str, Any]
_records: ContextVar[list[Record] | None] = ContextVar("records", default=None)


def record(kind: str, **content: Any) -> None:
    """Note what has just been decided; outside a run of a proof this does nothing."""
    if (records := _records.get()) is not None:
        records.append({"kind": kind, **content})


@contextmanager
def recording() -> Iterator[list[Record]]:
    """Gather what is recorded inside the block; a block within a block (a lemma) keeps its records to itself.

    >>> with recording() as decided:
    ...     record("comparisons", items={"one": ["1", "<", "2"]})
    >>> decided
    [{'kind': 'comparisons', 'items': {'one': ['1', '<', '2']}}]
    """
    records: list[Record] = []
    token = _records.set(records)
    try:
        yield records
    finally:
        _records.reset(token)


def encode(value: Any) -> Any:
    """An instance as JSON data: rational numbers as strings, other exact numbers as ``srepr``, records by field.

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
        return {"sympy": sp.srepr(value)}
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
    """An exact number as a string: ``"-2/3"``, or ``srepr`` where it is not rational."""
    if not is_exact(value):
        return str(value)
    expression = sympify(value)
    return str(expression) if expression.is_Rational else sp.srepr(expression)


def certificate(report: ClaimReport) -> Record:
    """The certificate of one claim."""
    claim = report.claim
    return {
        "format": FORMAT,
        "claim": claim.id,
        "statement": claim.statement,
        "assumptions": [[a.name, a.statement] for a in claim.assumptions],
        "verdict": report.verdict.value,
        "items": [
            {
                "name": e.name,
                "role": e.role.value,
                "method": e.method,
                "premises": list(e.premises),
                "conclusion": e.conclusion,
                "decided": list(e.certificate),
            }
            for e in report.evidence
            if e.role.value != "check"
        ],
    }


def certified(report: ClaimReport) -> bool:
    """Whether the verdict is one that a certificate backs."""
    return report.verdict.value in CERTIFIED_VERDICTS


def file_name(claim_id: str) -> str:
    """Where a claim's certificate is, in the folder of its report."""
    return f"certificates/{claim_id}.json"


def write(reports: tuple[ClaimReport, ...], folder: Path) -> None:
    """Write the certificate of every proved or refuted claim, and remove those of other runs."""
    wanted = {file_name(r.claim.id): r for r in reports if certified(r)}
    for name, report in wanted.items():
        write_json(folder / name, certificate(report))
    for stale in (folder / "certificates").glob("*.json"):
        if f"certificates/{stale.name}" not in wanted:
            stale.unlink(missing_ok=True)
