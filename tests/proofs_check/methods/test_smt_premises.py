"""No SMT step is empty: what it concludes does not hold without what it supposes, unless it holds for all reals."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import z3

from proofs_check.evidence import Item, Proof, Role, Settings, proofs
from proofs_check.language import Node, Sequent, parse
from proofs_check.language.printer import formula
from proofs_check.language.to_z3 import constants, translate

SECTION_2 = tuple(f"-2.{n}" for n in (2, 3, 4, 5, 7, 8))
UNIVERSAL = {  # equivalences and inequalities that need no premise
    ("theorem-2.7", "one step up"),
    ("theorem-2.7", "product"),
    ("theorem-2.7-gauss", "product"),
    ("theorem-2.7-long-lines", "event"),
    ("theorem-2.7-long-lines", "small"),
}


def smt_steps() -> list[tuple[Proof, Item]]:
    """Every step of Section 2 that z3 decides."""
    chosen = [p for name, p in proofs().items() if any(f"{part}-" in f"{name}-" for part in SECTION_2)]
    return [(p, item) for p in chosen for item in p.items if item.role is Role.STEP and item.method == "smt"]


def statements(proof: Proof, item: Item) -> dict[str, Sequent]:
    """The statements that an item decided, by name."""
    decided = [entry for entry in proof.run(item, Settings("quick")).certificate or () if entry["kind"] == "smt"]
    return {name: parse(text) for entry in decided for name, text in entry["items"].items()}


def follows(sequent: Sequent, premises: Sequence[Node]) -> bool:
    """Whether the conclusion follows from these premises alone."""
    names, _ = constants(sequent.domain)
    solver = z3.Solver()
    solver.set("timeout", 5000)
    solver.add(*(translate(premise, names) for premise in premises), z3.Not(translate(sequent.conclusion, names)))
    return bool(solver.check() == z3.unsat)


@pytest.mark.parametrize(("proof", "item"), smt_steps(), ids=lambda part: getattr(part, "claim_id", None) or part.name)
def test_a_step_needs_its_premises(proof: Proof, item: Item) -> None:
    parts = statements(proof, item).values()
    assert parts
    assert all(follows(p, p.premises) for p in parts)
    needs_none = all(follows(p, []) for p in parts)
    assert needs_none is ((proof.claim_id, item.name) in UNIVERSAL)


@pytest.mark.parametrize(
    ("claim", "step", "statement", "premise"),
    [
        ("lemma-2.3-continuity", "the sphere is null", "two places", "atom("),
        ("lemma-2.3-continuity", "the sphere is null", "two places", "c != 0"),
        ("lemma-2.3-continuity", "the sphere is null", "two places", "a + b + c != 0"),
        ("lemma-2.3-continuity", "the sphere is null", "a self-pair", "c != 0"),
        ("lemma-2.3-continuity", "N moves little", "one label", "=>"),
        ("lemma-2.3-continuity", "N moves little", "one more pair", "mass <= bound"),
        ("lemma-2.3-continuity", "the quotient", "quotient", "2*b"),
        ("theorem-2.7-phase-boundary", "M rises", "M' > M", "O'"),
        ("theorem-2.7-phase-boundary", "one crossing", "unique", "=>"),
        ("proposition-2.8", "the self-pair of x", "positive", "p > 0"),
    ],
)
def test_without_its_assumption_a_step_fails(claim: str, step: str, statement: str, premise: str) -> None:
    proof = proofs()[claim]
    parts = statements(proof, next(item for item in proof.items if item.name == step))[statement]
    kept = [p for p in parts.premises if premise not in formula(p)]
    assert len(kept) < len(parts.premises)
    assert not follows(parts, kept)
