"""Corollary 3.8: on Gaussian data in enough dimensions, does Mixup have the max-margin direction?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup, has_minimiser
from theory.linear.gaussian_data import failure_bounds
from theory.mixing import Mixing
from theory.numbers import Truth
from theory.results.mixup.lemma_3_7 import (
    ROOM,
    STATED_DIMENSION,
    STATED_FAILURE,
    has_enough_dimensions,
    is_reached,
    stated_bound,
)
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import minimiser_is_multiple
from theory.results.mixup.theorem_3_5_converse import criterion

GRID = 2**12  # exact draws are Gaussian ones rounded to this fraction
EXACT_DRAWS = 8
SEED = 0


@dataclass(frozen=True)
class GaussianMixup:
    """n points x_i ~ N(0, I_d) of weight 1/n, the first ``positives`` of label 1, the others of label -1; and P_f.

    Raises ``ValueError`` for sizes below 1 and for more positives than points.

    >>> from theory import Beta
    >>> print(GaussianMixup(3, 35, 1, Beta(1)))
    1 against 2 Gaussian points in 35 dimensions, λ ~ Beta(1, 1)
    """

    n: int
    d: int
    positives: int
    mixing: Mixing

    def __post_init__(self) -> None:
        if min(self.n, self.d) < 1 or not 0 <= self.positives <= self.n:
            raise ValueError(f"no data of n = {self.n}, d = {self.d} with {self.positives} positive labels")

    @property
    def labels(self) -> list[int]:
        """1 for the first points, -1 for the others."""
        return [1] * self.positives + [-1] * (self.n - self.positives)

    def draw(self, rng: np.random.Generator) -> LinearMixup:
        """One data set, rounded to rational points."""
        rows = np.rint(rng.standard_normal((self.n, self.d)) * GRID).astype(int).tolist()
        return LinearMixup(LabeledDataset([[Fraction(v, GRID) for v in row] for row in rows], self.labels), self.mixing)

    def __str__(self) -> str:
        sizes = f"{self.positives} against {self.n - self.positives}"
        return f"{sizes} Gaussian points in {self.d} dimensions, λ ~ {self.mixing}"


def exact_draws(instance: GaussianMixup) -> tuple[int, int]:
    """Of a few exact draws of a fixed seed, how many certainly agree in direction, and how many certainly do not."""
    rng = np.random.default_rng(SEED)
    found = [minimiser_is_multiple(instance.draw(rng)).holds for _ in range(EXACT_DRAWS)]
    return found.count(True), found.count(False)


def agrees_at_orthonormal_points(instance: GaussianMixup) -> Truth:
    """Whether the directions agree at the points e_1, ..., e_n: there is a minimiser, and the criterion holds."""
    unit = LabeledDataset([[int(i == j) for j in range(instance.n)] for i in range(instance.n)], instance.labels)
    return has_minimiser(unit, instance.mixing) and criterion(LinearMixup(unit, instance.mixing))


def agrees_with_chance(instance: GaussianMixup, chance: Fraction) -> Finding:
    """The Mixup minimiser exists and is a multiple of the max-margin solution with probability ``chance``.

    By theorem-3.5-criterion agreement of independent points of unequal classes makes a polynomial in them vanish. If it
    does not vanish at orthonormal points, it is not 0, and agrees on a null set; where there is no minimiser, there is
    none for all independent points.  For d < n, or equal classes, an exact draw that agrees shows that the probability
    is not 0; that none does decides nothing.
    """
    try:
        unequal = instance.d >= instance.n and not equal_sizes(instance).holds
        if unequal and agrees_at_orthonormal_points(instance) is False:
            return Finding(chance == 0, "agreement is a polynomial equation that orthonormal points do not meet")
    except ValueError as error:  # a law without a rigorous integral
        return Finding(None, str(error))
    agreeing, apart = exact_draws(instance)
    text = f"{agreeing} of {EXACT_DRAWS} exact draws agree, {apart} do not"
    return Finding(False if agreeing and chance == 0 else None, text)


never_agrees = Conclusion((Part("agrees with probability 0", agrees_with_chance, lambda _: Fraction(0)),))


def agrees_with_probability(instance: GaussianMixup, bound: Fraction) -> Finding:
    """With probability at least ``bound`` the Mixup minimiser exists and is a multiple of the max-margin solution.

    Almost surely the points are independent for d >= n. For unequal masses the probability is then 0
    (corollary-3.8-unequal-masses), and without mixing off the centre there is no minimiser (theorem-3.5-existence).
    Else it is that of interpolation (theorem-3.5-criterion), of which lemma-3.7-sharp has bounds.
    """
    if bound <= 0:
        return Finding(True, f"{bound} is not positive")
    if instance.d < instance.n:
        return Finding(None, "fewer dimensions than points")
    if not equal_sizes(instance).holds:
        return Finding(False, f"probability 0, against {bound}")
    if not mixes_off_centre(instance).holds:
        return Finding(False, "there is almost surely no minimiser")
    return is_reached(failure_bounds(instance.n, instance.d), bound)


agrees_probably = Conclusion(
    (Part("probability at least 1 - 2/n", agrees_with_probability, lambda i: stated_bound(i.n)),)
)


def equal_sizes(instance: GaussianMixup) -> Finding:
    """As many points of one class as of the other."""
    negatives = instance.n - instance.positives
    return Finding(instance.positives == negatives, f"{instance.positives} and {negatives} points")


def mixes_off_centre(instance: GaussianMixup) -> Finding:
    """P_f((0, 1) without 1/2) > 0."""
    return Finding(instance.mixing.mixes_off_centre, str(instance.mixing))


DIMENSION = Assumption("dimension", STATED_DIMENSION, lambda i: has_enough_dimensions(i.n, i.d))
SYMMETRY = Assumption("symmetry", r"$P_f$ is symmetric", lambda i: Finding(i.mixing.is_symmetric, str(i.mixing)))
OFF_CENTRE = Assumption("off-centre mixing", r"$P_f((0,1) \setminus \{1/2\}) > 0$", mixes_off_centre)
EQUAL = Assumption("equal classes", "both classes have the same number of points", equal_sizes)
UNEQUAL = Assumption(
    "unequal classes", "the classes have different numbers of points", lambda i: Finding(not equal_sizes(i).holds)
)

register(
    Claim(
        id="corollary-3.8-printed",
        title="On Gaussian data Mixup probably has the max-margin direction, whatever the class sizes",
        statement=(
            rf"If $x_1, \dots, x_n \sim N(0, I_d)$ with {STATED_DIMENSION}, uniform weights and labels "
            r"independent of the points, and $P_f$ is symmetric, then with probability at least $1 - 2/n$ the "
            r"Mixup minimiser in span $X$ is a multiple of the max-margin solution."
        ),
        paper=MIXUP,
        place="Corollary 3.8",
        whole_read=True,
        instance=GaussianMixup,
        assumptions=(DIMENSION, SYMMETRY),
        conclusion=agrees_probably,
        expected=Verdict.REFUTED,
        repaired_by="corollary-3.8",
    )
)

register(
    Claim(
        id="corollary-3.8-unequal-masses",
        title="On Gaussian data with unequal classes Mixup almost surely has not the max-margin direction",
        statement=(
            r"If $x_1, \dots, x_n \sim N(0, I_d)$ with $d \ge n$ and uniform weights, and the classes have different "
            r"numbers of points, as they do for every odd $n$, then the Mixup minimiser in span $X$ almost surely does "
            r"not exist or is no multiple of the max-margin solution."
        ),
        paper=MIXUP,
        place="Corollary 3.8",
        reading=Reading.OURS,
        instance=GaussianMixup,
        assumptions=(UNEQUAL, ROOM),
        conclusion=never_agrees,
        expected=Verdict.PROVED,
    )
)

register(
    Claim(
        id="corollary-3.8",
        title="On Gaussian data with equal classes Mixup probably has the max-margin direction",
        statement=(
            rf"If $x_1, \dots, x_n \sim N(0, I_d)$ with {STATED_DIMENSION}, uniform weights and labels "
            r"independent of the points, $n/2$ of each kind, and $P_f((0,1) \setminus \{1/2\}) > 0$, then with "
            rf"probability at least $1 - {STATED_FAILURE}/n$ the Mixup minimiser in span $X$ is a multiple of the "
            r"max-margin solution. At every $d \ge n$ that probability is the one of lemma-3.7-sharp."
        ),
        paper=MIXUP,
        place="Corollary 3.8",
        reading=Reading.OURS,
        instance=GaussianMixup,
        assumptions=(DIMENSION, EQUAL, OFF_CENTRE),
        conclusion=agrees_probably,
        expected=Verdict.PROVED,
        repairs="corollary-3.8-printed",
        tightness="as Lemma 3.7: the two events are the same",
    )
)
