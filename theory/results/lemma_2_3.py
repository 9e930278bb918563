"""Lemma 2.3: the Mixup-optimal constant in a ball, its printed symmetric form, its continuity, and other losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import sympy as sp

from theory.claim import PAPER, Assumption, Claim, Finding, Verdict, register
from theory.geometry import dot, mix, segment_ball_interval, subtract
from theory.instances import LocalInstance
from theory.numbers import Number, equal, is_positive, less
from theory.optimal import local_masses

Table = Sequence[Sequence[Number]]


def ordered_term(moment_ij: Number, mass_ji: Number, moment_ji: Number) -> Number:
    """What class j contributes to N_i: xi^{ij}_lambda + xi^{ji} - xi^{ji}_lambda."""
    return moment_ij + mass_ji - moment_ji


def above_diagonal(moment_ij: Number) -> Number:
    """The printed contribution of a class j > i to N_i: 2 xi^{ij}_lambda."""
    return 2 * moment_ij


def below_diagonal(mass_ji: Number, moment_ji: Number) -> Number:
    """The printed contribution of a class j < i to N_i: 2 (xi^{ji} - xi^{ji}_lambda)."""
    return 2 * (mass_ji - moment_ji)


def collected_masses(mass: Table, moment: Table) -> list[Number]:
    """N_i of the double sum from the tables xi^{ij} and xi^{ij}_lambda (k, k): sum_j of :func:`ordered_term`."""
    k = range(len(mass))
    return [sum((ordered_term(moment[i][j], mass[j][i], moment[j][i]) for j in k), 0 * mass[0][0]) for i in k]


def triangle_masses(mass: Table, moment: Table) -> list[Number]:
    """N_i of the printed, doubled upper triangle: xi^{ii} + sum_{j>i} 2 xi^{ij}_lambda + sum_{j<i} 2 (...)."""
    k = len(mass)
    found = []
    for i in range(k):
        above = [above_diagonal(moment[i][j]) for j in range(i + 1, k)]
        below = [below_diagonal(mass[j][i], moment[j][i]) for j in range(i)]
        found.append(sum([*above, *below], mass[i][i]))
    return found


def pair_loss(mass: Number, moment: Number, log_i: Number, log_j: Number) -> Number:
    """Risk of the pairs of classes (i, j): -(xi_lambda log theta_i + (xi - xi_lambda) log theta_j)."""
    return -(moment * log_i + (mass - moment) * log_j)


def local_risk(masses: Sequence[Number], logs: Sequence[Number]) -> Number:
    """J_mix restricted to the ball at the constant theta: -sum_i N_i log theta_i, ``logs`` being log theta_i."""
    return -sum(n * log for n, log in zip(masses, logs, strict=True))


def minimiser(masses: Sequence[Number]) -> list[Number]:
    """h_eps = N / sum N.  Raises ``ZeroDivisionError`` when the ball has no mixed mass."""
    total = sum(masses[1:], masses[0])
    return [n / total for n in masses]


def class_tables(instance: LocalInstance) -> tuple[list[list[Number]], list[list[Number]]]:
    """The tables xi^{ij} and xi^{ij}_lambda, shape (k, k), pair by pair; laws of atoms are listed atom by atom."""
    data, law = instance.dataset, instance.mixing
    k = data.n_classes
    mass: list[list[Number]] = [[Fraction(0)] * k for _ in range(k)]
    moment: list[list[Number]] = [[Fraction(0)] * k for _ in range(k)]
    for s, t in product(range(data.n_points), repeat=2):
        i, j = data.codes[s], data.codes[t]
        weight = data.exact_weights[s] * data.exact_weights[t]
        a, b = data.exact_points[s], data.exact_points[t]
        if law.atoms:
            inside = {v: m for v, m in law.atoms.items() if sphere_side(instance, mix(a, b, v)) == -1}
            parts = sum(inside.values(), Fraction(0)), sum((v * m for v, m in inside.items()), Fraction(0))
        else:
            interval = segment_ball_interval(a, b, instance.x, instance.epsilon)
            parts = (law.mass(*interval), law.moment(*interval)) if interval else (Fraction(0), Fraction(0))
        mass[i][j] += weight * parts[0]
        moment[i][j] += weight * parts[1]
    return mass, moment


def sphere_side(instance: LocalInstance, z: Sequence[Number]) -> int:
    """-1, 0 or 1 as z lies inside, on or outside the sphere of radius epsilon about x, decided exactly."""
    offset = subtract(z, instance.x)
    square, radius = dot(offset, offset), instance.epsilon * instance.epsilon
    return 0 if equal(square, radius) else (-1 if less(square, radius) else 1)


def _instance_masses(instance: LocalInstance) -> list[Number]:
    return local_masses(instance.dataset, instance.mixing, instance.x, instance.epsilon)


def _positive_mass(instance: LocalInstance) -> Finding:
    total = sum(_instance_masses(instance))
    return Finding(is_positive(total), f"the mixed mass of the ball is {total}")


def _symmetric(instance: LocalInstance) -> Finding:
    return Finding(instance.mixing.is_symmetric, f"P_f = {instance.mixing}")


def _closed_form(instance: LocalInstance) -> Finding:
    """N is what the pairs give, and N/sum N is stationary for the convex problem on the simplex."""
    masses = _instance_masses(instance)
    mass, moment = class_tables(instance)
    total = sum(masses)
    if not is_positive(total):
        return Finding(False, "the ball has no mixed mass: every theta has the risk 0, none is the only minimiser")
    if not all(equal(a, b) for a, b in zip(masses, collected_masses(mass, moment), strict=True)):
        return Finding(False, f"N = {_show(masses)}, but the pairs give {_show(collected_masses(mass, moment))}")
    if instance.mixing.is_symmetric and not _agree(masses, triangle_masses(mass, moment)):
        return Finding(False, f"N = {_show(masses)}, but the triangle gives {_show(triangle_masses(mass, moment))}")
    theta = minimiser(masses)
    stationary = all(equal(n, total * p) and is_positive(-n) is not True for n, p in zip(masses, theta, strict=True))
    return Finding(stationary and bool(equal(sum(theta), Fraction(1))), f"h_eps = {_show(theta)}")


def _agree(a: Sequence[Number], b: Sequence[Number]) -> bool:
    return all(equal(p, q) for p, q in zip(a, b, strict=True))


def _show(values: Sequence[Number]) -> str:
    return f"({', '.join(map(str, values))})"


def _triangle_is_double_sum(instance: LocalInstance) -> Finding:
    tables = class_tables(instance)
    double, triangle = collected_masses(*tables), triangle_masses(*tables)
    text = f"the double sum gives N = {_show(double)}, the doubled triangle {_show(triangle)}"
    return Finding(_agree(double, triangle), text)


POSITIVE_MASS = Assumption("positive mass", r"$B_\epsilon(x)$ has positive mixed mass", _positive_mass)
SYMMETRY = Assumption("symmetry", r"$\lambda$ and $1-\lambda$ have one law", _symmetric)

register(
    Claim(
        id="lemma-2.3",
        title="The Mixup-optimal constant in a ball, in closed form",
        statement=r"In a ball of positive mixed mass the Mixup risk of a constant $\theta$ of the simplex is "
        r"$-\sum_i N_i\log\theta_i$, $N_i=\sum_j(\xi^{ij}_\lambda+\xi^{ji}-\xi^{ji}_\lambda)$; its only minimiser is "
        r"$h_\epsilon=N/\sum_i N_i$, the mean mixed label in the ball. For symmetric $P_f$, "
        r"$N_i=\xi^{ii}+2(\sum_{j>i}\xi^{ij}_\lambda+\sum_{j<i}(\xi^{ji}-\xi^{ji}_\lambda))$.",
        source=f"{PAPER}, Lemma 2.3",
        instance=LocalInstance,
        assumptions=(POSITIVE_MASS,),
        conclusion=_closed_form,
        expected=Verdict.PROVED,
        repairs="lemma-2.3-symmetry-printed",
        tightness="an equality",
    )
)

register(
    Claim(
        id="lemma-2.3-symmetry-printed",
        title="The doubled triangle is the double sum for every mixing distribution",
        statement=r"For every $P_f$ the risk summed over ordered pairs of classes is the upper triangle, doubled.",
        source=f"{PAPER}, Lemma 2.3",
        instance=LocalInstance,
        conclusion=_triangle_is_double_sum,
        expected=Verdict.REFUTED,
        repaired_by="lemma-2.3",
    )
)


def sphere_masses(instance: LocalInstance) -> dict[tuple[Number, ...], list[Number]]:
    """Mixed label masses (k,) of the points of the sphere that carry mass: duplicates, end points and atoms."""
    data, law = instance.dataset, instance.mixing
    found: dict[tuple[Number, ...], list[Number]] = {}
    for s, t in product(range(data.n_points), repeat=2):
        a, b = data.exact_points[s], data.exact_points[t]
        carried: Any = law.atoms or ({Fraction(1): Fraction(1)} if _agree(a, b) else {})
        for v, m in carried.items():
            z = tuple(mix(a, b, v))
            if sphere_side(instance, z) != 0:
                continue
            each = found.setdefault(z, [Fraction(0)] * data.n_classes)
            each[data.codes[s]] += data.exact_weights[s] * data.exact_weights[t] * m * v
            each[data.codes[t]] += data.exact_weights[s] * data.exact_weights[t] * m * (1 - v)
    return found


def one_sided_masses(instance: LocalInstance, direction: Sequence[Number]) -> list[Number]:
    """lim of N(x + r direction) as r falls to 0: the open ball gains the masses of its sphere that lie ahead."""
    limit = _instance_masses(instance)
    for z, masses in sphere_masses(instance).items():
        if is_positive(dot(subtract(z, instance.x), direction)):
            limit = [a + b for a, b in zip(limit, masses, strict=True)]
    return limit


def _continuous(instance: LocalInstance) -> Finding:
    """Decided by the limits along rays; continuous for certain when no sphere point would change the proportions."""
    here = _instance_masses(instance)
    if not is_positive(sum(here)):
        return Finding(False, "h_eps is not defined at x")
    value = minimiser(here)
    spheres = sphere_masses(instance)
    for z in spheres:
        ahead = subtract(z, instance.x)
        limit = minimiser(one_sided_masses(instance, ahead))
        behind = minimiser(one_sided_masses(instance, [-v for v in ahead]))
        if not _agree(limit, value):
            text = f"h_eps = {_show(value)} at x, but tends to {_show(limit)} towards {_show(z)}"
            return Finding(False, f"{text} and to {_show(behind)} from the other side")
    same = all(_agree(minimiser(m), value) for m in spheres.values() if is_positive(sum(m)))
    return Finding(True if same else None, f"{len(spheres)} points of the sphere carry mass")


def _no_data_on_sphere(instance: LocalInstance) -> Finding:
    on = [p for p in instance.dataset.exact_points if sphere_side(instance, p) == 0]
    return Finding(not on, f"on the sphere: {', '.join(map(_show, on)) or 'no data point'}")


def _no_inner_atom(instance: LocalInstance) -> Finding:
    inner = [v for v in instance.mixing.atoms if less(0, v) and less(v, 1)]
    return Finding(not inner, f"atoms in (0, 1): {', '.join(map(str, inner)) or 'none'}")


register(
    Claim(
        id="lemma-2.3-continuity-printed",
        title="The Mixup-optimal constant is continuous in the centre of the ball, at every radius",
        statement=r"For every $\epsilon>0$ the map $x\mapsto h_\epsilon(x)$ is continuous where it is defined.",
        source=f"{PAPER}, Lemma 2.3",
        instance=LocalInstance,
        assumptions=(POSITIVE_MASS,),
        conclusion=_continuous,
        expected=Verdict.REFUTED,
        repaired_by="lemma-2.3-continuity",
    )
)

register(
    Claim(
        id="lemma-2.3-continuity",
        title="The Mixup-optimal constant is continuous unless mass sits on the sphere",
        statement=r"$h_\epsilon$ is continuous at $x$ if the ball has positive mixed mass, no data point lies on the "
        r"sphere of radius $\epsilon$ about $x$, and $P_f$ has no atom in $(0,1)$.",
        source="ours, after Lemma 2.3",
        instance=LocalInstance,
        assumptions=(
            POSITIVE_MASS,
            Assumption("sphere", r"no data point is at distance $\epsilon$ from $x$", _no_data_on_sphere),
            Assumption("no atom", r"$P_f$ has no atom in $(0,1)$", _no_inner_atom),
        ),
        conclusion=_continuous,
        expected=Verdict.PROVED,
        repairs="lemma-2.3-continuity-printed",
        tightness="sufficient; each assumption is needed",
    )
)


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


def _only_minimiser(loss: LossInstance) -> Finding:
    """Falsified by a risk that is infinite throughout, and by any of three probes half-way to another theta.

    The probes are the barycentre and two corners.  Otherwise not certain.
    """
    masses = _instance_masses(loss.local)
    if not is_positive(sum(masses)):
        return Finding(False, "h_eps is not defined")
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
        if _agree(theta, h):
            continue
        excess = excess_loss(loss, keep, theta)
        if is_positive(excess) is False:
            return Finding(False, f"theta = {_show(theta)} is no worse than h_eps = {_show(h)}: excess {excess}")
    return Finding(None, f"no probe does as well as h_eps = {_show(h)}")


def _strict(loss: LossInstance) -> Finding:
    u = sp.Symbol("u", positive=True)  # u/(1 + u) runs through (0, 1)
    curvature = sp.factor(sp.simplify(sp.diff(loss.generator, loss.symbol, 2).subs(loss.symbol, u / (1 + u))))
    return Finding(is_positive(curvature), f"g''(u/(1 + u)) = {curvature}")


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
        source="ours, after Lemma 2.3",
        instance=LossInstance,
        assumptions=(
            Assumption("positive mass", POSITIVE_MASS.statement, lambda loss: _positive_mass(loss.local)),
            Assumption("strictly proper", r"$g''>0$ on $(0,1)$", _strict),
            Assumption("finite", r"$g$ has finite limits at $0$ and $1$", _finite_at_ends),
        ),
        conclusion=_only_minimiser,
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
