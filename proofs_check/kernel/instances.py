"""Random rational instances with the numbers that ``theory`` gives for them, as Coq source: the kernel must agree."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction

from theory.dataset import LabeledDataset
from theory.mixing import Discrete
from theory.numbers import exact
from theory.optimal import local_masses

COUNT = 30  # instances, of each kind


def rational(value: object) -> str:
    """A rational number as Coq writes it.

    >>> rational(Fraction(-1, 2))
    '(-1 # 2)'
    """
    number = exact(value)
    assert isinstance(number, Fraction)
    return f"({number.numerator} # {number.denominator})"


def listed(values: Iterable[str]) -> str:
    """A list as MathComp writes it.

    >>> listed(["1", "2"]), listed([])
    ('[:: 1; 2]', '[::]')
    """
    items = list(values)
    return f"[:: {'; '.join(items)}]" if items else "[::]"


def draw(rng: random.Random) -> tuple[LabeledDataset, Discrete, list[Fraction], Fraction]:
    """Data of one to three dimensions, a law of up to five atoms, a place and a radius."""
    d, n = rng.choice([1, 2, 3]), rng.randint(2, 5)
    grid = {tuple(Fraction(rng.randint(-4, 4), rng.choice([1, 2])) for _ in range(d)) for _ in range(40)}
    points = rng.sample(sorted(grid), n)
    labels = [1, 2, *(rng.randint(1, 3) for _ in points)][:n]
    labels = [sorted(set(labels)).index(label) + 1 for label in labels]
    raw = [rng.randint(1, 5) for _ in points]
    values = sorted({Fraction(rng.randint(0, 12), 12) for _ in range(rng.randint(1, 5))})
    chances = [rng.randint(1, 4) for _ in values]
    law = Discrete({v: Fraction(c, sum(chances)) for v, c in zip(values, chances, strict=True)})
    place = [Fraction(rng.randint(-8, 8), 2) for _ in range(d)]
    weights = [Fraction(w, sum(raw)) for w in raw]
    return LabeledDataset(points, labels, weights), law, place, Fraction(rng.randint(1, 10), 4)


def mass_cases(rng: random.Random, count: int) -> list[str]:
    """Instances of Exact.v, each with N_1, ..., N_k as :func:`theory.optimal.local_masses` has them.

    Most of those whose ball is empty are passed over.
    """
    cases: list[str] = []
    while len(cases) < count:
        data, law, place, radius = draw(rng)
        masses = local_masses(data, law, place, radius)
        if not any(masses) and rng.random() < 0.8:
            continue
        points = listed(listed(map(rational, row)) for row in data.exact_points)
        classes, weights = listed(f"{c}%nat" for c in data.codes), listed(map(rational, data.exact_weights))
        atoms = list(law.atoms.items())
        cases.append(
            f"(Instance {points}\n    {classes} {weights}\n"
            f"    {listed(rational(v) for v, _ in atoms)} {listed(rational(m) for _, m in atoms)}\n"
            f"    {listed(map(rational, place))} {rational(radius)},\n    {listed(map(rational, masses))})"
        )
    return cases


def agreement(seed: int = 0, count: int = COUNT) -> str:
    """Agreement.v: the kernel runs the programs of Exact.v on the instances and must find the same numbers."""
    rng = random.Random(seed)
    masses = ";\n  ".join(mass_cases(rng, count))
    return f"""(** Written by proofs_check.kernel.instances: instances, and what theory finds for them. *)

From mathcomp Require Import ssreflect ssrfun ssrbool ssrnat seq.
From Coq Require Import QArith.
From Mixup Require Import Exact.
Open Scope Q_scope.

Definition mass_cases : seq (instance * seq Q) := [::
  {masses}].

Theorem masses_agree : all (fun c => all (fun i => Qeq_bool (qN c.1 i) (nth 0 c.2 i)) (iota 0 (size c.2))) mass_cases.
Proof. by vm_compute. Qed.
"""
