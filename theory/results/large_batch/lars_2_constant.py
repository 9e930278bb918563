"""What the O of the theorem on LARS hides: a constant that grows with the square of alpha_u/alpha_l."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_whole
from theory.numbers import conjunction, exact, less, precision
from theory.results.large_batch.lars_2 import MAJORANT, NOISE, PHI, RATE, layer_norms
from theory.results.large_batch.papers import LARS, YOU_2020
from theory.results.large_batch.paths import BITS, law, mean, scales
from theory.results.large_batch.runs import Run, Scaling


@dataclass(frozen=True)
class Ratio:
    """kappa = alpha_u/alpha_l, a whole number.  Raises ``ValueError`` for others, and for kappa < 1."""

    kappa: int

    def __post_init__(self) -> None:
        make_whole(self, "kappa")
        if self.kappa < 1:
            raise ValueError(f"kappa = {self.kappa} must be at least 1")

    @property
    def steps(self) -> int:
        """T = kappa^2."""
        return self.kappa**2

    def slow_run(self) -> Run:
        """x^2/2 from 1 in the first of two layers, where phi is 1; in the other, of which f knows nothing, it is kappa.

        So the rate is that for kappa: eta = 1/T.
        """
        zero, one, kappa = Fraction(0), Fraction(1), Fraction(self.kappa)
        return Run(
            matrix=((one, zero), (zero, zero)),
            centre=(zero, zero),
            layers=(1, 1),
            start=(one, Fraction(2)),
            smoothness=(one, zero),
            steps=self.steps,
            squared_rate=Fraction(1, self.steps**2),
            scaling=Scaling(((zero, one), (one, one), (Fraction(2), kappa))),
            alpha=(one, kappa),
            deviation=(zero, zero),
        )

    def __str__(self) -> str:
        return f"kappa = {self.kappa}, T = {self.steps}"


def meets_lars_2(run: Run) -> Finding:
    """All assumptions of lars-2 hold, and the run meets norms at which phi is alpha_l, and alpha_u."""
    for assumption in (MAJORANT, PHI, RATE, NOISE):
        if not (found := assumption.predicate(run)).holds:
            return found
    with precision(BITS):
        met = {exact(value) for at_t in law(run) for place in at_t for value in scales(run, place.x)}
    return Finding(met >= set(run.alpha), f"phi takes the values {', '.join(sorted(map(str, met)))}")


def squared_mean_exceeds(ratio: Ratio, share: Fraction) -> Finding:
    """On the run, (mean of the sum of ||grad_i f||)^2 > ``share`` kappa^2 Delta ||L||_1/T; lars-2 holds for it."""
    run = ratio.slow_run()
    found, meets = mean(run, layer_norms), meets_lars_2(run)
    bound = share * run.ratio**2 * run.gap * run.total_smoothness / run.steps
    holds = conjunction(meets.holds, less(bound, found**2))
    return Finding(holds, f"the mean is {found}, its square is compared with {bound}; {meets.witness}")


register(
    Claim(
        id="lars-2-constant",
        title="The constant that the O of LARS hides grows like (alpha_u/alpha_l)^2, and must",
        statement=(
            r"For every whole $\kappa \ge 1$ there is a run of LARS that meets the assumptions of lars-2 without "
            r"noise, "
            r"$\varphi$ taking both values $\alpha_l$ and $\alpha_u = \kappa \alpha_l$ on it, with $\big(\frac1T "
            r"\sum_t "
            r"\sum_i \|\nabla_i f(x_t)\|\big)^2 > \frac{\kappa^2}{2} \cdot \frac{\Delta\|L\|_1}{T}$. So no "
            r"constant that is "
            r"free of $\kappa$ will do for the $O$ of the theorem; by lars-2, $2\kappa^2$ does."
        ),
        paper=YOU_2020,
        place=LARS,
        reading=Reading.OURS,
        instance=Ratio,
        conclusion=Conclusion((Part("squared mean", squared_mean_exceeds, lambda _: Fraction(1, 2)),)),
        expected=Verdict.PROVED,
        tightness="between kappa^2/2 and 2 kappa^2; which it is, is open here",
    )
)
