"""From text to sequents: a tokenizer, and a parser by recursive descent, one method for each rule of the grammar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from proofs_check.language.bounds import LARGEST_DEPTH, LARGEST_DIGITS, LARGEST_SIZE, LARGEST_TEXT, excess
from proofs_check.language.nodes import (
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    RESERVED,
    SIGNS,
    SORTS,
    Apply,
    Declaration,
    Name,
    Node,
    Number,
    Sequent,
    Unreadable,
)

PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*'*")
TOKEN = re.compile(
    rf"(?P<space>[ ]+)|(?P<number>[0-9]+)|(?P<name>{PLAIN_NAME.pattern})|`(?P<quoted>[ -_a-~]+)`"
    r"|(?P<operator><=>|\|-|=>|<=|>=|!=|[-+*/^=<>(),;:\[\]])"
)
ESCAPE = re.compile(r"\\u\{([0-9a-f]{2,6})\}")


@dataclass(frozen=True)
class Token:
    """A piece of text: ``kind`` is number, name, quoted, operator or end."""

    kind: str
    text: str
    column: int


def parse(text: str) -> Sequent:
    """The sequent that a line of text says.

    Raises ``Unreadable``, with line and column, for anything else.

    >>> parse("for x > 0: x + 1 > 1").conclusion.head
    '>'
    >>> parse("for x > 0: x + y > 1")
    Traceback (most recent call last):
    proofs_check.language.nodes.Unreadable: line 1, column 16: 'y' is not declared
    """
    reader = _Reader(text, _tokens(text))
    try:
        return reader.sequent()
    except RecursionError:  # the depth is bounded, but the caller may have used up what Python allows
        reader.fail("it is nested too deep")


def _tokens(text: str) -> list[Token]:
    if len(text) > LARGEST_TEXT:
        raise Unreadable(f"line 1, column {LARGEST_TEXT}: more than {LARGEST_TEXT} characters")
    found, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise Unreadable(f"{_position(text, place)}: {text[place]!a} has no place in a formula")
        if match.lastgroup == "number" and len(match[0]) > LARGEST_DIGITS:
            raise Unreadable(f"{_position(text, place)}: a number has more than {LARGEST_DIGITS} digits")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[match.lastgroup], place))
        place = match.end()
    if len(found) > LARGEST_SIZE:
        raise Unreadable(f"{_position(text, found[LARGEST_SIZE].column)}: more than {LARGEST_SIZE} words and signs")
    return [*found, Token("end", "", len(text))]


def _position(text: str, place: int) -> str:
    line = text.count("\n", 0, place)
    return f"line {line + 1}, column {place - text.rfind(chr(10), 0, place)}"


@dataclass
class _Reader:
    text: str
    tokens: list[Token]
    at: int = 0
    depth: int = 0
    domain: dict[str, Declaration] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    # ------------------------------------------------------------------------------- tokens
    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def fail(self, reason: str, token: Token | None = None) -> NoReturn:
        raise Unreadable(f"{_position(self.text, (token or self.token).column)}: {reason}")

    def take(self, *texts: str) -> str:
        """The next token if it is an operator or a reserved word among these, else nothing."""
        token = self.token
        if token.text in texts and token.kind in ("operator", "name"):
            self.at += 1
            return token.text
        return ""

    def expect(self, text: str) -> None:
        if not self.take(text):
            self.fail(f"expected {text!r}, found {self.token.text!a}" if self.token.text else f"expected {text!r}")

    def name(self) -> str:
        """A name, reserved words excluded unless they are quoted."""
        token = self.token
        if token.kind == "quoted":
            self.at += 1
            return ESCAPE.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), token.text)
        if token.kind != "name" or token.text in RESERVED:
            self.fail(f"expected a name, found {token.text!a}")
        self.at += 1
        return token.text

    # ------------------------------------------------------------------------------- sequents
    def sequent(self) -> Sequent:
        declarations = self.declarations() if self.take("for") else ()
        formulas = [self.formula()]
        while self.take(","):
            formulas.append(self.formula())
        if self.take("|-"):
            premises, conclusion = tuple(formulas), self.formula()
        elif len(formulas) == 1:
            premises, (conclusion,) = (), formulas
        else:
            self.fail("expected '|-'")
        if self.token.kind != "end":
            self.fail(f"{self.token.text!a} is left over")
        if unused := [name for name in self.domain if name not in self.seen]:
            self.fail(f"{unused[0]!a} is declared and does not occur")
        for node in (*premises, conclusion):
            if reason := excess(node):
                self.fail(reason)
        return Sequent(declarations, premises, conclusion)

    def declarations(self) -> tuple[Declaration, ...]:
        found = [self.group()]
        while self.take(";"):
            found.append(self.group())
        self.expect(":")
        return tuple(found)

    def group(self) -> Declaration:
        start = self.token
        names = [self.name()]
        while self.take(","):
            names.append(self.name())
        declaration = self.what_is_known(tuple(names))
        times = Counter([*names, *self.domain])
        for name in names:
            if times[name] > 1:
                self.fail(f"{name!a} is declared twice", start)
            if name in CONSTANTS or (declaration.form.isdigit() and name in {*FUNCTIONS, *RESERVED}):
                self.fail(f"{name!a} is known already", start)
            if declaration.form.isdigit() and not PLAIN_NAME.fullmatch(name):
                self.fail("the name of a function has letters, digits, _ and primes only", start)
            self.domain[name] = declaration
        return declaration

    def what_is_known(self, names: tuple[str, ...]) -> Declaration:
        if self.take("("):
            count = self.number()
            self.expect(")")
            if not 1 <= count <= 9:
                self.fail("a function has from 1 to 9 arguments")
            return Declaration(names, form=str(count))
        if self.take("["):
            self.expect("]")
            return Declaration(names, form="[]")
        if self.take("matrix"):
            self.expect("(")
            rows = self.formula()
            self.expect(",")
            columns = self.formula()
            self.expect(")")
            return Declaration(names, form="matrix", shape=(rows, columns))
        sign = self.take(*SIGNS)
        if sign and self.number() != 0:
            self.fail("a sign is a comparison with 0")
        words = []
        while word := self.take(*SORTS):
            words.append(word)
        if not sign and not words:
            self.fail("expected what is known of the names")
        if len(set(words)) < len(words) or (sign and {"complex", "noncommutative", "truth"} & set(words)):
            self.fail("what is known of the names does not go together")
        return Declaration(names, tuple(words), sign)

    def number(self) -> int:
        token = self.token
        if token.kind != "number":
            self.fail("expected a number")
        self.at += 1
        return int(token.text)

    # ------------------------------------------------------------------------------- formulas
    def formula(self) -> Node:
        self.depth += 1
        if self.depth > LARGEST_DEPTH:
            self.fail(f"it is nested more than {LARGEST_DEPTH} deep")
        left = self.implication()
        if self.take("<=>"):
            left = Apply("<=>", (left, self.implication()))
        self.depth -= 1
        return left

    def implication(self) -> Node:
        left = self.chain("or", lambda: self.chain("and", self.negation))
        if not self.take("=>"):
            return left
        self.depth += 1
        if self.depth > LARGEST_DEPTH:
            self.fail(f"it is nested more than {LARGEST_DEPTH} deep")
        right = self.implication()
        self.depth -= 1
        return Apply("=>", (left, right))

    def chain(self, word: str, part: Callable[[], Node]) -> Node:
        """``part word part ...``, all in one node."""
        parts = [part()]
        while self.take(word):
            parts.append(part())
        return Apply(word, tuple(parts)) if len(parts) > 1 else parts[0]

    def negation(self) -> Node:
        count = 0
        while self.take("not"):
            count += 1
        node = self.comparison()
        if count + self.depth > LARGEST_DEPTH:
            self.fail(f"it is nested more than {LARGEST_DEPTH} deep")
        for _ in range(count):
            node = Apply("not", (node,))
        return node

    def comparison(self) -> Node:
        left = self.sum()
        relation = self.take(*COMPARISONS)
        return Apply(relation, (left, self.sum())) if relation else left

    def sum(self) -> Node:
        terms = [self.signed("-" if self.take("-") else "+")]
        while sign := self.take("+", "-"):
            terms.append(self.signed(sign))
        return Apply("+", tuple(terms)) if len(terms) > 1 else terms[0]

    def signed(self, sign: str) -> Node:
        term = self.product()
        return Apply("-", (term,)) if sign == "-" else term

    def product(self) -> Node:
        found, open_product = self.power(), False
        while sign := self.take("*", "/"):
            factor = self.power()
            if sign == "/":
                found, open_product = Apply("/", (found, factor)), False
            elif open_product and isinstance(found, Apply):
                found = Apply("*", (*found.args, factor))
            else:
                found, open_product = Apply("*", (found, factor)), True
        return found

    def power(self) -> Node:
        base = self.atom()
        return Apply("^", (base, self.atom())) if self.take("^") else base

    def atom(self) -> Node:
        token = self.token
        if token.kind == "number":
            return Number(self.number())
        if self.take("("):
            parts = self.parts(")")
            return parts[0] if len(parts) == 1 else Apply("()", parts)
        if self.take("if"):
            condition = self.formula()
            self.expect("then")
            first = self.formula()
            self.expect("else")
            return Apply("if", (condition, first, self.formula()))
        if token.kind == "name" and self.take(*CONSTANTS):
            return Name(token.text)
        name = self.name()
        if self.take("("):
            return self.call(name, self.parts(")"), token)
        known = self.domain.get(name)
        self.seen.add(name)
        if known is None:
            self.fail(f"{name!a} is not declared", token)
        if known.form.isdigit() or (known.form == "[]") != bool(self.take("[")):
            self.fail(f"{name!a} is not used as it is declared", token)
        return Apply("[]", (Name(name), *self.parts("]"))) if known.form == "[]" else Name(name)

    def call(self, name: str, args: tuple[Node, ...], token: Token) -> Node:
        known = self.domain.get(name)
        if known is not None and known.form.isdigit():
            self.seen.add(name)
            least = most = int(known.form)
        elif name in FUNCTIONS and token.kind == "name":
            least, most = FUNCTIONS[name]
        else:
            self.fail(f"there is no function {name!a}", token)
        if not least <= len(args) <= most:
            self.fail(f"{name!a} has {len(args)} arguments", token)
        return Apply(name, args)

    def parts(self, closing: str) -> tuple[Node, ...]:
        parts = [self.formula()]
        while self.take(","):
            parts.append(self.formula())
        self.expect(closing)
        return tuple(parts)
