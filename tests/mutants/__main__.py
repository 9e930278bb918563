"""``python -m tests.mutants``: break every formula of the catalogue, one at a time, and see who notices."""

from __future__ import annotations

import argparse
import hashlib
import json
import queue
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from proofs_check.support.console import console, progress
from proofs_check.support.files import write_json
from tests.mutants.mutants import ROOT, Mutant, catalogue
from tests.mutants.trial import CLAIMS, LATE, RECHECK, SURVIVED, TESTS, Copy, Outcome, copy_of_the_tree

RECORD = Path(__file__).parent / "record.json"
KEPT = ROOT / "build" / "mutants"
FEW = 30  # mutants for which it is not worth while to try all tests that killed before at once
Record = Mapping[str, Mapping[str, str]]  # who killed a mutant, and by what


def state() -> str:
    """A digest of the program and its tests as they are now: outcomes are kept for this state alone."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name.decode() for name in filter(None, tracked.split(b"\0"))]
    program = [path for path in paths if path.is_file() and Path(__file__).parent not in path.parents]
    return _digest("".join(f"{path} {_digest(path.read_bytes())}\n" for path in program).encode())[:16]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def run(mutants: Sequence[Mutant], jobs: int, seconds: float, record: Record) -> list[Outcome]:
    """The outcomes of the mutants, in their order; those of a run of the same tree that was interrupted are kept.

    The test that killed a mutant before is asked first, if it passes on the tree as it is.
    """
    folder = KEPT / state()
    kept = {mutant.id: folder / f"{mutant.id}-{_digest(repr(mutant).encode())[:8]}.json" for mutant in mutants}
    done = {name: Outcome(**json.loads(path.read_text())) for name, path in kept.items() if path.is_file()}
    waiting = [mutant for mutant in mutants if mutant.id not in done]
    copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
    before = {m.id: record[m.id]["what"] for m in waiting if m.id in record and record[m.id]["by"] == TESTS}
    sound: dict[str, bool] = {}

    def trial(mutant: Mutant) -> None:
        copy = copies.get()
        try:
            outcome = copy.trial(mutant)
        finally:
            copies.put(copy)
        write_json(kept[mutant.id], asdict(outcome))
        done[mutant.id] = outcome

    with ExitStack() as stack:
        for _ in range(min(jobs, len(waiting))):
            copies.put(stack.enter_context(copy_of_the_tree(seconds, sound, before)))
        if len(before) > FEW:
            first = copies.get()
            first.try_killers(jobs)
            copies.put(first)
        advance = stack.enter_context(progress(len(waiting), "mutants"))
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        for _ in pool.map(trial, waiting):
            advance()
    return [done[mutant.id] for mutant in mutants]


def table(mutants: Iterable[Mutant], outcomes: Iterable[Outcome]) -> Table:
    """Who killed how many of the mutants that something can see, room by room."""
    counts: dict[str, Counter[str]] = {}
    for mutant, outcome in zip(mutants, outcomes, strict=True):
        if not mutant.equivalent:
            for room in (mutant.room, "all rooms"):
                counts.setdefault(room, Counter())[outcome.by] += 1
    said = Table(title="mutants that can be seen", title_justify="left")
    said.add_column("room", no_wrap=True)
    for heading in ("mutants", TESTS, CLAIMS, RECHECK, SURVIVED, LATE, "killed"):
        said.add_column(heading, justify="right")
    for room in sorted(counts, key=lambda name: (name == "all rooms", name)):
        count = counts[room]
        killed, total = count[TESTS] + count[CLAIMS] + count[RECHECK], count.total()
        numbers = (total, count[TESTS], count[CLAIMS], count[RECHECK], count[SURVIVED], count[LATE])
        said.add_row(room, *map(str, numbers), f"{killed / total:.0%}")
    return said


def faults(mutants: Iterable[Mutant], outcomes: Iterable[Outcome], record: Record) -> list[str]:
    """What must not be: a survivor that the catalogue does not explain, or that was killed before."""
    found = []
    for mutant, outcome in zip(mutants, outcomes, strict=True):
        where = f"{mutant.id} ({mutant.module}, {mutant.function}): {mutant.old} -> {mutant.new}"
        before = record[mutant.id]["by"] if mutant.id in record else None
        if outcome.killed and mutant.equivalent:
            found.append(f"{where}: said to be equivalent, but seen by {outcome.what}")
        elif not outcome.killed and not mutant.equivalent and before in (TESTS, CLAIMS, RECHECK):
            found.append(f"{where}: {outcome.by}, was killed by {before} before; {outcome.what}".rstrip("; "))
        elif not outcome.killed and not mutant.equivalent and not mutant.left:
            found.append(f"{where}: {outcome.by}; {outcome.what or mutant.breaks}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Status 0 if every mutant was killed that can be, 1 if one was not, 2 for a bad command."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("ids", nargs="*", help="mutants; all by default")
    parser.add_argument("--module", default="", help="those in files whose path contains this")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="the first of every N in the catalogue")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=240.0, help="at most so many for one")
    parser.add_argument("--record", action="store_true", help="keep who killed which, for the next run to compare")
    options = parser.parse_args(arguments)
    every = list(catalogue())
    if unknown := set(options.ids) - {mutant.id for mutant in every}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
    if options.jobs < 1 or options.every < 1 or options.seconds <= 0:
        parser.error("--jobs, --every and --seconds are positive")
    chosen = [m for m in every if (not options.ids or m.id in options.ids) and options.module in m.module]
    chosen = chosen[:: options.every]
    record = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    outcomes = run(chosen, options.jobs, options.seconds, record)
    console.print(table(chosen, outcomes))
    if options.record:
        fresh = {outcome.mutant: {"by": outcome.by, "what": outcome.what} for outcome in outcomes}
        known = {mutant.id for mutant in every}
        write_json(RECORD, {k: v for k, v in sorted({**record, **fresh}.items()) if k in known})
    wrong = faults(chosen, outcomes, record)
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
