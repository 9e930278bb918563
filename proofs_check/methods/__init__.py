"""One module per way of knowing, and :func:`together` for a step that needs several."""

from __future__ import annotations

from collections.abc import Iterable, Sized

from proofs_check.evidence import Result
from proofs_check.evidence.exactness import no_formula


def need(cases: Sized, what: str) -> None:
    """Raise ``ValueError`` where there is nothing to decide: what is said of nothing is no evidence."""
    if len(cases) == 0:
        raise ValueError(f"there are no {what}: nothing was decided")


def need_exact(values: Iterable[object]) -> None:
    """Raise ``TypeError`` for what is no exact number, ball or formula: a float is not the number that is meant."""
    for value in values:
        if why := no_formula(value):
            raise TypeError(f"a proof has no place for {why}; exact(...) says which number is meant")


def together(*results: Result) -> Result:
    """One step that needs several checks: the first that does not hold, else what all of them say.

    Doubt is not truth: one that is undecided makes the step undecided.
    """
    need(results, "results")
    for result in results:
        if result.holds is not True:
            return result
    messages, scopes = dict.fromkeys(r.message for r in results), dict.fromkeys(r.scope for r in results)
    return Result(True, "; ".join(messages), "; ".join(scopes), sum(r.instances for r in results))
