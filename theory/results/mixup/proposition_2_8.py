"""Proposition 2.8: at a data point the pointwise limit h gives all to the point's class, unless an atom interferes.

What h does there without self-pairs is the next chapter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import same_location
from theory.incidence import Incidence, incidences
from theory.instances import check_place, make_exact
from theory.mixing import Mixing
from theory.numbers import Exact, Number, equal, equivalent, is_undefined, less
from theory.optimal import mixup_optimal_limit
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True, eq=False)
class Place:
    """A place ``x`` and the ``label`` of a class i, whose share h^i(x) is asked for.

    ``self_pairs`` says whether a data point may be mixed with itself.  Raises ``ValueError`` for a class
    that is not there and for an x of the wrong dimension.

    >>> from theory.mixing import Beta
    >>> print(Place(LabeledDataset.alternating_line(), Beta(1), 2, [1]))
    X_1 = {0, 2}, X_2 = {1}, P_f = Beta(1, 1), x = (1), i = 2
    """

    dataset: LabeledDataset
    mixing: Mixing
    label: Any
    x: tuple[Exact, ...]
    self_pairs: bool = True

    def __post_init__(self) -> None:
        make_exact(self, "x")
        if self.label not in self.dataset.classes:
            raise ValueError(
                f"there is no class {self.label!r}; there are {', '.join(map(repr, self.dataset.classes))}"
            )
        check_place(self.dataset, self.x)

    @property
    def code(self) -> int:
        """Index of the class."""
        return self.dataset.classes.index(self.label)

    def __str__(self) -> str:
        place = ", ".join(map(str, self.x))
        pairs = "" if self.self_pairs else ", without self-pairs"
        return f"{self.dataset}, P_f = {self.mixing}, x = ({place}), i = {self.label}{pairs}"


def limit_at(place: Place) -> list[Number]:
    """h(x), shape (k,), exactly; NaN off X_mix."""
    return list(mixup_optimal_limit(place.dataset, place.mixing, [place.x], place.self_pairs)[0])


def stray_atom(place: Place) -> Incidence | None:
    """A pair s, t != x and an atom lambda in (0, 1) with z_st(lambda) = x, an end outside X_i; ``None`` if none.

    >>> from theory.mixing import Midpoint
    >>> stray_atom(Place(LabeledDataset.alternating_line(), Midpoint(), 2, [1]))
    (0, 2, Fraction(1, 2))
    """
    points, codes = place.dataset.exact_points, place.dataset.codes
    for s, t, lam in incidences(place.dataset, place.x):
        if same_location(points[s], place.x) or same_location(points[t], place.x):
            continue
        is_atom = any(equal(value, lam) for value in place.mixing.atoms)
        if is_atom and less(0, lam) and less(lam, 1) and not codes[s] == place.code == codes[t]:
            return s, t, lam
    return None


def foreign_part(mass: Number, lam: Number, s_foreign: Number, t_foreign: Number) -> Number:
    """Label mass that a pair met at lambda gives to classes other than i; the indicators are 1 for ends outside X_i."""
    return mass * (lam * s_foreign + (1 - lam) * t_foreign)


def own_share(own: Number, foreign: Number) -> Number:
    """h^i = N_i / sum N from N_i and the mass of all other classes."""
    return own / (own + foreign)


def _is_whole(place: Place, undisturbed: bool) -> Finding:
    """Whether h^i(x) exists, and is 1 exactly if ``undisturbed``."""
    share = limit_at(place)[place.code]
    if is_undefined(share):
        return Finding(False, "no mixed mass near x: h is not determined there")
    whole = equal(share, 1)
    text = "no atom disturbs x" if undisturbed else "an atom disturbs x"
    return Finding(equivalent(whole, undisturbed), f"h^{place.label}(x) = {share}, and {text}")


def _undisturbed(place: Place) -> bool:
    """Whether no pair with an end outside the class, and none at x, meets x at an atom: found by search."""
    return stray_atom(place) is None


_exactly_when_undisturbed = Conclusion((Part("h^i = 1 exactly when undisturbed", _is_whole, _undisturbed),))


def _is_data_point(place: Place) -> Finding:
    data = place.dataset
    here = [label for p, label in zip(data.exact_points, data.labels, strict=True) if same_location(p, place.x)]
    return Finding(place.label in here, f"data of classes {here} at x" if here else "no data point at x")


def _has_self_pairs(place: Place) -> Finding:
    return Finding(place.self_pairs, "self-pairs count" if place.self_pairs else "self-pairs are left out")


DATA_POINT = Assumption("data point", r"$x \in X_i$", _is_data_point)
SELF_PAIRS = Assumption("self-pairs", "a data point may be mixed with itself", _has_self_pairs)

register(
    Claim(
        id="proposition-2.8",
        title="At a data point h gives all to its class, exactly when no atom of P_f interferes",
        statement=r"On finite data, for $x\in X_i$: the limit $h(x)$ exists for every $P_f$, and $h^i(x)=1$ if and "
        r"only if for every atom $\lambda\in(0,1)$ of $P_f$ and all $s,t\ne x$ of the data with $z_{st}(\lambda)=x$ "
        r"both ends are in $X_i$. In particular $h^i=1$ on $X_i$ when $P_f$ has no atom in $(0,1)$.",
        paper=MIXUP,
        place="Proposition 2.8",
        instance=Place,
        assumptions=(DATA_POINT, SELF_PAIRS),
        conclusion=_exactly_when_undisturbed,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
