"""Random rational instances with the numbers that ``theory`` gives for them, as Coq source: the kernel must agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from proofs_check.kernel.drawing import draw, draw_mixed, instance, integer, listed, rational, truth
from proofs_check.kernel.linear_instances import margin_cases, span_cases, squares_cases
from theory.assumptions import assumption_2_9, assumption_2_9_printed, in_mixed_support, outweighs
from theory.clearances import distance_to_other_class, exact_clearance
from theory.instances import LocalInstance
from theory.midpoints import midpoints
from theory.optimal import local_masses, mixup_optimal_limit
from theory.results.mixup.lemma_2_3 import class_tables, minimiser, triangle_masses
from theory.results.mixup.proposition_2_8 import Place, stray_atom
from theory.results.mixup.segments import squared_reach
from theory.results.mixup.theorem_2_11_all_data import thue_morse
from theory.results.mixup.theorem_3_2 import MixedPoint
from theory.results.mixup.theorem_3_2_continuity import only_segment, segment_from_class

COUNT = 30  # instances, of each kind


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


def stray_cases(rng: random.Random, count: int) -> list[str]:
    """Instances about a data point, each with its class and whether no atom mixes others to it: in every other one."""
    cases: list[str] = []
    while len(cases) < count:
        data, law, _, radius = draw(rng)
        index = rng.randrange(data.n_points)
        undisturbed = stray_atom(Place(data, law, data.labels[index], data.exact_points[index])) is None
        if undisturbed is (len(cases) % 2 == 0):
            about = instance(data, law, data.exact_points[index], radius)
            cases.append(f"({about},\n    {data.codes[index]}%nat, {truth(undisturbed)})")
    return cases


def alone_cases(rng: random.Random, count: int) -> list[str]:
    """Instances about a place in one segment only, each with the ends of that segment and lambda."""
    cases: list[str] = []
    while len(cases) < count:
        data, law, place = draw_mixed(rng)
        about = MixedPoint(data, law, data.labels[0], tuple(place))
        met = segment_from_class(about)
        if met is not None and only_segment(about).holds:
            s, t, lam = met
            cases.append(f"({instance(data, law, place, Fraction(1))},\n    {s}%nat, {t}%nat, {rational(lam)})")
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
    "squares": (
        "instance * seq bool * seq Q * seq Q * seq Q",
        squares_cases,
        """let: (i0, said, plain, mixed, y) := c in [&& qleast i0 y plain 0, qleast i0 y mixed (qspread i0)
    & eq_op [:: qleast i0 y plain (qspread i0); qvanishes i0 y plain] said]""",
    ),
    "spans": (
        "instance * seq bool * seq Q * seq Q * seq (seq Q) * Q",
        span_cases,
        """let: (i0, said, y, theta, proof, mass) := c in [&& Qeq_bool (qclass_mass i0 y 1) mass,
    eq_op (qseparates i0 y theta) (nth false said 1)
    & if nth false said 0 then qdual i0 proof else qrelation i0 (nth [::] proof 0)]""",
    ),
    "strays": ("instance * nat * bool", stray_cases, "eq_op (qno_stray c.1.1 c.1.2) c.2"),
    "alone": ("instance * nat * nat * Q", alone_cases, "let: (i0, s, t, lam) := c in qone_segment i0 s t lam"),
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
From Mixup Require Import Exact Exact_tables Exact_segment Exact_clearance Exact_limit Exact_places.
From Mixup Require Import Exact_margins Exact_linear.
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
