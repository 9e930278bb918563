"""An independent checker of certificates.  With the programs that search, prove and report it shares the language.

What a certificate has to establish is not read from the certificate.  The checker has its own *statements*: for every
claim the list of its steps, each with the formulas that have to hold (``proofs_check/statements/*.txt``, which read
like mathematics, one formula a line), and its own mathematics for the refutations
(:mod:`~proofs_check.recheck.refutations`) and for steps of which a run keeps no formula
(:mod:`~proofs_check.recheck.steps`).  A certificate whose formulas are not those of the statements is refused, however
true they are; then every formula is decided again, by z3, by SymPy and by ball
arithmetic, in a process that is ended if it takes too long.  Whatever is wrong, the claim is refused in one line.

To be trusted: the files of this package, the parser of :mod:`proofs_check.language` and its translations to SymPy, z3
and balls, the statements, and Python, python-flint, SymPy and z3.
"""

from __future__ import annotations

from proofs_check.recheck.checker import read_report, recheck, trusted_base
from proofs_check.recheck.outcome import ASSUMED, BOTH, DECIDED, MISSING, OWN, PARTLY, WORD, Finding, Refused, printable
from proofs_check.recheck.statements import STATEMENTS, read, read_statement, record_lines, stated_lines, statement_of
from proofs_check.recheck.worker import SECONDS

__all__ = [
    "ASSUMED",
    "BOTH",
    "DECIDED",
    "MISSING",
    "OWN",
    "PARTLY",
    "SECONDS",
    "STATEMENTS",
    "WORD",
    "Finding",
    "Refused",
    "printable",
    "read",
    "read_report",
    "read_statement",
    "recheck",
    "record_lines",
    "stated_lines",
    "statement_of",
    "trusted_base",
]
