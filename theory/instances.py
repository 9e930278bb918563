"""What several statements of the paper are about: data, a mixing distribution, a place x and a radius epsilon."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.dataset import LabeledDataset
from theory.mixing.laws import Mixing, check_mixing
from theory.numbers import Exact, exact


@dataclass(frozen=True, eq=False)
class LocalInstance:
    """Labelled data and a mixing distribution, seen in the open ball of radius ``epsilon`` about ``x``.

    ``x`` (d numbers) and ``epsilon`` become exact.  Raises ``TypeError`` for a ``mixing`` that is no distribution,
    ``ValueError`` when x has the wrong dimension or epsilon is not positive.

    >>> from theory.mixing import Beta
    >>> print(LocalInstance(LabeledDataset.alternating_line(), Beta(1), [1], "1/10"))
    X_1 = {0, 2}, X_2 = {1}, P_f = Beta(1, 1), x = 1, epsilon = 1/10
    """

    dataset: LabeledDataset
    mixing: Mixing
    x: tuple[Exact, ...]
    epsilon: Exact

    def __post_init__(self) -> None:
        check_mixing(self.mixing)
        place = tuple(exact(v) for v in self.x)
        if len(place) != self.dataset.dimension:
            raise ValueError(f"x has {len(place)} coordinates, the data have {self.dataset.dimension}")
        radius = exact(self.epsilon)
        if not radius > Fraction(0):
            raise ValueError("epsilon must be positive")
        object.__setattr__(self, "x", place)
        object.__setattr__(self, "epsilon", radius)

    def __str__(self) -> str:
        place = str(self.x[0]) if len(self.x) == 1 else f"({', '.join(map(str, self.x))})"
        return f"{self.dataset}, P_f = {self.mixing}, x = {place}, epsilon = {self.epsilon}"
