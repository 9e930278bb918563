"""Words in messages: numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """``one`` for a single thing, else ``many`` after their number."""
    return one if count == 1 else f"{count} {many}"
