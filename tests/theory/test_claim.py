"""What can be registered, what a source line says, and in which order claims come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from theory.claim import Claim, Finding, Paper, Reading, Verdict, claims, papers, register

NUMBERS = Paper("numbers-2020", "Ann and Bob 2020", "doi:10.1/x", "first version")
HEARSAY = Paper("hearsay-2021", "Cecil 2021", read=Reading.QUOTED)
NOTES = Paper("notes", "our notes", read=Reading.OURS)
ODD = Claim("odd", "All are odd", "$n$ is odd", NUMBERS, int, lambda n: Finding(n % 2 == 1), Verdict.REFUTED)


pytestmark = pytest.mark.usefixtures("own_registry")


@pytest.mark.parametrize("claim_id", ["odd", "theorem-2.7", "a.b-c", "7", "x" * 80])
def test_a_well_formed_id_is_registered(claim_id: str) -> None:
    assert register(replace(ODD, id=claim_id)).id in claims()


@pytest.mark.parametrize(
    "claim_id",
    ["", "Odd", "odd_one", "odd one", "-odd", "odd-", "odd--one", "odd.-one", "../odd", "ödd", "odd\n", "x" * 81],
)
def test_a_malformed_id_is_refused_in_one_line(claim_id: str) -> None:
    with pytest.raises(ValueError, match=r"cannot name a claim: .*at most 80 characters$") as error:
        register(replace(ODD, id=claim_id))
    assert "\n" not in str(error.value)
    assert claims() == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"paper": "Ann and Bob 2020"}, "claim 'odd' needs a Paper, not 'Ann and Bob 2020'"),
        ({"paper": replace(NUMBERS, key="Numbers")}, "'Numbers' cannot name a paper"),
        ({"id": "odd-printed", "paper": HEARSAY}, "'odd-printed' cannot be called printed: .* it is quoted"),
        ({"id": "odd-printed", "reading": Reading.RECALLED}, "cannot be called printed: .* it is recalled"),
        ({"id": "odd-printed", "reading": Reading.OURS}, "cannot be called printed: .* it is ours"),
        ({"whole_read": True, "reading": Reading.QUOTED}, "'odd' cannot have been read as a whole: .* quoted"),
    ],
)
def test_what_was_not_read_is_not_called_printed(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        register(replace(ODD, **changes))
    assert claims() == {}


def test_a_sentence_that_was_read_may_be_called_printed_even_in_a_paper_that_was_not() -> None:
    register(replace(ODD, id="odd-printed", paper=HEARSAY, reading=Reading.READ, whole_read=True))
    register(replace(ODD, id="even-printed"))
    assert [claim.read for claim in claims().values()] == [Reading.READ, Reading.READ]


def test_an_id_is_unique_over_all_papers() -> None:
    register(ODD)
    register(ODD)  # a module that is imported again says nothing new
    with pytest.raises(ValueError, match="two claims are called 'odd'"):
        register(replace(ODD, paper=NOTES))
    with pytest.raises(ValueError, match="two papers are called 'numbers-2020'"):
        register(replace(ODD, id="other", paper=replace(NUMBERS, version="second version")))


@pytest.mark.parametrize(
    ("changes", "source", "in_paper"),
    [
        ({"place": "Lemma 2"}, "Ann and Bob 2020, first version, Lemma 2", "Lemma 2"),
        ({"place": "Lemma 2", "note": "a note"}, "Ann and Bob 2020, first version, Lemma 2; a note", "Lemma 2; a note"),
        (
            {"place": "Lemma 2", "reading": Reading.OURS},
            "ours, after Ann and Bob 2020, first version, Lemma 2",
            "ours, after Lemma 2",
        ),
        (
            {"place": "Lemma 2", "reading": Reading.OURS, "repairs": "even"},
            "ours, repairing Ann and Bob 2020, first version, Lemma 2",
            "ours, repairing Lemma 2",
        ),
        ({"reading": Reading.OURS}, "ours", "ours"),
        ({"paper": NOTES}, "our notes", ""),
        (
            {"paper": HEARSAY, "place": "Lemma 2"},
            "a statement after Cecil 2021, Lemma 2, whose text was not read (quoted)",
            "a statement after Lemma 2, whose text was not read (quoted)",
        ),
    ],
)
def test_the_source_line_is_made_of_what_is_known(changes: dict[str, Any], source: str, in_paper: str) -> None:
    changed = replace(ODD, **changes)
    assert (changed.source, changed.source_in_paper) == (source, in_paper)


def test_claims_come_paper_by_paper_and_each_in_its_papers_order() -> None:
    mixup = Paper("mixup", "Chidambaram et al. 2022")
    for claim_id, paper, place in (
        ("later", NUMBERS, "Theorem 2.10"),
        ("theorem-1.1", HEARSAY, "Theorem 1.1"),
        ("late", NUMBERS, "Theorem 2.9"),
        ("last", NUMBERS, "Table 1"),
        ("appendix", NUMBERS, "Lemma B.2"),
        ("first", NUMBERS, "Lemma 2"),
        ("a-repair", mixup, "Theorem 3.5"),
        ("b", mixup, "Theorem 3.5"),
        ("section", mixup, "Section 1"),
    ):
        register(replace(ODD, id=claim_id, paper=paper, place=place))
    register(replace(ODD, id="z-printed", paper=mixup, place="Theorem 3.5"))
    assert list(claims()) == [
        *("z-printed", "a-repair", "b", "section"),
        "theorem-1.1",
        *("first", "late", "later", "appendix", "last"),
    ]
    assert list(papers(claims().values())) == ["mixup", "hearsay-2021", "numbers-2020"]


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        ("arXiv:1", "https://arxiv.org/abs/1"),
        ("doi:10.1/x", "https://doi.org/10.1/x"),
        ("https://a.b/c", "https://a.b/c"),
    ],
)
def test_a_paper_knows_where_it_is(identifier: str, url: str) -> None:
    assert replace(NUMBERS, identifier=identifier).url == url
