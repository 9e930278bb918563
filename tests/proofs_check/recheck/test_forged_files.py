"""Files that were cut, swapped, renamed or invented since the run are refused, with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from proofs_check import __main__ as command_line

LEMMA, CLAIM = "theorem-2.7-phase-boundary", "theorem-2.7-critical-weight"
PLAIN = "invented-2.2"
Attack: TypeAlias = Callable[[Any], None]


def raw(claim: str, change: Callable[[bytes], bytes]) -> Attack:
    def attack(report: Any) -> None:
        path = report.certificate(claim)
        path.write_bytes(change(path.read_bytes()))

    return attack


def swap(report: Any) -> None:
    one, other = report.certificate(LEMMA), report.certificate(CLAIM)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def rename(report: Any) -> None:
    """The certificate of another claim, under the name of this one."""
    source = json.loads(report.certificate(CLAIM).read_text())
    report.edit(LEMMA, lambda _: {**source, "claim": LEMMA})


def invent(report: Any) -> None:
    claim = {"id": "p-is-not-np", "verdict": "PROVED", "statement": "$P \\ne NP$"}
    report.edit_report(lambda reported: [*reported, claim])
    add("p-is-not-np", claim="p-is-not-np")(report)


def add(name: str, **changes: Any) -> Attack:
    """One more certificate, like that of the invented claim."""
    return lambda report: report.certificate(name).write_text(json.dumps({**report.plain(), **changes}))


def reported(claim: str, **changes: str) -> Attack:
    def change(claims: list[Any]) -> None:
        next(c for c in claims if c["id"] == claim).update(changes)

    return lambda report: report.edit_report(change)


def unreport(report: Any) -> None:
    report.edit_report(lambda claims: [c for c in claims if c["id"] != LEMMA])
    report.certificate(LEMMA).unlink()


FILES: dict[str, tuple[Attack, str, str]] = {
    "truncated": (raw(PLAIN, lambda b: b[: len(b) // 2]), PLAIN, "cannot be read"),
    "empty": (raw(PLAIN, lambda b: b""), PLAIN, "cannot be read"),
    "not text": (raw(PLAIN, lambda b: b.decode().encode("utf-16")), PLAIN, "cannot be read"),
    "a key twice": (raw(PLAIN, lambda b: b.replace(b'{"format"', b'{"format": 2, "format"', 1)), PLAIN, "key twice"),
    "not a number": (raw(PLAIN, lambda b: b.replace(b'"format": 2', b'"format": NaN')), PLAIN, "NaN"),
    "bottomless": (raw(PLAIN, lambda b: b"[" * 200_000), PLAIN, "cannot be read"),
    "a list": (raw(PLAIN, lambda b: b"[]"), PLAIN, "format"),
    "deleted": (lambda r: r.certificate(PLAIN).unlink(), PLAIN, "no certificate"),
    "swapped": (swap, LEMMA, "it says"),
    "renamed": (rename, LEMMA, "it says"),
    "an extra file": (add("extra"), "extra", "no such"),
    "an invented claim": (invent, "p-is-not-np", "no statement of this claim"),
    "another format": (lambda r: r.edit(PLAIN, lambda d: d.update(format=3)), PLAIN, "format"),
    "reported as proved": (reported("theorem-2.10-printed", verdict="PROVED"), "theorem-2.10-printed", "REFUTED"),
    "reported otherwise": (reported(CLAIM, statement="Mixup is always right."), CLAIM, "states the claim otherwise"),
    "a lemma left out": (unreport, CLAIM, "lemma theorem-2.7-phase-boundary is not among"),
    "a lemma broken": (raw(LEMMA, lambda b: b""), CLAIM, "lemma theorem-2.7-phase-boundary is refused"),
}


@pytest.mark.parametrize("name", FILES)
def test_forged_files_are_refused(report, name: str) -> None:
    attack, claim, reason = FILES[name]
    report.only(PLAIN, "theorem-2.10-printed", *([LEMMA, CLAIM] if claim in (LEMMA, CLAIM) else []))
    attack(report)
    assert reason in report.refusal(claim)


def test_a_claim_that_rests_on_itself_is_refused(report) -> None:
    lemma = {"kind": "lemma", "claim": PLAIN}
    report.only(PLAIN).edit(PLAIN, lambda d: d["items"][0]["decided"].append(lemma))
    report.renew()
    assert "rests on itself" in report.refusal(PLAIN)


def test_certificates_of_the_earlier_format_are_one_line(report, capsys: pytest.CaptureFixture[str]) -> None:
    report.only(PLAIN).edit(PLAIN, lambda d: d.update(format=1))
    with pytest.raises(SystemExit) as stop:
        command_line.main(["recheck", str(report.folder)])
    assert stop.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("certificates of format 1, of an earlier version: run again")
