"""Why N / sum N is the only minimiser in a ball, for every k, and when the printed triangle is right."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

import theory.results.mixup.lemma_2_3 as lemma
from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, local_instances, mixings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup.textbook import MEAN_VALUE
from theory.dataset import LabeledDataset
from theory.instances import LocalInstance
from theory.mixing import Beta

k = sp.Symbol("k", integer=True, positive=True)
i, j, m = sp.symbols("i j m", integer=True, positive=True)
XI, MOMENT, LOG = sp.IndexedBase("xi"), sp.IndexedBase("xi_lambda"), sp.IndexedBase("log_theta")
N, P, S = sp.symbols("N_i theta_i S", positive=True)
TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])

proof = Proof("lemma-2.3")


@proof.step(
    "loss of a pair",
    "symbolic",
    "the mixed label lambda e_i + (1-lambda) e_j has the loss -(lambda log theta_i + (1-lambda) log theta_j), which "
    "over the ball integrates to -(xi_lambda log theta_i + (xi - xi_lambda) log theta_j)",
)
def loss_of_a_pair(_: Settings) -> Result:
    lam, mass, a, b = sp.symbols("lambda p a b", real=True)
    label = sp.Matrix([lam, 1 - lam])
    loss = -(label.T * sp.Matrix([a, b]))[0]
    # a law of one atom lambda of mass p has xi = p and xi_lambda = p lambda; the integral is linear in the law
    residuals = {"one atom": lemma.pair_loss(mass, mass * lam, a, b) - mass * loss}
    return symbolic.identities(
        residuals, "any lambda, mass and theta", "pair_loss is the loss times the mass, linearly"
    )


@proof.step(
    "collecting the double sum",
    "symbolic",
    "for every k the coefficient of -log theta_m in the double sum over (i, j) is N_m = sum_j (xi^{mj}_lambda + "
    "xi^{jm} - xi^{jm}_lambda), so that the risk is -sum_m N_m log theta_m",
    ["loss of a pair"],
)
def collecting_the_double_sum(_: Settings) -> Result:
    summand = -lemma.pair_loss(XI[i, j], MOMENT[i, j], sp.Symbol("L_i"), sp.Symbol("L_j"))
    first, second = (sp.expand(summand).coeff(sp.Symbol(name)) for name in ("L_i", "L_j"))
    rest = sp.expand(summand - first * sp.Symbol("L_i") - second * sp.Symbol("L_j"))
    # log theta_m enters through the rows i = m and the columns j = m: name the free index j in both
    row, column = first.xreplace({i: m}), second.xreplace({j: m}).xreplace({i: j})
    term = lemma.ordered_term(MOMENT[m, j], XI[j, m], MOMENT[j, m])
    residuals: dict[str, Any] = {"every k, the summand over j": row + column - term, "nothing else": rest}
    for size in range(1, 7):
        residuals |= _collected(size)
    message = (
        "sum_ij [xi^{ij}_lambda L_i + (xi^{ij} - xi^{ij}_lambda) L_j]: row m gives sum_j xi^{mj}_lambda, column m "
        "gives sum_j (xi^{jm} - xi^{jm}_lambda); the sums of both tables by theory's functions agree for k = 1, ..., 6"
    )
    return symbolic.identities(residuals, "every k; free symbols xi", message)


def _collected(size: int) -> dict[str, sp.Expr]:
    """The risk of ``size`` classes, pair by pair and collected, in free symbols."""
    n = range(size)
    mass = [[XI[a, b] for b in n] for a in n]
    moment = [[MOMENT[a, b] for b in n] for a in n]
    pairs = [lemma.pair_loss(mass[a][b], moment[a][b], LOG[a], LOG[b]) for a in n for b in n]
    risk = lemma.local_risk(lemma.collected_masses(mass, moment), [LOG[a] for a in n])
    return {f"risk of {size} classes": sp.Add(*pairs) - risk, **_triangle(size)}


def _triangle(size: int) -> dict[str, sp.Expr]:
    """Printed triangle less double sum of ``size`` classes whose tables are those of a symmetric law."""
    n = range(size)
    low = [[(min(a, b), max(a, b)) for b in n] for a in n]
    mass = [[XI[low[a][b]] for b in n] for a in n]
    upper = [[MOMENT[low[a][b]] for b in n] for a in n]
    moment = [[_mirrored(mass[a][b], upper[a][b], a, b) for b in n] for a in n]
    double, triangle = lemma.collected_masses(mass, moment), lemma.triangle_masses(mass, moment)
    return {f"triangle of {size} classes, row {a}": double[a] - triangle[a] for a in n}


def _mirrored(mass: sp.Expr, moment: sp.Expr, a: int, b: int) -> sp.Expr:
    if a == b:
        return mass / 2
    return moment if a < b else mass - moment


proof.trusted(*MEAN_VALUE)


@proof.step(
    "log t <= t - 1",
    "symbolic",
    "t - 1 - log t is 0 at t = 1 and positive for every other t > 0",
    ["mean value theorem"],
)
def log_below_its_tangent(_: Settings) -> Result:
    t, u = sp.Symbol("t", positive=True), sp.Symbol("u", positive=True)
    phi = t - 1 - sp.log(t)
    slope = sp.diff(phi, t)
    zero = symbolic.identities({"at 1": (sp.Limit(phi, t, 1), sp.Integer(0))}, "t = 1")
    if not zero.holds:
        return zero
    sides = {"t = 1 + u": (slope.subs(t, 1 + u), ">0"), "t = 1/(1 + u)": (slope.subs(t, 1 / (1 + u)), "<0")}
    return symbolic.signs(
        sides, "every u > 0", "phi(t) = t - 1 - log t: phi(1) = 0, phi' = 1 - 1/t < 0 on (0,1), > 0 after 1"
    )


@proof.step(
    "Gibbs, class by class",
    "symbolic",
    "with h_i = N_i/S > 0 and theta_i > 0, N_i log(h_i/theta_i) >= S (h_i - theta_i), with equality iff theta_i = h_i",
    ["log t <= t - 1", "assumption:positive mass"],
)
def gibbs_class_by_class(_: Settings) -> Result:
    h = lemma.minimiser([N, S - N])[0]
    excess = lemma.local_risk([N], [sp.log(P)]) - lemma.local_risk([N], [sp.log(h)])
    t = P / h
    residual = sp.expand_log(excess - S * (h - P) - N * (t - 1 - sp.log(t)), force=True)
    message = "N_i log(h_i/theta_i) - S (h_i - theta_i) = N_i (t - 1 - log t) at t = theta_i/h_i"
    return symbolic.identities({"excess of one class": residual}, "every N_i, S, theta_i > 0", message)


@proof.step(
    "Gibbs, summed",
    "symbolic",
    "summed over the n classes of positive mass: R(theta) - R(h) >= S (sum h_i - sum theta_i), for every n",
    ["Gibbs, class by class", "collecting the double sum"],
)
def gibbs_summed(_: Settings) -> Result:
    n = sp.Symbol("n", integer=True, positive=True)
    mass, theta = sp.IndexedBase("N"), sp.IndexedBase("theta")
    whole = sp.Sum(S * (mass[i] / S - theta[i]), (i, 1, n))
    parts = sp.Sum(mass[i], (i, 1, n)) - S * sp.Sum(theta[i], (i, 1, n))
    residual = sp.expand(whole.expand().doit() - parts)
    one_sum = sp.Sum(sp.expand(whole.function - mass[i] + S * theta[i]), (i, 1, n)).doit()
    residuals = {"summand": one_sum, "linearity": _linear(residual)}
    return symbolic.identities(
        residuals, "every n", "sum_i S (h_i - theta_i) = sum N_i - S sum theta_i = S (1 - sum theta_i)"
    )


def _linear(expression: sp.Expr) -> sp.Expr:
    """Constant factors taken out of sums of symbolic length, which SymPy leaves inside."""
    return sp.expand(
        expression.replace(
            sp.Sum, lambda f, *limits: sp.Add(*[_outside(t, limits) for t in sp.Add.make_args(sp.expand(f))])
        )
    )


def _outside(term: sp.Expr, limits: tuple[Any, ...]) -> sp.Expr:
    constant, rest = term.as_independent(limits[0][0], as_Add=False)
    return constant * sp.Sum(rest, *limits)


@proof.step(
    "classes without mass",
    "smt",
    "classes with N_i = 0 cost nothing (0 log 0 = 0) and only take theta away from the others: R(theta) >= R(h), and "
    "R(theta) = R(h) leaves them theta_i = 0",
    ["Gibbs, summed"],
)
def classes_without_mass(_: Settings) -> Result:
    import z3

    total, excess, used, wasted = z3.Reals("S excess used wasted")
    premises = [total > 0, used >= 0, wasted >= 0, used + wasted == 1, excess >= total * (1 - used)]
    return smt.universally(
        {
            "h is a minimiser": (premises, excess >= 0),
            "a minimiser wastes nothing": ([*premises, excess == 0], wasted == 0),
        },
        "every S > 0 and theta of the simplex",
        "excess >= S (1 - used) = S wasted >= 0; excess = 0 forces wasted = 0",
    )


@proof.step(
    "the only minimiser",
    "smt",
    "equality forces theta = h: the excess is a sum of gaps N_i (t_i - 1 - log t_i) >= 0 and S wasted >= 0, so each "
    "vanishes; theta_i = 0 where N_i > 0 has infinite risk",
    ["classes without mass", "log t <= t - 1"],
)
def the_only_minimiser(_: Settings) -> Result:
    import z3

    gap, others, waste = z3.Reals("gap others waste")
    premises = [gap >= 0, others >= 0, waste >= 0, gap + others + waste == 0]
    result = smt.universally(
        {"each gap vanishes": (premises, z3.And(gap == 0, waste == 0))}, "one class against the rest"
    )
    t = sp.Symbol("t", positive=True)
    at_zero = sp.limit(lemma.local_risk([N], [sp.log(t)]), t, 0, "+")
    return result if at_zero == sp.oo else Result(False, f"the risk tends to {at_zero} at theta_i = 0")


@proof.step(
    "strictly convex",
    "symbolic",
    "the risk is a sum over the classes of -N_i log theta_i, whose second derivative N_i/theta_i^2 is positive where "
    "N_i > 0: strictly convex in those theta_i, so that there is no second minimiser, by another road",
    ["collecting the double sum"],
)
def strictly_convex(_: Settings) -> Result:
    term = lemma.local_risk([N], [sp.log(P)])
    curvature = symbolic.identities({"curvature": (sp.Derivative(term, P, 2), N / P**2)}, "every N_i, theta_i > 0")
    return curvature if not curvature.holds else symbolic.signs({"curvature": (N / P**2, ">0")}, curvature.scope)


@proof.step(
    "mean mixed label",
    "symbolic",
    "N_i is the integral of the i-th coordinate of the mixed label over the ball and sum N its mass, so h_eps is the "
    "mean mixed label in the ball",
    ["collecting the double sum"],
)
def mean_mixed_label(_: Settings) -> Result:
    lam, mass = sp.symbols("lambda p", positive=True)
    # the ordered pair (1, 2) alone, at lambda: its label is (lambda, 1 - lambda)
    found = lemma.collected_masses([[0, mass], [0, 0]], [[0, mass * lam], [0, 0]])
    residuals = {
        "first": found[0] - mass * lam,
        "second": found[1] - mass * (1 - lam),
        "total": sum(found) - mass,
        "h": lemma.minimiser(found)[0] - lam,
        "one class": lemma.collected_masses([[mass]], [[mass * lam]])[0] - mass,
    }
    return symbolic.identities(
        residuals, "one ordered pair at one lambda; N is linear in the law", "N = p (lambda, 1 - lambda)"
    )


@proof.step(
    "printed triangle",
    "symbolic",
    "swapping s and t turns lambda into 1 - lambda; for symmetric P_f, xi^{ji} = xi^{ij} and xi^{ij}_lambda = "
    "xi^{ji} - xi^{ji}_lambda, and each term of N_i is the printed one",
    ["collecting the double sum"],
)
def printed_triangle(_: Settings) -> Result:
    s, t, lam, mass, moment = sp.symbols("s t lambda xi xi_lambda", real=True)
    residuals = {
        "z_ts(1 - lambda) = z_st(lambda)": (1 - lam) * t + lam * s - (lam * s + (1 - lam) * t),
        "j > i": lemma.ordered_term(moment, mass, mass - moment) - lemma.above_diagonal(moment),
        "j < i": lemma.ordered_term(mass - moment, mass, moment) - lemma.below_diagonal(mass, moment),
        "j = i": lemma.ordered_term(moment, mass, moment) - mass,
    }
    return symbolic.identities(residuals, "every k: term by term", "2 xi^{ij}_lambda; 2 (xi - xi_lambda); xi^{ii}")


@proof.check("pairs listed one by one, atoms", "sampled", "the closed form is what listing all pairs and atoms gives")
def pairs_listed_one_by_one_atoms(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4), mixings(atoms=True))
    return sampled.holds_on(
        instances, proof.decides, how, (40, 120, 600), "up to 4 points, 3 dimensions, 6 classes, atomic laws"
    )


@proof.check("pairs listed one by one, Beta", "sampled", "the closed form is what listing all pairs gives")
def pairs_listed_one_by_one_beta(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4, max_dimension=1), mixings(atoms=False))
    return sampled.holds_on(
        instances, proof.decides, how, (30, 80, 400), "up to 4 points of a line, Betas of integer parameters"
    )


# xi^{11} = 1/4 and xi^{12} = xi^{21} = 1/8, of which xi^{12}_lambda = 3/32: N = (7/16, 1/16) and h = (7/8, 1/8)
HALF_BALL = LocalInstance(TWO_POINTS, Beta(1), (Fraction(0),), Fraction(1, 2))
THIRDS = LocalInstance(LabeledDataset([[0], [1], [2]], [1, 2, 3]), Beta(2), (Fraction(1),), Fraction(1))
proof.example(lambda: HALF_BALL)
proof.example(lambda: THIRDS, "three classes")
ONE_ORDER = [Fraction(11, 32), Fraction(1, 32)]  # of the pair of classes
proof.near_miss("double sum", lambda: (HALF_BALL, ONE_ORDER), "one order only")
proof.near_miss("doubled triangle", lambda: (HALF_BALL, ONE_ORDER), "not doubled")
proof.near_miss("only minimiser", lambda: (HALF_BALL, [Fraction(1), Fraction(0)]), "the larger class")
proof.near_miss("only minimiser", lambda: (HALF_BALL, [Fraction(7, 16), Fraction(1, 16)]), "off the simplex")
proof.control("positive mass", lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(5),), Fraction(1)))

symmetry = Proof("lemma-2.3-symmetry-printed")
symmetry.refutation(
    "Beta(2, 1) on two points", lambda: LocalInstance(TWO_POINTS, Beta(2, 1), (Fraction(1, 3),), Fraction(1, 2))
)
