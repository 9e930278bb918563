"""Exact: one instance decided in rational or algebraic arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from proofs_check.evidence import Result
from proofs_check.recording import number, record
from proofs_check.support.words import counted
from theory.numbers import Number, Truth, conjunction, equal, less

Comparison = tuple[Number, str, Number]

_DECIDE: dict[str, Callable[[Number, Number], Truth]] = {
    "==": equal,
    "<": less,
    ">": lambda a, b: less(b, a),
}


def compare(comparisons: Mapping[str, Comparison], scope: str, message: str = "") -> Result:
    """Decide every named comparison ``(left, "==" | "<" | ">", right)`` exactly; all must hold."""
    truths = {name: _DECIDE[relation](a, b) for name, (a, relation, b) in comparisons.items()}
    texts = {name: f"{name}: {a} {relation} {b}" for name, (a, relation, b) in comparisons.items()}
    failed = [f"{texts[name]} is {truth}" for name, truth in truths.items() if not truth]
    record("comparisons", items={name: [number(a), r, number(b)] for name, (a, r, b) in comparisons.items()})
    text = (
        "; ".join(failed) or message or counted(len(truths), "the comparison holds exactly", "comparisons hold exactly")
    )
    return Result(conjunction(*truths.values()), text, scope, len(truths))


def decide(truths: Sequence[Truth], scope: str, message: str) -> Result:
    """All of ``truths``, each already decided exactly on its own instance."""
    record("word", count=len(truths), message=message)
    failed = [i for i, truth in enumerate(truths) if truth is not True]
    text = f"instance {failed[0]} is {truths[failed[0]]}" if failed else message
    return Result(conjunction(*truths), text, scope, len(truths))
