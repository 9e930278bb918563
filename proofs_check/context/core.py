"""The measurement: shares of answers over contexts, for each object, and how often two contexts disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.context import words
from proofs_check.context.found import Measured
from proofs_check.support import tool
from theory.numbers import is_undefined

MOST = 10**6  # predictions


@dataclass(frozen=True, repr=False)
class Context(Measured):
    """What :func:`context` found: see its properties, all of which follow from the predictions."""

    def __repr__(self) -> str:
        return words.text(self)

    def to_json(self) -> str:
        """The published form; see ``schema.json``."""
        return words.as_json(self)


def context(
    predictions: Any,
    *,
    objects: Sequence[object] | None = None,
    contexts: Sequence[object] | None = None,
    truth: Any = None,
    confidence: float = 0.95,
    seed: int = 0,
) -> Context:
    """How far predictions depend on the context of an object, and what that says of the error without labels.

    With p_k the share of contexts that give an object the class k, D = E(1 - sum_k p_k^2) is the probability that two
    contexts get different answers.  If on every object the right class is the most frequent one, the error is between
    D/2 and D (claim ``context-swap-sandwich``), and on the grid itself it is exactly 1 - E max_k p_k.  Beyond the grid
    D is estimated from pairs that share neither an object nor a context, so that they are independent: an interval of
    Clopper and Pearson, for objects and contexts that were drawn independently.

    Parameters
    ----------
    predictions : array_like of shape (objects, contexts)
        The predicted class of each object in each context, of any kind but missing.
    objects, contexts : sequence, optional
        Names; numbers from 0 by default.
    truth : array_like of shape (objects,), optional
        A label for each object: whether the most frequent answer is right is then checked, and the error counted.
    confidence : float
        Of the interval, above 0 and below 1.
    seed : int
        Which objects and contexts are paired.

    Returns
    -------
    Context
        It prints as one screen; see its attributes.

    Raises
    ------
    ValueError
        With one line for whatever is wrong with the input.

    Examples
    --------
    >>> found = context([["cat", "cat", "dog", "cat"], ["dog"] * 4, ["cat", "cow", "cat", "dog"]])
    >>> found.disagreement, found.error_if_right, found.by_object[0].name
    (Fraction(1, 3), Fraction(1, 4), '2')
    """
    grid = np.asarray(predictions)
    if grid.ndim != 2 or grid.shape[0] < 1 or grid.shape[1] < 2:
        raise ValueError(f"predictions must be a grid of objects and at least 2 contexts, not of shape {grid.shape}")
    if grid.size > MOST:
        raise ValueError(f"{grid.size} predictions are too many: at most {MOST}")
    if not 0 < confidence < 1:
        raise ValueError("confidence must be above 0 and below 1")
    labels = None if truth is None else np.asarray(truth)
    if labels is not None and labels.shape != grid.shape[:1]:
        raise ValueError(f"there must be a label for each of the {len(grid)} objects, not of shape {labels.shape}")
    classes, codes = np.unique(_texts(grid, "predictions"), return_inverse=True)
    codes = codes.reshape(grid.shape)
    names = tuple(map(str, classes))
    found = None
    if labels is not None:
        texts = _texts(labels, "labels")
        names += tuple(sorted(set(texts.tolist()) - set(names)))
        found = tuple(names.index(label) for label in texts.tolist())
    differing, pairs = _disjoint_pairs(codes, seed)
    return Context(
        codes=codes,
        classes=names,
        objects=tool.names(objects, grid.shape[0], "objects"),
        contexts=tool.names(contexts, grid.shape[1], "contexts"),
        confidence=confidence,
        differing=differing,
        pairs=pairs,
        interval=_clopper_pearson(differing, pairs, confidence),
        truth=found,
    )


def _texts(values: NDArray[Any], what: str) -> NDArray[Any]:
    """Classes as texts, whole numbers of any kind alike.  Raises ``ValueError`` for a missing one."""
    flat = values.ravel().tolist()
    if any(value is None or value == "" or is_undefined(value) for value in flat):
        raise ValueError(f"{what} are missing")
    whole = (int(value) if isinstance(value, float) and value.is_integer() else value for value in flat)
    return np.array([str(value) for value in whole]).reshape(values.shape)


def _disjoint_pairs(codes: NDArray[np.int64], seed: int) -> tuple[int, int]:
    """How many of some pairs of contexts differ, and how many there are: each has an object and contexts of its own."""
    rng = np.random.default_rng(seed)
    objects, contexts = codes.shape
    pairs = min(objects, contexts // 2)
    chosen, order = rng.permutation(objects)[:pairs], rng.permutation(contexts)
    return int((codes[chosen, order[:pairs]] != codes[chosen, order[pairs : 2 * pairs]]).sum()), pairs


def _clopper_pearson(successes: int, trials: int, confidence: float) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(successes, trials).proportion_ci(confidence, method="exact")
    return float(found.low), float(found.high)
