"""Mixup above an adversarial loss of linear models, without an expansion; and why no prediction changes in its radius.

Ours, after the robustness theorem of Zhang et al. 2021 as we recall it: of second order, and for the logistic loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.instances import make_exact
from theory.linear.margin import is_rational, outputs, signs
from theory.linear.margin_losses import LOSSES, MarginLoss, Row, mixup_margin_loss
from theory.mixing import Discrete
from theory.mixing.moments import kappa
from theory.numbers import equal, exact, less, negate, sympify
from theory.results.mixup_literature.papers import ZHANG_2021


@dataclass(frozen=True, eq=False)
class AttackedModel:
    """Rational data with labels 1 and -1, a linear model theta, a law of atoms, and the name of a loss of the margin.

    Raises ``ValueError`` for other labels and points, a theta that is 0, irrational or of another dimension,
    and an unknown loss.
    """

    dataset: LabeledDataset
    theta: tuple[Fraction, ...]
    mixing: Discrete
    loss_name: str = "logistic"

    def __post_init__(self) -> None:
        signs(self.dataset)
        make_exact(self, "theta", rational=True)
        outputs(self.theta, self.dataset)
        if not is_rational(self.dataset) or not any(self.theta) or self.loss_name not in LOSSES:
            raise ValueError("a model needs rational points, a theta that is not 0 and the name of a loss")

    @property
    def loss(self) -> MarginLoss:
        """psi."""
        return LOSSES[self.loss_name]

    @property
    def rows(self) -> list[Row]:
        """(theta . x_i, y_i, p_i)."""
        return list(zip(outputs(self.theta, self.dataset), signs(self.dataset), self.weights, strict=True))

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """p_i."""
        return tuple(exact(w) for w in self.dataset.exact_weights)

    def __str__(self) -> str:
        model = f"theta = ({', '.join(map(str, self.theta))})"
        return f"{self.dataset}, {model}, {self.loss_name} loss, P_f = {self.mixing}"


def adversarial_loss(model: AttackedModel, share: Fraction) -> sp.Expr:
    """sum p_i sup{psi(y_i theta . (x_i + d)): |d| <= share |theta . x_i|/|theta|}.

    By Cauchy and Schwarz the margin moves by at most ``share`` times |theta . x_i|, and by as much along theta.
    """
    terms = (sympify(p) * model.loss.worst(y * u, share * abs(u)) for u, y, p in model.rows)
    return sp.expand(sp.Add(*terms))


def above_adversarial(model: AttackedModel, share: Fraction) -> Finding:
    """The Mixup loss is at least the adversarial loss with the radii ``share`` times the distance to the boundary."""
    mixup = mixup_margin_loss(model.loss, model.rows, model.mixing)
    attacked = adversarial_loss(model, share)
    shown = f"the Mixup loss is {sp.N(mixup, 6)}, the adversarial one {sp.N(attacked, 6)}"
    return Finding(negate(less(mixup, attacked)), shown)


def margins_left(model: AttackedModel, fraction: Fraction) -> Finding:
    """In the radii kappa |theta . x_i|/|theta| every margin stays at or above ``fraction`` times what it was."""
    strength = kappa(model.mixing)
    left = [(y * u, y * u - strength * abs(u)) for u, y, _ in model.rows]
    shown = ", ".join(f"{least} of {margin}" for margin, least in left)
    return Finding(all(least >= fraction * margin for margin, least in left), f"left of the margins: {shown}")


def centred(model: AttackedModel) -> Finding:
    """The outputs have mean 0, as those of centred points have."""
    mean = sum((p * u for u, _, p in model.rows), start=Fraction(0))
    return Finding(equal(mean, 0), f"the mean output is {mean}")


def correct(model: AttackedModel) -> Finding:
    """No margin is negative."""
    margins = [y * u for u, y, _ in model.rows]
    return Finding(min(margins) >= 0, f"margins {', '.join(map(str, margins))}")


register(
    Claim(
        id="zhang-2021-adversarial",
        title="Mixup costs at least an adversarial loss, in a radius that changes no prediction",
        statement=(
            r"Let $\sum_i p_i\,\theta\cdot x_i = 0$, $m_i = y_i\,\theta\cdot x_i \ge 0$, and let the loss $\psi$ of "
            r"the margin be convex and not increasing. For every $P_f$, with "
            r"$\rho_i = \kappa\,|\theta\cdot x_i|/|\theta|$: the Mixup loss is at least "
            r"$\sum_i p_i \sup\{\psi(y_i\,\theta\cdot(x_i+\delta)) : |\delta| \le \rho_i\}$. No expansion is "
            r"involved. But no such $\delta$ changes a sign: $\rho_i$ is at most half of the distance to the model's "
            r"own boundary, and a margin of $(1-\kappa)m_i \ge m_i/2$ is left. It is a statement about adversarial "
            r"loss, not about adversarial accuracy."
        ),
        paper=ZHANG_2021,
        place="the theorem on adversarial robustness",
        reading=Reading.OURS,
        instance=AttackedModel,
        assumptions=(
            Assumption("centred", r"$\sum_i p_i\,\theta\cdot x_i = 0$", centred),
            Assumption("correct", r"$m_i \ge 0$ for all $i$", correct),
            Assumption("convex", r"$\psi$ is convex", lambda m: Finding(m.loss.convex, f"the {m.loss} loss")),
            Assumption(
                "not increasing", r"$\psi$ does not increase", lambda m: Finding(m.loss.falling, f"the {m.loss} loss")
            ),
        ),
        conclusion=Conclusion(
            (
                Part("above the adversarial loss", above_adversarial, lambda model: kappa(model.mixing)),
                Part("margins left", margins_left, lambda _: Fraction(1, 2)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="equalities: the hinge loss while all mixed margins are at most 1, and midpoint Mixup",
    )
)
