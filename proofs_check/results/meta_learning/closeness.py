"""The gap between multi-task learning and ANIL: inverses that differ by K_A - K_M, and norms one factor at a time."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.meta_learning.closeness_learners import APART, CONTROLS, NEAR, random_learners
from proofs_check.results.meta_learning.inner_steps import SPECTRAL
from theory.results.meta_learning.closeness import guarantee

NORM = (
    "Euclidean norm",
    "|a . b| <= |a||b| and |a + b| <= |a| + |b|",
    "Horn and Johnson, Matrix Analysis, 5.1",
)
BODY, BLOCKS = "B_q B_s", "Theta_qq Theta_qs Theta_sq Theta_ss"

proof = Proof("mtl-anil-close")
proof.trusted(*SPECTRAL)
proof.trusted(*NORM)


def matrices(names: str) -> tuple[sp.Symbol, ...]:
    """Matrices whose sizes fit where they are multiplied."""
    found: tuple[sp.Symbol, ...] = sp.symbols(names, commutative=False)
    return found


@proof.step(
    "difference",
    "symbolic",
    "b_M - b_A = B_q K_M^-1 (K_A - K_M) K_A^-1 Y_q + B_s A' K_A^-1 Y_q + (B_q - B_s A') K_A^-1 A Y_s, as "
    "K_M^-1 - K_A^-1 = K_M^-1 (K_A - K_M) K_A^-1",
    ["assumption:one start", "assumption:same labels"],
)
def difference(_: Settings) -> Result:
    """T stands for A': both have the same B_q, and multi-task learning the labels Y_q."""
    multi, anil, a, t, y, z = matrices("K_M K_A A T Y_q Y_s")
    row, other = matrices(BODY)
    moved = row - other * t
    gap = row * multi**-1 * y - moved * anil**-1 * (y - a * z)
    parts = row * multi**-1 * (anil - multi) * anil**-1 * y + other * t * anil**-1 * y + moved * anil**-1 * a * z
    return symbolic.identities(
        {"inverses": (multi**-1 - anil**-1, multi**-1 * (anil - multi) * anil**-1), "gap": (gap, parts)},
        "all matrices of sizes that fit",
    )


@proof.step(
    "kernels",
    "symbolic",
    "with P = (I, -A), K_A = P Theta P' and K_M = Theta_qq - S_off, S_off what the head's kernel has between tasks: "
    "K_A - K_M = S_off - A Theta_sq - Theta_qs A' + A Theta_ss A', and P P' = I + A A'",
)
def kernels(_: Settings) -> Result:
    """Blocks of query and support."""
    qq, qs, sq, ss = matrices(BLOCKS)
    a, t, off = matrices("A T S_off")
    p, q = sp.Matrix([[1, -a]]), sp.Matrix([[1], [-t]])
    whole = (p * sp.Matrix([[qq, qs], [sq, ss]]) * q)[0]
    return symbolic.identities(
        {"kernels": (whole - (qq - off), off - a * sq - qs * t + a * ss * t), "P": ((p * q)[0], 1 + a * t)},
        "all matrices of sizes that fit",
    )


@proof.step(
    "within tasks",
    "symbolic",
    "z'(S o J)z is the sum over tasks of z_t' S z_t, z_t being z within task t and 0 elsewhere: one entry at a time, "
    "as J_ij is the sum over tasks of e_ti e_tj, e_ti = 1 for points i of task t and 0 for others",
)
def within_tasks(_: Settings) -> Result:
    """So S o J is positive semidefinite with S; two tasks, and others add terms of the same form."""
    z, w, s = sp.symbols("z_i z_j S_ij", real=True)
    e, f, g, h = sp.symbols("e_1i e_1j e_2i e_2j", real=True)
    return symbolic.identities(
        {"entry": (z * (s * (e * f + g * h)) * w, (e * z) * s * (f * w) + (g * z) * s * (h * w))}, "every entry"
    )


@proof.step(
    "above the floor",
    "smt",
    "z' K_M z >= mu |z|^2 and z' K_A z = (P'z)' Theta (P'z) >= mu |P'z|^2 = mu (|z|^2 + |A'z|^2) >= mu |z|^2",
    ["kernels", "within tasks", "assumption:floor", "assumption:floor of the body"],
)
def above_the_floor(_: Settings) -> Result:
    """n = |z|^2, m = |A'z|^2."""
    import z3

    mu, n, m, body, part, within, whole = z3.Reals("mu n m z'Bz part within whole")
    return smt.universally(
        {
            "one more task": ([within >= 0, part >= 0], within + part >= 0),
            "multi-task": ([body >= mu * n, within >= 0], body + within >= mu * n),
            "ANIL": ([mu > 0, m >= 0, whole >= mu * (n + m)], whole >= mu * n),
        },
        "every z",
    )


@proof.step(
    "inverses",
    "smt",
    "K v = u gives mu |v|^2 <= v . u <= |v||u|, hence mu |v| <= |u|, for K_M and K_A; both are invertible",
    ["above the floor", "Euclidean norm"],
)
def inverses(_: Settings) -> Result:
    """v and u are lengths, p their product."""
    import z3

    mu, v, u, p = z3.Reals("mu |v| |u| v.u")
    return smt.universally({"length": ([v >= 0, u >= 0, mu * v * v <= p, p <= v * u], mu * v <= u)}, "every v")


@proof.step(
    "adaptation",
    "smt",
    "|A'z|^2 = z'AA'z <= a^2 |z|^2, and |Aw|^2 = w . A'(Aw) <= |w| a |Aw|: both A' and A take no length to more than a "
    "times itself; and |P'z|^2 = |z|^2 + |A'z|^2 <= (1 + a^2) |z|^2",
    ["kernels", "Euclidean norm", "assumption:small adaptation"],
)
def adaptation(_: Settings) -> Result:
    """l stands for the length of what A or A' makes, r for sqrt(1 + a^2)."""
    import z3

    a, n, made, back, r, p = z3.Reals("a n l back r p")
    lengths = [a >= 0, n >= 0, made >= 0]
    return smt.universally(
        {
            "A'": ([*lengths, made * made <= a * a * n * n], made <= a * n),
            "A": ([*lengths, back <= a * made, made * made <= n * back], made <= a * n),
            "P'": ([n >= 0, r >= 0, p >= 0, r * r == 1 + a * a, p * p == n * n + made * made,
                    made * made <= a * a * n * n], p <= r * n),
        },
        "every z and w",
    )  # fmt: skip


@proof.step(
    "ceiling",
    "smt",
    "|Theta v| <= theta |v|: eigenvalues are from 0 to theta, and so for its blocks, v being 0 elsewhere and a part of "
    "Theta v left out",
    ["spectral theorem", "assumption:floor", "assumption:ceiling"],
)
def below_the_ceiling(_: Settings) -> Result:
    """Coordinates c in a basis of eigenvectors; their squares add up."""
    import z3

    theta, value, square, total, others, part, rest, n = z3.Reals("theta lambda c^2 total others part rest n")
    return smt.universally(
        {
            "coordinate": ([value >= 0, value <= theta, square >= 0], value * value * square <= theta * theta * square),
            "sum": (
                [total <= theta * theta * others, value * value * square <= theta * theta * square],
                value * value * square + total <= theta * theta * (square + others),
            ),
            "block": (
                [theta >= 0, n >= 0, part >= 0, part * part + rest * rest <= theta * theta * n * n],
                part <= theta * n,
            ),
        },
        "every eigenvalue and block",
    )


@proof.step(
    "between tasks",
    "smt",
    "|S_off v| <= s |v|, s the Frobenius norm: the square of a row's product with v is at most that of the row times "
    "|v|^2, and squares add up",
    ["Euclidean norm"],
)
def between_tasks(_: Settings) -> Result:
    """r and R are squares of the lengths of a row and of the rows before it, n = |v|^2."""
    import z3

    n, square, before, row, rows, length, s, v = z3.Reals("n product^2 before r R l s |v|")
    return smt.universally(
        {
            "one more row": ([square <= row * n, before <= rows * n], square + before <= (row + rows) * n),
            "root": ([s >= 0, v >= 0, length >= 0, length * length <= s * s * v * v], length <= s * v),
        },
        "every v",
    )


@proof.step(
    "first part",
    "smt",
    "v = K_A^-1 Y_q, u = (K_A - K_M)v, w = K_M^-1 u: mu |v| <= |Y_q|, |u| <= k |v| with k = s + a (2 + a) theta, "
    "mu |w| <= |u|, so that |B_q w| <= beta |w| <= beta k |Y_q|/mu^2",
    ["kernels", "inverses", "adaptation", "ceiling", "between tasks", "Euclidean norm"],
)
def first_part(_: Settings) -> Result:
    """Lengths: c, d, e are those of A Theta_sq v, Theta_qs A'v and A Theta_ss A'v."""
    import z3

    v, u, w, k, y, mu, beta, part = z3.Reals("|v| |u| |w| k |Y_q| mu beta part")
    s, a, theta, off, c, d, e = z3.Reals("s a theta |S_off.v| c d e")
    parts = [off <= s * v, c <= a * (theta * v), d <= theta * (a * v), e <= a * (theta * (a * v))]
    return smt.universally(
        {
            "u": ([*parts, u <= off + c + d + e, k == s + a * (2 + a) * theta], u <= k * v),
            "mu u": ([mu > 0, k >= 0, u <= k * v, mu * v <= y], mu * u <= k * y),
            "mu^2 w": ([mu > 0, mu * w <= u, mu * u <= k * y], mu * mu * w <= k * y),
            "part": (
                [mu > 0, beta >= 0, part <= beta * w, mu * mu * w <= k * y],
                part <= beta * k * y / (mu * mu),
            ),
        },
        "all lengths",
    )


@proof.step(
    "other parts",
    "smt",
    "|B_s A'v| <= beta a |v| <= beta a |Y_q|/mu; for z = K_A^-1 A Y_s, mu |z| <= a |Y_s|, and |(B_q, B_s) P'z| <= beta "
    "sqrt(1 + a^2) |z| <= beta sqrt(1 + a^2) a |Y_s|/mu",
    ["inverses", "adaptation", "Euclidean norm"],
)
def other_parts(_: Settings) -> Result:
    """r is sqrt(1 + a^2)."""
    import z3

    v, z, made, y, labels, mu, beta, a, r, part = z3.Reals("|v| |z| l |Y_q| |Y_s| mu beta a r part")
    known = [mu > 0, beta >= 0, a >= 0]
    return smt.universally(
        {
            "second": ([*known, part <= beta * made, made <= a * v, mu * v <= y], part <= beta * a * y / mu),
            "third": (
                [*known, r >= 0, part <= beta * made, made <= r * z, mu * z <= a * labels],
                part <= beta * r * a * labels / mu,
            ),
        },
        "all lengths",
    )


@proof.step(
    "sum",
    "symbolic",
    "the three bounds add up to beta/mu (s |Y_q|/mu + a (sqrt(1 + a^2) |Y_s| + |Y_q| + (2 + a) theta/mu |Y_q|))",
    ["difference", "first part", "other parts", "Euclidean norm"],
)
def three_bounds(_: Settings) -> Result:
    """The gap is at most the sum of the sizes of its parts."""
    beta, mu, s, a, theta, y, z = sp.symbols("beta mu s a theta Y_q Y_s", positive=True)
    root = sp.sqrt(1 + a**2)
    parts = beta * (s + a * (2 + a) * theta) * y / mu**2 + beta * a * y / mu + beta * root * a * z / mu
    bound = beta / mu * (s * y / mu + a * (root * z + y + (2 + a) * theta / mu * y))
    return symbolic.identities({"sum": (parts, bound)}, "all lengths")


proof.drawn(random_learners)


@proof.check("random learners", "sampled", "gaps of random kernels, and their bounds")
def check_learners(settings: Settings) -> Result:
    """Four points, two tasks."""
    return sampled.holds_on(random_learners(), proof.decides, settings, (5, 25, 150), "four points, two tasks")


proof.example(given(NEAR), "labels of the query are 0")
proof.example(given(APART), "two tasks without adaptation")
proof.near_miss("gap", lambda: (NEAR, guarantee(NEAR) * Fraction(97, 100)))


for premise, broken in CONTROLS.items():
    proof.control(premise, broken)
