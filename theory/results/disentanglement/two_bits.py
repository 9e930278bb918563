"""Two fair bits that agree with probability p, and their code with the exclusive or: MIG prefers it to the truth.

MIG is the information of a factor and each latent, over the entropy of the factor: the best less the second best,
averaged over the factors.  With weights p_1 p_2/p every cell has the mass 1/4, and the factors are independent.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import Rows
from theory.numbers import Number, certain, equal, less, log_rational
from theory.results.disentanglement.linear_codes import PLACE
from theory.results.disentanglement.papers import TRAUBLE_2021
from theory.results.disentanglement.scores import information_share, mean_gap

Pair = tuple[int, int]
CELLS: tuple[Pair, ...] = tuple(product((0, 1), (0, 1)))
Code = dict[Pair, Pair]
TRUTH: Code = {cell: cell for cell in CELLS}
XOR: Code = {(a, b): (a, (a + b) % 2) for a, b in CELLS}


def mig(law: dict[Pair, Fraction], code: Code) -> sp.Expr:
    """MIG of a code of two bits, from the law of the factors, exactly."""

    def table(factor: int, latent: int) -> Rows:
        found = [[Fraction(0), Fraction(0)], [Fraction(0), Fraction(0)]]
        for cell, mass in law.items():
            found[cell[factor]][code[cell][latent]] += mass
        return tuple(map(tuple, found))

    return mean_gap([[_share(table(i, k)) for k in (0, 1)] for i in (0, 1)])


@functools.cache
def _share(table: Rows) -> sp.Expr:
    return information_share(table, log_rational)


def codes() -> Sequence[Code]:
    """All 24 codes: bijections of the cells."""
    return [dict(zip(CELLS, images, strict=True)) for images in permutations(CELLS)]


@dataclass(frozen=True)
class FairBits:
    """Two fair bits that ``agree`` with a probability p between 0 and 1.  Raises ``ValueError`` for others."""

    agree: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "agree", rational=True)
        if not 0 < self.agree < 1:
            raise ValueError(f"the bits must agree with a probability between 0 and 1, not {self.agree}")

    @property
    def law(self) -> dict[Pair, Fraction]:
        """The mass of each cell."""
        return {(a, b): (self.agree if a == b else 1 - self.agree) / 2 for a, b in CELLS}

    def entropy(self) -> sp.Expr:
        """h(p), in bits."""
        p = self.agree
        return -sum(sp.sympify(q) * log_rational(q) for q in (p, 1 - p)) / sp.log(2)

    def __str__(self) -> str:
        return f"fair bits that agree with probability {self.agree}"


def has_scores(bits: FairBits, values: tuple[sp.Expr, sp.Expr]) -> Finding:
    """The truth and the code with the exclusive or have these scores."""
    found = mig(bits.law, TRUTH), mig(bits.law, XOR)
    holds = all(certain(equal(f, v)) for f, v in zip(found, values, strict=True))
    return Finding(holds, f"the truth scores {found[0]}, the code {found[1]}")


def closed_forms(bits: FairBits) -> tuple[sp.Expr, sp.Expr]:
    """h(p) and 1 - h(p)/2."""
    return bits.entropy(), 1 - bits.entropy() / 2


def every_code_has_one_of(bits: FairBits, counts: dict[str, int]) -> Finding:
    """So many of the 24 codes score as the truth does, so many as the code with the exclusive or."""
    known = {"truth": mig(bits.law, TRUTH), "xor": mig(bits.law, XOR)}
    if certain(equal(*known.values())):
        return Finding(None, "both scores are equal: the codes cannot be told apart by them")
    all_scores = [mig(bits.law, code) for code in codes()]
    found = {name: sum(certain(equal(score, value)) for score in all_scores) for name, value in known.items()}
    return Finding(found == counts, f"of 24 codes as the truth score {found['truth']}, as the other {found['xor']}")


def beats_truth(bits: FairBits, stated: bool) -> Finding:
    """Whether the code with the exclusive or scores more, as ``stated``."""
    truth, xor = mig(bits.law, TRUTH), mig(bits.law, XOR)
    found = certain(less(truth, xor))
    return Finding(found == stated, f"the truth scores {float(truth):.4f}, the code {float(xor):.4f}")


def below_two_thirds(bits: FairBits) -> bool:
    """Whether h(p) < 2/3."""
    return certain(less(bits.entropy(), sp.Rational(2, 3)))


def weighted_scores(bits: FairBits, values: tuple[Number, Number]) -> Finding:
    """With weights p_1 p_2/p the truth and the code have these scores."""
    own = {i: [sum(m for cell, m in bits.law.items() if cell[i] == v) for v in (0, 1)] for i in (0, 1)}
    weighted = {(a, b): m * (own[0][a] * own[1][b] / m) for (a, b), m in bits.law.items()}
    found = mig(weighted, TRUTH), mig(weighted, XOR)
    holds = all(certain(equal(f, v)) for f, v in zip(found, values, strict=True))
    return Finding(holds, f"weighted, the truth scores {found[0]}, the code {found[1]}")


register(
    Claim(
        id="xor-beats-truth",
        title="Of two bits that agree often, MIG prefers one and the exclusive or; with weights the truth",
        statement=(
            r"Let two fair bits agree with probability $0 < p < 1$, $h(p)$ the entropy in bits. The MIG of the truth "
            r"is $h(p)$, that of $(c_1, c_1 \oplus c_2)$ is $1 - h(p)/2$, which is more exactly if $h(p) < \frac23$; "
            r"of the $24$ codes $8$ score as the first, $16$ as the second. Weighted by $p_1 p_2/p$, the truth scores "
            r"$1$ and the other $\frac12$."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        instance=FairBits,
        conclusion=Conclusion(
            (
                Part("scores", has_scores, closed_forms),
                Part("24 codes", every_code_has_one_of, lambda _: {"truth": 8, "xor": 16}),
                Part("more than the truth", beats_truth, below_two_thirds),
                Part("weighted", weighted_scores, lambda _: (1, sp.Rational(1, 2))),
            )
        ),
        expected=Verdict.PROVED,
        tightness="equalities",
    )
)
