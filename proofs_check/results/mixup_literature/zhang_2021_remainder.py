"""The remainder: Taylor's theorem about each point, under the one-sided law of lambda."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS
from proofs_check.results.mixup_literature.zhang_2021_second_order import outputs, scaled
from theory.mixing import Midpoint
from theory.results.mixup_literature.zhang_2021_second_order import pair_term

TAYLOR = (
    "Taylor's theorem",
    "f(u + s) = f(u) + f'(u) s + f''(u) s^2/2 + f'''(c) s^3/6 for some c between u and u + s",
    "Rudin, Principles of Mathematical Analysis, 5.15",
)
LAM = sp.Symbol("lambda", real=True)

proof = Proof("zhang-2021-remainder")
proof.uses("zhang-2021-one-sided")
proof.trusted(*TAYLOR)
proof.trusted(*INTEGRALS)


def one_sided_mean(power: int) -> sp.Expr:
    """Of (1 - lambda)^power, for an atom: it has lambda at lambda, and 1 - lambda at 1 - lambda."""
    return LAM * (1 - LAM) ** power + (1 - LAM) * LAM**power


@proof.step(
    "three moments",
    "symbolic",
    "under the one-sided law E(1 - lambda) = kappa, E(1 - lambda)^2 = kappa/2, and E(1 - lambda)^3 = E[k (1 - 2 k)], "
    "k = lambda (1 - lambda)",
    ["zhang-2021-one-sided"],
)
def three_moments(_: Settings) -> Result:
    """kappa = 2 E k."""
    k = LAM * (1 - LAM)
    return symbolic.identities(
        {
            "first": (1 - (LAM * LAM + (1 - LAM) * (1 - LAM)), 2 * k),
            "second": (one_sided_mean(2), k),
            "third": (one_sided_mean(3), k * (1 - 2 * k)),
        },
        "every lambda",
    )


@proof.step(
    "two orders",
    "symbolic",
    "with s = (1 - lambda)(u_r - u_i) the terms of first and second order of the loss have the mean kappa (g - y)(u_r "
    "- u_i) + (kappa/4) g (1 - g)(u_r - u_i)^2: they sum to Q",
    ["three moments", TAYLOR[0]],
)
def two_orders(_: Settings) -> Result:
    """Against the term of a pair in signs: misfit 1/(1 + e^m), step y (u_r - u_i)."""
    u, step, kappa, loss = sp.symbols("u d kappa loss", real=True)
    g = 1 / (1 + sp.exp(-u))
    shown = {}
    for sign in (1, -1):
        found = loss + kappa * (g - sp.Rational(1 + sign, 2)) * step + kappa / 4 * g * (1 - g) * step**2
        shown[f"label {sign}"] = (found, pair_term(loss, 1 / (1 + sp.exp(sign * u)), sign * step, kappa))
    derivatives = {
        "first": (sp.Derivative(sp.log(1 + sp.exp(u)), u), g),
        "second": (sp.Derivative(g, u), g * (1 - g)),
    }
    return symbolic.identities({**shown, **derivatives}, "every output")


@proof.step(
    "third derivative",
    "smt",
    "the third derivative is g (1 - g)(1 - 2 g), of modulus at most sqrt(3)/18",
)
def third_derivative(_: Settings) -> Result:
    """b is the positive number of square 1/108."""
    import z3

    u = sp.Symbol("u", real=True)
    share = 1 / (1 + sp.exp(-u))
    first = symbolic.identities(
        {"third": (sp.Derivative(share * (1 - share), u), share * (1 - share) * (1 - 2 * share))}, "every output"
    )
    g, b = z3.Reals("g b")
    third = g * (1 - g) * (1 - 2 * g)
    premises = [g > 0, g < 1, b > 0, 108 * b * b == 1]
    return together(first, smt.universally({"bound": (premises, z3.And(third <= b, -third <= b))}, "every g"))


@proof.step(
    "the sum",
    "smt",
    "so each pair is off by at most (B/6)(1 - lambda)^3 |u_r - u_i|^3, and the mean over pairs and lambda by the mean "
    "of that",
    ["two orders", "third derivative", "integrals"],
)
def the_sum(_: Settings) -> Result:
    """Two pairs with the weights q and 1 - q."""
    import z3

    q, f, h, a, b = z3.Reals("q f h a b")
    small = [q >= 0, q <= 1, f <= a, -f <= a, h <= b, -h <= b]
    mean, bound = q * f + (1 - q) * h, q * a + (1 - q) * b
    t, third, step, cube = z3.Reals("B third 1-lambda |d|^3")
    one = [t >= third, t >= -third, step >= 0, cube >= 0]
    error = third * (step * step * step * cube)
    return smt.universally(
        {
            "one pair": (
                one,
                z3.And(error <= t * (step * step * step * cube), -error <= t * (step * step * step * cube)),
            ),
            "mean": (small, z3.And(mean <= bound, -mean <= bound)),
        },
        "every pair",
    )


@proof.check("random outputs", "sampled", "both losses in balls")
def random_outputs(settings: Settings) -> Result:
    """Misclassified points too; where all outputs are one number, both sides are 0."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        scaled(),
        lambda i: conclusion(i).holds if len(set(i.outputs)) > 1 else None,
        settings,
        (20, 80, 300),
        "rational",
    )


UNIT = outputs("-1 1", (-1, 1), Midpoint())
proof.example(lambda: UNIT)
proof.example(lambda: outputs("-3 1/2 2", (1, 1, -1)), "misclassified points")
proof.near_miss("the remainder", lambda: (UNIT, Fraction(1, 100)))
