"""Items are decided in a process of their own, which is ended when it takes too long or too much memory.

What goes in and comes out is JSON text: nothing is unpickled, and what a worker does to itself does not reach the
checker.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing as mp
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from proofs_check.recheck.outcome import Refused

SECONDS = 30.0  # for one item; the longest honest one takes about two
MEMORY = 8 << 30  # bytes of address space, of which libraries reserve a part
GRACE = 60.0  # seconds for a worker to start


class Workers:
    """One worker process at a time, made anew after it had to be ended."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: mp.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._end()

    def decide(self, claim: str, item: dict[str, Any]) -> str:
        """How an item was established.  Raises ``Refused`` if it was not, or not in time."""
        connection = self._connected()
        try:
            connection.send_bytes(json.dumps([claim, item]).encode())
            if not connection.poll(self.seconds):
                self._end()
                raise Refused(f"{item['name']}: not decided within {self.seconds:g} seconds")
            accepted, text = json.loads(connection.recv_bytes())
        except (EOFError, OSError) as error:
            self._end()
            raise Refused(f"{item['name']}: the process that was to decide it came to an end") from error
        if not accepted:
            raise Refused(text)
        return str(text)

    def _connected(self) -> Connection:
        if self._connection is None:
            context = _context()
            self._connection, far = context.Pipe()
            self._process = context.Process(target=_serve, args=(far,), daemon=True)
            with _nothing_from_here():
                self._process.start()
            far.close()
            if not self._connection.poll(GRACE) or self._connection.recv_bytes() != b"ready":
                raise Refused("no process could be started that decides formulas")
        return self._connection

    def _end(self) -> None:
        if self._process is not None and self._connection is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
        self._process = self._connection = None


def _context() -> Any:
    """Workers are forked from a small server: a process that has threads, as JAX starts them, must not be forked."""
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["proofs_check.recheck.formulas"])
    return context


@contextlib.contextmanager
def _nothing_from_here() -> Iterator[None]:
    """A process that is started meanwhile imports nothing from the current folder: it may be anybody's report."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _serve(connection: Connection) -> None:
    """Decide what comes in, until nothing more does."""
    from proofs_check.recheck.formulas import decide_item

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    connection.send_bytes(b"ready")
    while True:
        try:
            claim, item = json.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            answer = [True, decide_item(claim, item)]
        except Refused as refusal:
            answer = [False, str(refusal)]
        except Exception as error:  # a certificate is input from anywhere: whatever it breaks, it is not accepted
            answer = [False, f"{item['name']}: it cannot be checked: {type(error).__name__}: {str(error)[:200]}"]
        connection.send_bytes(json.dumps(answer).encode())
