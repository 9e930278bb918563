"""Assumption 2.9 and Theorem 2.10: when the limit h fits the data and is continuous there.

The printed form (false), the repaired one, and the sharp one, which is an equivalence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.assumptions import assumption_2_9, assumption_2_9_printed
from theory.claim import PAPER, Assumption, Claim, Finding, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, subtract
from theory.incidence import incidences, same_location
from theory.mixing import Beta, Mixing
from theory.numbers import Number, conjunction, equal, exact, is_positive, sympify
from theory.optimal import end_density, mixup_optimal_limit


@dataclass(frozen=True)
class TrainedLimit:
    """A dataset and a mixing distribution: what the limit h is a function of."""

    dataset: LabeledDataset
    mixing: Mixing

    def __str__(self) -> str:
        return f"{self.dataset}, λ ~ {self.mixing}"


def symmetrized_density(mixing: Mixing, at: Number) -> sp.Expr:
    """f(lambda) + f(1 - lambda): an unordered pair is drawn in both orders."""
    lam = sp.sympify(at)
    return mixing.density(lam) + mixing.density(1 - lam)


def rays(dataset: LabeledDataset, index: int) -> Iterator[int]:
    """One representative end point for every direction from the data point in which a segment leaves it."""
    points, x = dataset.exact_points, dataset.exact_points[index]
    seen: list[list[Number]] = []
    for j, point in enumerate(points):
        direction = subtract(point, x)
        if not same_location(point, x) and not any(_same_direction(direction, other) for other in seen):
            seen.append(direction)
            yield j


def _same_direction(a: Point, b: Point) -> bool:
    product = dot(a, b)
    return is_positive(product) is True and equal(product * product, dot(a, a) * dot(b, b)) is True


def limit_along_ray(dataset: LabeledDataset, mixing: Mixing, index: int, towards: int) -> list[Number]:
    """The limit of h(z) as z tends to data point ``index`` on the ray towards data point ``towards``.

    z is then met by the segments through x along that ray and by those that end at x, with weights
    p_s p_t (f(lambda) + f(1 - lambda)) / ||s - t||, lambda the weight of s in the limit.
    """
    points, codes, weights = dataset.exact_points, dataset.codes, dataset.exact_weights
    x, ray = points[index], subtract(points[towards], points[index])
    through: list[Number] = [sp.Integer(0)] * dataset.n_classes
    ending: list[Number] = [sp.Integer(0)] * dataset.n_classes
    for i, j, lam in incidences(dataset, x):
        away = subtract(points[i], x)
        if same_location(points[i], points[j]) or not _same_direction(away, ray):
            continue  # every segment along the ray has just one end on it beyond x: count it as i
        offset = subtract(points[i], points[j])
        weight = sympify(weights[i] * weights[j]) / sp.sqrt(sympify(dot(offset, offset)))
        if same_location(points[j], x):
            ending[codes[j]] += weight
        else:
            density = symmetrized_density(mixing, lam)
            through[codes[i]] += weight * density * sympify(lam)
            through[codes[j]] += weight * density * sympify(1 - lam)
    end = end_density(mixing)
    counted = ending if end == sp.oo else [t + end * e for t, e in zip(through, ending, strict=True)]
    total = sp.simplify(sum(counted))
    if equal(total, 0):
        counted, total = ending, sp.simplify(sum(ending))  # only segments that end here: all of x's class
    return [exact(sp.simplify(c / total)) for c in counted]


def fits(instance: TrainedLimit) -> Finding:
    """Whether h gives every data point its own class with probability 1."""
    data = instance.dataset
    limits: Any = mixup_optimal_limit(data, instance.mixing, data.exact_points)
    for index, code in enumerate(data.codes):
        if not equal(limits[index][code], 1):
            return Finding(False, f"h at point {index} is ({', '.join(map(str, limits[index]))})")
    return Finding(True, "h is 1 on the own class of every data point")


def is_continuous_at(instance: TrainedLimit, index: int) -> Finding:
    """Whether h restricted to X_mix is continuous at data point ``index``, where it is the class's unit vector."""
    data, own = instance.dataset, instance.dataset.codes[index]
    if instance.mixing.atoms:
        return Finding(True, "X_mix is finite, so that every function on it is continuous")
    for towards in rays(data, index):
        limit = limit_along_ray(data, instance.mixing, index, towards)
        if not equal(limit[own], 1):
            values = ", ".join(map(str, limit))
            return Finding(False, f"h tends to ({values}) at point {index} from the side of point {towards}")
    return Finding(True, f"h is continuous at point {index}")


def fits_continuously(instance: TrainedLimit) -> Finding:
    """The conclusion of Theorem 2.10: h fits the data and is continuous at every data point."""
    findings = [fits(instance)]
    findings += [is_continuous_at(instance, index) for index in range(instance.dataset.n_points)]
    return _all(findings, "h fits the data and is continuous at every data point")


def _all(findings: Sequence[Finding], otherwise: str) -> Finding:
    holds = conjunction(*(f.holds for f in findings))
    bad = [f.witness for f in findings if f.holds is not True]
    return Finding(holds, bad[0] if bad else otherwise)


def _printed_everywhere(instance: TrainedLimit) -> Finding:
    data = instance.dataset
    found = [assumption_2_9_printed(data, int(c), x) for c, x in zip(data.codes, data.exact_points, strict=True)]
    return _all(found, "holds at every data point")


def _repaired_everywhere(instance: TrainedLimit) -> Finding:
    return _all([assumption_2_9(instance.dataset, i) for i in range(instance.dataset.n_points)], "holds everywhere")


def is_standard(instance: TrainedLimit) -> Finding:
    """Whether P_f has a density that is continuous and positive on the open interval (0, 1)."""
    return Finding(isinstance(instance.mixing, Beta), f"{instance.mixing}")


def continuity_matches(instance: TrainedLimit) -> Finding:
    """Point by point, h is continuous exactly where the sharp criterion says."""
    data = instance.dataset
    unbounded = not instance.mixing.atoms and end_density(instance.mixing) == sp.oo
    for index in range(data.n_points):
        continuous = is_continuous_at(instance, index)
        criterion = unbounded or assumption_2_9(data, index).holds
        if continuous.holds is not criterion:
            return Finding(False, f"point {index}: {continuous.witness}, but the criterion is {criterion}")
    return Finding(True, f"the criterion decides continuity at all {data.n_points} points")


STANDARD = Assumption("standard f", r"$P_f$ has a density continuous and positive on $(0,1)$", is_standard)
PRINTED = Assumption(
    "printed 2.9", r"near every $x \in X_i$ there is no mix of two points outside $X_i$", _printed_everywhere
)
REPAIRED = Assumption(
    "repaired 2.9",
    r"no segment between data points, neither end at $x \in X_i$ and not both in $X_i$, contains $x$",
    _repaired_everywhere,
)

register(
    Claim(
        id="theorem-2.10-printed",
        title="Under Assumption 2.9 the limit fits the data and is continuous there",
        statement=r"If Assumption 2.9 holds at every data point, then $h^i = 1$ on $X_i$ and $h$ is continuous there.",
        source=f"{PAPER}, Theorem 2.10",
        instance=TrainedLimit,
        assumptions=(STANDARD, PRINTED),
        conclusion=fits_continuously,
        expected=Verdict.REFUTED,
        repaired_by="theorem-2.10",
    )
)
register(
    Claim(
        id="theorem-2.10",
        title="Under the repaired Assumption 2.9 the limit fits the data and is continuous there",
        statement=(
            r"If no segment between data points passes through a data point $x \in X_i$ unless it ends at $x$ or lies "
            r"in $X_i$, then $h^i = 1$ on $X_i$ and $h$, as a function on $X_{mix}$, is continuous there."
        ),
        source=f"ours, repairing {PAPER}, Theorem 2.10",
        instance=TrainedLimit,
        assumptions=(STANDARD, REPAIRED),
        conclusion=fits_continuously,
        expected=Verdict.PROVED,
        repairs="theorem-2.10-printed",
    )
)
register(
    Claim(
        id="theorem-2.10-sharp",
        title="Continuity at a data point is equivalent to the repaired Assumption 2.9, or free of charge",
        statement=(
            r"For $f$ bounded at the ends ($\alpha \ge 1$), $h|_{X_{mix}}$ is continuous at $x \in X_i$ iff the "
            r"repaired 2.9 holds at $x$; for $f \to \infty$ at both ends ($\alpha < 1$) it always is."
        ),
        source=f"ours, after {PAPER}, Theorem 2.10",
        instance=TrainedLimit,
        assumptions=(STANDARD,),
        conclusion=continuity_matches,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
