"""How far the second-order Mixup loss of a logistic model is from the Mixup loss: the third moment decides."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.mixing import Discrete, Mixing
from theory.mixing.moments import one_sided
from theory.numbers import Exact, conjunction, less_equal, sympify
from theory.results.mixup_literature.papers import ZHANG_2021
from theory.results.mixup_literature.zhang_2021_second_order import (
    LEMMA,
    ScaledOutputs,
    mixup_loss,
    second_order_loss,
)

LARGEST_THIRD = sp.sqrt(3) / 18  # of the derivatives of log(1 + e^z), at the two points where g = 1/2 -+ sqrt(3)/6


def third_moment(mixing: Mixing) -> Exact:
    """E(1 - lambda)^3 under the one-sided law, which is E[lambda (1 - lambda)(1 - 2 lambda (1 - lambda))].

    For discrete laws, else ``ValueError``.

    >>> print(third_moment(Discrete({"1/2": 1})))
    1/8
    """
    law = one_sided(mixing)
    if not isinstance(law, Discrete):
        raise ValueError(f"the third moment is summed for discrete laws only, not for {mixing}")
    return sum((mass * (1 - lam) ** 3 for lam, mass in law.masses), start=Fraction(0))


def remainder_is_at_most(instance: ScaledOutputs, bound: Exact) -> Finding:
    """|Mixup loss - Q| <= (bound/6) E(1 - lambda)^3 mean |u_r - u_i|^3; in doubt for a law that is not one of atoms."""
    if not instance.mixing.atoms:
        return Finding(None, "the Mixup loss is enclosed for laws of atoms only")
    gap = mixup_loss(instance) - second_order_loss(instance)
    u, n = instance.scaled, len(instance.outputs)
    spread = sum((abs(v - w) ** 3 for v in u for w in u), start=Fraction(0)) / n**2
    allowed = sympify(bound) / 6 * sympify(third_moment(instance.mixing) * spread)
    holds = conjunction(less_equal(gap, allowed), less_equal(-gap, allowed))
    return Finding(holds, f"the remainder is {sp.N(gap, 6)}, the bound {sp.N(allowed, 6)}")


register(
    Claim(
        id="zhang-2021-remainder",
        title="The second-order Mixup loss is off by a third moment at most",
        statement=(
            r"For the logistic loss, outputs $u_i$ that mix as the points do, and every $P_f$: "
            r"$|\text{Mixup loss} - Q| \le \frac{1}{36\sqrt3}\,E_{\hat P}[(1-\lambda)^3]\,\mathrm{mean}\,|u_r - "
            r"u_i|^3$, with $E_{\hat P}[(1-\lambda)^3] = E[\lambda(1-\lambda)(1-2\lambda(1-\lambda))]$. It is small "
            r"for small outputs only."
        ),
        paper=ZHANG_2021,
        place=LEMMA,
        reading=Reading.OURS,
        instance=ScaledOutputs,
        conclusion=Conclusion((Part("the remainder", remainder_is_at_most, lambda _: LARGEST_THIRD),)),
        expected=Verdict.PROVED,
        tightness="an upper bound, of the right order in the outputs",
    )
)
