"""The floor of the Mixup loss: a soft label costs its own entropy at least, and labels that differ at a place more."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, mixings
from proofs_check.methods import sampled, smt, symbolic, together
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint
from theory.mixing.moments import binary_entropy
from theory.optimal.floor import entropy_floor
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup_literature.liu_2023 import independent_floor

APART = LabeledDataset([[0], [1]], ["a", "b"])
LINE = LabeledDataset([[0], [1], [2]], ["a", "b", "a"])
THIRDS = Discrete({"1/3": "1/2", "2/3": "1/2"})
SLIGHTLY = sp.Rational(1, 1000)

pairings = Proof("liu-2023-floor-pairings")
pairings.trusted(
    "disintegration",
    "for any law of lambda the mixed label has a conditional law at almost every mixed place",
    "Kallenberg, Foundations of Modern Probability, 6.3",
)


@pairings.step("log t <= t - 1", "symbolic", "t - 1 - log t is 0 at t = 1, and positive for every other t > 0")
def tangent(_: Settings) -> Result:
    """It falls up to 1 and rises after 1."""
    t, u = sp.Symbol("t", positive=True), sp.Symbol("u", positive=True)
    slope = sp.diff(t - 1 - sp.log(t), t)
    sides = {"after 1": (slope.subs(t, 1 + u), ">0"), "before 1": (slope.subs(t, 1 / (1 + u)), "<0")}
    at_one = symbolic.identities({"at 1": (sp.Limit(t - sp.log(t), t, 1), sp.Integer(1))}, "t = 1")
    return together(symbolic.signs(sides, "every u > 0"), at_one)


@pairings.step(
    "cross-entropy",
    "symbolic",
    "for a label y and a prediction g, class by class, -y log g = -y log y + y (t - 1 - log t) + (y - g) with t = g/y; "
    "summed over the classes y - g gives 0",
)
def cross_entropy(_: Settings) -> Result:
    """The cross-entropy is the entropy of the label plus what is never negative; a class with y = 0 adds 0 = g - g."""
    y, g = sp.symbols("y g", positive=True)
    split = entropy_term(y) + y * (g / y - 1 - sp.log(g / y)) + (y - g)
    return symbolic.identities({"one class": (sp.expand_log(-y * sp.log(g)), sp.expand_log(split))}, "every y, g > 0")


def entropy_term(y: sp.Expr) -> sp.Expr:
    """What one class adds to the entropy of a label."""
    return -y * sp.log(y)


@pairings.step(
    "one place",
    "symbolic",
    "at a place with labels y, y' of masses m, m' the mean loss of g is that of the mean label, so that the least is "
    "the entropy of the mean label, and it exceeds the mean entropy by m KL(y, mean) + m' KL(y', mean)",
    ["cross-entropy", "log t <= t - 1", "disintegration"],
)
def one_place(_: Settings) -> Result:
    """One class; the loss is linear in the label, and so is the last line for any number of labels."""
    y, z, m, n, g = sp.symbols("y z m n g", positive=True)
    mean = (m * y + n * z) / (m + n)
    excess = m * y * sp.log(y / mean) + n * z * sp.log(z / mean)
    gap = (m + n) * entropy_term(mean) - m * entropy_term(y) - n * entropy_term(z)
    return symbolic.identities(
        {
            "linear": (-m * y * sp.log(g) - n * z * sp.log(g), -(m + n) * mean * sp.log(g)),
            "gap": (sp.expand(sp.expand_log(gap)), sp.expand(sp.expand_log(excess))),
        },
        "two labels at a place; more by induction",
    )


@pairings.step(
    "reached or not",
    "smt",
    "the sum over all places of terms that are not negative is 0 iff each is: KL(y, mean) = 0 iff y = mean, so iff all "
    "labels at almost every place agree",
    ["one place", "log t <= t - 1"],
)
def reached(_: Settings) -> Result:
    """One term and the rest."""
    import z3

    term, rest = z3.Reals("term rest")
    premises = [term >= 0, rest >= 0]
    return smt.universally({"sum": (premises, (term + rest == 0) == z3.And(term == 0, rest == 0))}, "any sum")


@pairings.step(
    "entropy of a mixed label",
    "symbolic",
    "lambda e_c + (1 - lambda) e_d has the entropy H(lambda) for c != d, and 0 for c = d, where it is e_c",
)
def of_a_mixed_label(_: Settings) -> Result:
    """Two classes, or one whose share is 1; and the entropy of the code."""
    lam, third = sp.Symbol("lambda", positive=True), Fraction(1, 3)
    two = entropy_term(lam) + entropy_term(1 - lam)
    return symbolic.identities(
        {
            "one class": (sp.exp(entropy_term(lam + (1 - lam))), sp.Integer(1)),
            "code": (two.subs(lam, sp.Rational(1, 3)), binary_entropy(third)),
            "symmetric": (two.subs(lam, 1 - lam), two),
        },
        "every lambda in (0, 1)",
    )


@pairings.step(
    "how often classes differ",
    "smt",
    "two independent points differ in class with probability 1 - sum W_c^2; a self-pair never does, so that a pair of "
    "different points does with probability (1 - sum W_c^2)/(1 - sum p_i^2)",
)
def how_often(_: Settings) -> Result:
    """By induction on the classes: one more of mass w adds 2 w S to the pairs of different classes."""
    import z3

    differing, total, squares, w, own, share, rate = z3.Reals("D S Q w q s r")
    pairs = [own > 0, own < 1, squares >= own, squares <= 1, (1 - own) * rate == 1 - squares]
    asserted = (1 - share) * rate == (1 - share) * (1 - squares) / (1 - own)
    return smt.universally(
        {
            "no class": ([total == 0, squares == 0], total * total - squares == 0),
            "one more class": (
                [differing == total * total - squares],
                differing + 2 * w * total == (total + w) * (total + w) - (squares + w * w),
            ),
            "pairs": ([*pairs, share >= 0, share <= 1], asserted),
        },
        "any classes, weights and pairing",
    )


@pairings.step(
    "the floor",
    "symbolic",
    "the mean entropy of the labels is (1 - s)(1 - sum W_c^2)/(1 - sum p_i^2) E[H(lambda)]: lambda is independent of "
    "the pair",
    ["entropy of a mixed label", "how often classes differ", "one place", "reached or not"],
)
def the_floor(_: Settings) -> Result:
    """The code, on laws and pairings of which the mean entropy is summed label by label."""
    share = sp.Rational(1, 5)
    found = entropy_floor(MixedPairs(LINE, THIRDS, Fraction(1, 5)))
    wanted = (1 - share) / (1 - sp.Rational(1, 3)) * (1 - sp.Rational(5, 9)) * (sp.log(3) - sp.log(2) * 2 / 3)
    return symbolic.identities(
        {"the three-point line": (found, wanted)}, "the code; the formula for all by its premises"
    )


@st.composite
def mixed_pairs(draw: DrawFn) -> MixedPairs:
    """Lattice data with a law of atoms and a pairing."""
    data = draw(datasets(max_points=4, max_dimension=2, max_classes=3))
    share = draw(st.sampled_from([None, Fraction(0), Fraction(1, 8), Fraction(1)])) if data.n_points > 1 else None
    return MixedPairs(data, draw(mixings(atoms=True)), share)


def _kinds(pairs: MixedPairs) -> list[str]:
    conflict = any(len(labels) > 1 for labels in pairs.labels_at_places().values())
    return ["with conflict" if conflict else "without"]


@pairings.check("random pairs", "sampled", "least loss and floor, exactly; equality decided by logarithms of primes")
def random_pairs(settings: Settings) -> Result:
    """Every pairing."""
    return sampled.holds_on(
        mixed_pairs(), lambda p: pairings.claim.conclusion(p).holds, settings, (20, 80, 400), "lattice data", _kinds
    )


pairings.example(lambda: MixedPairs(APART, THIRDS, Fraction(1, 8)), "no conflict")
pairings.example(lambda: MixedPairs(LINE, THIRDS, 0), "conflict")
pairings.near_miss(
    "the loss is at least", lambda: (p := MixedPairs(APART, THIRDS, Fraction(1, 8)), entropy_floor(p) + SLIGHTLY)
)
pairings.near_miss("the loss is at least", lambda: (MixedPairs(APART, Midpoint(), 0), sp.log(3)), "log 3")
pairings.near_miss("reached iff no place has two labels", lambda: (MixedPairs(APART, THIRDS), False), "no conflict")
pairings.near_miss("reached iff no place has two labels", lambda: (MixedPairs(LINE, THIRDS), True), "conflict")

floor = Proof("liu-2023-floor")
floor.uses("liu-2023-floor-pairings")


@floor.step(
    "independent partners",
    "symbolic",
    "s = sum p_i^2 makes the first factor 1; for C equal classes and Beta(1, 1) the floor is (C - 1)/(2 C)",
    ["liu-2023-floor-pairings", "assumption:independent partners"],
)
def independent(_: Settings) -> Result:
    """The factor is 1 less a multiple of s - sum p_i^2; E[H(lambda)] for the uniform law is 1/2."""
    own, share, classes = sp.symbols("q s C", positive=True)
    lam = sp.Symbol("lambda", positive=True)
    uniform = -2 * sp.Integral(lam * sp.log(lam), (lam, 0, 1))
    return symbolic.identities(
        {
            "factor": ((1 - share) / (1 - own), 1 - (share - own) / (1 - own)),
            "uniform law": (uniform, sp.Rational(1, 2)),
            "equal classes": ((1 - classes * (1 / classes) ** 2) / 2, (classes - 1) / (2 * classes)),
        },
        "all weights",
    )


floor.example(lambda: MixedPairs(LINE, THIRDS), "conflict")
floor.example(lambda: MixedPairs(APART, THIRDS), "no conflict")
floor.near_miss("the loss is at least", lambda: (p := MixedPairs(APART, THIRDS), independent_floor(p) + SLIGHTLY))
floor.near_miss("reached iff no place has two labels", lambda: (MixedPairs(LINE, THIRDS), True))
floor.control("independent partners", lambda: MixedPairs(APART, Midpoint(), 0))
