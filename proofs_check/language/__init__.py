r"""The language of certificates: formulas that a person can read and nothing executes.

A *sequent* is one line: the domain of its names, premises, and what follows from them::

    for a, b > 0; n > 0 integer: a <= b |- a^n <= b^n

    sequent     = [ "for" group { ";" group } ":" ] [ formula { "," formula } "|-" ] formula
    group       = name { "," name } { sign | word } | name { "," name } "(" number ")"
                | name { "," name } "[]" | name { "," name } "matrix" "(" formula "," formula ")"
    sign        = ( ">" | ">=" | "<" | "<=" | "!=" ) "0"
    formula     = implication [ "<=>" implication ]
    implication = disjunction [ "=>" implication ]
    disjunction = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
    sum         = [ "-" ] product { ( "+" | "-" ) product }
    product     = power { ( "*" | "/" ) power }
    power       = atom [ "^" atom ]
    atom        = number | name | name "(" formula { "," formula } ")" | name "[" formula { "," formula } "]"
                | "(" formula { "," formula } ")" | "if" formula "then" formula "else" formula

Numbers are whole; ``2/3`` is a quotient.  A name has letters, digits, ``_`` and primes at its end, or stands between
backquotes, where what is not printable ASCII is written as ``\u{3b8}``: no two names look alike.  A word of a group is
``complex`` (of which nothing is known), ``noncommutative``, ``real``, ``integer``, ``rational``, ``even``, ``odd`` or
``truth``; a sign makes a name real.  ``f(1)`` declares an unknown real function of one argument, ``xi[]`` an indexed
symbol.

Known are ``pi``, ``infinity``, ``euler_gamma``, ``true``, ``false`` and the functions of :data:`FUNCTIONS`; they
cannot be declared anew, every other name must be declared once, and what is declared must occur.  Sizes are bounded
(:mod:`~proofs_check.language.bounds`).  Whatever is wrong is a :class:`Unreadable` with line and column.

The parser and the printer are shared by the programs that search and by the checker, and are part of what has to be
trusted; so are the translations to SymPy, z3 and balls.  Those *from* SymPy and z3 are not.
"""

from __future__ import annotations

from proofs_check.language.nodes import FUNCTIONS, Apply, Declaration, Name, Node, Number, Sequent, Unreadable
from proofs_check.language.parser import parse
from proofs_check.language.printer import show

__all__ = ["FUNCTIONS", "Apply", "Declaration", "Name", "Node", "Number", "Sequent", "Unreadable", "parse", "show"]
