"""Deciding again what an item of a certificate has to establish, by SymPy, z3 and ball arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.recheck.expressions import BITS, enclose, parse, parse_number, rational_ball
from proofs_check.recheck.instances import rational
from proofs_check.recheck.outcome import ASSUMED, BOTH, DECIDED, OWN, PARTLY, WORD, Refused, Unread
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recheck.statements import short
from proofs_check.recheck.steps import STEPS

SMT_TIMEOUT_MS = 60_000  # twice what a run allows itself


def decide_item(claim: str, item: dict[str, Any]) -> str:
    """Decide everything that one item has to establish; how much of it could be.

    A statement of the checker's own stands for the records of the item that keep no formula, and for no other.
    """
    if item["role"] in ("trusted", "argued"):
        return ASSUMED
    kept = [_record(claim, item, record) for record in item["decided"]]
    counter = any(k == OWN for k in kept)
    done = [truth for k in kept if k != OWN for truth in k]
    own = STEPS.get((claim, item["name"]))
    if own is not None:
        with flint.ctx.workprec(BITS):
            holds = own()
        if not holds:
            raise Refused(f"{item['name']}: the checker's own statement of it does not hold")
    if counter or (own is not None and not all(done or [False])):
        return BOTH if any(done) else OWN
    return WORD if not any(done) else (DECIDED if all(done) else PARTLY)


def _record(claim: str, item: dict[str, Any], record: dict[str, Any]) -> Any:
    """For each formula whether there was one to decide, or ``OWN``.  Raises ``Refused`` for one that does not hold."""
    kind = record["kind"]
    if kind == "instance":
        return _instance(claim, item, record)
    if kind in ("word", "enumeration", "lemma"):
        return [kind == "lemma"]
    if kind == "box":
        return [_box(item["name"], record)]
    decide: dict[str, Callable[[str, Any], bool]] = {
        "identities": _identity,
        "signs": _sign,
        "smt": _smt,
        "comparisons": _comparison,
        "positive": _positive,
    }
    return [decide[kind](f"{item['name']}, {name}", entry) for name, entry in record["items"].items()]


def _instance(claim: str, item: dict[str, Any], record: dict[str, Any]) -> Any:
    """A counterexample, by the checker's own reading of the printed statement."""
    if item["role"] != "refutation" or claim not in REFUTATIONS:
        return [False]
    try:
        REFUTATIONS[claim](record["instance"])
    except Unread:
        return [False]
    except Refused as refusal:
        raise Refused(f"{item['name']}: {refusal}") from refusal
    return OWN


def _identity(where: str, sides: list[str]) -> bool:
    if sides == ["Integer(0)", "Integer(0)"]:
        return False  # the difference had cancelled before it was written down
    left, right = (parse(side) for side in sides)
    residual = left.doit() - right.doit()
    if not _vanishes(residual):
        raise Refused(f"{where}: SymPy does not bring {short(str(residual))} to 0")
    for values in _points(residual):
        if (value := _try_enclose(residual, values)) is not None and not value.contains(0):
            raise Refused(f"{where}: the difference is {value.str(5)} at {values}")
    return True


def _vanishes(residual: sp.Expr) -> bool:
    if isinstance(residual, sp.MatrixExpr):
        return bool(residual.doit().is_ZeroMatrix)
    for simplify in (sp.expand, sp.simplify, sp.gammasimp, sp.logcombine):
        residual = simplify(residual)
        if residual == 0:
            return True
    return False


def _sign(where: str, entry: list[str]) -> bool:
    expression, sign = parse(entry[0]), entry[1]
    attribute = {">0": "is_positive", "<0": "is_negative", ">=0": "is_nonnegative", "<=0": "is_nonpositive"}[sign]
    if not any(getattr(form, attribute) for form in (expression, sp.factor(expression), sp.simplify(expression))):
        raise Refused(f"{where}: {short(str(expression))} is not known to be {sign}")
    for values in _points(expression):
        value = _try_enclose(expression, values)
        if value is not None and (value < 0 if ">" in sign else value > 0):
            raise Refused(f"{where}: the value is {value.str(5)} at {values}")
    return True


DECLARATION = re.compile(r"\(declare-fun (\|[^|\\]+\||[^\s()|;\"]+) \(( ?(Real|Int|Bool))*\) (Real|Int|Bool)\)")
SMT_TEXT = re.compile(r"(\|[^|\\]*\||[^|;\"])*")  # no comments, no strings


def _smt(where: str, entry: dict[str, Any]) -> bool:
    import z3

    if any(not DECLARATION.fullmatch(line) for line in entry["declarations"]):
        raise Refused(f"{where}: a declaration that is none")
    premises = [_formula(where, entry["declarations"], text) for text in entry["premises"]]
    conclusion = _formula(where, entry["declarations"], entry["conclusion"])
    for formulas, answer in ((premises, z3.sat), ([*premises, z3.Not(conclusion)], z3.unsat)):
        solver = z3.Solver()
        solver.set("timeout", SMT_TIMEOUT_MS)
        solver.add(*formulas)
        if solver.check() != answer:
            what = "the premises contradict each other" if answer == z3.sat else "it does not follow from the premises"
            raise Refused(f"{where}: {what}, or z3 cannot tell")
    return True


def _formula(where: str, declarations: list[str], text: str) -> Any:
    """One formula, parsed by itself: what is not a single balanced expression could close the assertion around it."""
    import z3

    depth = 0
    for place, character in enumerate(re.sub(r"\|[^|]*\|", lambda name: "x" * len(name[0]), text)):
        depth += (character == "(") - (character == ")")
        if depth < 0 or (depth == 0 and character == ")" and place < len(text) - 1):
            raise Refused(f"{where}: {short(text)} is not one formula")
    if depth or not SMT_TEXT.fullmatch(text):
        raise Refused(f"{where}: {short(text)} is not one formula")
    try:
        found = z3.parse_smt2_string("\n".join([*declarations, f"(assert {text})"]))
    except z3.Z3Exception as error:
        raise Refused(f"{where}: {short(text)} cannot be read") from error
    if len(found) != 1:
        raise Refused(f"{where}: {short(text)} is not one formula")
    return found[0]


def _comparison(where: str, entry: list[str]) -> bool:
    left, relation, right = entry
    difference = parse_number(left) - parse_number(right)
    if relation == "==":
        holds = sp.simplify(difference) == 0
    else:
        value = enclose(difference, {})
        holds = bool(value < 0) if relation == "<" else relation == ">" and bool(value > 0)
    if not holds:
        raise Refused(f"{where}: {left} {relation} {right} does not hold")
    return True


def _positive(where: str, entry: list[str | None]) -> bool:
    if entry[0] is None:
        return False
    if not enclose(parse(entry[0]), {}) > 0:
        raise Refused(f"{where}: not certainly positive")
    return True


def _box(where: str, record: dict[str, Any]) -> bool:
    """Follow the cuts: both parts of every cut box are looked at, so that no gap can be left."""
    if record["expression"] is None:
        return False
    expression, symbols = parse(record["expression"]), [parse(s) for s in record["symbols"]]
    if not symbols or any(not rational(lo) < rational(hi) for lo, hi in record["box"]):
        raise Refused(f"{where}: a box without inside")
    todo = [([(rational(lo), rational(hi)) for lo, hi in record["box"]], record["cuts"])]
    while todo:
        sides, cut = todo.pop()
        if cut is None:
            values = {s: rational_ball(lo).union(rational_ball(hi)) for s, (lo, hi) in zip(symbols, sides, strict=True)}
            if not enclose(expression, values) > 0:
                raise Refused(f"{where}: not certainly positive on the box {[[str(a), str(b)] for a, b in sides]}")
            continue
        axis, at, below, above = cut
        lo, hi = sides[axis]
        if not lo < rational(at) < hi:
            raise Refused(f"{where}: a cut at {at} outside of its side [{lo}, {hi}]")
        todo.append(([*sides[:axis], (lo, rational(at)), *sides[axis + 1 :]], below))
        todo.append(([*sides[:axis], (rational(at), hi), *sides[axis + 1 :]], above))
    return True


def _try_enclose(expression: sp.Expr, values: dict[sp.Symbol, flint.arb]) -> flint.arb | None:
    try:
        value = enclose(expression, values)
    except (ValueError, TypeError):
        return None
    return value if value.is_finite() else None


def _points(expression: sp.Expr) -> Iterator[dict[sp.Symbol, flint.arb]]:
    """Two places that respect what the symbols are known to be."""
    symbols = sorted(expression.free_symbols, key=str)
    for start, denominator in ((2, 7), (5, 3)):
        places = {}
        for index, symbol in enumerate(symbols):
            place = Fraction(2 * index + start, 1 if symbol.is_integer else denominator)
            places[symbol] = rational_ball(-place if symbol.is_nonpositive else place)
        yield places
