"""What earlier runs found and need not find again: evidence, kept with the code and the versions that it came from."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proofs_check.evidence import LEMMA, UNCHECKED, Evidence, Item, Result, Role, Settings, proofs
from proofs_check.support.cache import Key, Miss, Store, key, source_files, sources
from proofs_check.support.opened import NOT_FOLLOWED, TICK, aside, digest
from proofs_check.support.sources import OURS, dependencies, distributions, siblings

PACKAGES = ("numpy", "scipy", "sympy", "python-flint", "z3-solver", "hypothesis", "scikit-learn", "mixup-theory")
UNCHANGED = "unchanged"
AFRESH = "all were asked for afresh"
DID_NOT_HOLD = "it did not hold"
DATA = "a data file changed"
UNSEEN = "it rests on what cannot be followed"
EDITED = "a source that was edited during the run"
PROGRAM = "a claim in the program itself, which is no module"
FORGETFUL = "no folder to remember it in"
STARTED = time.time_ns()


@dataclass(frozen=True)
class Memory:
    """Evidence in ``folder/cache``; without a folder nothing is remembered, and ``fresh`` recalls nothing."""

    folder: Path | None = None
    fresh: bool = False
    _keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    # a module counts for many items, and is read for the first of them
    _sources: Callable[[str], dict[str, str]] = field(default_factory=lambda: functools.cache(sources))
    _files: Callable[[str], list[Path]] = field(default_factory=lambda: functools.cache(source_files))

    def recall(self, claim_id: str, item: Item, settings: Settings) -> Evidence | str:
        """The evidence of an item as an earlier run found it, or the reason why it has to be run."""
        if item.role in UNCHECKED:
            return UNCHANGED  # nothing is run for it
        if self.folder is None:
            return AFRESH if self.fresh else FORGETFUL
        with aside():
            wanted = self._key(claim_id, item, settings)
            if self.fresh:
                return AFRESH
            found = Store(self.folder / "cache").get(wanted)
            return found.value if isinstance(found, Miss) else _recalled(found.value)

    def keep(self, evidence: Evidence, settings: Settings, files: Mapping[str, str | None]) -> None:
        """Remember what has just been found, with the data ``files`` that were read for it, and their digests.

        What fails, or decides nothing, is run again next time, and so is what a source gave that was edited since this
        program started: Python may have read it before, or after.
        """
        if self.folder is None or evidence.role in UNCHECKED:
            return
        with aside():
            modules, _ = _code(evidence.claim, evidence.item)
            unseen = [EDITED] if _edited({file for module in modules for file in self._files(module)}) else []
            unseen += [PROGRAM] if "__main__" in _modules(evidence.claim, evidence.item) else []
            value = {"evidence": asdict(evidence), "files": {**files, **dict.fromkeys(unseen, NOT_FOLLOWED)}}
            Store(self.folder / "cache").put(self._key(evidence.claim, evidence.item, settings), value)

    def _key(self, claim_id: str, item: Item, settings: Settings) -> Key:
        """The key from before the run: a source that is edited meanwhile is not the one that ran."""
        place = claim_id, item.name
        if place not in self._keys:
            self._keys[place] = evidence_key(claim_id, item, settings, self._sources)
        return self._keys[place]


def evidence_key(claim_id: str, item: Item, settings: Settings, read: Callable[[str], dict[str, str]] = sources) -> Key:
    """What the evidence of an item depends on.

    Its code is all of ours that its modules, and those of the claim, import; a lemma has that of its own proof.  Of
    a claim from outside it is all of ours, since such a claim may find modules by their names, and all of the
    distribution that the claim comes from, with its data, and its version.
    Only numerical checks depend on the preset and the seed.  ``read`` gives the sources of a module.
    """
    modules, packages = _code(claim_id, item)
    samples = not item.proves
    parameters = {"conclusion": item.conclusion, "premises": list(item.premises)}
    return key(f"{claim_id}/{item.name}", modules, parameters | (asdict(settings) if samples else {}), packages, read)


def _code(claim_id: str, item: Item) -> tuple[set[str], set[str]]:
    """The modules whose sources count for an item, and the distributions whose versions do."""
    named = _modules(claim_id, item) - {"__main__"}
    outside = {name for top in {m.split(".")[0] for m in named} - set(OURS) for name in siblings(top)}
    modules = dependencies(named | outside, {*OURS, *outside}) | (set(OURS) if outside else set())
    return modules, {*PACKAGES, *distributions(named | outside, OURS)}


def _edited(files: Iterable[Path]) -> bool:
    """Whether one of some sources has changed since this program started."""
    return any(file.stat().st_ctime_ns > STARTED - TICK for file in files)


def _modules(claim_id: str, item: Item, above: frozenset[str] = frozenset()) -> set[str]:
    if claim_id in above:  # lemmas in a circle, which are an error when they are run
        return set()
    claim = proofs()[claim_id].claim
    # a check may be defined elsewhere than where its proof is put together
    written = {module for part in proofs()[claim_id].items for module in part.modules}
    modules = {*written, claim.instance.__module__, *(f.__module__ for f in claim.functions)}
    if item.method == LEMMA:
        for part in proofs()[item.name].items:
            modules |= _modules(item.name, part, above | {claim_id})
    return modules - {"builtins"}


def _recalled(value: Any) -> Evidence | str:
    """Evidence as it was stored, if it held and the data files of then are those of now."""
    try:
        evidence = _decode(value["evidence"])
        if NOT_FOLLOWED in value["files"].values():
            return UNSEEN
        if any(digest(name) != kept for name, kept in value["files"].items()):
            return DATA
    except (TypeError, KeyError, ValueError, AttributeError):  # a stored file is input like any other
        return Miss.UNREADABLE.value
    return evidence if evidence.holds is True else DID_NOT_HOLD


def _decode(stored: dict[str, Any]) -> Evidence:
    item, result = stored["item"], stored["result"]
    item |= {"role": Role(item["role"]), "premises": tuple(item["premises"]), "modules": tuple(item["modules"])}
    result["rests_on"] = tuple((Role(role), text) for role, text in result["rests_on"])
    fields = {**stored, "item": Item(**item), "result": Result(**result), "origin": UNCHANGED}
    return Evidence(**{**fields, "certificate": tuple(stored["certificate"])})
