"""Weight decay keeps the noisy features H where every point is in a cone about one direction of H, with hard labels.

Ours, stronger than what reviews quote of the theorem of Chidambaram and Ge 2025 on weight decay (|w_H|^2 >= |w|^2/2 for
the minimiser): strictly, and for the iterates of gradient descent as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.instances import make_exact, rational_number
from theory.linear.enclosure import BITS
from theory.linear.loss import ERM, logistic_slope
from theory.linear.margin import is_rational, signs
from theory.linear.recession import flat_direction
from theory.linear.smoothed import enclose_smoothed_minimiser
from theory.numbers import Truth, ball, exact, is_positive, precision
from theory.results.mixup_literature.papers import CHIDAMBARAM_GE_2025

PLACE = "the theorem on weight decay"
HALF = Fraction(1, 2)
Balls = Sequence[flint.arb]


@dataclass(frozen=True, eq=False)
class DecayedModel:
    """Rational data with labels 1 and -1, the columns of L, a direction v of H, label smoothing and weight decay.

    The loss is the logistic one with the mass ``off_label`` off the label, plus (decay/2)|w|^2.  ``steps`` are those of
    stochastic gradient descent from 0: (index of a point, step size).

    Raises ``ValueError`` for other labels and points, columns that there are not, v of another length or 0, no L, a
    mass outside [0, 1), a negative decay or step, and where neither smoothing nor decay gives a minimiser.
    """

    dataset: LabeledDataset
    low: tuple[int, ...]
    direction: tuple[Fraction, ...]
    decay: Fraction = Fraction(0)
    off_label: Fraction = Fraction(0)
    steps: tuple[tuple[int, Fraction], ...] = ()

    def __post_init__(self) -> None:
        signs(self.dataset)
        make_exact(self, "direction", "decay", "off_label", rational=True)
        object.__setattr__(self, "steps", tuple((index, rational_number(size, "a step")) for index, size in self.steps))
        if not is_rational(self.dataset) or not self.low or not set(self.low) <= set(range(self.dataset.dimension)):
            raise ValueError("a model needs rational points and some of their columns for L")
        if len(self.direction) != len(self.high) or not any(self.direction):
            raise ValueError(f"v needs {len(self.high)} coordinates that are not all 0")
        if not 0 <= self.off_label < 1 or self.decay < 0 or not (self.decay or self.off_label or self.steps):
            raise ValueError("there must be a decay, a mass off the label below 1, or steps")
        if any(size <= 0 or not 0 <= index < self.dataset.n_points for index, size in self.steps):
            raise ValueError("a step needs a point and a positive size")

    @property
    def high(self) -> tuple[int, ...]:
        """The columns of H."""
        return tuple(c for c in range(self.dataset.dimension) if c not in self.low)

    def slope(self, index: int, weights: Balls) -> flint.arb:
        """The derivative of the loss of a point in its output."""
        y, x = signs(self.dataset)[index], self.dataset.exact_points[index]
        output = sum((ball(v) * w for v, w in zip(x, weights, strict=True)), flint.arb(0))
        slope: flint.arb = logistic_slope(output, y * (1 - 2 * ball(self.off_label)))
        return slope

    @cached_property
    def minimiser(self) -> tuple[flint.arb, ...]:
        """The minimiser, one ball a coordinate; ``ArithmeticError`` where it is not certified."""
        return enclose_smoothed_minimiser(self.dataset, self.off_label, self.decay)

    @cached_property
    def iterate(self) -> tuple[flint.arb, ...]:
        """Where the steps end."""
        with precision(BITS):
            w = [flint.arb(0) for _ in range(self.dataset.dimension)]
            for index, size in self.steps:
                slope, x = self.slope(index, w), self.dataset.exact_points[index]
                kept = ball(1 - size * self.decay)
                w = [kept * v - ball(size) * slope * ball(a) for v, a in zip(w, x, strict=True)]
            return tuple(w)

    def __str__(self) -> str:
        how = [f"L = columns {', '.join(map(str, self.low))}", f"v = ({', '.join(map(str, self.direction))})"]
        how += [f"decay {self.decay}", f"{self.off_label} off the label"]
        how += [f"steps {', '.join(f'{size} at point {i}' for i, size in self.steps)}"] if self.steps else []
        return f"{self.dataset}, {', '.join(how)}"


def share_exceeds(model: DecayedModel, weights: Balls, share: Fraction) -> Finding:
    """|w_H|^2 > share |w|^2; squares are products, as the library's own power has no enclosure about 0."""
    with precision(BITS):
        high, low = (sum((weights[c] * weights[c] for c in group), flint.arb(0)) for group in (model.high, model.low))
        truth: Truth = is_positive(high - ball(share) * (high + low))
        shown = f"w = ({', '.join(w.str(6, radius=False) for w in weights)})"
    return Finding(truth, shown)


def minimiser_share(model: DecayedModel, share: Fraction) -> Finding:
    """The minimiser has |w_H|^2 > share |w|^2; certainly not where the loss falls for ever, for want of both of these.

    Without decay and smoothing that is so where some w has no negative margin and one that is positive.
    """
    if not model.decay and not model.off_label and flat_direction(model.dataset, ERM) is not None:
        return Finding(False, "there is no minimiser: the loss falls for ever along a ray")
    try:
        return share_exceeds(model, model.minimiser, share)
    except ArithmeticError as error:
        return Finding(None, str(error))


def iterate_share(model: DecayedModel, share: Fraction) -> Finding:
    """The last iterate has |w_H|^2 > share |w|^2; certainly not where there is none but 0."""
    return share_exceeds(model, model.iterate, share) if model.steps else Finding(False, "w = 0")


def in_cone(model: DecayedModel) -> Finding:
    """y v . x_H > |v||x_L| for every point, by squares and the sign."""
    v2 = sum((v * v for v in model.direction), start=Fraction(0))
    for i, (x, y) in enumerate(zip(model.dataset.exact_points, signs(model.dataset), strict=True)):
        along = y * dot(model.direction, [x[c] for c in model.high])
        if not (along > 0 and along**2 > v2 * sum((x[c] ** 2 for c in model.low), start=Fraction(0))):
            return Finding(False, f"point {i} is outside")
    return Finding(True, "all points are inside")


def small_steps(model: DecayedModel) -> Finding:
    """eta c <= 1 for every step."""
    largest = max((size for _, size in model.steps), default=Fraction(0))
    return Finding(largest * model.decay <= 1, f"eta c is at most {largest * model.decay}")


def has_decay(model: DecayedModel) -> Finding:
    """The weights decay."""
    return Finding(model.decay > 0, f"c = {model.decay}")


CONE = Assumption("cone", r"$y\,v \cdot x_H > |v||x_L|$ for every point", in_cone)
HARD = Assumption(
    "hard labels", "labels are not smoothed", lambda m: Finding(exact(m.off_label) == 0, f"a = {m.off_label}")
)

register(
    Claim(
        id="chidambaram-ge-2025-weight-decay",
        title="With weight decay and hard labels the minimiser has more than half of its square in the noisy features",
        statement=(
            r"Let $y\,v\cdot x_H > |v||x_L|$ at every point for one $v$. The logistic loss with hard labels and "
            r"$\frac c2|w|^2$, $c > 0$, has its minimiser at a $w$ with $|w_H|^2 > \frac12|w|^2$. With smoothed labels "
            r"the same data can have $w_H = 0$."
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=DecayedModel,
        assumptions=(CONE, HARD, Assumption("decay", r"$c > 0$", has_decay)),
        conclusion=Conclusion((Part("share of H exceeds", minimiser_share, lambda _: HALF),)),
        expected=Verdict.PROVED,
        tightness="strict; shares come near 1/2 at the boundary of the cone",
    )
)
register(
    Claim(
        id="chidambaram-ge-2025-descent",
        title="So has every iterate of stochastic gradient descent from 0",
        statement=(
            r"Let $y\,v\cdot x_H > |v||x_L|$ at every point for one $v$, labels be hard, and $c \ge 0$. Every iterate "
            r"of stochastic gradient descent from $0$, after its first step, has $|w_H|^2 > \frac12|w|^2$, for step "
            r"sizes $\eta c \le 1$ and every order of the points."
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=DecayedModel,
        assumptions=(
            CONE,
            HARD,
            Assumption("eta c <= 1", r"$\eta c \le 1$", small_steps),
            Assumption("a step", "one step is taken", lambda m: Finding(bool(m.steps), f"{len(m.steps)} steps")),
        ),
        conclusion=Conclusion((Part("share of H exceeds", iterate_share, lambda _: HALF),)),
        expected=Verdict.PROVED,
        tightness="strict; all assumptions are needed",
    )
)
