"""What is exact is known by its kind: everything else is refused, wherever it stands; predicates return findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from proofs_check.evidence import Proof, Settings, exactness
from proofs_check.evidence.exactness import inexact
from proofs_check.methods import exact
from proofs_check.recheck import instances
from tests.proofs_check.evidence.anything import ANYTHING
from theory.claim import Claim, Conclusion, Finding, Part
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Midpoint
from theory.mixing.oscillating import OscillatingDensity
from theory.numbers import ball

X = sp.symbols("x")


@dataclasses.dataclass(frozen=True)
class Mine(OscillatingDensity):
    """A law of lambda that no certificate knows."""


class Odd(Fraction):
    """It says that it is whatever one likes."""


class Whole(int):
    """A whole number of a class of its own."""


@dataclasses.dataclass
class Held:
    """A record that anything can be hung on."""

    value: object


class Loose:
    """Nothing says what it holds."""


class Named(str):
    """A label of a class of its own."""


class Half(sp.Function):
    """A function that SymPy does not know, and that simplifies as it likes."""


class Table(dict[str, object]):
    """It need not give what it holds."""


def hung() -> Held:
    """Something that no field names."""
    held = Held(Fraction(1))
    held.aside = 0.5  # type: ignore[attr-defined]
    return held


INEXACT: dict[str, Callable[[], object]] = {
    "a decimal": lambda: Decimal("0.1"),
    "a number of mpmath": lambda: mpmath.mpf("0.1"),
    "a plain class": Loose,
    "a function": lambda: lambda x: x,
    "a subclass of Fraction": lambda: Odd(1, 2),
    "a subclass of int": lambda: Whole(3),
    "a subclass of str": lambda: Named("a"),
    "a subclass of dict": Table,
    "a number of NumPy": lambda: np.int64(3),
    "a truth of NumPy": lambda: np.True_,
    "an array": lambda: np.array([1, 2]),
    "a ball": lambda: ball(1),
    "a range": lambda: range(3),
    "a class": lambda: Fraction,
    "a function of SymPy of a class of its own": lambda: Half(X),
    "what no field names": hung,
    "a law of its own": Mine,
    "a float": lambda: 0.5,
    "data with floats for weights": lambda: LabeledDataset([[0], [1]], ["a", "b"], [0.5, 0.5]),
    "data with a float for a weight": lambda: LabeledDataset([[0], [1]], ["a", "b"], ["1/2", 0.5]),
    "data with weights of NumPy": lambda: LabeledDataset([[0], [1]], ["a", "b"], np.array([0.5, 0.5])),
    "a law with floats for masses": lambda: Discrete({0: 0.1, 1: 0.9}),
    "a law with a float for an atom": lambda: Discrete({0.5: 1}),
    "a float of SymPy": lambda: sp.Float(1) + X,
}
PLACES: dict[str, Callable[[object], object]] = {
    "itself": lambda it: it,
    "in a tuple": lambda it: (1, (it,)),
    "in a list": lambda it: [it],
    "in a mapping": lambda it: {"a": it},
    "as a key": lambda it: {it: "a"} if isinstance(it, Hashable) else {"a": it},
    "in a record": Held,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", INEXACT)
def test_what_is_not_known_to_be_exact_is_not(name: str, place: str) -> None:
    value = INEXACT[name]()
    assert inexact(PLACES[place](value)), name
    if name == "a ball":
        return  # which encloses a number, and is compared as such
    with pytest.raises(TypeError):
        exact.compare({"": (value, "<", 10)}, "")


@pytest.mark.parametrize("place", PLACES)
def test_what_is_exact(place: str) -> None:
    class Colour(Enum):
        """Two, with numbers."""

        RED = Fraction(1, 2)

    data = LabeledDataset([["0", sp.sqrt(2)], [1, "1/3"]], ["a", "b"], ["1/3", "2/3"])
    assert len(data.codes) == 2  # it is kept, and no field
    for value in (None, True, 3, "0.1", Fraction(1, 3), sp.sqrt(2) + sp.pi, frozenset({1}), {"a": (1, [2])}, data):
        assert inexact(PLACES[place](value)) == "", value
    for each in (Colour.RED, Beta(2), Midpoint(), OscillatingDensity(), sp.Function("f")(X)):
        assert inexact(PLACES[place](each)) == "", each


def test_the_laws_that_are_exact_are_those_that_the_checker_knows() -> None:
    assert {law.__name__ for law in exactness.LAWS} == set(instances.LAWS)


def test_a_near_miss_is_of_an_exact_value(own_registry: dict[str, Claim]) -> None:
    above = Conclusion((Part("above", lambda n, bound: Finding(n > bound), lambda _: 0),))
    own_registry["test-false"] = dataclasses.replace(ANYTHING, conclusion=above)
    proof = Proof("test-false")
    proof.near_miss("above", lambda: (1, Fraction(2)))
    proof.near_miss("above", lambda: (1, 2.0), "a float")
    proof.near_miss("above", lambda: (1, 2.0), "a float, by balls", "balls")
    proof.near_miss("above", lambda: (1, 2.0), "a float, by sampling", "sampled")
    assert [proof.run(item, Settings()).holds for item in proof.items] == [True, None, None, True]


class Changing(Finding):
    """It holds when it is asked first, and does not the second time."""

    def __getattribute__(self, name: str) -> Any:
        if name != "holds":
            return super().__getattribute__(name)
        asked = self.__dict__["asked"] = self.__dict__.get("asked", 0) + 1
        return asked % 2 == 0


@pytest.mark.parametrize("answer", [True, 1, None, "yes", lambda _: True])
def test_a_predicate_returns_a_finding(own_registry: dict[str, Claim], answer: object) -> None:
    own_registry["test-false"] = dataclasses.replace(ANYTHING, conclusion=lambda _: answer)  # type: ignore[arg-type, return-value]
    proof = Proof("test-false")
    proof.example(lambda: 1)
    assert "a predicate returns a Finding, not" in proof.run(proof.items[0], Settings()).message


def test_a_finding_is_asked_once(own_registry: dict[str, Claim]) -> None:
    """Its message and its truth are of one answer."""
    own_registry["test-false"] = dataclasses.replace(ANYTHING, conclusion=lambda _: Changing(True, "it is so"))
    proof = Proof("test-false")
    proof.example(lambda: 1)
    found = proof.run(proof.items[0], Settings())
    assert (found.holds, found.message) in [(True, "it is so"), (False, "the conclusion is False: it is so")]
