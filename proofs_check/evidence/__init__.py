"""Evidence as data, the proofs that collect it, and the one rule that turns it into a verdict."""

from __future__ import annotations

from proofs_check.evidence.law import decide, unchecked
from proofs_check.evidence.proof import Lemmas, Proof, given, proofs
from proofs_check.evidence.records import (
    LEMMA,
    METHODS,
    PROVING_METHODS,
    UNCHECKED,
    Check,
    Evidence,
    Item,
    Result,
    Role,
    Settings,
)

__all__ = [
    "LEMMA",
    "METHODS",
    "PROVING_METHODS",
    "UNCHECKED",
    "Check",
    "Evidence",
    "Item",
    "Lemmas",
    "Proof",
    "Result",
    "Role",
    "Settings",
    "decide",
    "given",
    "proofs",
    "unchecked",
]
