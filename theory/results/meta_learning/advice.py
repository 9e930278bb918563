"""For embeddings and targets of tasks of one's own: how many inner steps are enough, and which inputs contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np
from numpy.typing import ArrayLike

from theory.numbers import Array

Task = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class InnerLoop:
    """How far k inner steps from one start are, at most, from the best heads (the claim ``k-inner-steps``).

    Attributes
    ----------
    start : array of shape (d,)
        The mean of the tasks' heads of least norm.
    spread : float
        The sum, over tasks, of |w_i - start|^2, where w_i is the best head of a task that is nearest to the start.
    rate : float
        1 over the largest eigenvalue of all Phi'Phi, so that it suits every task.
    steps : int
        The least k for which the bound is ``epsilon`` or less.
    bound : float
        spread/(2 rate (2 k + 1)) at that k.
    gap : float
        What is left in fact after k steps: half the squared residuals over all tasks, less the least.
    """

    start: Array
    spread: float
    rate: float
    steps: int
    bound: float
    gap: float


def inner_steps(tasks: Sequence[Task], epsilon: float) -> InnerLoop:
    """The number of inner steps after which ANIL's objective is within ``epsilon`` of that of multi-task learning.

    The features are fixed: support and query are the same, the loss of a task is |Phi w - y|^2/2.

    Parameters
    ----------
    tasks : sequence of pairs
        Embeddings Phi of shape (n, d), one d for all tasks, and targets y of shape (n,).
    epsilon : float
        How much worse the sum of the losses of all tasks may be, in squared units of the targets.

    Raises
    ------
    ValueError
        For no task, shapes that do not fit, numbers that are not finite, features that are all 0, and epsilon <= 0.

    Examples
    --------
    >>> found = inner_steps([([[1.0], [1.0]], [0.0, 2.0]), ([[1.0], [1.0]], [2.0, 4.0])], epsilon=0.1)
    >>> found.start.round(6).tolist(), round(found.spread, 6), found.steps, round(found.bound, 4)
    ([2.0], 2.0, 10, 0.0952)
    """
    if not epsilon > 0:
        raise ValueError(f"epsilon must be positive, not {epsilon}")
    read = _read(tasks)
    start = np.mean([np.linalg.pinv(phi) @ y for phi, y in read], axis=0)
    best = [start + np.linalg.pinv(phi) @ (y - phi @ start) for phi, y in read]
    spread = float(sum(((w - start) ** 2).sum() for w in best))
    largest = max(float(np.linalg.norm(phi, 2)) ** 2 for phi, _ in read)
    if largest == 0:
        raise ValueError("the features are 0 throughout: no step changes anything")
    rate = 1 / largest
    if not isfinite(wanted := spread / (2 * rate * epsilon)):
        raise ValueError(f"epsilon must not be so small as {epsilon}: no number of steps is enough")
    steps = max(0, ceil((wanted - 1) / 2))
    gap = sum(_half_square(phi, y, _descend(phi, y, start, rate, steps)) for phi, y in read)
    gap -= sum(_half_square(phi, y, w) for (phi, y), w in zip(read, best, strict=True))
    return InnerLoop(start, spread, rate, steps, spread / (2 * rate * (2 * steps + 1)), max(float(gap), 0.0))


def contradicting_inputs(tasks: Sequence[Task]) -> list[tuple[Array, tuple[int, ...]]]:
    """Inputs that several tasks have with different targets, and the numbers of these tasks.

    There the kernel of all tasks is singular, and no depth of the body brings ANIL and multi-task learning together.

    >>> found = contradicting_inputs([([[1, 2], [3, 4]], [0, 1]), ([[1, 2], [3, 4]], [1, 1])])
    >>> [(x.tolist(), numbers) for x, numbers in found]
    [([1.0, 2.0], (0, 1))]
    """
    seen: dict[tuple[float, ...], list[tuple[int, float]]] = {}
    for number, (phi, y) in enumerate(_read(tasks)):
        for x, target in zip(phi.tolist(), y.tolist(), strict=True):
            seen.setdefault(tuple(x), []).append((number, target))
    found = []
    for x, of in seen.items():
        numbers = sorted({number for number, _ in of})
        if len(numbers) > 1 and len({target for _, target in of}) > 1:
            found.append((np.array(x), tuple(numbers)))
    return found


def _read(tasks: Sequence[Task]) -> list[tuple[Array, Array]]:
    read = [(np.asarray(phi, dtype=np.float64), np.asarray(y, dtype=np.float64)) for phi, y in tasks]
    if not read:
        raise ValueError("there must be a task")
    for number, (phi, y) in enumerate(read):
        if phi.ndim != 2 or y.shape != phi.shape[:1] or 0 in phi.shape or phi.shape[1] != read[0][0].shape[1]:
            raise ValueError(f"task {number} must have a row of {read[0][0].shape[-1]} features for each target")
        if not (np.isfinite(phi).all() and np.isfinite(y).all()):
            raise ValueError(f"the numbers of task {number} must be finite")
    return read


def _descend(phi: Array, y: Array, start: Array, rate: float, steps: int) -> Array:
    """w* + (I - rate Phi'Phi)^steps (start - w*), in a basis of singular vectors."""
    left, values, right = np.linalg.svd(phi, full_matrices=False)
    kept = (1 - rate * values**2) ** steps
    whole = np.divide(left.T @ y, values, out=np.zeros_like(values), where=values > 1e-12 * max(values.max(), 1e-300))
    along = right @ start
    moved: Array = start + right.T @ ((1 - kept) * (whole - along) * (kept < 1))
    return moved


def _half_square(phi: Array, y: Array, w: Array) -> float:
    return float(((phi @ w - y) ** 2).sum() / 2)
