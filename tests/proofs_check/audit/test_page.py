"""The page of an audit: whole, escaped, and with pictures of the right kind."""

import base64
import re

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris

from proofs_check.audit import audit, page, pictures


def digits():
    images, labels = load_digits(return_X_y=True)
    return audit(images[:120].reshape(-1, 8, 8), labels[:120], epsilon=20.0, search=3)


def test_images_are_drawn_as_images():
    found = digits()
    html = page.html(found, "digits")
    images = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", html)
    assert len(images) == 4 * page.CASES
    assert all(base64.b64decode(image).startswith(b"\x89PNG") for image in images)
    assert pictures.image_shape(found.prepared) == (8, 8)


def test_flat_pixels_are_images_and_named_columns_are_not():
    images, labels = load_digits(return_X_y=True)
    assert pictures.kind(audit(images[:30], labels[:30], search=0).prepared) == "images"
    frame = load_digits(as_frame=True).data
    assert pictures.kind(audit(frame[:30], labels[:30], search=0).prepared) == "images"
    renamed = frame.rename(columns={"pixel_0_0": "age"})
    assert pictures.kind(audit(renamed[:30], labels[:30], search=0).prepared) == "profiles"
    colour = np.random.default_rng(0).random((6, 4, 4, 3))
    html = page.html(audit(colour, [0, 0, 0, 1, 1, 1], search=0), "colour")
    assert html.count("data:image/png") == 4 * 6


def test_a_page_needs_no_network_and_escapes_what_users_name():
    rng = np.random.default_rng(1)
    found = audit(rng.normal(size=(40, 2)), ["<b>", "a&b"] * 20, epsilon=0.5, search=2)
    html = page.html(found, "<script>alert(1)</script>.csv")
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "a&amp;b" in html
    assert not re.search(r"""(src|href)=["']?https?:""", html)
    assert html.count('class="plane"') == page.CASES


def test_profiles_the_table_over_alpha_and_the_scope():
    html = page.html(audit(load_iris(), search=2), "iris")
    assert html.count('class="profile"') == page.CASES
    assert html.index("Which α?") < html.index("What this does not say") < html.index("<h2>Rows</h2>")
    assert "does not mean that Mixup is harmless" in html
    assert "sepal length" in html


def test_one_class_has_a_page():
    html = page.html(audit([[0.0], [1.0]], ["a", "a"]), "one")
    assert "There is one class: nothing can be lost." in html
    assert "Which α?" not in html


@pytest.mark.parametrize("values", [[0.0, 0.0], [1.0, np.inf], [1e-9, 1e-8, 1.0], [3.0]])
def test_histograms_count_every_finite_value(values):
    svg = pictures.histogram(np.array(values), {"ε": 0.5})
    counts = [int(n) for n in re.findall(r"<title>(\d+) points", svg)]
    assert sum(counts) == np.isfinite(values).sum()
    assert "ε 0.5" in svg
