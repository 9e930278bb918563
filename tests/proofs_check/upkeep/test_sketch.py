"""The pictures of h_eps and of the clearances show what is computed, of points that are where they are drawn."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from proofs_check.upkeep import sketch
from theory import Beta, mixup_optimal

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture: str, tag: str, kind: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(picture).iter(f"{SVG}{tag}") if each.get("class") == kind]


def test_the_words_below_the_ball_are_the_mean_label_of_it():
    (found,) = mixup_optimal(sketch.data(), Beta(1), [sketch.POINTS[sketch.HERE]], float(sketch.EPSILON))
    assert re.findall(r"(\d+)%", sketch.ball())[-2:] == [f"{100 * share:.0f}" for share in found]


def test_the_circle_touches_the_segment_that_is_drawn_thick():
    picture = sketch.distances()
    (thick,), (circle,) = drawn(picture, "path", "mix near"), drawn(picture, "circle", "around")
    a, b = np.array(re.findall(r"[\d.]+", thick.attrib["d"]), dtype=float).reshape(2, 2)
    centre = np.array([float(circle.attrib[name]) for name in ("cx", "cy")])
    share = np.linspace(0, 1, 10_001)[:, None]
    nearest = np.linalg.norm(share * a + (1 - share) * b - centre, axis=1).min()
    assert nearest == pytest.approx(float(circle.attrib["r"]), abs=0.2)
    (wide,) = drawn(picture, "circle", "around wide")
    assert float(wide.attrib["r"]) > nearest


@pytest.mark.parametrize("picture", [sketch.ball, sketch.distances])
def test_every_point_has_its_shape_and_every_pair_its_segment(picture, monkeypatch):
    before = picture()
    assert len(drawn(before, "circle", "circles")) == len(drawn(before, "rect", "squares")) == 3
    segments = {each.attrib["d"] for each in ElementTree.fromstring(before).iter(f"{SVG}path")}
    assert len(segments) == 15
    monkeypatch.setattr(sketch, "POINTS", (*sketch.POINTS[:-1], (3, -1)))
    assert picture() != before
