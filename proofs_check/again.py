"""Run the steps of proofs a second time, in a new process whose hashes differ, and compare what they decide.

A step that depends on what ran before it, on the order of a set, or on chance is no step of a proof.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from proofs_check.evidence import LEMMA, Evidence, Role, Settings, proofs

Ran = tuple[Evidence, dict[str, str | None]]


def compared(ran: Iterable[Ran]) -> Iterator[Ran]:
    """What was run, with an error in place of every step that a new process decides otherwise."""
    listed = list(ran)
    steps = [e for e, _ in listed if e.role is Role.STEP and e.method != LEMMA and e.error is None]
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
    """Read ``[[claim, item], ...]`` and print what each of them says."""
    found = []
    for claim_id, name in json.load(sys.stdin):
        items = proofs()[claim_id].items if claim_id in proofs() else []
        item = next((item for item in items if item.name == name), None)
        found.append(_said(proofs()[claim_id].run(item, Settings())) if item else None)
    print(json.dumps(found))  # the last line: a check may print what it likes before


if __name__ == "__main__":
    main()
