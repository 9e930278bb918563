"""Theorem 3.5 for models theta . x + c with a free intercept: unequal masses do no harm to the direction."""

from __future__ import annotations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup
from theory.linear.intercept import WithIntercept
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import OFF_CENTRE


def interpolates_with_intercept(instance: LinearMixup) -> Finding:
    """The max-margin separator with a free intercept has every point on its margin."""
    model = WithIntercept(instance)
    shown = "none" if model.max_margin is None else ", ".join(map(str, model.max_margin))
    return Finding(model.max_margin_interpolates(), f"max-margin separator (w, b) = ({shown})")


def has_direction(instance: LinearMixup, sign: int) -> Finding:
    """Whether the shortest theta among the Mixup minimisers with an intercept is a multiple of w of this ``sign``."""
    return WithIntercept(instance).agreement(sign)


agrees_with_intercept = Conclusion((Part("a positive multiple of w", has_direction, lambda _: 1),))


register(
    Claim(
        id="theorem-3.5-intercept",
        title="With an intercept, unequal class masses move the threshold of Mixup but not its direction",
        statement=(
            r"Let both classes occur, $(w, b)$ be their max-margin separator with a free intercept ($|w|$ least), and "
            r"all points on its margin: $w \cdot x_i + b = y_i$. If $P_f((0,1) \setminus \{1/2\}) > 0$, then for all "
            r"class masses the Mixup loss of $\theta \cdot x + c$ has minimisers, and the one with the shortest "
            r"$\theta$ is $\theta = \alpha w$, $c = \alpha b + (c_1 - c_2)/2$, $\alpha = (c_1 + c_2)/2 > 0$, with "
            r"the margins $c_1, c_2$ of theorem-3.5-smaller-class. Its boundary is nearer to the class of smaller mass."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(
            Assumption(
                "interpolation with intercept",
                "both classes occur, and every point is on the margin of their max-margin separator with an intercept",
                interpolates_with_intercept,
            ),
            OFF_CENTRE,
        ),
        conclusion=agrees_with_intercept,
        expected=Verdict.PROVED,
    )
)
