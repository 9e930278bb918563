"""The theorem on LARS: false in two readings of its assumptions, true with constants for a joint majorant."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear.rational_matrices import semidefinite
from theory.numbers import Exact, Number, conjunction, less_equal, sympify
from theory.results.large_batch.lars_1_separable import Layered, expands_at_most, smooth_for_all_pairs
from theory.results.large_batch.papers import LARS, YOU_2020
from theory.results.large_batch.paths import Numbers, at_most, everywhere, mean, mistake, norm
from theory.results.large_batch.runs import Run, fast, places


def has_majorant(run: Run) -> Finding:
    """f(y) <= f(x) + grad f(x)'(y - x) + sum of L_i ||y^(i) - x^(i)||^2/2: diag(L) - A is positive semidefinite."""
    bound = [value for value, size in zip(run.smoothness, run.layers, strict=True) for _ in range(size)]
    rows = [[(bound[i] if i == j else 0) - a for j, a in enumerate(row)] for i, row in enumerate(run.matrix)]
    holds = semidefinite(rows)
    return Finding(holds, f"diag(L) - A is {'' if holds else 'not '}positive semidefinite")


def smooth_within_layers(run: Run) -> Finding:
    """||grad_i f(x) - grad_i f(y)|| <= L_i ||x^(i) - y^(i)|| where x and y differ in layer i only."""
    for own, bound in zip(places(run.layers), run.smoothness, strict=True):
        block = tuple(tuple(run.matrix[i][j] for j in own) for i in own)
        if not expands_at_most(block, range(len(block)), bound):
            return Finding(False, f"the block of the coordinates {list(own)} has a norm above {bound}")
    return Finding(True, "the block of each layer has at most the norm L_i")


def phi_between(positive: bool) -> Callable[[Run], Finding]:
    """The predicate alpha_l <= phi(v) <= alpha_u, for all v >= 0 or for the ``positive`` v only."""

    def bounded(run: Run) -> Finding:
        least, largest = run.scaling.range(positive)
        holds = run.alpha[0] <= least and largest <= run.alpha[1]
        return Finding(holds, f"phi is between {least} and {largest}, declared are {run.alpha[0]} and {run.alpha[1]}")

    return bounded


def squared_best_rate(upper: Number, gap: Number, smoothness: Number, steps: Number) -> Number:
    """eta^2 = 2 Delta/(alpha_u^2 ||L||_1 T)."""
    return 2 * gap / (upper**2 * smoothness * steps)


def has_best_rate(run: Run) -> Finding:
    """eta is what the theorem asks for."""
    best = squared_best_rate(run.alpha[1], run.gap, run.total_smoothness, run.steps)
    return Finding(run.squared_rate == best, f"eta^2 is {run.squared_rate}, the theorem's is {best}")


def noise_within(run: Run) -> Finding:
    """E||g^(i) - grad_i f(x_t)|| <= s_i at all places that x_1, ..., x_T may have reached."""
    if len(run.deviation) != len(run.layers):
        return Finding(False, "the noise is not bounded layer by layer")

    def holds(true: Numbers) -> bool | None:
        errors = [(fast(o.probability), mistake(o, true)) for o in run.outcomes]
        means = [sum((p * norm(e[j] for j in own) for p, e in errors), flint.fmpq(0)) for own in run.places]
        return conjunction(*(less_equal(m, fast(s)) for m, s in zip(means, run.deviation, strict=True)))

    return Finding(everywhere(run, holds), f"declared are {', '.join(map(str, run.deviation))}")


MAJORANT = Assumption(
    "majorant",
    r"$f(y) \le f(x) + \nabla f(x) \cdot (y - x) + \sum_i \frac{L_i}{2} \|y^{(i)} - x^{(i)}\|^2$ for all $x$ and $y$",
    has_majorant,
)
PHI = Assumption("phi", r"$\alpha_l \le \varphi(v) \le \alpha_u$ for all $v \ge 0$", phi_between(positive=False))
RATE = Assumption("rate", r"$\eta = \sqrt{2\Delta/(\alpha_u^2 \|L\|_1 T)}$", has_best_rate)
NOISE = Assumption("noise", r"$E\|g^{(i)} - \nabla_i f(x_t)\| \le s_i$, given the past", noise_within)


def guarantee(ratio: Exact, gap: Exact, smoothness: Exact, steps: Exact, noise: Exact) -> sp.Expr:
    """ratio (sqrt(2 Delta ||L||_1/T) + noise).

    >>> guarantee(3, 2, 1, 4, 1)
    6
    """
    d, smooth, count = (v if isinstance(v, sp.Expr) else sympify(v) for v in (gap, smoothness, steps))
    return sp.sympify(ratio) * (sp.sqrt(2 * d * smooth / count) + sp.sympify(noise))


def layer_norms(run: Run, gradient: Numbers) -> Number:
    """The sum over layers of ||grad_i f||."""
    return sum((norm(gradient[j] for j in own) for own in run.places), flint.fmpq(0))


def lars_bound(run: Run) -> sp.Expr:
    """kappa (sqrt(2 Delta ||L||_1/T) + 2 sum of s_i)."""
    return guarantee(run.ratio, run.gap, run.total_smoothness, Fraction(run.steps), 2 * sum(run.deviation))


def mean_at_most(run: Run, bound: Exact) -> Finding:
    """The mean over t of E sum of ||grad_i f(x_t)|| is at most ``bound``."""
    found = mean(run, layer_norms)
    return Finding(at_most(found, bound), f"the mean is {found}, the bound {bound}")


BOUNDED = Conclusion((Part("mean gradient", mean_at_most, lars_bound),))
WORDS = r"LARS moves each layer by $\eta\,\varphi(\|x^{(i)}\|)$ against the direction of $g^{(i)}$ ($0$ if it is $0$). "
BOUND = (
    r"\frac1T \sum_{t \le T} E \sum_i \|\nabla_i f(x_t)\| \le \frac{\alpha_u}{\alpha_l} \Big(\sqrt{2\Delta\|L\|_1/T} "
    r"+ 2\sum_i s_i\Big)"
)

register(
    Claim(
        id="lars-2-quoted",
        title="The bound of LARS holds too if phi is bounded for v > 0 only",
        statement=(
            WORDS
            + r"Let $\|\nabla_i f(x) - \nabla_i f(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ for all $x$ and $y$, $\alpha_l "
            r"\le \varphi(v) \le \alpha_u$ for all $v > 0$, $\eta = \sqrt{2\Delta/(\alpha_u^2\|L\|_1 T)}$ with "
            r"$\Delta = f(x_1) - \inf f$, and $E\|g^{(i)} - \nabla_i f(x_t)\| \le s_i$. Then $" + BOUND + "$."
        ),
        paper=YOU_2020,
        place=LARS,
        reading=Reading.QUOTED,
        note="a technicality: where phi(0) = 0, a layer of norm 0 never moves; with the constant of lars-2 for its O",
        instance=Run,
        assumptions=(
            Assumption(
                "smooth for all pairs",
                r"$\|\nabla_i f(x) - \nabla_i f(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ for all $x$ and $y$",
                lambda run: smooth_for_all_pairs(Layered(run.matrix, run.layers, run.smoothness)),
            ),
            Assumption(
                "phi off 0", r"$\alpha_l \le \varphi(v) \le \alpha_u$ for all $v > 0$", phi_between(positive=True)
            ),
            RATE,
            NOISE,
        ),
        conclusion=BOUNDED,
        expected=Verdict.REFUTED,
        repaired_by="lars-2",
        tightness="false with any constant, for T large enough",
    )
)
register(
    Claim(
        id="lars-2-coordinatewise",
        title="The bound of LARS holds too if each gradient is smooth in its own layer alone",
        statement=(
            WORDS
            + r"Let $\|\nabla_i f(x) - \nabla_i f(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ where $x$ and $y$ differ in "
            r"layer $i$ only, $\alpha_l \le \varphi \le \alpha_u$, $\eta = \sqrt{2\Delta/(\alpha_u^2\|L\|_1 T)}$ with "
            r"$\Delta = f(x_1) - \inf f$, and $E\|g^{(i)} - \nabla_i f(x_t)\| \le s_i$. Then $" + BOUND + "$."
        ),
        paper=YOU_2020,
        place=LARS,
        reading=Reading.QUOTED,
        note="in the weaker of two readings of its smoothness, with the constant of lars-2 for its O",
        instance=Run,
        assumptions=(
            Assumption(
                "smooth within layers",
                r"$\|\nabla_i f(x) - \nabla_i f(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ where only layer $i$ differs",
                smooth_within_layers,
            ),
            PHI,
            RATE,
            NOISE,
        ),
        conclusion=BOUNDED,
        expected=Verdict.REFUTED,
        repaired_by="lars-2",
        tightness="false with any constant that does not grow with the number of layers",
    )
)
register(
    Claim(
        id="lars-2",
        title="The mean gradient of LARS, layer by layer, with a constant and for coupled layers",
        statement=(
            WORDS
            + r"Let $f(y) \le f(x) + \nabla f(x) \cdot (y - x) + \sum_i \frac{L_i}{2}\|y^{(i)} - x^{(i)}\|^2$ for "
            r"all $x$ and $y$, $0 < \alpha_l \le \varphi(v) \le \alpha_u$ for all $v \ge 0$, $\eta = "
            r"\sqrt{2\Delta/(\alpha_u^2\|L\|_1 T)}$ with $\Delta = f(x_1) - \inf f$, and $E\|g^{(i)} - \nabla_i "
            r"f(x_t)\| "
            r"\le s_i$ given the past, whatever the mean of $g$ is. Then $"
            + BOUND
            + r"$. For the mean of $b$ samples with "
            r"deviation $\sigma_i$, $s_i = \sigma_i/\sqrt b$."
        ),
        paper=YOU_2020,
        place=LARS,
        reading=Reading.OURS,
        note="known second-hand, with O for the constant; the instances are rational convex quadratic functions",
        instance=Run,
        assumptions=(MAJORANT, PHI, RATE, NOISE),
        conclusion=BOUNDED,
        expected=Verdict.PROVED,
        repairs="lars-2-quoted",
        tightness="attained at T = 1, and approached as T grows: lars-2-sharp",
    )
)
