"""The checker's own statements of steps of which a run keeps no formula, or only one that had cancelled to 0 = 0.

Each is written from the sentence that the step states, not from the code that checked it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations, product

import flint
import sympy as sp

SUBDIVISIONS = 4096


POSITIVE = ("w", "m", "M", "t", "c", "r", "L", "p", "B", "k", "z", "N", "x", "a", "b", "h", "u", "v", "s", "S")
GREEK = ("alpha", "epsilon", "lam", "mu", "theta")


def zero(expression: str) -> bool:
    """Whether an expression of ours, in positive symbols of these names, is identically 0."""
    names = {name: sp.Symbol(name, positive=True) for name in (*POSITIVE, *GREEK)}
    return bool(sp.simplify(sp.sympify(expression, locals=names).doit()) == 0)


# ------------------------------------------------------------------------------------- Lemma 2.3
def gibbs_summed() -> bool:
    """N_i = S h_i, so that S (h_i - theta_i) = N_i - S theta_i; and a sum of such terms is S (sum h - sum theta)."""
    return zero("S*(N/S - theta) - (N - S*theta)") and zero("S*(a - b) + S*(u - v) - S*((a + u) - (b + v))")


def printed_triangle() -> bool:
    """z_ts(1 - l) = z_st(l); for a symmetric law xi^ji = xi^ij =: x and xi^ij_l = x - xi^ji_l =: m give the terms."""
    swapped = zero("((1 - lam)*t + (1 - (1 - lam))*s) - (lam*s + (1 - lam)*t)")
    above = zero("(m + x - (x - m)) - 2*m")  # N's term xi^ij_l + xi^ji - xi^ji_l for j > i
    below = zero("((x - m) + x - m) - 2*(x - m)")  # for j < i, m being xi^ji_l
    return swapped and above and below and zero("(m + x - m) - x")


def collected() -> bool:
    """Row m of the double sum gives xi^mj_l, column m gives xi^jm - xi^jm_l: checked by counting, k up to 6."""
    for k in range(1, 7):
        for m in range(k):
            terms = []
            for i, j in product(range(k), repeat=2):
                terms += [("moment", i, j)] * (i == m) + [("mass", i, j), ("minus moment", i, j)] * (j == m)
            stated = [t for j in range(k) for t in (("moment", m, j), ("mass", j, m), ("minus moment", j, m))]
            if sorted(terms) != sorted(stated):
                return False
    return True


# ------------------------------------------------------------------------------------- Theorem 2.7
def uniform_weights() -> bool:
    """Nine times 2p^2 M - q^2 - 2pq B at p = q = 1/3."""
    return zero("9*(2*M/9 - Rational(1, 9) - 2*B/9) - (2*M - 1 - 2*B)")


def most_in_the_middle() -> bool:
    """2 exp(-2 (2 alpha + 1) (eps/2)^2) is 1/4 at alpha = ln 8/eps^2 - 1/2, and falls with alpha."""
    value = zero("2*exp(-2*(2*(log(8)/epsilon**2 - Rational(1, 2)) + 1)*(epsilon/2)**2) - Rational(1, 4)")
    alpha, eps = sp.symbols("alpha epsilon", positive=True)
    return value and bool(sp.diff(2 * sp.exp(-2 * (2 * alpha + 1) * (eps / 2) ** 2), alpha).is_negative)


def closed_form() -> bool:
    """N_1 - N_2 over the nine pairs: +M for 0 with 2, -(B/2) for 1 with an end, -1 for (1, 1), else nothing."""
    shares = {frozenset({0, 2}): "M", frozenset({0, 1}): "-B/2", frozenset({1, 2}): "-B/2", frozenset({1}): "-1"}
    weight = {0: "p", 1: "(1 - 2*p)", 2: "p"}
    pairs = product(range(3), repeat=2)
    total = " + ".join(f"{weight[s]}*{weight[t]}*({shares.get(frozenset({s, t}), '0')})" for s, t in pairs)
    return zero(f"{total} - (2*p**2*M - (1 - 2*p)**2 - 2*p*(1 - 2*p)*B)")


def at_one() -> bool:
    """eps = 1: every pair but the self-pairs of 0 and 2 is in the ball, and 2 lambda - 1 has mean 0."""
    shares = {frozenset({0, 2}): 1, frozenset({1}): -1}
    return all(
        sum(w[s] * w[t] * shares.get(frozenset({s, t}), 0) for s, t in product(range(3), repeat=2))
        == 2 * p**2 - (1 - 2 * p) ** 2
        for p in (Fraction(1, 7), Fraction(1, 3), Fraction(2, 5))  # a polynomial of degree 2 in p
        for w in [(p, 1 - 2 * p, p)]
    )


def below_one() -> bool:
    """4/(pi (5 + 1/4)) < 1/4, the square of 2/sqrt(pi (5 + 1/4)) < 1/2."""
    return bool(flint.arb.pi() > flint.arb(64) / 21)


def quartile_squared() -> flint.arb:
    """z^2 for z = Phi^-1(3/4): erf(z/sqrt 2) = 1/2, bracketed by two signs of erf."""
    lo, hi = flint.arb("0.674489750196081"), flint.arb("0.674489750196082")
    half, root = flint.arb(1) / 2, flint.arb(2).sqrt()
    if not (lo / root).erf() < half < (hi / root).erf():
        raise ArithmeticError("the bracket of z is wrong")
    return lo.union(hi) ** 2


def everywhere_positive(function: Callable[[flint.arb], flint.arb], lo: Fraction, hi: Fraction) -> bool:
    """On [lo, hi], by halving what is not certain."""
    todo, done = [(lo, hi)], 0
    while todo and done < SUBDIVISIONS:
        a, b = todo.pop()
        done += 1
        ends = [flint.arb(flint.fmpq(v.numerator, v.denominator)) for v in (a, b)]
        value = function(ends[0].union(ends[1]))
        if bool(value <= 0):
            return False
        if not value > 0:
            todo += [(a, (a + b) / 2), ((a + b) / 2, b)]
    return not todo


def _rest(e: flint.arb) -> flint.arb:
    """l in [1/3, 1/3 + e/(4 (1 - e))]."""
    third = flint.arb(1) / 3
    return third.union(third + e / (4 * (1 - e)))


def _scaled(e: flint.arb, side: int) -> flint.arb:
    """e N for N = alpha - 1/4 at alpha = z^2/(2e) + (1 - z^2)/4 + side e/2."""
    z2 = quartile_squared()
    return z2 / 2 - z2 * e / 4 + side * e * e / 2


def _displaced(e: flint.arb, side: int) -> flint.arb:
    """D of a = N w^2 = z^2/2 + e^2 D, with w^2 = e (1 + e/2 + l e^2): the terms of order 2 and 3 in e."""
    z2, rest = quartile_squared(), _rest(e)
    return z2 * rest / 2 - z2 / 8 - z2 * e * rest / 4 + side * (1 + e / 2 + rest * e * e) / 2


def _slope(a: flint.arb) -> flint.arb:
    return (-a).exp() / (flint.arb.pi() * a).sqrt()


SMALL = (Fraction(0), Fraction(1, 100))


def other_term() -> bool:
    """e alpha >= 20 e at the lower end, so that B <= (4 eps)^alpha <= (4 eps)^4 (2/5)^16 = 256 (2/5)^16 e^2."""
    return everywhere_positive(lambda e: _scaled(e, -1) + e / 4 - 20 * e, *SMALL)


def above() -> bool:
    """Over e^2, at the upper end: 2 D s(a) - 1/(32 (eN)^2) - 512 (2/5)^16 > 0, and D > 0."""

    def margin(e: flint.arb) -> flint.arb:
        shift = _displaced(e, 1)
        slope = _slope(quartile_squared() / 2 + e * e * shift)
        return 2 * shift * slope - 1 / (32 * _scaled(e, 1) ** 2) - 512 * (flint.arb(2) / 5) ** 16

    return everywhere_positive(lambda e: _displaced(e, 1), *SMALL) and everywhere_positive(margin, *SMALL)


def below() -> bool:
    """Over e^2, at the lower end: -2 D s(z^2/2) - 1/(64 (eN)^2) > 0, and a > 0."""
    margin = lambda e: -2 * _displaced(e, -1) * _slope(quartile_squared() / 2) - 1 / (64 * _scaled(e, -1) ** 2)  # noqa: E731
    place = lambda e: quartile_squared() / 2 + e * e * _displaced(e, -1)  # noqa: E731
    return everywhere_positive(place, *SMALL) and everywhere_positive(margin, *SMALL)


# ------------------------------------------------------------------------------------- longer lines, alpha = 1
LINES = {  # (points, classes): the stated quadratic, and a first point with the class that it goes to
    (3, 2): ((4, -2, -1), {(1, 0)}),
    (10, 2): ((1723752, -631373, -396900), {(1, 0), (8, 1)}),
    (10, 10): ((22400541, -14472004, -6350400), {(1, 0), (8, 9)}),
}


def line_masses(n: int, k: int, x: int, epsilon: Fraction) -> list[Fraction]:
    """n^2 N_i at the point x for the uniform law of lambda."""
    found = [Fraction(0)] * k
    for s, t in product(range(n), repeat=2):
        if s == t:
            found[s % k] += s == x
            continue
        ends = sorted((x - t + side * epsilon) / Fraction(s - t) for side in (-1, 1))
        lo, hi = (min(max(end, Fraction(0)), Fraction(1)) for end in ends)
        found[s % k] += (hi**2 - lo**2) / 2
        found[t % k] += hi - lo - (hi**2 - lo**2) / 2
    return found


def quadratics() -> bool:
    """An end (x - t -+ eps)/(s - t) meets 0 or 1 at whole eps only; between, N_i has vanishing third differences."""
    for n, k in LINES:
        for x in range(n):
            values = [line_masses(n, k, x, Fraction(i, 7)) for i in range(1, 7)]
            for c in range(k):
                row = [v[c] for v in values]
                if any(row[i + 3] - 3 * row[i + 2] + 3 * row[i + 1] - row[i] for i in range(3)):
                    return False
    return True


def first_to_be_positive() -> bool:
    """The gap is a positive multiple of the stated quadratic, at three places of a quadratic; and it is irreducible."""
    places = (Fraction(1, 5), Fraction(1, 2), Fraction(6, 7))
    for (n, k), ((a, b, c), first) in LINES.items():
        discriminant = sp.Integer(b * b - 4 * a * c)
        if not (a > 0 > c) or sp.sqrt(discriminant).is_Integer:
            return False
        for x, other in first:
            gaps = [line_masses(n, k, x, e)[other] - line_masses(n, k, x, e)[x % k] for e in places]
            ratios = {gap / (a * e * e + b * e + c) for gap, e in zip(gaps, places, strict=True)}
            if len(ratios) != 1 or min(ratios) <= 0:
                return False
    return True


# ------------------------------------------------------------------------------------- Proposition 2.5
CROSS = (((0, 1), 0), ((0, -1), 0), ((1, 0), 1), ((-1, 0), 1))


def ends_of_the_cross() -> bool:
    """No pair of points other than (1, 0) meets (1, 0): every mix of them has a smaller first coordinate; mirrored."""
    return all(bool(sign * p[0] < 1) for sign in (1, -1) for p, _ in CROSS if p != (sign, 0))


def loss_curvature() -> bool:
    """The logistic loss log(2 cosh(z/2)) - b z/2 of an output z and a mean label b: slope, then curvature."""
    slope = zero("Derivative(log(2*cosh(z/2)) - b*z/2, z) - (tanh(z/2) - b)/2")
    return slope and zero("Derivative((tanh(z/2) - b)/2, z) - 1/(4*cosh(z/2)**2)")


def outputs_name_theta() -> bool:
    """theta = X^T beta has |theta|^2 = beta . X theta, for X of any size: 0 with the outputs."""
    n, d = sp.symbols("n d", integer=True, positive=True)
    rows, beta = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("beta", n, 1)
    theta = rows.T * beta
    return bool((theta.T * theta - beta.T * (rows * theta)).doit() == sp.ZeroMatrix(1, 1))


# ------------------------------------------------------------------------------------- Theorem 2.11
Form = tuple[int, ...]  # coefficients of a linear form in the points


def unit(i: int, m: int) -> Form:
    """The i-th of m points."""
    return tuple(int(i == j) for j in range(m))


def add(*forms: Form) -> Form:
    """Their sum."""
    return tuple(map(sum, zip(*forms, strict=True)))


def pairs(m: int) -> list[tuple[int, ...]]:
    """The unordered pairs of m points."""
    return list(combinations(range(m), 2))


def common_point_shows() -> bool:
    """Two pairs with a common point have no sum in common with two others; such pairs touch at most 3 + 4 points."""
    sums: dict[Form, set[frozenset[tuple[int, ...]]]] = {}
    for one, other in combinations(pairs(7), 2):
        form = add(*(unit(i, 7) for i in (*one, *other)))
        sums.setdefault(form, set()).add(frozenset({one, other}))
    return all(len(found) == 1 for found in sums.values() if any(_meet(*both) for both in found))


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return bool(set(one) & set(other))


def stars() -> bool:
    """Four pairs that meet each other have one point in common; four pairs touch at most 8 points."""
    edges = [frozenset(p) for p in pairs(8)]
    for four in combinations(edges, 4):
        if all(a & b for a, b in combinations(four, 2)) and not frozenset.intersection(*four):
            return False
    return True


def induced(m: int) -> set[tuple[frozenset[int], ...]]:
    """What the permutations of m points do to the list of their pairs."""
    return {tuple(frozenset(p[i] for i in pair) for pair in pairs(m)) for p in permutations(range(m))}


def three_points() -> bool:
    """All 3! bijections of the pairs are induced."""
    return induced(3) == set(permutations(frozenset(p) for p in pairs(3)))


def four_points() -> bool:
    """48 of 720 bijections keep disjoint pairs disjoint: 24 induced, and these followed by the complement."""
    edges = [frozenset(p) for p in pairs(4)]
    kept = {
        image
        for image in permutations(edges)
        if all(not image[i] & image[j] for i, j in combinations(range(6), 2) if not edges[i] & edges[j])
    }
    mirrored = {tuple(frozenset(range(4)) - pair for pair in image) for image in induced(4)}
    return len(kept) == 48 and kept == induced(4) | mirrored and not induced(4) & mirrored


def reflection() -> bool:
    """Twice: (sigma - 2 x_i) + (sigma - 2 x_j) = 2 (x_k + x_l), {i, j, k, l} all four points."""
    sigma = (1, 1, 1, 1)
    double = [tuple(a - 2 * b for a, b in zip(sigma, unit(i, 4), strict=True)) for i in range(4)]
    return all(
        add(double[i], double[j]) == tuple(2 * v for v in add(*(unit(k, 4) for k in {0, 1, 2, 3} - {i, j})))
        for i, j in pairs(4)
    )


CORNERS = {(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)}  # 2 (x_i - mu) in terms of a, b, c


def three_numbers() -> bool:
    """Their pair sums, less 4 mu and doubled, are +-2a, +-2b, +-2c."""
    sums = sorted(add(*both) for both in combinations(CORNERS, 2))
    return sums == sorted(tuple(sign * 2 * v for v in unit(i, 3)) for i in range(3) for sign in (1, -1))


def signs_and_order() -> bool:
    """Every order and choice of signs of a, b, c gives the same four numbers or their reflection."""
    for order, signs in product(permutations(range(3)), product((1, -1), repeat=3)):
        image = {tuple(signs[i] * corner[order[i]] for i in range(3)) for corner in CORNERS}
        if image not in (CORNERS, {tuple(-v for v in corner) for corner in CORNERS}):
            return False
    return True


def thue_morse() -> bool:
    """The numbers below 2m with an even or odd number of binary ones have the same pair sums, m = 1, 2, ..., 64.

    For all powers of 2 by induction: with A and B, so A u (B + c) and B u (A + c), both having the sums of A, of B
    and of A with B, each with the same shifts.
    """
    for m in (2**e for e in range(7)):
        halves = [[n for n in range(2 * m) if n.bit_count() % 2 == parity] for parity in (0, 1)]
        sums = [sorted(a + b for a, b in combinations(half, 2)) for half in halves]
        if sums[0] != sums[1] or len(halves[0]) != m:
            return False
    return True


def vanish(*expressions: str) -> Callable[[], bool]:
    """The statement that all of these are identically 0."""
    return partial(_all_zero, expressions)


def _all_zero(expressions: tuple[str, ...]) -> bool:
    return all(map(zero, expressions))


MOMENT = "Integral(w**4*exp(-N*w**2), (w, 0, oo))/Integral(exp(-N*w**2), (w, 0, oo))/48"
CURVED = ("theorem-3.5", "theorem-3.5-constant", "theorem-3.5-existence", "theorem-3.5-parallel-levels")
RECOVERED = ("theorem-2.11", "theorem-2.11-sharp")

STEPS: dict[tuple[str, str], Callable[[], bool]] = {
    ("lemma-2.3", "Gibbs, summed"): gibbs_summed,
    ("lemma-2.3", "printed triangle"): printed_triangle,
    ("proposition-2.5", "at the ends"): ends_of_the_cross,
    ("theorem-2.7", "uniform weights"): uniform_weights,
    ("theorem-2.7", "most in the middle"): most_in_the_middle,
    ("theorem-2.7", "below one"): below_one,
    ("theorem-2.7-asymptotics", "above"): above,
    ("theorem-2.7-asymptotics", "below"): below,
    ("theorem-2.7-asymptotics", "other term"): other_term,
    ("theorem-2.7-critical-weight", "at 1"): at_one,
    ("theorem-2.7-long-lines", "first to be positive"): first_to_be_positive,
    ("theorem-2.7-long-lines", "quadratics"): quadratics,
    ("theorem-2.7-phase-boundary", "closed form"): closed_form,
    ("lemma-2.3", "collecting the double sum"): lambda: collected() and printed_triangle(),
    ("lemma-2.3", "log t <= t - 1"): vanish("1 - 1 - log(1)"),
    ("lemma-2.3", "mean mixed label"): vanish("lam*p + (1 - lam)*p - p"),
    ("lemma-2.3-continuity", "the quadratic"): vanish(
        "(lam*s + (1 - lam)*t - x)**2 - ((s - t)**2*lam**2 + 2*(s - t)*(t - x)*lam + (t - x)**2)",
        "(s - t)**2 + 2*(s - t)*(t - x) + (t - x)**2 - (s - x)**2",
    ),
    ("lemma-2.3-proper-losses", "excess of a general Bregman loss"): vanish(
        "w*(x - (w*x + v*z)/(w + v)) + v*(z - (w*x + v*z)/(w + v))"
    ),
    ("proposition-2.2", "the limit is a density"): vanish("lam*p + (1 - lam)*p - p", "lam*p/p - lam"),
    ("proposition-2.5", "distances from the crossing"): vanish(
        "(lam - (1 - lam))**2 - (2*lam - 1)**2", "lam**2 + (1 - lam)**2 - Rational(1, 2) - (2*lam - 1)**2/2"
    ),
    ("proposition-2.5", "at the crossing"): vanish("2*M/(2*M + 2*M) - Rational(1, 2)"),
    ("proposition-2.5", "beside the crossing"): vanish("2*M/(2*M) - 1"),
    ("theorem-2.7-phase-boundary", "tail"): vanish(
        "Derivative(-(u*(1 - u))**alpha/alpha, u)/(u*(1 - u))**(alpha - 1) - (2*u - 1)", "(1*(1 - 1))**alpha"
    ),
    ("theorem-2.7-phase-boundary", "tilt"): vanish("u**(alpha + c - 1)/u**(alpha - 1) - u**c"),
    ("theorem-2.7-asymptotics", "substitution"): vanish(
        "sqrt(1 - exp(-0**2))", "Limit(sqrt(1 - exp(-w**2)), w, oo) - 1"
    ),
    ("theorem-2.7-asymptotics", "nearly normal"): vanish(
        f"{MOMENT} - 1/(64*N**2)",
        "Integral(exp(-N*w**2), (w, 0, a))/Integral(exp(-N*w**2), (w, 0, oo)) - erf(sqrt(N)*a)",
    ),
    ("theorem-2.7-asymptotics", "logarithm"): vanish(
        "Derivative(-log(1 - x) - x - x**2/2 - x**3/3, x) - x**3/(1 - x)", "-log(1)"
    ),
    ("theorem-2.11-all-data", "only if"): thue_morse,
    ("theorem-2.11-four-points", "three numbers and the mean"): three_numbers,
    ("theorem-2.11-four-points", "signs and order"): signs_and_order,
    ("theorem-2.11-four-points", "both have them"): reflection,
    ("theorem-2.11-sharp", "three points"): three_points,
    ("theorem-2.11-sharp", "four points"): four_points,
    ("theorem-2.11-sharp", "the reflection"): reflection,
    ("theorem-2.11-sharp", "two points"): vanish("(x + t) + (u - t) - (x + u)"),
    **{(claim, "two ways to four points"): vanish("(u + v) + (s + t) - ((u + s) + (v + t))") for claim in RECOVERED},
    **{(claim, "a common point shows"): common_point_shows for claim in RECOVERED},
    **{(claim, "stars go to stars"): stars for claim in RECOVERED},
    **{(claim, "pair sums determine the points"): vanish("(x + u) + (x + v) - (u + v) - 2*x") for claim in RECOVERED},
    **{(claim, "loss"): loss_curvature for claim in CURVED},
    **{(claim, "outputs name theta"): outputs_name_theta for claim in CURVED[:3]},
    ("theorem-3.5-existence", "growth"): vanish(
        "exp(t*z/2) + exp(-t*z/2) - exp(t*z/2)*(1 + exp(-t*z))", "Limit(log(1 + exp(-t*z))/t, t, oo)"
    ),
}
