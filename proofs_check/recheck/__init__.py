"""An independent checker of certificates.  It shares no code with the programs that search, prove and report.

What a certificate has to establish is not read from the certificate.  The checker has its own *statements*: for every
claim the list of its steps, each with the formulas that have to hold (``proofs_check/statements/*.json``, text that is
reviewed like code), and its own mathematics for the refutations (:mod:`~proofs_check.recheck.refutations`) and for
steps of which a run keeps no formula (:mod:`~proofs_check.recheck.steps`).  A certificate whose formulas are not those
of the statements is refused, however true they are; then every formula is decided again, by z3, by SymPy and by ball
arithmetic.

To be trusted: the files of this package, the statements, and Python, python-flint, SymPy and z3.
"""

from __future__ import annotations

from proofs_check.recheck.checker import read_report, recheck, trusted_base
from proofs_check.recheck.outcome import ASSUMED, DECIDED, OWN, PARTLY, WORD, Finding, Refused
from proofs_check.recheck.statements import STATEMENTS, read, statement_of

__all__ = [
    "ASSUMED",
    "DECIDED",
    "OWN",
    "PARTLY",
    "STATEMENTS",
    "WORD",
    "Finding",
    "Refused",
    "read",
    "read_report",
    "recheck",
    "statement_of",
    "trusted_base",
]
