"""With hard labels every force on w is a positive multiple of y x, and such sums stay inside a convex cone."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup_literature.zhang_2021_adversarial import CAUCHY_SCHWARZ
from theory.dataset import LabeledDataset
from theory.linear.loss import logistic_slope
from theory.results.mixup_literature.chidambaram_ge_2025_decay import DecayedModel

TRIANGLE = ("triangle inequality", "|a + b| <= |a| + |b| and |t a| = t |a| for t >= 0", "Rudin, Principles, 1.37")

WEIERSTRASS = (
    "Weierstrass",
    "a continuous function with bounded sublevel sets has a minimum",
    "Rudin, 4.16",
)

proof = Proof("chidambaram-ge-2025-weight-decay")
proof.trusted(*WEIERSTRASS)
proof.trusted(*CAUCHY_SCHWARZ)
proof.trusted(*TRIANGLE)


@proof.step(
    "a positive combination",
    "symbolic",
    "minus the slope of the loss of a point in w is y x/(1 + e^m), m its margin: a positive multiple of y x; where the "
    "gradient vanishes, w = (1/c) sum p y x/(1 + e^m)",
    ["assumption:hard labels"],
)
def positive_combination(_: Settings) -> Result:
    """For both labels."""
    c, z, w = sp.symbols("c z w", real=True)
    shown = {f"label {y}": ((-y * logistic_slope(z, y)).rewrite(sp.exp), 1 / (1 + sp.exp(y * z))) for y in (1, -1)}
    first = symbolic.identities({**shown, "decay": (sp.Derivative(c / 2 * w**2, w), c * w)}, "every output")
    return together(first, symbolic.signs({"weight": (1 / (1 + sp.exp(z)), ">0")}, "every output"))


@proof.step(
    "a convex cone",
    "smt",
    "if v . z > |v||z_L| for z = a and z = b, then for every s a + t b with s, t >= 0 and one of them positive",
    ["triangle inequality", "assumption:cone"],
)
def convex_cone(_: Settings) -> Result:
    """along is v . z; n is |v|, and low stands for |z_L|."""
    import z3

    n, s, t, along, low, other, second, total = z3.Reals("n s t a a_L b b_L c_L")
    inside = [n > 0, low >= 0, second >= 0, total >= 0, along > n * low, other > n * second]
    mixed = [s >= 0, t >= 0, s + t > 0, total <= s * low + t * second]
    return smt.universally({"sum": ([*inside, *mixed], s * along + t * other > n * total)}, "all vectors")


@proof.step(
    "more than half",
    "smt",
    "w is in the cone, and |w_H| >= v . w/|v| > |w_L|: so |w_H|^2 > (|w_H|^2 + |w_L|^2)/2",
    ["a positive combination", "a convex cone", "Cauchy and Schwarz"],
)
def more_than_half(_: Settings) -> Result:
    """From the lengths."""
    import z3

    n, along, low, high = z3.Reals("n v.w |w_L| |w_H|")
    premises = [n > 0, low >= 0, high >= 0, along > n * low, along <= n * high]
    return smt.universally({"share": (premises, 2 * high * high > high * high + low * low)}, "every w in the cone")


@proof.step(
    "a minimiser",
    "symbolic",
    "the loss is above (c/2)|w|^2 for c > 0, so that it has a minimum: there the gradient vanishes",
    ["Weierstrass", "a positive combination", "assumption:decay"],
)
def a_minimiser(_: Settings) -> Result:
    """What the loss has besides is positive."""
    c, w = sp.symbols("c w", positive=True)
    m = sp.Symbol("m", real=True)
    shown = {"loss of a point": (sp.log(1 + sp.exp(-m)), ">0"), "decay": (c / 2 * w**2, ">0")}
    return symbolic.signs(shown, "every margin m, |w| = w > 0")


@st.composite
def models(draw: DrawFn, steps: bool = False) -> DecayedModel:
    """Points inside the cone, one column of L and one or two of H."""
    n, size = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    number = st.sampled_from([Fraction(v, 2) for v in (-3, -1, 0, 1, 2)])
    rows = []
    for _ in range(n):
        low, rest = draw(number), [draw(number) for _ in range(size - 1)]
        rows.append((low, abs(low) + draw(st.sampled_from([Fraction(1, 10), Fraction(1)])), *rest))
    labels = [draw(st.sampled_from([1, -1])) for _ in rows]
    points = [tuple(y * v for v in row) for row, y in zip(rows, labels, strict=True)]
    kept = dict(zip(points, labels, strict=True))
    decay = draw(st.sampled_from([Fraction(1, 10), Fraction(1, 2)]))
    step = st.tuples(st.integers(0, len(kept) - 1), st.sampled_from([Fraction(1, 3), Fraction(2)]))
    order = tuple(draw(st.lists(step, min_size=1, max_size=6))) if steps else ()
    direction = (Fraction(1), *[Fraction(0)] * (size - 1))
    return DecayedModel(LabeledDataset(list(kept), list(kept.values())), (0,), direction, decay, steps=order)


def _on_random(proof: Proof, settings: Settings, steps: bool) -> Result:
    claim = proof.claim

    def holds(model: DecayedModel) -> bool | None:
        met = all(assumption.predicate(model).holds for assumption in claim.assumptions)
        return claim.conclusion(model).holds is True if met else None

    return sampled.holds_on(models(steps=steps), holds, settings, (15, 60, 300), "rational data in the cone")


@proof.check("random data", "sampled", "the minimiser in balls")
def random_minimisers(settings: Settings) -> Result:
    """By Krawczyk's method."""
    return _on_random(proof, settings, steps=False)


def plane(rows: str, v: str = "1", low: int = 1, labels: list[int] | None = None, **how: object) -> DecayedModel:
    """Points from a text, all of label 1 unless said; L is the first ``low`` columns."""
    points = [tuple(Fraction(a) for a in row.split(",")) for row in rows.split()]
    data = LabeledDataset(points, labels or [1] * len(points))
    return DecayedModel(data, tuple(range(low)), (Fraction(v),), **how)  # type: ignore[arg-type]


TENTH = Fraction(1, 10)
BOTH = plane("1,2 1,4 -1,-2 -1,-4", labels=[1, 1, -1, -1], decay=TENTH)
WALK = plane("9/10,1 -9/10,1", decay=TENTH, steps=((0, Fraction(1)), (1, Fraction(2)), (0, Fraction(10))))
proof.example(lambda: BOTH)
proof.near_miss("share of H exceeds", lambda: (BOTH, Fraction(99, 100)))
proof.control("cone", lambda: plane("1,2,11/10 1,-2,100", low=2, decay=TENTH))
proof.control("decay", lambda: plane("1,2", steps=((0, Fraction(1)),)))
proof.control(
    "hard labels", lambda: plane("1,2 1,4 -1,-2 -1,-4", labels=[1, 1, -1, -1], decay=TENTH / 100, off_label=TENTH)
)

descent = Proof("chidambaram-ge-2025-descent")
descent.repeat(proof, CAUCHY_SCHWARZ[0], TRIANGLE[0], "a positive combination", "a convex cone", "more than half")


@descent.step(
    "one step",
    "smt",
    "w' = (1 - eta c) w + eta y x/(1 + e^m) with 1 - eta c >= 0: with w = 0 or w in the cone, w' is in the cone",
    ["a convex cone", "a positive combination", "assumption:eta c <= 1", "assumption:a step"],
)
def one_step(_: Settings) -> Result:
    """w = 0 has v . w = |w_L| = 0; g is the positive weight of y x."""
    import z3

    n, eta, c, g, along, low, other, second, total = z3.Reals("n eta c g w w_L x x_L w'_L")
    before = z3.Or(along > n * low, z3.And(along == 0, low == 0))
    kept = 1 - eta * c
    premises = [n > 0, eta > 0, g > 0, kept >= 0, low >= 0, second >= 0, other > n * second, before]
    moved = total <= kept * low + eta * g * second
    return smt.universally({"step": ([*premises, moved], kept * along + eta * g * other > n * total)}, "every step")


@descent.check("random walks", "sampled", "the iterates in balls")
def random_walks(settings: Settings) -> Result:
    """Up to six steps."""
    return _on_random(descent, settings, steps=True)


LONG = ((0, Fraction(10)), (1, Fraction(20)))
OVERSHOT = ((0, Fraction(2)), (1, Fraction(2)))
descent.example(lambda: WALK)
descent.near_miss("share of H exceeds", lambda: (WALK, Fraction(99, 100)))
descent.control("cone", lambda: plane("1,1/2", steps=((0, Fraction(1)),)))
descent.control("hard labels", lambda: plane("1,2 1,4", off_label=TENTH, steps=LONG))
descent.control("eta c <= 1", lambda: plane("9/10,1 -9/10,1", decay=Fraction(95, 100), steps=OVERSHOT))
descent.control("a step", lambda: plane("1,2", decay=TENTH))
