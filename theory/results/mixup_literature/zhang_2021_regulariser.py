"""The regulariser of Mixup on a linear head, exactly and with two-sided bounds; and Mixup below label smoothing.

Ours, in place of a second-order expansion for generalised linear models that we recall from Zhang et al. 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.mixed_outputs import POTENTIALS, MixedOutputs, PotentialSum, mixed
from theory.mixing import Discrete
from theory.numbers import conjunction
from theory.results.mixup_literature.papers import ZHANG_2021

LEMMA = "the lemma on generalised linear models"


def regulariser(instance: MixedOutputs) -> PotentialSum:
    """kappa Cov(y, z) - J."""
    empty = PotentialSum(instance.potential, (), instance.kappa * instance.covariance())
    return empty.plus(instance.convexity(), -1)


def mixup_adds(instance: MixedOutputs, value: PotentialSum) -> Finding:
    """Mixup loss less plain loss is ``value``."""
    added = instance.mixup_loss().plus(instance.plain_loss(), -1)
    return Finding(added.plus(value, -1).is_zero(), f"Mixup adds {added}, to be compared with {value}")


def convexity_bounds(instance: MixedOutputs) -> tuple[Fraction, Fraction]:
    """0 and (B/2) kappa Var(z)."""
    assert instance.bound is not None
    return Fraction(0), instance.bound / 2 * instance.kappa * instance.variance()


def convexity_is_between(instance: MixedOutputs, bounds: tuple[Fraction, Fraction]) -> Finding:
    """J is between the two numbers, ends included."""
    convexity = instance.convexity()
    above, below = convexity.plus_number(-bounds[0]), _negative(convexity).plus_number(bounds[1])
    holds = conjunction(above.is_not_negative(), below.is_not_negative())
    return Finding(holds, f"J = {convexity}, bounds {bounds[0]} and {bounds[1]}")


def _negative(value: PotentialSum) -> PotentialSum:
    return PotentialSum(value.potential, (), Fraction(0)).plus(value, -1)


def outputs_mix(instance: MixedOutputs) -> Finding:
    """The model's output at a mixed point is the mix of its outputs."""
    other = [
        (i, j)
        for i, j, z in instance.at_mix
        if any(z != mixed(lam, instance.outputs[i], instance.outputs[j]) for lam, _ in instance.mixing.masses)
    ]
    return Finding(not other, f"another output between the points {other[0]}" if other else "as for a linear head")


def affine_label(instance: MixedOutputs) -> Finding:
    """The loss is affine in the label."""
    return Finding(instance.label_power == 1, f"the label has the power {instance.label_power}")


def curvature_is_bounded(instance: MixedOutputs) -> Finding:
    """0 <= A'' <= B."""
    largest = POTENTIALS[instance.potential].curvature
    assert instance.bound is not None
    return Finding(instance.bound >= largest, f"B = {instance.bound}, and A'' comes up to {largest}")


@dataclass(frozen=True, eq=False)
class TwoClasses:
    """Outputs of n points with labels 1 or -1, uniform weights, and a law of rational atoms.

    Raises ``ValueError`` for other labels, irrational outputs and lengths that do not fit.
    """

    outputs: tuple[Fraction, ...]
    signs: tuple[int, ...]
    mixing: Discrete

    def __post_init__(self) -> None:
        make_exact(self, "outputs", rational=True)
        if not self.outputs or len(self.outputs) != len(self.signs) or not set(self.signs) <= {1, -1}:
            raise ValueError("each output needs a label 1 or -1")
        self.head()

    def head(self, smoothing: Fraction = Fraction(0)) -> MixedOutputs:
        """The same with labels 0 and 1, and the logistic loss; ``smoothing`` is the mass off the label."""
        labels = [Fraction(1 + s, 2) for s in self.signs]
        smoothed = tuple(((1 - smoothing) * y + smoothing * (1 - y),) for y in labels)
        return MixedOutputs(tuple((z,) for z in self.outputs), smoothed, self.mixing)

    def __str__(self) -> str:
        return f"outputs {', '.join(map(str, self.outputs))}, labels {self.signs}, P_f = {self.mixing}"


def half_kappa(instance: TwoClasses) -> Fraction:
    """kappa/2."""
    return instance.head().kappa / 2


def _gap(instance: TwoClasses, off_label: Fraction) -> PotentialSum:
    """Smoothed loss less Mixup loss."""
    return instance.head(off_label).plain_loss().plus(instance.head().mixup_loss(), -1)


def smoothing_costs_no_less(instance: TwoClasses, off_label: Fraction) -> Finding:
    """The loss with smoothed labels, ``off_label`` on the other class, is at least the Mixup loss."""
    gap = _gap(instance, off_label)
    return Finding(gap.is_not_negative(), f"smoothing with {off_label} off the label costs {gap} more than Mixup")


def smoothing_costs_more_by(instance: TwoClasses, amount: PotentialSum) -> Finding:
    """The loss smoothed with kappa/2 exceeds the Mixup loss by ``amount``."""
    gap = _gap(instance, half_kappa(instance))
    return Finding(gap.plus(amount, -1).is_zero(), f"smoothing costs {gap} more, to be compared with {amount}")


def equally_many(instance: TwoClasses) -> Finding:
    """As many labels 1 as -1."""
    return Finding(sum(instance.signs) == 0, f"{instance.signs.count(1)} of {len(instance.signs)} labels are 1")


register(
    Claim(
        id="mixup-regulariser-linear",
        title="On a linear head Mixup adds exactly kappa Cov(y, z) - J to the loss, with 0 <= J <= (B/2) kappa Var(z)",
        statement=(
            r"Let the loss be $A(z) - y \cdot z$ with $0 \le A'' \le B$, and let outputs mix as the points do. For "
            r"every $P_f$ and all weights, self-pairs included, with $\kappa = 2E[\lambda(1-\lambda)]$ and "
            r"$J = E A(z_i) - E A(\lambda z_i + (1-\lambda) z_j)$: Mixup loss minus plain loss is "
            r"$\kappa\,\mathrm{Cov}(y, z) - J$, and $0 \le J \le \frac{B}{2}\kappa\,\mathrm{Var}(z)$. "
            r"$B = 1/4$ for the logistic loss, $1/2$ for the softmax cross-entropy (traces of Cov and Var), $1$ for "
            r"squares. No expansion is involved."
        ),
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        note="the instances have rational numbers",
        instance=MixedOutputs,
        assumptions=(
            Assumption("outputs mix", r"the output at $\lambda x_i + (1-\lambda) x_j$ is mixed alike", outputs_mix),
            Assumption("affine label", "the loss is affine in the label", affine_label),
            Assumption("curvature", r"$0 \le A'' \le B$", curvature_is_bounded),
        ),
        conclusion=Conclusion(
            (
                Part("what Mixup adds", mixup_adds, regulariser),
                Part("J is between", convexity_is_between, convexity_bounds),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality; the bounds of J are attained by constant outputs and by the squared loss",
    )
)
register(
    Claim(
        id="mixup-below-label-smoothing",
        title="For equal classes a linear head pays with Mixup at most what it pays with smoothed labels",
        statement=(
            r"Two classes of equal mass, logistic loss, outputs that mix as the points do: the Mixup loss is at most "
            r"the plain loss with the mass $\kappa/2$ off the label ($1/6$ for Beta$(1,1)$), for every $\theta$ and "
            r"every $P_f$. The difference is $J$."
        ),
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        note="the instances have rational numbers",
        instance=TwoClasses,
        assumptions=(Assumption("equal masses", "both classes have the mass 1/2", equally_many),),
        conclusion=Conclusion(
            (
                Part("smoothing costs no less", smoothing_costs_no_less, half_kappa),
                Part("the difference", smoothing_costs_more_by, lambda instance: instance.head().convexity()),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality for the difference",
    )
)
