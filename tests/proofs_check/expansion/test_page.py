"""The page of a measured expansion: whole, escaped, and honest about what it does not say."""

from __future__ import annotations

import re

import numpy as np

from proofs_check.expansion import expansion, page, words


def found(classes=2, n=60, names=None):
    rng = np.random.default_rng(classes)
    truth = np.arange(n) % classes
    pseudo = np.where(rng.random(n) < 0.3, rng.integers(0, classes, n), truth)
    names = np.array(names or [f"c{i}" for i in range(classes)])
    return expansion(rng.integers(0, n, (4 * n, 2)), names[pseudo], names[truth])


def test_a_page_needs_no_network_and_escapes_what_users_name():
    html = page.html(found(names=["<b>x</b>", "a&b\x1b[31m"]), "<script>alert(1)</script>.npz")
    assert "<script>alert" not in html
    assert "<b>x" not in html
    assert "\x1b" not in html
    assert "a&amp;b" in html
    assert not re.search(r"""(src|href)=["']?https?:""", html)


def test_the_page_has_verdict_bounds_scope_and_what_the_numbers_are_worth():
    measured = found()
    html = page.html(measured, "graph")
    for text in (*words.SCOPE, *words.MEASURED):
        assert text.replace("<", "&lt;").replace(">", "&gt;") in html
    for bound in measured.bounds:
        assert f"<code>{bound.claim}</code>" in html
        for condition in bound.conditions:
            said = ("good", "holds") if condition.holds else ("bad", "fails")
            assert f'<span class="{said[0]}">{condition.name}:\n{said[1]}</span> ({condition.found})' in html
    assert html.index("What is guaranteed") < html.index("What this does not say") < html.index(">Classes</h2>")
    for word, _ in words.WORDS:
        assert f"<dt>{word}</dt>" in html


def test_tables_that_can_be_wide_scroll_by_themselves():
    """At the width of a phone nothing else is wider than the screen."""
    html = page.html(found(), "graph")
    assert html.count("<table") == html.count('<div class="scroll" tabindex="0" role="region"') == 3


def test_a_long_worst_set_is_cut_short():
    n = page.ROWS + 100
    measured = expansion(np.empty((0, 2), dtype=int), [1] * n + [0], [0] * (n + 1))
    html = page.html(measured, "points without arcs")
    assert "101 more" not in html
    assert "100 more are in expansion.json" in html


def test_without_wrong_labels_there_is_a_page():
    html = page.html(expansion([(0, 1)], ["a", "a"], ["a", "a"]), "one class")
    assert "No pseudo-label is wrong." in html


def test_every_class_has_a_row():
    html = page.html(found(classes=7), "seven")
    assert all(f"<td>c{i}</td>" in html for i in range(7))
