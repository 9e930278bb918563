"""Proposition 2.5: two crossing segments of different classes, on which the pointwise limit h is discontinuous.

X_1 = {(0, 1), (0, -1)} and X_2 = {(1, 0), (-1, 0)}: h is (1/2, 1/2) at the crossing and gives all to class 2
on the rest of the horizontal segment.  Neither the symmetry nor the shape of P_f enters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import same_location, subtract
from theory.incidence import incidences
from theory.mixing import Mixing
from theory.numbers import Exact, Number, equal, exact, less
from theory.optimal import mixup_optimal_limit
from theory.results.mixup.paper import MIXUP

POINTS = ((0, 1), (0, -1), (1, 0), (-1, 0))
LABELS = (1, 1, 2, 2)
CENTRE = (Fraction(0), Fraction(0))
HORIZONTAL = (2, 3)  # indices of the ends of the horizontal segment


@dataclass(frozen=True, eq=False)
class Cross:
    """The cross with a mixing distribution and the weights of its four points, in the order of ``POINTS``.

    Raises ``ValueError`` as :class:`LabeledDataset`.

    >>> from theory.mixing import Beta
    >>> Cross(Beta(1)).dataset.exact_weights[0]
    Fraction(1, 4)
    """

    mixing: Mixing
    weights: Any = None

    def __post_init__(self) -> None:
        self.dataset  # noqa: B018 - which refuses weights that are none

    @property
    def dataset(self) -> LabeledDataset:
        """The four points."""
        return LabeledDataset(POINTS, LABELS, self.weights)

    def __str__(self) -> str:
        return f"{self.dataset}, P_f = {self.mixing}"


def limit_at(cross: Cross, x: tuple[Exact, ...]) -> list[Number]:
    """h(x), shape (2,), exactly; NaN off X_mix."""
    return list(mixup_optimal_limit(cross.dataset, cross.mixing, [x])[0])


def crossings(dataset: LabeledDataset) -> list[Exact]:
    """First coordinates at which data points or segments that are not horizontal meet the horizontal axis, sorted.

    >>> from theory.mixing import Beta
    >>> [str(a) for a in crossings(Cross(Beta(1)).dataset)]
    ['-1', '0', '1']
    """
    points, found = dataset.exact_points, set()
    for s in points:
        for t in points:
            rise = subtract(s, t)[1]
            if equal(rise, 0):
                found |= {s[0], t[0]} if equal(s[1], 0) else set()
                continue
            lam = -t[1] / rise
            if not less(lam, 0) and not less(1, lam):
                found.add(exact(lam * s[0] + (1 - lam) * t[0]))
    return sorted(found)


def gaps(dataset: LabeledDataset) -> Iterator[tuple[Exact, ...]]:
    """One point of each open interval between neighbouring crossings; the same pairs meet all of its points."""
    for left, right in pairwise(crossings(dataset)):
        yield ((left + right) / 2, Fraction(0))


def _alone_all_over(cross: Cross, x: tuple[Exact, ...], label: int) -> bool:
    """Whether a class has all in the whole gap about x: pairs meet x, all with both ends in it, at every lambda alike.

    Finitely many atoms leave holes in every gap, where h is not defined.
    """
    labels, met = cross.dataset.labels, list(incidences(cross.dataset, x))
    return not cross.mixing.atoms and bool(met) and all(labels[i] == labels[j] == label for i, j, _ in met)


def _is_at_centre(cross: Cross, value: Sequence[Exact]) -> Finding:
    """Whether h(0) is ``value``."""
    centre = limit_at(cross, CENTRE)
    same = all(equal(v, w) for v, w in zip(centre, value, strict=True))
    return Finding(same, f"h(0) = ({', '.join(map(str, centre))})")


def _is_beside_centre(cross: Cross, label: int) -> Finding:
    """Whether the class ``label`` has all in each gap (decided by the pairs that meet it) and at the crossings."""
    for x in gaps(cross.dataset):
        if not _alone_all_over(cross, x, label):
            return Finding(False, f"h^{label} = 1 is not so (or h is not defined) all over the gap about {x[0]}")
    code = cross.dataset.classes.index(label)
    for a in crossings(cross.dataset):
        x = (a, Fraction(0))
        if not same_location(x, CENTRE) and not equal(limit_at(cross, x)[code], 1):
            return Finding(False, f"h^{label} = {limit_at(cross, x)[code]} at ({a}, 0)")
    return Finding(True, f"h^{label} = 1 on the rest of the segment")


_discontinuous_at_centre = Conclusion(
    (
        Part("h at the centre", _is_at_centre, lambda _: (Fraction(1, 2), Fraction(1, 2))),
        Part("h beside the centre", _is_beside_centre, lambda _: 2),
    )
)


def _full_support(cross: Cross) -> Finding:
    return Finding(cross.mixing.has_full_support, f"P_f = {cross.mixing}")


def _uniform(cross: Cross) -> Finding:
    weights = cross.dataset.exact_weights
    return Finding(all(equal(w, Fraction(1, 4)) for w in weights), f"weights ({', '.join(map(str, weights))})")


register(
    Claim(
        id="proposition-2.5",
        title="The pointwise limit h is discontinuous where two segments of different classes cross",
        statement=r"$X_1=\{(0,1),(0,-1)\}$, $X_2=\{(1,0),(-1,0)\}$, uniform weights, every $P_f$ whose support is all "
        r"of $[0,1]$: $h(0)=(1/2,1/2)$, while $h^2(a,0)=1$ for $0<|a|\le1$; so $h$ is discontinuous at $0$.",
        paper=MIXUP,
        place="Proposition 2.5",
        instance=Cross,
        assumptions=(
            Assumption("full support", "every interval in $(0,1)$ has positive mass under $P_f$", _full_support),
            Assumption("uniform weights", "each point has the weight $1/4$", _uniform),
        ),
        conclusion=_discontinuous_at_centre,
        expected=Verdict.PROVED,
        tightness="an equality; neither symmetry nor a density is needed",
    )
)
