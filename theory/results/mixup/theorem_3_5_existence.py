"""Theorem 3.5, the question before it: when the Mixup logistic loss has a minimiser in span X at all."""

from __future__ import annotations

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser
from theory.linear.recession import flat_direction, is_flat
from theory.results.mixup.paper import MIXUP


def exists(instance: LinearMixup, stated: bool) -> Finding:
    """Whether there is a minimiser as ``stated``: there is none iff the loss falls for ever along a flat direction."""
    direction = flat_direction(instance.dataset, instance.mixing)
    if direction is None:
        return Finding(stated, "no direction is flat")
    flat = is_flat(instance.dataset, instance.mixing, direction)
    shown = ", ".join(map(str, direction))
    return Finding(flat and not stated, f"the loss falls for ever along ({shown})")


exists_as_stated = Conclusion(
    (Part("exists exactly as stated", exists, lambda each: has_minimiser(each.dataset, each.mixing)),)
)


register(
    Claim(
        id="theorem-3.5-existence",
        title="When the Mixup loss of a linear model has a minimiser",
        statement=(
            r"The Mixup logistic loss has a minimiser in span $X$ in exactly these cases. Two classes and "
            r"$P_f((0,1) \setminus \{1/2\}) > 0$: always. Two classes, $P_f$ on $\{0, 1/2, 1\}$ with mass at $1/2$ "
            r"(midpoint Mixup): iff no $\theta$ interpolates. Two classes and $P_f$ on $\{0, 1\}$ (ERM), or one class: "
            r"iff no $\theta$ separates weakly ($y_i\,\theta \cdot x_i \ge 0$ for all $i$, not all $0$). "
            r"Where it exists, it is unique."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        conclusion=exists_as_stated,
        expected=Verdict.PROVED,
    )
)
