"""Theorem 2.10 at a given resolution eps: a point and what is near it keep their class, for every P_f.

At the data point itself the bound is the best one that depends on eps/d alone (the next chapter); beside it, it is a
modulus of continuity, from which Theorem 2.10 follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances import Form, distance_to_other_class, exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import dot, square_root, subtract
from theory.instances import check_place, make_exact
from theory.mixing import Mixing
from theory.numbers import (
    Exact,
    Number,
    Truth,
    ball,
    equal,
    is_ball,
    is_positive,
    less,
    less_equal,
)
from theory.numbers import precision as ball_precision
from theory.optimal import local_masses
from theory.results.mixup.paper import MIXUP

HALF = Fraction(1, 2)  # the share that makes a majority
LARGEST_DEGREE = 24  # of the masses as polynomials: exact numbers of more digits cost more than balls
BITS = 256  # of the balls that decide the strict bounds where P_f has no exact masses


@dataclass(frozen=True)
class Resolution:
    """A data point ``index`` seen at resolution ``epsilon``, which becomes exact.  ``ValueError`` for other indices."""

    dataset: LabeledDataset
    mixing: Mixing
    index: int
    epsilon: Number
    self_pairs: bool = True

    def __post_init__(self) -> None:
        self.dataset.check_point(self.index)
        make_exact(self, "epsilon")

    def __str__(self) -> str:
        pairs = "" if self.self_pairs else ", without self-pairs"
        return f"{self.dataset}, λ ~ {self.mixing}, point {self.index}, ε = {self.epsilon}{pairs}"


@dataclass(frozen=True)
class Vicinity:
    """A place ``z`` near the data point ``index``, seen at resolution ``epsilon``; both become exact.

    Raises ``ValueError`` for another index, and for a place of another dimension.
    """

    dataset: LabeledDataset
    mixing: Mixing
    index: int
    z: tuple[Exact, ...]
    epsilon: Exact

    def __post_init__(self) -> None:
        self.dataset.check_point(self.index)
        make_exact(self, "z", "epsilon")
        check_place(self.dataset, self.z, "z")

    @property
    def distance(self) -> Number:
        """||z - x||."""
        offset = subtract(self.z, self.dataset.exact_points[self.index])
        return square_root(dot(offset, offset))

    def __str__(self) -> str:
        place = ", ".join(map(str, self.z))
        return f"{self.dataset}, λ ~ {self.mixing}, point {self.index}, z = ({place}), ε = {self.epsilon}"


def has_exact_masses(dataset: LabeledDataset, mixing: Mixing) -> bool:
    """Whether exact masses are worth while: atoms, or, on a line, polynomials of a small degree."""
    degree = mixing.mass_degree
    return degree == 0 or (degree is not None and dataset.dimension == 1 and degree <= LARGEST_DEGREE)


def masses_at(instance: Resolution | Vicinity) -> list[Number]:
    """N_i of Lemma 2.3 in the ball of the instance."""
    data = instance.dataset
    x = instance.z if isinstance(instance, Vicinity) else data.exact_points[instance.index]
    self_pairs = instance.self_pairs if isinstance(instance, Resolution) else True
    return masses_in_ball(data, instance.mixing, x, instance.epsilon, self_pairs)


def masses_in_ball(
    data: LabeledDataset,
    mixing: Mixing,
    x: Sequence[Number],
    epsilon: Number,
    self_pairs: bool = True,
    pairing: Mapping[tuple[int, int], Number] | None = None,
) -> list[Number]:
    """N_i of Lemma 2.3: exact where P_f allows, enclosed in balls otherwise; an empty ball has none."""
    if not is_positive(epsilon):
        return [Fraction(0)] * data.n_classes
    if has_exact_masses(data, mixing):
        return local_masses(data, mixing, x, epsilon, self_pairs, pairing)
    with ball_precision(BITS):
        return local_masses(data, mixing, x, ball(epsilon), self_pairs, pairing)


Bound = Callable[[Number, Number, Number], Truth]


def loses_less(instance: Resolution, squared: Number) -> Finding:
    """Whether (1 - h_eps^i(x))^2 < ``squared``, as an inequality of masses; with one class alone, h_eps^i(x) = 1."""

    def bound(foreign: Number, total: Number, _: Number) -> Truth:
        (limit,) = _alike(total, squared)
        return less(foreign * foreign, limit * total * total)

    return _foreign_part(instance, bound)


def squared_loss(instance: Resolution) -> Number:
    """(eps/d(x))^2, d(x) being the distance to the nearest other class; 0 where there is none."""
    if instance.dataset.n_classes == 1:
        return Fraction(0)
    square, _ = distance_to_other_class(instance.dataset, instance.index)
    return instance.epsilon * instance.epsilon / square


# h_eps^i(x) > max(1/2, 1 - eps/d(x)); d is a square root, so that losses are compared through their squares
keeps_its_class = Conclusion(
    (
        Part("more than half", loses_less, lambda _: (1 - HALF) ** 2),
        Part("more than 1 - eps/d", loses_less, squared_loss),
    )
)


def leaves_within(instance: Vicinity, reach: Number) -> Finding:
    """Whether h_eps^i(z) >= 1 - ``reach``/d(x): the foreign part times d is at most ``reach`` times the mass."""

    def bound(foreign: Number, total: Number, square: Number) -> Truth:
        distance, allowed = _alike(total, square_root(square), reach)
        return less_equal(foreign * distance, allowed * total)

    return _foreign_part(instance, bound)


# h_eps^i(z) >= 1 - (||z - x|| + eps)/d(x)
stays_near_its_class = Conclusion(
    (Part("at least 1 - reach/d", leaves_within, lambda instance: instance.distance + instance.epsilon),)
)


def _foreign_part(instance: Resolution | Vicinity, bound: Bound) -> Finding:
    """Whether ``bound`` holds of the mass of other classes in the ball, of all mass in it, and of d(x)^2."""
    data, own = instance.dataset, int(instance.dataset.codes[instance.index])
    with ball_precision(BITS):
        masses = masses_at(instance)
        total, foreign = sum(masses), sum(m for code, m in enumerate(masses) if code != own)
        if (reached := is_positive(total)) is not True:
            return Finding(reached, "nothing reaches the ball, or it is not certain that something does")
        text = f"h_eps = {_shown(masses[own] / total)} on the class of the data point"
        if data.n_classes == 1:
            return Finding(equal(foreign, 0), text)
        square, _ = distance_to_other_class(data, instance.index)
        return Finding(bound(foreign, total, square), text)


def _alike(total: Number, *values: Number) -> list[Number]:
    """The values as balls, if the masses are enclosures."""
    return [ball(value) for value in values] if is_ball(total) else list(values)


def _shown(share: Number) -> str:
    return str(share.str(6)) if is_ball(share) else str(share)


def _within_clearance(form: Form) -> Callable[[Resolution], Finding]:
    def predicate(instance: Resolution) -> Finding:
        found = exact_clearance(instance.dataset, instance.index, form)
        if found.squared is None:
            return Finding(True, "no segment threatens the point")
        holds = less_equal(instance.epsilon * instance.epsilon, found.squared)
        return Finding(holds, f"squared clearance {found.squared} by the pair {found.pair}")

    return predicate


def _near(instance: Vicinity) -> Finding:
    found = exact_clearance(instance.dataset, instance.index)
    if found.squared is None:
        return Finding(True, "no segment threatens the point")
    reach = instance.distance + instance.epsilon
    return Finding(less_equal(reach * reach, found.squared), f"squared clearance {found.squared}")


def _positive_epsilon(instance: Resolution | Vicinity) -> Finding:
    return Finding(is_positive(instance.epsilon), f"ε = {instance.epsilon}")


def _has_self_pairs(instance: Resolution) -> Finding:
    return Finding(instance.self_pairs, "self-pairs count" if instance.self_pairs else "self-pairs are left out")


def _ball_has_mass(instance: Vicinity) -> Finding:
    with ball_precision(BITS):
        return Finding(is_positive(sum(masses_at(instance))), "the mixed mass of the ball")


POSITIVE = Assumption("positive resolution", r"$\epsilon > 0$", _positive_epsilon)
QUANTITATIVE = register(
    Claim(
        id="theorem-2.10-quantitative",
        title="A point keeps its class at every resolution up to its clearance",
        statement=(
            r"For every $P_f$ and all weights, if $0 < \epsilon \le$ clearance$(x)$ then "
            r"$h_\epsilon^i(x) > \max(1/2, 1 - \epsilon/d(x))$ with $d(x)$ the distance to the nearest other class."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Resolution,
        assumptions=(
            POSITIVE,
            Assumption("within the clearance", r"$\epsilon \le$ clearance$(x)$", _within_clearance("repaired")),
            Assumption("self-pairs", "a data point may be mixed with itself", _has_self_pairs),
        ),
        conclusion=keeps_its_class,
        expected=Verdict.PROVED,
        tightness="lower bound, the best that depends on eps/d alone (theorem-2.10-quantitative-tight)",
    )
)
register(
    Claim(
        id="theorem-2.10-modulus",
        title="Near a data point h leaves its class no faster than the distance over d",
        statement=(
            r"For every $P_f$ and all weights, if $\|z - x\| + \epsilon \le$ clearance$(x)$ and the ball about $z$ has "
            r"mixed mass, then $h_\epsilon^i(z) \ge 1 - (\|z - x\| + \epsilon)/d(x)$ for $x \in X_i$."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Vicinity,
        assumptions=(
            Assumption("within the clearance", r"$\|z - x\| + \epsilon \le$ clearance$(x)$", _near),
            Assumption("mixed mass", r"the ball about $z$ has positive mixed mass", _ball_has_mass),
        ),
        conclusion=stays_near_its_class,
        expected=Verdict.PROVED,
        tightness="lower bound",
    )
)
