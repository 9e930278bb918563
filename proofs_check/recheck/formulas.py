"""Deciding again what an item of a certificate has to establish, by SymPy, z3 and ball arithmetic."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.language.nodes import Apply, Declaration, Name, Node, Number, Sequent, Unreadable
from proofs_check.language.parser import parse
from proofs_check.language.to_balls import BITS, enclose
from proofs_check.language.to_sympy import symbols, translate
from proofs_check.recheck.instances import check_laws, rational
from proofs_check.recheck.outcome import ASSUMED, BOTH, DECIDED, OWN, PARTLY, WORD, Refused, Unread
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recheck.statements import short
from proofs_check.recheck.steps import CASES, STEPS

BITS_AT_A_PLACE = 4096  # SymPy takes log(1 + e^-400) - log(1 + e^-401) for 0
SMT_TIMEOUT_MS = 60_000  # the worker is ended before
ATTRIBUTES = {">": "is_positive", "<": "is_negative", ">=": "is_nonnegative", "<=": "is_nonpositive"}


def decide_item(claim: str, item: dict[str, Any]) -> str:
    """Decide everything that one item has to establish; how much of it could be.

    A statement of the checker's own stands for the records of the item that keep no formula, and for no other.
    """
    if item["role"] in ("trusted", "argued"):
        return ASSUMED
    kept = [_record(claim, item, record) for record in item["decided"]]
    _enumerations(claim, item)
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


def _enumerations(claim: str, item: dict[str, Any]) -> None:
    """The enumerations of an item go through the cases that the checker lists for itself, where it can, each once.

    Whether the cases hold is for its own statement of the item to say.
    """
    kept = [record for record in item["decided"] if record["kind"] == "enumeration"]
    for record in kept:
        listed = record.get("cases")
        if not record["count"] or (listed is not None and _summary(listed) != (record["count"], record["digest"])):
            raise Refused(f"{item['name']}: its cases are not as many as it says, or other ones")
    own = CASES.get((claim, item["name"]))
    if own is None:
        return
    if len(own) != len(kept):
        raise Refused(f"{item['name']}: it has {len(kept)} enumerations, and {len(own)} are to be gone through")
    for record, cases in zip(kept, own, strict=True):
        if _summary(_plain(list(cases()))) != (record["count"], record["digest"]):
            raise Refused(f"{item['name']}: its {short(str(record['count']))} cases are not those that it is about")


def _plain(case: object) -> Any:
    """Cases as a certificate has them: numbers as text, tuples as lists."""
    return [_plain(part) for part in case] if isinstance(case, (tuple, list)) else str(case)


def _summary(listed: Any) -> tuple[int, str]:
    """How many cases there are, and a digest of them in their order."""
    return len(listed), hashlib.sha256(json.dumps(listed, separators=(",", ":")).encode()).hexdigest()


def _instance(claim: str, item: dict[str, Any], record: dict[str, Any]) -> Any:
    """A counterexample, by the checker's own reading of the printed statement."""
    try:
        check_laws(record["instance"])
    except Refused as refusal:
        raise Refused(f"{item['name']}: {refusal}") from refusal
    if item["role"] != "refutation" or claim not in REFUTATIONS:
        return [False]
    try:
        REFUTATIONS[claim](record["instance"])
    except Unread:
        return [False]
    except Refused as refusal:
        raise Refused(f"{item['name']}: {refusal}") from refusal
    return OWN


def _sequent(where: str, text: Any) -> Sequent:
    if not isinstance(text, str):
        raise Refused(f"{where}: {short(text)} is no formula")
    try:
        return parse(text)
    except Unreadable as error:
        raise Refused(f"{where}: {error}") from error


def _relation(where: str, text: Any, *relations: str) -> tuple[Sequent, str, Node, Node]:
    """A sequent without premises that relates two numbers."""
    sequent = _sequent(where, text)
    match sequent.conclusion:
        case Apply(relation, (left, right)) if relation in relations and not sequent.premises:
            return sequent, relation, left, right
    raise Refused(f"{where}: {short(text)} is not of the form that its kind has")


def _in_sympy(where: str, sequent: Sequent, *nodes: Node) -> list[Any]:
    try:
        names = symbols(sequent.domain)
        return [translate(node, names) for node in nodes]
    except Unreadable as error:
        raise Refused(f"{where}: {error}") from error


def _identity(where: str, text: Any) -> bool:
    sequent, _, left, right = _relation(where, text, "=")
    if left == right:
        return False  # both sides had become one before they were written down
    first, second = _in_sympy(where, sequent, left, right)
    residual = first.doit() - second.doit()
    if not _vanishes(residual):
        raise Refused(f"{where}: SymPy does not bring {short(str(residual))} to 0")
    for place, value in _values(sequent, Apply("+", (left, Apply("-", (right,))))):
        if not value.contains(0):
            raise Refused(f"{where}: the difference is {value.str(5)} at {place}")
    return True


def _vanishes(residual: sp.Expr) -> bool:
    if isinstance(residual, sp.MatrixExpr):
        return bool(residual.doit().is_ZeroMatrix)
    for simplify in (sp.expand, _simplified, sp.gammasimp, sp.logcombine):
        residual = simplify(residual)
        if residual == 0:
            return True
    return False


def _simplified(expression: sp.Expr) -> sp.Expr:
    """SymPy takes a transcendental number that it estimates to be small for 0, unless a symbol stands beside it."""
    if expression.free_symbols or not expression.has(sp.Function, sp.NumberSymbol):
        return sp.simplify(expression)
    beside = sp.Dummy()
    return sp.simplify(expression + beside) - beside


def _sign(where: str, text: Any) -> bool:
    sequent, sign, left, right = _relation(where, text, *ATTRIBUTES)
    if right != Number(0):
        raise Refused(f"{where}: {short(text)} is not of the form that its kind has")
    (expression,) = _in_sympy(where, sequent, left)
    if not any(
        getattr(form, ATTRIBUTES[sign]) for form in (expression, sp.factor(expression), sp.simplify(expression))
    ):
        raise Refused(f"{where}: {short(str(expression))} is not known to be {sign} 0")
    for place, value in _values(sequent, left):
        if value < 0 if ">" in sign else value > 0:
            raise Refused(f"{where}: the value is {value.str(5)} at {place}")
    return True


def _smt(where: str, text: Any) -> bool:
    """Premises that can hold, and a conclusion that cannot fail with them; both are built from what was parsed."""
    import z3

    from proofs_check.language import to_z3

    sequent = _sequent(where, text)
    try:
        names, signs = to_z3.constants(sequent.domain)
        premises = [*signs, *(to_z3.translate(premise, names) for premise in sequent.premises)]
        negated = z3.Not(to_z3.translate(sequent.conclusion, names))
    except (Unreadable, z3.Z3Exception) as error:
        raise Refused(f"{where}: {error}") from error
    apart = z3.Context()  # z3 goes by the names that its context has met, and other certificates have other names
    for formulas, answer in ((premises, z3.sat), ([*premises, negated], z3.unsat)):
        solver = z3.Solver(ctx=apart)
        solver.set("timeout", SMT_TIMEOUT_MS)
        solver.add(*(formula.translate(apart) for formula in formulas))
        if solver.check() != answer:
            what = "the premises contradict each other" if answer == z3.sat else "it does not follow from the premises"
            raise Refused(f"{where}: {what}, or z3 cannot tell")
    return True


def _comparison(where: str, text: Any) -> bool:
    sequent, relation, left, right = _relation(where, text, "=", "<", ">")
    if sequent.declarations:
        raise Refused(f"{where}: {short(text)} is not between numbers")
    if relation == "=":
        first, second = _in_sympy(where, sequent, left, right)
        holds = _simplified(first - second) == 0
    else:
        value = enclose(Apply("+", (left, Apply("-", (right,)))), {})
        holds = bool(value < 0 if relation == "<" else value > 0)
    if not holds:
        raise Refused(f"{where}: {text} does not hold")
    return True


def _positive(where: str, entry: list[Any]) -> bool:
    if entry[0] is None:
        return False
    sequent, _, left, right = _relation(where, entry[0], ">")
    if sequent.declarations or right != Number(0) or not enclose(left, {}) > 0:
        raise Refused(f"{where}: not certainly positive")
    return True


def _box(where: str, record: dict[str, Any]) -> bool:
    """Follow the cuts: both parts of every cut box are looked at, so that no gap can be left."""
    if record["formula"] is None:
        return False
    sequent, _, left, right = _relation(where, record["formula"], ">")
    names = [Name(name) for name in record["symbols"]]
    sides = [(rational(lo), rational(hi)) for lo, hi in record["box"]]
    if not names or len(set(names)) < len(names) or any(not lo < hi for lo, hi in sides):
        raise Refused(f"{where}: a box without inside")
    if right != Number(0) or {name.text for name in names} != set(sequent.domain):
        raise Refused(f"{where}: {short(record['formula'])} is not of the form that its kind has")
    todo = [(sides, record["cuts"])]
    while todo:
        sides, cut = todo.pop()
        if cut is None:
            balls = [_ball(lo).union(_ball(hi)) for lo, hi in sides]
            if not enclose(left, dict(zip(names, balls, strict=True))) > 0:
                raise Refused(f"{where}: not certainly positive on the box {[[str(a), str(b)] for a, b in sides]}")
            continue
        axis, at, below, above = cut
        lo, hi = sides[axis]
        if not lo < rational(at) < hi:
            raise Refused(f"{where}: a cut at {at} outside of its side [{lo}, {hi}]")
        todo.append(([*sides[:axis], (lo, rational(at)), *sides[axis + 1 :]], below))
        todo.append(([*sides[:axis], (rational(at), hi), *sides[axis + 1 :]], above))
    return True


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _values(sequent: Sequent, node: Node) -> Iterator[tuple[str, Any]]:
    """The value at two places that respect what is known of the names, as far as balls can tell it."""
    variables = sorted({part for part in sequent.nodes() if _is_variable(part, sequent.domain)}, key=repr)
    for start, denominator in ((2, 7), (5, 3)):
        place: dict[Node, Fraction] = {}
        for index, variable in enumerate(variables):
            name = variable.args[0] if isinstance(variable, Apply) else variable
            known = sequent.domain[name.text] if isinstance(name, Name) else Declaration(())
            whole = {"integer", "even", "odd"} & set(known.words)
            value = Fraction(2 * index + start, 1 if whole else denominator)
            place[variable] = -value if "<" in known.sign else value
        try:
            value = enclose(node, {variable: _ball(value) for variable, value in place.items()}, BITS_AT_A_PLACE)
        except (Unreadable, ValueError, TypeError):
            continue
        if value.is_finite():
            yield str([f"{part}: {value}" for part, value in place.items()]), value


def _is_variable(node: Node, domain: dict[str, Declaration]) -> bool:
    """Whether it is a name that stands for a number, or an indexed symbol."""
    if isinstance(node, Apply):
        return node.head == "[]"
    return isinstance(node, Name) and node.text in domain and not domain[node.text].form
