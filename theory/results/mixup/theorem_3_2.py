"""Assumption 3.1 and Theorem 3.2: which class h gives to a mixed point, and whether h is continuous there.

The printed theorem is false in three ways (the range of delta, points off the support, continuity); the
repaired classification takes its place here, a continuity criterion in the next chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.assumptions import (
    assumption_2_9_printed,
    assumption_3_1,
    assumption_3_1_printed,
    delta_in_range,
    in_mixed_support,
    outweighs,
)
from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import dot, same_location, subtract
from theory.incidence import Incidence, incidences
from theory.instances import check_place, make_exact
from theory.mixing import Mixing
from theory.numbers import Exact, Number, conjunction, disjunction, equal, exact, is_undefined, less, sympify
from theory.optimal import mixup_optimal_limit
from theory.optimal.continuity import continuity
from theory.optimal.exact import OFF_X_MIX, credit, segment_weight
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True, eq=False)
class MixedPoint:
    """A place ``x``, the ``label`` of the class i that the theorem is about, and the delta of Assumption 3.1.

    Raises ``ValueError`` for a class that is not there and for an x of another dimension.
    """

    dataset: LabeledDataset
    mixing: Mixing
    label: Any
    x: tuple[Exact, ...]
    delta: Exact = Fraction(1, 2)

    def __post_init__(self) -> None:
        make_exact(self, "x", "delta")
        check_place(self.dataset, self.x)
        if self.label not in self.dataset.classes:
            raise ValueError(
                f"there is no class {self.label!r}; there are {', '.join(map(repr, self.dataset.classes))}"
            )

    @property
    def code(self) -> int:
        """Index of the class."""
        return self.dataset.classes.index(self.label)

    def __str__(self) -> str:
        place = ", ".join(map(str, self.x))
        return f"{self.dataset}, λ ~ {self.mixing}, x = ({place}), i = {self.label}, δ = {self.delta}"


def limit_at(instance: MixedPoint) -> list[Any]:
    """h(x), exactly; NaN off X_mix."""
    return list(mixup_optimal_limit(instance.dataset, instance.mixing, [instance.x])[0])


def gives_class(instance: MixedPoint) -> Finding:
    """h is defined at x and h^i(x) > h^j(x) for every other class j."""
    h = limit_at(instance)
    if any(map(is_undefined, h)):
        return Finding(False, OFF_X_MIX)
    holds = conjunction(*(less(v, h[instance.code]) for j, v in enumerate(h) if j != instance.code))
    return Finding(holds, f"h(x) = ({', '.join(map(str, h))})")


def exceeds(instance: MixedPoint, bound: Number) -> Finding:
    """Whether h^i(x) > ``bound``."""
    h = limit_at(instance)
    if any(map(is_undefined, h)):
        return Finding(False, OFF_X_MIX)
    return Finding(less(bound, h[instance.code]), f"h(x) = ({', '.join(map(str, h))})")


def gives(instance: MixedPoint, label: Any) -> Finding:
    """Whether h gives x the class ``label``."""
    return gives_class(replace(instance, label=label))


exceeds_bound = Conclusion(
    (
        Part("h^i > 1 - delta", exceeds, lambda instance: 1 - instance.delta),
        Part("class i wins", gives, lambda instance: instance.label),
    )
)


def lines(instance: MixedPoint) -> Iterator[list[Incidence]]:
    """The open segments through x, grouped by the line that carries them."""
    points = instance.dataset.exact_points
    groups: list[tuple[list[Number], list[Incidence]]] = []
    for incidence in incidences(instance.dataset, instance.x):
        i, j, lam = incidence
        if same_location(points[i], points[j]) or not (less(0, lam) and less(lam, 1)):
            continue
        direction = subtract(points[i], points[j])
        for other, group in groups:
            if equal(dot(direction, other) ** 2, dot(direction, direction) * dot(other, other)):
                group.append(incidence)
                break
        else:
            groups.append((direction, [incidence]))
    yield from (group for _, group in groups)


def line_mean(instance: MixedPoint, segments: list[Incidence]) -> list[Number]:
    """Weighted mean label of one line's segments: the limit of h(z) as z tends to x along that line.

    Weights p_s p_t f(lambda)/||s - t|| as in Remark 2.4.
    """
    data = instance.dataset
    masses: list[Any] = [sp.Integer(0)] * data.n_classes
    for pair in segments:
        credit(masses, data, pair, _weight(data, instance.mixing, pair))
    total = sum(masses)
    return [exact(sp.simplify(m / total)) for m in masses]


def _weight(data: LabeledDataset, mixing: Mixing, pair: Incidence) -> sp.Expr:
    """What the pair weighs in h, by the atom at lambda where P_f has atoms."""
    if not mixing.atoms:
        return segment_weight(data, mixing, pair)
    i, j, lam = pair
    atom = sum((sympify(m) for value, m in mixing.atoms.items() if equal(value, lam)), sp.Integer(0))
    return sympify(data.exact_weights[i] * data.exact_weights[j]) * atom


def agree(a: list[Number], b: list[Number]) -> bool | None:
    """Whether two label distributions are equal."""
    return conjunction(*(equal(p, q) for p, q in zip(a, b, strict=True)))


def is_continuous(instance: MixedPoint) -> Finding:
    """Whether h on X_mix is continuous at x, decided from h beside x."""
    return continuity(instance.dataset, instance.mixing, instance.x)


def _in_range(instance: MixedPoint) -> Finding:
    return Finding(delta_in_range(instance.delta), f"delta = {instance.delta}")


def _has_density(instance: MixedPoint) -> Finding:
    return Finding(instance.mixing.is_standard, str(instance.mixing))


def _not_a_data_point(instance: MixedPoint) -> Finding:
    here = [k for k, p in enumerate(instance.dataset.exact_points) if same_location(p, instance.x)]
    return Finding(not here, f"data point {here[0]}" if here else "not a data point")


def _full_or_symmetric(instance: MixedPoint) -> Finding:
    law = instance.mixing
    return Finding(disjunction(law.has_full_support, law.is_symmetric), str(law))


def _at(predicate: Callable[..., Finding], *fields: str) -> Callable[[MixedPoint], Finding]:
    """A predicate on (dataset, class, x, ..., mixing) as one on a :class:`MixedPoint`."""

    def on_instance(instance: MixedPoint) -> Finding:
        extra = [getattr(instance, name) for name in fields]
        return predicate(instance.dataset, *extra, mixing=instance.mixing)

    return on_instance


PRINTED_2_9 = Assumption(
    "2.9", r"near $x$ there is no mix of two points outside $X_i$", _at(assumption_2_9_printed, "code", "x")
)
PRINTED_3_1 = Assumption(
    "printed 3.1",
    r"$0 < \delta < \min_j d(X_i, X_j)/2$ and near $x$ no mix of $X_i$ with $X_j$ has $\lambda \le 1 - \delta$",
    _at(assumption_3_1_printed, "code", "x", "delta"),
)
REPAIRED_3_1 = Assumption(
    "repaired 3.1",
    r"$0 < \delta \le 1/2$ and near $x$ no mix of $X_i$ with $X_j$, $j \ne i$, has $\lambda \le 1 - \delta$",
    _at(assumption_3_1, "code", "x", "delta"),
)
DELTA = Assumption("delta in (0, 1/2]", r"$0 < \delta \le 1/2$", _in_range)
OUTWEIGHS = Assumption(
    "3.1",
    r"no mix of $X_i$ with $X_j$, $j \ne i$, at a $\lambda \le 1 - \delta$ of the support of $P_f$ meets $x$",
    _at(outweighs, "code", "x", "delta"),
)
ON_SUPPORT = Assumption("x in X_mix", r"every ball about $x$ has mixed mass", _at(in_mixed_support, "x"))
STANDARD = Assumption("standard f", r"$P_f$ has a density continuous and positive on $(0,1)$", _has_density)
FULL_OR_SYMMETRIC = Assumption("full support or symmetry", "$P_f$ has full support or is symmetric", _full_or_symmetric)
NO_DATA_POINT = Assumption("x is no data point", r"$x \notin X$", _not_a_data_point)
for identifier, title, statement, assumptions, conclusion, repair in (
    (
        "theorem-3.2-delta-printed",
        "Under 2.9 and 3.1, delta compared with a length, h gives x class i",
        r"If 2.9 and 3.1 hold for $(i, x)$ with $0 < \delta < \min_j d(X_i, X_j)/2$, then $h$ gives $x$ class $i$.",
        (STANDARD, PRINTED_2_9, PRINTED_3_1, ON_SUPPORT),
        gives_class,
        "theorem-3.2",
    ),
    (
        "theorem-3.2-off-support-printed",
        "Under 2.9 and 3.1, wherever x is, h gives x class i",
        r"If 2.9 and 3.1 hold for $(i, x)$, then $h$ gives $x$ class $i$, whether or not $x$ is in $X_{mix}$.",
        (STANDARD, PRINTED_2_9, REPAIRED_3_1),
        gives_class,
        "theorem-3.2",
    ),
    (
        "theorem-3.2-continuity-printed",
        "Under 2.9 and 3.1, h is continuous at x",
        r"If 2.9 and 3.1 hold for $(i, x)$ and $x \in X_{mix}$, then $h$ is continuous at $x$.",
        (STANDARD, PRINTED_2_9, REPAIRED_3_1, ON_SUPPORT, NO_DATA_POINT),
        is_continuous,
        "theorem-3.2-continuity",
    ),
):
    register(
        Claim(
            id=identifier,
            title=title,
            statement=statement,
            paper=MIXUP,
            place="Theorem 3.2",
            whole_read=True,
            instance=MixedPoint,
            assumptions=assumptions,
            conclusion=conclusion,
            expected=Verdict.REFUTED,
            repaired_by=repair,
        )
    )

register(
    Claim(
        id="theorem-3.2",
        title="Under 2.9 and the repaired 3.1, a mixed point has h^i > 1 - delta",
        statement=(
            r"Let $P_f$ have full support or be symmetric, $0 < \delta \le 1/2$. If $x \in X_{mix}$, no mix of two "
            r"points outside $X_i$ meets $x$, and mixes of $X_i$ with other classes do with $\lambda > 1 - \delta$ "
            r"only, then $h_\epsilon^i(x) > 1 - \delta \ge 1/2$ for all small $\epsilon$, and so is $h^i(x)$ where the "
            r"limit exists: $h$ gives $x$ class $i$."
        ),
        paper=MIXUP,
        place="Theorem 3.2",
        reading=Reading.OURS,
        instance=MixedPoint,
        assumptions=(FULL_OR_SYMMETRIC, PRINTED_2_9, DELTA, OUTWEIGHS, ON_SUPPORT),
        conclusion=exceeds_bound,
        expected=Verdict.PROVED,
        repairs="theorem-3.2-delta-printed",
        tightness="lower bound",
    )
)
