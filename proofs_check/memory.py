"""What earlier runs found and need not find again: evidence, kept with the code and the versions that it came from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from proofs_check.evidence import LEMMA, PROVING_METHODS, UNCHECKED, Evidence, Item, Role, Settings, proofs
from proofs_check.support.cache import Hit, Key, Miss, Store, dependencies, key

PACKAGES = ("numpy", "scipy", "sympy", "python-flint", "z3-solver", "hypothesis", "scikit-learn", "mixup-theory")
UNCHANGED = "unchanged"
AFRESH = "all were asked for afresh"
DID_NOT_HOLD = "it did not hold"
FORGETFUL = "no folder to remember it in"


@dataclass(frozen=True)
class Memory:
    """Evidence in ``folder/cache``; without a folder nothing is remembered, and ``fresh`` recalls nothing."""

    folder: Path | None = None
    fresh: bool = False

    def recall(self, claim_id: str, item: Item, settings: Settings) -> Evidence | str:
        """The evidence of an item as an earlier run found it, or the reason why it has to be run."""
        if item.role in UNCHECKED:
            return UNCHANGED  # nothing is run for it
        if self.folder is None or self.fresh:
            return AFRESH if self.fresh else FORGETFUL
        found = Store(self.folder / "cache").get(evidence_key(claim_id, item, settings))
        if isinstance(found, Miss):
            return found.value
        assert isinstance(found, Hit)
        return _decode(found.value) if found.value["holds"] is True else DID_NOT_HOLD

    def keep(self, evidence: Evidence, settings: Settings) -> None:
        """Remember what has just been found.  What fails, or decides nothing, is run again next time."""
        if self.folder is not None and evidence.role not in UNCHECKED:
            item = next(i for i in proofs()[evidence.claim].items if i.name == evidence.name)
            Store(self.folder / "cache").put(evidence_key(evidence.claim, item, settings), asdict(evidence))


def evidence_key(claim_id: str, item: Item, settings: Settings) -> Key:
    """What the evidence of an item depends on.

    Its code is all of ours that its modules, and those of the claim, import; a lemma has that of its own proof.
    Only methods that sample depend on the preset and the seed.
    """
    modules = dependencies(_modules(claim_id, item), _packages(claim_id, item))
    samples = item.method not in PROVING_METHODS
    parameters = {"conclusion": item.conclusion, "premises": list(item.premises)}
    return key(f"{claim_id}/{item.name}", sorted(modules), parameters | (asdict(settings) if samples else {}), PACKAGES)


def _modules(claim_id: str, item: Item) -> set[str]:
    claim = proofs()[claim_id].claim
    modules = {*item.modules, claim.instance.__module__, *(f.__module__ for f in claim.functions)}
    if item.method == LEMMA:
        for part in proofs()[item.name].items:
            modules |= _modules(item.name, part)
    return {module for module in modules if module not in ("builtins", "__main__")}


def _packages(claim_id: str, item: Item) -> set[str]:
    """Ours, and that of a claim from outside."""
    return {"theory", "proofs_check", *(module.split(".")[0] for module in _modules(claim_id, item))}


def _decode(stored: dict[str, Any]) -> Evidence:
    fields = {**stored, "role": Role(stored["role"]), "origin": UNCHANGED}
    for name in ("premises", "certificate"):
        fields[name] = tuple(stored[name])
    fields["rests_on"] = tuple((Role(role), text) for role, text in stored["rests_on"])
    return Evidence(**fields)
