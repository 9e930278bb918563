"""An independent checker of certificates.  It shares no code with the programs that search, prove and report.

What a certificate has to establish is not read from the certificate.  The checker has its own *statements*: for every
claim the list of its steps, each with the formulas that have to hold (``statements/*.json``, text that is reviewed
like code), and its own mathematics for the refutations (``recheck_refutations.py``) and for steps of which a run keeps
no formula (``recheck_steps.py``).  A certificate whose formulas are not those of the statements is refused, however
true they are; then every formula is decided again, by z3, by SymPy and by ball arithmetic.

To be trusted: these three files, the statements, and Python, python-flint, SymPy and z3.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import sympy as sp

from proofs_check.recheck_refutations import REFUTATIONS, Unread
from proofs_check.recheck_refutations import Refused as Refused
from proofs_check.recheck_steps import STEPS

FORMAT = 1
STATEMENTS = Path(__file__).parent / "statements"
BITS = 256
SMT_TIMEOUT_MS = 60_000  # twice what a run allows itself
LARGEST_FILE = 20_000_000  # bytes; the largest of ours has about a hundredth
CERTIFIED = ("PROVED", "REFUTED")
# how much of an item could be decided again
OWN, DECIDED, PARTLY, WORD, ASSUMED = "own statement", "formulas", "some formulas", "the run's word", "assumed"


@dataclass(frozen=True)
class Reported:
    """What report.json says of a claim."""

    verdict: str
    statement: str


@dataclass
class Finding:
    """What became of one claim: refused for a reason, or accepted, with how each of its items was established."""

    claim: str
    verdict: str
    refused: str = ""
    items: list[tuple[str, str, str]] = field(default_factory=list)  # role, name, how

    def count(self, role: str, *how: str) -> int:
        """How many items of a role were established in these ways."""
        return sum(r == role and h in how for r, _, h in self.items)


def trusted_base() -> list[Path]:
    """The files of the checker."""
    return sorted(Path(__file__).parent.glob("recheck*.py"))


def recheck(folder: Path, *more_statements: Path) -> list[Finding]:
    """Check the certificates of a report again.

    ``more_statements`` are folders with the statements of claims that the checker's own folder does not have.
    Raises ``Refused`` if ``folder`` holds no report that can be read.
    """
    statements = (STATEMENTS, *more_statements)
    report = read(folder / "report.json")
    try:
        claims = {claim["id"]: Reported(claim["verdict"], claim["statement"]) for claim in report["claims"]}
    except (TypeError, KeyError) as error:
        raise Refused(f"report.json is not a report: {error!r}") from error
    certified = {claim: said for claim, said in claims.items() if said.verdict in CERTIFIED}
    found: dict[str, Finding] = {}
    for claim in certified:
        _establish(claim, certified, folder, statements, found, ())
    for extra in sorted(p.stem for p in (folder / "certificates").glob("*") if p.stem not in certified):
        found[extra] = Finding(extra, "?", "the report has no such proved or refuted claim")
    return list(found.values())


def _establish(
    claim: str,
    reported: dict[str, Reported],
    folder: Path,
    statements: tuple[Path, ...],
    found: dict[str, Finding],
    above: tuple[str, ...],
) -> Finding:
    """Check one claim, its lemmas before it."""
    if claim in found:
        return found[claim]
    finding = Finding(claim, reported[claim].verdict)
    try:
        if claim in above:
            raise Refused(f"it rests on itself: {' -> '.join((*above, claim))}")
        for lemma in _check(finding, reported[claim].statement, folder, statements):
            if lemma not in reported or reported[lemma].verdict != "PROVED":
                raise Refused(f"its lemma {lemma} is not among the proved claims of this report")
            if _establish(lemma, reported, folder, statements, found, (*above, claim)).refused:
                raise Refused(f"its lemma {lemma} is refused")
    except Refused as refusal:
        finding.refused = str(refusal)
    except Exception as error:  # a certificate is input from anywhere: whatever it breaks, it is not accepted
        finding.refused = f"it cannot be checked: {type(error).__name__}: {str(error)[:200]}"
    found.setdefault(claim, finding)
    return found[claim]


def _check(finding: Finding, statement: str, folder: Path, statements: tuple[Path, ...]) -> list[str]:
    """Check the certificate of one claim; the lemmas that it rests on."""
    path = folder / "certificates" / f"{finding.claim}.json"
    if not path.is_file():
        raise Refused("there is no certificate")
    certificate = read(path)
    if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
        raise Refused(f"the format is not {FORMAT}")
    book = next((place / path.name for place in statements if (place / path.name).is_file()), None)
    if book is None:
        raise Refused("the checker has no statement of this claim, and so cannot know what would establish it")
    if difference := first_difference(statement_of(certificate), read(book)):
        raise Refused(difference)
    if certificate["verdict"] != finding.verdict:
        raise Refused(f"the report says {finding.verdict}, the certificate {certificate['verdict']}")
    if certificate["statement"] != statement:
        raise Refused("the report states the claim otherwise")
    lemmas = []
    for item in certificate["items"]:
        finding.items.append((item["role"], item["name"], _item(finding.claim, item)))
        lemmas += [record["claim"] for record in item["decided"] if record["kind"] == "lemma"]
    if finding.verdict == "PROVED" and not any(role == "step" for role, _, _ in finding.items):
        raise Refused("a proof without a step")
    if finding.verdict == "REFUTED" and not finding.count("refutation", OWN):
        raise Refused("there is no counterexample, or the checker has no reading of this printed statement")
    return lemmas


# --------------------------------------------------------------------------------- what has to be established
def statement_of(certificate: dict[str, Any]) -> dict[str, Any]:
    """A certificate without what a search found: instances, subdivisions and the values of enclosures."""
    items = [{**item, "decided": [_stated(record) for record in item["decided"]]} for item in certificate["items"]]
    return {**certificate, "items": items}


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    kind = record.get("kind")
    if kind == "positive":
        return {**record, "items": {name: expression for name, (expression, _) in record["items"].items()}}
    found = {"box": ("cuts",), "instance": ("instance",), "word": ("message",)}.get(str(kind), ())
    return {key: value for key, value in record.items() if key not in found}


def first_difference(found: Any, stated: Any, where: str = "") -> str:
    """Where, and how, a certificate departs from the statements; empty if it does not."""
    if isinstance(found, dict) and isinstance(stated, dict):
        for key in [*stated, *(k for k in found if k not in stated)]:
            if key not in found or key not in stated:
                return f"{where}{key} is {'missing' if key in stated else 'not among the statements'}"
            if difference := first_difference(found[key], stated[key], f"{where}{key}: "):
                return difference
        return ""
    if isinstance(found, list) and isinstance(stated, list):
        for index, (one, other) in enumerate(zip(found, stated, strict=False)):
            name = other.get("name", index) if isinstance(other, dict) else index
            if difference := first_difference(one, other, f"{where}{name}: "):
                return difference
        more = f"{where}{len(found)} entries where the statements have {len(stated)}"
        return more if len(found) != len(stated) else ""
    same = type(found) is type(stated) and found == stated
    return "" if same else f"{where}it says {_short(found)}, the statement is {_short(stated)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def read(path: Path) -> Any:
    """A JSON file; no key twice, no NaN, not too large."""

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(entries)) != len(entries):
            raise Refused(f"{path.name} has a key twice")
        return dict(entries)

    def constant(name: str) -> Any:
        raise Refused(f"{path.name} holds {name}")

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(f"{path.name} has more than {LARGEST_FILE} bytes")
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=pairs, parse_constant=constant)
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path.name} cannot be read: {error}") from error


# --------------------------------------------------------------------------------- deciding it again
def _item(claim: str, item: dict[str, Any]) -> str:
    """Decide everything that one item has to establish; how much of it could be."""
    if item["role"] in ("trusted", "argued"):
        return ASSUMED
    kept = [_record(claim, item, record) for record in item["decided"]]
    own = STEPS.get((claim, item["name"]))
    if own is not None:
        with flint.ctx.workprec(BITS):
            holds = own()
        if not holds:
            raise Refused(f"{item['name']}: the checker's own statement of it does not hold")
        return OWN
    if kept and all(k == OWN for k in kept):
        return OWN
    done = [truth for k in kept for truth in ([True] if k == OWN else k)]
    return WORD if not any(done) else (DECIDED if all(done) else PARTLY)


def _record(claim: str, item: dict[str, Any], record: dict[str, Any]) -> Any:
    """For each formula whether there was one to decide, or ``OWN``.  Raises ``Refused`` for one that does not hold."""
    kind = record["kind"]
    if kind == "instance":
        return _instance(claim, item, record)
    if kind in ("word", "lemma"):
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
        raise Refused(f"{where}: SymPy does not bring {_short(str(residual))} to 0")
    for values in _points(residual):
        if (value := _try_enclose(residual, values)) is not None and not value.contains(0):
            raise Refused(f"{where}: the difference is {value.str(5)} at {values}")
    return True


def _vanishes(residual: sp.Expr) -> bool:
    for simplify in (sp.expand, sp.simplify, sp.gammasimp, sp.logcombine):
        residual = simplify(residual)
        if residual == 0:
            return True
    return False


def _sign(where: str, entry: list[str]) -> bool:
    expression, sign = parse(entry[0]), entry[1]
    attribute = {">0": "is_positive", "<0": "is_negative", ">=0": "is_nonnegative", "<=0": "is_nonpositive"}[sign]
    if not any(getattr(form, attribute) for form in (expression, sp.factor(expression), sp.simplify(expression))):
        raise Refused(f"{where}: {_short(str(expression))} is not known to be {sign}")
    for values in _points(expression):
        value = _try_enclose(expression, values)
        if value is not None and (value < 0 if ">" in sign else value > 0):
            raise Refused(f"{where}: the value is {value.str(5)} at {values}")
    return True


def _smt(where: str, entry: dict[str, Any]) -> bool:
    import z3

    if any(not line.startswith("(declare-") for line in entry["declarations"]):
        raise Refused(f"{where}: a declaration that is none")
    conclusion = f"(not {entry['conclusion']})"
    for formulas, answer in ((entry["premises"], z3.sat), ([*entry["premises"], conclusion], z3.unsat)):
        solver = z3.Solver()
        solver.set("timeout", SMT_TIMEOUT_MS)
        solver.from_string("\n".join([*entry["declarations"], *(f"(assert {formula})" for formula in formulas)]))
        if solver.check() != answer:
            what = "the premises contradict each other" if answer == z3.sat else "it does not follow from the premises"
            raise Refused(f"{where}: {what}, or z3 cannot tell")
    return True


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
    todo = [([(Fraction(lo), Fraction(hi)) for lo, hi in record["box"]], record["cuts"])]
    while todo:
        sides, cut = todo.pop()
        if cut is None:
            values = {s: _ball(lo).union(_ball(hi)) for s, (lo, hi) in zip(symbols, sides, strict=True)}
            if not enclose(expression, values) > 0:
                raise Refused(f"{where}: not certainly positive on the box {[[str(a), str(b)] for a, b in sides]}")
            continue
        axis, at, below, above = cut
        lo, hi = sides[axis]
        if not lo < Fraction(at) < hi:
            raise Refused(f"{where}: a cut at {at} outside of its side [{lo}, {hi}]")
        todo.append(([*sides[:axis], (lo, Fraction(at)), *sides[axis + 1 :]], below))
        todo.append(([*sides[:axis], (Fraction(at), hi), *sides[axis + 1 :]], above))
    return True


# --------------------------------------------------------------------------------- expressions
ARITHMETIC = ("Integer", "Rational", "Symbol", "Add", "Mul", "Pow", "Abs", "Min", "Max", "binomial")
FUNCTIONS = ("exp", "log", "sinh", "cosh", "tanh", "erf", "erfinv", "gamma", "loggamma", "polygamma", "beta")
CALCULUS = ("Derivative", "Integral", "Limit", "Sum", "Tuple", "Indexed", "IndexedBase", "betainc_regularized")
CONSTRUCTORS = frozenset((*ARITHMETIC, *FUNCTIONS, *CALCULUS))
CONSTANTS = {"pi": sp.pi, "E": sp.E, "oo": sp.oo, "EulerGamma": sp.EulerGamma, "True": True, "False": False}


def parse(text: str) -> Any:
    """A SymPy expression from its ``srepr``, by the constructors above and nothing else: no code is run."""
    return _build(ast.parse(text, mode="eval").body)


def _build(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CONSTRUCTORS:
        options = {str(k.arg): _build(k.value) for k in node.keywords}
        return getattr(sp, node.func.id)(*(_build(argument) for argument in node.args), **options)
    match node:  # f(x) for an undefined function f
        case ast.Call(func=ast.Call(func=ast.Name("Function"), args=[ast.Constant(str() as name)], keywords=[])):
            return sp.Function(name)(*(_build(argument) for argument in node.args))
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str, bool)):
        return node.value
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        return CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_build(node.operand)
    raise Refused(f"{ast.unparse(node)[:60]!r} has no place in an expression")


def parse_number(text: str) -> sp.Expr:
    """``"-2/3"``, or the ``srepr`` of a number."""
    expression = parse(text) if "(" in text else sp.Rational(text)
    if not expression.is_number:
        raise Refused(f"{text[:60]!r} is not a number")
    return expression


def enclose(expression: sp.Expr, values: dict[sp.Symbol, flint.arb]) -> flint.arb:
    """An expression in ball arithmetic.  Raises ``ValueError`` for what it does not know."""
    with flint.ctx.workprec(BITS):
        return _enclose(expression, values)


def _enclose(e: sp.Expr, values: dict[sp.Symbol, flint.arb]) -> flint.arb:
    if e in values:
        return values[e]
    if e.is_Rational:
        return _ball(Fraction(int(e.p), int(e.q)))
    if e in (sp.pi, sp.E):
        return flint.arb.pi() if e == sp.pi else flint.arb.const_e()
    parts = [_enclose(argument, values) for argument in e.args]
    if e.is_Add or e.is_Mul:
        total = parts[0]
        for part in parts[1:]:
            total = total + part if e.is_Add else total * part
        return total
    if e.is_Pow:
        base, exponent = parts
        if e.exp.is_Integer:
            return base ** int(e.exp)
        return base.sqrt() ** int(2 * e.exp) if (2 * e.exp).is_Integer else (base.log() * exponent).exp()
    names = {"exp": "exp", "log": "log", "gamma": "gamma", "loggamma": "lgamma", "erf": "erf"}
    names |= {"tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "Abs": "__abs__", "polygamma": "?"}
    if (method := names.get(type(e).__name__, "?")) == "?":
        raise ValueError(f"no enclosure is known for {type(e).__name__}")
    value: flint.arb = getattr(parts[0], method)()
    return value


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


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
            places[symbol] = _ball(-place if symbol.is_nonpositive else place)
        yield places
