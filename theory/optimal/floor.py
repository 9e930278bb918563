"""The floor of the Mixup loss: the cross-entropy, in nats, that no classifier can go below.

Mixed labels are soft, and the cross-entropy of a soft label is at least its own entropy.  With class masses W_c and
independent partners the mean entropy of the labels is (1 - sum W_c^2) E[H(lambda)], H the binary entropy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import digamma, entr

from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.mixing.moments import entropy, mean_entropy
from theory.mixing.quadrature import quadrature
from theory.numbers import Exact, Late, sympify
from theory.optimal.mixed_pairs import Label, MixedPairs

if TYPE_CHECKING:
    import sympy as sp
else:
    sp = Late("sympy")

PAIRINGS = ("independent", "other", "permutation")
SMOOTHED_NODES = 512  # an error of rounding where smoothing/C is 1e-4, at most 2e-7 nats where it is next to nothing


def differing_share(pairs: MixedPairs) -> Exact:
    """The probability that the two points of a pair are of different classes.

    It is (1 - sum W_c^2) (1 - s)/(1 - sum p_i^2), s being the share of self-pairs.
    """
    differing = 1 - sum((w * w for w in pairs.dataset.exact_class_masses), start=Fraction(0))
    return differing * (1 - pairs.share) / (1 - pairs.independent_share) if differing != 0 else differing


def entropy_floor(pairs: MixedPairs) -> sp.Expr:
    """The mean entropy of the mixed labels, in nats, for discrete and Beta laws (else ``ValueError``).

    >>> from theory.dataset import LabeledDataset
    >>> entropy_floor(MixedPairs(LabeledDataset([[0], [1], [2], [3]], [1, 2, 1, 2]), Beta(1)))
    1/4
    """
    return sp.expand(sympify(differing_share(pairs)) * mean_entropy(pairs.mixing))


def least_loss(pairs: MixedPairs) -> sp.Expr:
    """The least Mixup cross-entropy over all classifiers, in nats: at each place the entropy of its mean label.

    For laws of atoms; raises ``ValueError`` for others.

    >>> from theory.dataset import LabeledDataset
    >>> from theory.mixing.laws import Midpoint
    >>> least_loss(MixedPairs(LabeledDataset([[0], [1]], [1, 2]), Midpoint()))
    log(2)/2
    """
    losses = []
    for labels in pairs.labels_at_places().values():
        mean = _weighted_sum(labels)
        losses.append(sympify(sum(mean, start=Fraction(0))) * entropy(mean))
    return sp.expand(sp.Add(*losses))


def _weighted_sum(labels: dict[Label, Exact]) -> Label:
    columns = zip(*labels, strict=True)
    masses = list(labels.values())
    return tuple(sum((q * y for q, y in zip(masses, column, strict=True)), start=Fraction(0)) for column in columns)


def loss_floor(
    y: Any,
    alpha: float,
    smoothing: float = 0.0,
    pairing: str = "independent",
    batch_size: int | None = None,
) -> float:
    """The least cross-entropy, in nats, that training with Mixup can have in the mean: subtract it from your loss.

    Reached only by a classifier that returns every mixed label, and by none if some mixed point comes with two
    different labels.

    Parameters
    ----------
    y : n hashable labels, or an array of them
        Of the training data; their frequencies matter, and their number for the last two pairings.
    alpha : float
        lambda ~ Beta(alpha, alpha), alpha > 0; one lambda a batch or one a pair gives the same mean.
    smoothing : float
        Label smoothing, in [0, 1), before or after mixing: a label becomes (1 - smoothing) one-hot + smoothing/C, C
        being the number of classes in ``y``.  So it is meant by ``label_smoothing`` in PyTorch.
    pairing : {"independent", "other", "permutation"}
        Partners are drawn from all data, the point itself included; or are always another point (a batch that is rolled
        or reversed); or come from a random permutation of a batch of ``batch_size`` points, where a point meets itself
        with probability 1/batch_size.
    batch_size : int, optional
        For ``pairing="permutation"`` only.

    Returns
    -------
    float
        The floor in nats, equal to the mean entropy of the mixed labels.

    Raises
    ------
    ValueError
        For no labels, an ``alpha`` or ``smoothing`` out of range, another pairing, a batch size that is missing,
        superfluous or not in 1, ..., n, and for a single point without itself as a partner.

    Notes
    -----
    Without smoothing it is D E[H(lambda)], with D the probability that the partners are of different classes and
    E[H(lambda)] = psi(2 alpha + 1) - psi(alpha + 1), psi = digamma.  Ours, after Liu et al. 2023, where, as we recall
    it, alpha = 1 and all classes are equally large: (C - 1)/(2 C).

    Examples
    --------
    Ten equal classes of 5000, as in CIFAR-10:

    >>> y = [i % 10 for i in range(50_000)]
    >>> round(loss_floor(y, 1), 4), round(loss_floor(y, 0.2), 4)
    (0.45, 0.2049)
    >>> round(loss_floor(y, 1, pairing="permutation", batch_size=128), 4)
    0.4465
    >>> round(loss_floor(y, 1, smoothing=0.1), 4)
    0.8732
    """
    labels: Iterable[Hashable] = y.tolist() if hasattr(y, "tolist") else y
    counts = np.array(list(Counter(labels).values()), dtype=np.float64)
    n = int(counts.sum())
    if n == 0:
        raise ValueError("a floor needs at least one label")
    if not 0 <= smoothing < 1:
        raise ValueError(f"smoothing must be in [0, 1), not {smoothing}")
    law = Beta(float(alpha))
    differing = float(1 - np.sum((counts / n) ** 2)) * _other_partners(n, pairing, batch_size)
    if smoothing == 0:
        return differing * _mean_entropy(law)
    mixed, same = _smoothed_entropies(len(counts), smoothing, law)
    return differing * mixed + (1 - differing) * same


def floor_of(dataset: LabeledDataset, mixing: Beta, self_pairs: bool = True, prob: float = 1.0) -> float:
    """The same floor for weighted points, any Beta law, and mixing of a share ``prob`` of the samples alone.

    >>> floor_of(LabeledDataset([[0], [1], [2], [3]], [1, 2, 1, 2]), Beta(1), prob=0.5)
    0.125
    """
    masses = np.bincount(dataset.codes, dataset.weights)
    among = 1.0 if self_pairs else 1 - float(np.sum(dataset.weights**2))
    return prob * float(1 - np.sum(masses**2)) / among * _mean_entropy(mixing)


def _mean_entropy(mixing: Beta) -> float:
    """E[H(lambda)] as :func:`theory.mixing.moments.mean_entropy` has it, in float64."""
    a, b = float(mixing.alpha), float(mixing.beta)
    return float((a * (digamma(a + b + 1) - digamma(a + 1)) + b * (digamma(a + b + 1) - digamma(b + 1))) / (a + b))


def _other_partners(n: int, pairing: str, batch_size: int | None) -> float:
    """The probability of another partner, relative to that of independent ones, which is 1 - 1/n."""
    if pairing not in PAIRINGS:
        raise ValueError(f"pairing must be one of {', '.join(PAIRINGS)}, not {pairing!r}")
    if (batch_size is None) == (pairing == "permutation"):
        raise ValueError('batch_size goes with pairing="permutation", and only with it')
    if pairing == "independent":
        return 1.0
    if batch_size is not None and not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must be between 1 and the number of labels, {n}, not {batch_size}")
    if n == 1 and batch_size is None:
        raise ValueError("a single point can only be mixed with itself")
    return (1 - 1 / batch_size if batch_size else 1.0) * n / max(n - 1, 1)


def _smoothed_entropies(k: int, smoothing: float, law: Beta) -> tuple[float, float]:
    """E[H] of a smoothed mixed label of two classes out of ``k``, and H of the smoothed label of one class."""
    share, kept = smoothing / k, 1 - smoothing
    lam, mass = quadrature(law, SMOOTHED_NODES)
    both = entr(kept * lam + share) + entr(kept * (1 - lam) + share)
    same = float(entr(kept + share) + (k - 1) * entr(share))
    return float(mass @ both) + (k - 2) * float(entr(share)), same
