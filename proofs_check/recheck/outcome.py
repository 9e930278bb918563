"""What checking a certificate can come to."""

from __future__ import annotations

from dataclasses import dataclass, field

# how much of an item could be decided again; an own statement stands for the records that keep no formula
OWN, DECIDED, BOTH = "own statement", "formulas", "formulas and own statement"
PARTLY, WORD, ASSUMED = "some formulas", "the run's word", "assumed"
VERDICTS = ("PROVED", "REFUTED", "SUPPORTED", "VACUOUS", "UNDECIDED", "ERROR")
CERTIFIED = ("PROVED", "REFUTED")
MISSING = "MISSING"
LONGEST = 400  # letters of a text from anywhere, in a message


class Refused(Exception):  # noqa: N818  a verdict, not an accident
    """A certificate does not establish what it should, and why."""


class Unread(Exception):  # noqa: N818
    """An instance may be a counterexample, but not of a kind that this checker can judge."""


@dataclass(frozen=True)
class Reported:
    """What report.json says of a claim."""

    verdict: str
    statement: str


def printable(text: str) -> str:
    """A text from anywhere without what could move a cursor, turn the direction of writing, not be encoded, or not end.

    >>> print(printable("a\\x1b[2Jb"))
    a\\u001b[2Jb
    """
    start = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in start)


@dataclass
class Finding:
    """What became of one claim: refused for a reason, or accepted, with how each of its items was established.

    A ``MISSING`` claim is one of which the checker has a statement, and the report no certificate.  A claim that is
    neither refused, nor proved, nor refuted is not covered: no certificate backs its verdict.
    """

    claim: str
    verdict: str
    refused: str = ""
    items: list[tuple[str, str, str]] = field(default_factory=list)  # role, name, how

    @property
    def covered(self) -> bool:
        """Whether there is anything that was established again."""
        return not self.refused and self.verdict in CERTIFIED

    def count(self, role: str, *how: str) -> int:
        """How many items of a role were established in these ways."""
        return sum(r == role and h in how for r, _, h in self.items)
