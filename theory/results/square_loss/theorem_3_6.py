"""Theorem 3.6 as the main part has it, on data that no network without biases can classify.

The theorem is about networks f(x) = sum_r a_r max(w_r . x, 0)/sqrt(m) that are trained on n points of the unit sphere.
An excess risk that tends to 0, at whatever rate, needs networks with a risk near that of the best rule, which is 0
where classes are apart.  Here the least risk of all such networks is computed, whatever their width and training.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.results.square_loss.networks import half_space
from theory.results.square_loss.papers import HU_2022
from theory.results.square_loss.rays import RayData, Vector
from theory.results.square_loss.relu_realisable import twice_labelled

EQUAL, OPPOSED = ((1, 1), (-1, -1)), ((1, -1), (-1, 1))  # what a network can say along and against an axis


def gains(data: RayData) -> tuple[Fraction, list[tuple[Fraction, Vector]]]:
    """The least mass that networks miss with equal signs on every line, and what opposite signs would gain, and where.

    Equal signs can be had on all lines, opposite ones on those whose directions lie in one half-space.  At most one of
    the two orders of opposite signs misses less than equal signs do, since all four miss twice the mass of the line.
    """
    missed, found = Fraction(0), []
    for line in data.lines.values():
        equal = min(line.missed(*said) for said in EQUAL)
        missed += equal
        for along, against in OPPOSED:
            gain = equal - line.missed(along, against)
            if gain > 0:
                found.append((gain, line.towards(along)))
    return missed, found


def least_risk(data: RayData) -> tuple[Fraction, bool]:
    """The least risk of networks without biases, and whether it is certain: each half-space shown, or excluded.

    Raises ``ValueError`` for more than 12 lines on which opposite signs gain, of which all sets may be tried.
    """
    missed, found = gains(data)
    if len(found) > 12:
        raise ValueError(f"{len(found)} lines are too many to try all sets of them: take points on 12 at most")
    sets = [chosen for size in range(len(found) + 1) for chosen in combinations(found, size)]
    for chosen in sorted(sets, key=lambda chosen: -sum(gain for gain, _ in chosen)):
        vectors = [v for _, v in chosen]
        shown = half_space(vectors, len(data.points[0])).shows(vectors)
        if shown is not False:
            return missed - sum((gain for gain, _ in chosen), Fraction(0)), shown is True
    raise AssertionError("no vector at all is in every half-space")


def risk_is(data: RayData, value: Fraction) -> Finding:
    """The least risk of networks without biases is ``value``; in doubt where too many sets would be tried."""
    try:
        found, certain = least_risk(data)
    except ValueError as error:
        return Finding(None, str(error))
    return Finding(found == value if certain else None, f"the least risk of a network without biases is {found}")


def separable(data: RayData) -> Finding:
    """No ray has both labels, so that finitely many points of the unit sphere are apart by some 2 gamma > 0."""
    twice = twice_labelled(data)
    return Finding(not twice, twice or "no ray has both labels")


register(
    Claim(
        id="square-loss-3-6-main-part",
        title="Where classes on the sphere are apart, ReLU networks without biases reach every small risk",
        statement=(
            r"The main part words Theorem 3.6 for classes on the unit sphere at a distance of at least $2\gamma > 0$, "
            r"however complicated: the excess risk of the trained network $f(x) = \frac{1}{\sqrt m} \sum_r a_r "
            r"\max(w_r \cdot x, 0)$ is $O_P(e^{-n\gamma/7})$. What any rate needs is decided here: some such networks "
            r"have a $0$-$1$ risk as close to $0$ as one likes."
        ),
        paper=HU_2022,
        place="Theorem 3.6",
        note="as the main part words it; not an erratum: Assumptions D.2–D.5 were not read",
        instance=RayData,
        assumptions=(Assumption("separable", r"no ray has both labels, so that $\gamma > 0$", separable),),
        conclusion=Conclusion((Part("least risk", risk_is, lambda _: Fraction(0)),)),
        expected=Verdict.REFUTED,
        repaired_by="square-loss-relu-realisable",
        tightness="false by 1/6 on six rays",
    )
)
