"""Theorem 2.10 beyond the majority clearance: weights and a symmetric P_f that take the point's class to below half."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances import exact_majority_clearance
from theory.clearances.exact import ExactClearance
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, mix, subtract
from theory.instances import make_exact
from theory.mixing import Discrete
from theory.numbers import Exact, Number, conjunction, exact, is_positive, less
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_10_quantitative import HALF
from theory.results.mixup.theorem_2_10_share import Paired, own_share


@dataclass(frozen=True)
class Beyond:
    """A data point ``index`` and a radius; the weights of the dataset do not matter, others will be chosen.

    Raises ``ValueError`` for another index.
    """

    dataset: LabeledDataset
    index: int
    epsilon: Exact

    def __post_init__(self) -> None:
        self.dataset.check_point(self.index)
        make_exact(self, "epsilon")

    @property
    def clearance(self) -> ExactClearance:
        """The majority clearance of the point."""
        return exact_majority_clearance(self.dataset, self.index)

    def is_inside(self, z: Point) -> bool:
        """Whether z lies in the open ball of radius epsilon about the point."""
        offset = subtract(z, self.dataset.exact_points[self.index])
        return less(dot(offset, offset), self.epsilon * self.epsilon) is True

    def __str__(self) -> str:
        return f"{self.dataset}, point {self.index}, ε = {self.epsilon}"


def light_weight(own: Number) -> Number:
    """The weight of all points but the heavy ones, where a mix in the ball has the share ``own`` < 1/2: (1 - 2 own)/16.

    Pairs with a light end then weigh at most an eighth of 1 - 2 own, and the heavy mixes about a quarter.
    """
    return (1 - 2 * own) / 16


def outer_atom(instance: Beyond, u: int, v: int, mixing: Exact) -> Exact:
    """A lambda whose mix of u and v is in the ball and that of 1 - lambda is not, for v outside, nearer to x than u.

    From ``mixing``, below 1/2, whose mix is in the ball, towards the sphere on v's side, by halving.  Another
    ``mixing`` is returned as it is.
    """
    points = instance.dataset.exact_points
    outside, inside = Fraction(0), exact(mixing)
    while less(inside, HALF) and all(instance.is_inside(mix(points[u], points[v], m)) for m in (inside, 1 - inside)):
        middle = (outside + inside) / 2
        if instance.is_inside(mix(points[u], points[v], middle)):
            inside = middle
        else:
            outside = middle
    return inside


def extremal(instance: Beyond) -> Paired:
    """The same points with other weights, and a symmetric P_f of at most two atoms.

    Nearly all weight is on a point of another class in the ball; if there is none, on the two ends of the segment that
    attains the clearance, with an atom whose mix is in the ball, and for an end in X_i the mirror image outside.

    >>> line = LabeledDataset([[-3], [0], [1]], [1, 1, 2])
    >>> print(extremal(Beyond(line, 1, Fraction(1, 2))))  # doctest: +NORMALIZE_WHITESPACE
    X_1 = {-3, 0}, X_2 = {1}, weights (31/64, 1/32, 31/64), λ ~ Discrete({1/4: 1/2, 3/4: 1/2}), point 1, ε = 1/2
    """
    data, codes = instance.dataset, instance.dataset.codes
    own_class = codes[instance.index]
    found = instance.clearance
    near = [int(v) for v in np.flatnonzero(codes != own_class) if instance.is_inside(data.exact_points[v])]
    heavy = [near[0]] if near else list(dict.fromkeys(found.pair))
    atom, own = HALF, Fraction(0)
    if not near:
        u, v = found.pair
        atom = exact(found.mixing)
        if codes[v] == own_class:
            u, v, atom = v, u, 1 - atom
        if codes[u] == own_class:
            own = atom = outer_atom(instance, u, v, atom)
    light = light_weight(own)
    others = data.n_points - len(heavy)
    weights = [(1 - light) / len(heavy) if i in heavy else light / others for i in range(data.n_points)]
    law = Discrete({HALF: 1}) if atom == HALF else Discrete({atom: HALF, 1 - atom: HALF})
    return Paired(LabeledDataset(data.exact_points, data.labels, weights), law, instance.index, instance.epsilon)


def _falls_below(instance: Beyond, bound: Number) -> Finding:
    """Whether h_eps^i(x) < ``bound`` for the extremal weights and P_f, which are as they are said to be."""
    if instance.dataset.n_classes == 1:
        return Finding(False, "one class alone keeps every point")
    seen = extremal(instance)
    found = own_share(seen, bound, attained=True)
    stated = seen.mixing.is_symmetric and len(seen.mixing.atoms) <= 2 and seen.pairing is None
    below = None if found.holds is None else not found.holds
    return Finding(conjunction(stated, below, is_positive(sum(seen.masses()))), f"{seen}: {found.witness}")


def _is_beyond(instance: Beyond) -> Finding:
    square = instance.clearance.squared
    if square is None:
        return Finding(False, "one class alone has no bound")
    holds = conjunction(is_positive(instance.epsilon), less(square, instance.epsilon * instance.epsilon))
    return Finding(holds, f"squared majority clearance {square}")


register(
    Claim(
        id="theorem-2.10-majority-sharp",
        title="At every radius beyond the majority clearance some weights and some P_f take the majority away",
        statement=(
            r"If $\epsilon$ exceeds the majority clearance of $x \in X_i$, then for some positive weights and some "
            r"symmetric $P_f$ of at most two atoms $h_\epsilon^i(x) < 1/2$, self-pairs counting."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Beyond,
        assumptions=(Assumption("beyond the majority clearance", r"$\epsilon >$ majority clearance", _is_beyond),),
        conclusion=Conclusion((Part("less than half", _falls_below, lambda _: HALF),)),
        expected=Verdict.PROVED,
        tightness="with theorem-2.10-majority: the majority clearance is the largest radius of its kind",
    )
)
