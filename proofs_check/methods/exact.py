"""Exact: one instance decided in rational or algebraic arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofs_check.evidence import Result
from theory.numbers import Number, Truth, conjunction, equal, is_positive

Comparison = tuple[Number, str, Number]

_DECIDE = {
    "==": equal,
    "<": lambda a, b: is_positive(b - a),
    ">": lambda a, b: is_positive(a - b),
}


def compare(comparisons: Mapping[str, Comparison], scope: str, message: str = "") -> Result:
    """Decide every named comparison ``(left, "==" | "<" | ">", right)`` exactly; all must hold."""
    truths = {name: _DECIDE[relation](a, b) for name, (a, relation, b) in comparisons.items()}
    failed = [f"{n}: {comparisons[n][0]} {comparisons[n][1]} {comparisons[n][2]} is {t}" for n, t in truths.items() if not t]
    certificate = {"kind": "comparisons", "items": {n: [str(a), r, str(b)] for n, (a, r, b) in comparisons.items()}}
    text = "; ".join(failed) or message or f"{len(truths)} exact comparisons hold"
    return Result(conjunction(*truths.values()), text, scope, len(truths), certificate=certificate)


def decide(truths: Sequence[Truth], scope: str, message: str) -> Result:
    """All of ``truths``, each already decided exactly on its own instance."""
    failed = [i for i, truth in enumerate(truths) if truth is not True]
    text = f"instance {failed[0]} is {truths[failed[0]]}" if failed else message
    return Result(conjunction(*truths), text, scope, len(truths))
