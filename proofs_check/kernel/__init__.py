"""Theorems that Coq checks: which claim each states, whole or in part, and what was recorded when it was checked.

The sources are the ``.v`` files beside this one, ``claims.toml`` maps claims to theorems, ``kernel.json`` is the
record: for each theorem its printed type and its axioms, the version of Coq, and a digest of the sources.  Nothing
here needs Coq; ``make kernel`` does (:mod:`proofs_check.kernel.build`).

That the theorems and ``theory`` speak of one thing is tested: programs over Q, proved to compute what the theorems
name, must find what ``theory`` finds on random instances (:mod:`proofs_check.kernel.instances`).  Densities, logarithms
and limits of other laws than atoms are not computable over Q; for these Coq has proofs on single instances.
"""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
RECORD = HERE / "kernel.json"
RERUN = Path("build/kernel/kernel.json")  # what `make kernel` found here, in the folder where it was called
WHOLE = "whole"


@dataclass(frozen=True)
class Theorem:
    """One theorem as Coq prints it: its type, and the axioms that its proof rests on, by name.

    ``scope`` is ``whole``, or says after ``part:`` what of the claim is missing.
    """

    theorem: str
    scope: str
    type: str
    axioms: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the theorem is the whole claim."""
        return self.scope == WHOLE


@dataclass(frozen=True)
class Record:
    """What was checked: the theorems by claim id, with the version of Coq and the digest of the sources."""

    coq: str
    sources: str
    theorems: dict[str, Theorem]

    def text(self) -> str:
        """The record as it is kept, in JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_record(path: Path) -> Record:
    """Read a record.  Raises ``ValueError`` for a file that is none, ``OSError`` where there is no file."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        theorems = {
            claim: Theorem(**{**entry, "axioms": tuple(entry["axioms"])}) for claim, entry in fields["theorems"].items()
        }
        return Record(fields["coq"], fields["sources"], theorems)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no record of the kernel: {error}") from error


def theorem_map() -> dict[str, tuple[str, str]]:
    """Claim id -> (theorem, scope), as ``claims.toml`` has them.

    >>> theorem_map()["theorem-2.10-modulus"]
    ('theorem_2_10_modulus', 'whole')
    """
    entries = tomllib.loads((HERE / "claims.toml").read_text(encoding="utf-8"))["claims"]
    return {claim: (entry["theorem"], entry["scope"]) for claim, entry in entries.items()}


def digest_sources() -> str:
    """SHA-256 of the theorem map and of all Coq sources, in the order of their names."""
    found = hashlib.sha256()
    for path in [HERE / "claims.toml", *sorted(HERE.glob("*.v"))]:
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


@functools.cache
def recorded() -> Record:
    """The record that comes with the sources."""
    return read_record(RECORD)


def rerun_here() -> bool:
    """Whether ``make kernel`` has found here what the record says, with the sources as they are now."""
    try:
        return read_record(RERUN) == recorded() and recorded().sources == digest_sources()
    except (OSError, ValueError):
        return False


def objections() -> list[str]:
    """What is wrong with the record, without Coq: other sources, another map.  Nothing if it is current."""
    record, found = recorded(), list[str]()
    if record.sources != digest_sources():
        found.append("the Coq sources are not those that were checked: run `make kernel-record`")
    stated = {claim: (entry.theorem, entry.scope) for claim, entry in record.theorems.items()}
    if stated != theorem_map():
        found.append("kernel.json and claims.toml name different theorems: run `make kernel-record`")
    return found
