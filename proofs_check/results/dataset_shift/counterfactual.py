"""X - b W: coefficients of independent terms, and when the slope of the source does more harm than good."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from theory.results.dataset_shift.counterfactual import Feature, error_with_shift

A, B, B_T, D = sp.symbols("a b b_t d", real=True)
V, W, N = sp.symbols("v w n", positive=True)
KAPPA = A * V / (A**2 * V + N)
ALL = "all a, b, b_t, d and variances"


def values(feature: Feature) -> dict[Any, Any]:
    """The symbols at an instance."""
    return {
        "a": feature.a, "b": feature.b[0], "b_t": feature.b[1], "d": feature.d[0],
        "v": feature.v, "w": feature.w, "n": feature.n,
    }  # fmt: skip


def target_moment(feature: Feature) -> dict[str, Any]:
    """The same for what is seen of X and W in the target."""
    slope = feature.a * feature.d[1] + feature.b[1]
    return {"a": feature.a, "b_t": feature.b[1], "d": feature.d[0], "w": feature.w, "E[XW]": slope * feature.w}


def error(b: Any) -> Any:
    """The mean square of T - κ X - (d - κ (b + a d)) W in the target, by the coefficients of E, W and N."""
    on_x, on_w = KAPPA, D - KAPPA * (b + A * D)
    coefficients = (1 - on_x * A, D - on_x * (A * D + B_T) - on_w, -on_x)
    return sum(c**2 * s for c, s in zip(coefficients, (V, W, N), strict=True))


recalled = Proof("counterfactual-feature-recalled")
SHIFTED = Feature(Fraction(1), Fraction(1), Fraction(1), Fraction(1), (Fraction(0), Fraction(1)))
FAR = Feature(Fraction(1), Fraction(1), Fraction(1), Fraction(1), (Fraction(0), Fraction(2)))
SAME = Feature(Fraction(1), Fraction(2), Fraction(3), Fraction(1), (Fraction(1), Fraction(1)), (Fraction(1),) * 2)
recalled.refutation("another slope", lambda: SHIFTED)


@recalled.check(
    "it is ordinary regression", "symbolic", "X - bW of the source is the best linear prediction there: no more"
)
def ordinary(_: Settings) -> Result:
    """Its residual is orthogonal to X and W in the source, d = 0."""
    on_x, on_w = KAPPA, -KAPPA * B
    residual = (1 - on_x * A, -on_x * B - on_w, -on_x)  # on E, W and N
    return symbolic.identities(
        {
            "with X": residual[0] * A * V + residual[1] * B * W + residual[2] * N,
            "with W": residual[1] * W,
        },
        ALL,
    )


recalled.example(given(SAME))
recalled.near_miss("the same error", given((SAME, SAME.v)))

proof = Proof("counterfactual-feature")


@proof.step(
    "with the slope of the target",
    "symbolic",
    "T - d W - κ (X - b_t W - a d W) = E - κ (a E + N), of the mean square v n/(a^2 v + n), which is κ n/a",
    ["assumption:slope of T on W is stable"],
    at=values,
)
def with_target(_: Settings) -> Result:
    """W drops out."""
    return symbolic.identities({"error": (error(B_T), V * N / (A**2 * V + N))}, ALL)


@proof.step(
    "below v",
    "smt",
    "v n/(a^2 v + n) < v as a^2 v > 0",
    ["with the slope of the target", "assumption:a not 0"],
    at=values,
)
def below(_: Settings) -> Result:
    """Both sides times the denominator."""
    import z3

    a, v, n = z3.Reals("a v n")
    return smt.universally({"v": ([a != 0, v > 0, n > 0], v * n < v * (a * a * v + n))}, ALL)


@proof.step(
    "from unlabelled data",
    "smt",
    "E[X W] = (a d + b_t) w in the target, so that b_t is this slope without a times d, which the source has",
    ["assumption:slope of T on W is stable"],
    at=target_moment,
)
def unlabelled(_: Settings) -> Result:
    """The slope of X on W."""
    import z3

    a, b_t, d, w, moment = z3.Reals("a b_t d w E[XW]")
    premises = [w > 0, moment == (a * d + b_t) * w]
    return smt.universally({"slope": (premises, moment / w - a * d == b_t)}, ALL)


@proof.step(
    "with the slope of the source",
    "symbolic",
    "κ (b_t - b) W is left over: its mean square κ^2 (b_t - b)^2 w is added",
    ["with the slope of the target"],
    at=values,
)
def with_source(_: Settings) -> Result:
    """W is independent of E and N."""
    return symbolic.identities({"error": (error(B), V * N / (A**2 * V + N) + KAPPA**2 * (B_T - B) ** 2 * W)}, ALL)


@proof.step(
    "break-even",
    "symbolic",
    "that is v + κ^2 ((b_t - b)^2 w - a^2 v - n); v is the error of d W, and κ^2 > 0",
    ["with the slope of the source", "assumption:a not 0"],
    at=values,
)
def break_even(_: Settings) -> Result:
    """The sign of the last factor decides."""
    return symbolic.identities({"error": (error(B), V + KAPPA**2 * ((B_T - B) ** 2 * W - A**2 * V - N))}, ALL)


@st.composite
def features(draw: st.DrawFn) -> Feature:
    """Small rational numbers; the slope of T on W is mostly stable."""
    number = st.fractions(-3, 3, max_denominator=3)
    positive = st.fractions(Fraction(1, 3), 3, max_denominator=3)
    d = draw(number)
    return Feature(draw(number), draw(positive), draw(positive), draw(positive), (draw(number), draw(number)), (d, d))


proof.drawn(features)


@proof.check("random features", "sampled", "all parts")
def random_features(settings: Settings) -> Result:
    """By the coefficients of the independent terms."""
    return sampled.holds_on(features(), proof.decides, settings, (150, 600, 3000), "small rational numbers")


HUNDREDTH = Fraction(1, 100)
proof.example(given(SHIFTED), "a shift that does little harm")
proof.example(given(FAR), "one beyond break-even")
proof.near_miss("error in the target", lambda: (SHIFTED, error_with_shift(SHIFTED)))
proof.near_miss("below v", lambda: (SHIFTED, SHIFTED.explained))
proof.near_miss("slope from unlabelled data", lambda: (SHIFTED, SHIFTED.b[0]))
proof.near_miss("error with the slope of the source", lambda: (SHIFTED, SHIFTED.explained))
proof.near_miss("break-even", given((SHIFTED, True)), "little harm")
proof.near_miss("break-even", given((FAR, False)), "much harm")
proof.control("a not 0", given(Feature(Fraction(0), Fraction(1), Fraction(1), Fraction(1), (Fraction(0), Fraction(1)))))
proof.control(
    "slope of T on W is stable",
    given(
        Feature(
            Fraction(1), Fraction(1), Fraction(1), Fraction(1), (Fraction(0), Fraction(1)), (Fraction(0), Fraction(1))
        )
    ),
)
