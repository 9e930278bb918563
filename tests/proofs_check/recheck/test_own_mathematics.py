"""The checker's own statements hold, and the mutated twin of each does not."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from fractions import Fraction

import flint
import pytest

from proofs_check.language import Apply, parse
from proofs_check.language.to_balls import BITS
from proofs_check.recheck import STATEMENTS, Refused, instances, read_statement, steps, tools
from proofs_check.recheck import steps_lemma_3_7 as lemma_3_7
from proofs_check.recheck import steps_self_training as self_training
from proofs_check.recheck import steps_theorem_2_7 as theorem_2_7
from proofs_check.recheck import steps_theorem_2_11 as theorem_2_11
from proofs_check.recheck.statements import UNKEPT
from proofs_check.recheck.steps import STEPS

# one change in the text of each statement that is a function: a factor, a sign, a number, a quantifier
TWINS: dict[Callable[[], bool], tuple[str, str]] = {
    steps.gibbs_summed: ("(N - S*theta)", "(N + S*theta)"),
    steps.printed_triangle: ("(x - m)) - 2*m", "(x - m)) - 3*m"),
    steps.collected: ("(i == m)", "(j == m)"),
    steps.collecting: ("and printed_triangle()", "and not printed_triangle()"),
    steps.ends_of_the_cross: ("p[0] < 1", "p[0] < 0"),
    steps.at_the_crossing: ("Fraction(1, 2)", "Fraction(1, 3)"),
    steps.beside_the_crossing: ("(-6, -1, 1, 3)", "(-6, -1, 0, 3)"),
    steps.loss_curvature: ("1/(4*cosh", "1/(2*cosh"),
    lemma_3_7.a_hundred_points: ("_failure_below(1343)", "_failure_below(1400)"),
    self_training.expansions: ("min(found.values()) < constant", "min(found.values()) <= constant"),
    theorem_2_7.two_classes: ("point % 2 == 0", "point % 2 == 1"),
    theorem_2_7.uniform_weights: ("Rational(1, 9)", "Rational(2, 9)"),
    theorem_2_7.most_in_the_middle: ("Rational(1, 4)", "Rational(1, 3)"),
    theorem_2_7.most_in_the_middle_by_gauss: ("8/(9*", "8/(7*"),
    theorem_2_7.at_one: ("2 * p**2", "3 * p**2"),
    theorem_2_7.above: ("512", "10**9"),
    theorem_2_7.below: ("e: -2 * _displaced", "e: 2 * _displaced"),
    theorem_2_7.other_term: ("20 * e", "2000 * e"),
    theorem_2_7.first_to_be_positive: ("Fraction(1, 2)", "Fraction(3, 2)"),
    theorem_2_7.quadratics: ("3 * row[i + 2]", "2 * row[i + 2]"),
    theorem_2_7.closed_form: ('"M"', '"2*M"'),
    theorem_2_11.thue_morse: ("% 2 == parity", "% 3 == parity"),
    theorem_2_11.three_numbers: ("2 * v for v in unit", "3 * v for v in unit"),
    theorem_2_11.signs_and_order: ("tuple(-v for", "tuple(2 * v for"),
    theorem_2_11.reflection: ("a - 2 * b", "a - 3 * b"),
    theorem_2_11.three_points: ("pairs(3)", "pairs(4)"),
    theorem_2_11.four_points: ("not image[i] & image[j]", "image[i] & image[j]"),
    theorem_2_11.common_point_shows: ("any(_meet(*both)", "any(not _meet(*both)"),
    theorem_2_11.stars: ("combinations(edges, 4)", "combinations(edges, 3)"),
}
# and of each expression that has to vanish and has no difference in it
EXPRESSIONS = {
    "sqrt(1 - exp(-w**2)).subs(w, 0)": "sqrt(2 - exp(-w**2)).subs(w, 0)",
    "((u*(1 - u))**alpha/alpha).subs(u, 1)": "((u*(2 - u))**alpha/alpha).subs(u, 1)",
    "(-log(1 - x) - x - x**2/2 - x**3/3).subs(x, 0)": "(-log(2 - x) - x - x**2/2 - x**3/3).subs(x, 0)",
    "Limit(log(1 + exp(-t*z))/t, t, oo)": "Limit(log(1 + exp(t*z))/t, t, oo)",
}
VANISHING = sorted({expression for own in STEPS.values() for expression in getattr(own, "args", [()])[0]})


@pytest.mark.parametrize("step", STEPS)
def test_the_checkers_own_statements_hold(step: tuple[str, str]) -> None:
    with flint.ctx.workprec(BITS):
        assert STEPS[step]()


def test_every_own_statement_has_a_twin() -> None:
    functions = {own for own in STEPS.values() if not hasattr(own, "args")}
    assert functions | {steps.collected} == set(TWINS)
    assert set(EXPRESSIONS) <= set(VANISHING)


@pytest.mark.parametrize("own", TWINS, ids=lambda own: own.__name__)
def test_the_twin_of_a_function_does_not_hold(own: Callable[[], bool]) -> None:
    text, (stated, changed) = textwrap.dedent(inspect.getsource(own)), TWINS[own]
    assert stated in text
    names = dict(inspect.getmodule(own).__dict__)
    exec(compile(text.replace(stated, changed), "twin", "exec"), names)  # our own text, with one change
    with flint.ctx.workprec(BITS):
        assert names[own.__name__]() is False


@pytest.mark.parametrize("expression", VANISHING)
def test_the_twin_of_an_expression_does_not_vanish(expression: str) -> None:
    assert tools.vanish(expression)()
    head, minus, tail = expression.rpartition(" - ") if expression not in EXPRESSIONS else ("", "", "")
    twin = EXPRESSIONS.get(expression, f"{head} + {tail}" if minus else "")
    assert twin
    assert not tools.vanish(twin)()


def test_the_tools_can_fail() -> None:
    assert not tools.zero("(m + w)/(w + M) - 1")
    assert not tools.everywhere_positive(lambda e: e - e * e - 1, *theorem_2_7.SMALL)
    assert not tools.everywhere_positive(lambda e: e - e, *theorem_2_7.SMALL)  # what balls cannot decide is no yes
    assert not tools.vanish("x - x", "x - u")()
    assert len(theorem_2_11.induced(4)) == 24
    assert theorem_2_7.line_masses(3, 2, 1, Fraction(1, 2)) == [Fraction(3, 2), Fraction(5, 2)]


@pytest.mark.parametrize(
    ("quadratic", "gap", "holds"),
    [
        ((4, -2, -1), lambda e: 3 * (4 * e * e - 2 * e - 1), True),
        ((4, -2, -1), lambda e: -3 * (4 * e * e - 2 * e - 1), False),
        ((1, 0, -1), lambda e: e * e - 1, False),
        ((-4, 2, -1), lambda e: -4 * e * e + 2 * e - 1, False),
    ],
    ids=["a positive multiple", "a negative multiple", "with rational roots", "negative far out"],
)
def test_a_gap_has_the_sign_of_an_irreducible_quadratic_with_one_positive_root(
    quadratic: tuple[int, int, int], gap: Callable[[Fraction], Fraction], holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theorem_2_7, "LINES", {(3, 2): (quadratic, {(1, 0)})})
    monkeypatch.setattr(theorem_2_7, "line_masses", lambda n, k, x, e: [gap(e), Fraction(0)])
    assert theorem_2_7.first_to_be_positive() is holds


def test_a_point_on_the_sphere_is_outside_of_the_ball() -> None:
    law = instances.law_of({"type": "Beta", "alpha": "1", "beta": "1"})
    half = Fraction(1, 2)
    line = instances.Data(((Fraction(0),), (Fraction(1),)), ("a", "b"), (half, half), law)
    for radius, seen in ((Fraction(1), 0), (Fraction(9, 8), half**2)):
        assert instances.masses(line, (Fraction(0),), radius)["b", "b"][0] == seen


def test_a_law_of_atoms_is_a_probability_and_symmetric_by_its_masses() -> None:
    def law(*masses: tuple[str, str]) -> instances.Law:
        return instances.law_of({"type": "Discrete", "masses": [list(atom) for atom in masses]})

    assert law(("1/3", "1/2"), ("2/3", "1/2")).is_symmetric()
    assert not law(("1/3", "1/4"), ("2/3", "3/4")).is_symmetric()
    assert not law(("1/3", "1/2"), ("1/2", "1/2")).is_symmetric()
    for wrong in ([("0", "1/2"), ("1", "1/3")], [("0", "3/2"), ("1", "-1/2")], [("0", "1/2"), ("3/2", "1/2")]):
        with pytest.raises(Refused, match="not those of a probability"):
            law(*wrong)


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # other tests may have left threads
@pytest.mark.usefixtures("forked")
def test_a_statement_of_the_checker_that_fails_is_refused(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, (report.LEMMA, "closed form"), lambda: False)
    assert "the checker's own statement" in report.refusal(report.LEMMA)


def _keeps_no_formula(line: str) -> bool:
    kind, _, rest = line.strip().partition(" ")
    if kind == "identity":
        match parse(rest.partition(": ")[2]).conclusion:
            case Apply("=", (left, right)):
                return left == right
    return kind in ("word", "enumeration") or rest.endswith(UNKEPT) or (kind == "box" and "formula null" in rest)


@pytest.mark.parametrize("step", STEPS)
def test_an_own_statement_stands_for_a_record_that_keeps_no_formula(step: tuple[str, str]) -> None:
    claim, name = step
    lines = read_statement(STATEMENTS / f"{claim}.txt")
    start = next(i for i, line in enumerate(lines) if line.startswith(f'step "{name}" '))
    records = lines[start + 1 : lines.index("", start) if "" in lines[start:] else None]
    assert any(map(_keeps_no_formula, records))


def test_the_ball_of_the_checker_is_open() -> None:
    """On {0, 1} at 0: with the radius 1 the self-pair of 1 is outside, with a little more it is inside."""
    places, uniform = ((Fraction(0),), (Fraction(1),)), instances.Law((1, 1))
    data = instances.Data(places, ("a", "b"), (Fraction(1, 2), Fraction(1, 2)), uniform)
    for radius, inside in ((Fraction(1), 0), (Fraction(11, 10), Fraction(1, 4))):
        assert instances.masses(data, (Fraction(0),), radius)["b", "b"][0] == inside
