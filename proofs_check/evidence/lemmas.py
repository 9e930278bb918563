"""Claims that stand under others: which, and whether they stand on themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from proofs_check.evidence.records import LEMMA, Item

Items = Mapping[str, Iterable[Item]]  # of every claim that has a proof


def lemmas(items: Iterable[Item]) -> list[str]:
    """The claims that a proof rests on directly."""
    return [item.name for item in items if item.method == LEMMA]


def circle(claim_id: str, items: Items, above: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A way from a claim, along lemmas, that comes back to where it was, such as ``("a", "b", "a")``; else nothing."""
    if claim_id in above:
        return (*above[above.index(claim_id) :], claim_id)
    ways = (circle(lemma, items, (*above, claim_id)) for lemma in lemmas(items.get(claim_id, ())))
    return next((way for way in ways if way), ())
