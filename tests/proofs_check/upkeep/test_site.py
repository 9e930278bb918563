"""The sources of the documentation: every claim and figure has its place, links are followed, Sphinx is strict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check.upkeep import site
from theory.claim import claims, papers


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    figures = folder / "figures"
    figures.mkdir()
    (figures / "one.png").write_bytes(b"a picture")
    entry = {"name": "one", "title": "One", "caption": r"$\alpha$ < 1", "claims": ["theorem-2.7"], "png": "one.png"}
    (figures / "index.json").write_text(json.dumps([entry]))
    site.gather(folder / "sources", figures)
    return folder / "sources"


def test_every_claim_is_on_the_page_of_its_paper(sources: Path) -> None:
    for paper in papers(claims().values()).values():
        page = (sources / "papers" / f"{paper.key}.md").read_text(encoding="utf-8")
        for claim in claims().values():
            assert (f"({claim.id})=\n" in page) == (claim.paper == paper)
            assert f"`{claim.id}`, **{claim.expected}**" in page or claim.paper != paper


def test_a_refuted_statement_leads_to_its_repair_and_formulas_are_there(sources: Path) -> None:
    page = (sources / "papers" / "mixup.md").read_text(encoding="utf-8")
    assert "What holds instead: [](#theorem-2.10)." in page
    assert 'identity "square"' in page
    assert "<math" in page


def test_the_gallery_shows_what_was_drawn(sources: Path, tmp_path: Path) -> None:
    page = (sources / "gallery.md").read_text(encoding="utf-8")
    assert "[`theorem-2.7`](#theorem-2.7)" in page
    assert (sources / "figures" / "one.png").read_bytes() == b"a picture"
    site.gather(tmp_path / "sources", tmp_path / "nothing")
    assert "`make figures` draws them" in (tmp_path / "sources" / "gallery.md").read_text(encoding="utf-8")


def test_files_outside_the_pages_are_taken_along(sources: Path) -> None:
    assert "](contributing.md)" in (sources / "own_claim.md").read_text(encoding="utf-8")
    assert "](files/proofs_check/kernel/claims.toml)" in (sources / "recheck.md").read_text(encoding="utf-8")
    assert (sources / "files" / "proofs_check" / "kernel" / "claims.toml").is_file()
    for page in sources.glob("*.md"):
        assert "](../" not in page.read_text(encoding="utf-8")
        assert "](docs/" not in page.read_text(encoding="utf-8")


def test_what_several_packages_offer_is_described_once(sources: Path) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (sources / "api").glob("*.md"))
    assert pages.count("autoclass:: theory.Beta\n") == 1
    assert "autoclass:: theory.mixing.Beta" not in pages
    assert "`Beta`: see [theory](theory.md)." in pages


def test_without_sphinx_it_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(site.importlib.util, "find_spec", lambda _: None)
    assert site.main([]) == 2
    assert capsys.readouterr().err == "the site needs the extra docs: pip install '.[docs]'\n"


def one_page(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The status and the first page of a site of one page."""

    def gather(sources: Path, _: Path) -> None:
        for name in ("conf.py", "site.css"):
            (sources / name).write_text((site.DOCS / name).read_text(encoding="utf-8"))
        (sources / "index.md").write_text(text)

    monkeypatch.setattr(site, "gather", gather)
    return site.main(["-o", str(folder)]), (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "status"), [("# A page\n", 0), ("# A page\n\n[x](#nowhere)\n", 1)])
def test_a_link_that_leads_nowhere_is_an_error(
    text: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one_page(text, tmp_path, monkeypatch)[0] == status


def test_cells_of_a_table_name_their_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "# A page\n\n| | seconds | of what |\n|---|---|---|\n| first | 1 | |\n| second | 2 | *all* |\n"
    status, page = one_page(table, tmp_path, monkeypatch)
    assert status == 0
    assert page.count('<span class="column">') == 3  # not before what has no head, nor where there is nothing
    assert page.count('<p><span class="column">seconds: </span>2') == 1
    assert page.count('<p><span class="column">of what: </span><em>all') == 1
