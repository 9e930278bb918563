"""Random rational instances with the numbers that ``theory`` gives for them, as Coq source: the kernel must agree."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction

from theory.clearances import distance_to_other_class, exact_clearance
from theory.dataset import LabeledDataset
from theory.midpoints import midpoints
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


def integer(value: int) -> str:
    """A whole number as MathComp writes it.

    >>> integer(2), integer(-2)
    ('Posz 2%nat', 'Negz 1%nat')
    """
    return f"Posz {value}%nat" if value >= 0 else f"Negz {-value - 1}%nat"


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


def instance(data: LabeledDataset, law: Discrete, place: Iterable[object], radius: Fraction) -> str:
    """An instance of Exact.v."""
    points = listed(listed(map(rational, row)) for row in data.exact_points)
    classes, weights = listed(f"{c}%nat" for c in data.codes), listed(map(rational, data.exact_weights))
    values, chances = listed(map(rational, law.atoms)), listed(map(rational, law.atoms.values()))
    return (
        f"(Instance {points}\n    {classes} {weights}\n    {values} {chances}\n"
        f"    {listed(map(rational, place))} {rational(radius)})"
    )


def mass_cases(rng: random.Random, count: int) -> list[str]:
    """Instances, each with N_1, ..., N_k as :func:`theory.optimal.local_masses` has them.

    Most of those whose ball is empty are passed over.
    """
    cases: list[str] = []
    while len(cases) < count:
        data, law, place, radius = draw(rng)
        masses = local_masses(data, law, place, radius)
        if any(masses) or rng.random() < 0.2:
            cases.append(f"({instance(data, law, place, radius)},\n    {listed(map(rational, masses))})")
    return cases


def clearance_cases(rng: random.Random, count: int) -> list[str]:
    """Instances about their first point, each with its class, squared clearance and squared distance to the others.

    Instances without a clearance, which no segment threatens, are passed over.
    """
    cases: list[str] = []
    while len(cases) < count:
        data, law, _, radius = draw(rng)
        square = exact_clearance(data, 0).squared
        if square is not None:
            about = instance(data, law, data.exact_points[0], radius)
            far, _ = distance_to_other_class(data, 0)
            cases.append(f"({about},\n    {data.codes[0]}%nat, {rational(square)}, {rational(far)})")
    return cases


def midpoint_cases(rng: random.Random, count: int) -> list[str]:
    """Lists of whole numbers, each with twice its midpoints as :func:`theory.midpoints.midpoints` has them."""
    cases = []
    for _ in range(count):
        numbers = [rng.randint(-9, 9) for _ in range(rng.randint(1, 6))]
        doubled = sorted(int(2 * row[0]) for row in midpoints([[n] for n in numbers])) if len(numbers) > 1 else []
        cases.append(f"({listed(map(integer, numbers))}, {listed(map(integer, doubled))})")
    return cases


def agreement(seed: int = 0, count: int = COUNT) -> str:
    """Agreement.v: the kernel runs the programs of Exact.v on the instances and must find the same numbers."""
    rng = random.Random(seed)
    masses, clearances, sums = (
        ";\n  ".join(kind(rng, count)) for kind in (mass_cases, clearance_cases, midpoint_cases)
    )
    return f"""(** Written by proofs_check.kernel.instances: instances, and what theory finds for them. *)

From mathcomp Require Import all_ssreflect ssralg ssrint.
From Coq Require Import QArith.
From Mixup Require Import Exact Exact_clearance Pair_sums.

Definition sum_cases : seq (seq int * seq int) := [::
  {sums}].

Theorem sums_agree : all (fun c => perm_eq (pair_sums c.1) c.2) sum_cases = true.
Proof. by vm_compute. Qed.

Open Scope Q_scope.

Definition mass_cases : seq (instance * seq Q) := [::
  {masses}].

Theorem masses_agree :
  all (fun c => all (fun i => Qeq_bool (qN c.1 i) (nth 0 c.2 i)) (iota 0 (size c.2))) mass_cases = true.
Proof. by vm_compute. Qed.

(** The clearance and the distance that theory finds are the greatest that the programs accept. *)
Definition greatest (accepts : Q -> bool) (q : Q) : bool := accepts q && ~~ accepts (q + (1 # 1000000)).

Definition clearance_cases : seq (instance * nat * Q * Q) := [::
  {clearances}].

Theorem clearances_agree : all (fun c => greatest (qwithin c.1.1.1 c.1.1.2) c.1.2 &&
  greatest (qbeyond c.1.1.1 c.1.1.2) c.2) clearance_cases = true.
Proof. by vm_compute. Qed.
"""
