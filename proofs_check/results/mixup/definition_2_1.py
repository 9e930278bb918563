"""Two classes in one ball: the best point of the cube is (1, 1), which is no probability vector."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.evidence import Proof
from theory.dataset import LabeledDataset
from theory.instances import LocalInstance
from theory.mixing import Beta

TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])

proof = Proof("definition-2.1-printed")
proof.refutation(
    "two classes in one ball", lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(1, 2),), Fraction(1, 4))
)
proof.control("positive mass", lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(5),), Fraction(1)))
