"""The mean mixed label given the mixed input beats every measurable competitor, point by point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from scipy.special import expit

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, mixings
from proofs_check.methods import exact, sampled, symbolic
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Midpoint
from theory.optimal import mixup_optimal_limit
from theory.optimal.risk import mixup_risk
from theory.results.mixup.lemma_2_3 import minimiser, ordered_term
from theory.results.mixup.proposition_2_2 import CompetitorInstance, StepClassifier

TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])

proof = Proof("proposition-2.2")
proof.uses("lemma-2.3")
proof.trusted(
    "differentiation of measures",
    "for finite Borel measures mu_i <= mu on R^d, mu_i(B_eps(x))/mu(B_eps(x)) tends to the density of mu_i with "
    "respect to mu for mu-almost every x, and the integral of f dmu_i is that of f times the density dmu",
    "Besicovitch; Radon and Nikodym",
)


@proof.step(
    "the limit is a density",
    "symbolic",
    "N_i = mu_i(B_eps(x)), mu_i(A) the mean of the i-th mixed label on {z in A}, and sum mu_i = mu; so h is the "
    "density of mu_i, that is the mean mixed label given the mixed input",
    ["lemma-2.3", "differentiation of measures"],
)
def the_limit_is_a_density(_: Settings) -> Result:
    lam, weight = sp.symbols("lambda w", positive=True)
    first, second = ordered_term(weight * lam, 0, 0), ordered_term(0, weight, weight * lam)
    residuals = {
        "label of s": first - weight * lam,
        "label of t": second - weight * (1 - lam),
        "sum mu_i = mu": first + second - weight,
        "h of one atom": minimiser([first, second])[0] - lam,
    }
    return symbolic.identities(residuals, "one pair at one lambda; both sides are linear in P_X x P_X x P_f")


@proof.step(
    "point by point",
    "symbolic",
    "J_mix(g) - J_mix(h) is the integral of sum_i h_i log(h_i/g_i) dmu, whose integrand is at least sum_i (h_i - "
    "g_i) = 0 at every point (Lemma 2.3 with N = h and S = 1), so it is not negative",
    ["lemma-2.3", "the limit is a density", "differentiation of measures", "assumption:simplex"],
)
def point_by_point(_: Settings) -> Result:
    h, g = sp.symbols("h g", positive=True)
    t = g / h
    difference = h * sp.log(h) - h * sp.log(g)
    bound = sp.expand_log(difference - (h - g) - h * (t - 1 - sp.log(t)), force=True)
    return symbolic.identities(
        {"one class": bound}, "every h, g > 0", "h log(h/g) - (h - g) = h (t - 1 - log t) >= 0 at t = g/h"
    )


@st.composite
def competitors(draw: DrawFn) -> CompetitorInstance:
    """Piecewise constant competitors in the first coordinate: any rational probability vectors, zeros included."""
    dataset = draw(datasets(max_points=4, max_dimension=2))
    cut = draw(st.sampled_from([Fraction(n) for n in ("0", "1/2", "-1", "1/3")]))
    sides = []
    for _ in range(2):
        parts = draw(st.lists(st.integers(0, 4), min_size=dataset.n_classes, max_size=dataset.n_classes).filter(any))
        sides.append(tuple(Fraction(p, sum(parts)) for p in parts))
    name = f"{sides[0]} up to x_1 = {cut}, {sides[1]} beyond"
    law = draw(mixings(atoms=True))
    return CompetitorInstance(dataset, law, StepClassifier(cut, *sides), name)


@proof.check("competitors, atoms", "sampled", "no piecewise constant competitor has a smaller Mixup risk")
def competitors_atoms(how: Settings) -> Result:
    return sampled.holds_on(
        competitors(), proof.decides, how, (40, 100, 500), "up to 4 points in the plane, atomic laws"
    )


def risks(how: Settings, size: int) -> tuple[float, list[float]]:
    """J_mix of h and of competitors on the three-point line with uniform lambda, by quadrature.

    A competitor scales, shifts and bends the log-odds of h.  At the data points, where only self-pairs have mass, these
    are infinite, and it is h itself.
    """
    line, law = LabeledDataset.alternating_line(), Beta(1)
    known: dict[float, float] = {}

    def odds(places: np.ndarray) -> np.ndarray:
        for z in set(places[:, 0].tolist()) - set(known):
            first, second = mixup_optimal_limit(line, law, [[z]])[0]
            known[z] = float(np.log(first) - np.log(second)) if first and second else (np.inf if first else -np.inf)
        return np.array([known[z] for z in places[:, 0].tolist()])

    def risk(a: float, b: float, c: float) -> float:
        def competitor(places: np.ndarray) -> np.ndarray:
            share = expit(a * odds(places) + b + c * np.cos(7 * places[:, 0]))
            return np.stack([share, 1 - share], axis=1)

        return mixup_risk(line, law, competitor)

    rng = np.random.default_rng(how.seed)
    return risk(1, 0, 0), [risk(rng.uniform(0.2, 2), rng.normal(scale=0.5), rng.normal()) for _ in range(size)]


@proof.check("competitors, uniform law", "optimizer", "no smooth competitor has a smaller Mixup risk, by quadrature")
def competitors_uniform_law(how: Settings) -> Result:
    least, found = risks(how, how.size(30, 100, 500))
    text = f"h has the risk {least:.6f}; the best of {len(found)} competitors {min(found):.6f}"
    return exact.decide([bool(risk > least) for risk in found], "three-point line, Beta(1, 1)", text)


def everywhere(*values: Fraction) -> StepClassifier:
    """The same values everywhere."""
    return StepClassifier(Fraction(0), values, values)


proof.control(
    "simplex",
    lambda: CompetitorInstance(TWO_POINTS, Midpoint(), everywhere(Fraction(1), Fraction(1)), "(1, 1) everywhere"),
)
# mixes at 0, 1/2 and 1 of masses 1/4, 1/2, 1/4: the competitor that says (1/2, 1/2) everywhere pays at the ends
UNDECIDED = CompetitorInstance(TWO_POINTS, Midpoint(), everywhere(Fraction(1, 2), Fraction(1, 2)), "(1/2, 1/2)")
proof.example(lambda: UNDECIDED, method="balls")
ONE_SIDED = {(Fraction(z, 2),): [Fraction(1, 3), Fraction(2, 3)] for z in range(3)}
proof.near_miss("no competitor is better", lambda: (UNDECIDED, ONE_SIDED), "another classifier", "balls")
