"""The three number systems of the verifier, and comparison that may answer "not certain".

* **float64** (``float``, ``numpy`` arrays): fast, not rigorous.
* **exact** (``int``, ``Fraction``, SymPy numbers): rational where possible, algebraic otherwise.
* **balls** (``flint.arb``): a midpoint and a radius that encloses the true value.

A comparison returns ``True`` or ``False`` when it is certain and ``None`` when it is not: a ball that
straddles the other, a NaN, a symbolic expression whose sign SymPy cannot decide.
"""

from __future__ import annotations

import contextlib
import contextvars
import importlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from numbers import Rational
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Late:
    """A module that is imported when something of it is first asked for, so that importing us stays light.

    >>> late = Late("fractions")
    >>> late.Fraction(1, 3)
    Fraction(1, 3)
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)  # found at once from now on
        return value


if TYPE_CHECKING:
    import flint
    import sympy as sp
else:
    flint, sp = Late("flint"), Late("sympy")

Truth: TypeAlias = bool | None
Exact: TypeAlias = "Fraction | sp.Expr"
_RATIONAL = (int, Fraction)
ENCLOSURE_BITS = (64, 256, 1024, 4096, 16384)  # what the last leaves open is 0, or left in doubt
Array: TypeAlias = NDArray[np.float64]
Number: TypeAlias = Any  # float, Fraction, sympy.Expr or flint.arb: functions of the theory are generic over it


def is_exact(value: object) -> bool:
    """Whether ``value`` is an exact number (``bool`` is not a number here)."""
    if isinstance(value, (bool, np.bool_, float, np.floating, str)):
        return False
    if isinstance(value, _RATIONAL):  # most are, and need no algebra to be loaded
        return True
    return isinstance(value, (int, np.integer, Rational, flint.fmpz, flint.fmpq)) or (
        isinstance(value, sp.Expr) and bool(value.is_number) and not value.has(sp.Float)
    )


def is_ball(value: object) -> bool:
    """Whether ``value`` is a real ball."""
    return isinstance(value, flint.arb)


def exact(value: object) -> Exact:
    """``value`` as a ``Fraction`` where it is rational, as a SymPy number otherwise.

    A float is the dyadic rational that it stores; a string such as ``"1/3"`` or ``"0.1"`` is read as a
    decimal or fraction.  Raises ``ValueError`` for anything else (NaN and infinities included).

    >>> exact("1/3"), exact(0.5), exact(sp.sqrt(2))
    (Fraction(1, 3), Fraction(1, 2), sqrt(2))
    """
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        if isinstance(value, (int, Fraction, str)):  # most are, and need no algebra to be loaded
            return Fraction(value)
        if isinstance(value, (float, np.floating)):
            return Fraction(float(value))
        if isinstance(value, sp.Expr):
            if value.is_Rational:
                return Fraction(int(value.p), int(value.q))
            if is_exact(value) and value.is_finite:
                return value
            raise TypeError
        if isinstance(value, np.integer):
            return Fraction(int(value))
        if isinstance(value, (flint.fmpz, flint.fmpq)):
            return Fraction(int(flint.fmpq(value).p), int(flint.fmpq(value).q))
        if isinstance(value, Rational):
            return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(f"{value!r} is not a finite number")


def sympify(value: object) -> sp.Expr:
    """An exact number as a SymPy expression (a ``Fraction`` becomes a ``Rational``)."""
    number = exact(value)
    return sp.Rational(number.numerator, number.denominator) if isinstance(number, Fraction) else number


def log_rational(value: object) -> sp.Expr:
    """log of a positive number: for a rational one the sum of its primes' logarithms, so that equal logarithms cancel.

    >>> log_rational(Fraction(4, 3))
    -log(3) + 2*log(2)
    """
    number = sympify(value)
    if not number.is_Rational:
        return sp.log(number)
    return sp.Add(*(power * sp.log(prime) for prime, power in sp.factorrat(number).items()))


_NO_FLOATS: contextvars.ContextVar[bool] = contextvars.ContextVar("no_floats", default=False)


@contextlib.contextmanager
def no_floats(wanted: bool = True) -> Iterator[None]:
    """Inside the block no float becomes a ball: a proof says by :func:`exact` which number it means.

    Not ``wanted``, they do, also inside of another block that forbids it.
    """
    token = _NO_FLOATS.set(wanted)
    try:
        yield
    finally:
        _NO_FLOATS.reset(token)


def ball(value: object) -> flint.arb:
    """A ball that encloses ``value``: exact numbers and decimal strings at the current precision.

    Raises ``TypeError`` for a float inside of :func:`no_floats`.

    >>> bool(ball("1/3") * 3 == 1), 1 in ball("1/3") * 3
    (False, True)
    """
    if isinstance(value, flint.arb):
        return value
    if isinstance(value, (float, np.floating)) and _NO_FLOATS.get():
        raise TypeError(f"{value} is a float, and no number of a proof; exact(...) says which number is meant")
    number = exact(value)
    if isinstance(number, Fraction):
        return flint.arb(flint.fmpq(number.numerator, number.denominator))
    return enclose(number)


@cache
def _ball_functions() -> dict[Any, str]:
    """What balls call SymPy's functions."""
    names = ("log", "exp", "gamma", "erf", "sin", "cos", "tan", "asin", "acos", "atan")
    return {**{getattr(sp, name): name for name in names}, sp.loggamma: "lgamma"}


def enclose(expression: sp.Expr, values: Mapping[sp.Symbol, flint.arb] | None = None) -> flint.arb:
    """A SymPy expression in ball arithmetic, following its tree, so that the enclosure is rigorous.

    ``values`` gives its symbols.  Raises ``ValueError`` for a function or a symbol that it does not know.
    """
    if values and expression in values:
        return values[expression]
    if expression.is_Rational:
        return ball(expression)
    constants = {sp.pi: flint.arb.pi, sp.E: flint.arb.const_e, sp.EulerGamma: flint.arb.const_euler}
    if expression in constants:
        return constants[expression]()
    if expression.func is sp.polygamma and expression.args[0] == 0:
        return enclose(expression.args[1], values).digamma()
    arguments = [enclose(a, values) for a in expression.args]
    if expression.is_Add:
        return sum(arguments[1:], arguments[0])
    if expression.is_Mul:
        product = arguments[0]
        for factor in arguments[1:]:
            product = product * factor
        return product
    if expression.is_Pow:
        exponent = expression.args[1]
        if exponent.is_Integer:
            return _integer_power(arguments[0], int(exponent))
        if exponent in (sp.S.Half, -sp.S.Half):
            return arguments[0].sqrt() if exponent == sp.S.Half else 1 / arguments[0].sqrt()
        return arguments[0] ** arguments[1]
    if (name := _ball_functions().get(expression.func)) is not None:
        value: flint.arb = getattr(arguments[0], name)()
        return value
    raise ValueError(f"no enclosure is known for {expression}")


def _integer_power(base: flint.arb, exponent: int) -> flint.arb:
    """By squaring; the library's own power has no enclosure where the base may be 0."""
    if exponent < 0:
        return 1 / _integer_power(base, -exponent)
    half = _integer_power(base * base, exponent // 2) if exponent > 1 else flint.arb(1)
    return half * base if exponent % 2 else half


@contextlib.contextmanager
def precision(bits: int) -> Iterator[None]:
    """Ball arithmetic with ``bits`` bits inside the ``with`` block; the former precision afterwards."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def is_undefined(value: Number) -> bool:
    """Whether ``value`` is NaN, as h is where nothing is mixed, in any of the three systems.

    >>> is_undefined(float("nan")), is_undefined(Fraction(1, 3)), is_undefined(sp.sqrt(2))
    (True, False, False)
    """
    return bool(value != value)  # nothing else differs from itself


def is_positive(value: Number) -> Truth:
    """Whether ``value > 0``: certain truth, certain falsehood, or ``None``.

    >>> is_positive(Fraction(1, 3)), is_positive(sp.sqrt(2) - 2), is_positive(flint.arb(0, 1))
    (True, False, None)
    """
    if isinstance(value, flint.arb):
        if value > 0:
            return True
        return False if value <= 0 else None
    if isinstance(value, sp.Expr):
        return _expression_sign(value)
    if is_undefined(value):
        return None
    return bool(value > 0)


def _expression_sign(value: sp.Expr) -> Truth:
    """Whether a number is positive: by an enclosure, and, where none tells it from 0, by an exact test for 0."""
    if value.is_Rational:
        return bool(value > 0)
    if not value.is_number or not _has_enclosure(value):
        return None if value.is_positive is None else bool(value.is_positive)
    for bits in ENCLOSURE_BITS:
        with precision(bits):
            enclosure = enclose(value)
        if not enclosure.is_finite():
            break
        if not enclosure.contains(0):
            return bool(enclosure > 0)
    return False if _is_zero(value) else None


def _has_enclosure(value: sp.Expr) -> bool:
    try:
        enclose(value)
    except ValueError:
        return False
    return True


def _is_zero(value: sp.Expr) -> Truth:
    """Whether a number is 0: in the field of real algebraic numbers if it is algebraic, else by rules for its terms.

    Nothing that SymPy estimates is used: it takes log(1 + e^-3000) - log(1 + e^-3001) for 0.
    """
    if any(sp.expand(form) == 0 for form in (value, sp.expand_log(value), _of_primes(value))):
        return True
    if _is_algebraic(value):
        from flint.types._gr import gr_real_qqbar_ctx  # type: ignore[import-not-found]

        return bool(_algebraic(value, gr_real_qqbar_ctx.new()).is_zero())
    return None


def _of_primes(value: sp.Expr) -> sp.Expr:
    """The same with powers of primes for those of positive rationals: 16^sqrt(2) becomes 2^(4 sqrt(2))."""
    return value.replace(
        lambda part: part.is_Pow and part.base.is_Rational and part.base.is_positive and not part.exp.is_Rational,
        lambda part: sp.Mul(*(sp.Pow(prime, k * part.exp) for prime, k in sp.factorrat(part.base).items())),
    )


def _is_algebraic(value: sp.Expr) -> bool:
    """Whether an expression is made of rationals by sums, products and rational powers."""
    if value.is_Rational:
        return True
    if value.is_Pow and not value.args[1].is_Rational:
        return False
    return bool(value.is_Add or value.is_Mul or value.is_Pow) and all(map(_is_algebraic, value.args))


def _algebraic(value: sp.Expr, field: Any) -> Any:
    """An expression of rationals, sums, products and rational powers as an element of ``field``."""
    if value.is_Rational:
        return field(int(value.p)) / field(int(value.q))
    if value.is_Pow:
        base, exponent = (_algebraic(argument, field) for argument in value.args)
        return base**exponent
    first, *rest = (_algebraic(argument, field) for argument in value.args)
    for term in rest:
        first = first + term if value.is_Add else first * term
    return first


def less(a: Number, b: Number) -> Truth:
    """Whether ``a < b``, three-valued."""
    a, b = (int(v) if isinstance(v, np.integer) else v for v in (a, b))  # those of numpy wrap around
    if isinstance(a, _RATIONAL) and isinstance(b, _RATIONAL):
        return a < b
    return is_positive(b - a)


def less_equal(a: Number, b: Number) -> Truth:
    """Whether ``a <= b``, three-valued."""
    return negate(less(b, a))


def equal(a: Number, b: Number) -> Truth:
    """Whether ``a == b``, three-valued; balls are equal for certain only when both are exact points."""
    if isinstance(a, _RATIONAL) and isinstance(b, _RATIONAL):
        return a == b
    return conjunction(less_equal(a, b), less_equal(b, a))


def as_truth(value: object) -> Truth:
    """``value``, which must be ``True``, ``False``, one of NumPy's two truths, or ``None``: no other is an answer.

    Raises ``TypeError`` for the rest: a finding, a function that was not called, a number, a truth of SymPy.

    >>> as_truth(None)
    >>> as_truth("no")
    Traceback (most recent call last):
    TypeError: 'no', a str, is no truth: that is True, False, or None for doubt
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    shown = f"{ascii(value)[:60]}, a {type(value).__name__}"
    raise TypeError(f"{shown}, is no truth: that is True, False, or None for doubt")


def certain(truth: Truth) -> bool:
    """The answer, where there is one.  Raises ``ArithmeticError`` for doubt, which must not pass for a no."""
    truth = as_truth(truth)
    if truth is None:
        raise ArithmeticError("a comparison of exact numbers could not be decided")
    return truth


def negate(truth: Truth) -> Truth:
    """Kleene's negation."""
    truth = as_truth(truth)
    return None if truth is None else not truth


def equivalent(first: Truth, second: Truth) -> Truth:
    """Kleene's "exactly if": whether two truths are the same, in doubt where either is.

    >>> equivalent(False, False), equivalent(True, False), equivalent(True, None)
    (True, False, None)
    """
    first, second = as_truth(first), as_truth(second)
    return None if first is None or second is None else bool(first) == bool(second)


def disjunction(*truths: Truth) -> Truth:
    """Kleene's "or": one certain truth decides, otherwise one doubt leaves doubt.

    >>> disjunction(True, None), disjunction(None, False)
    (True, None)
    """
    return negate(conjunction(*map(negate, truths)))


def conjunction(*truths: Truth) -> Truth:
    """Kleene's "and": one certain falsehood decides, otherwise one doubt leaves doubt.

    >>> conjunction(True, None), conjunction(None, False)
    (None, False)
    """
    found = [as_truth(truth) for truth in truths]
    if False in found:
        return False
    return None if any(t is None for t in found) else True
