"""What all three bounds share: from one layer to all layers and steps, and the best rate.

M is what a method measures of the gradient, gamma what it gains of it in its direction, and nu what noise costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic
from theory.numbers import ball, precision
from theory.results.large_batch.lars_2 import guarantee, squared_best_rate
from theory.results.large_batch.paths import (
    BITS,
    Measure,
    Place,
    directions,
    gradient,
    law,
    mean,
    norm,
    root,
    scales,
    seen,
)
from theory.results.large_batch.runs import Outcome, Run, fast

Values = dict[str, Any]


def only(values: Values, names: str) -> Values:
    """The values of the symbols that a step has, of several that a place gives."""
    return {name: values[name] for name in names.split()}


Here = Callable[[Any], Mapping[str, Any] | None]


def one_layer(_: Settings) -> Result:
    """The two sides apart: along the gradient, and the curvature."""
    import z3

    names = "eta phi p l u gamma M nu L w gained bent c"
    eta, phi, p, low, up, gamma, m, nu, smooth, w, gained, bent, change = z3.Reals(names)
    step = [eta > 0, phi >= 0, phi <= up, w >= 0, w <= 1, smooth >= 0]
    towards = low * gamma * m - up * nu
    return smt.universally(
        {
            "along the gradient": ([eta > 0, gained == eta * (phi * p), phi * p >= towards], gained >= eta * towards),
            "length": (step, phi * w <= up),
            "curvature": (
                [eta > 0, smooth >= 0, phi >= 0, w >= 0, phi * w <= up, bent == smooth * eta**2 * (phi * w) ** 2],
                bent <= smooth * eta**2 * up**2,
            ),
            "change": (
                [change <= -gained + bent / 2, gained >= eta * towards, bent <= smooth * eta**2 * up**2],
                change <= -eta * towards + eta**2 * up**2 * smooth / 2,
            ),
        },
        "one layer, any direction of length at most 1",
    )


def adding_up(_: Settings) -> Result:
    """Two groups of layers, or of steps."""
    import z3

    eta, low, up, gamma = z3.Reals("eta l u gamma")
    c, m, nu, s = zip(*(z3.Reals(f"c_{k} M_{k} nu_{k} Lambda_{k}") for k in (1, 2)), strict=True)

    def bound(m: Any, nu: Any, s: Any) -> Any:
        return -eta * (low * gamma * m - up * nu) + eta**2 * up**2 * s / 2

    premises = [c[k] <= bound(m[k], nu[k], s[k]) for k in (0, 1)]
    return smt.universally(
        {"sum": (premises, c[0] + c[1] <= bound(m[0] + m[1], nu[0] + nu[1], s[0] + s[1]))}, "any two"
    )


def in_total(_: Settings) -> Result:
    """With E nu_t <= nu at every step, and f never below its infimum."""
    import z3

    names = "eta l u gamma total noise nu Lambda T drop Delta"
    eta, low, up, gamma, total, noise, nu, smooth, steps, drop, gap = z3.Reals(names)
    summed = -drop <= -eta * (low * gamma * total - up * noise) + eta**2 * up**2 * (steps * smooth) / 2
    premises = [eta > 0, up > 0, summed, drop <= gap, noise <= steps * nu]
    asserted = eta * low * gamma * total <= gap + eta * up * (steps * nu) + eta**2 * up**2 * steps * smooth / 2
    return smt.universally({"total": (premises, asserted)}, "any number of steps")


def best_rate(_: Settings) -> Result:
    """Delta/(eta T) and eta alpha_u^2 ||L||_1/2 are equal at this rate."""
    low, up, gamma, smooth, steps, gap = sp.symbols("l u gamma Lambda T Delta", positive=True)
    nu = sp.Symbol("nu", nonnegative=True)
    eta = sp.sqrt(squared_best_rate(up, gap, smooth, steps))
    total = gap + eta * up * (steps * nu) + eta**2 * up**2 * steps * smooth / 2
    bound = guarantee(up / (low * gamma), gap, smooth, steps, nu)
    return symbolic.identities({"mean": (total / (eta * low * gamma * steps), bound)}, "positive numbers")


def descend(proof: Proof, first: Here, whole: Here) -> None:
    """Add the steps that follow "towards the minimum"; ``first`` and ``whole`` say where an instance puts their "
    "symbols."""
    proof.step(
        "one layer",
        "smt",
        "by the majorant a step changes f by at most the sum over layers of c = -eta phi p + L_i (eta phi "
        "w)^2/2, p the product "
        "of gradient and direction, w <= 1 the length of the direction: c <= -eta (alpha_l gamma M - alpha_u nu) + "
        "eta^2 alpha_u^2 L_i/2",
        ["towards the minimum", "assumption:majorant", "assumption:phi"],
        at=first,
    )(one_layer)
    proof.step("layers and steps add up", "smt", "such bounds add up, over layers and steps", ["one layer"])(adding_up)
    proof.step(
        "in total",
        "smt",
        "eta alpha_l gamma (sum of E M over T steps) <= Delta + T (eta alpha_u nu + eta^2 alpha_u^2 ||L||_1/2), "
        "since the "
        "means of all changes have the sum E f(x_{T+1}) - f(x_1) >= -Delta, and E nu_t <= nu at every step",
        ["layers and steps add up", "assumption:noise"],
        at=whole,
    )(in_total)
    proof.step(
        "best rate",
        "symbolic",
        "at the rate of the theorem the mean of E M is at most alpha_u/(alpha_l gamma) (sqrt(2 Delta ||L||_1/T) + nu)",
        ["in total", "assumption:rate"],
        at=whole,
    )(best_rate)


def at_first_layer(run: Run, beta: Fraction | None, outcomes: Sequence[Outcome]) -> Values:
    """The symbols of "one layer" but gamma, M and nu, at x_1 for the first layer: means over these outcomes."""
    with precision(BITS):
        place = Place(flint.fmpq(1), tuple(map(fast, run.start)), (flint.fmpq(0),) * len(run.start))
        true, own = gradient(run, place.x), run.places[0]
        found = [directions(run, beta, place, seen(o, true))[0] for o in outcomes]
        p = average(outcomes, [sum((true[j] * d[j] for j in own), flint.fmpq(0)) for d in found])
        squares = average(outcomes, [sum((d[j] * d[j] for j in own), flint.fmpq(0)) for d in found])
        phi, eta, smooth = scales(run, place.x)[0], root(fast(run.squared_rate)), fast(run.smoothness[0])
        moved = {"phi": phi, "p": p, "w": root(squares), "gained": eta * phi * p}
        bent = smooth * (eta * phi) ** 2 * squares
        return {**constants(run), **moved, "L": smooth, "bent": bent, "c": bent / 2 - eta * phi * p}


def average(outcomes: Sequence[Outcome], values: Sequence[Any]) -> Any:
    """The mean over some outcomes, with their probabilities."""
    weights = [fast(o.probability) for o in outcomes]
    return sum((w * v for w, v in zip(weights, values, strict=True)), flint.fmpq(0)) / sum(weights, flint.fmpq(0))


def constants(run: Run) -> Values:
    """eta, alpha_l and alpha_u."""
    with precision(BITS):
        return {"eta": root(fast(run.squared_rate)), "l": run.alpha[0], "u": run.alpha[1]}


def noise_of(run: Run, groups: Sequence[Sequence[int]]) -> Any:
    """The sum over groups of coordinates of E||shift||, which is that of E||g - grad f|| where all factors are 1."""
    terms = [fast(o.probability) * norm(fast(o.shift[j]) for j in own) for o in run.outcomes for own in groups]
    return sum(terms, flint.fmpq(0))


def at_whole_run(run: Run, beta: Fraction | None, measure: Measure, gamma: Any, nu: Any, noise: Any) -> Values:
    """For all steps: ``nu`` as declared for a step, ``noise`` as it is in all steps."""
    with precision(BITS):
        last = law(replace(run, steps=run.steps + 1), beta)[-1]
        away = [[v - fast(c) for v, c in zip(place.x, run.centre, strict=True)] for place in last]
        left = [
            place.probability * sum((g * v for g, v in zip(gradient(run, place.x), x, strict=True)), flint.fmpq(0)) / 2
            for place, x in zip(last, away, strict=True)
        ]
        drop = fast(run.gap) - sum(left, flint.fmpq(0))
        total = ball(mean(run, measure, beta)) * run.steps
    sizes = {"T": Fraction(run.steps), "Delta": run.gap, "Lambda": run.total_smoothness}
    return {**constants(run), **sizes, "total": total, "drop": drop, "gamma": gamma, "nu": nu, "noise": noise}
