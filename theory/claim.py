"""What a paper states, as data: papers, claims about them, their assumptions, and the registry of all.

A claim says *what* is asserted and about *which instances*; it gives no verdict.  Its assumptions and its
conclusion are predicates on an instance (a dataset with a mixing distribution, a point, an epsilon ...)
that are decided exactly on exact instances and return a :class:`Finding` with a witness.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from types import MappingProxyType
from typing import Any

from theory.numbers import Truth, as_truth

PLUGINS = "mixup_theory.claims"
FIRST_PAPER = "mixup"  # the paper that this program is about; the others follow by their keys
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
LONGEST_ID = 80  # characters; an id is the name of a file too
NUMBER = re.compile(r"\b(?:[A-Z]\.)?\d+(?:\.\d+)*")
UNNUMBERED = ("Section", "Appendix", "Table", "Figure")  # their numbers are not those of statements


class Verdict(StrEnum):
    """What the evidence for a claim amounts to."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    SUPPORTED = "SUPPORTED"
    VACUOUS = "VACUOUS"
    UNDECIDED = "UNDECIDED"
    ERROR = "ERROR"


class Reading(StrEnum):
    """How the text of a statement is known: read, quoted by somebody else, from memory; or it is nobody's but ours."""

    READ = "read"
    QUOTED = "quoted"
    RECALLED = "recalled"
    OURS = "ours"


@dataclass(frozen=True)
class Paper:
    """A paper, or other work, that claims are about.

    ``key`` is what ``--paper`` and the reports call it, with the form of a claim's id.  ``citation`` is short,
    such as ``"Chidambaram et al. 2022"``.  ``identifier`` is ``"arXiv:..."``, ``"doi:..."`` or a URL, empty for what
    has none.  ``version`` says which text is meant, and ``read`` how that text is known.
    """

    key: str
    citation: str
    identifier: str = ""
    version: str = ""
    read: Reading = Reading.READ
    title: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.citation, self.version) if part)

    @property
    def url(self) -> str:
        """Where to find it; empty for what has no identifier.

        >>> Paper("mixup", "Chidambaram et al. 2022", "arXiv:2110.07647").url
        'https://arxiv.org/abs/2110.07647'
        """
        for scheme, place in (("arXiv:", "https://arxiv.org/abs/"), ("doi:", "https://doi.org/")):
            if self.identifier.startswith(scheme):
                return place + self.identifier.removeprefix(scheme)
        return self.identifier


@dataclass(frozen=True)
class Finding:
    """What a predicate says of one instance: certain truth, certain falsehood or doubt, and why.

    Raises ``TypeError`` for an answer that is none of the three.
    """

    holds: Truth
    witness: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "holds", as_truth(self.holds))  # what only counts as true somewhere is no answer


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

    ``statement`` is LaTeX (text with ``$...$``), in our own words.  ``place`` is where in the ``paper`` it stands, or
    where what it is about stands, such as ``"Theorem 2.7"``; ``note`` is added to the source.  ``reading`` says how
    its sentence is known, where that is not as the paper is; ``whole_read`` that all of it was read, each assumption
    included, so that its falsehood is an erratum.  ``conclusion`` is a predicate on an instance; one made of named
    parts is a :class:`Conclusion`.  ``tightness`` says which side is asserted and whether it is known to be tight.
    ``expected`` is what a run is compared with, and never enters the verdict itself.
    """

    id: str
    title: str
    statement: str
    paper: Paper
    instance: type
    conclusion: Predicate
    expected: Verdict
    assumptions: tuple[Assumption, ...] = ()
    place: str = ""
    note: str = ""
    reading: Reading | None = None
    whole_read: bool = False
    repairs: str | None = None
    repaired_by: str | None = None
    tightness: str = ""

    @property
    def read(self) -> Reading:
        """How its sentence is known."""
        return self.reading or self.paper.read

    @property
    def source(self) -> str:
        """Who states it, and where: ``"ours, after Chidambaram et al. 2022, submission version, Theorem 2.7"``."""
        return self._source(", ".join(part for part in (str(self.paper), self.place) if part))

    @property
    def source_in_paper(self) -> str:
        """The source where the paper has been named already: ``"ours, after Theorem 2.7"``."""
        return self._source(self.place)

    def _source(self, where: str) -> str:
        if self.read in (Reading.QUOTED, Reading.RECALLED):
            text = f"a statement after {where or self.paper.citation}, whose text was not read ({self.read})"
        elif self.read is Reading.OURS and self.paper.read is not Reading.OURS:
            text = f"ours, {'repairing' if self.repairs else 'after'} {where}" if self.place else "ours"
        else:
            text = where
        return "; ".join(part for part in (text, self.note) if part)

    @functools.cached_property
    def order(self) -> tuple[object, ...]:
        """What claims sort by: the Mixup paper first, numbers, printed forms before their repairs, the rest last."""
        found = None if self.place.startswith(UNNUMBERED) else NUMBER.search(self.place)
        number = tuple(_part(part) for part in found.group().split(".")) if found else ()
        printed_first = not self.id.endswith("-printed") if found else False
        return (self.paper.key != FIRST_PAPER, self.paper.key, not found, number, printed_first, self.id)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The named parts of the conclusion; none where it is one predicate."""
        return self.conclusion.parts if isinstance(self.conclusion, Conclusion) else ()

    def applies_to(self, instance: Any) -> bool:
        """Whether an instance certainly meets every assumption."""
        return all(assumption.predicate(instance).holds for assumption in self.assumptions)

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """All the functions that say what the claim asserts, and under which assumptions."""
        conclusion = [f for part in self.parts for f in (part.relation, part.asserted)] or [self.conclusion]
        return (*conclusion, *(assumption.predicate for assumption in self.assumptions))


_REGISTRY: dict[str, Claim] = {}


def register(claim: Claim) -> Claim:
    """Enter a claim into the registry and return it.

    Raises ``ValueError`` for an id or a paper's key that is malformed or means something else already, and for a claim
    that calls a statement printed, or read as a whole, whose sentence was not read.
    """
    if problem := _problem(claim):
        raise ValueError(problem)
    _REGISTRY[claim.id] = claim
    return claim


def _problem(claim: Claim) -> str:
    """Why a claim cannot be registered; empty if it can."""
    paper: Any = claim.paper  # whatever a module of somebody else gives
    if wrong := _mistyped(claim):
        return f"claim {claim.id!r} {wrong}"
    if variant := _variant(claim):
        return f"claim {claim.id!r} has a {variant}, a variant of what claims are made of, which may answer as it likes"
    if type(paper) is not Paper:
        return f"claim {claim.id!r} needs a Paper, not {paper!r}"
    for kind, name in (("claim", claim.id), ("paper", paper.key)):
        if not ID.fullmatch(name) or len(name) > LONGEST_ID:
            form = f"lower-case letters and digits in parts joined by '.' or '-', at most {LONGEST_ID} characters"
            return f"{name!r} cannot name a {kind}: it must be {form}"
    if claim.id in _REGISTRY and _REGISTRY[claim.id] != claim:
        return f"two claims are called {claim.id!r}"
    if any(other.paper.key == paper.key and other.paper != paper for other in _REGISTRY.values()):
        return f"two papers are called {paper.key!r}"
    if claim.id.endswith("-printed") and claim.read is not Reading.READ:
        return f"{claim.id!r} cannot be called printed: its sentence was not read, it is {claim.read}"
    if claim.whole_read and claim.read is not Reading.READ:
        return f"{claim.id!r} cannot have been read as a whole: its sentence is {claim.read}"
    return ""


FIELDS: dict[str, tuple[type, ...]] = {  # of exactly which types the fields of a claim are
    **dict.fromkeys(("id", "title", "statement", "place", "note", "tightness"), (str,)),
    **dict.fromkeys(("repairs", "repaired_by"), (str, type(None))),
    "expected": (Verdict,),
    "assumptions": (tuple,),
    "reading": (Reading, type(None)),
    "whole_read": (bool,),
}


def _mistyped(claim: Claim) -> str:
    """What of a claim is not what it should be: a field of another type, or two things by one name; empty if nothing.

    A word that only looks like a verdict is none.
    """
    for name, kinds in FIELDS.items():
        if type(value := getattr(claim, name)) not in kinds:
            return f"has {ascii(value)[:60]}, a {type(value).__name__}, as its {name}: not a {kinds[0].__name__}"
        if isinstance(value, str) and not is_writable(value):
            return f"has {ascii(value)[:60]} as its {name}, which cannot be written"
    instance: object = claim.instance  # whatever a module of somebody else gives
    if not isinstance(instance, type):
        return f"is about {ascii(instance)[:60]}, which is no class"
    for kind, things in (("assumptions", claim.assumptions), ("parts of the conclusion", claim.parts)):
        names = [thing.name for thing in things]
        if strange := [name for name in names if type(name) is not str or not name]:
            return f"has {kind} called {strange[0]!r}, which is no name"
        if twice := [name for name in names if names.count(name) > 1]:
            return f"has two {kind} called {twice[0]!r}"
    return ""


def is_writable(text: str) -> bool:
    """Whether a text can be written: half of a surrogate pair cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


@functools.cache
def _variant(claim: Claim) -> str:
    """The name of a class of somebody else that stands where one of this module should; empty if there is none."""
    pairs: list[tuple[object, type]] = [(claim, Claim), *((a, Assumption) for a in claim.assumptions)]
    if isinstance(claim.conclusion, Conclusion):
        pairs += [(claim.conclusion, Conclusion), *((part, Part) for part in claim.conclusion.parts)]
    return next((type(one).__name__ for one, kind in pairs if type(one) is not kind), "")


@functools.cache  # to look through the folders takes milliseconds, and claims() is asked for thousands of times
def load_modules(package: str) -> None:
    """Import every module below ``package``, at any depth, which registers what they define; once."""
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
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever a module of somebody else raises, be it SystemExit
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise ValueError(f"the claims of {entry.value} cannot be loaded: {what}") from error


def claims() -> Mapping[str, Claim]:
    """All claims by id, paper by paper and each in its paper's order, those of other distributions included.

    To be read only; modules are loaded at the first call.
    """
    load_modules("theory.results")
    load_plugins()
    return MappingProxyType(dict(sorted(_REGISTRY.items(), key=lambda item: item[1].order)))


def papers(registry: Iterable[Claim]) -> dict[str, Paper]:
    """The papers that some claims are about, by key, in the order of the claims."""
    return {claim.paper.key: claim.paper for claim in registry}


def _part(text: str) -> tuple[bool, int]:
    """Part of a number as what sorts: 2.10 after 2.9, the letters of an appendix after all digits."""
    return (True, ord(text)) if text.isalpha() else (False, int(text))
