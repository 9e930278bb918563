"""How a benchmark says what it found: our time beside that of another way to the same result."""

from __future__ import annotations

from typing import Any


def compared(what: str, seconds: float, other: str, other_seconds: float, **more: Any) -> dict[str, Any]:
    """A row: our ``seconds``, those of the ``other`` way, how many times faster ours is, and whatever else is said.

    ``gflop`` and ``gigabytes`` in ``more`` are what the work cannot do without; they become the machine's limit.
    """
    row = {"what": what, "seconds": seconds, "beside": other, "its seconds": other_seconds}
    return row | {"times faster": other_seconds / seconds} | more
