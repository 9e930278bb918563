"""N_i of Lemma 2.3 at data points, for several eps and mixing distributions in one pass over all pairs.

Distances from a Gram matrix only rule pairs out, with a bound of their error; the interval of a survivor comes from
coordinates, once for each eps, and its mass is looked up for every distribution.  No list is kept, so that memory does
not grow with the number of pairs that come near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array, ball, precision
from theory.optimal.fast import BALL_BITS, UNDERFLOW, in_nearer_tail, mixup_optimal
from theory.optimal.local_pairs import LocalPairs, local_pairs
from theory.optimal.pair_lengths import PairLengths

Shape = float | tuple[float, float] | Beta  # of a Beta law
NEGLIGIBLE = 100.0  # a pair whose mass is below exp(-100) of another one's does not count
QUERY_BYTES = 2**28  # of squared distances from a block of queries to all points


@dataclass(frozen=True)
class MassesAtPoints:
    """Masses of the classes in balls about data points, from which h_eps follows for each way of pairing.

    ``pairs`` (q, e, m, k): what pairs of different rows give, at the q points, for e resolutions, m distributions and k
    classes; ``selves`` (q, e, k): what self-pairs add; ``points`` (q, e, k): the rows themselves, unmixed.
    ``self_share``: the probability that two independent draws are the same row.
    """

    pairs: Array
    selves: Array
    points: Array
    self_share: float

    def probabilities(self, self_pairs: bool, prob: float = 1.0) -> Array:
        """h_eps, (q, e, m, k); NaN where the ball has no mass.

        Without ``self_pairs`` partners are drawn among the other rows.  ``prob`` is the share of samples that are mixed
        at all, in [0, 1]; the rest stay as they are, an atom of the mixing distribution at lambda = 1.
        """
        mixed = self.pairs + self.selves[:, :, None] if self_pairs else self.pairs
        among = 1.0 if self_pairs or prob == 1 else 1 - self.self_share  # of independent draws, those that are allowed
        masses = mixed if prob == 1 else prob / among * mixed + (1 - prob) * self.points[:, :, None]
        total = masses.sum(axis=-1, keepdims=True)
        found: Array = np.divide(masses, total, out=np.full_like(masses, np.nan), where=total > 0)
        return found


def masses_at_points(
    dataset: LabeledDataset,
    query: NDArray[np.intp],
    epsilons: Sequence[float],
    alphas: Sequence[Shape],
    exact: Sequence[int] | None = None,
) -> MassesAtPoints:
    """N_i at the data points ``query`` (q,), for each of ``epsilons`` and each Beta(alpha, alpha).

    Of a pair, alpha = (a, b), the law is Beta(a, b).  The same as :func:`theory.optimal.mixup_optimal` up to a factor
    for each ball, many times faster in high dimension.
    At large alpha the masses of pairs may underflow, which matters without self-pairs only; they are then worked out in
    balls, which takes long, at the places ``exact`` in ``epsilons``, by default at all of them.

    Raises ``ValueError`` unless every epsilon is positive and finite.
    """
    radii = np.asarray(epsilons, dtype=np.float64)
    if not (np.isfinite(radii) & (radii > 0)).all():
        raise ValueError(f"epsilon must be positive and finite, not {epsilons!r}")
    shape = len(query), len(radii), len(alphas), dataset.n_classes
    own: Array = np.zeros((2, shape[0], shape[1], shape[3]))
    found = MassesAtPoints(np.zeros(shape), own[0], own[1], float((dataset.weights**2).sum()))
    where = range(len(radii)) if exact is None else exact
    step = max(1, QUERY_BYTES // (8 * dataset.n_points))
    for start in range(0, len(query), step):
        block = slice(start, start + step)
        _add(found.pairs[block], own[:, block], dataset, query[block], radii, alphas, where)
    return found


def _add(
    out: Array, own: Array, dataset: LabeledDataset, query: NDArray[np.intp], radii: Array, alphas: Sequence[Shape],
    exact: Sequence[int],
) -> None:  # fmt: skip
    from scipy.spatial.distance import cdist

    from theory.optimal.at_points_kernels import add_masses_at_points
    from theory.optimal.kernels import Rows, Sample

    points, weights, codes = (
        np.require(a, requirements=["C", "W"]) for a in (dataset.points, dataset.weights, dataset.codes)
    )
    sample = Sample(points, weights, codes)
    all_lengths = PairLengths.of(points)
    squares = cdist(points[query], points, "sqeuclidean")
    near = all_lengths.near_ends(squares, query, np.full(len(query), radii.max()))
    reached = np.zeros(out.shape[:2], dtype=np.bool_)
    laws = _stacked(alphas)
    for start, lengths in all_lengths.blocks():
        found = Rows(squares, lengths, start, all_lengths.error)
        add_masses_at_points(out, reached, points[query], radii, sample, found, near, laws)
    for e, radius in enumerate(radii):
        inside = squares < radius**2
        for code in range(dataset.n_classes):
            mine = np.flatnonzero(codes == code)
            own[:, :, e, code] = _sums(np.take(inside, mine, axis=1), weights[mine])
    _repair(out, reached, dataset, query, radii, alphas, exact)


def _sums(chosen: NDArray[np.bool_], weights: Array) -> Array:
    """Sums (2, q) of the squares of weights (m,), and of these, over what is chosen of them (q, m).

    One row is summed as it is among others, to the last bit, which products of matrices do not promise.
    """
    return np.stack([np.where(chosen, terms, 0.0).sum(axis=1) for terms in (weights**2, weights)])


def _repair(
    out: Array, reached: NDArray[np.bool_], dataset: LabeledDataset, query: NDArray[np.intp], radii: Array,
    alphas: Sequence[Shape], exact: Sequence[int],
) -> None:  # fmt: skip
    """Where float64 masses underflow, put shares of the classes that come from balls, times a tiny mass."""
    for e in exact:
        lost = reached[:, e, None] & (out[:, e].sum(axis=-1) < UNDERFLOW)
        rows = {int(query[q]): q for q in np.flatnonzero(lost.any(axis=1))}
        asked = np.array([*rows], dtype=np.intp)
        for near in local_pairs(dataset, asked, np.full(len(asked), radii[e])):
            for m in np.flatnonzero(lost[rows[near.index]]):
                out[rows[near.index], e, m] = UNDERFLOW * _tiny(near, Beta.of(alphas[int(m)]))


def _tiny(near: LocalPairs, law: Beta) -> Array:
    """The shares of the classes where float64 masses underflow, from those pairs alone that still count."""
    dataset = near.dataset
    if not law.is_symmetric:  # whose mode is elsewhere
        place = dataset.points[[near.index]]
        return np.asarray(mixup_optimal(dataset, law, place, near.radius, self_pairs=False)[0])
    alpha = float(law.alpha)
    lo, hi = np.clip(near.ends(near.radius)[:, :2], 0.0, 1.0).T
    peak = np.clip(0.5, lo, hi)  # where Beta(alpha, alpha), alpha > 1, is largest on the interval
    with np.errstate(divide="ignore"):
        height = (alpha - 1) * (np.log(peak) + np.log1p(-peak)) + np.log(hi - lo)
    height += np.log(near.relative[near.pair[: len(lo)]]).sum(axis=1)
    masses = [ball(0)] * dataset.n_classes
    with precision(BALL_BITS):
        for pair in np.flatnonzero(height > height.max() - NEGLIGIBLE):
            s, t = near.pair[pair]
            mass, moment = in_nearer_tail(law, float(lo[pair]), float(hi[pair]))
            weight = near.relative[s] * near.relative[t]
            masses[dataset.codes[s]] += weight * moment
            masses[dataset.codes[t]] += weight * (mass - moment)
        total = sum(masses[1:], masses[0])
        return np.array([float((mass / total).mid()) for mass in masses])


def _stacked(alphas: Sequence[Shape]) -> tuple[NDArray[Any], ...]:
    """The tables of several laws, one after the other: kinds and starts, their ends, cells and tails."""
    laws = [Beta.of(alpha).kernel_law() for alpha in alphas]
    if missing := [alpha for alpha, law in zip(alphas, laws, strict=True) if law is None]:
        raise ValueError(f"{Beta.of(missing[0])} has no table")
    known = [law for law in laws if law is not None]
    numbers = np.array([(law.kind, law.first, law.shift) for law in known], dtype=np.int64).reshape(-1, 3)
    starts = np.array([law.start for law in known])
    cells, tails = np.concatenate([law.cells for law in known]), np.concatenate([law.tail for law in known])
    ends = np.cumsum([(0, 0)] + [(len(law.cells), len(law.tail)) for law in known], axis=0)
    return numbers, starts, cells, tails, ends
