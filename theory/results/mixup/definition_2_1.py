"""Definition 2.1: the constants over which the risk in a ball is minimised, as printed (a cube)."""

from __future__ import annotations

from theory.claim import Claim, Finding, Verdict, register
from theory.instances import LocalInstance
from theory.numbers import is_positive
from theory.optimal import local_masses
from theory.results.mixup.lemma_2_3 import POSITIVE_MASS
from theory.results.mixup.paper import MIXUP


def _a_probability_vector(instance: LocalInstance) -> Finding:
    """Over the cube -sum N_i log theta_i >= 0, and it is 0 exactly when theta_i = 1 wherever N_i > 0."""
    masses = local_masses(instance.dataset, instance.mixing, instance.x, instance.epsilon)
    ones = [c for c, n in zip(instance.dataset.classes, masses, strict=True) if is_positive(n)]
    if not ones:
        return Finding(False, "the ball has no mixed mass")
    text = f"N = ({', '.join(map(str, masses))}): minimisers have theta_i = 1 for the classes {ones}"
    return Finding(len(ones) == 1, f"{text}, whose sum is at least {len(ones)}")


register(
    Claim(
        id="definition-2.1-printed",
        title="The minimiser over the cube classifies",
        statement=r"In a ball of positive mixed mass some minimiser of the Mixup risk over $\theta\in[0,1]^k$ is a "
        r"probability vector, so that the class $C^*$ of classifiers made of them is not empty.",
        paper=MIXUP,
        place="Definition 2.1",
        whole_read=True,
        instance=LocalInstance,
        assumptions=(POSITIVE_MASS,),
        conclusion=_a_probability_vector,
        expected=Verdict.REFUTED,
        repaired_by="lemma-2.3",
    )
)
