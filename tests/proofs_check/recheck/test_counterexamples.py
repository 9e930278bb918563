"""The checker's own reading of the printed statements: what is no counterexample is refused, another one is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.recheck.formulas import decide_item
from proofs_check.recheck.outcome import WORD, Refused


def instance(data: Any) -> Any:
    """The instance of the first refutation."""
    return next(r["instance"] for i in data["items"] if i["role"] == "refutation" for r in i["decided"])


def data_with(**changes: Any) -> Callable[[Any], None]:
    return lambda d: instance(d)["dataset"].update(changes)


def with_(**changes: Any) -> Callable[[Any], None]:
    return lambda d: instance(d).update(changes)


BETA = {"type": "Beta", "alpha": "1", "beta": "1"}
MIDPOINT = {"type": "Midpoint", "masses": [["1/2", "1"]]}
INSTANCES: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "2.9 does not hold": ("theorem-2.10-printed", data_with(labels=["1", "2", "1"]), "2.9 fails"),
    "h is continuous": (
        "theorem-2.10-printed",
        data_with(points=[["0", "0"], ["3", "0"], ["0", "4"]]),
        "tends to the class",
    ),
    "f vanishes at the ends": (
        "theorem-2.10-printed",
        lambda d: instance(d).update(mixing={**BETA, "alpha": "2", "beta": "2"}) or data_with(labels=["1"] * 3)(d),
        "tends to the class",
    ),
    "no density": ("theorem-2.10-printed", with_(mixing=MIDPOINT), "no density"),
    "a law without a name": ("theorem-2.10-printed", with_(mixing={"type": "Mine"}), "no law is known"),
    "atoms by another name": ("theorem-2.10-printed", with_(mixing={**MIDPOINT, "type": "Mine"}), "no law is known"),
    "a midpoint elsewhere": (
        "theorem-3.2-delta-printed",
        with_(mixing={"type": "Midpoint", "masses": [["1/3", "1"]]}),
        "all its mass at 1/2",
    ),
    "a shape too many": ("theorem-2.10-printed", with_(mixing={**BETA, "gamma": "1"}), "is given by alpha, beta"),
    "weights of sum 2": ("theorem-2.10-printed", data_with(weights=["2/3"] * 3), "weights"),
    "a negative weight": ("theorem-2.10-printed", data_with(weights=["-1", "1", "1"]), "weights"),
    "a point without a label": ("theorem-2.10-printed", data_with(labels=["1", "1"]), "no dataset"),
    "one place, two labels": ("theorem-2.10-printed", data_with(points=[["0"], ["0"], ["0"]]), "two labels"),
    "floats": ("theorem-2.10-printed", data_with(points=[[0.0], [1.0], [2.0]]), "not a rational number"),
    "an endless number": ("theorem-2.10-printed", data_with(points=[["0"], ["1"], ["9" * 999]]), "not a rational"),
    "a shape of a million": (
        "theorem-2.10-printed",
        with_(mixing={**BETA, "alpha": "1000000", "beta": "1000000"}),
        "not whole numbers",
    ),
    "another claim's instance": ("theorem-2.10-printed", with_(dataset=None), "cannot be checked"),
    "a delta that 3.1 forbids": ("theorem-3.2-delta-printed", with_(delta="5"), "half the distance"),
    "a delta too small": ("theorem-3.2-delta-printed", with_(delta="1/4"), "3.1 fails"),
    "a mix with lambda = 1 - delta": (
        "theorem-3.2-delta-printed",
        lambda d: (
            instance(d).update(mixing=BETA, label="1", x=["2"], delta="1/2")
            or data_with(points=[["0"], ["4"]], labels=["1", "2"], weights=["1/2", "1/2"])(d)
        ),
        "3.1 fails",
    ),
    "a delta of 0": ("theorem-3.2-delta-printed", with_(delta="0"), "not positive"),
    "a delta above 1/2": ("theorem-3.2-continuity-printed", with_(delta="3/5"), "delta is above 1/2"),
    "a delta above 1/2, off the support": (
        "theorem-3.2-off-support-printed",
        lambda d: instance(d).update(delta="3/5") or data_with(points=[["0"], ["4"]])(d),
        "delta is above 1/2",
    ),
    "without self-pairs": ("theorem-2.10-printed", with_(self_pairs=False), "self-pairs are left out"),
    "the right class": (
        "theorem-3.2-delta-printed",
        with_(label="1", x=["1/10"], delta="1/50"),
        "h gives x the class",
    ),
    "no such class": ("theorem-3.2-delta-printed", with_(label="3"), "no such class"),
    "a mixed point": ("theorem-3.2-off-support-printed", with_(x=["1/1000"], delta="1/900"), "is a mixed point"),
    "one line": (
        "theorem-3.2-continuity-printed",
        data_with(points=[["-1", "0"], ["-1", "-1"], ["9", "0"], ["7", "4"]]),
        "one mean label",
    ),
    "equal means": (
        "theorem-3.2-continuity-printed",
        data_with(points=[["-1", "0"], ["0", "-1"], ["4", "0"], ["0", "4"]]),
        "one mean label",
    ),
    "within half the distance": ("margin-half-distance-printed", with_(x=["0", "1/4"]), "within half the distance"),
    "nearer to the other class": ("margin-half-distance-printed", with_(x=["0", "60"]), "does not give x the class"),
    "equal masses": ("theorem-3.5-printed", data_with(weights=["1/2", "1/4", "1/4"]), "equal mass"),
    "a skew law": ("theorem-3.5-printed", with_(mixing={**BETA, "alpha": "2"}), "not symmetric"),
    "the midpoint law": ("theorem-3.5-printed", with_(mixing=MIDPOINT), "no minimiser"),
    "no interpolation": (
        "theorem-3.5-printed",
        data_with(points=[["1", "0", "0"], ["-5", "1", "0"], ["-5", "1", "1"]]),
        "does not interpolate",
    ),
    "dependent data": ("theorem-3.5-printed", data_with(points=[["1"], ["-1"], ["-2"]]), "linearly dependent"),
    "interpolation": (
        "theorem-3.5-without-interpolation",
        data_with(points=[["1", "0"], ["0", "1"]]),
        "max-margin interpolates",
    ),
    "different masses": (
        "theorem-3.5-without-interpolation",
        data_with(weights=["1/3", "2/3"]),
        "different masses",
    ),
    "equal classes": ("corollary-3.8-printed", with_(n="4", d="70", positives="2"), "classes are equal"),
    "too few dimensions": ("corollary-3.8-printed", with_(d="34"), "not above the bound"),
    "half a point": ("corollary-3.8-printed", with_(n="7/2"), "no such sample"),
    "one class": ("theorem-3.5-printed", data_with(labels=["1", "1", "1"]), "not 1 and -1"),
    "nothing in the ball": ("definition-2.1-printed", with_(x=["5"]), "fewer than two"),
    "no ball": ("definition-2.1-printed", with_(epsilon="-1"), "positive radius"),
    "a symmetric law": ("lemma-2.3-symmetry-printed", with_(mixing=BETA), "is the double sum"),
    "nothing on the sphere": ("lemma-2.3-continuity-printed", with_(epsilon="1/9"), "no data point on the sphere"),
    "an empty ball": ("lemma-2.3-continuity-printed", with_(x=["5"]), "not defined"),
    "another density": ("remark-2.4-printed", with_(mixing=BETA), "not the oscillating density"),
    "another cross": (
        "remark-2.4-printed",
        data_with(points=[["0", "1"], ["0", "-1"], ["1", "0"], ["-1", "0"]]),
        "not the four points",
    ),
}


@pytest.mark.parametrize("name", INSTANCES)
def test_what_is_no_counterexample_is_refused(report, name: str) -> None:
    claim, change, reason = INSTANCES[name]
    report.only(claim).edit(claim, change)
    assert reason in report.refusal(claim)


def test_another_counterexample_is_as_good(report) -> None:
    claim = "theorem-2.10-printed"
    report.only(claim).edit(claim, data_with(points=[["0"], ["2"], ["5"]]))
    assert not report.refusal(claim)


def test_a_refutation_without_a_counterexample_is_refused(report) -> None:
    claim = "theorem-2.10-printed"
    report.only(claim).edit(claim, lambda d: d.update(items=[]))
    report.renew()
    assert "no counterexample" in report.refusal(claim)


@pytest.mark.parametrize("mixing", [{"type": "Mine"}, {**MIDPOINT, "type": "Nonsense"}, {"type": "Beta"}, None])
@pytest.mark.parametrize("deep", [False, True])
def test_a_control_has_a_law_that_is_known_although_nothing_else_of_it_is_looked_at(mixing: Any, deep: bool) -> None:
    def control(law: Any) -> dict[str, Any]:
        inner = {"type": "Any", "mixing": law}
        record = {"kind": "instance", "without": "it", "instance": {"type": "Pair", "of": [inner]} if deep else inner}
        return {"name": "without it", "role": "control", "method": "exact", "decided": [record]}

    assert decide_item("theorem-2.10", control(MIDPOINT)) == WORD
    with pytest.raises(Refused, match=r"without it: .*(no law is known|is given by)"):
        decide_item("theorem-2.10", control(mixing))
