"""Balls (python-flint): inequalities on boxes of real parameters, certified by interval arithmetic."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence

import flint

from proofs_check.evidence import Result
from theory.numbers import Truth, ball, conjunction, is_positive, precision

Box = tuple[tuple[object, object], ...]


def interval(lo: object, hi: object) -> flint.arb:
    """The ball that contains the closed interval [lo, hi] (exact numbers or decimal strings)."""
    return ball(lo).union(ball(hi))


def positive(values: Mapping[str, Callable[[], flint.arb]], scope: str, message: str = "", bits: int = 128) -> Result:
    """Every value is certainly positive at ``bits`` bits of precision."""
    with precision(bits):
        enclosures = {name: value() for name, value in values.items()}
        truths = {name: is_positive(enclosure) for name, enclosure in enclosures.items()}
        shown = {name: enclosure.str(20) for name, enclosure in enclosures.items()}
    bad = [f"{name}: {shown[name]} > 0 is {truth}" for name, truth in truths.items() if not truth]
    certificate = {"kind": "positive enclosures", "bits": bits, "items": shown}
    text = "; ".join(bad) or message or f"{len(truths)} enclosures are positive"
    return Result(conjunction(*truths.values()), text, scope, len(truths), certificate=certificate)


def positive_on_box(
    function: Callable[..., flint.arb],
    box: Sequence[tuple[object, object]],
    scope: str,
    message: str = "",
    bits: int = 96,
    max_boxes: int = 4096,
) -> Result:
    """``function(*balls) > 0`` on the whole closed box, by bisecting the widest side where not certain.

    ``None`` when ``max_boxes`` do not suffice; ``False`` when a box is certainly not positive.
    """
    with precision(bits):
        todo = deque([tuple(interval(lo, hi) for lo, hi in box)])  # breadth first: a root cannot trap the search
        done = 0
        while todo:
            current = todo.popleft()
            truth: Truth = is_positive(function(*current))
            if truth is False:
                where = ", ".join(side.str(10) for side in current)
                return Result(False, f"not positive on ({where})", scope, done + 1)
            if truth is None:
                if done + len(todo) >= max_boxes:
                    return Result(None, f"not decided within {max_boxes} boxes", scope, done)
                todo.extend(_bisect(current))
            else:
                done += 1
    sides = [[str(lo), str(hi)] for lo, hi in box]
    certificate = {"kind": "box subdivision", "box": sides, "boxes": done, "bits": bits}
    text = message or f"positive on {done} boxes that cover the range"
    return Result(True, text, scope, done, certificate=certificate)


def _bisect(box: tuple[flint.arb, ...]) -> list[tuple[flint.arb, ...]]:
    widest = max(range(len(box)), key=lambda i: float(box[i].rad()))
    side = box[widest]
    middle = flint.arb(side.mid())
    halves = (flint.arb(side.lower()).union(middle), middle.union(flint.arb(side.upper())))
    return [(*box[:widest], half, *box[widest + 1 :]) for half in halves]
