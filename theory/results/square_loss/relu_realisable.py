"""Which labelled rays networks without biases classify: one half-space must serve all contested lines."""

from __future__ import annotations

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Truth, equivalent
from theory.results.square_loss.networks import Network, half_space, has_margin, network
from theory.results.square_loss.papers import HU_2022
from theory.results.square_loss.rays import RayData


def twice_labelled(data: RayData) -> str:
    """A ray with both labels, in words; empty if there is none."""
    rays = ((line, side) for line in data.lines.values() for side in (1, -1))
    found = next((line.towards(side) for line, side in rays if len(line.labels(side)) > 1), None)
    return f"the ray of ({', '.join(map(str, found))}) has both labels" if found else ""


def decided(data: RayData) -> tuple[Truth, str, Network | None]:
    """Whether some network classifies the data: one that does, or what excludes it, two labels or multipliers."""
    if twice := twice_labelled(data):
        return False, twice, None
    contested = data.contested
    found = half_space(contested, len(data.points[0]))
    if found.shows(contested) is False:
        weights = ", ".join(map(str, found.multipliers or ()))
        return False, f"contested directions have the multipliers {weights} with the sum 0", None
    if found.normal is None:
        return None, "neither a network nor multipliers were found", None
    made = network(data, found.normal)
    right = made.risk(data) == 0
    return right or None, f"a network of {len(made.units)} units classifies all points" * right, made


def classifies(data: RayData, stated: bool) -> Finding:
    """Whether some network classifies all points, as ``stated``."""
    truth, witness, _ = decided(data)
    return Finding(equivalent(truth, stated), witness)


def one_half_space(data: RayData) -> bool:
    """Whether no ray has both labels and one half-space has a direction v of every contested line."""
    return not twice_labelled(data) and has_margin(data.contested)


def built_with(data: RayData, most: int) -> Finding:
    """The network that is built has at most so many units; nothing is asserted where there is none."""
    truth, witness, made = decided(data)
    if made is None:
        return Finding(None if truth is None else True, witness)
    return Finding(len(made.units) <= most, f"{len(made.units)} units, at most {most}")


def units(data: RayData) -> int:
    """Six for each line that is not contested, and two if some are."""
    contested = len(data.contested)
    return 6 * (len(data.lines) - contested) + 2 * bool(contested)


register(
    Claim(
        id="square-loss-relu-realisable",
        title="Networks without biases classify labelled rays exactly if one half-space serves all contested lines",
        statement=(
            r"Some network $f(x) = \sum_r a_r \max(w_r \cdot x, 0)$ of any width has $f \ge 0$ at the points of a "
            r"finite set of $\mathbb{R}^d \setminus \{0\}$ with the label $1$ and $f < 0$ at those with the label "
            r"$-1$, exactly if no ray from $0$ has both labels and one $\ell$ has $\ell \cdot (y x) > 0$ for all "
            r"points $x$, of label $y$, whose opposite ray has the label $-y$. Then there is one with $6$ units for "
            r"each line without such points and $2$ more. There is no $\ell$ if $\sum_i \lambda_i y_i x_i = 0$ for "
            r"such points, $\lambda \ge 0$, not all $0$. A constant coordinate, a bias, leaves no such points."
        ),
        paper=HU_2022,
        place="Theorem 3.6",
        reading=Reading.OURS,
        note="the instances have rational numbers",
        instance=RayData,
        conclusion=Conclusion(
            (
                Part("classified exactly if one half-space serves", classifies, one_half_space),
                Part("units", built_with, units),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
