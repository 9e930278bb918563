"""What the smoothness that is quoted asks of an objective: layers that have nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_whole
from theory.linear.rational_matrices import semidefinite
from theory.results.large_batch.papers import SMOOTHNESS, YOU_2020
from theory.results.large_batch.runs import Matrix, Vector, places, rationals, square


@dataclass(frozen=True)
class Layered:
    """The quadratic function x' A x/2 in layers, A symmetric, and an L_i >= 0 for each layer.

    Raises ``ValueError`` for sizes that do not fit, a matrix that is not symmetric, and a negative L_i.
    """

    matrix: Matrix
    layers: tuple[int, ...]
    smoothness: Vector

    def __post_init__(self) -> None:
        make_whole(self, "layers")
        object.__setattr__(self, "matrix", square(self.matrix, self.layers))
        object.__setattr__(self, "smoothness", rationals(self.smoothness, "L"))
        if len(self.smoothness) != len(self.layers) or min(self.smoothness) < 0:
            raise ValueError("every layer needs an L that is not negative")

    def block(self, i: int, j: int) -> Matrix:
        """The part of A for the rows of layer i and the columns of layer j."""
        found = places(self.layers)
        return tuple(tuple(self.matrix[row][column] for column in found[j]) for row in found[i])

    def __str__(self) -> str:
        rows = ", ".join("(" + ", ".join(map(str, row)) + ")" for row in self.matrix)
        return f"A = ({rows}), layers {self.layers}, L = ({', '.join(map(str, self.smoothness))})"


def expands_at_most(rows: Matrix, columns: range, bound: Fraction) -> bool:
    """Whether ||R z|| <= ``bound`` times the norm of these coordinates of z, for all z: ``bound``^2 E - R' R >= 0."""
    size = len(rows[0])
    return semidefinite(
        [
            [
                (bound**2 if i == j and i in columns else Fraction(0)) - sum((r[i] * r[j] for r in rows), Fraction(0))
                for j in range(size)
            ]
            for i in range(size)
        ]
    )


def smooth_for_all_pairs(layered: Layered) -> Finding:
    """||grad_i f(x) - grad_i f(y)|| <= L_i ||x^(i) - y^(i)|| for all x and y, which may differ in all layers."""
    for i, own in enumerate(places(layered.layers)):
        rows = tuple(layered.matrix[row] for row in own)
        if not expands_at_most(rows, own, layered.smoothness[i]):
            return Finding(False, f"it fails in layer {i}, for some x and y")
    return Finding(True, "it holds in every layer, for all x and y")


def diagonal_blocks(layered: Layered) -> tuple[Matrix, ...]:
    """The block of every layer."""
    return tuple(layered.block(i, i) for i in range(len(layered.layers)))


def is_sum_of_layers(layered: Layered, blocks: tuple[Matrix, ...]) -> Finding:
    """f(x) is the sum over layers of x^(i)' B_i x^(i)/2 for all x: A has these blocks, and 0 between layers."""
    for i in range(len(layered.layers)):
        for j in range(len(layered.layers)):
            found = layered.block(i, j)
            if found != blocks[i] if i == j else any(map(any, found)):
                return Finding(False, f"the block of layers {i} and {j} is {[list(map(str, row)) for row in found]}")
    return Finding(True, "f is a sum of functions of one layer each")


register(
    Claim(
        id="lars-1-separable",
        title="Smoothness layer by layer, for all pairs of points, leaves no two layers coupled",
        statement=(
            r"If $\|\nabla_i \ell(x) - \nabla_i \ell(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ for all $x$, $y$ and layers "
            r"$i$, as the condition is quoted, then $\nabla_i \ell$ depends on $x^{(i)}$ only, and $\ell(x) = "
            r"\sum_i \ell_i(x^{(i)})$."
        ),
        paper=YOU_2020,
        place=SMOOTHNESS,
        reading=Reading.OURS,
        note="the condition is known second-hand; the instances are rational quadratic functions",
        instance=Layered,
        assumptions=(
            Assumption(
                "smooth for all pairs",
                r"$\|\nabla_i \ell(x) - \nabla_i \ell(y)\| \le L_i \|x^{(i)} - y^{(i)}\|$ for all $x$ and $y$",
                smooth_for_all_pairs,
            ),
        ),
        conclusion=Conclusion((Part("a sum over layers", is_sum_of_layers, diagonal_blocks),)),
        expected=Verdict.PROVED,
        tightness="the condition for points that differ in one layer only allows coupled layers",
    )
)
