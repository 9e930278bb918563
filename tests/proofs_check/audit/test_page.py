"""The page of an audit: whole, escaped, and with pictures of the right kind."""

import base64
import itertools
import re

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris

from proofs_check.audit import audit, page, pictures, words
from proofs_check.audit.maps import LETTER, MOST, data_map, principal_plane


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
    assert html.index("Which α?") < html.index("What this does not say") < html.index(">Rows</h2>")
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


def test_channels_first_are_images_in_colour():
    rng = np.random.default_rng(0)
    last = rng.random((6, 5, 7, 3)) * 2 - 1
    found = audit(np.moveaxis(last, -1, 1), [0, 0, 0, 1, 1, 1], search=0)
    assert pictures.kind(found.prepared) == "images"
    assert pictures.image_shape(found.prepared) == (5, 7, 3)
    np.testing.assert_array_equal(pictures.pixels(found.prepared, found.prepared.dataset.points[2]), last[2])


@pytest.mark.parametrize(
    ("shape", "kind"), [((50, 2), "curves"), ((2, 50), "curves"), ((28, 28), "images"), ((8, 8), "images")]
)
def test_a_few_long_curves_are_drawn_over_time(shape, kind):
    found = audit(np.random.default_rng(0).random((6, *shape)), [0, 0, 0, 1, 1, 1], search=0)
    assert pictures.kind(found.prepared) == kind
    html = page.html(found, "series")
    assert html.count("<polyline") == (4 * 2 * 6 if kind == "curves" else 0)


@pytest.mark.parametrize("dimension", [1, 2, 5, 700])
def test_the_plane_of_largest_spread_is_that_of_the_singular_values(dimension):
    points = np.random.default_rng(2).normal(size=(30, dimension)) * np.linspace(1, 3, dimension)
    plane, share = principal_plane(points)
    values = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    np.testing.assert_allclose(np.linalg.norm(plane, axis=0)[: len(values)], values[:2], rtol=1e-9)
    assert share == pytest.approx((values[:2] ** 2).sum() / (values**2).sum())


def test_the_map_has_every_point_or_a_sample_and_the_first_rows_with_their_pairs():
    found = audit(load_iris(), search=0)
    svg = data_map(found)
    assert svg.count('r="3"') == 150
    assert svg.count('class="ball"') == svg.count('class="pair"') == 6
    for index in found.order[:6]:
        assert f">{found.prepared.rows[index]}</text>" in svg
    places = re.findall(r'<text x="([-.0-9]+)" y="([-.0-9]+)"[^>]*central">([0-9]+)<', svg)
    boxes = [(float(x), float(y), LETTER[0] * len(name) / 2, LETTER[1] / 2) for x, y, name in places]
    assert len(boxes) == 6
    for one, other in itertools.combinations(boxes, 2):  # no number covers another, as large as they are on a phone
        assert abs(one[0] - other[0]) >= one[2] + other[2] or abs(one[1] - other[1]) >= one[3] + other[3]
    rng = np.random.default_rng(0)
    large = audit(rng.normal(size=(MOST + 50, 2)), rng.integers(0, 12, MOST + 50), search=0, sample=20)
    assert data_map(large).count('r="3"') == MOST
    assert "and 4 more" in data_map(large)


def test_every_word_is_explained_and_the_page_says_that_it_sends_nothing():
    html = page.html(audit(load_iris(), search=0), "iris")
    for word, _ in words.WORDS:
        assert f"<dt>{word}</dt>" in html
    assert "sends nothing anywhere" in html
    assert "the seed 0" in html
    assert ">clearance</text>" in html
