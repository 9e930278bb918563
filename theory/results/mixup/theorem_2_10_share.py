"""Theorem 2.10 for any way of pairing: up to the share clearance at t a point keeps more than the share t of its class.

At the clearance itself a point has more than half (theorem-2.10-quantitative); here the share is chosen, and the two
points of a mix need not be drawn independently.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances import exact_share_clearance
from theory.clearances.exact import ExactClearance
from theory.dataset import LabeledDataset
from theory.instances import make_exact
from theory.mixing import Mixing
from theory.mixing.probabilities import probabilities
from theory.numbers import Exact, Number, ball, exact, is_ball, is_positive, less, less_equal
from theory.numbers import precision as ball_precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_10_quantitative import BITS, masses_in_ball


@dataclass(frozen=True)
class Paired:
    """A data point ``index`` seen at resolution ``epsilon``, where mixes are made of pairs drawn in some way.

    ``pairing`` lists ordered pairs and their probabilities, ``(s, t, p)``, which must be positive and sum to 1; by
    default s and t are drawn independently, each by the weights of the dataset.  Raises ``ValueError`` for other
    probabilities, and for indices of points that there are not.
    """

    dataset: LabeledDataset
    mixing: Mixing
    index: int
    epsilon: Number
    pairing: tuple[tuple[int, int, Exact], ...] | None = None

    def __post_init__(self) -> None:
        make_exact(self, "epsilon")
        for index in (self.index, *(end for *ends, _ in self.pairing or () for end in ends)):
            self.dataset.check_point(index)
        if self.pairing is not None:
            shares = probabilities((p for *_, p in self.pairing), "the probabilities of the pairs")
            pairs = ((s, t, p) for (s, t, _), p in zip(self.pairing, shares, strict=True))
            object.__setattr__(self, "pairing", tuple(pairs))

    def probability(self, s: int, t: int) -> Number:
        """Of drawing the ordered pair (s, t)."""
        if self.pairing is None:
            return self.dataset.exact_weights[s] * self.dataset.exact_weights[t]
        return sum(p for a, b, p in self.pairing if (a, b) == (s, t))

    def masses(self) -> list[Number]:
        """N_i of Lemma 2.3 in the ball, for this way of pairing."""
        pairing = None if self.pairing is None else {(s, t): self.probability(s, t) for s, t, _ in self.pairing}
        x = self.dataset.exact_points[self.index]
        return masses_in_ball(self.dataset, self.mixing, x, self.epsilon, pairing=pairing)

    def __str__(self) -> str:
        text = f"{self.dataset}, λ ~ {self.mixing}, point {self.index}, ε = {self.epsilon}"
        if self.pairing is None:
            return text
        return f"{text}, pairs {', '.join(f'({s}, {t}): {p}' for s, t, p in self.pairing)}"


@dataclass(frozen=True)
class AtShare:
    """What is seen, and a ``share`` in [0, 1] of the point's own class.  Raises ``ValueError`` for another share."""

    seen: Paired
    share: Exact

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", exact(self.share))
        if not (less_equal(0, self.share) and less_equal(self.share, 1)):
            raise ValueError(f"a share lies in [0, 1], not {self.share}")

    def __str__(self) -> str:
        return f"{self.seen}, t = {self.share}"


def without_self_pairs(dataset: LabeledDataset) -> tuple[tuple[int, int, Exact], ...]:
    """Independent points, given that they are two: p_s p_t / (1 - sum of squares) for s other than t."""
    weights = dataset.exact_weights
    left = 1 - sum(w * w for w in weights)
    indices = range(dataset.n_points)
    return tuple((s, t, exact(weights[s] * weights[t] / left)) for s in indices for t in indices if s != t)


def own_share(seen: Paired, bound: Number, attained: bool = False) -> Finding:
    """Whether h_eps^i(x) > ``bound``, or >= where it may be ``attained``, as an inequality of masses."""
    with ball_precision(BITS):
        masses = seen.masses()
        total, own = sum(masses), masses[int(seen.dataset.codes[seen.index])]
        if not is_positive(total):
            return Finding(False, "nothing reaches the ball: h_eps is not defined")
        limit = (ball(bound) if is_ball(total) else bound) * total
        quotient = own / total
        shown = quotient.str(6) if is_ball(quotient) else quotient
        holds = less_equal(limit, own) if attained else less(limit, own)
        return Finding(holds, f"h_eps = {shown} on the class of the data point")


def within(epsilon: Number, found: ExactClearance) -> Finding:
    """Whether eps <= the clearance that was found."""
    if found.squared is None:
        return Finding(True, "no mix threatens the point")
    return Finding(less_equal(epsilon * epsilon, found.squared), f"squared clearance {found.squared} by {found.pair}")


def has_mass(seen: Paired) -> Finding:
    """Whether some mix falls into the open ball with positive probability."""
    with ball_precision(BITS):
        return Finding(is_positive(sum(seen.masses())), "the mixed mass of the ball")


def _within_share_clearance(instance: AtShare) -> Finding:
    seen = instance.seen
    return within(seen.epsilon, exact_share_clearance(seen.dataset, seen.index, instance.share))


register(
    Claim(
        id="theorem-2.10-share",
        title="Up to the share clearance at t a point has more than the share t of its class, however pairs are drawn",
        statement=(
            r"Let the share clearance of $x \in X_i$ at $t \in [0, 1)$ be its distance to the nearest mix, of any two "
            r"data points, whose label has at most $t$ of $i$. For every $P_f$, all weights and every way of pairing, "
            r"if $\epsilon \le$ share clearance and the ball has mixed mass, then $h_\epsilon^i(x) > t$."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=AtShare,
        assumptions=(
            Assumption("share below 1", r"$t < 1$", lambda i: Finding(less(i.share, 1), f"t = {i.share}")),
            Assumption("within the share clearance", r"$\epsilon \le$ share clearance", _within_share_clearance),
            Assumption("mixed mass", r"the ball about $x$ has positive mixed mass", lambda i: has_mass(i.seen)),
        ),
        conclusion=Conclusion((Part("more than t", lambda i, t: own_share(i.seen, t), lambda i: i.share),)),
        expected=Verdict.PROVED,
        tightness="strict lower bound; beyond it an atom at the nearest mix has at most t, if only that pair is drawn",
    )
)
