"""The perturbation form: pairs are folded at lambda = 1/2; then two moments of theta and two of the data decide."""

from __future__ import annotations

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, mixings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup_literature.zhang_2021_regulariser import LAM, mix
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup_literature.carratino_2022_perturbation import covariance_factors, theta_moments

ENDS = LabeledDataset([[0], [1]], [0, 1])
TILTED = LabeledDataset([[0], [1]], [0, 1], ["1/4", "3/4"])
LINE = LabeledDataset([[0, 1], [1, 0], [3, 3]], [0, 1, 0], ["1/2", "1/3", "1/6"])
EVEN = LabeledDataset([[0, 1], [1, 0], [3, 3], [2, 5]], [0, 1, 0, 2])
SKEWED = Discrete({"1/4": "1/3", "4/5": "2/3"})
QUARTERS = Discrete({"1/4": "1/2", "3/4": "1/2"})
SHRUNK, OWN, OTHER = sp.symbols("theta_mean v w", real=True)

proof = Proof("carratino-2022-perturbation")


@proof.step(
    "folding",
    "smt",
    "the pair (i, j) at lambda < 1/2 is the pair (j, i) at theta = 1 - lambda > 1/2, and both orders have the weight "
    "p_i p_j: theta = max(lambda, 1 - lambda) gives the same mixed points and labels",
)
def folding(_: Settings) -> Result:
    """One coordinate of a point or a label; the law of lambda need not be symmetric."""
    import z3

    lam, theta, v, w = z3.Reals("lambda theta v w")
    below = [lam >= 0, 2 * lam < 1, theta == 1 - lam]
    same = theta * w + (1 - theta) * v == lam * v + (1 - lam) * w
    return smt.universally({"pair": (below, z3.And(2 * theta > 1, same))}, "every pair")


@proof.step(
    "means",
    "symbolic",
    "given i the partner has the mean of the data: E[theta v_i + (1 - theta) v_j] = mean + theta_mean (v_i - mean)",
    ["folding", "assumption:independent partners"],
)
def means(_: Settings) -> Result:
    """theta and the partner are independent."""
    centre = sp.Symbol("mean", real=True)
    found = mix(OWN, centre).subs(LAM, SHRUNK)
    return symbolic.identities({"mean": (found, centre + SHRUNK * (OWN - centre))}, "each coordinate")


def averaged(polynomial: sp.Expr, moments: dict[sp.Expr, sp.Expr], variables: list[sp.Symbol]) -> sp.Expr:
    """The mean of a polynomial in random ``variables`` of which these ``moments`` are known."""
    terms = sp.Poly(sp.expand(polynomial), *variables).terms()
    powers = [(sp.Mul(*(v**k for v, k in zip(variables, exponents, strict=True))), c) for exponents, c in terms]
    return sp.Add(*(c * moments[power] for power, c in powers))


@proof.step(
    "covariances",
    "symbolic",
    "delta = t a + (1 - theta_mean - t) b with t = theta - theta_mean, a = v_i - mean and b = v_j - mean, t and b "
    "being independent and of mean 0: E[delta delta'] = s a a' + (s + (1 - theta_mean)^2) Sigma for two coordinates",
    ["means"],
)
def covariances(_: Settings) -> Result:
    """The mean of t^2 b b' is s Sigma, of t b is 0."""
    t, a, b, c, d, s, sigma = sp.symbols("t a b a' b' s Sigma", real=True)

    def delta(own: sp.Expr, other: sp.Expr) -> sp.Expr:
        return mix(own, other).subs(LAM, SHRUNK + t) - SHRUNK * own

    variance = {sp.Integer(1): sp.Integer(1), t: sp.Integer(0), t**2: s}
    partner = {sp.Integer(1): sp.Integer(1), b: sp.Integer(0), d: sp.Integer(0), b * d: sigma}
    moments = {first * second: u * v for first, u in variance.items() for second, v in partner.items()}
    found = averaged(delta(a, b) * delta(c, d), moments, [t, b, d])
    return symbolic.identities(
        {
            "delta": (delta(a, b), t * a + (1 - SHRUNK - t) * b),
            "covariance": (found, s * a * c + (s + (1 - SHRUNK) ** 2) * sigma),
        },
        "two coordinates of points or labels",
    )


def on_random(proof: Proof, settings: Settings, self_share: int | None = None) -> Result:
    """The conclusion on lattice data that meet the assumptions."""
    data = datasets(max_points=4, max_dimension=2, min_points=2)
    drawn = st.builds(MixedPairs, data, mixings(atoms=True), st.just(self_share))
    return sampled.holds_on(drawn, proof.decides, settings, (15, 60, 300), "lattice data and laws of atoms")


@proof.check("random data", "sampled", "all laws, means and covariances, exactly")
def random_data(settings: Settings) -> Result:
    """Weighted data, laws that are symmetric and others."""
    return on_random(proof, settings)


WEIGHTED = MixedPairs(LINE, SKEWED)
proof.example(lambda: WEIGHTED, "three points of three weights, a law that is not symmetric")
proof.near_miss("the law of mixed pairs", lambda: (WEIGHTED, QUARTERS))
proof.near_miss("means", lambda: (WEIGHTED, theta_moments(WEIGHTED)[0] ** 2))
proof.near_miss("covariances", lambda: (WEIGHTED, (theta_moments(WEIGHTED)[1],) * 2), "without (1 - theta_mean)^2")
proof.near_miss("covariances", lambda: (WEIGHTED, (0, covariance_factors(WEIGHTED)[1])), "without the own direction")
proof.control("independent partners", lambda: MixedPairs(ENDS, QUARTERS, 0))

pairings = Proof("carratino-2022-pairings")
pairings.repeat(proof, "folding")


@pairings.step(
    "partner's mean",
    "symbolic",
    "with n equal weights the partner is i with probability s, else each other point with (1 - s)/(n - 1): its mean is "
    "v_i with weight (n s - 1)/(n - 1) and the mean of the data with weight n (1 - s)/(n - 1)",
    ["assumption:uniform weights"],
)
def partners_mean(_: Settings) -> Result:
    """The others sum to n times the mean, less v_i."""
    n, s, centre = sp.symbols("n s mean", real=True)
    found = s * OWN + (1 - s) / (n - 1) * (n * centre - OWN)
    wanted = (n * s - 1) / (n - 1) * OWN + n * (1 - s) / (n - 1) * centre
    return symbolic.identities({"mean": (found, wanted)}, "every n >= 2 and s")


@pairings.step(
    "shrinkage",
    "symbolic",
    "so E[theta v_i + (1 - theta) v_j] = mean + c (v_i - mean), c = theta_mean + (1 - theta_mean)(n s - 1)/(n - 1)",
    ["folding", "partner's mean"],
)
def shrinkage_step(_: Settings) -> Result:
    """The two weights of the partner's mean sum to 1."""
    n, s, centre = sp.symbols("n s mean", real=True)
    kept = (n * s - 1) / (n - 1)
    found = mix(OWN, kept * OWN + n * (1 - s) / (n - 1) * centre).subs(LAM, SHRUNK)
    factor = SHRUNK + (1 - SHRUNK) * kept
    return symbolic.identities({"mean": (found, centre + factor * (OWN - centre))}, "every n >= 2 and s")


@pairings.check("random data", "sampled", "the means, exactly")
def random_pairings(settings: Settings) -> Result:
    """No self-pairs."""
    return on_random(pairings, settings, self_share=0)


pairings.example(lambda: MixedPairs(EVEN, SKEWED, 0), "a batch that is rolled")
pairings.example(lambda: MixedPairs(EVEN, SKEWED, "1/2"), "permutations of batches of two")
pairings.near_miss("means", lambda: (MixedPairs(EVEN, SKEWED, 0), theta_moments(MixedPairs(EVEN, SKEWED))[0]))
pairings.control("uniform weights", lambda: MixedPairs(TILTED, Midpoint(), 0))
