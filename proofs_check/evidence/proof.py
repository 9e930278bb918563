"""Proofs: everything that is known about a claim, as items that can be run.

A :class:`Proof` belongs to one claim and collects everything that speaks for or against it:

* *steps*: the lines of the argument, each with its premises, its conclusion, and a check by a method that
  proves; *trusted* steps (a cited textbook theorem) and *argued* steps (words) are counted and shown;
* *refutations*: functions that return an instance which, by the claim's own predicates, meets every
  assumption and fails the conclusion;
* *checks*: numerical evidence, which supports but never proves;
* *controls*: for each assumption an instance without it on which the conclusion fails, or the finding
  that it is not needed;
* *examples*: instances that meet every assumption and the conclusion, so that the claim is not about nothing;
* *near misses*: for each part of the conclusion an instance and a wrong value, of which the part must say no.
"""

from __future__ import annotations

import inspect
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from proofs_check.evidence import judgement
from proofs_check.evidence.law import decide, unchecked
from proofs_check.evidence.lemmas import circle
from proofs_check.evidence.objections import is_text, objection
from proofs_check.evidence.records import (
    LEMMA,
    METHODS,
    PROVING_METHODS,
    UNCHECKED,
    At,
    Check,
    Evidence,
    Item,
    Result,
    Role,
    Settings,
)
from proofs_check.evidence.tried import FalseThereError, tried
from proofs_check.recording import record, recording
from proofs_check.support.draws import draw
from proofs_check.support.staying import staying
from theory.claim import Claim, Verdict, claims, load_modules
from theory.numbers import Truth, no_floats

AS_ALWAYS = Settings()  # all that a step may see of the settings: what proves does not depend on preset and seed
NO_CHECK = "there is no check"


@dataclass
class Proof:
    """All that is known about one claim.  Creating one registers it (see :func:`proofs`)."""

    claim_id: str
    items: list[Item] = field(default_factory=list)
    _examples: list[Callable[[], Any]] = field(default_factory=list, repr=False)
    _strategy: Callable[[], Any] | None = field(default=None, repr=False)
    _draws: list[Any] | None = field(default=None, repr=False)

    def __init_subclass__(cls) -> None:
        raise TypeError("a Proof has no variants: one could run its items as it likes")

    def __post_init__(self) -> None:
        if self.claim_id in _PROOFS:
            raise ValueError(f"{self.claim_id!r} has two proofs")
        _PROOFS[self.claim_id] = self

    def _add(self, item: Item) -> None:
        if any(other.name == item.name for other in self.items):
            raise ValueError(f"{self.claim_id}: two items are called {item.name!r}")
        if item.role is Role.STEP and item.method not in PROVING_METHODS:
            raise ValueError(f"{self.claim_id}: a step cannot rest on the method {item.method!r}")
        if item.method not in METHODS and item.role not in UNCHECKED:
            raise ValueError(f"{self.claim_id}: there is no method {item.method!r}")
        texts = (item.name, item.conclusion, item.about, *item.premises)
        if strange := [text for text in texts if not is_text(text)]:
            raise ValueError(f"{self.claim_id}: {ascii(strange[0])[:60]} is no text, of an item")
        known = {other.name for other in self.items}
        if unknown := [p for p in item.premises if p not in known and not p.startswith("assumption:")]:
            raise ValueError(f"{self.claim_id}: {item.name!r} uses {unknown} before it is established")
        for premise in item.premises:
            if premise.startswith("assumption:"):
                self._check_assumption(premise.removeprefix("assumption:"))
        self.items.append(item)

    def drawn(self, strategy: Callable[[], Any]) -> None:
        """Say how instances are drawn (a Hypothesis strategy), to try the conclusion on them, and steps with ``at``.

        Those that do not meet the assumptions are passed over; a conclusion that is certainly false is an error.
        """
        self._strategy = strategy

    def step(
        self, name: str, method: str, conclusion: str, premises: Sequence[str] = (), at: At | None = None
    ) -> Callable[[Check], Check]:
        """Decorate the check of one line of the argument: ``premises`` imply ``conclusion``.

        Premises are names of earlier steps, or ``"assumption:NAME"``.  ``at`` goes from an instance of the claim to
        values of the symbols of the step's formulas, by symbol or name, or to ``None`` where the step is about another
        case.  The formulas are then tried in balls at the examples and at ten instances drawn (:meth:`drawn`) as well:
        one that is certainly false there is an error.
        """
        return self._decorator(Role.STEP, name, method, conclusion, tuple(premises), at=at)

    def check(self, name: str, method: str, conclusion: str) -> Callable[[Check], Check]:
        """Decorate a check that supports the claim without proving it."""
        return self._decorator(Role.CHECK, name, method, conclusion)

    def _decorator(
        self,
        role: Role,
        name: str,
        method: str,
        conclusion: str,
        premises: tuple[str, ...] = (),
        about: str = "",
        at: At | None = None,
    ) -> Callable[[Check], Check]:
        if method == LEMMA:
            raise ValueError(f"{self.claim_id}: {name!r} is no lemma; a claim of the registry is one, by Proof.uses")

        def add(check: Check) -> Check:
            self._add(replace(self._item(name, role, method, conclusion, premises, about, check), at=at))
            return check

        return add

    def _item(
        self,
        name: str,
        role: Role,
        method: str,
        conclusion: str,
        premises: Sequence[str] = (),
        about: str = "",
        check: Check | None = None,
        find: Callable[[], Any] | None = None,
    ) -> Item:
        """An item of this claim; it was written down where its check is defined, or the function that finds for it."""
        source = find or check
        modules = (source.__module__,) if source else ()
        return Item(self.claim_id, name, role, method, conclusion, tuple(premises), about, modules, check)

    def trusted(self, name: str, statement: str, citation: str) -> None:
        """A textbook theorem that the argument uses and nobody checks here."""
        self._add(self._item(name, Role.TRUSTED, "trusted", f"{statement} ({citation})"))

    def argued(self, name: str, conclusion: str, premises: Sequence[str] = ()) -> None:
        """Glue in words that no method checks yet."""
        self._add(self._item(name, Role.ARGUED, "argued", conclusion, premises))

    def uses(self, claim_id: str) -> None:
        """Another claim of the registry as a premise: its own steps are run again, and it must be PROVED."""
        check: Check = lambda lemmas: lemmas.use(claim_id)  # noqa: E731
        self._add(self._item(claim_id, Role.STEP, LEMMA, f"the claim {claim_id}", check=check))

    def repeat(self, other: Proof, *names: str) -> None:
        """Enter these items of another proof, steps and trusted ones alike, which this claim then runs for itself.

        Raises ``ValueError`` for a name that ``other`` does not have, for an item whose premises this proof lacks, and
        for one that judges instances by the other claim: its examples, near misses, controls and counterexamples.
        """
        known = {item.name: item for item in other.items}
        if unknown := set(names) - set(known):
            raise ValueError(f"{other.claim_id} has no items {sorted(unknown)}")
        if bound := [name for name in names if known[name].role not in (Role.STEP, *UNCHECKED)]:
            raise ValueError(f"{other.claim_id}: {bound} are about that claim, and say nothing of another one")
        alike = other.claim.instance is self.claim.instance
        for name in names:
            self._add(replace(known[name], claim=self.claim_id, at=known[name].at if alike else None))

    def refutation(self, name: str, find: Callable[[], Any], method: str = "exact") -> None:
        """An instance that meets every assumption of the claim and fails its conclusion.

        ``find`` returns the instance; the claim's own predicates, not ``find``, decide.
        """
        conclusion = "an instance that meets every assumption and fails the conclusion"
        check: Check = lambda _: judgement.refute(self.claim, judgement.judged(self.claim, find(), method))  # noqa: E731
        self._add(self._item(name, Role.REFUTATION, method, conclusion, check=check, find=find))

    def control(self, assumption: str, find: Callable[[], Any], method: str = "exact") -> None:
        """The claim without ``assumption`` is false: ``find`` returns an instance that meets all the others."""
        self._check_assumption(assumption)
        conclusion = f"without “{assumption}” the conclusion can fail"
        check: Check = lambda _: judgement.control(self.claim, assumption, judgement.judged(self.claim, find(), method))  # noqa: E731
        name = f"without {assumption}"
        self._add(self._item(name, Role.CONTROL, method, conclusion, (), assumption, check, find))

    def not_needed(self, assumption: str, reason: str, method: str = "exact") -> Callable[[Check], Check]:
        """Decorate a check of the finding that the conclusion holds without ``assumption``."""
        self._check_assumption(assumption)
        return self._decorator(Role.CONTROL, f"{assumption} not needed", method, reason, (), assumption)

    def example(self, find: Callable[[], Any], case: str = "", method: str = "exact") -> None:
        """Give an instance at which every assumption and the conclusion are certainly true.

        Without one nobody knows whether the claim is about anything.  ``find`` returns the instance; the claim's own
        predicates decide.  ``case`` tells several examples apart.
        """
        self._examples.append(find)
        name = f"example, {case}" if case else "example"
        conclusion = "an instance that meets every assumption and the conclusion"
        check: Check = lambda _: judgement.example(self.claim, judgement.judged(self.claim, find(), method))  # noqa: E731
        self._add(self._item(name, Role.EXAMPLE, method, conclusion, check=check, find=find))

    def near_miss(self, part: str, find: Callable[[], tuple[Any, Any]], case: str = "", method: str = "exact") -> None:
        """Give an instance and a wrong value of which a part of the conclusion certainly says no.

        ``find`` returns the pair ``(instance, value)``.  On the instance the part must be certainly true of the value
        that the claim asserts, and certainly false of this one: a bound that is attained, a wrong constant, the other
        answer of an equivalence, a second minimiser.  ``case`` tells several near misses of one part apart.
        """
        if part not in [p.name for p in self.claim.parts]:
            raise ValueError(f"the conclusion of {self.claim_id} has no part {part!r}")
        name = f"near miss of “{part}”" + (f", {case}" if case else "")
        conclusion = f"“{part}” is true of what is asserted, and false of a wrong value"

        def check(_: Settings) -> Result:
            instance, value = find()
            judged = judgement.judged(self.claim, instance, method, value)
            return judgement.near_miss(self.claim, part, judged, value)

        self._add(self._item(name, Role.NEAR_MISS, method, conclusion, (), part, check, find))

    def _check_assumption(self, name: str) -> None:
        if name not in [a.name for a in self.claim.assumptions]:
            raise ValueError(f"{self.claim_id} has no assumption {name!r}")

    @property
    def claim(self) -> Claim:
        """The claim that this proof is about."""
        return claims()[self.claim_id]

    def decides(self, instance: Any) -> Truth:
        """What the conclusion says of an instance that meets the assumptions; ``None`` of others, and in doubt.

        A property for :func:`proofs_check.methods.sampled.holds_on`: what is in doubt is no counterexample, and does
        not count as an instance either.
        """
        return self.claim.conclusion(instance).holds if self.claim.applies_to(instance) else None

    def run(self, item: Item, settings: Settings, lemmas: Lemmas | None = None) -> Evidence:
        """Run one item; what a check raises, or returns amiss, becomes evidence of an error, never a silent pass.

        ``lemmas`` has the claims that were decided as premises of other items; without it they are decided now.
        """
        if item.role in UNCHECKED:
            return Evidence(item.stated, Result(True, "not checked", instances=0))
        if item.check is None:
            return _error(item, NO_CHECK, NO_CHECK)
        argument: Lemmas | Settings = AS_ALWAYS if item.proves else settings
        if item.method == LEMMA:
            argument = Lemmas() if lemmas is None else lemmas
        start = time.perf_counter()
        try:
            with recording() as decided, no_floats(item.proves), staying():
                result = _called(item.check, argument)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a check that crashes must turn the run red, whatever it raised: SystemExit too
            seconds = time.perf_counter() - start
            return _error(item, f"{type(error).__name__}: {error}", traceback.format_exc(), seconds)
        seconds = time.perf_counter() - start
        if why := objection(item, result, decided):
            return _error(item, why, why, seconds)
        evidence = Evidence(item.stated, result, tuple(decided), seconds)
        return self._tried(item, evidence) if result.holds is True else evidence

    def _tried(self, item: Item, evidence: Evidence) -> Evidence:
        """What holds, tried on instances of the claim.

        Of a step these are the formulas, where ``at`` puts their symbols; of the first example it is the conclusion, at
        what is drawn.
        """
        at, judges = item.at, self._strategy is not None and item is self._first_example()
        if at is None and not judges:
            return evidence
        start = time.perf_counter()
        try:
            with no_floats(), staying():
                if at is not None:
                    found = tried(evidence.certificate, ((instance, at(instance)) for instance in self._instances()))
                else:
                    found = judgement.concluded_of(self.claim, self._drawn(), item.method)
        except KeyboardInterrupt:
            raise
        except FalseThereError as error:
            return _error(evidence.item, str(error), str(error), evidence.seconds)
        except BaseException as error:
            return _error(evidence.item, f"{type(error).__name__}: {error}", traceback.format_exc(), evidence.seconds)
        return replace(evidence, tried=found, seconds=evidence.seconds + time.perf_counter() - start)

    def _instances(self) -> list[Any]:
        """The examples, and some instances that are drawn: all of them meet the assumptions."""
        return [*(find() for find in self._examples), *self._drawn()]

    def _drawn(self) -> list[Any]:
        """A few instances as the claim draws them (:meth:`drawn`), those that meet the assumptions."""
        if self._draws is None:
            self._draws = draw(self._strategy(), self.claim.applies_to) if self._strategy else []
        return self._draws

    def _first_example(self) -> Item | None:
        return next((item for item in self.items if item.role is Role.EXAMPLE), None)


def _called(check: Callable[..., Result], argument: Lemmas | Settings) -> Result:
    """Run a check, which need not take an argument."""
    return check(argument) if inspect.signature(check).parameters else check()


def _error(item: Item, message: str, error: str, seconds: float = 0.0) -> Evidence:
    return Evidence(item.stated, Result(None, message, instances=0), seconds=seconds, error=error)


def given(found: Any) -> Callable[[], Any]:
    """Return what is at hand, as a function for :meth:`Proof.example`, :meth:`Proof.near_miss` or a control."""
    return lambda: found


_PROOFS: dict[str, Proof] = {}


def proofs() -> Mapping[str, Proof]:
    """All proofs by claim id, in the paper's order; to be read only."""
    load_modules("proofs_check.results")
    return MappingProxyType({claim: _PROOFS[claim] for claim in claims() if claim in _PROOFS})


class Lemmas:
    """Claims as premises of others: each is decided once, its numerical checks aside, however many rest on it.

    It belongs to one run, and there to one process.  Where a lemma is in the run itself, what its checks found counts
    as well (see :func:`~proofs_check.runner.verify`).
    """

    def __init__(self) -> None:
        self._found: dict[str, Result] = {}

    def use(self, claim_id: str) -> Result:
        """Whether a claim is proved.  Raises ``ValueError`` if it rests on itself."""
        if way := circle(claim_id, {claim: proof.items for claim, proof in proofs().items()}):
            raise ValueError(f"its lemmas go in a circle: {' -> '.join(way)}")
        record("lemma", claim=claim_id)
        if claim_id not in self._found:
            self._found[claim_id] = self._decide(proofs()[claim_id])
        return self._found[claim_id]

    def _decide(self, proof: Proof) -> Result:
        evidence = [proof.run(item, AS_ALWAYS, self) for item in proof.items if item.role is not Role.CHECK]
        verdict, message = decide(proof.claim, evidence)
        rests_on = tuple((role, conclusion) for role in UNCHECKED for conclusion in unchecked(evidence, role))
        return Result(verdict is Verdict.PROVED, f"{verdict}: {message}", scope=proof.claim.title, rests_on=rests_on)
