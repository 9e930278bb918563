"""Images in their usual file formats, written here in small; and the convolutional network on them."""

from __future__ import annotations

import gzip
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from proofs_check.experiments.convolution import patches, train_images
from proofs_check.experiments.images import load, load_folder
from theory import Beta


def idx(array: np.ndarray) -> bytes:
    shape = b"".join(int(n).to_bytes(4, "big") for n in array.shape)
    return bytes([0, 0, 8, array.ndim]) + shape + array.astype(np.uint8).tobytes()


def write_mnist(folder: Path, rng: np.random.Generator, zipped: bool = False) -> np.ndarray:
    pixels, codes = rng.integers(0, 256, (9, 28, 28)), np.arange(9) % 3
    parts = {"train": slice(0, 6), "t10k": slice(6, 9)}
    for part, chosen in parts.items():
        for kind, array in (("images-idx3-ubyte", pixels), ("labels-idx1-ubyte", codes)):
            data = idx(array[chosen])
            name = f"{part}-{kind}" + (".gz" if zipped else "")
            (folder / name).write_bytes(gzip.compress(data) if zipped else data)
    return pixels


@pytest.mark.parametrize("zipped", [False, True])
def test_mnist_is_read(zipped: bool, tmp_path: Path, rng: np.random.Generator) -> None:
    pixels = write_mnist(tmp_path, rng, zipped)
    (images,) = load_folder(str(tmp_path))
    assert (images.name, images.n_train, images.n_test) == ("MNIST", 6, 3)
    assert images.codes.tolist() == [0, 1, 2] * 3
    expected = (pixels - pixels.mean()) / pixels.std()
    np.testing.assert_allclose(images.pixels[..., 0], expected, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "files", "labels"),
    [
        ("CIFAR-10", [*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin"], 1),
        ("CIFAR-100", ["train.bin", "test.bin"], 2),
    ],
)
def test_cifar_is_read(name: str, files: list[str], labels: int, tmp_path: Path, rng: np.random.Generator) -> None:
    records = rng.integers(0, 256, (len(files), 2, labels + 3072), dtype=np.uint8)
    records[..., labels - 1] = [3, 7]
    for file, part in zip(files, records, strict=True):
        (tmp_path / file).write_bytes(part.tobytes())
    (images,) = load_folder(str(tmp_path))
    assert (images.name, images.n_test, images.pixels.shape) == (name, 2, (2 * len(files), 32, 32, 3))
    assert set(images.codes.tolist()) == {0, 1}
    red = records[0, 0, labels : labels + 1024].reshape(32, 32).astype(float)
    assert np.corrcoef(red.ravel(), images.pixels[0, :, :, 0].ravel())[0, 1] == pytest.approx(1)


def test_files_that_are_not_what_they_say_are_refused(tmp_path: Path, rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="holds neither MNIST"):
        load_folder(str(tmp_path))
    write_mnist(tmp_path, rng)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(b"no idx file")
    with pytest.raises(ValueError, match="train-labels-idx1-ubyte is no idx file of 1 dimensions"):
        load_folder(str(tmp_path))


def test_patches_are_a_convolution(rng: np.random.Generator) -> None:
    from scipy.signal import correlate2d

    image, kernel = rng.normal(size=(8, 6)), rng.normal(size=(3, 3))
    found = np.asarray(patches(jnp.asarray(image)[None, :, :, None]))[0] @ kernel.ravel()
    np.testing.assert_allclose(found, correlate2d(image, kernel, mode="same")[::2, ::2], atol=1e-5)


def test_the_network_learns_digits_by_either_method() -> None:
    small = load(None)[0]
    for mixing in (None, Beta(1024)):
        errors = train_images(small, mixing, (8, 16), 1, 8, seed=0)
        assert errors.shape == (1, 8, 2)
        assert errors[0, 0].min() > errors[0, -1].max()
        assert errors[0, -1, 0] < 0.4
    np.testing.assert_array_equal(errors, train_images(small, Beta(1024), (8, 16), 1, 8, seed=0))
