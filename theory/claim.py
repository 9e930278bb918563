"""What a statement of the paper is, as data: claims, their assumptions, and the registry of both.

A claim says *what* is asserted and about *which instances*; it gives no verdict.  Its assumptions and its
conclusion are predicates on an instance (a dataset with a mixing distribution, a point, an epsilon ...)
that are decided exactly on exact instances and return a :class:`Finding` with a witness.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from typing import Any

from theory.numbers import Truth

PLUGINS = "mixup_theory.claims"
PAPER = "Chidambaram et al. 2022, submission version"


class Verdict(StrEnum):
    """What the evidence for a claim amounts to."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    SUPPORTED = "SUPPORTED"
    VACUOUS = "VACUOUS"
    UNDECIDED = "UNDECIDED"
    ERROR = "ERROR"


@dataclass(frozen=True)
class Finding:
    """What a predicate says of one instance: certain truth, certain falsehood or doubt, and why."""

    holds: Truth
    witness: str = ""


Predicate = Callable[[Any], Finding]


@dataclass(frozen=True)
class Part:
    """One thing that a conclusion asserts: a relation between an instance and the value that is asserted of it.

    Apart from its value, a relation can be tried on other values, of which it must say no (see ``Proof.near_miss``).

    Parameters
    ----------
    name : str
        What is asserted, in a few words.
    relation : callable
        ``relation(instance, value)`` returns the :class:`Finding` whether the value is as it should be.  It must not
        call ``asserted``.
    asserted : callable
        ``asserted(instance)`` is the value that the claim asserts: a bound, a number, a list, a truth.

    Examples
    --------
    >>> root = Part("square root of 2 from above", lambda n, x: Finding(x > 0 and n < x * x), lambda n: 1.5)
    >>> root(2).holds, root.relation(2, 1.4).holds
    (True, False)
    """

    name: str
    relation: Callable[[Any, Any], Finding]
    asserted: Callable[[Any], Any]

    def __call__(self, instance: Any) -> Finding:
        """Whether what the claim asserts is so on this instance."""
        return self.relation(instance, self.asserted(instance))


@dataclass(frozen=True)
class Conclusion:
    """A conclusion in named parts, a predicate like any other: it holds where every part does.

    The parts are tried in their order up to one that is certainly false.
    """

    parts: tuple[Part, ...]

    def __call__(self, instance: Any) -> Finding:
        """The first part that fails, else the first that is in doubt, else what all of them say."""
        found = []
        for part in self.parts:
            found.append(part(instance))
            if found[-1].holds is False:
                return found[-1]
        doubtful = next((finding for finding in found if finding.holds is not True), None)
        said = dict.fromkeys(finding.witness for finding in found if finding.witness)
        return doubtful or Finding(bool(found) or None, "; ".join(said))


@dataclass(frozen=True)
class Assumption:
    """One thing that a claim supposes.  ``predicate`` decides it on an instance of the claim."""

    name: str
    statement: str
    predicate: Predicate


@dataclass(frozen=True)
class Claim:
    """A statement about every instance that meets the assumptions.

    ``statement`` is LaTeX (text with ``$...$``), in our own words.  ``source`` names the statement of the
    paper, or says that the claim is ours.  ``conclusion`` is a predicate on an instance; one made of named parts is a
    :class:`Conclusion`.  ``tightness`` says which side is asserted and whether it is
    known to be tight.  ``expected`` is what a run is compared with, and never enters the verdict itself.
    """

    id: str
    title: str
    statement: str
    source: str
    instance: type
    conclusion: Predicate
    expected: Verdict
    assumptions: tuple[Assumption, ...] = ()
    repairs: str | None = None
    repaired_by: str | None = None
    tightness: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The named parts of the conclusion; none where it is one predicate."""
        return self.conclusion.parts if isinstance(self.conclusion, Conclusion) else ()

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """All the functions that say what the claim asserts, and under which assumptions."""
        conclusion = [f for part in self.parts for f in (part.relation, part.asserted)] or [self.conclusion]
        return (*conclusion, *(assumption.predicate for assumption in self.assumptions))


_REGISTRY: dict[str, Claim] = {}


def register(claim: Claim) -> Claim:
    """Enter a claim into the registry and return it.  A second claim of the same id is a ``ValueError``."""
    if claim.id in _REGISTRY and _REGISTRY[claim.id] != claim:
        raise ValueError(f"two claims are called {claim.id!r}")
    _REGISTRY[claim.id] = claim
    return claim


def load_modules(package: str) -> None:
    """Import every module below ``package``, at any depth, which registers what they define."""
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)


@functools.cache
def load_plugins() -> None:
    """Import the modules that other distributions name in the entry-point group ``mixup_theory.claims``.

    Raises ``ValueError`` for a module that cannot be imported.
    """
    for entry in metadata.entry_points(group=PLUGINS):
        try:
            entry.load()
        except Exception as error:  # whatever a module of somebody else raises
            raise ValueError(f"the claims of {entry.value} cannot be loaded: {error}") from error


def claims() -> dict[str, Claim]:
    """All claims by id, in the paper's order, those of other distributions included."""
    load_modules("theory.results")
    load_plugins()
    return dict(sorted(_REGISTRY.items(), key=lambda item: _paper_order(item[0])))


def _paper_order(claim_id: str) -> tuple[object, ...]:
    """Numbered statements by number, printed forms before their repairs, everything else last."""
    numbers = [part for part in claim_id.split("-") if part.replace(".", "").isdigit() and "." in part]
    if not numbers:
        return (1, (0, 0), False, claim_id)
    return (0, tuple(int(n) for n in numbers[0].split(".")), not claim_id.endswith("-printed"), claim_id)
