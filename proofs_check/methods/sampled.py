"""Sampled (Hypothesis): a property on random instances, with shrunk counterexamples and honest counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from hypothesis.strategies import SearchStrategy

from proofs_check.evidence import Result, Settings
from proofs_check.recording import record
from proofs_check.support.draws import visit

Property = Callable[[Any], bool | None]


def holds_on(
    strategy: SearchStrategy[Any],
    prop: Property,
    how: Settings,
    examples: tuple[int, int, int],
    scope: str,
    kinds: Callable[[Any], Iterable[str]] = lambda _: (),
) -> Result:
    """``prop(instance)`` on random instances: ``True``/``False``, or ``None`` when the assumptions are not met.

    ``examples`` are the sample sizes of the presets.  A failure is shrunk and returned as the witness.  ``kinds``
    names the kinds of an instance: how many of each met the assumptions is part of the message.
    """
    counts = {"met": 0, "drawn": 0}
    met: Counter[str] = Counter()

    def look(instance: Any) -> None:
        counts["drawn"] += 1
        outcome = prop(instance)
        if not (outcome is None or isinstance(outcome, (bool, np.bool_))):
            raise TypeError(f"a property is true, false or does not apply, but this one is {outcome!r}")
        if outcome is not None:
            counts["met"] += 1
            met.update(kinds(instance))
        if outcome is not None and not outcome:
            raise _CounterexampleError(instance)

    try:
        visit(strategy, look, how.size(*examples), how.seed, shrink=True)
    except _CounterexampleError as found:
        record("sampled", **counts)
        return Result(False, "a counterexample, shrunk", scope, counts["met"], witness=str(found.instance))
    record("sampled", **counts)
    text = f"{counts['met']} of {counts['drawn']} instances met the assumptions and agree"
    if met:
        text += " (" + ", ".join(f"{kind}: {count}" for kind, count in sorted(met.items())) + ")"
    return Result(True if counts["met"] else None, text, scope, counts["met"])


class _CounterexampleError(Exception):
    def __init__(self, instance: Any) -> None:
        super().__init__(str(instance))
        self.instance = instance
