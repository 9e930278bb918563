"""The study's networks, trained once and kept: a run that was interrupted goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from proofs_check.experiments.study.networks import ALPHAS, PROTOCOL, Networks, held_out, trained
from proofs_check.experiments.study.sets import StudySet, load
from proofs_check.experiments.training import Protocol
from proofs_check.support.cache import Hit, Store, key
from proofs_check.support.sources import dependencies, distributions
from theory.numbers import Array

DIGITS = 6  # of the probabilities that are kept


@dataclass(frozen=True)
class Trained:
    """A data set with its networks: of ERM, of Mixup at each alpha, and what ERM says of points held out (n, k)."""

    data: StudySet
    erm: Networks
    mixup: dict[float, Networks]
    held_out: Array


def train_all(
    name: str,
    runs: int,
    store: Store | None = None,
    protocol: Protocol = PROTOCOL,
    alphas: Sequence[float] = ALPHAS,
    seed: int = 0,
) -> Trained:
    """The networks of a data set, from ``store`` if they are there."""
    parameters = {"runs": runs, "alphas": list(alphas), "protocol": asdict(protocol), "seed": seed}
    modules = sorted(dependencies(["proofs_check.experiments.study.networks"]))
    wanted = key(f"study {name}", modules, parameters, distributions(modules))
    found = store.get(wanted) if store else None
    data = load(name)
    if not isinstance(found, Hit):
        seeds = range(seed, seed + runs)
        made = {"erm": trained(data, None, seeds, protocol)}
        made |= {f"{alpha:g}": trained(data, alpha, seeds, protocol) for alpha in alphas}
        found = Hit(
            {label: _plain(each) for label, each in made.items()}
            | {"held out": _listed(held_out(data, seed, protocol))}
        )
        if store:
            store.put(wanted, found.value)
    value = found.value
    mixup = {alpha: _networks(value[f"{alpha:g}"]) for alpha in alphas}
    return Trained(data, _networks(value["erm"]), mixup, np.array(value["held out"]))


def _plain(networks: Networks) -> dict[str, Any]:
    return {"probabilities": _listed(networks.probabilities), "accuracy": _listed(networks.accuracy)}


def _listed(values: Array) -> Any:
    return np.round(values, DIGITS).tolist()


def _networks(value: dict[str, Any]) -> Networks:
    return Networks(np.array(value["probabilities"]), np.array(value["accuracy"]))
