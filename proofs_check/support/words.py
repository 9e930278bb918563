"""Words in messages: numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """``one`` for a single thing, else ``many`` after their number.

    >>> counted(1, "1 claim", "claims"), counted(3, "a check agrees", "checks agree")
    ('1 claim', '3 checks agree')
    """
    return one if count == 1 else f"{count} {many}"
