"""Run the steps of proofs a second time, in a new process whose hashes differ, and compare what they decide.

A step that depends on what ran before it, on the order of a set, or on chance is no step of a proof.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import metadata
from typing import Any

from proofs_check.evidence import LEMMA, Evidence, Role, Settings, proofs
from theory.claim import PLUGINS, claims

Ran = tuple[Evidence, dict[str, str | None]]


def from_outside(claim_ids: Iterable[str]) -> frozenset[str]:
    """Those claims that a distribution of somebody else brings, by an entry point."""
    tops = {entry.module.split(".")[0] for entry in metadata.entry_points(group=PLUGINS)}
    return frozenset(c for c in claim_ids if _top(c) in tops)


def _top(claim_id: str) -> str:
    written = [module for item in proofs()[claim_id].items for module in item.modules] if claim_id in proofs() else []
    return written[0].split(".")[0] if written else ""


def fifth(claim_ids: Sequence[str], seed: str) -> list[str]:
    """A fifth of the claims, rounded up, another one for every seed.

    >>> len(fifth([f"claim-{n}" for n in range(11)], "seed"))
    3
    """
    return sorted(random.Random(seed).sample(list(claim_ids), -(-len(claim_ids) // 5)), key=list(claim_ids).index)


def compared(ran: Iterable[Ran], claim_ids: Collection[str] | None = None) -> Iterator[Ran]:
    """What was run, with an error in place of every step that a new process decides otherwise.

    Steps of these claims only, all by default.
    """
    listed = list(ran)
    steps = [e for e, _ in listed if e.role is Role.STEP and e.method != LEMMA and e.error is None]
    steps = [e for e in steps if claim_ids is None or e.claim in claim_ids]
    second = dict(zip([(e.claim, e.name) for e in steps], _in_a_new_process(steps), strict=True))
    for evidence, files in listed:
        if second.get((evidence.claim, evidence.name), said := _said(evidence)) != said:
            why = "a second run, in a new process, decides otherwise"
            evidence = replace(evidence, result=replace(evidence.result, holds=None, message=why), error=why)
        yield evidence, files


def _in_a_new_process(steps: list[Evidence]) -> list[Any]:
    """What these steps say there; the hash seed is another one than here, as far as that is known."""
    if not steps:
        return []
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    names = json.dumps([[e.claim, e.name] for e in steps])
    run = subprocess.run(
        [sys.executable, "-m", "proofs_check.again"],
        input=names,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    said = run.stdout.splitlines()[-1:] if run.returncode == 0 else []
    return list(json.loads(said[0])) if said else [None] * len(steps)


def _said(evidence: Evidence) -> list[Any]:
    """Whether it holds, and a digest of the formulas; words and seconds may differ."""
    formulas = json.dumps(list(evidence.certificate), sort_keys=True)
    return [evidence.holds, hashlib.sha256(formulas.encode()).hexdigest()]


def main() -> None:
    """Read ``[[claim, item], ...]`` and print what each of them says; or print a fifth of the claims, for a seed."""
    if sys.argv[1:]:
        print(*fifth(list(claims()), sys.argv[1]))
        return
    found = []
    for claim_id, name in json.load(sys.stdin):
        items = proofs()[claim_id].items if claim_id in proofs() else []
        item = next((item for item in items if item.name == name), None)
        found.append(_said(proofs()[claim_id].run(item, Settings())) if item else None)
    print(json.dumps(found))  # the last line: a check may print what it likes before


if __name__ == "__main__":
    main()
