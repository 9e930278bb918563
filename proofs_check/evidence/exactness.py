"""What is exact: a list of the kinds of things that are, for a number of any other kind may be whatever it likes."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from functools import cache, cached_property
from types import MappingProxyType, NoneType
from typing import Any

import flint
import sympy as sp
from sympy.core.function import UndefinedFunction

from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Midpoint, Mixing
from theory.mixing.oscillating import OscillatingDensity

PLAIN = (NoneType, bool, str, int, Fraction)  # strings are labels, or numbers that are written down
LISTS = (tuple, list, set, frozenset)
TABLES = (dict, MappingProxyType)
LAWS = (Beta, Discrete, Midpoint, OscillatingDensity)  # those that a certificate can hold


def inexact(value: Any, name: str = "it", balls: bool = False) -> str:
    """Which part of an instance is not known to be exact, and why; empty if all of it is.

    Exact are ``int``, ``Fraction``, SymPy's numbers without a ``Float``, strings, truths and ``None``, all of exactly
    these types; data sets of exact points and weights; the laws of lambda that certificates know, with atoms and masses
    that were given exactly; and tuples, lists, sets, mappings, members of enumerations and dataclasses of such;
    ``balls`` too, if these are welcome.

    >>> inexact((Fraction(1, 3), 0.5))
    'it[1] is 0.5, a float'
    >>> inexact(LabeledDataset([["0.1"], [1]], ["a", "b"]))
    ''
    """
    if type(value) in PLAIN or (balls and type(value) is flint.arb):
        return ""
    if isinstance(value, sp.Basic):
        return f"{name} is {value}, {why}" if (why := not_sympys(value)) else ""
    if isinstance(value, Mixing) and type(value) not in LAWS:
        known = ", ".join(law.__name__ for law in LAWS)
        return f"{name} is {value}, and certificates know the laws {known} only"
    if type(value) is LabeledDataset and not value.is_exact:
        return f"{name} has points that are floats"
    if type(value) is LabeledDataset and not value.has_exact_weights:
        return f"{name} has weights that are floats"
    if type(value) is Discrete and not value.has_exact_masses:
        return f"{name} is {value}, of which atoms or masses were given as floats"
    parts = _parts(value, name)
    if parts is None:
        return f"{name} is {ascii(value)[:60]}, a {type(value).__name__}"
    return next((found for where, part in parts if (found := inexact(part, where, balls))), "")


def _parts(value: Any, name: str) -> Iterator[tuple[str, Any]] | None:
    """The parts that something is made of, with their names; ``None`` for what is none of the kinds that are known."""
    if type(value) is LabeledDataset:
        parts = {"labels": value.labels, "points": value.exact_points, "weights": value.exact_weights}
        return ((f"{name}.{key}", part) for key, part in parts.items())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return ((f"{name}.{key}", getattr(value, key)) for key in _fields(value))
    if type(value) in TABLES:
        return ((f"{name}[{key!r}]", part) for key, entry in value.items() for part in (key, entry))
    if type(value) in LISTS:
        return ((f"{name}[{place}]", part) for place, part in enumerate(value))
    if isinstance(value, Enum):
        return iter([(f"{name}.value", value.value)])
    return None


def _fields(value: Any) -> list[str]:
    """The fields of a dataclass, and whatever else it holds, but what it has worked out from them."""
    fields = [field.name for field in dataclasses.fields(value)]
    held = getattr(value, "__dict__", {})
    worked_out = {key for key in held if isinstance(getattr(type(value), key, None), cached_property)}
    return [*fields, *(key for key in held if key not in worked_out and key not in fields)]


def not_sympys(expression: sp.Basic) -> str:
    """Why an expression is not one of SymPy's own without floats; empty if it is."""
    for part in sp.preorder_traversal(expression):
        kind: Any = type(part)
        if isinstance(part, sp.Float):
            return "which has a float" if part is not expression else "a float"
        if isinstance(part, sp.Basic) and not _of_sympy(kind):
            return f"which has a {type(part).__name__}, a class that is not SymPy's"
    return ""


@cache
def _of_sympy(kind: Any) -> bool:
    """Whether SymPy defines a class where that says it is defined, or made it from the name of a function."""
    if type(kind) is UndefinedFunction and kind.__bases__ == (sp.core.function.AppliedUndef,):
        return True
    home = str(kind.__module__)
    return home.split(".")[0] == "sympy" and getattr(sys.modules.get(home), kind.__name__, None) is kind


def no_formula(value: object) -> str:
    """Why something is no exact number, no ball and no formula of SymPy or z3; empty if it is one.

    >>> no_formula(Fraction(1, 2)), no_formula(0.5)
    ('', '0.5, a float')
    """
    if type(value) in (int, Fraction, flint.arb) or _of_z3(value):
        return ""
    if isinstance(value, sp.Basic):
        return f"{value}, {why}" if (why := not_sympys(value)) else ""
    return f"{ascii(value)[:60]}, a {type(value).__name__}"


def _of_z3(value: object) -> bool:
    home = str(type(value).__module__).split(".")[0]
    z3 = sys.modules.get("z3")
    return home == "z3" and z3 is not None and isinstance(value, z3.ExprRef)
