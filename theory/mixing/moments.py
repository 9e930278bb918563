"""What Mixup losses know of the law of lambda: kappa, the mean entropy, and the one-sided law."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from theory.mixing.beta import Beta
from theory.mixing.laws import Discrete, Mixing
from theory.numbers import Exact, Late, exact, log_rational, sympify

if TYPE_CHECKING:
    import sympy as sp
else:
    sp = Late("sympy")


def kappa(mixing: Mixing) -> Exact:
    """2 E[lambda (1 - lambda)], in [0, 1/2]: how far the mixed partner pulls a point, in the mean.

    Beta(alpha, alpha) gives alpha/(2 alpha + 1).  Raises ``ValueError`` where they are not known.

    >>> str(kappa(Beta(1))), str(kappa(Discrete({"1/2": 1})))
    ('1/3', '1/2')
    """
    return 2 * mixing.second_moments()[1]


def binary_entropy(share: Exact) -> sp.Expr:
    """-(s log s + (1 - s) log(1 - s)) in nats for an exact s in [0, 1], with 0 log 0 = 0.

    >>> binary_entropy(Fraction(1, 2)), binary_entropy(Fraction(1))
    (log(2), 0)
    """
    return entropy((share, 1 - share))


def entropy(masses: tuple[Exact, ...]) -> sp.Expr:
    """-sum q log q in nats, q = masses/(sum of masses); rational masses give a rational combination of log 2, log 3 ...

    Logarithms of distinct primes are linearly independent over the rationals, so that such a number is 0 iff it is
    seen to be.
    """
    total = sum(masses[1:], start=masses[0])
    shares = [sympify(mass) / sympify(total) for mass in masses if mass != 0]
    return sp.expand(sp.Add(*(-share * log_rational(share) for share in shares)))


def mean_entropy(mixing: Mixing) -> sp.Expr:
    """E[H(lambda)] in nats, H the binary entropy, for discrete and Beta laws (else ``ValueError``).

    For Beta(a, b) it is a/(a + b) (psi(a + b + 1) - psi(a + 1)) and the same with a and b exchanged, psi = digamma;
    for Beta(alpha, alpha) psi(2 alpha + 1) - psi(alpha + 1), that is 1/(alpha + 1) + ... + 1/(2 alpha) for integers.

    >>> mean_entropy(Beta(1)), mean_entropy(Beta(2)), mean_entropy(Discrete({"1/2": 1}))
    (1/2, 7/12, log(2))
    """
    if isinstance(mixing, Discrete):
        return sp.expand(sp.Add(*(sympify(m) * binary_entropy(v) for v, m in mixing.masses)))
    if not isinstance(mixing, Beta):
        raise ValueError(f"no mean entropy is known for {mixing}: take Beta or Discrete")
    a, b = sympify(exact(mixing.alpha)), sympify(exact(mixing.beta))
    terms = [c / (a + b) * (sp.digamma(a + b + 1) - sp.digamma(c + 1)) for c in (a, b)]
    return sp.expand(sp.Add(*terms))


def folded(mixing: Mixing) -> Discrete:
    """The law of max(lambda, 1 - lambda): the larger share of a pair.  For discrete laws (else ``ValueError``).

    >>> print(folded(Discrete({"1/4": "1/3", "3/4": "1/6", "1/2": "1/2"})))
    Discrete({1/2: 1/2, 3/4: 1/2})
    """
    if not isinstance(mixing, Discrete):
        raise ValueError(f"the larger share is known exactly for discrete laws only, not for {mixing}: take Discrete")
    masses: dict[Exact, Exact] = {}
    for value, mass in mixing.masses:
        larger = max(value, 1 - value)
        masses[larger] = masses.get(larger, Fraction(0)) + mass
    return Discrete(masses)


def one_sided(mixing: Mixing) -> Mixing:
    """The law lambda (P(d lambda) + P(d(1 - lambda))): the weight on a point, seen from that point.

    Beta(alpha, alpha) becomes Beta(alpha + 1, alpha).  Known for discrete laws and these (else ``ValueError``).

    >>> print(one_sided(Beta(1)), one_sided(Discrete({"1/4": 1})))
    Beta(2, 1) Discrete({1/4: 1/4, 3/4: 3/4})
    """
    if isinstance(mixing, Discrete):
        masses: dict[Exact, Exact] = {}
        for value, mass in mixing.masses:
            for end in (value, 1 - value):
                if end != 0:
                    masses[end] = masses.get(end, Fraction(0)) + mass * end
        return Discrete(masses)
    if isinstance(mixing, Beta) and mixing.is_symmetric:
        return Beta(exact(mixing.alpha) + 1, exact(mixing.alpha))
    raise ValueError(f"no one-sided law is known for {mixing}: take Discrete or a symmetric Beta law")
