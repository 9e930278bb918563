"""The second-order Mixup loss: negative on misclassified points, not negative without them, below the floor far out."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic, together
from theory.mixing import Beta, Discrete
from theory.results.mixup_literature.zhang_2021_second_order import ScaledOutputs, floor, pair_term

QUARTERS = Discrete({"1/4": "1/2", "3/4": "1/2"})


def outputs(text: str, signs: tuple[int, ...], law: Beta | Discrete = QUARTERS, scale: int = 1) -> ScaledOutputs:
    """An instance from a text."""
    return ScaledOutputs(tuple(Fraction(v) for v in text.split()), signs, law, Fraction(scale))


NEGATIVE = outputs("-5 200 -50", (1, 1, -1), Beta(1))
FAR = outputs("-1 1", (-1, 1), scale=5)

refuted = Proof("zhang-2021-second-order-nonnegative")
refuted.refutation("three independent points", lambda: NEGATIVE)

correct = Proof("zhang-2021-second-order-correct")


@correct.step("strength", "smt", "kappa = 2 E[lambda (1 - lambda)] is at most 1/2")
def strength_at_most_half(_: Settings) -> Result:
    """For each lambda."""
    import z3

    lam = z3.Real("lambda")
    return smt.universally({"kappa": ([lam >= 0, lam <= 1], 2 * lam * (1 - lam) <= z3.Q(1, 2))}, "every lambda")


@correct.step("logarithm", "symbolic", "log(1 + e^-m) = -log(1 - s) >= s with s = 1/(1 + e^m)")
def logarithm(_: Settings) -> Result:
    """-log(1 - s) - s is 0 at s = 0, with the slope s/(1 - s) = e^-m."""
    m, s = sp.Symbol("m", real=True), sp.Symbol("s", positive=True)
    share = 1 / (1 + sp.exp(m))
    slope = sp.exp(-m)
    first = symbolic.identities(
        {
            "loss": (sp.exp(-sp.log(1 - share)), 1 + sp.exp(-m)),
            "slope": (sp.Derivative(-sp.log(1 - s) - s, s), s / (1 - s)),
            "its value": (share / (1 - share), slope),
        },
        "every m",
    )
    return together(first, symbolic.signs({"slope": (slope, ">0")}, "every m"))


@correct.step(
    "one pair",
    "smt",
    "with 0 < s <= 1/2, loss >= s and kappa <= 1/2: loss + kappa s (-d + (1 - s) d^2/4) >= 0 for every d, since the "
    "bracket is at least -1/(1 - s) >= -2; Q is a mean of such terms",
    ["strength", "logarithm", "assumption:correct"],
)
def one_pair(_: Settings) -> Result:
    """Completing the square; then the rest."""
    import z3

    s, d, bracket, loss, kappa = z3.Reals("s d b loss kappa")
    small = [s > 0, s <= z3.Q(1, 2)]
    inner = pair_term(0, s, d, 1) / s
    return smt.universally(
        {
            "bracket": ([*small, 4 * bracket == 4 * inner], bracket >= -2),
            "pair": (
                [*small, loss >= s, kappa >= 0, kappa <= z3.Q(1, 2), bracket >= -2],
                loss + kappa * s * bracket >= 0,
            ),
        },
        "every pair",
    )


@st.composite
def scaled(draw: DrawFn) -> ScaledOutputs:
    """Two to four points."""
    n = draw(st.integers(2, 4))
    number = st.sampled_from([Fraction(v, 2) for v in (-9, -2, -1, 1, 3, 8)])
    values = draw(st.lists(number, min_size=n, max_size=n))
    signs = draw(
        st.one_of(
            st.just([1 if v > 0 else -1 for v in values]), st.lists(st.sampled_from([1, -1]), min_size=n, max_size=n)
        )
    )
    return ScaledOutputs(tuple(values), tuple(signs), draw(mixings(atoms=True)), Fraction(draw(st.integers(1, 12))))


def _on_random(proof: Proof, settings: Settings) -> Result:
    return sampled.holds_on(scaled(), proof.decides, settings, (40, 100, 400), "rational outputs")


@correct.check("random outputs", "sampled", "Q in balls")
def random_correct(settings: Settings) -> Result:
    """Where every point is classified correctly."""
    return _on_random(correct, settings)


correct.example(lambda: outputs("-1 1", (-1, 1), Beta(1)))
correct.near_miss("Q is at least", lambda: (FAR, Fraction(1, 10)))
correct.control("correct", lambda: NEGATIVE)

away = Proof("zhang-2021-second-order-runs-away")
away.uses("liu-2023-floor")


@away.step(
    "three bounds",
    "symbolic",
    "for m > 0: log(1 + e^-m) <= e^-m, |g - y| = s <= e^-m and g (1 - g) = s (1 - s) <= e^-m, with s = 1/(1 + e^m)",
    ["assumption:separated"],
)
def three_bounds(_: Settings) -> Result:
    """log(1 + t) <= t by its slope; the other two differences as fractions, with t = e^-m."""
    t = sp.Symbol("t", positive=True)
    s = t / (1 + t)
    return symbolic.signs(
        {
            "slope": (sp.factor(sp.diff(t - sp.log(1 + t), t)), ">0"),
            "misfit": (sp.factor(t - s), ">0"),
            "curvature": (sp.factor(t - s * (1 - s)), ">0"),
        },
        "every m",
    )


@away.step(
    "the sum",
    "smt",
    "each point adds at most e^-m (1 + kappa k V_1 + kappa k^2 V_2/4), so Q is below the floor; the Mixup loss is not",
    ["three bounds", "liu-2023-floor", "assumption:large scale"],
)
def the_sum(_: Settings) -> Result:
    """e is e^(-k min m), an upper bound of all e^-m; first and second are the mean of |d| and of d^2 of a point."""
    import z3

    loss, s, curved, e, kappa, first, second, v1, v2, phi, mean = z3.Reals("loss s c e kappa f q V1 V2 Phi mean")
    point = [e > 0, loss <= e, s >= 0, s <= e, curved >= 0, curved <= e, kappa >= 0]
    spread = [first >= 0, first <= v1, second >= 0, second <= v2, mean <= first, -mean <= first]
    return smt.universally(
        {
            "first order": ([*point, *spread], -s * mean <= e * v1),
            "second order": ([*point, *spread], curved * second <= e * v2),
            "below": (
                [*point, e * (1 + kappa * v1 + kappa * v2 / 4) < phi, -s * mean <= e * v1, curved * second <= e * v2],
                loss + kappa * (-s * mean + curved * second / 4) < phi,
            ),
        },
        "every point",
    )


@away.step("far out", "symbolic", "(1 + a k + b k^2) e^(-k m) tends to 0 for every m > 0", ["the sum"])
def far_out(_: Settings) -> Result:
    """So that the scale is large in the end."""
    k, a, b, m = sp.symbols("k a b m", positive=True)
    return symbolic.identities(
        {"limit": (sp.Limit((1 + a * k + b * k**2) * sp.exp(-k * m), k, sp.oo), 0)}, "every m > 0"
    )


@away.check("random outputs", "sampled", "Q and the Mixup loss in balls")
def random_away(settings: Settings) -> Result:
    """Where the scale is large."""
    return _on_random(away, settings)


away.example(lambda: FAR)
away.near_miss("Q is below", lambda: (FAR, sp.Rational(1, 50)))
away.near_miss("the Mixup loss is at least", lambda: (FAR, floor(FAR) + sp.Rational(1, 2)))
away.control("separated", lambda: outputs("-1 1", (1, -1), scale=5))
away.control("large scale", lambda: outputs("-1 1", (-1, 1)))
