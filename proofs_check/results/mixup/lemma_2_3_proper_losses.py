"""Every strictly proper loss leads to the same h_eps: the expected excess is the divergence from h_eps."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

import theory.results.mixup.lemma_2_3 as lemma
import theory.results.mixup.lemma_2_3_proper_losses as losses
from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, local_instances, mixings
from proofs_check.methods import sampled, symbolic
from proofs_check.results.mixup.textbook import MEAN_VALUE, tangents
from theory.dataset import LabeledDataset
from theory.instances import LocalInstance
from theory.mixing import Beta

T = sp.Symbol("t", positive=True)
GENERATORS = {"squared": T**2, "logarithmic": T * sp.log(T)}
TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])

proof = Proof("lemma-2.3-proper-losses")


@proof.step(
    "excess of a general Bregman loss",
    "symbolic",
    "for any g, a label y of weight w adds w (D(y, theta) - D(y, h)) to the excess, which is w D(h, theta) plus a "
    "multiple of w (y - h); the latter sums to 0 because h is the weighted mean, so the excess is S D(h, theta), "
    "for every k",
)
def excess_of_a_general_bregman_loss(_: Settings) -> Result:
    y, h, theta, w = sp.symbols("y h theta w", positive=True)
    g = sp.Function("g")
    slope_h, slope = sp.symbols("g'(h) g'(theta)")
    excess = losses.bregman(g(y), g(theta), slope, y, theta) - losses.bregman(g(y), g(h), slope_h, y, h)
    residual = w * (excess - losses.bregman(g(h), g(theta), slope, h, theta) - (slope_h - slope) * (y - h))
    n, total = sp.symbols("N S", positive=True)
    mean = n - total * lemma.minimiser([n, total - n])[0]  # sum of w (y_i - h_i) = N_i - S h_i
    return symbolic.identities(
        {"one label": residual, "sum of w (y - h)": mean},
        "every generator g, label and theta, coordinate by coordinate",
        "D(y,theta) - D(y,h) = D(h,theta) + (g'(h) - g'(theta)) (y - h), and sum w (y - h) = N - S h = 0",
    )


@proof.step(
    "code of the excess",
    "symbolic",
    "excess_loss is S D(h, theta) for the squared and the logarithmic loss",
    ["excess of a general Bregman loss"],
)
def code_of_the_excess(_: Settings) -> Result:
    masses, theta = sp.symbols("N_1:3", positive=True), sp.symbols("theta_1:3", positive=True)
    local = LocalInstance(TWO_POINTS, Beta(1), (Fraction(0),), Fraction(1))
    residuals = {}
    for name, g in GENERATORS.items():
        slope = sp.diff(g, T)
        h = lemma.minimiser(masses)
        parts = [
            losses.bregman(g.subs(T, a), g.subs(T, b), slope.subs(T, b), a, b) for a, b in zip(h, theta, strict=True)
        ]
        found = symbolic_excess(losses.LossInstance(local, g, T), list(masses), list(theta))
        residuals[name] = sp.expand_log(sp.expand(found - sum(masses) * sp.Add(*parts)), force=True)
    return symbolic.identities(residuals, "two classes, free symbols; coordinates add up")


def symbolic_excess(loss: losses.LossInstance, masses: list[sp.Expr], theta: list[sp.Expr]) -> sp.Expr:
    """The excess from the same risk as :func:`theory.results.mixup.lemma_2_3_proper_losses.excess_loss`, on symbols."""
    return losses.excess_loss(loss, masses, theta)


proof.trusted(*MEAN_VALUE)
tangents(proof)


@proof.step(
    "strictly proper",
    "symbolic",
    "D(h, theta) > 0 for theta != h: g'' is positive for the squared and the logarithmic loss, and by assumption "
    "otherwise, so that the slope of g rises strictly; g is continuous at 0 and 1, and an infinite slope there makes "
    "D infinite",
    [
        "excess of a general Bregman loss",
        "tangents",
        "assumption:strictly proper",
        "assumption:finite",
        "assumption:positive mass",
    ],
)
def strictly_proper(_: Settings) -> Result:
    return symbolic.signs({name: (sp.diff(g, T, 2), ">0") for name, g in GENERATORS.items()}, "every t > 0")


def _agrees(instance: LocalInstance) -> bool | None:
    if not lemma.POSITIVE_MASS.predicate(instance).holds:
        return None
    return all(
        proof.claim.conclusion(losses.LossInstance(instance, g, T)).holds is not False for g in GENERATORS.values()
    )


@proof.check("probes", "sampled", "no probe of the simplex does as well as h_eps, squared and logarithmic loss")
def probes(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=3, max_dimension=1), mixings(atoms=True))
    return sampled.holds_on(instances, _agrees, how, (15, 30, 200), "up to 3 points on a line, atomic laws")


def _loss(generator: sp.Expr, x: str) -> losses.LossInstance:
    return losses.LossInstance(LocalInstance(TWO_POINTS, Beta(1), (Fraction(x),), Fraction(1, 4)), generator, T)


proof.control("positive mass", lambda: _loss(T**2, "5"))
proof.control("strictly proper", lambda: _loss(3 * T, "1/8"))
proof.control("finite", lambda: _loss(-sp.log(T), "1/8"))  # Itakura and Saito: a pure label costs infinitely much
proof.example(lambda: _loss(T**2, "1/8"))
proof.near_miss("only minimiser", lambda: (_loss(T**2, "1/8"), [Fraction(1), Fraction(0)]), "the larger class")
