"""Random rational instances with the numbers that ``theory`` gives for them, as Coq source: the kernel must agree."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from theory.assumptions import assumption_2_9, assumption_2_9_printed, in_mixed_support, outweighs
from theory.clearances import distance_to_other_class, exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.instances import LocalInstance
from theory.linear import LinearMixup, interpolates
from theory.linear.margin import signs
from theory.midpoints import midpoints
from theory.mixing import Discrete
from theory.numbers import exact
from theory.optimal import local_masses, mixup_optimal_limit
from theory.results.mixup.lemma_2_3 import class_tables, minimiser, triangle_masses
from theory.results.mixup.segments import squared_reach
from theory.results.mixup.theorem_2_11_all_data import thue_morse

COUNT = 30  # instances, of each kind


def rational(value: object) -> str:
    """A rational number as Coq writes it.

    >>> rational(Fraction(-1, 2))
    '(-1 # 2)'
    """
    number = exact(value)
    if not isinstance(number, Fraction):
        raise TypeError(f"{value} is no rational number")
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


def truth(value: object) -> str:
    """A truth value as Coq writes it.

    >>> truth(1 < 2)
    'true'
    """
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is no truth")
    return str(value).lower()


def draw(rng: random.Random) -> tuple[LabeledDataset, Discrete, list[Fraction], Fraction]:
    """Data of one to three dimensions, a law of up to five atoms, a place and a radius."""
    points = draw_points(rng, rng.randint(2, 5))
    labels = [1, 2, *(rng.randint(1, 3) for _ in points)][: len(points)]
    labels = [sorted(set(labels)).index(label) + 1 for label in labels]
    place = [Fraction(rng.randint(-8, 8), 2) for _ in points[0]]
    return (
        LabeledDataset(points, labels, draw_weights(rng, points)),
        draw_law(rng),
        place,
        Fraction(rng.randint(1, 10), 4),
    )


def draw_points(rng: random.Random, n: int) -> list[tuple[Fraction, ...]]:
    """Different points of one to three dimensions."""
    d = rng.choice([1, 2, 3])
    grid = {tuple(Fraction(rng.randint(-4, 4), rng.choice([1, 2])) for _ in range(d)) for _ in range(40)}
    return rng.sample(sorted(grid), n)


def draw_weights(rng: random.Random, points: Sequence[object]) -> list[Fraction]:
    """A weight for each point."""
    raw = [rng.randint(1, 5) for _ in points]
    return [Fraction(w, sum(raw)) for w in raw]


def draw_law(rng: random.Random) -> Discrete:
    """A law of up to five atoms."""
    values = sorted({Fraction(rng.randint(0, 12), 12) for _ in range(rng.randint(1, 5))})
    chances = [rng.randint(1, 4) for _ in values]
    return Discrete({v: Fraction(c, sum(chances)) for v, c in zip(values, chances, strict=True)})


def draw_mixed(rng: random.Random) -> tuple[LabeledDataset, Discrete, list[Fraction]]:
    """Data, a law, and a place: a mix of two points, mostly at one of its atoms, or anywhere."""
    data, law, place, _ = draw(rng)
    if rng.random() < 0.8:
        s, t = rng.choices(data.exact_points, k=2)
        place = [Fraction(exact(v)) for v in mix(s, t, rng.choice([*law.atoms, Fraction(1, 2)]))]
    return data, law, place


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


def parity_cases(_: random.Random, count: int) -> list[str]:
    """The first powers e of 2, each with the two sets of 2^e numbers of Thue and Morse."""
    cases = []
    for e in range(min(count, 6)):
        pair = thue_morse(2**e)
        even, odd = (listed(f"{row[0]}%nat" for row in rows) for rows in (pair.points, pair.rival))
        cases.append(f"({e}%nat, {even}, {odd})")
    return cases


def table_cases(rng: random.Random, count: int) -> list[str]:
    """Instances of k classes, each with the tables xi and xi_lambda, the doubled triangle and h_eps of Lemma 2.3."""
    cases: list[str] = []
    while len(cases) < count:
        data, law, place, radius = draw(rng)
        masses = local_masses(data, law, place, radius)
        if any(masses):
            tables = class_tables(LocalInstance(data, law, tuple(place), radius))
            rows = [listed(map(rational, (v for row in table for v in row))) for table in tables]
            sums = [listed(map(rational, found)) for found in (triangle_masses(*tables), minimiser(masses))]
            cases.append(f"({instance(data, law, place, radius)},\n    {data.n_classes}%nat, {', '.join(rows + sums)})")
    return cases


def limit_cases(rng: random.Random, count: int) -> list[str]:
    """Instances of k classes about a place of X_mix, each with h of :func:`theory.optimal.mixup_optimal_limit`."""
    cases: list[str] = []
    while len(cases) < count:
        data, law, place = draw_mixed(rng)
        if in_mixed_support(data, place, law).holds:
            shares = listed(map(rational, mixup_optimal_limit(data, law, [place])[0]))
            cases.append(f"({instance(data, law, place, Fraction(1))},\n    {data.n_classes}%nat, {shares})")
    return cases


def assumption_cases(rng: random.Random, count: int) -> list[str]:
    """Instances of k classes with a class and a delta, each with what :mod:`theory.assumptions` decides.

    That is: X_mix, 2.9 as printed and 3.1 at the place, 2.9 as repaired at a point, one where it fails if there is one.
    """
    cases = []
    for _ in range(count):
        data, law, place = draw_mixed(rng)
        code, delta = rng.randrange(data.n_classes), Fraction(rng.randint(1, 4), 8)
        disturbed = [i for i in range(data.n_points) if not assumption_2_9(data, i).holds]
        index = rng.choice(disturbed or range(data.n_points))
        found = [
            in_mixed_support(data, place, law),
            assumption_2_9_printed(data, code, place, law),
            outweighs(data, code, place, delta, law),
            assumption_2_9(data, index),
        ]
        here, point = (instance(data, law, x, Fraction(1)) for x in (place, data.exact_points[index]))
        said, own = listed(truth(finding.holds) for finding in found), data.codes[index]
        cases.append(
            f"({here},\n    {point},\n    {data.n_classes}%nat, {code}%nat, {rational(delta)}, {own}%nat, {said})"
        )
    return cases


def reach_cases(rng: random.Random, count: int) -> list[str]:
    """Instances about a place that some segment misses, each with the squared distance to the nearest of those."""
    cases: list[str] = []
    while len(cases) < count:
        data, law, place = draw_mixed(rng)
        square = squared_reach(data, tuple(place))
        if square is not None:
            cases.append(f"({instance(data, law, place, Fraction(1))}, {rational(square)})")
    return cases


def margin_cases(rng: random.Random, count: int) -> list[str]:
    """Instances with labels 1 and -1, each with its multipliers, class masses and max-margin solution.

    The truth values are whether that interpolates, and whether the law mixes off the centre.  Data that cannot be
    separated are passed over.
    """
    cases: list[str] = []
    while len(cases) < count:
        points = draw_points(rng, rng.randint(2, 4))
        labels = [1, -1, *(rng.choice([1, -1]) for _ in points)][: len(points)]
        data, law = LabeledDataset(points, labels, draw_weights(rng, points)), draw_law(rng)
        model = LinearMixup(data, law)
        if (found := model.max_margin) is not None:
            plus, minus = model.masses
            said = [truth(interpolates(found.theta, data)), truth(law.mixes_off_centre)]
            about = instance(data, law, [0] * data.dimension, Fraction(1))
            rows = [listed(map(rational, row)) for row in (signs(data), found.multipliers, found.theta)]
            cases.append(f"({about},\n    {listed(said)}, {rational(plus - minus)},\n    {', '.join(rows)})")
    return cases


KINDS: dict[str, tuple[str, Callable[[random.Random, int], list[str]], str]] = {
    # the type of a case, what draws cases, and what the kernel checks of the case c
    "masses": ("instance * seq Q", mass_cases, "all (fun i => Qeq_bool (qN c.1 i) (nth 0 c.2 i)) (iota 0 (size c.2))"),
    "tables": (
        "instance * nat * seq Q * seq Q * seq Q * seq Q",
        table_cases,
        """let: (i0, k, mass, moment, both, shares) := c in let classes := iota 0 k in
    [&& same [seq qxi i0 i j | i <- classes, j <- classes] mass,
    same [seq qxil i0 i j | i <- classes, j <- classes] moment,
    same (map (qtriangle i0 k) classes) both & same (map (qh i0 k) classes) shares]""",
    ),
    "clearances": (
        "instance * nat * Q * Q",
        clearance_cases,
        "greatest (qwithin c.1.1.1 c.1.1.2) c.1.2 && greatest (qbeyond c.1.1.1 c.1.1.2) c.2",
    ),
    "reaches": ("instance * Q", reach_cases, "greatest (qreach c.1) c.2"),
    "limits": (
        "instance * nat * seq Q",
        limit_cases,
        "same (map (qlimit c.1.1 c.1.2) (iota 0 c.1.2)) c.2",
    ),
    "assumptions": (
        "instance * instance * nat * nat * Q * nat * seq bool",
        assumption_cases,
        """let: (i0, first, k, code, delta, own, said) := c in
    eq_op [:: qmixed i0 k; qno_foreign i0 code; qoutweighs i0 code delta; qrepaired first own] said""",
    ),
    "margins": (
        "instance * seq bool * Q * seq Q * seq Q * seq Q",
        margin_cases,
        """let: (i0, said, balance, y, beta, theta) := c in
    [&& qoptimal i0 y theta beta, Qeq_bool (qbalance i0 y) balance
    & eq_op [:: qinterpolates i0 y theta; qlt 0 (qoff_centre i0)] said]""",
    ),
}


def agreement(seed: int = 0, count: int = COUNT) -> str:
    """Agreement.v: the kernel runs the programs of Exact*.v on the instances and must find what theory finds."""
    rng = random.Random(seed)
    parts = []
    for kind, (type_, cases, test) in KINDS.items():
        drawn = ";\n  ".join(cases(rng, count))
        parts.append(f"""Definition {kind}_cases : seq ({type_}) := [::
  {drawn}].

Theorem {kind}_agree : all (fun c : {type_} => {test}) {kind}_cases = true.
Proof. by vm_compute. Qed.
""")
    sums, parities = (";\n  ".join(kind(rng, count)) for kind in (midpoint_cases, parity_cases))
    return f"""(** Written by proofs_check.kernel.instances: instances, and what theory finds for them. *)

From mathcomp Require Import all_ssreflect ssralg ssrint.
From Coq Require Import QArith.
From Mixup Require Import Exact Exact_tables Exact_segment Exact_clearance Exact_limit Exact_margins.
From Mixup Require Import Pair_sums Thue_Morse.

Definition sums_cases : seq (seq int * seq int) := [::
  {sums}].

Theorem sums_agree : all (fun c => perm_eq (pair_sums c.1) c.2) sums_cases = true.
Proof. by vm_compute. Qed.

Definition parities_cases : seq (nat * seq nat * seq nat) := [::
  {parities}].

Theorem parities_agree : all (fun c => perm_eq (run_parity c.1.1.+1 false) c.1.2 &&
  perm_eq (run_parity c.1.1.+1 true) c.2) parities_cases = true.
Proof. by vm_compute. Qed.

Open Scope Q_scope.

Definition same (u v : seq Q) : bool := eqn (size u) (size v) && all (fun p => Qeq_bool p.1 p.2) (zip u v).

(** A square that theory finds is the greatest that a program accepts. *)
Definition greatest (accepts : Q -> bool) (q : Q) : bool := accepts q && ~~ accepts (q + (1 # 1000000)).

{chr(10).join(parts)}"""
