"""Theorem 2.7 from less alpha on: the density of a large Beta has one peak, so that Gauss's inequality applies."""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Claim, Reading, Verdict, register
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7 import UNIFORM_WEIGHTS, ThreePoints, failure, large_alpha, misclassified

GAUSS = Fraction(4, 9)  # P(|X| >= k) <= GAUSS E[X^2]/k^2 where the density of X falls with |X|

register(
    Claim(
        id="theorem-2.7-gauss",
        title="Mixup misclassifies the middle of the three-point line from a smaller alpha on, by Gauss's inequality",
        statement=failure(GAUSS),
        paper=MIXUP,
        place="Theorem 2.7",
        reading=Reading.OURS,
        instance=ThreePoints,
        assumptions=(large_alpha(GAUSS), UNIFORM_WEIGHTS),
        conclusion=misclassified,
        expected=Verdict.PROVED,
        tightness="sufficient; the exact bound is the phase boundary, about 0.227/eps^2 at small eps",
    )
)
