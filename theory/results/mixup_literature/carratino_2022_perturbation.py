"""Mixup as shrinking and noise: a mixed pair is the shrunken point and label of one partner, perturbed by the other.

Ours, after the first theorem of Carratino et al. 2022 as we recall it, for every law of lambda and every way to pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Reading, Verdict, register
from theory.geometry import Places, mix, same_location, subtract
from theory.mixing import Discrete, Mixing
from theory.mixing.moments import folded
from theory.numbers import Exact, conjunction, equal
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup_literature.liu_2023 import atomic_part, independent_partners
from theory.results.mixup_literature.papers import CARRATINO_2022

PLACE = "the perturbation form of Mixup"
Joint = tuple[Exact, ...]  # a point, and after it its label as shares of the classes
Weighted = tuple[Joint, Exact]


def joint_points(pairs: MixedPairs) -> list[Joint]:
    """v_i = (x_i, y_i), the label one-hot."""
    classes, codes = range(pairs.dataset.n_classes), pairs.dataset.codes
    rows = zip(pairs.dataset.exact_points, codes, strict=True)
    return [(*x, *(Fraction(int(code == c)) for c in classes)) for x, code in rows]


def mean_of(rows: list[Weighted]) -> Joint:
    """The mean, for weights that sum to 1."""
    columns = zip(*(v for v, _ in rows), strict=True)
    return tuple(sum((v * q for v, (_, q) in zip(c, rows, strict=True)), start=Fraction(0)) for c in columns)


def covariance_of(rows: list[Weighted]) -> list[list[Exact]]:
    """The matrix of covariances, for weights that sum to 1."""
    centre = mean_of(rows)
    centred = [(subtract(v, centre), q) for v, q in rows]
    size = range(len(centre))
    return [[sum((q * d[a] * d[b] for d, q in centred), start=Fraction(0)) for b in size] for a in size]


def centre_of(pairs: MixedPairs) -> Joint:
    """The weighted mean of points and labels."""
    return mean_of(list(zip(joint_points(pairs), pairs.dataset.exact_weights, strict=True)))


def mixed_from(pairs: MixedPairs, law: Mixing) -> Iterator[tuple[int, Joint, Exact]]:
    """(i, t v_i + (1 - t) v_j, probability) with t from ``law`` and partners as ``pairs`` has them."""
    v = joint_points(pairs)
    for i, j, t, probability in MixedPairs(pairs.dataset, law, pairs.self_share).draws():
        yield i, tuple(mix(v[i], v[j], t)), probability


def seen_from(pairs: MixedPairs) -> list[list[Weighted]]:
    """For each i, where x~_i + delta and y~_i + epsilon are, and how often, given that the larger share is i's."""
    found: list[list[Weighted]] = [[] for _ in pairs.dataset.exact_weights]
    for i, place, probability in mixed_from(pairs, folded_law(pairs)):
        found[i].append((place, probability))
    totals = [sum((q for _, q in rows), start=Fraction(0)) for rows in found]
    return [[(v, q / total) for v, q in rows] for rows, total in zip(found, totals, strict=True)]


def folded_law(pairs: MixedPairs) -> Discrete:
    """The law of theta = max(lambda, 1 - lambda)."""
    return folded(pairs.mixing)


def theta_moments(pairs: MixedPairs) -> tuple[Exact, Exact]:
    """E theta and Var theta."""
    masses = folded_law(pairs).masses
    first = sum((t * m for t, m in masses), start=Fraction(0))
    return first, sum((t * t * m for t, m in masses), start=Fraction(0)) - first**2


def mixed_pairs_have_the_law(pairs: MixedPairs, law: Discrete) -> Finding:
    """Points and labels t v_i + (1 - t) v_j, t from ``law``, have the joint law of the mixed pairs."""
    named, both = Places(), []
    for each in (pairs.mixing, law):
        found: dict[Joint, Exact] = {}
        for _, written, probability in mixed_from(pairs, each):
            place = named(written)
            found[place] = found.get(place, Fraction(0)) + probability
        both.append(found)
    first, second = both
    holds = first.keys() == second.keys() and same_location(list(first.values()), [second[place] for place in first])
    return Finding(holds, f"{len(first)} mixed pairs, {len(second)} with {law}")


def means_are_shrunk_by(pairs: MixedPairs, factor: Exact) -> Finding:
    """E[delta] = 0 and E[epsilon] = 0 given i, for the points and labels shrunk by ``factor`` towards their means."""
    centre = centre_of(pairs)
    for i, (own, rows) in enumerate(zip(joint_points(pairs), seen_from(pairs), strict=True)):
        shrunk, mean = tuple(mix(own, centre, factor)), mean_of(rows)
        if not same_location(mean, shrunk):
            wanted, found = (f"({', '.join(map(str, v))})" for v in (shrunk, mean))
            return Finding(False, f"from point {i} the mean is {found}, the shrunken one {wanted}")
    return Finding(True, f"the means are shrunk by {factor}")


def covariances_are(pairs: MixedPairs, factors: tuple[Exact, Exact]) -> Finding:
    """Given i the covariance of (delta, epsilon) is the first factor times d d^T, and the second times Sigma.

    d = v_i less the mean, Sigma the covariance of points and labels.
    """
    own_factor, data_factor = factors
    v, centre = joint_points(pairs), centre_of(pairs)
    sigma = covariance_of(list(zip(v, pairs.dataset.exact_weights, strict=True)))
    for i, rows in enumerate(seen_from(pairs)):
        d = subtract(v[i], centre)
        wanted = [
            [own_factor * d[a] * d[b] + data_factor * s for b, s in enumerate(row)] for a, row in enumerate(sigma)
        ]
        if not all(map(same_location, covariance_of(rows), wanted)):
            return Finding(False, f"from point {i} the covariance is not {own_factor} d d^T + {data_factor} Sigma")
    return Finding(True, f"the covariances are {own_factor} d d^T + {data_factor} Sigma")


def covariance_factors(pairs: MixedPairs) -> tuple[Exact, Exact]:
    """Var theta, and Var theta + (1 - E theta)^2."""
    mean, variance = theta_moments(pairs)
    return variance, variance + (1 - mean) ** 2


def shrinkage(pairs: MixedPairs) -> Exact:
    """E theta + (1 - E theta)(n s - 1)/(n - 1), s being the share of self-pairs; of one point nothing moves."""
    mean, n = theta_moments(pairs)[0], pairs.dataset.n_points
    return mean + (1 - mean) * (n * pairs.share - 1) / (n - 1) if n > 1 else mean


def uniform_weights(pairs: MixedPairs) -> Finding:
    """All points have one weight."""
    weights = pairs.dataset.exact_weights
    same = conjunction(*(equal(weight, weights[0]) for weight in weights))
    return Finding(same, f"weights {', '.join(map(str, weights))}")


register(
    Claim(
        id="carratino-2022-perturbation",
        title="Mixup is the shrunken data with noise of mean zero, for every law of lambda",
        statement=(
            r"Let partners be independent, self-pairs included, $\theta = \max(\lambda, 1-\lambda)$, "
            r"$v_i = (x_i, y_i)$ with labels one-hot, $\bar v$ and $\Sigma$ their weighted mean and covariance, and "
            r"$\tilde v_i = \bar v + \bar\theta(v_i - \bar v)$ with $\bar\theta = E\theta$. For every $P_f$ the mixed "
            r"pairs have the law of $\tilde v_i + \delta$, $\delta = \theta v_i + (1-\theta) v_j - \tilde v_i$, where "
            r"given $i$: $E\delta = 0$ and $\mathrm{Cov}\,\delta = \mathrm{Var}(\theta)\,(v_i - \bar v)"
            r"(v_i - \bar v)^T + (\mathrm{Var}(\theta) + (1-\bar\theta)^2)\,\Sigma$. So labels are smoothed towards "
            r"the class frequencies, with weight $1-\bar\theta$."
        ),
        paper=CARRATINO_2022,
        place=PLACE,
        reading=Reading.OURS,
        instance=MixedPairs,
        assumptions=(
            Assumption("independent partners", r"a point meets itself with probability $p_i$", independent_partners),
        ),
        conclusion=Conclusion(
            (
                atomic_part("the law of mixed pairs", mixed_pairs_have_the_law, folded_law),
                atomic_part("means", means_are_shrunk_by, lambda pairs: theta_moments(pairs)[0]),
                atomic_part("covariances", covariances_are, covariance_factors),
            )
        ),
        expected=Verdict.PROVED,
        tightness="equalities; symmetry of the law is not needed",
    )
)
register(
    Claim(
        id="carratino-2022-pairings",
        title="How much Mixup shrinks depends on how often a point meets itself",
        statement=(
            r"For $n \ge 2$ points of equal weight, of which each meets itself with probability $s$, $E\delta = 0$ "
            r"holds for the shrinkage $\bar\theta + (1-\bar\theta)\frac{ns-1}{n-1}$ instead of $\bar\theta$: less by "
            r"$(1-\bar\theta)/(n-1)$ where no point meets itself (a batch of $n$ that is rolled or reversed), more by "
            r"about $(1-\bar\theta)/B$ for random permutations of batches of $B$."
        ),
        paper=CARRATINO_2022,
        place=PLACE,
        reading=Reading.OURS,
        instance=MixedPairs,
        assumptions=(Assumption("uniform weights", "all points have one weight", uniform_weights),),
        conclusion=Conclusion((atomic_part("means", means_are_shrunk_by, shrinkage),)),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
