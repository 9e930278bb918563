"""LARS: along the direction of a noisy gradient; a layer of norm 0, and coupled layers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.large_batch.descent import Values, at_first_layer, at_whole_run, descend, noise_of
from proofs_check.results.large_batch.runs import (
    COUPLED,
    EVEN,
    SHRINKING,
    SLOW,
    STUCK,
    UPHILL,
    one_step,
    outcome,
    run,
    runs,
)
from theory.numbers import negate, precision
from theory.results.large_batch.lars_2 import guarantee, lars_bound, layer_norms
from theory.results.large_batch.paths import BITS, at_most, gradient, mean, mistake, norm, seen
from theory.results.large_batch.runs import Run, fast

quoted = Proof("lars-2-quoted")
quoted.refutation("a layer of norm 0", given(STUCK))


@quoted.check(
    "any constant", "exact", "the mean is 1 for every T, so above any C times Delta ||L||_1/T = 1/(2 T) for T > C/2"
)
def any_constant(_: Settings) -> Result:
    """For C = 10, 100 and 1000, squared as the theorem is quoted."""
    truths = []
    for constant in (10, 100, 1000):
        one = replace(STUCK, steps=constant, squared_rate=Fraction(1, constant))
        met = [assumption.predicate(one).holds for assumption in quoted.claim.assumptions]
        quoted_bound = sp.sqrt(sp.Rational(constant * one.gap * one.total_smoothness / one.steps))
        truths += [*met, negate(at_most(mean(one, layer_norms), quoted_bound))]
    return exact.decide(truths, "C = 10, 100 and 1000", "the mean gradient is 1 however many steps are taken")


coupled = Proof("lars-2-coordinatewise")
coupled.refutation("two layers", given(COUPLED))


def sum_of_layers(layers: int, total: Fraction, steps: int) -> Run:
    """(x_1 + ... + x_h)^2/2 in layers of one coordinate, the sum being ``total`` at the start."""
    ones = [[1] * layers for _ in range(layers)]
    return run(ones, [total / layers] * layers, [1] * layers, steps)


@coupled.check(
    "any number of layers", "symbolic", "for (x_1 + ... + x_h)^2/2 the mean is sqrt(h) times the bound at T = 1"
)
def any_number_of_layers(_: Settings) -> Result:
    """So no constant that is free of h will do, squared or not."""
    h, s = sp.symbols("h S", positive=True)
    bound = guarantee(sp.Integer(1), s**2 / 2, h, sp.Integer(1), sp.Integer(0))
    return symbolic.identities({"quotient": (h * s / bound, sp.sqrt(h))}, "every h and S")


@coupled.check("more steps", "exact", "with sixteen layers and T = 4 the mean is 16, the bound 2: the sum alternates")
def more_steps(_: Settings) -> Result:
    """All layers move together, by 1/8, and so the sum by 2."""
    one = sum_of_layers(16, Fraction(1), 4)
    met = [assumption.predicate(one).holds for assumption in coupled.claim.assumptions]
    truths = [*met, mean(one, layer_norms) == 16, lars_bound(one) == 2]
    return exact.decide(truths, "one run", "the mean is 16, the bound 2")


proof = Proof("lars-2")
proof.trusted(
    "Cauchy-Schwarz",
    "the product of a vector with a direction is at least minus its norm, and at most its norm",
    "textbook",
)


@proof.step(
    "direction",
    "smt",
    "along the direction of g the gradient has at least its norm less twice the mistake: with n, m, e the norms "
    "of gradient, "
    "g and their difference, p = (n^2 + m^2 - e^2)/(2 m) >= n - 2 e",
    ["Cauchy-Schwarz"],
    at=lambda one: _first(one),
)
def direction(_: Settings) -> Result:
    """p is the product of the gradient and the direction of g, from -n to n; where g = 0, p = 0 and e = n."""
    import z3

    n, m, e, p = z3.Reals("n m e p")
    return smt.universally(
        {
            "g not 0": ([n >= 0, m > 0, e >= 0, -n <= p, p <= n, e**2 == n**2 - 2 * p * m + m**2], p >= n - 2 * e),
            "g = 0": ([n >= 0, m == 0, e == n, p == 0], p >= n - 2 * e),
        },
        "any two vectors",
    )


@proof.step(
    "towards the minimum",
    "smt",
    "phi p >= alpha_l gamma M - alpha_u nu with gamma = 1, M = n and nu = 2 e",
    ["direction", "assumption:phi"],
    at=lambda one: _first(one),
)
def towards_minimum(_: Settings) -> Result:
    """Whatever sign p has."""
    import z3

    n, e, p, phi, low, up = z3.Reals("n e p phi l u")
    premises = [n >= 0, e >= 0, p >= n - 2 * e, low > 0, low <= phi, phi <= up]
    return smt.universally({"one layer": (premises, phi * p >= low * n - up * (2 * e))}, "any layer")


def _first(one: Run) -> Values:
    """The symbols of one layer, for the first outcome of the noise."""
    own, outcome = one.places[0], one.outcomes[0]
    with precision(BITS):
        true = gradient(one, tuple(map(fast, one.start)))
        n, m, e = (norm(v[j] for j in own) for v in (true, seen(outcome, true), mistake(outcome, true)))
    return {**at_first_layer(one, None, [outcome]), "n": n, "m": m, "e": e, "gamma": 1, "M": n, "nu": 2 * e}


def _whole(one: Run) -> Values:
    """The symbols of all steps."""
    with precision(BITS):
        noise = 2 * one.steps * noise_of(one, one.places)
    return at_whole_run(one, None, layer_norms, Fraction(1), 2 * sum(one.deviation, Fraction(0)), noise)


descend(proof, _first, _whole)


@proof.check("random runs", "sampled", "random quadratic functions, layers, phi and noise, the whole tree of outcomes")
def random_runs(settings: Settings) -> Result:
    """Exactly, or in balls."""
    return sampled.holds_on(
        runs() | one_step(), proof.decides, settings, (25, 100, 600), "up to three coordinates and four steps"
    )


NOISY = run([[1]], [1], [1], 4, deviation=["1/2"], noise=(outcome("1/2", 1, ["1/2"]), outcome("1/2", 1, ["-1/2"])))
proof.drawn(runs)
proof.example(given(EVEN), "attained")
proof.example(given(NOISY), "noise")
proof.example(lambda: run([[2, -1], [-1, 2]], [1, 3], [3, 3], 3), "coupled layers")
proof.near_miss("mean gradient", lambda: (EVEN, lars_bound(EVEN) - sp.Rational(1, 100)))
proof.control("majorant", given(COUPLED))
proof.control("phi", given(SHRINKING))
proof.control("rate", given(SLOW))
proof.control("noise", given(UPHILL))
