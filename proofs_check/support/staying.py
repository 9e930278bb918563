"""A check, or a module of somebody else, cannot end the process before it has reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def staying() -> Iterator[None]:
    """Inside the block ``os._exit`` raises ``SystemExit``, as ``sys.exit`` does; child processes end as they like.

    What ends a process from outside of Python leaves a status other than 0, or cannot be noticed (a call of C's
    ``_exit``, another program in place of this one).

    >>> with staying():
    ...     try:
    ...         os._exit(0)
    ...     except SystemExit as error:
    ...         print(error)
    os._exit(0)
    """
    leave, here = os._exit, os.getpid()

    def refuse(status: int) -> None:
        if os.getpid() != here:
            leave(status)
        raise SystemExit(f"os._exit({status})")

    os._exit = refuse  # type: ignore[assignment]
    try:
        yield
    finally:
        os._exit = leave
