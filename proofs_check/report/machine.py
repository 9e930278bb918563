"""report.json and junit.xml: what other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from proofs_check.certificates import certified, file_name, lines_of
from proofs_check.evidence import UNCHECKED, Evidence, Role, unchecked
from proofs_check.kernel import composition as kernel
from proofs_check.report.covered import covered
from proofs_check.runner import ClaimReport, Report
from proofs_check.support.files import write_json, write_text
from theory.claim import Paper, Verdict

SCHEMA = 2


def write(report: Report, folder: Path) -> None:
    """Write ``report.json`` and ``junit.xml`` into ``folder``, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "report.json", as_dict(report))
    write_text(folder / "junit.xml", junit(report))


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain data, in the published form (``schema`` 2)."""
    verdicts = [c.verdict for c in report.claims]
    return {
        "schema": SCHEMA,
        "papers": [paper_dict(paper) for paper in report.by_paper],
        "claims": [claim_dict(c) for c in report.claims],
        "summary": {
            "claims": len(report.claims),
            "as_expected": sum(c.as_expected for c in report.claims),
            "interrupted": report.interrupted,
            "verdicts": {v.value: verdicts.count(v) for v in Verdict if v in verdicts},
        },
        "environment": {**report.environment, "preset": report.settings.preset, "seed": report.settings.seed},
    }


def paper_dict(paper: Paper) -> dict[str, str]:
    """A paper as plain data."""
    return {
        "key": paper.key,
        "citation": paper.citation,
        "title": paper.title,
        "identifier": paper.identifier,
        "version": paper.version,
        "read": paper.read.value,
    }


def claim_dict(report: ClaimReport) -> dict[str, Any]:
    """One claim of the report as plain data."""
    claim = report.claim
    return {
        "id": claim.id,
        "title": claim.title,
        "paper": claim.paper.key,
        "place": claim.place,
        "read": claim.read.value,
        "whole_read": claim.whole_read,
        "source": claim.source,
        "statement": claim.statement,
        "assumptions": [{"name": a.name, "statement": a.statement} for a in claim.assumptions],
        "tightness": claim.tightness,
        "verdict": report.verdict.value,
        "expected": claim.expected.value,
        "trusted": len(unchecked(report.evidence, Role.TRUSTED)),
        "argued": len(unchecked(report.evidence, Role.ARGUED)),
        kernel.ROLE: kernel.as_dict(claim),
        "message": report.message,
        "repairs": claim.repairs,
        "repaired_by": claim.repaired_by,
        "steps": [_step_dict(e) for e in report.evidence if e.role in (Role.STEP, *UNCHECKED)],
        "evidence": [_evidence_dict(e, report) for e in report.evidence if e.role not in UNCHECKED],
    }


def outcome(evidence: Evidence) -> str:
    """``holds``, ``fails``, ``inconclusive`` or ``error``; ``assumed`` for what is not checked."""
    if evidence.error is not None:
        return "error"
    if evidence.role in UNCHECKED:
        return "assumed"
    return {True: "holds", False: "fails", None: "inconclusive"}[evidence.holds]


def _step_dict(evidence: Evidence) -> dict[str, Any]:
    return {
        "name": evidence.name,
        "kind": "checked" if evidence.role is Role.STEP else evidence.role.value,
        "method": evidence.method,
        "premises": list(evidence.premises),
        "conclusion": evidence.conclusion,
        "verdict": outcome(evidence),
    }


def _evidence_dict(evidence: Evidence, report: ClaimReport) -> dict[str, Any]:
    return {
        "name": evidence.name,
        "role": evidence.role.value,
        "method": evidence.method,
        "verdict": outcome(evidence),
        "scope": evidence.scope,
        "covers": covered(lines_of(evidence)),
        "tried": evidence.tried,
        "message": evidence.message,
        "seconds": round(evidence.seconds, 3),
        "instances": evidence.instances,
        "certificate": file_name(report.claim.id) if certified(report) and evidence.certificate else None,
        "witness": evidence.witness,
        "origin": evidence.origin,
    }


def junit(report: Report) -> str:
    """One test suite per paper, in it one case per item and one for the verdict of each claim."""
    root = ET.Element("testsuites", name="mixup-verify")
    for paper, entries in report.by_paper.items():
        cases = [e for entry in entries for e in entry.evidence if e.role not in UNCHECKED]
        suite = ET.SubElement(
            root, "testsuite", name=paper.key, tests=str(len(cases) + len(entries)),
            failures=str(sum(not entry.as_expected for entry in entries)),
            errors=str(sum(e.error is not None for e in cases)), time=f"{sum(entry.seconds for entry in entries):.3f}",
        )  # fmt: skip
        for entry in entries:
            _add_cases(suite, entry)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_cases(suite: ET.Element, entry: ClaimReport) -> None:
    """The items of a claim, and its verdict."""
    for evidence in entry.evidence:
        if evidence.role in UNCHECKED:
            continue
        case = ET.SubElement(
            suite, "testcase", classname=entry.claim.id, name=evidence.name, time=f"{evidence.seconds:.3f}"
        )
        if evidence.error is not None:
            ET.SubElement(case, "error", message=evidence.message).text = evidence.error
    verdict = ET.SubElement(suite, "testcase", classname=entry.claim.id, name="verdict", time="0")
    if not entry.as_expected:
        wanted = f"{entry.verdict} instead of {entry.claim.expected}"
        ET.SubElement(verdict, "failure", message=wanted).text = entry.message
