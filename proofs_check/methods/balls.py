"""Balls (python-flint): inequalities on boxes of real parameters, certified by interval arithmetic."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import flint
import sympy as sp

from proofs_check.evidence import Result
from proofs_check.language.from_sympy import sequent
from proofs_check.methods import need, need_exact
from proofs_check.recording import number, record
from proofs_check.support.words import counted
from theory.numbers import Truth, ball, conjunction, enclose, exact, is_positive, precision

Value: TypeAlias = Callable[[], flint.arb] | sp.Expr


def interval(lo: object, hi: object) -> flint.arb:
    """The ball that contains the closed interval [lo, hi] (exact numbers or decimal strings)."""
    return ball(lo).union(ball(hi))


def positive(values: Mapping[str, Value], scope: str, message: str = "", bits: int = 128) -> Result:
    """Every value is certainly positive at ``bits`` bits of precision.

    A value is a SymPy number, which the certificate then holds, or a function that returns a ball.
    """
    need(values, "values")
    need_exact(value for value in values.values() if isinstance(value, sp.Expr) or not callable(value))
    with precision(bits):
        enclosures = {name: ball(v) if isinstance(v, sp.Expr) else v() for name, v in values.items()}
        need_exact(enclosures.values())
        truths = {name: is_positive(enclosure) for name, enclosure in enclosures.items()}
        shown = {name: enclosure.str(20) for name, enclosure in enclosures.items()}
    expressions = {name: sequent(v, ">") if isinstance(v, sp.Expr) else None for name, v in values.items()}
    record("positive", bits=bits, items={name: [expressions[name], shown[name]] for name in values})
    bad = [f"{name}: {shown[name]} > 0 is {truth}" for name, truth in truths.items() if not truth]
    text = "; ".join(bad) or message or counted(len(truths), "the enclosure is positive", "enclosures are positive")
    return Result(conjunction(*truths.values()), text, scope, len(truths))


@dataclass
class _Node:
    """A box of the subdivision: a leaf, or cut across ``axis`` at the exact number ``at`` into two."""

    box: tuple[flint.arb, ...]
    axis: int = 0
    at: Fraction = Fraction(0)
    halves: tuple[_Node, ...] = ()

    def cut(self) -> tuple[_Node, ...]:
        """Bisect the widest side."""
        self.axis = max(range(len(self.box)), key=lambda i: float(self.box[i].rad()))
        side = self.box[self.axis]
        middle = flint.arb(side.mid())
        self.at = _exactly(middle)
        halves = (flint.arb(side.lower()).union(middle), middle.union(flint.arb(side.upper())))
        self.halves = tuple(_Node((*self.box[: self.axis], h, *self.box[self.axis + 1 :])) for h in halves)
        return self.halves

    def tree(self) -> Any:
        """``null`` for a leaf, ``[axis, at, below, above]`` for a cut; such boxes leave no gap."""
        return [self.axis, str(self.at), *(half.tree() for half in self.halves)] if self.halves else None


def _exactly(point: flint.arb) -> Fraction:
    mantissa, exponent = point.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def positive_on_box(
    function: Callable[..., flint.arb] | sp.Expr,
    box: Sequence[tuple[object, object]],
    scope: str,
    message: str = "",
    bits: int = 96,
    max_boxes: int = 4096,
    symbols: Sequence[sp.Symbol] = (),
) -> Result:
    """``function(*balls) > 0`` on the whole closed box, by bisecting the widest side where not certain.

    ``function`` may be a SymPy expression in ``symbols``, which the certificate then holds.  ``None`` when
    ``max_boxes`` do not suffice; ``False`` when a box is certainly not positive.
    """
    need(box, "sides of the box")
    expression = function if isinstance(function, sp.Expr) else None
    need_exact(end for side in box for end in side if type(end) is not str)
    need_exact([expression] if expression is not None else [])
    if expression is not None and not len(symbols) == len(set(symbols)) == len(box):
        raise ValueError(f"a box of {len(box)} sides needs as many different symbols, not {symbols}")
    evaluate = function if expression is None else lambda *sides: enclose(expression, dict(zip(symbols, sides)))  # noqa: B905
    with precision(bits):
        root = _Node(tuple(interval(lo, hi) for lo, hi in box))
        todo = deque([root])  # breadth first: a root cannot trap the search
        done = 0
        while todo:
            current = todo.popleft()
            truth: Truth = is_positive(evaluate(*current.box))
            if truth is False:
                where = ", ".join(side.str(10) for side in current.box)
                return Result(False, f"not positive on ({where})", scope, done + 1)
            if truth is None:
                if done + len(todo) >= max_boxes:
                    return Result(None, f"not decided within {max_boxes} boxes", scope, done)
                todo.extend(current.cut())
            else:
                done += 1
    record(
        "box",
        bits=bits,
        formula=None if expression is None else sequent(expression, ">"),
        symbols=[str(symbol) for symbol in symbols],
        box=[[number(exact(lo)), number(exact(hi))] for lo, hi in box],
        cuts=root.tree(),
    )
    return Result(True, message or f"positive on {done} boxes that cover the range", scope, done)
