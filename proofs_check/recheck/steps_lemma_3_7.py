"""The checker's own statements of steps of Lemma 3.7: a hundred points."""

from __future__ import annotations

from typing import Any

import flint

N = 100


def _failure_above(d: int) -> flint.arb:
    """n p, p = I_{1-1/n}(m/2, 1/2)/2, m = d - n + 2."""
    m = d - N + 2
    return N * (1 - flint.arb(1) / N).beta_lower(flint.arb(m) / 2, flint.arb(1) / 2, regularized=True) / 2


def _failure_below(d: int) -> flint.arb:
    """1 - E Phi(sqrt(v/(n - 1)))^n over the density of v ~ chi^2_m between m - 12 sqrt(m) and m + 12 sqrt(m).

    The rest is at most the sum of (x e^(1-x))^(m/2) at both ends x = v/m.
    """
    m = d - N + 2
    half, width = flint.arb(m) / 2, int(12 * m**0.5)
    constant = half * flint.arb(2).log() + half.lgamma()

    def integrand(v: flint.acb, analytic: bool) -> Any:
        below = 1 - (v / (2 * (N - 1))).sqrt(analytic=analytic).erfc() / 2
        return below**N * ((half - 1) * v.log(analytic=analytic) - v / 2 - constant).exp()

    ends = [flint.arb(m - width) / m, flint.arb(m + width) / m]
    outside = sum(((x * (1 - x).exp()) ** half for x in ends), start=flint.arb(0))
    return 1 - flint.acb.integral(integrand, m - width, m + width).real - outside


def a_hundred_points() -> bool:
    """2/100 is exceeded at d = 1343 and not at 1346."""
    allowed = flint.arb(2) / N
    return bool(_failure_below(1343) > allowed) and bool(_failure_above(1346) < allowed)
