"""Evidence as data: what an item of a proof is, what its check returns, and what is kept once it was run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from theory.numbers import Truth

LEMMA = "lemma"  # the method of a step that is itself a claim of the registry
PROVING_METHODS = frozenset({"symbolic", "exact", "balls", "smt", LEMMA})
METHODS = PROVING_METHODS | {"optimizer", "sampled", "statistical", "trained"}


class Role(StrEnum):
    """What a piece of evidence is for."""

    STEP = "step"
    TRUSTED = "trusted"
    ARGUED = "argued"
    REFUTATION = "refutation"
    CHECK = "check"
    CONTROL = "control"
    EXAMPLE = "example"
    NEAR_MISS = "near miss"


UNCHECKED = (Role.TRUSTED, Role.ARGUED)


@dataclass(frozen=True)
class Settings:
    """How much to sample.  Presets change sample sizes only, never what a proving method does."""

    preset: str = "standard"
    seed: int = 0

    def size(self, quick: int, standard: int, thorough: int) -> int:
        """The sample size that belongs to the preset."""
        return {"quick": quick, "standard": standard, "thorough": thorough}[self.preset]


@dataclass(frozen=True)
class Result:
    """What one check found.  ``instances`` counts those that met the assumptions (0 is vacuous).

    ``rests_on`` lists the trusted and argued conclusions that stand under a lemma.
    """

    holds: Truth
    message: str
    scope: str = ""
    instances: int = 1
    witness: str | None = None
    rests_on: tuple[tuple[Role, str], ...] = ()


Check = Callable[[Settings], Result]


@dataclass(frozen=True)
class Item:
    """One entry of a proof: what it is for, which method runs it, and what it establishes."""

    name: str
    role: Role
    method: str
    conclusion: str
    premises: tuple[str, ...] = ()
    check: Check | None = None
    modules: tuple[str, ...] = ()  # where it was written down


@dataclass(frozen=True)
class Evidence:
    """An item after it was run.  ``holds`` is ``None`` when it is inconclusive; ``error`` holds a traceback.

    ``certificate`` has what the methods decided on the way (see :mod:`proofs_check.certificates`).
    """

    claim: str
    name: str
    role: Role
    method: str
    conclusion: str
    premises: tuple[str, ...]
    holds: Truth
    message: str
    scope: str = ""
    instances: int = 0
    witness: str | None = None
    certificate: tuple[dict[str, Any], ...] = ()
    rests_on: tuple[tuple[Role, str], ...] = ()
    seconds: float = 0.0
    error: str | None = None
    origin: str = ""  # "unchanged" when it comes from an earlier run, else why it was run
