"""A weighted mean of numbers that are at least a bound is: the induction that sums over pairs rest on.

N_i and sum N of Lemma 2.3 are sums over the pairs that reach a ball: each adds its mass m to the total and the share
of class i in m to the part.
"""

from __future__ import annotations

from typing import Any


def mean_above() -> dict[str, tuple[list[Any], Any]]:
    """SMT statements: if every share is >= c, then so is part/total, for every number of pairs.

    Start: no pair, part = total = 0.  Step: one more pair of mass m >= 0.  Invariant: part >= c total.
    """
    import z3

    part, total, mass, share, bound = z3.Reals("part total mass share c")

    def above(p: Any, t: Any) -> Any:
        return z3.And(t >= 0, p >= bound * t)

    zero = z3.RealVal(0)
    return {
        "start": ([], above(zero, zero)),
        "step": ([above(part, total), mass >= 0, share >= bound], above(part + mass * share, total + mass)),
        "quotient": ([above(part, total), total > 0], part / total >= bound),
    }
