"""Hard labels: each half of the loss of a pair belongs to one of its points, seen from which lambda has another law."""

from __future__ import annotations

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, mixings
from proofs_check.methods import sampled, symbolic
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint
from theory.results.mixup_literature.zhang_2021_one_sided import NumberedData

LAM, A, B = sp.symbols("lambda alpha beta", positive=True)
ENDS = LabeledDataset([[0], [1]], [0, 1])
LINE = LabeledDataset([[0], [1], [3]], [0, 1, 5], ["1/2", "1/3", "1/6"])
QUARTERS = Discrete({"1/4": "1/2", "3/4": "1/2"})
THIRD = Discrete({"1/3": 1})

proof = Proof("zhang-2021-one-sided")


@proof.step(
    "one pair",
    "symbolic",
    "for a loss A(z) - y B(z) the mixed label gives lambda loss(z, y_i) + (1 - lambda) loss(z, y_j); the second half "
    "is the first of the pair (j, i) with 1 - lambda in place of lambda, at the same z",
    ["assumption:affine label", "assumption:both orders"],
)
def one_pair(_: Settings) -> Result:
    """So that twice the sum over pairs of both orders is the sum of the first halves over lambda and 1 - lambda."""
    a, b, y, v, s, t = sp.symbols("A_z B_z y v s t", real=True)
    halves = first_half(LAM, a, b, y) + first_half(1 - LAM, a, b, v)
    place = LAM * s + (1 - LAM) * t
    mirrored = ((LAM * s + (1 - LAM) * t).subs({s: t, t: s}, simultaneous=True)).subs(LAM, 1 - LAM)
    return symbolic.identities(
        {"label": (a - (LAM * y + (1 - LAM) * v) * b, halves), "place": (mirrored, place)}, "every pair and model"
    )


def first_half(lam: sp.Expr, a: sp.Expr, b: sp.Expr, label: sp.Expr) -> sp.Expr:
    """lambda times the loss with a hard label."""
    return lam * (a - label * b)


@proof.step(
    "the law",
    "symbolic",
    "lambda (P(d lambda) + P(d(1 - lambda))) has mass 1; for Beta(alpha, beta) it is the mixture of "
    "Beta(alpha + 1, beta) and Beta(beta + 1, alpha) with weights alpha/(alpha + beta) and beta/(alpha + beta)",
    ["one pair"],
)
def the_law(_: Settings) -> Result:
    """An atom at lambda gives lambda to lambda and 1 - lambda to 1 - lambda; Beta(alpha, alpha) one more in alpha."""
    found = LAM * (density(LAM, A, B) + density(1 - LAM, A, B))
    mixture = A / (A + B) * density(LAM, A + 1, B) + B / (A + B) * density(LAM, B + 1, A)
    mass, lam = sp.symbols("m l", positive=True)
    return symbolic.identities(
        {
            "Beta": (found, mixture),
            "equal shapes": (found.subs(B, A), density(LAM, A + 1, A)),
            "mass of an atom": (mass * lam + mass * (1 - lam), mass),
        },
        "every alpha, beta > 0, and every atom",
    )


def density(lam: sp.Expr, a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """The density of Beta(a, b)."""
    return lam ** (a - 1) * (1 - lam) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))


@proof.step(
    "mass and mean label",
    "symbolic",
    "for a loss A(z) - y B(z) all labels at a place count by their mass and their sum alone, which are the same",
    ["one pair", "the law"],
)
def mass_and_mean(_: Settings) -> Result:
    """Two labels at one place; more by induction."""
    a, b, y, v, m, n = sp.symbols("A_z B_z y v m n", real=True)
    return symbolic.identities({"place": (m * (a - y * b) + n * (a - v * b), (m + n) * a - (m * y + n * v) * b)}, "all")


@proof.step(
    "squared loss",
    "symbolic",
    "lambda (f - y)^2 + (1 - lambda)(f - v)^2 is the squared loss of the mixed label and lambda (1 - lambda)(y - v)^2, "
    "whatever f",
    ["one pair"],
)
def squared(_: Settings) -> Result:
    """The corollary."""
    f, y, v = sp.symbols("f y v", real=True)
    hard = LAM * (f - y) ** 2 + (1 - LAM) * (f - v) ** 2
    return symbolic.identities(
        {"pair": (sp.expand(hard), (f - LAM * y - (1 - LAM) * v) ** 2 + LAM * (1 - LAM) * (y - v) ** 2)}, "every f"
    )


@st.composite
def numbered(draw: DrawFn) -> NumberedData:
    """Lattice data, whose classes are numbers, with laws of atoms."""
    return NumberedData(draw(datasets(max_points=4, max_dimension=2)), draw(mixings(atoms=True)))


@proof.check("random data", "sampled", "masses and label sums at all places, exactly")
def random_data(settings: Settings) -> Result:
    """Symmetric laws and others."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(numbered(), lambda i: conclusion(i).holds, settings, (20, 80, 400), "lattice data")


proof.example(lambda: NumberedData(LINE, Discrete({"1/4": "1/3", "1/2": "2/3"})))
proof.near_miss(
    "the same masses and labels", lambda: (NumberedData(LINE, QUARTERS), QUARTERS), "the law of lambda itself"
)
proof.control("affine label", lambda: NumberedData(ENDS, Midpoint(), power=2))
proof.control("both orders", lambda: NumberedData(ENDS, THIRD, both_orders=False))
