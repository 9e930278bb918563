"""Theorem 2.10 at a given resolution eps: a point keeps its class up to its clearance, for every P_f."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import PAPER, Assumption, Claim, Finding, Verdict, register
from theory.clearance import Form, distance_to_other_class, exact_clearance
from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.numbers import Number, conjunction, equal, is_positive, less, less_equal
from theory.optimal import mixup_optimal_exact


@dataclass(frozen=True)
class Resolution:
    """A data point ``index`` seen at resolution ``epsilon``."""

    dataset: LabeledDataset
    mixing: Mixing
    index: int
    epsilon: Number

    def __str__(self) -> str:
        return f"{self.dataset}, λ ~ {self.mixing}, point {self.index}, ε = {self.epsilon}"


def keeps_its_class(instance: Resolution) -> Finding:
    """h_eps^i(x) > max(1/2, 1 - eps/d(x)), compared through squares since d is a square root."""
    data, own = instance.dataset, int(instance.dataset.codes[instance.index])
    values = mixup_optimal_exact(data, instance.mixing, data.exact_points[instance.index], instance.epsilon)
    if values is None:
        return Finding(False, "nothing reaches the ball: h_eps is not defined")
    h = values[own]
    text = f"h_eps = {h} on its own class"
    if data.n_classes == 1:
        return Finding(equal(h, 1), text)
    square, _ = distance_to_other_class(data, instance.index)
    missing = 1 - h  # h > 1 - eps/d  <=>  (1 - h)^2 d^2 < eps^2
    above_bound = less(missing * missing * square, instance.epsilon * instance.epsilon)
    return Finding(conjunction(less(Fraction(1, 2), h), above_bound), text)


def _within_clearance(form: Form) -> Callable[[Resolution], Finding]:
    def predicate(instance: Resolution) -> Finding:
        found = exact_clearance(instance.dataset, instance.index, form)
        if found.squared is None:
            return Finding(True, "no segment threatens the point")
        holds = less_equal(instance.epsilon * instance.epsilon, found.squared)
        return Finding(holds, f"squared clearance {found.squared} by the pair {found.pair}")

    return predicate


def _positive_epsilon(instance: Resolution) -> Finding:
    return Finding(is_positive(instance.epsilon), f"ε = {instance.epsilon}")


register(
    Claim(
        id="theorem-2.10-quantitative",
        title="A point keeps its class at every resolution up to its clearance",
        statement=(
            r"For every $P_f$ and all weights, if $0 < \epsilon \le$ clearance$(x)$ then "
            r"$h_\epsilon^i(x) > \max(1/2, 1 - \epsilon/d(x))$ with $d(x)$ the distance to the nearest other class."
        ),
        source=f"ours, after {PAPER}, Theorem 2.10",
        instance=Resolution,
        assumptions=(
            Assumption("positive resolution", r"$\epsilon > 0$", _positive_epsilon),
            Assumption("within the clearance", r"$\epsilon \le$ clearance$(x)$", _within_clearance("repaired")),
        ),
        conclusion=keeps_its_class,
        expected=Verdict.PROVED,
        tightness="lower bound; neither 1/2 nor the constant of eps/d can be improved",
    )
)
