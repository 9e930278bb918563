"""Evidence as data: what an item of a proof is, what its check returns, and what is kept once it was run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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


Check = Callable[..., Result]  # of the settings, or of nothing
At = Callable[[Any], Mapping[Any, Any] | None]  # from an instance to values of symbols; None where it is another case


@dataclass(frozen=True)
class Item:
    """One entry of a proof: what it is for, which method runs it, and what it establishes.

    ``claim`` and ``name`` are its key.  ``about`` is the assumption of a control, or the part of the conclusion that a
    near miss is one of.  ``modules`` are where it was written down.  ``at`` gives the symbols of a step their values on
    an instance.
    """

    claim: str
    name: str
    role: Role
    method: str
    conclusion: str
    premises: tuple[str, ...] = ()
    about: str = ""
    modules: tuple[str, ...] = ()
    check: Check | None = field(default=None, compare=False, repr=False)
    at: At | None = field(default=None, compare=False, repr=False)

    @property
    def proves(self) -> bool:
        """Whether it is to establish something, by a method that can: no numerical check."""
        return self.role is not Role.CHECK and self.method in PROVING_METHODS

    @property
    def stated(self) -> Item:
        """The item without its functions: data that can be kept and sent."""
        return replace(self, check=None, at=None)


@dataclass(frozen=True)
class Evidence:
    """An item, as stated, and the result of running it.  ``error`` holds a traceback, or why it is no evidence.

    ``certificate`` has what the methods decided on the way (see :mod:`proofs_check.certificates`).  ``origin`` is
    "unchanged" when it comes from an earlier run, else why it was run.  ``tried`` says how its formulas came out on
    instances, where the step gives its symbols values there.
    """

    item: Item
    result: Result
    certificate: tuple[dict[str, Any], ...] = ()
    seconds: float = 0.0
    error: str | None = None
    origin: str = ""
    tried: str = ""

    @property
    def claim(self) -> str:
        """Id of the claim that it speaks of."""
        return self.item.claim

    @property
    def name(self) -> str:
        """Name of the item."""
        return self.item.name

    @property
    def role(self) -> Role:
        """What it is for."""
        return self.item.role

    @property
    def method(self) -> str:
        """How it was found out."""
        return self.item.method

    @property
    def conclusion(self) -> str:
        """What the item establishes, in words."""
        return self.item.conclusion

    @property
    def premises(self) -> tuple[str, ...]:
        """What the item rests on."""
        return self.item.premises

    @property
    def holds(self) -> Truth:
        """Whether it holds; ``None`` when that is inconclusive."""
        return self.result.holds

    @property
    def message(self) -> str:
        """What was found, in words."""
        return self.result.message

    @property
    def scope(self) -> str:
        """What was covered, in words."""
        return self.result.scope

    @property
    def instances(self) -> int:
        """How many instances met the assumptions."""
        return self.result.instances

    @property
    def witness(self) -> str | None:
        """The instance that decides, if there is one."""
        return self.result.witness

    @property
    def rests_on(self) -> tuple[tuple[Role, str], ...]:
        """The trusted and argued conclusions that stand under a lemma."""
        return self.result.rests_on
