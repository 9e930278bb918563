"""Mixup as label smoothing on linear models: the same direction, how strong it is, and that alpha does not order it.

Ours, after Theorem 3.5 of the Mixup paper, in the setting of Chidambaram and Ge 2025.  Smoothing puts the mass a on the
other class; a logistic model then wants the margin log((1 - a)/a) at every point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup, max_margin
from theory.linear.enclosure import BITS
from theory.linear.margin import interpolates, is_rational, outputs, rational_matrix, signs
from theory.linear.smoothed import smoothed_slopes
from theory.mixing import Mixing
from theory.numbers import Exact, Truth, ball, exact, is_positive, negate, precision
from theory.results.mixup.theorem_3_5 import ATTAINED_LABELS, EQUAL_MASSES, OFF_CENTRE
from theory.results.mixup.theorem_3_5_constant import balance, balanced_margin, margins_are_the_constant
from theory.results.mixup_literature.liu_2023 import ALPHA_BELOW_BETA, TwoShapes
from theory.results.mixup_literature.papers import CHIDAMBARAM_GE_2025

STRONGEST = Fraction(157, 50)  # no law has a margin below it
PLACE = "label smoothing on linear models"


@dataclass(frozen=True, eq=False)
class SmoothedLinear:
    """Rational data with labels 1 and -1, and the mass 0 < a < 1 that smoothing puts on the other class.

    Raises ``ValueError`` for other labels, points that are not rational, and a mass out of range.
    """

    dataset: LabeledDataset
    off_label: Exact

    def __post_init__(self) -> None:
        signs(self.dataset)
        share = exact(self.off_label)
        if not is_rational(self.dataset) or not isinstance(share, Fraction) or not 0 < share < 1:
            raise ValueError(f"points must be rational, and the mass off the label between 0 and 1, not {share}")
        object.__setattr__(self, "off_label", share)

    @property
    def margin(self) -> flint.arb:
        """log((1 - a)/a)."""
        return (ball(1 - self.off_label) / ball(self.off_label)).log()

    def __str__(self) -> str:
        return f"{self.dataset}, a = {self.off_label}"


def _zero_or_not(values: Sequence[flint.arb]) -> Truth:
    """``False`` if one of the numbers is certainly not 0, else ``None``."""
    return None if all(v.contains(0) for v in values) else False


def _in_range(dataset: LabeledDataset, values: Sequence[Exact]) -> bool:
    """Whether X theta = values has a solution."""
    extended = [[*row, Fraction(v)] for row, v in zip(dataset.exact_points, values, strict=True)]
    return bool(rational_matrix(dataset.exact_points).rank() == rational_matrix(extended).rank())


def minimiser_has_outputs(instance: SmoothedLinear, units: Sequence[Exact]) -> Finding:
    """The minimiser of the smoothed loss in span X has the outputs log((1 - a)/a) times ``units``.

    Certain truth: every point is at its own minimum.  Certain falsehood: no theta has these outputs, or the gradient
    is not 0 there.
    """
    if not _in_range(instance.dataset, units):
        return Finding(False, "no theta has these outputs")
    if tuple(units) == signs(instance.dataset):
        return Finding(True, "every point has the margin that its smoothed label asks for")
    with precision(BITS):
        slopes = smoothed_slopes(instance.dataset, [ball(v) * instance.margin for v in units], ball(instance.off_label))
    return Finding(_zero_or_not(slopes), f"gradient {', '.join(s.str(5) for s in slopes)}")


def minimiser_has_direction(instance: SmoothedLinear, direction: Sequence[Exact] | None) -> Finding:
    """The minimiser in span X is a positive multiple of ``direction``; not certain where no theta has outputs y."""
    y = signs(instance.dataset)
    if direction is None or not _in_range(instance.dataset, y):
        return Finding(None, "the labels cannot be attained, or the classes not separated")
    if exact(instance.off_label) >= Fraction(1, 2):
        return Finding(False, "with a >= 1/2 no margin is positive")
    margins = [s * u for s, u in zip(y, outputs(direction, instance.dataset), strict=True)]
    rows = [list(row) for row in instance.dataset.exact_points]
    in_span = rational_matrix(rows).rank() == rational_matrix([*rows, list(direction)]).rank()
    holds = in_span and margins[0] > 0 and len(set(margins)) == 1
    return Finding(holds, f"the direction has the margins {', '.join(map(str, margins))}")


def max_margin_direction(instance: SmoothedLinear) -> tuple[Fraction, ...] | None:
    """The max-margin solution; ``None`` where the classes cannot be separated."""
    try:
        theta: tuple[Fraction, ...] = max_margin(instance.dataset).theta
    except ValueError:
        return None
    return theta


def max_margin_interpolates(instance: SmoothedLinear) -> Finding:
    """The max-margin solution has one margin at all points."""
    theta = max_margin_direction(instance)
    if theta is None:
        return Finding(False, "the classes cannot be separated")
    return Finding(interpolates(theta, instance.dataset), f"max-margin solution ({', '.join(map(str, theta))})")


def mixup_is_smoothing(instance: LinearMixup, margin: tuple[Fraction, Fraction] | None) -> Finding:
    """Smoothing with a = 1/(1 + e^c) for a c between the two numbers has the minimiser of Mixup.

    Certain truth: all margins of Mixup are one number between them, and every point wants that margin.  Certain
    falsehood: at the minimiser of Mixup the gradient of no such smoothed loss vanishes.
    """
    if margin is None:
        return Finding(None, f"no rigorous integral is known for {instance.mixing}")
    own = margins_are_the_constant(instance)
    if own.holds and tuple(margin) == balanced_margin(instance.mixing):
        return Finding(True, f"{own.witness}; these are what smoothing asks for")
    try:
        with precision(BITS):
            between = ball(margin[0]).union(ball(margin[1]))
            slopes = smoothed_slopes(instance.dataset, instance.enclosure, 1 / (1 + between.exp()))
    except (ValueError, ArithmeticError) as error:
        return Finding(False if own.holds is False else None, str(error))
    return Finding(_zero_or_not(slopes), f"at Mixup's minimiser: gradient {', '.join(s.str(5) for s in slopes)}")


def constant_margin(instance: LinearMixup) -> tuple[Fraction, Fraction] | None:
    """c*(P_f), enclosed; ``None`` for a law without a rigorous integral."""
    try:
        return balanced_margin(instance.mixing)
    except ArithmeticError:  # midpoint Mixup has none
        return Fraction(0), Fraction(0)
    except ValueError:
        return None


def margin_falls(shapes: TwoShapes) -> Finding:
    """c*(beta) <= c*(alpha): with more alpha Mixup smooths more."""
    try:
        first, second = (balanced_margin(law) for law in shapes.laws)
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    holds = True if second[1] <= first[0] else (False if second[0] > first[1] else None)
    return Finding(holds, f"the margin is {float(first[0]):.6f} for alpha, and {float(second[0]):.6f} for beta")


@dataclass(frozen=True)
class OneLaw:
    """A mixing distribution."""

    mixing: Mixing

    def __str__(self) -> str:
        return f"λ ~ {self.mixing}"


def margin_exceeds(instance: OneLaw, c: Exact) -> Finding:
    """A(c) + B(c) < 0, so that the margin c*, where there is one, is above c; for laws with a rigorous integral."""
    with precision(BITS):
        try:
            value = balance(instance.mixing, c)
        except ValueError as error:
            return Finding(None, str(error))
        truth = negate(is_positive(value)) if not value.contains(0) else None
    return Finding(truth, f"A + B = {value.str(6)} at c = {c}")


register(
    Claim(
        id="label-smoothing-direction",
        title="Where max-margin interpolates, label smoothing has its direction, whatever the class masses",
        statement=(
            r"If the max-margin solution interpolates and $0 < a < 1/2$, then the logistic loss with the mass $a$ off "
            r"the label has exactly one minimiser in span $X$: the positive multiple of the max-margin solution with "
            r"outputs $y \log\frac{1-a}{a}$, for all weights. (Mixup keeps that direction for equal masses; where the "
            r"data are linearly independent, for these only, by `theorem-3.5-converse`.)"
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=SmoothedLinear,
        assumptions=(
            Assumption("interpolation", "the max-margin solution interpolates", max_margin_interpolates),
            Assumption("a < 1/2", r"$a < 1/2$", lambda i: Finding(i.off_label < Fraction(1, 2), f"a = {i.off_label}")),
        ),
        conclusion=Conclusion(
            (
                Part("outputs of the minimiser", minimiser_has_outputs, lambda i: signs(i.dataset)),
                Part("direction of the minimiser", minimiser_has_direction, max_margin_direction),
            )
        ),
        expected=Verdict.PROVED,
        tightness="both assumptions are needed",
    )
)
register(
    Claim(
        id="mixup-as-label-smoothing",
        title="For equal masses linear Mixup is label smoothing, of a strength that only P_f decides",
        statement=(
            r"If $X\theta = y$ has a solution, the classes have equal mass and $P_f((0,1) \setminus \{1/2\}) > 0$, "
            r"then the Mixup logistic loss has the minimiser of the loss with labels smoothed by $a = 1/(1+e^{c^*})$, "
            r"$c^*(P_f)$ being the constant margin of Mixup. For Beta$(1,1)$: $a = 2.81\,\%$."
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(ATTAINED_LABELS, EQUAL_MASSES, OFF_CENTRE),
        conclusion=Conclusion((Part("smoothing with this margin", mixup_is_smoothing, constant_margin),)),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
register(
    Claim(
        id="mixup-more-alpha-regularises-more",
        title="More alpha means smaller margins of linear Mixup",
        statement=(
            r"For $\alpha < \beta$ the margin $c^*$ of linear Mixup, equal masses and attainable labels, is at most as "
            r"large under Beta$(\beta,\beta)$ as under Beta$(\alpha,\alpha)$. (As $\kappa$, the shrinkage of labels "
            r"and the floor of the loss would suggest, which all rise with $\alpha$.)"
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=TwoShapes,
        assumptions=(ALPHA_BELOW_BETA,),
        conclusion=margin_falls,
        expected=Verdict.REFUTED,
        repaired_by="mixup-strength",
    )
)
register(
    Claim(
        id="mixup-strength",
        title="No mixing distribution smooths a linear model by more than 4.15 %",
        statement=(
            r"For every $P_f$ on $[0,1]$, $A(c) + B(c) < 0$ at $c = 3.14$; so the margin $c^*$ of linear Mixup, where "
            r"there is one, exceeds $3.14$, and the equivalent label smoothing is $a = 1/(1+e^{c^*}) < 4.15\,\%$."
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=PLACE,
        reading=Reading.OURS,
        instance=OneLaw,
        conclusion=Conclusion((Part("the margin exceeds", margin_exceeds, lambda _: STRONGEST),)),
        expected=Verdict.PROVED,
        repairs="mixup-more-alpha-regularises-more",
        tightness="nearly attained: two atoms at 0.79 and 0.21 have 3.1459",
    )
)
