"""LAMB with 0 < beta_2 < 1: averages of squares, the lengths that they allow, and unbiased gradients."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.large_batch.descent import (
    Values,
    at_first_layer,
    at_whole_run,
    average,
    descend,
    noise_of,
    only,
)
from proofs_check.results.large_batch.lamb_3_sign import gradient_at_start
from proofs_check.results.large_batch.runs import (
    COUPLED,
    LAYER_OF_4,
    NOISY,
    SHRINKING,
    SLOW,
    UNEQUAL,
    one_step,
    outcome,
    run,
    runs,
    size_of_layers,
)
from theory.numbers import Number, precision
from theory.results.large_batch.lamb_3 import Lamb, root_bound, root_gain, squared_norm
from theory.results.large_batch.paths import BITS, averages, mistake, norm, root, seen
from theory.results.large_batch.runs import Run

proof = Proof("lamb-3")


@proof.step(
    "averages",
    "smt",
    "from 0 on, v_j <= G^2 and v_j >= (1 - beta_2) g_j^2, since g_j^2 <= G^2",
    ["assumption:bounded"],
    at=lambda lamb: _root(lamb),
)
def averages_bounded(_: Settings) -> Result:
    """v is the average before g is seen, y after."""
    import z3

    beta, v, g, bound, after = z3.Reals("beta v g G y")
    premises = [beta > 0, beta < 1, v >= 0, v <= bound**2, g**2 <= bound**2, after == beta * v + (1 - beta) * g**2]
    wanted = z3.And(after >= 0, after <= bound**2, after >= (1 - beta) * g**2)
    return smt.universally({"one step": (premises, wanted)}, "any number of steps")


@proof.step(
    "lengths",
    "smt",
    "so r_j^2 = g_j^2/v_j <= 1/(1 - beta_2), the norm n of the r_j of a layer is at most sqrt(d/(h (1 - beta_2))), and "
    "gamma G n <= 1 for gamma = sqrt(h (1 - beta_2)/d)/G",
    ["averages", "assumption:equal layers"],
    at=lambda lamb: only(_root(lamb), "beta y g r n N gamma G"),
)
def lengths(_: Settings) -> Result:
    """N = d/h; sums of squares over two groups of coordinates."""
    import z3

    beta, y, g, r, n, size, gamma, bound = z3.Reals("beta y g r n N gamma G")
    q1, q2, n1, n2 = z3.Reals("q_1 q_2 N_1 N_2")
    usual, best = [beta > 0, beta < 1], gamma**2 * bound**2 * size == 1 - beta
    return smt.universally(
        {
            "one coordinate": ([*usual, y > 0, y >= (1 - beta) * g**2, r**2 * y == g**2], (1 - beta) * r**2 <= 1),
            "sum": ([*usual, (1 - beta) * q1 <= n1, (1 - beta) * q2 <= n2], (1 - beta) * (q1 + q2) <= n1 + n2),
            "gain": (
                [*usual, n >= 0, size > 0, (1 - beta) * n**2 <= size, gamma > 0, bound > 0, best],
                gamma * bound * n <= 1,
            ),
        },
        "any layer",
    )


@proof.step(
    "one coordinate",
    "smt",
    "phi p >= alpha_l gamma grad_j f g_j - alpha_u |g_j - grad_j f|, p = grad_j f r_j/n",
    ["averages", "lengths", "assumption:phi"],
    at=lambda lamb: _root(lamb),
)
def one_coordinate(_: Settings) -> Result:
    """With z = sqrt(v_j) in (0, G]; where the sign is wrong, |p| <= |a| <= e; where g = 0, p = 0."""
    import z3

    a, g, e, z, n, p, phi, low, up, gamma, bound = z3.Reals("a g e z n p phi l u gamma G")
    usual = [low > 0, low <= phi, phi <= up, gamma > 0, e >= 0]
    asserted = phi * p >= low * gamma * (a * g) - up * e
    shorter = [n > 0, z > 0, z <= bound, gamma * bound * n <= 1]
    return smt.universally(
        {
            "scale": (shorter, gamma * (z * n) <= 1),
            "right": ([*usual, n > 0, z > 0, gamma * (z * n) <= 1, p * (z * n) == a * g, a * g >= 0], asserted),
            "length of a mistake": ([a * g <= 0, e >= 0, e**2 == (g - a) ** 2, p**2 <= a**2], p >= -e),
            "wrong": ([*usual, a * g <= 0, p >= -e], asserted),
        },
        "any coordinate",
    )


@proof.step(
    "on average",
    "symbolic",
    "E grad_j f g_j = (grad_j f)^2 given the past, since E g_j = grad_j f; and what phi p exceeds its bound by "
    "is on average "
    "what E phi p exceeds the mean of the bounds by; here for two outcomes",
    ["one coordinate", "assumption:unbiased"],
)
def on_average(_: Settings) -> Result:
    """grad_j f is known when g_j is drawn."""
    q, g, h, phi, gain, up = sp.symbols("q g_1 g_2 phi gain u", real=True)
    p1, p2, e1, e2 = sp.symbols("p_1 p_2 e_1 e_2", real=True)
    a = q * g + (1 - q) * h

    def excess(p: sp.Expr, square: sp.Expr, e: sp.Expr) -> sp.Expr:
        return phi * p - gain * square + up * e

    def mean(x: sp.Expr, y: sp.Expr) -> sp.Expr:
        return q * x + (1 - q) * y

    return symbolic.identities(
        {
            "square": (mean(a * g, a * h), a**2),
            "excess": (
                mean(excess(p1, a * g, e1), excess(p2, a * h, e2)),
                excess(mean(p1, p2), a**2, mean(e1, e2)),
            ),
        },
        "any two outcomes",
    )


@proof.step(
    "towards the minimum",
    "smt",
    "so E phi p >= alpha_l gamma M - alpha_u nu with M = (grad_j f)^2 and nu = E|g_j - grad_j f|, and such "
    "bounds add up over "
    "the coordinates of a layer",
    ["on average"],
)
def towards_by_roots(_: Settings) -> Result:
    """A mean of what is not negative is not; two groups of coordinates."""
    import z3

    q, phi, low, up, gamma = z3.Reals("q phi l u gamma")
    over1, over2, p1, p2, e1, e2, m1, m2 = z3.Reals("x_1 x_2 p_1 p_2 nu_1 nu_2 M_1 M_2")
    groups = [phi * p >= low * gamma * m - up * e for p, m, e in ((p1, m1, e1), (p2, m2, e2))]
    return smt.universally(
        {
            "mean": ([q >= 0, q <= 1, over1 >= 0, over2 >= 0], q * over1 + (1 - q) * over2 >= 0),
            "sum": (groups, phi * (p1 + p2) >= low * gamma * (m1 + m2) - up * (e1 + e2)),
        },
        "any layer",
    )


def _root(lamb: Lamb) -> Values:
    """The first coordinate at x_1, for the first outcome of the noise."""
    one, first = lamb.run, lamb.run.outcomes[0]
    with precision(BITS):
        true = gradient_at_start(one)
        g, e = seen(first, true), mistake(first, true)
        after = averages(lamb.beta, [flint.fmpq(0)] * len(g), g)
        r = [w / root(v) if w != 0 else flint.fmpq(0) for w, v in zip(g, after, strict=True)]
        n = norm(r[j] for j in one.places[0])
        p = true[0] * r[0] / n if n > 0 else flint.fmpq(0)
    found: dict[str, Any] = {"a": true[0], "g": g[0], "e": abs(e[0]), "z": root(after[0]), "n": n, "p": p, "r": r[0]}
    sizes = {"beta": lamb.beta, "v": Fraction(0), "y": after[0], "G": lamb.bound, "N": size_of_layers(one)}
    return {**at_first_layer(one, lamb.beta, [first]), **found, **sizes, "gamma": _root_gamma(lamb)}


def _root_gamma(lamb: Lamb) -> Number:
    return root_gain(size_of_layers(lamb.run), lamb.beta, lamb.bound)


def _first_by_roots(lamb: Lamb) -> Values:
    """The first layer, on average over the noise."""
    one, own = lamb.run, lamb.run.places[0]
    with precision(BITS):
        true = gradient_at_start(one)
        m = sum((true[j] * true[j] for j in own), flint.fmpq(0))
        wrong = [mistake(o, true) for o in one.outcomes]
        nu = average(one.outcomes, [sum((abs(e[j]) for j in own), flint.fmpq(0)) for e in wrong])
    found = at_first_layer(one, lamb.beta, one.outcomes)
    return {**found, "gamma": _root_gamma(lamb), "M": m, "nu": nu}


def _whole_by_roots(lamb: Lamb) -> Values:
    one = lamb.run
    with precision(BITS):
        noise = one.steps * noise_of(one, [[j] for j in range(len(one.matrix))])
    declared = sum(one.deviation, Fraction(0))
    return at_whole_run(one, lamb.beta, squared_norm, _root_gamma(lamb), declared, noise)


descend(proof, _first_by_roots, _whole_by_roots)


@proof.step(
    "constants",
    "smt",
    "for gamma = sqrt(h (1 - beta_2)/d)/G, 1/gamma is sqrt(G^2 d/(h (1 - beta_2)))",
    ["best rate"],
    at=lambda lamb: {
        **{"gamma": _root_gamma(lamb), "f": 1 / _root_gamma(lamb), "G": lamb.bound, "beta": lamb.beta},
        **{"d": len(lamb.run.matrix), "h": len(lamb.run.layers)},
    },
)
def constants_by_roots(_: Settings) -> Result:
    """Squared."""
    import z3

    f, gamma, bound, beta, d, h = z3.Reals("f gamma G beta d h")
    positive = [gamma > 0, bound > 0, beta < 1, d > 0, h > 0]
    premises = [*positive, gamma**2 * bound**2 * d == h * (1 - beta), f * gamma == 1]
    return smt.universally({"factor": (premises, f**2 * (h * (1 - beta)) == bound**2 * d)}, "every size")


def largest(one: Run) -> Fraction:
    """A bound of all gradients that are seen: in T steps no coordinate moves farther than T eta alpha_u."""
    reach = one.alpha[1] * one.steps * _root_above(one.squared_rate)
    far = [max(abs(x - c), Fraction(0)) + reach for x, c in zip(one.start, one.centre, strict=True)]
    true = [sum((abs(a) * v for a, v in zip(row, far, strict=True)), Fraction(0)) for row in one.matrix]
    return max(abs(o.factor) * v + abs(s) for o in one.outcomes for v, s in zip(true, o.shift, strict=True))


def _root_above(value: Fraction) -> Fraction:
    return Fraction(int(sp.sqrt(sp.Rational(value.numerator, value.denominator)) * 100) + 1, 100)


@st.composite
def lambs(draw: DrawFn) -> Lamb:
    """Noise with the mean 0 or another one; G as large as the gradients can be."""
    one = draw(runs(by_coordinate=True))
    beta = Fraction(draw(st.sampled_from(["1/10", "1/2", "9/10"])))
    return Lamb(one, beta, largest(one))


@st.composite
def one_step_by_roots(draw: DrawFn) -> Lamb:
    """T = 1 and almost equal coordinates, G as large as they are, beta_2 small: the bound is nearly attained."""
    one = draw(one_step())
    slopes = [abs(row[i] * x) for i, (row, x) in enumerate(zip(one.matrix, one.start, strict=True))]
    return Lamb(one, Fraction(1, 100), max(slopes))


@proof.check("random runs", "sampled", "random quadratic functions in equal layers, the whole tree of outcomes")
def random_runs_of_roots(settings: Settings) -> Result:
    """Exactly, or in balls."""
    return sampled.holds_on(
        lambs() | one_step_by_roots(), proof.decides, settings, (25, 100, 600), "up to three coordinates"
    )


def lamb(one: Run, bound: int | str, beta: Fraction = Fraction(1, 10)) -> Lamb:
    """An instance with G from a text."""
    return Lamb(one, beta, Fraction(bound))


ATTAINED = lamb(LAYER_OF_4, 1, Fraction(19, 100))  # up to sqrt(1 - beta_2) = 9/10
FAINT = run([[1]], [1], [1], 1, deviation=["99/100"], noise=(outcome("1", "1/100"),))
MOSTLY_WRONG = run([[1]], [1], [1], 36, noise=(outcome("3/4", "-1/3"), outcome("1/4", 5)))

proof.drawn(lambs)
proof.example(given(ATTAINED), "nearly attained")
proof.example(lambda: lamb(NOISY, 2), "noise")
proof.near_miss("mean squared gradient", lambda: (ATTAINED, root_bound(ATTAINED) * sp.Rational(89, 100)))
proof.control("majorant", lambda: lamb(COUPLED, 1))
proof.control("phi", lambda: lamb(SHRINKING, 2))
proof.control("rate", lambda: lamb(SLOW, 1))
proof.control("equal layers", lambda: lamb(UNEQUAL, 1))
proof.control("noise", lambda: lamb(MOSTLY_WRONG, "205/6", Fraction(1, 100)))
proof.control("unbiased", lambda: lamb(FAINT, "1/100"))
proof.control("bounded", lambda: lamb(replace(FAINT, noise=(), deviation=(Fraction(0),)), "1/100"))
