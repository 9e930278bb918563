"""Pairs as a training loop draws them, which may meet themselves more or less often than the full double sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from theory.dataset import LabeledDataset
from theory.geometry import Places, mix
from theory.mixing.laws import Mixing, check_mixing
from theory.numbers import Exact, exact

if TYPE_CHECKING:
    from theory.optimal.risk import Place

Label = tuple[Exact, ...]


@dataclass(frozen=True, eq=False)
class MixedPairs:
    """Labelled data, a mixing distribution, and how often a point is mixed with itself.

    ``self_share`` is the probability that both points of a pair are one data point: ``None`` for independent partners,
    which is sum p_i^2, 0 where a partner is always another point, 1/B for a random permutation inside batches of B
    points.  Given that, two different points are drawn with weights proportional to p_i p_j.

    Raises ``TypeError`` for a ``mixing`` that is no distribution, and ``ValueError`` for a share outside [0, 1] and for
    a single point that should be mixed with another.

    >>> from theory.mixing.laws import Midpoint
    >>> print(MixedPairs(LabeledDataset([[0], [1]], [1, 2]), Midpoint(), 0))
    X_1 = {0}, X_2 = {1}, P_f = Midpoint(), a point meets itself with probability 0
    """

    dataset: LabeledDataset
    mixing: Mixing
    self_share: Exact | int | None = None

    def __post_init__(self) -> None:
        check_mixing(self.mixing)
        if self.self_share is None:
            return
        share = exact(self.self_share)
        if not 0 <= share <= 1:
            raise ValueError(f"the share of self-pairs must lie in [0, 1], not {share}")
        if self.dataset.n_points == 1 and share != 1:
            raise ValueError("a single point can only be mixed with itself")
        object.__setattr__(self, "self_share", share)

    @property
    def independent_share(self) -> Exact:
        """sum p_i^2, the probability that two independent draws are one data point."""
        return sum((p * p for p in self.dataset.exact_weights), start=Fraction(0))

    @property
    def share(self) -> Exact:
        """The probability that both points of a pair are one data point."""
        return self.independent_share if self.self_share is None else exact(self.self_share)

    def draws(self) -> Iterator[tuple[int, int, Exact, Exact]]:
        """(i, j, lambda, probability) for a law of atoms.  Raises ``ValueError`` for another law."""
        if not self.mixing.atoms:
            raise ValueError(f"{self.mixing} is no law of atoms: take Discrete or Midpoint")
        weights, own = self.dataset.exact_weights, self.independent_share
        same = self.share / own
        other = (1 - self.share) / (1 - own) if own != 1 else Fraction(0)
        for i, j in product(range(self.dataset.n_points), repeat=2):
            factor = same if i == j else other
            for lam, mass in self.mixing.atoms.items() if factor != 0 else ():
                yield i, j, lam, weights[i] * weights[j] * factor * mass

    def labels_at_places(self) -> dict[Place, dict[Label, Exact]]:
        """For every mixed point the mixed labels that it comes with (shares of the classes), and their probabilities.

        Places and labels are compared by value, however they are written.

        >>> from theory.mixing.laws import Midpoint
        >>> found = MixedPairs(LabeledDataset([[0], [2]], [1, 2]), Midpoint()).labels_at_places()
        >>> {str(z[0]): [(tuple(map(str, y)), str(q)) for y, q in labels.items()] for z, labels in found.items()}
        {'0': [(('1', '0'), '1/4')], '1': [(('1/2', '1/2'), '1/2')], '2': [(('0', '1'), '1/4')]}
        """
        found: dict[Place, dict[Label, Exact]] = {}
        place, called = Places(), Places()
        points, codes, k = self.dataset.exact_points, self.dataset.codes, self.dataset.n_classes
        for i, j, lam, probability in self.draws():
            shares = [Fraction(0)] * k
            shares[codes[i]] += lam
            shares[codes[j]] += 1 - lam
            label, labels = called(shares), found.setdefault(place(mix(points[i], points[j], lam)), {})
            labels[label] = labels.get(label, Fraction(0)) + probability
        return found

    def __str__(self) -> str:
        pairing = "" if self.self_share is None else f", a point meets itself with probability {self.self_share}"
        return f"{self.dataset}, P_f = {self.mixing}{pairing}"
