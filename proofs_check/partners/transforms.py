"""Mixup that chooses partners among near neighbours, called as torchvision, timm and Keras call theirs.

Nothing of these packages is imported: arrays of NumPy, PyTorch or JAX are indexed and added, that is all.  Partners
come from one sampler.  ``"neighbours"`` takes for each row one of the ``k`` nearest other rows *of the batch*;
``"roll"``, ``"flip"`` and ``"shuffle"`` are the packages' own ways, with which these transforms give what the packages
give.  For partners among the nearest of all data, mix by hand with :func:`proofs_check.partners.neighbour_partners`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

Pairing = Literal["neighbours", "roll", "flip", "shuffle"]


@dataclass
class Sampler:
    """Draws partners in a batch and weights lambda from Beta(alpha, alpha); ``prob`` is the share that is mixed."""

    pairing: Pairing = "neighbours"
    alpha: float = 1.0
    k: int = 10
    prob: float = 1.0
    rng: np.random.Generator = field(default_factory=np.random.default_rng)

    def partners(self, batch: Any) -> NDArray[np.intp]:
        """For each of the b rows of a batch, the row that it is mixed with."""
        b = len(batch)
        if self.pairing == "roll":
            return np.roll(np.arange(b), 1)
        if self.pairing == "flip":
            return np.arange(b)[::-1].copy()
        if self.pairing == "shuffle":
            return self.rng.permutation(b)
        if b == 1:
            return np.zeros(1, dtype=np.intp)
        rows = np.asarray(batch.detach().cpu() if hasattr(batch, "detach") else batch, dtype=np.float64).reshape(b, -1)
        squares = ((rows[:, None] - rows[None]) ** 2).sum(axis=2) if b * b * rows.shape[1] < 2**22 else _squares(rows)
        np.fill_diagonal(squares, np.inf)
        nearest = np.argsort(squares, axis=1, kind="stable")[:, : min(self.k, b - 1)]
        return np.asarray(nearest[np.arange(b), self.rng.integers(nearest.shape[1], size=b)])

    def weights(self, size: int) -> Array:
        """``size`` weights of the row itself; 1 where it is not mixed."""
        drawn = self.rng.beta(self.alpha, self.alpha, size)
        return np.where(self.rng.random(size) < self.prob, drawn, 1.0)


def _squares(rows: Array) -> Array:
    norms = (rows**2).sum(axis=1)
    return np.asarray(norms[:, None] + norms - 2 * rows @ rows.T)


def mix(values: Any, partners: NDArray[np.intp], weights: Any) -> Any:
    """weights times the rows plus the rest times their partners; ``weights`` is one number, or one a row."""
    return values * weights + values[partners] * (1 - weights)


def one_hot(labels: Any, classes: int) -> Any:
    """Labels 0, ..., k-1 as rows of the identity, in the kind of array that they came in."""
    codes = np.asarray(labels.detach().cpu() if hasattr(labels, "detach") else labels)
    rows = np.eye(classes, dtype=np.float32)[codes]
    return labels.new_tensor(rows, dtype=None).float() if hasattr(labels, "new_tensor") else rows


@dataclass
class TorchvisionMixUp:
    """Called as ``torchvision.transforms.v2.MixUp``: ``images, labels`` in, mixed images and soft labels out.

    One lambda a batch; images must be floats.
    """

    num_classes: int
    sampler: Sampler = field(default_factory=Sampler)

    def __call__(self, images: Any, labels: Any) -> tuple[Any, Any]:
        """Mixed images (b, ...) and soft labels (b, k)."""
        partners, weight = self.sampler.partners(images), float(self.sampler.weights(1)[0])
        return mix(images, partners, weight), mix(one_hot(labels, self.num_classes), partners, weight)


@dataclass
class TimmMixup:
    """Called as ``timm.data.Mixup``: ``x, target`` in, mixed and soft ones out, with timm's label smoothing.

    One lambda a batch; PyTorch's ``x`` is changed in place, as timm does.
    """

    num_classes: int = 1000
    label_smoothing: float = 0.1
    sampler: Sampler = field(default_factory=Sampler)

    def __call__(self, x: Any, target: Any) -> tuple[Any, Any]:
        """Mixed inputs (b, ...) and soft labels (b, k)."""
        partners, weight = self.sampler.partners(x), float(self.sampler.weights(1)[0])
        x[:] = mix(x, partners, weight)
        off = self.label_smoothing / self.num_classes
        smooth = one_hot(target, self.num_classes) * (1 - self.label_smoothing) + off
        return x, mix(smooth, partners, weight)


@dataclass
class KerasMixUp:
    """Called as ``keras.layers.MixUp``: ``{"images": ..., "labels": ...}`` in and out; labels are one-hot.

    One lambda a row.  Arrays must be indexable by arrays, as those of NumPy, JAX and PyTorch are.
    """

    sampler: Sampler = field(default_factory=lambda: Sampler(alpha=0.2))

    def __call__(self, data: dict[str, Any], training: bool = True) -> dict[str, Any]:
        """Mixed images (b, ...) and labels (b, k); the same data where it is not training."""
        if not training:
            return data
        images, labels = data["images"], data["labels"]
        partners, drawn = self.sampler.partners(images), self.sampler.weights(len(images)).astype(np.float32)
        wide = drawn.reshape(-1, *[1] * (images.ndim - 1))
        return {"images": mix(images, partners, wide), "labels": mix(labels, partners, drawn[:, None])}
