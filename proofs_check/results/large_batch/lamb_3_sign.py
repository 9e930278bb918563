"""LAMB with beta_2 = 0: what a coordinate gains where its sign is right, and loses where it is wrong."""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.large_batch.descent import Values, at_first_layer, at_whole_run, descend, noise_of, only
from proofs_check.results.large_batch.runs import (
    COUPLED,
    EVEN,
    FLAT,
    LAYER_OF_4,
    NOISY,
    SHRINKING,
    SLOW,
    UNEQUAL,
    UPHILL,
    one_step,
    runs,
    size_of_layers,
)
from theory.numbers import Number, precision
from theory.results.large_batch.lamb_3 import SIGNS, sign_bound, sign_gain, sum_of_sizes
from theory.results.large_batch.lars_2 import guarantee
from theory.results.large_batch.paths import BITS, Numbers, gradient, mistake, norm, seen, sign
from theory.results.large_batch.runs import Run, fast


def gradient_at_start(one: Run) -> Numbers:
    """The gradient at x_1."""
    return gradient(one, tuple(map(fast, one.start)))


proof = Proof("lamb-3-sign")


@proof.step(
    "wrong signs",
    "smt",
    "where g_j is 0 or has not the sign of grad_j f, |g_j - grad_j f| >= |grad_j f|",
    at=lambda one: _coordinate(one),
)
def wrong_signs(_: Settings) -> Result:
    """With e = |g - a| and b = |a|."""
    import z3

    a, g, e, b = z3.Reals("a g e b")
    return smt.universally(
        {"mistake": ([e >= 0, e**2 == (g - a) ** 2, b >= 0, b**2 == a**2, g * a <= 0], e >= b)}, "any two numbers"
    )


@proof.step(
    "towards the minimum",
    "smt",
    "the norm n of the signs of a layer is at most sqrt(d/h), so that phi p >= alpha_l gamma |grad_j f| - "
    "alpha_u nu with "
    "gamma = sqrt(h/d), p = |grad_j f|/n, 0 or -|grad_j f|/n, and nu = 2 |g_j - grad_j f|; nu = 2 gamma |g_j - "
    "grad_j f| "
    "if no g_j is 0, since then gamma n = 1; such bounds add up over the coordinates of a layer",
    ["wrong signs", "assumption:phi", "assumption:equal layers"],
    at=lambda one: only(_coordinate(one), "n gamma b e p phi l u"),
)
def towards_by_signs(_: Settings) -> Result:
    """The sign is right, there is none, or it is wrong."""
    import z3

    n, gamma, b, e, p, phi, low, up = z3.Reals("n gamma b e p phi l u")
    usual = [n >= 1, gamma > 0, gamma * n <= 1, b >= 0, e >= 0, low > 0, low <= phi, phi <= up]
    bound, without_zeros = low * gamma * b - up * (2 * e), low * gamma * b - up * (2 * gamma * e)
    p1, p2, b1, b2, v1, v2 = z3.Reals("p_1 p_2 b_1 b_2 nu_1 nu_2")
    two = [phi * p1 >= low * gamma * b1 - up * v1, phi * p2 >= low * gamma * b2 - up * v2]
    return smt.universally(
        {
            "right": ([*usual, p * n == b], phi * p >= bound),
            "none": ([*usual, p == 0, e >= b], phi * p >= bound),
            "wrong": ([*usual, p * n == -b, e >= b], phi * p >= bound),
            "right, no zeros": ([*usual, gamma * n == 1, p * n == b], phi * p >= without_zeros),
            "wrong, no zeros": ([*usual, gamma * n == 1, p * n == -b, e >= b], phi * p >= without_zeros),
            "sum": (two, phi * (p1 + p2) >= low * gamma * (b1 + b2) - up * (v1 + v2)),
        },
        "any layer",
    )


def _coordinate(one: Run) -> Values:
    """The first coordinate, for the first outcome of the noise."""
    first = one.outcomes[0]
    with precision(BITS):
        true = gradient_at_start(one)
        g, e = seen(first, true), mistake(first, true)
        found = [sign(g[j]) for j in one.places[0]]
        n = norm(found)
        p = true[0] * found[0] / n if n > 0 else flint.fmpq(0)
    here = at_first_layer(one, SIGNS, [first])
    return {**here, "a": true[0], "g": g[0], "e": abs(e[0]), "b": abs(true[0]), "n": n, "p": p, "gamma": _gamma(one)}


def _gamma(one: Run) -> Number:
    return sign_gain(size_of_layers(one))


def _first_by_signs(one: Run) -> Values:
    """The first layer."""
    first, own = one.outcomes[0], one.places[0]
    with precision(BITS):
        true = gradient_at_start(one)
        wrong = mistake(first, true)
        m, nu = (sum((abs(v[j]) for j in own), flint.fmpq(0)) for v in (true, wrong))
    return {**at_first_layer(one, SIGNS, [first]), "gamma": _gamma(one), "M": m, "nu": 2 * nu}


def _whole_by_signs(one: Run) -> Values:
    with precision(BITS):
        noise = 2 * one.steps * noise_of(one, [[j] for j in range(len(one.matrix))])
    return at_whole_run(one, SIGNS, sum_of_sizes, _gamma(one), 2 * sum(one.deviation, Fraction(0)), noise)


descend(proof, _first_by_signs, _whole_by_signs)


@proof.step(
    "constants",
    "symbolic",
    "divided by sqrt(d), with gamma = sqrt(h/d): kappa (sqrt(2 Delta ||L||_1/(h T)) + 2 s/sqrt(h)), s the sum of "
    "the s_j, and "
    "2 s/sqrt(d) in place of 2 s/sqrt(h) for nu = 2 gamma s",
    ["best rate"],
)
def constants_by_signs(_: Settings) -> Result:
    """||L||_1/h is L_avg."""
    kappa, gap, smooth, steps, s, d, h = sp.symbols("kappa Delta Lambda T s d h", positive=True)
    gamma = sign_gain(d / h)
    found = {
        n: guarantee(kappa / gamma, gap, smooth, steps, nu) / sp.sqrt(d) for n, nu in ((h, 2 * s), (d, 2 * gamma * s))
    }
    slope = sp.sqrt(2 * gap * (smooth / h) / steps)
    return symbolic.identities(
        {f"over {n}": (bound, kappa * (slope + 2 * s / sp.sqrt(n))) for n, bound in found.items()}, "positive numbers"
    )


@proof.check(
    "descent with zeros", "exact", "where some g_j are 0, a layer may gain less than what 2 ||s||_1/sqrt(d) needs"
)
def descent_with_zeros(_: Settings) -> Result:
    """One layer of 25 coordinates, grad = e_1; g = -eps e_1 with probability 1/4, else (1, eps, ..., eps)."""
    eps = Fraction(1, 1000)
    gain = Fraction(3, 4) * Fraction(1, 5) - Fraction(1, 4)  # E grad'r/||r||, ||r|| = 1 or 5
    first = Fraction(1, 4) * (1 + eps)
    others = 24 * Fraction(3, 4) * eps
    needed = {
        name: Fraction(1, 5) - 2 * (first + others) * share
        for name, share in (("d", Fraction(1, 5)), ("h", Fraction(1)))
    }
    return exact.decide([gain < needed["d"], gain >= needed["h"]], "one layer", "-1/10 is below what n = d needs")


@proof.check("random runs", "sampled", "random quadratic functions in equal layers, the whole tree of outcomes")
def random_runs_of_signs(settings: Settings) -> Result:
    """Exactly, or in balls."""
    return sampled.holds_on(
        runs(by_coordinate=True) | one_step(), proof.decides, settings, (25, 100, 600), "up to three coordinates"
    )


proof.drawn(lambda: runs(by_coordinate=True))
proof.example(given(LAYER_OF_4), "attained")
proof.example(given(NOISY), "noise")
proof.example(given(FLAT), "a coordinate that is always 0")
proof.near_miss("mean gradient", lambda: (LAYER_OF_4, sign_bound(LAYER_OF_4) - sp.Rational(1, 100)))
proof.near_miss("mean gradient", lambda: (EVEN, sp.sqrt(2) - sp.Rational(1, 100)), "two layers")
proof.control("majorant", given(COUPLED))
proof.control("phi", given(SHRINKING))
proof.control("rate", given(SLOW))
proof.control("equal layers", given(UNEQUAL))
proof.control("noise", given(UPHILL))
