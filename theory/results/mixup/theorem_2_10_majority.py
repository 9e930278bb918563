"""Theorem 2.10 with the sharp radius: up to the majority clearance a point keeps at least half, for every P_f.

What lies beyond it is the next chapter; here too is how it compares with the clearance and the share clearance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances import (
    distance_to_other_class,
    exact_clearance,
    exact_majority_clearance,
    exact_share_clearance,
)
from theory.dataset import LabeledDataset
from theory.instances import make_exact
from theory.numbers import Exact, Number, Truth, conjunction, equal, is_positive, less, less_equal
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_10_quantitative import HALF
from theory.results.mixup.theorem_2_10_share import Paired, has_mass, own_share, within


def _at_least(seen: Paired, bound: Number) -> Finding:
    return own_share(seen, bound, attained=True)


def _more_with_the_self_pair(seen: Paired, bound: Number) -> Finding:
    if not is_positive(seen.probability(seen.index, seen.index)):
        return Finding(True, "x is not mixed with itself")
    return own_share(seen, bound)


def _within_clearance(seen: Paired) -> Finding:
    return within(seen.epsilon, exact_majority_clearance(seen.dataset, seen.index))


def _either_order(seen: Paired) -> Finding:
    indices = range(seen.dataset.n_points)
    pairs = [(s, t) for s in indices for t in indices if s < t]
    holds: Truth = conjunction(*(equal(seen.probability(s, t), seen.probability(t, s)) for s, t in pairs))
    return Finding(holds, "(s, t) and (t, s) compared for all pairs")


register(
    Claim(
        id="theorem-2.10-majority",
        title="Up to the majority clearance a point keeps at least half of its class, and more if mixed with itself",
        statement=(
            r"Let the majority clearance of $x \in X_i$ be its distance to the nearest segment that has both ends "
            r"outside $X_i$ (which may be one point), or one end in $X_i$ and a nearer end outside. For every $P_f$, "
            r"all weights, and points drawn independently, or in any way that draws $(s, t)$ as often as $(t, s)$: if "
            r"$\epsilon \le$ majority clearance and the ball has mixed mass, then $h_\epsilon^i(x) \ge 1/2$, and "
            r"$h_\epsilon^i(x) > 1/2$ if $x$ is mixed with itself, as it is with self-pairs."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Paired,
        assumptions=(
            Assumption("within the majority clearance", r"$\epsilon \le$ majority clearance", _within_clearance),
            Assumption("mixed mass", r"the ball about $x$ has positive mixed mass", has_mass),
            Assumption("either order", r"$(s, t)$ and $(t, s)$ are drawn equally often", _either_order),
        ),
        conclusion=Conclusion(
            (
                Part("at least half", _at_least, lambda _: HALF),
                Part("more than half with the self-pair", _more_with_the_self_pair, lambda _: HALF),
            )
        ),
        expected=Verdict.PROVED,
        tightness="the radius is the largest (theorem-2.10-majority-sharp), and without self-pairs 1/2 is attained",
    )
)


@dataclass(frozen=True)
class Compared:
    """A data point, and a ``share`` in [0, 1) for its share clearance.  ``ValueError`` for other indices and shares."""

    dataset: LabeledDataset
    index: int
    share: Exact

    def __post_init__(self) -> None:
        self.dataset.check_point(self.index)
        make_exact(self, "share")
        if not (less_equal(0, self.share) and less(self.share, 1)):
            raise ValueError(f"the share must be at least 0 and below 1, not {self.share}")

    def __str__(self) -> str:
        return f"{self.dataset}, point {self.index}, t = {self.share}"


def _majority_is_at_least(instance: Compared, squared: Number) -> Finding:
    found = exact_majority_clearance(instance.dataset, instance.index)
    if found.squared is None:
        return Finding(True, "one class alone has no bound")
    return Finding(less_equal(squared, found.squared), f"squared majority clearance {found.squared}")


def _share_clearance_is_at_most(instance: Compared, squared: Number) -> Finding:
    found = exact_share_clearance(instance.dataset, instance.index, instance.share)
    if found.squared is None:
        return Finding(True, "one class alone has no bound")
    return Finding(less_equal(found.squared, squared), f"squared share clearance {found.squared}")


def _from_the_nearest(instance: Compared) -> Number:
    """((1 - t) d(x))^2; 0 for one class, where it is not asked for."""
    if instance.dataset.n_classes == 1:
        return Fraction(0)
    square, _ = distance_to_other_class(instance.dataset, instance.index)
    return (1 - instance.share) ** 2 * square


register(
    Claim(
        id="theorem-2.10-clearances",
        title="The majority clearance is at least the clearance and the share clearance at 1/2",
        statement=(
            r"The majority clearance is at least the clearance and at least the share clearance at $1/2$, neither of "
            r"which is always the larger; the share clearance at $t$ is at most $(1 - t)\, d(x)$, with $d(x)$ the "
            r"distance to the nearest other class."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Compared,
        conclusion=Conclusion(
            (
                Part(
                    "at least the clearance",
                    _majority_is_at_least,
                    lambda i: exact_clearance(i.dataset, i.index).squared or Fraction(0),
                ),
                Part(
                    "at least the share clearance at 1/2",
                    _majority_is_at_least,
                    lambda i: exact_share_clearance(i.dataset, i.index, HALF).squared or Fraction(0),
                ),
                Part("at most (1 - t) d", _share_clearance_is_at_most, _from_the_nearest),
            )
        ),
        expected=Verdict.PROVED,
        tightness="the first and the last are attained on {0} against {1}, all three on {-2, 0} against {1} at 0",
    )
)
