"""Saying once that kernels are being compiled, which takes longer than the work of small data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SAID = "compiling for this machine: some ten seconds, once"


@contextmanager
def compiling_is_said(program: str, wanted: bool = True) -> Iterator[None]:
    """Inside the block the first compilation prints a line on stderr; what a cache holds is not compiled."""
    if not wanted:
        yield
        return
    import numba.core.event

    event: Any = numba.core.event

    class Listener(numba.core.event.Listener):
        said = False

        def on_start(self, _: Any) -> None:
            if not self.said:
                print(f"{program}: {SAID}", file=sys.stderr, flush=True)
            self.said = True

        def on_end(self, _: Any) -> None:
            """Nothing to say."""

    listener = Listener()
    event.register("numba:compile", listener)
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)
