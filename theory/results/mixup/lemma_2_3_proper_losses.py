"""Lemma 2.3 for other losses: every strictly proper one has the same Mixup-optimal constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import LocalInstance
from theory.numbers import Number, is_positive
from theory.results.mixup.lemma_2_3 import (
    POSITIVE_MASS,
    agree,
    class_tables,
    instance_masses,
    minimiser,
    positive_mass,
    show,
)
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True, eq=False)
class LossInstance:
    """A ball, and the Bregman loss D(y, theta) = sum_i g(y_i) - g(theta_i) - g'(theta_i)(y_i - theta_i) in it.

    ``generator`` is g as a SymPy expression in ``symbol``, on (0, 1); at 0 and 1 it takes its limits.
    """

    local: LocalInstance
    generator: sp.Expr
    symbol: sp.Symbol

    def __str__(self) -> str:
        return f"{self.local}, g({self.symbol}) = {self.generator}"


def bregman(g_y: Number, g_theta: Number, slope: Number, y: Number, theta: Number) -> Number:
    """One coordinate of the Bregman loss: g(y) - g(theta) - g'(theta) (y - theta)."""
    return g_y - g_theta - slope * (y - theta)


def excess_loss(loss: LossInstance, masses: Sequence[Number], theta: Sequence[Number]) -> sp.Expr:
    """Expected loss in the ball at theta less that at h = N/sum N; interior theta (0 < theta_i < 1) and h_i > 0.

    The loss is affine in the label up to a term without theta, so that N and sum N determine the difference.
    """
    n_s = [sp.sympify(n) for n in masses]
    total, t = sp.Add(*n_s), loss.symbol
    slope = sp.diff(loss.generator, t)

    def risk(point: Sequence[Number]) -> sp.Expr:
        parts = [
            -total * loss.generator.subs(t, p) - slope.subs(t, p) * (n - total * p)
            for n, p in zip(n_s, map(sp.sympify, point), strict=True)
        ]
        return sp.Add(*parts)

    return risk(theta) - risk(minimiser(masses))


def _is_quadratic(loss: LossInstance) -> bool:
    """Whether g'' is a positive constant: then theta costs g''/2 |theta - h_eps|^2 for each mass more than h_eps."""
    curvature = sp.simplify(sp.diff(loss.generator, loss.symbol, 2))
    return not curvature.free_symbols and is_positive(curvature) is True


def _own_minimiser(loss: LossInstance) -> list[Number] | None:
    """h_eps, which every such loss shares; ``None`` where it is not defined."""
    masses = instance_masses(loss.local)
    return minimiser(masses) if is_positive(sum(masses)) else None


def _only_minimiser(loss: LossInstance, stated: Sequence[Number] | None) -> Finding:
    """Whether ``stated`` alone minimises.

    Certain for the squared loss.  Falsified besides by a risk that is infinite throughout, by one below that of
    ``stated``, and by any of three probes half-way to another theta: the barycentre and two corners.
    """
    masses = instance_masses(loss.local)
    if stated is None:
        return Finding(False, "h_eps is not defined")
    if _is_quadratic(loss):
        return Finding(agree(list(stated), minimiser(masses)), f"h_eps = {show(minimiser(masses))}")
    if not _finite_at_ends(loss).holds and _bare_labels(loss.local):
        return Finding(False, "a label with a coordinate 0 or 1 costs infinitely much, whatever theta")
    keep = [n for n in masses if is_positive(n)]
    h, k = minimiser(keep), len(keep)
    targets = [
        [Fraction(1, k)] * k,
        [Fraction(int(i == 0)) for i in range(k)],
        [Fraction(int(i == k - 1)) for i in range(k)],
    ]
    for target in targets:
        theta = [(p + q) / 2 for p, q in zip(h, target, strict=True)]
        if agree(theta, h):
            continue
        excess = excess_loss(loss, keep, theta)
        if is_positive(excess) is False:
            return Finding(False, f"theta = {show(theta)} is no worse than h_eps = {show(h)}: excess {excess}")
    return Finding(None, f"no probe does as well as h_eps = {show(h)}")


def _strict(loss: LossInstance) -> Finding:
    u = sp.Symbol("u", positive=True)  # u/(1 + u) runs through (0, 1)
    curvature = sp.factor(sp.simplify(sp.diff(loss.generator, loss.symbol, 2).subs(loss.symbol, u / (1 + u))))
    text = f"g''(u/(1 + u)) = {curvature}"
    if loss.generator.atoms(sp.Function) - loss.generator.atoms(sp.log, sp.exp):  # it may jump, or have a corner
        return Finding(None, f"{text}, which does not tell whether g'' exists on all of (0, 1)")
    return Finding(is_positive(curvature), text)


def _finite_at_ends(loss: LossInstance) -> Finding:
    ends = [sp.limit(loss.generator, loss.symbol, end, side) for end, side in ((0, "+"), (1, "-"))]
    return Finding(all(value.is_finite for value in ends), f"g tends to {ends[0]} at 0 and to {ends[1]} at 1")


def _bare_labels(instance: LocalInstance) -> bool:
    """Whether mixed labels with a coordinate 0 have mass in the ball: some pair of classes is not all classes."""
    mass, _ = class_tables(instance)
    k = range(len(mass))
    return any(is_positive(mass[i][j]) and len({i, j}) < len(mass) for i in k for j in k)


register(
    Claim(
        id="lemma-2.3-proper-losses",
        title="Every strictly proper loss has the same Mixup-optimal constant",
        statement=r"In a ball of positive mixed mass $h_\epsilon$ alone minimises over the simplex the expected "
        r"mixed Bregman loss of every generator $g$ with $g''>0$ on $(0,1)$ and finite limits at $0$ and $1$ (log "
        r"loss: $g(t)=t\log t$; squared loss: $g(t)=t^2$).",
        paper=MIXUP,
        place="Lemma 2.3",
        reading=Reading.OURS,
        instance=LossInstance,
        assumptions=(
            Assumption("positive mass", POSITIVE_MASS.statement, lambda loss: positive_mass(loss.local)),
            Assumption("strictly proper", r"$g''>0$ on $(0,1)$", _strict),
            Assumption("finite", r"$g$ has finite limits at $0$ and $1$", _finite_at_ends),
        ),
        conclusion=Conclusion((Part("only minimiser", _only_minimiser, _own_minimiser),)),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
