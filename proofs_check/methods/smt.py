"""SMT (z3): an inequality holds for all reals because its negation is unsatisfiable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from proofs_check.evidence import Result
from proofs_check.methods import need, need_exact
from proofs_check.recording import record
from proofs_check.support.words import counted
from theory.numbers import conjunction

# What z3 may spend on one question, in its own unit of work, which is the same on every machine: 200 times what the
# hardest question of ours needs.  The clock (ms) is an outer guard for a machine that hangs.  Either leaves doubt.
RESOURCES = 10_000_000
GUARD_MS = 600_000


Statement: TypeAlias = tuple[Sequence[Any], Any]  # premises, conclusion


def universally(statements: Mapping[str, Statement], scope: str, message: str = "") -> Result:
    """For every named ``(premises, conclusion)`` of z3 formulas: premises imply the conclusion over the reals.

    The premises must be satisfiable, so that no statement holds for want of instances.  What z3 cannot tell with
    its ``RESOURCES`` is undecided.
    """
    import z3

    from proofs_check.language.from_z3 import sequent

    need(statements, "statements")
    need_exact(formula for premises, conclusion in statements.values() for formula in (*premises, conclusion))
    truths: dict[str, bool | None] = {}
    notes: list[str] = []
    for name, (premises, conclusion) in statements.items():
        solver = _knowing(premises)
        if solver.check() != z3.sat:
            truths[name] = None
            notes.append(f"{name}: the premises are not known to be satisfiable")
            continue
        solver.add(z3.Not(conclusion).translate(solver.ctx))
        answer = solver.check()
        truths[name] = True if answer == z3.unsat else (False if answer == z3.sat else None)
        if answer == z3.sat:
            notes.append(f"{name}: fails at {solver.model()}")
        elif answer == z3.unknown:
            notes.append(f"{name}: {solver.reason_unknown()}")
    record("smt", items={name: sequent(*statement) for name, statement in statements.items()})
    found = counted(len(truths), "the negation is unsatisfiable", "negations are unsatisfiable")
    text = "; ".join(notes) or message or found
    return Result(conjunction(*truths.values()), text, scope, len(truths))


def _knowing(premises: Iterable[Any]) -> Any:
    """A solver that knows these premises, and nothing else.

    In a context of its own, since the way that z3 takes depends on the names that its context has met before: the
    same question took 20 ms in one process, and minutes in another that had asked others first.
    """
    import z3

    apart = z3.Context()
    solver = z3.Solver(ctx=apart)
    solver.set("rlimit", RESOURCES)
    solver.set("timeout", GUARD_MS)
    solver.add(*(premise.translate(apart) for premise in premises))
    return solver
