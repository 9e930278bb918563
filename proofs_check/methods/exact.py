"""Exact: instances decided in rational or algebraic arithmetic, one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from proofs_check.evidence import Result
from proofs_check.language.from_sympy import sequent
from proofs_check.methods import need, need_exact
from proofs_check.recording import encode, record
from proofs_check.support.words import counted
from theory.numbers import Number, Truth, conjunction, equal, is_exact, less, sympify

Comparison = tuple[Number, str, Number]
LISTED = 50  # cases that a record names one by one; of more it has the number and a digest

_DECIDE: dict[str, Callable[[Number, Number], Truth]] = {
    "==": equal,
    "<": less,
    ">": lambda a, b: less(b, a),
}


def compare(comparisons: Mapping[str, Comparison], scope: str, message: str = "") -> Result:
    """Decide every named comparison ``(left, "==" | "<" | ">", right)`` exactly; all must hold."""
    need(comparisons, "comparisons")
    need_exact(side for left, _, right in comparisons.values() for side in (left, right))
    truths = {name: _DECIDE[relation](a, b) for name, (a, relation, b) in comparisons.items()}
    texts = {name: f"{name}: {a} {relation} {b}" for name, (a, relation, b) in comparisons.items()}
    failed = [f"{texts[name]} is {truth}" for name, truth in truths.items() if not truth]
    record("comparisons", items={name: _sequent(comparison) for name, comparison in comparisons.items()})
    text = (
        "; ".join(failed) or message or counted(len(truths), "the comparison holds exactly", "comparisons hold exactly")
    )
    return Result(conjunction(*truths.values()), text, scope, len(truths))


def _sequent(comparison: Comparison) -> str | None:
    """The comparison as a formula; a ball has none, and is nothing that another program could decide again."""
    left, relation, right = comparison
    if not (is_exact(left) and is_exact(right)):
        return None
    return sequent(sympify(left), "=" if relation == "==" else relation, sympify(right))


def every(cases: Iterable[Any], holds: Callable[[Any], Truth], what: str, scope: str, message: str = "") -> Result:
    """Decide ``holds(case)`` for every case of a finite enumeration; all must hold.

    The record has ``what`` the cases are, how many, a digest of all of them, and a short list itself, so that they
    can be enumerated again.

    Parameters
    ----------
    cases : iterable
        Numbers, or tuples and lists of numbers and strings, at least one.
    holds : callable
        From a case to its truth, decided exactly.
    what : str
        Which cases these are, in words.
    scope, message : str
        As in every method.

    >>> every(range(1, 4), lambda n: n * n < 10, "n = 1, 2, 3", "small n").message
    '3 cases hold: n = 1, 2, 3'
    """
    listed = list(cases)
    need(listed, f"cases ({what})")
    truths = [holds(case) for case in listed]
    encoded = encode(listed)
    content = {"what": what, "count": len(listed), "digest": _digest(encoded)}
    record("enumeration", **content, **({"cases": encoded} if len(listed) <= LISTED else {}))
    failed = [f"{what}: {case} is {truth}" for case, truth in zip(listed, truths, strict=True) if truth is not True]
    text = failed[0] if failed else message or f"{counted(len(listed), 'the case holds', 'cases hold')}: {what}"
    return Result(conjunction(*truths), text, scope, len(listed))


def _digest(encoded: Any) -> str:
    return hashlib.sha256(json.dumps(encoded, separators=(",", ":")).encode()).hexdigest()


def decide(truths: Sequence[Truth], scope: str, message: str) -> Result:
    """All of ``truths``, each already decided exactly on its own instance: for checks, as no formula is kept."""
    need(truths, "truths")
    record("word", count=len(truths), message=message)
    failed = [i for i, truth in enumerate(truths) if truth is not True]
    text = f"instance {failed[0]} is {truths[failed[0]]}" if failed else message
    return Result(conjunction(*truths), text, scope, len(truths))
