"""Our Mixup transforms beside the packages' own, with the packages' own draws: the same images and labels come out.

Run by ``make test-frameworks`` in an environment of its own.  ``--record`` writes what the packages return to a file,
to which the tests of ``proofs_check.partners`` hold the transforms where the packages are not installed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keras
import numpy as np
import timm
import torch
import torchvision
from timm.data import Mixup
from torchvision.transforms import v2

from proofs_check.partners.transforms import KerasMixUp, Sampler, TimmMixup, TorchvisionMixUp

CLASSES = 3
LABELS = np.array([0, 1, 2, 1, 0, 2])
IMAGES = np.random.default_rng(0).random((6, 1, 2, 2)).astype(np.float32)
RECORD = Path(__file__).parents[1] / "proofs_check" / "partners" / "recorded.json"


def from_torchvision() -> tuple[torch.Tensor, torch.Tensor]:
    """Torchvision's MixUp with its own seed."""
    torch.manual_seed(1)
    return v2.MixUp(alpha=1.0, num_classes=CLASSES)(torch.tensor(IMAGES), torch.tensor(LABELS))


def from_timm() -> tuple[torch.Tensor, torch.Tensor]:
    """Timm's Mixup with NumPy's old global seed, which it draws from."""
    np.random.seed(1)  # noqa: NPY002
    return Mixup(mixup_alpha=1.0, label_smoothing=0.1, num_classes=CLASSES)(torch.tensor(IMAGES), torch.tensor(LABELS))


def from_keras() -> tuple[np.ndarray, np.ndarray]:
    """Keras's layer with its own seed."""
    data = {"images": np.transpose(IMAGES, (0, 2, 3, 1)), "labels": np.eye(CLASSES, dtype=np.float32)[LABELS]}
    found = keras.layers.MixUp(alpha=0.2, seed=3, data_format="channels_last")(data, training=True)
    return np.asarray(found["images"]), np.asarray(found["labels"])


class Weight(Sampler):
    """A sampler whose lambda is given."""

    given = 1.0

    def weights(self, size: int) -> np.ndarray:
        """The lambda that was given."""
        return np.full(size, self.given)


def same(name: str, ours: tuple[torch.Tensor, torch.Tensor], theirs: tuple[torch.Tensor, torch.Tensor]) -> None:
    """Complain unless images and labels agree."""
    for kind, mine, other in zip(("images", "labels"), ours, theirs, strict=True):
        np.testing.assert_allclose(np.asarray(mine), np.asarray(other), atol=1e-5, err_msg=f"{name}: {kind}")
    print(f"{name}: the same images and labels")


def main() -> None:
    """Compare, with each package's lambda read off the first pixel; or record."""
    torchvision_s, timm_s, keras_s = from_torchvision(), from_timm(), from_keras()
    if sys.argv[1:] == ["--record"]:
        found = {"images": IMAGES.tolist(), "labels": LABELS.tolist()}
        for module, (images, labels) in ((torchvision, torchvision_s), (timm, timm_s), (keras, keras_s)):
            found[module.__name__] = {
                "version": module.__version__,
                "images": images.tolist(),
                "labels": labels.tolist(),
            }
        RECORD.write_text(json.dumps(found) + "\n", encoding="utf-8")
        return
    for name, transform, pairing, theirs in (
        ("torchvision", TorchvisionMixUp, "roll", torchvision_s),
        ("timm", TimmMixup, "flip", timm_s),
    ):
        sampler = Weight(pairing)
        partner = IMAGES[sampler.partners(IMAGES)[0]].ravel()[0]
        own, mixed = IMAGES.ravel()[0], float(theirs[0].ravel()[0])
        sampler.given = (mixed - partner) / (own - partner)
        same(name, transform(CLASSES, sampler=sampler)(torch.tensor(IMAGES), torch.tensor(LABELS)), theirs)
        near = transform(CLASSES)(torch.tensor(IMAGES), torch.tensor(LABELS))
        assert near[0].shape == theirs[0].shape
        assert near[1].dtype == theirs[1].dtype
    data = {"images": np.transpose(IMAGES, (0, 2, 3, 1)), "labels": np.eye(CLASSES, dtype=np.float32)[LABELS]}
    ours = KerasMixUp()(data)
    assert ours["images"].shape == keras_s[0].shape
    assert ours["labels"].shape == keras_s[1].shape
    print("keras: the same shapes; its draws are compared with what was recorded")


if __name__ == "__main__":
    main()
