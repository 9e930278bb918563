"""Remark 2.4: the pointwise limit h of h_eps on finite data, where it exists and what it is.

The limit's formula lives in :func:`theory.optimal.exact.mixup_optimal_limit`.  Here it faces the closed form: below an
explicit radius only pairs that meet x reach the ball, and N_i(eps) of Lemma 2.3 is one polynomial in eps, found
exactly from its values.  As printed the limit exists for any density; :mod:`theory.mixing.oscillating` has one where it
does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.assumptions import in_mixed_support
from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix, same_location, squared_distance_to_segment, subtract
from theory.incidence import incidences
from theory.instances import check_place, make_exact
from theory.mixing import Mixing
from theory.mixing.oscillating import RATIO, REACH, OscillatingDensity
from theory.numbers import Exact, Number, conjunction, disjunction, equal, exact, is_positive, less, sympify
from theory.optimal import local_masses, mixup_optimal_exact, mixup_optimal_limit
from theory.optimal.exact import OFF_X_MIX
from theory.results.mixup.paper import MIXUP

EPSILON = sp.Symbol("epsilon", positive=True)


@dataclass(frozen=True, eq=False)
class Spot:
    """A place ``x`` among exact data, where the limit of h_eps is asked for."""

    dataset: LabeledDataset
    mixing: Mixing
    x: tuple[Exact, ...]

    def __post_init__(self) -> None:
        make_exact(self, "x")
        check_place(self.dataset, self.x)

    def __str__(self) -> str:
        return f"{self.dataset}, λ ~ {self.mixing}, x = ({', '.join(map(str, self.x))})"


def radius(spot: Spot) -> Fraction:
    """An eps below which h_eps(x) sees the pairs that meet x, inside (0, 1), and nothing else.

    A power of 1/2 that is less than half the distance from x to every segment that misses it, to the ends of those
    that pass through it, and, if P_f has atoms, to every mixed point of an atom elsewhere.
    """
    points, squares = spot.dataset.exact_points, []
    for s in points:
        for t in points:
            squares.append(squared_distance_to_segment(spot.x, s, t)[0])
            squares += [_squared_length(mix(s, t, v), spot.x) for v in (Fraction(0), Fraction(1), *spot.mixing.atoms)]
    positive = [square for square in squares if is_positive(square)]
    result = Fraction(1, 2)
    while not all(less(4 * result**2, square) for square in positive):
        result /= 2
    return result


def _squared_length(a: object, b: object) -> Number:
    offset = subtract(a, b)  # type: ignore[arg-type]
    return dot(offset, offset)


def masses_near(spot: Spot) -> list[sp.Poly]:
    """N_i of Lemma 2.3 as polynomials in eps, valid for 0 < eps < :func:`radius`.

    Below the radius every interval has ends 0, 1 or lambda_0 -+ eps/||s - t||, so that N_i is a polynomial of degree
    at most alpha + beta for Beta with integer parameters, two more than the density if that is a polynomial, and
    constant for atoms: its values at as many eps determine it.  Raises ``ValueError`` for other mixing distributions.
    """
    degree = spot.mixing.mass_degree
    if degree is None:
        raise ValueError(
            f"the masses of {spot.mixing} are no polynomials in epsilon: take atoms, or Beta with whole parameters"
        )
    largest = radius(spot)
    places = [largest * Fraction(k, degree + 1) for k in range(1, degree + 2)]
    values = [local_masses(spot.dataset, spot.mixing, spot.x, eps) for eps in places]
    nodes = [sympify(eps) for eps in places]
    return [
        sp.Poly(sp.interpolate([(e, sympify(v[i])) for e, v in zip(nodes, values, strict=True)], EPSILON), EPSILON)
        for i in range(spot.dataset.n_classes)
    ]


def limit_of_masses(masses: list[sp.Poly]) -> list[sp.Expr] | None:
    """lim N_i/sum N as eps falls to 0, from the lowest power of eps in sum N; ``None`` if there is no mass."""
    total = sum(masses[1:], masses[0])
    if total.is_zero:
        return None
    lowest = min(monomial[0] for monomial in total.monoms())
    leading = total.coeff_monomial(EPSILON**lowest)
    return [sp.simplify(m.coeff_monomial(EPSILON**lowest) / leading) for m in masses]


def rates(spot: Spot) -> list[int]:
    """The order in eps of h_eps^i(x) - h^i(x) for each class; the same large number for "exact"."""
    masses = masses_near(spot)
    total = sum(masses[1:], masses[0])
    limit = limit_of_masses(masses)
    if limit is None:
        raise ValueError(f"{OFF_X_MIX}: take another place")
    lowest = min(monomial[0] for monomial in total.monoms())
    orders = []
    for mass, value in zip(masses, limit, strict=True):
        error = sp.Poly(sp.expand(sp.simplify(mass.as_expr() - value * total.as_expr())), EPSILON)
        orders.append(EXACT if error.is_zero else min(monomial[0] for monomial in error.monoms()) - lowest)
    return orders


EXACT = 10**6  # stands for "h_eps is h below the radius"


def along_the_scales(spot: Spot, count: int = 4) -> list[list[Exact]]:
    """h_eps(x) at eps = r/16^n, n = 0, 1, ..., for the largest r = 3 REACH/16^m below the radius."""
    epsilon = 3 * REACH
    while epsilon >= radius(spot):
        epsilon /= RATIO**2
    values = [mixup_optimal_exact(spot.dataset, spot.mixing, spot.x, epsilon / RATIO**n) for n in range(count)]
    return [value for value in values if value is not None]


def _converges(spot: Spot) -> Finding:
    """Whether h_eps(x) has a limit.

    Below the radius every pair sees an interval about its own lambda_0 only, and there the oscillating law is
    invariant: P(|lambda - lambda_0| < r/256) = P(|lambda - lambda_0| < r)/256.  So h_eps = h_{eps/256}, and the
    limit exists only if h_eps does not change from eps to eps/16.
    """
    if not isinstance(spot.mixing, OscillatingDensity):
        try:
            return Finding(limit_of_masses(masses_near(spot)) is not None, "the masses are polynomials in ε")
        except ValueError as error:
            return Finding(None, str(error))
    first, second, third, fourth = along_the_scales(spot)
    if not conjunction(*(equal(p, q) for p, q in zip([*first, *second], [*third, *fourth], strict=True))):
        return Finding(None, "h_ε is not periodic in log ε here")
    same = conjunction(*(equal(p, q) for p, q in zip(first, second, strict=True)))
    shown = [f"({', '.join(map(str, h))})" for h in (first, second)]
    return Finding(same, f"h_ε(x) is {shown[0]} and {shown[1]} in turn, for ever, as ε falls by factors of {RATIO}")


def _tends_to(spot: Spot, stated: Sequence[Number] | None) -> Finding:
    """Whether lim h_eps(x), from the closed form at small eps, is ``stated``."""
    if stated is None:
        return _converges(spot)
    try:
        found = limit_of_masses(masses_near(spot))
    except ValueError as error:
        return Finding(None, str(error))
    if found is None:
        return Finding(False, "no mixed mass near x: there is no limit")
    holds = conjunction(*(equal(exact(p), exact(q)) for p, q in zip(found, stated, strict=True)))
    return Finding(holds, f"lim h_ε(x) = ({', '.join(map(str, found))}), stated ({', '.join(map(str, stated))})")


def _stated_limit(spot: Spot) -> list[Number] | None:
    """The formula for h(x); there is none for a density that oscillates."""
    if isinstance(spot.mixing, OscillatingDensity):
        return None
    return list(mixup_optimal_limit(spot.dataset, spot.mixing, [spot.x])[0])


_limit_is_as_stated = Conclusion((Part("the limit is the formula", _tends_to, _stated_limit),))


def _has_a_density(spot: Spot) -> Finding:
    return Finding(spot.mixing.has_density, str(spot.mixing))


def _standard_or_atoms(spot: Spot) -> Finding:
    law = spot.mixing
    return Finding(disjunction(bool(law.atoms), law.is_standard), str(law))


def _in_support(spot: Spot) -> Finding:
    return in_mixed_support(spot.dataset, spot.x, spot.mixing)


def at_data_point(spot: Spot) -> bool:
    """Whether x is a data point."""
    return any(same_location(p, spot.x) for p in spot.dataset.exact_points)


def passing_pairs(spot: Spot) -> list[tuple[int, int, Number]]:
    """Ordered pairs (s, t, lambda) with x in the open segment."""
    return [(s, t, lam) for s, t, lam in incidences(spot.dataset, spot.x) if less(0, lam) and less(lam, 1)]


ON_SUPPORT = Assumption("x in X_mix", r"every ball about $x$ has mixed mass", _in_support)
STANDARD = Assumption(
    "standard f or atoms",
    r"$P_f$ has a density continuous and positive on $(0,1)$, or finitely many atoms and nothing else",
    _standard_or_atoms,
)

register(
    Claim(
        id="remark-2.4",
        title="On finite data h_eps has a limit wherever there is mixed mass, and this is it",
        statement=(
            r"On finite data, for $x \in X_{mix}$, $h_\epsilon(x)$ has a limit $h(x)$ as $\epsilon \to 0$. At a data "
            r"point of class $i$ it is $e_i$, if $P_f$ has no atom in $(0,1)$. At any other $x$ it is the mean of "
            r"$\lambda e_{c(s)} + (1-\lambda) e_{c(t)}$ over the ordered pairs with $x = \lambda s + (1-\lambda) t$, "
            r"with weights $p_s p_t f(\lambda)/\|s-t\|$, or $p_s p_t P_f\{\lambda\}$ when $P_f$ has atoms; these count "
            r"together with the self-pairs at a data point."
        ),
        paper=MIXUP,
        place="Remark 2.4",
        reading=Reading.OURS,
        instance=Spot,
        assumptions=(STANDARD, ON_SUPPORT),
        conclusion=_limit_is_as_stated,
        expected=Verdict.PROVED,
        repairs="remark-2.4-printed",
    )
)

register(
    Claim(
        id="remark-2.4-printed",
        title="On finite data the limit of h_eps exists for every mixing density",
        statement=r"On finite data $\lim_{\epsilon\to 0} h_\epsilon(x)$ exists at every $x \in X_{mix}$, whatever the "
        r"density of $P_f$.",
        paper=MIXUP,
        place="Remark 2.4",
        whole_read=True,
        instance=Spot,
        assumptions=(
            Assumption("density", "$P_f$ has a density", _has_a_density),
            ON_SUPPORT,
        ),
        conclusion=_converges,
        expected=Verdict.REFUTED,
        repaired_by="remark-2.4",
    )
)
