"""What two proofs share that f is minimax: it is Bayes in an environment, and that one is worst for it."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.evidence import Result
from proofs_check.methods import smt, symbolic


def bayes_coordinate(scope: str) -> Result:
    """One coordinate s: of mass w_s the truth is s, and of W - w_s another class; g loses W |g - f|^2 more than f."""
    w, total, g = sp.symbols("w_s W g_s", positive=True)
    f = w / total

    def loss(x: Any) -> Any:
        return w * (x - 1) ** 2 + (total - w) * x**2

    return symbolic.identities({"one coordinate": (loss(g) - loss(f), total * (g - f) ** 2)}, scope)


def worst_risks_in_order(scope: str) -> Result:
    """Worst risk of f = its risk there <= the risk of g there <= worst risk of g."""
    import z3

    worst_f, at_f, at_g, worst_g = z3.Reals("worst_f at_f at_g worst_g")
    premises = [worst_f == at_f, at_f <= at_g, at_g <= worst_g]
    return smt.universally({"order": (premises, worst_f <= worst_g)}, scope)
