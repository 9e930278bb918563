"""The second-order Mixup loss of a logistic model, as we recall it from Zhang et al. 2021, and what it is not.

Expanded about the data, with u the outputs, g = 1/(1 + e^-u), y in {0, 1} and kappa = 2 E[lambda (1 - lambda)],

    Q = mean log(1 + e^-m) + kappa (mean (g - y)(mean u - u) + mean g (1 - g) E_r (u_r - u)^2/4),

m being the margin of a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.mixing import Beta, Discrete, Mixing
from theory.mixing.moments import kappa, mean_entropy
from theory.numbers import Exact, is_positive, less, negate, sympify
from theory.results.mixup_literature.papers import ZHANG_2021

LEMMA = "the second-order lemma"


@dataclass(frozen=True, eq=False)
class ScaledOutputs:
    """Outputs u of n points of uniform weight with labels 1 or -1, a law, and the scale k of the model: outputs k u.

    Raises ``ValueError`` for other labels, laws other than Beta and those of atoms, irrational numbers, lengths that do
    not fit, and a scale that is not positive.
    """

    outputs: tuple[Fraction, ...]
    signs: tuple[int, ...]
    mixing: Mixing
    scale: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        make_exact(self, "outputs", "scale", rational=True)
        if not self.outputs or len(self.outputs) != len(self.signs) or not set(self.signs) <= {1, -1}:
            raise ValueError(f"{len(self.outputs)} outputs need as many labels 1 or -1, not {self.signs}")
        if not isinstance(self.mixing, (Beta, Discrete)):
            raise ValueError(f"the law must be one of atoms or Beta, not {self.mixing}")
        if not self.scale > 0:
            raise ValueError(f"the scale must be positive, not {self.scale}")

    @property
    def scaled(self) -> tuple[Fraction, ...]:
        """k u."""
        return tuple(self.scale * u for u in self.outputs)

    @property
    def margins(self) -> tuple[Fraction, ...]:
        """Label times output, without the scale."""
        return tuple(s * u for s, u in zip(self.signs, self.outputs, strict=True))

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.outputs))
        return f"outputs {shown} times {self.scale}, labels {self.signs}, P_f = {self.mixing}"


def pair_term(loss: sp.Expr, misfit: sp.Expr, step: sp.Expr, strength: sp.Expr) -> sp.Expr:
    """What a pair adds to Q: loss + kappa s (-d + (1 - s) d^2/4), s = 1/(1 + e^m), d = y (u_r - u_i) in signs y."""
    return loss + strength * misfit * (-step + (1 - misfit) * step**2 / 4)


def second_order_loss(instance: ScaledOutputs) -> sp.Expr:
    """Q at the outputs k u."""
    u, n, strength = instance.scaled, len(instance.outputs), sympify(kappa(instance.mixing))
    terms = []
    for own, sign in zip(u, instance.signs, strict=True):
        margin = sympify(sign * own)
        loss, misfit = sp.log(1 + sp.exp(-margin)), 1 / (1 + sp.exp(margin))
        terms += [pair_term(loss, misfit, sympify(sign * (other - own)), strength) for other in u]
    return sp.Add(*terms) / n**2


def mixup_loss(instance: ScaledOutputs) -> sp.Expr:
    """The Mixup loss at the outputs k u, for a law of atoms."""
    rows = list(zip(instance.scaled, instance.signs, strict=True))
    terms = []
    for lam, mass in instance.mixing.atoms.items():
        for u, s in rows:
            for v, t in rows:
                z = sympify(lam * u + (1 - lam) * v)
                share = sympify((1 + lam * s + (1 - lam) * t) / 2)  # of the label 1
                terms.append(sympify(mass) * (sp.log(1 + sp.exp(z)) - share * z))
    return sp.Add(*terms) / len(rows) ** 2


def floor(instance: ScaledOutputs) -> sp.Expr:
    """(1 - sum W_c^2) E[H(lambda)]: what no classifier goes below."""
    ones = Fraction(instance.signs.count(1), len(instance.signs))
    return sympify(2 * ones * (1 - ones)) * mean_entropy(instance.mixing)


def second_order_at_least(instance: ScaledOutputs, bound: Exact) -> Finding:
    """Q >= ``bound``."""
    value = second_order_loss(instance)
    return Finding(negate(is_positive(sympify(bound) - value)), f"Q = {sp.N(value, 6)}")


def second_order_below(instance: ScaledOutputs, bound: sp.Expr) -> Finding:
    """Q < ``bound``."""
    value = second_order_loss(instance)
    return Finding(less(value, bound), f"Q = {sp.N(value, 6)}, the floor is {sp.N(floor(instance), 6)}")


def mixup_at_least(instance: ScaledOutputs, bound: sp.Expr) -> Finding:
    """The Mixup loss is at least ``bound``; not certain for a law that is not one of atoms."""
    if not instance.mixing.atoms:
        return Finding(None, "the Mixup loss is enclosed for laws of atoms only")
    value = mixup_loss(instance)
    return Finding(negate(less(value, bound)), f"the Mixup loss is {sp.N(value, 6)}")


def all_correct(instance: ScaledOutputs) -> Finding:
    """No margin is negative."""
    return Finding(min(instance.margins) >= 0, f"margins {', '.join(map(str, instance.margins))}")


def separated(instance: ScaledOutputs) -> Finding:
    """All margins are positive."""
    return Finding(min(instance.margins) > 0, f"margins {', '.join(map(str, instance.margins))}")


def large_scale(instance: ScaledOutputs) -> Finding:
    """(1 + kappa k V_1 + kappa k^2 V_2/4) e^(-k min |m|) is below the floor."""
    u, n, strength = instance.scaled, len(instance.outputs), sympify(kappa(instance.mixing))
    first, second = (max(sum(abs(v - own) ** power for v in u) / n for own in u) for power in (1, 2))
    least = min(abs(v) for v in u)
    bound = (1 + strength * sympify(first) + strength * sympify(second) / 4) * sp.exp(-sympify(least))
    return Finding(less(bound, floor(instance)), f"{sp.N(bound, 6)} against the floor {sp.N(floor(instance), 6)}")


register(
    Claim(
        id="zhang-2021-second-order-nonnegative",
        title="The second-order Mixup loss is never negative, as the loss that it approximates",
        statement=r"For every logistic model, data and $P_f$, the second-order Mixup loss $Q$ is at least $0$.",
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        instance=ScaledOutputs,
        conclusion=lambda instance: second_order_at_least(instance, Fraction(0)),
        expected=Verdict.REFUTED,
        repaired_by="zhang-2021-second-order-correct",
    )
)
register(
    Claim(
        id="zhang-2021-second-order-correct",
        title="The second-order Mixup loss is not negative where every point is classified correctly",
        statement=r"If no margin is negative, then $Q \ge 0$, for every $P_f$.",
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        instance=ScaledOutputs,
        assumptions=(Assumption("correct", r"$m_i \ge 0$ for all $i$", all_correct),),
        conclusion=Conclusion((Part("Q is at least", second_order_at_least, lambda _: Fraction(0)),)),
        expected=Verdict.PROVED,
        repairs="zhang-2021-second-order-nonnegative",
        tightness="a lower bound, which large separating models approach",
    )
)
register(
    Claim(
        id="zhang-2021-second-order-runs-away",
        title="Along a separating direction the second-order Mixup loss falls below the floor of the Mixup loss",
        statement=(
            r"Let $m_i > 0$ for all $i$, and let $(1 + \kappa k V_1 + \kappa k^2 V_2/4)\,e^{-k \min m_i} < \Phi$, with "
            r"$V_1$, $V_2$ the largest mean over $r$ of $|u_r - u_i|$ and of its square, and $\Phi$ the floor; for "
            r"$\Phi > 0$ every large $k$ is such. Then $Q(k\theta) < \Phi \le$ the Mixup loss of $k\theta$: along "
            r"$\theta$, $Q$ tends to $0$, and where Mixup ends up does not follow from it."
        ),
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        instance=ScaledOutputs,
        assumptions=(
            Assumption("separated", r"$m_i > 0$ for all $i$", separated),
            Assumption(
                "large scale", r"$(1 + \kappa k V_1 + \kappa k^2 V_2/4)\,e^{-k \min |m_i|} < \Phi$", large_scale
            ),
        ),
        conclusion=Conclusion(
            (
                Part("Q is below", second_order_below, floor),
                Part("the Mixup loss is at least", mixup_at_least, floor),
            )
        ),
        expected=Verdict.PROVED,
    )
)
