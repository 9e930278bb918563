"""A claim about whole numbers whose conclusion says yes to each of them: tests of the law change one field of it."""

from theory.claim import Claim, Finding, Paper, Verdict

ANYTHING = Claim(
    id="test-false",
    title="1 = 2",
    statement="$1 = 2$",
    paper=Paper("test", "a test"),
    instance=int,
    conclusion=lambda n: Finding(True),
    expected=Verdict.PROVED,
)
