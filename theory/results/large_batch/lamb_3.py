"""The theorem on LAMB, without decay of weights and momentum, as it is recalled: both parts with constants."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Number, Truth, conjunction, equal, less_equal, sympify
from theory.results.large_batch.lars_2 import MAJORANT, PHI, RATE, guarantee
from theory.results.large_batch.papers import LAMB, YOU_2020
from theory.results.large_batch.paths import Numbers, at_most, everywhere, mean, mistake, seen
from theory.results.large_batch.runs import Run, fast, rationals

SIGNS = Fraction(0)  # beta_2 = 0: r_j is the sign of g_j


@dataclass(frozen=True)
class Lamb:
    """A run with beta_2 and a declared bound G of all |g_j|.  Raises ``ValueError`` unless 0 < beta_2 < 1 and G > 0."""

    run: Run
    beta: Fraction
    bound: Fraction

    def __post_init__(self) -> None:
        for name in ("beta", "bound"):
            object.__setattr__(self, name, rationals([getattr(self, name)], name)[0])
        if not 0 < self.beta < 1 or self.bound <= 0:
            raise ValueError(f"beta_2 = {self.beta} must be between 0 and 1, and G = {self.bound} positive")

    def __str__(self) -> str:
        return f"beta_2 = {self.beta}, G = {self.bound}, {self.run}"


def equal_layers(run: Run) -> Finding:
    """All layers have d/h coordinates."""
    return Finding(len(set(run.layers)) == 1, f"the layers have {run.layers} coordinates")


def noise_of_coordinates(run: Run, beta: Fraction = SIGNS) -> Finding:
    """E|g_j - grad_j f(x_t)| <= s_j for every coordinate, at all places that x_1, ..., x_T may have reached."""
    if len(run.deviation) != len(run.matrix):
        return Finding(False, "the noise is not bounded coordinate by coordinate")

    def holds(true: Numbers) -> Truth:
        errors = [(fast(o.probability), mistake(o, true)) for o in run.outcomes]
        means = [sum((p * abs(e[j]) for p, e in errors), flint.fmpq(0)) for j in range(len(true))]
        return conjunction(*(less_equal(m, fast(s)) for m, s in zip(means, run.deviation, strict=True)))

    return Finding(everywhere(run, holds, beta), f"declared are {', '.join(map(str, run.deviation))}")


def no_coordinate_vanishes(run: Run) -> bool:
    """Whether certainly no coordinate of a gradient that is seen is ever 0."""

    def holds(true: Numbers) -> Truth:
        return conjunction(*(bool(g != 0) for o in run.outcomes for g in seen(o, true)))  # a ball that meets 0 is not

    return everywhere(run, holds, SIGNS) is True


def unbiased(lamb: Lamb) -> Finding:
    """E g_j = grad_j f(x_t) for every coordinate."""
    law = lamb.run.outcomes
    factor = fast(sum((o.probability * (o.factor - 1) for o in law), Fraction(0)))
    shift = [fast(sum((o.probability * o.shift[j] for o in law), Fraction(0))) for j in range(len(lamb.run.matrix))]

    def holds(true: Numbers) -> Truth:
        return conjunction(*(equal(factor * v + s, flint.fmpq(0)) for v, s in zip(true, shift, strict=True)))

    return Finding(everywhere(lamb.run, holds, lamb.beta), "the mean mistake, at all places")


def gradients_bounded(lamb: Lamb) -> Finding:
    """|g_j| <= G for every coordinate, at all places."""
    bound = fast(lamb.bound)

    def holds(true: Numbers) -> Truth:
        return conjunction(*(less_equal(abs(g), bound) for o in lamb.run.outcomes for g in seen(o, true)))

    return Finding(everywhere(lamb.run, holds, lamb.beta), f"G = {lamb.bound}")


def sign_gain(size: Exact) -> sp.Expr:
    """What a coordinate of a layer of d/h coordinates gains of |grad_j f| where the sign is right: sqrt(h/d)."""
    return 1 / sp.sqrt(size if isinstance(size, sp.Expr) else sympify(size))


def root_gain(size: Exact, beta: Exact, bound: Exact) -> sp.Expr:
    """What it gains of grad_j f g_j with beta_2 > 0 and |g_j| <= G: sqrt(h (1 - beta_2)/d)/G."""
    d, b, g = (v if isinstance(v, sp.Expr) else sympify(v) for v in (size, beta, bound))
    return sp.sqrt((1 - b) / d) / g


def sign_bound(run: Run) -> sp.Expr:
    """kappa (sqrt(2 Delta L_avg/T) + 2 ||s||_1/sqrt(n)), n = d if no g_j is ever 0, else h; L_avg = ||L||_1/h."""
    h, d = len(run.layers), len(run.matrix)
    noise = 2 * sum(run.deviation, Fraction(0)) * (sign_gain(Fraction(d, h)) if no_coordinate_vanishes(run) else 1)
    return guarantee(run.ratio, run.gap, run.total_smoothness, Fraction(run.steps), noise) / sp.sqrt(h)


def sum_of_sizes(_: Run, gradient: Numbers) -> Number:
    """||grad f||_1."""
    return sum(map(abs, gradient), flint.fmpq(0))


def squared_norm(_: Run, gradient: Numbers) -> Number:
    """||grad f||^2."""
    return sum((v * v for v in gradient), flint.fmpq(0))


def mean_norm_at_most(run: Run, bound: Exact) -> Finding:
    """The mean over t of E||grad f(x_t)||_1/sqrt(d) is at most ``bound``."""
    found = mean(run, sum_of_sizes, SIGNS)  # sqrt(d) on the other side, where it leaves this rational
    size = sp.sqrt(len(run.matrix))
    return Finding(at_most(found, sympify(bound) * size), f"the mean is {found} over {size}, the bound {bound}")


def root_bound(lamb: Lamb) -> sp.Expr:
    """sqrt(G^2 d/(h (1 - beta_2))) kappa (sqrt(2 Delta ||L||_1/T) + ||s||_1)."""
    run = lamb.run
    factor = run.ratio / root_gain(Fraction(len(run.matrix), len(run.layers)), lamb.beta, lamb.bound)
    return guarantee(factor, run.gap, run.total_smoothness, Fraction(run.steps), sum(run.deviation, Fraction(0)))


def mean_square_at_most(lamb: Lamb, bound: Exact) -> Finding:
    """The mean over t of E||grad f(x_t)||^2 is at most ``bound``."""
    found = mean(lamb.run, squared_norm, lamb.beta)
    return Finding(at_most(found, bound), f"the mean is {found}, the bound {bound}")


def of_run(assumption: Assumption) -> Assumption:
    """The same of the run of a :class:`Lamb`."""
    return Assumption(assumption.name, assumption.statement, lambda lamb: assumption.predicate(lamb.run))


EQUAL = Assumption("equal layers", r"every layer has $d/h$ coordinates", equal_layers)
NOISE = r"$E|g_j - \nabla_j f(x_t)| \le s_j$ for every coordinate, given the past"
WORDS = (
    r"LAMB moves each layer by $\eta\,\varphi(\|x^{(i)}\|)$ against the direction of its $r_j = g_j/\sqrt{v_j}$ "
    r"($0$ where "
    r"$g_j = 0$), $v \leftarrow \beta_2 v + (1-\beta_2) g^2$, without momentum, decay of weights and $\epsilon$. "
    r"Let $f$, "
    r"$\varphi$ and $\eta$ be as in lars-2, all $h$ layers have $d/h$ coordinates, and $E|g_j - \nabla_j f(x_t)| "
    r"\le s_j$ "
    r"given the past. "
)
RECALLED = "the theorem is recalled, with O for the constants; the instances are rational convex quadratic functions"

register(
    Claim(
        id="lamb-3-sign",
        title="The mean gradient of LAMB with beta_2 = 0, the signs of the gradient, with constants",
        statement=(
            WORDS + r"If $\beta_2 = 0$, then $\frac1T \sum_{t \le T} E\|\nabla f(x_t)\|_1/\sqrt d \le "
            r"\frac{\alpha_u}{\alpha_l}\Big(\sqrt{2\Delta L_{avg}/T} + 2\sum_j s_j/\sqrt{n}\Big)$ with $L_{avg} "
            r"= \|L\|_1/h$ "
            r"and $n = h$, and with $n = d$ if no $g_j$ is ever $0$."
        ),
        paper=YOU_2020,
        place=LAMB,
        reading=Reading.OURS,
        note=RECALLED,
        instance=Run,
        assumptions=(MAJORANT, PHI, RATE, EQUAL, Assumption("noise", NOISE, noise_of_coordinates)),
        conclusion=Conclusion((Part("mean gradient", mean_norm_at_most, sign_bound),)),
        expected=Verdict.PROVED,
        tightness="attained at T = 1 without noise",
    )
)
register(
    Claim(
        id="lamb-3",
        title="The mean squared gradient of LAMB with 0 < beta_2 < 1 and bounded unbiased gradients, with constants",
        statement=(
            WORDS + r"If $0 < \beta_2 < 1$, $E g_j = \nabla_j f(x_t)$ given the past and $|g_j| \le G$, then $\frac1T "
            r"\sum_{t \le T} E\|\nabla f(x_t)\|^2 \le \sqrt{\frac{G^2 d}{h(1-\beta_2)}} \cdot "
            r"\frac{\alpha_u}{\alpha_l} "
            r"\Big(\sqrt{2\Delta\|L\|_1/T} + \sum_j s_j\Big)$."
        ),
        paper=YOU_2020,
        place=LAMB,
        reading=Reading.OURS,
        note=RECALLED,
        instance=Lamb,
        assumptions=(
            *map(of_run, (MAJORANT, PHI, RATE, EQUAL)),
            Assumption("noise", NOISE, lambda lamb: noise_of_coordinates(lamb.run, lamb.beta)),
            Assumption("unbiased", r"$E g_j = \nabla_j f(x_t)$ for every coordinate, given the past", unbiased),
            Assumption("bounded", r"$|g_j| \le G$ for every coordinate", gradients_bounded),
        ),
        conclusion=Conclusion((Part("mean squared gradient", mean_square_at_most, root_bound),)),
        expected=Verdict.PROVED,
        tightness="at T = 1 without noise attained up to the factor sqrt(1 - beta_2)",
    )
)
