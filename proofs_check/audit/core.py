"""The audit itself: clearances of all points, h_eps at as many as fit, and the infima for the worst."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from proofs_check.audit.blocks import HERE, AuditForm, Work
from proofs_check.audit.data import Prepared, prepare
from proofs_check.audit.findings import Estimator, Settings
from proofs_check.audit.judging import alpha_table, judge
from proofs_check.audit.reading.points import LARGEST, SMALLEST
from proofs_check.audit.recipes import Recipe, settings_of
from proofs_check.audit.result import Result
from proofs_check.audit.searching import first_alphas, first_epsilons
from proofs_check.partners.nearest import nearest
from proofs_check.support.console import LOGGER
from theory.clearances import Metric
from theory.dataset import LabeledDataset
from theory.numbers import Array
from theory.optimal.resolution import BAND, parse_resolution, unit


def audit(
    X: Any,
    y: Any = None,
    *,
    weights: Any = None,
    alpha: float | tuple[float, float] | None = None,
    epsilon: float | str | None = None,
    metric: Metric = "euclidean",
    self_pairs: bool | None = None,
    prob: float | None = None,
    recipe: Recipe = "paper",
    standardize: bool = False,
    search: int = 50,
    budget: float = 60.0,
    sample: int | None = None,
    stratified: bool = False,
    estimator: Estimator = "h",
    loss: float | None = None,
) -> Result:
    """Audit labelled data: which points would Mixup with Beta(alpha, alpha) pull out of their class?

    Parameters
    ----------
    X, y
        Points and labels: arrays, a data frame and the name of its column of labels, a scikit-learn dataset, tensors,
        a sparse matrix, as :func:`proofs_check.audit.data.prepare` takes them.
    weights
        How often each row is drawn for mixing, up to a factor (the p_i of the paper, so that pairs weigh p_i p_j), or
        the name of a column; by default all rows are drawn as often.
    alpha, self_pairs, prob
        The mixing distribution: Beta(alpha, alpha), or Beta(a, b) of a pair, or 0, when nothing is mixed; whether a row
        can meet itself; the share of samples that are mixed at all.  By default as ``recipe`` has them.
    epsilon
        The resolution at which inputs are told apart: a number or, in units of U, a text such as ``".2U"``.  By default
        U/8, with the band from .075 U to .2 U beside it.
    metric
        ``"angular"`` knows clearances only; h_eps is about Euclidean balls.
    recipe
        ``"paper"``, ``"torchvision"``, ``"timm"`` or ``"keras"``.
    standardize
        Bring every column to mean 0 and standard deviation 1.
    search
        Of how many points, least lead first, the infima of the unsafe eps and alpha are enclosed.
    budget
        Seconds for h_eps; where all points would take longer, a random sample of 200 at least is judged.
    sample
        Judge a sample of this size, whatever it takes; ``stratified``: the same number of each class.
    estimator
        ``"plane"`` judges by planes through the nearest of 100 n sampled mixes: it has no eps and ranked best in our
        study, and it is empirical, never certified.
    loss
        Your training loss in nats, to be told how far above its floor it is.

    Returns
    -------
    Result
        It prints as one screen; ``hazards`` are the rows that are lost, ``to_frame()`` has all points by their lead.

    Raises
    ------
    ValueError
        With one line for whatever is wrong with the input.

    Examples
    --------
    >>> found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    >>> found.hazards, found.judged.own[found.judged.place[1]].round(3)
    (array([1]), array([0.343]))
    """
    settings = settings_of(
        recipe, alpha=alpha, self_pairs=self_pairs, prob=prob, epsilon=epsilon, metric=metric, search=search,
        budget=budget, sample=sample, stratified=stratified, estimator=estimator, loss=loss,
    )  # fmt: skip
    return audit_prepared(prepare(X, y, standardize, weights=weights), settings)


def audit_prepared(prepared: Prepared, settings: Settings, work: Work = HERE) -> Result:
    """The same for data that were checked already, its clearances where ``work`` says."""
    data = prepared.dataset
    if settings.estimator == "plane" and prepared.weighted:
        raise ValueError("estimator 'plane' draws all rows as often: leave the weights out")
    clear = work.clearances(data, certifying_form(settings), settings.metric)
    LOGGER.info("found how far each point is certified")
    scale = unit(data, settings.metric)
    epsilons: tuple[float, ...] = (parse_resolution(settings.epsilon, scale.value),)
    if settings.has_band:
        epsilons = tuple(factor * scale.value for factor in BAND)
    if not SMALLEST < min(epsilons) <= max(epsilons) < LARGEST:
        raise ValueError(f"epsilon must lie between {SMALLEST:g} and {LARGEST:g}, not {epsilons[0]:g}")
    found = Result(prepared, settings, scale, epsilons, clear, distance_to_other_classes(data))
    if settings.metric == "angular" or data.n_classes == 1:
        return found
    judged = judge(data, epsilons, settings, work.runner)
    LOGGER.info("judged %d points", len(judged.query))
    found = replace(found, judged=judged, table=alpha_table(data, epsilons, settings, work.runner))
    LOGGER.info("counted what is lost at each alpha")
    if settings.estimator == "plane":
        return found
    worst = found.order[: min(settings.search, len(judged.query))]
    epsilons_found = first_epsilons(found, worst, work.runner)
    return replace(found, unsafe_epsilon=epsilons_found, unsafe_alpha=first_alphas(found, worst, work.runner))


def certifying_form(settings: Settings) -> AuditForm:
    """Which clearance keeps a point in its class at every alpha, at each eps up to it.

    The majority clearance with self-pairs, the share clearance at 1/2 without.  Of angles the repaired one is known.
    """
    if settings.metric == "angular":
        return "repaired"
    return "majority" if settings.self_pairs else "half share"


def distance_to_other_classes(dataset: LabeledDataset) -> Array:
    """Distances (n,) to the nearest point of another class; inf if there is none."""
    points, codes = dataset.points, dataset.codes
    distances = np.full(len(points), np.inf)
    for code in range(dataset.n_classes if dataset.n_classes > 1 else 0):
        distances[codes == code] = nearest(points[codes != code], points[codes == code], 1)[1][:, 0]
    return distances
