"""The page, the Markdown, the pictures and the JSON say what was found, and only that."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
from rich.console import Console

from proofs_check.certificates import formulas
from proofs_check.evidence import Role, Settings, proofs, unchecked
from proofs_check.language.parser import parse
from proofs_check.report import graph, machine, overview, terminal, write_report
from proofs_check.report.entries import Entry, is_erratum
from proofs_check.report.figures import load
from proofs_check.report.markdown import summary
from proofs_check.report.notation import SHOWN, groups, prose
from proofs_check.report.page import pages
from proofs_check.report.to_mathml import pieces as mathml
from proofs_check.runner import ClaimReport, Report
from tests.proofs_check.report.small import CLAIMS, figures
from theory.claim import Paper, Reading, Verdict

LARGEST = 1_500_000
SVG = "{http://www.w3.org/2000/svg}"


def page(report: Report, name: str = "papers/mixup.html") -> str:
    """One of the pages of a report."""
    return pages(report)[name]


def test_the_claims_come_in_the_papers_order(report: Report) -> None:
    assert tuple(entry.claim.id for entry in report.claims) == CLAIMS


class Page(HTMLParser):
    """Ids, links and the text of a page; a tag that is closed without being open is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_pages_have_every_part_and_their_links_lead_somewhere(report: Report, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "gone.html").touch()  # of a paper of an earlier run
    write_report(report, tmp_path, figures(tmp_path))
    paths = [tmp_path / "report.html", tmp_path / "papers" / "mixup.html"]
    assert [tmp_path / "report.html", *(tmp_path / "papers").glob("*.html")] == paths
    found = {path: Page(path.read_text(encoding="utf-8")) for path in paths}
    assert {"papers", "claims", "kernel", "not-claimed", "environment", *CLAIMS} <= set(found[paths[0]].ids)
    assert {"wrong", "claims", *CLAIMS} <= set(found[paths[1]].ids)
    for path, shown in found.items():
        assert len(shown.ids) == len(set(shown.ids))
        assert path.stat().st_size < LARGEST
        for link in shown.links:
            name, _, place = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            if "://" not in link:
                assert target.is_file(), link
                assert not place or place in found[target].ids, link


def test_the_pages_need_nothing_but_the_figures_beside_them(report: Report, tmp_path: Path) -> None:
    drawn = load(figures(tmp_path))
    for name, html in pages(report, drawn).items():
        loaded = re.findall(r'(?:src|srcset|data)="([^"]*)"|url\(([^)]*)\)|@import', html)
        assert [one or other for one, other in loaded] == (["figure-1.webp"] if name.startswith("papers/") else [])


def test_a_paper_opens_with_what_is_wrong_in_it_and_the_version_that_was_read(report: Report) -> None:
    html = page(report)
    assert html.index('id="wrong"') < html.index('id="claims"')
    wrong = re.search(r'<section id="wrong".*?</section>', html, re.DOTALL)
    assert wrong
    text = Page(wrong.group()).text
    assert "submission version" in text
    assert "corrected it since" in text
    assert "X1 = {0, 1}, X2 = {2}" in text
    assert 'href="#theorem-2.10">Under the repaired Assumption 2.9' in wrong.group()
    assert "5/6" in text
    right = replace(report, claims=report.claims[:1])
    assert "No printed statement of it was found false." in page(right)


def test_the_list_of_papers_says_what_was_found_of_each(report: Report) -> None:
    row = re.search(r'<tr><th scope="row"><a href="papers/mixup.html".*?</tr>', page(report, "report.html"))
    assert row
    numbers = re.findall(r'class="number"[^>]*>([^<]*)<', row.group())
    assert numbers[:4] == ["2", "2", "0", "2"]  # proved, refuted, supported, false as printed
    assert numbers[4].endswith("of 4")
    assert numbers[5].isdigit()


def test_where_a_table_is_stacked_each_cell_says_what_its_column_is(report: Report) -> None:
    """On a phone, where its head is not shown."""
    for name in ("report.html", "papers/mixup.html"):
        tables = re.findall(r'<table class="[a-z]+ stacked">(.*?)</table>', page(report, name), re.DOTALL)
        assert tables
        for table in tables:
            head, *rows = re.findall("<tr>(.*?)</tr>", table, re.DOTALL)
            assert rows
            columns = re.findall(r"<th[^>]*>([^<]+)</th>", head)[1:]
            for row in rows:
                assert re.findall(r'<td[^>]* data-label="([^"]+)"', row) == columns
                assert row.count("<td") == len(columns)


def test_a_claim_is_found_by_what_it_says_and_by_its_steps(report: Report) -> None:
    html = page(report, "report.html")
    entry = next(c for c in report.claims if c.claim.id == "theorem-2.10")
    listed = re.search(r'<li id="theorem-2.10" data-words="(.*?)">', html)
    assert listed
    assert "h is continuous" in listed[1]
    assert "weights" in listed[1]
    assert "ε" in Entry(entry, (), {}, {}).words


def test_what_is_ours_is_no_erratum(report: Report) -> None:
    printed = report.claims[1]
    assert is_erratum(replace(printed, claim=replace(printed.claim, whole_read=False))) is False
    assert [entry.claim.id for entry in report.claims if is_erratum(entry)] == [CLAIMS[1], CLAIMS[3]]


def test_what_was_not_read_is_a_statement_after_a_paper_and_no_erratum(report: Report) -> None:
    hearsay = Paper("hearsay", "Cecil 2021", read=Reading.QUOTED)
    printed = replace(report.claims[1], claim=replace(report.claims[1].claim, paper=hearsay, whole_read=False))
    both = replace(report, claims=(*report.claims[2:], printed))
    mixup, other = page(both), page(both, "papers/hearsay.html")
    assert "Not errata" not in mixup
    assert "theorem-3.2-delta-printed" in mixup
    assert "No printed statement of it was found false." in other
    assert "a statement after Cecil 2021, whose text was not read" in Page(other.split("Not errata")[1]).text
    assert 'href="mixup.html#theorem-2.10"' in other
    above, below = summary(both).split("**False**, but only a statement after Cecil 2021, not read")
    assert "(`theorem-3.2-delta-printed`)" in above
    assert "(`theorem-2.10-printed`)" not in above
    assert "(`theorem-2.10-printed`)" in below
    assert re.findall(r'href="papers/(\w+).html">', page(both, "report.html"))[:2] == ["mixup", "hearsay"]
    heads = re.findall(r'class="head"[^>]*>([^<]*)<', overview.overview(both))
    assert [head.split(":")[0] for head in heads] == ["Chidambaram et al. 2022, 2 claims", "Cecil 2021, 1 claim"]
    alone = replace(report, claims=(printed,))
    assert "<title>1 claim: " in overview.overview(alone)


def test_an_unexpected_verdict_is_on_the_page(report: Report) -> None:
    bad = tuple(replace(entry, verdict=Verdict.UNDECIDED, message="nobody <knows>") for entry in report.claims)
    html, listed = (page(replace(report, claims=bad), name) for name in ("papers/mixup.html", "report.html"))
    assert "PROVED was expected" in Page(html).text
    assert "nobody &lt;knows&gt;" in html
    assert "0 of 4 verdicts are the expected ones" in Page(listed).text
    assert ">other<" in listed


def test_trusted_theorems_are_listed(report: Report) -> None:
    listed = re.search(r'<section id="not-claimed".*?</section>', page(report, "report.html"), re.DOTALL)
    assert listed
    for entry in report.claims:
        for e in entry.evidence:
            assert e.role is not Role.TRUSTED or Page(prose(e.conclusion)).text in Page(listed.group()).text


def test_the_markdown_names_verdicts_and_errata(report: Report) -> None:
    text = summary(report)
    assert text.startswith("**4 of 4 claims as expected**: 2 PROVED, 2 REFUTED.")
    trusted = len(unchecked(report.claims[2].evidence, Role.TRUSTED))
    assert f"| ✓ | `theorem-2.10` | PROVED | {trusted} | 0 |" in text
    assert "(`theorem-3.2-delta-printed`): X\\_1 = \\{0\\}" in text
    assert "later versions may differ" in text


def test_the_pictures_are_whole_and_count_right(report: Report) -> None:
    tiles = ET.fromstring(overview.overview(report)).findall("{*}g")
    assert len(tiles) == 4
    assert "4 of 4" in overview.badge(report)
    assert overview.COLOURS[Verdict.ERROR] in overview.badge(replace(report, interrupted=True))


def test_report_json_has_the_published_form(report: Report, tmp_path: Path) -> None:
    write_report(report, tmp_path)
    schema = json.loads((tmp_path / "report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads((tmp_path / "report.json").read_text())
    assert list(validator.iter_errors(data)) == []
    for broken in (
        {**data, "schema": 1},
        {**data, "extra": 1},
        {**data, "claims": [{**data["claims"][0], "verdict": "TRUE"}]},
        {**data, "claims": [{k: v for k, v in data["claims"][0].items() if k != "argued"}]},
    ):
        assert list(validator.iter_errors(broken))


def test_an_empty_report_can_be_written(tmp_path: Path) -> None:
    write_report(Report((), Settings("quick")), tmp_path)
    assert machine.as_dict(Report((), Settings("quick")))["summary"]["claims"] == 0
    assert "0 of 0 verdicts" in (tmp_path / "report.html").read_text()


def test_a_claim_without_evidence_is_shown(report: Report) -> None:
    bare = ClaimReport(report.claims[0].claim, (), Verdict.UNDECIDED, "no evidence decides it")
    assert "no evidence decides it" in page(replace(report, claims=(bare,)))


def test_the_terminal_shows_the_formulas_of_the_certificate(report: Report) -> None:
    """One text of a formula everywhere; the page shows it as mathematics."""
    entry = next(c for c in report.claims if c.claim.id == "theorem-2.10")
    steps = [e for e in entry.evidence if e.role is Role.STEP]  # a certificate holds no checks
    texts = [text for e in steps for record in e.certificate for text in formulas(record)]
    assert len(texts) > 3
    explained, shown = io.StringIO(), io.StringIO()
    Console(width=10_000, file=explained).print(terminal.explanation(entry))
    Console(width=10_000, file=shown).print(terminal.outline(proofs()["theorem-2.10"]))
    for text in texts:
        assert text in explained.getvalue()
        assert text in shown.getvalue()


def test_every_formula_stands_as_mathematics_beside_its_sentence(report: Report) -> None:
    """From the text of the certificate, each with what is supposed of its names."""
    entry = next(c for c in report.claims if c.claim.id == "theorem-2.10")
    html = page(report)
    for step in (e for e in entry.evidence if e.role is Role.STEP):
        shown = [formula for group in groups(step)[0] for formula in group.formulas]
        texts = [text for record in step.certificate for text in formulas(record)]
        assert len(shown) == min(len(texts), SHOWN)
        for formula, text in zip(shown, texts, strict=False):
            assert formula.shown == mathml(parse(text.split('": ', 1)[1]))
            assert formula.shown in html
            assert formula.domain in html
        said = html[html.index(f'id="theorem-2.10--{graph.slug(step.name)}"') :]
        assert not shown or said.index(str(prose(step.conclusion))) < said.index(shown[0].shown)


def test_formulas_that_would_fill_the_screen_are_folded(report: Report) -> None:
    step = next(e for c in report.claims for e in c.evidence if e.role is Role.STEP and e.certificate)
    many = replace(step, certificate=({"kind": "identities", "items": {f"no {i}": "1 = 1" for i in range(9)}},))
    long = replace(step, certificate=({"kind": "identities", "items": {"long": " + ".join(["1"] * 300) + " = 300"}},))
    (first, others), (none, whole) = groups(many), groups(long)
    assert ([len(group.formulas) for group in first], others[0], len(others)) == ([3], "no 3: 1 = 1", 6)
    assert (none, len(whole)) == ([], 1)
    assert whole[0].endswith("+ 1 = 300")


def test_what_only_the_run_has_is_said_and_a_box_is_part_of_the_domain(report: Report) -> None:
    step = next(e for c in report.claims for e in c.evidence if e.role is Role.STEP and e.certificate)
    box = {"kind": "box", "bits": 96, "symbols": ["x"], "box": [["0", "1/2"]], "formula": "for x real: x + 1 > 0"}
    kept = {"kind": "positive", "bits": 96, "items": {"gap": [None, "[1 +/- 0.1]"]}}
    ((first, second), others) = groups(replace(step, certificate=(box, kept, {**box, "formula": None})))
    assert others == []
    assert "x in [0, 1/2]" in first.domain
    assert second.formulas[0].shown == "a number that only the run has"


def test_what_a_check_covered_is_printed_beside_what_it_says(report: Report) -> None:
    """What is supposed of symbols: on the page, in report.json, in the terminal before and after a run."""
    entry, step = next(
        (c, e) for c in report.claims for e in c.evidence if e.role is Role.STEP and " > 0" in Entry.covers(e)
    )
    over = Entry.covers(step)
    first, *_ = groups(step)[0]
    assert "&gt;" in first.domain
    assert first.domain in page(report)
    assert over in [e["covers"] for c in machine.as_dict(report)["claims"] for e in c["evidence"]]
    for shown in (terminal.explanation(entry), terminal.outline(proofs()[step.claim])):
        printed = io.StringIO()
        Console(width=10_000, file=printed).print(shown)
        assert f"covers: {over}" in printed.getvalue()


def test_a_step_that_was_tried_on_instances_says_how(report: Report) -> None:
    step = proofs()["theorem-2.10-quantitative-tight"]
    steps = tuple(step.run(item, Settings()) for item in step.items if item.role is Role.STEP)
    found = next(evidence for evidence in steps if evidence.name == "within the gap")
    assert re.fullmatch(r"at 12 instances: \d+ true, \d+ without its premises", found.tried)
    entry = replace(report.claims[0], evidence=steps)
    assert f"Tried {found.tried}." in page(replace(report, claims=(entry,)))
