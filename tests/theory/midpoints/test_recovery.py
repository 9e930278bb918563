"""Recovery from midpoints: every solution is found, nothing is guessed, and bad input is refused in a clear line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from theory.dataset import LabeledDataset
from theory.midpoints import Status, labeled_midpoints, midpoints, number_of_points, recover, recover_labeled
from theory.midpoints import to_tolerance as midpoints_float
from theory.midpoints.exact import Packing, packing_for

EIGHT = [[0], [3], [5], [6], [9], [10], [12], [15]]
HALVES = st.integers(-6, 6).map(lambda n: Fraction(n, 2))


def shuffled(rows):
    return [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]


def oracle(given_midpoints, m):
    """All solutions on a line, by trying every choice of the sums with x_1 and of x_2 + x_3 (an oracle)."""
    sums = Counter(2 * x for (x,) in given_midpoints)
    found = set()
    for stars in set(combinations(sorted(sums.elements()), m - 1)):
        for third in sums:
            for a, b in combinations(range(m - 1), 2):
                first = (stars[a] + stars[b] - third) / 2
                points = sorted([first, *(s - first for s in stars)])
                if Counter(x + y for x, y in combinations(points, 2)) == sums:
                    found.add(tuple((x,) for x in points))
    return sorted(found)


# ------------------------------------------------------------------------------------------- exact
@settings(max_examples=30)
@given(st.integers(3, 5).flatmap(lambda m: st.lists(HALVES, min_size=m, max_size=m)))
def test_all_solutions_on_a_line_are_those_of_a_plain_search(line):
    rows = midpoints([[x] for x in line])
    assert list(recover(shuffled(rows)).solutions) == oracle(rows, len(line))


@given(st.integers(1, 3).flatmap(lambda d: st.lists(st.tuples(*[HALVES] * d), min_size=3, max_size=9)))
def test_the_points_are_among_the_solutions_and_all_solutions_fit(points):
    rows = midpoints(points)
    found = recover(shuffled(rows))
    assert found.residual == 0
    assert tuple(sorted(points)) in found.solutions
    assert len(set(found.solutions)) == len(found.solutions) <= len(points) - 2 or len(points) == 3
    assert all(Counter(midpoints(s)) == Counter(rows) for s in found.solutions)


def test_eight_points_with_three_solutions():
    found = recover(midpoints(EIGHT))
    assert found.status is Status.SEVERAL
    assert len(found.solutions) == 3
    assert tuple((Fraction(x),) for x in (1, 2, 4, 7, 8, 11, 13, 14)) in found.solutions
    with pytest.raises(ValueError, match="3 sets of points"):
        _ = found.points


def test_sums_without_their_multiplicities_would_not_do():
    one, other = ([[x] for x in points] for points in ((0, 1, 2, 4, 5, 6), (0, 1, 2, 3, 4, 7)))
    assert set(midpoints(one)) == set(midpoints(other))
    assert recover(midpoints(one)).points == tuple(map(tuple, one))


def test_sixty_points_with_large_numbers_and_duplicates(rng):
    points = [(Fraction(int(n), 10**9 + 7), Fraction(i % 7)) for i, n in enumerate(rng.integers(-(10**18), 10**18, 57))]
    points += points[:3]
    assert recover(shuffled(midpoints(points))).points == tuple(sorted(points))


@given(st.lists(st.tuples(HALVES, HALVES, st.fractions(-3, 3, max_denominator=7)), min_size=1, max_size=5))
def test_packing_is_linear_ordered_and_can_be_undone(vectors):
    packing = packing_for(vectors)
    packed = packing.pack(vectors)
    assert [packing.unpack(value) for value in packed] == vectors
    assert (packed[0] < packed[-1]) == (vectors[0] < vectors[-1])
    assert packing.unpack(packed[0] + packed[-1]) == tuple(a + b for a, b in zip(vectors[0], vectors[-1], strict=True))


def test_a_packing_that_is_too_narrow_would_be_noticed():
    with pytest.raises(OverflowError):
        Packing(1, 1, 1).pack([(Fraction(200),)])


# ------------------------------------------------------------------------------------------- floats
def distance(solution, points):
    """Largest distance between points in lexicographic order and those of a solution."""
    return np.abs(np.asarray(solution, dtype=float) - points[np.lexsort(points.T[::-1])]).max()


@pytest.mark.parametrize(("m", "d"), [(3, 1), (5, 1), (6, 2), (23, 1), (40, 3), (30, 50)])
@pytest.mark.parametrize("precision", [np.float64, np.float32])
def test_generic_floats(m, d, precision, rng):
    points = rng.normal(size=(m, d))
    rows = rng.permutation(midpoints(points)).astype(precision)
    found = recover(rows)
    if found.status is Status.UNDECIDED:  # only where float32 cannot tell that many midpoints on a line apart
        assert (precision, d) == (np.float32, 1)
        assert m == 23
    else:
        assert distance(found.points, points) <= 4 * np.finfo(precision).eps * 10


def test_four_points_have_two_solutions_in_floats_too(rng):
    points = rng.normal(size=(4, 2))
    found = recover(midpoints(points))
    assert found.status is Status.SEVERAL
    assert min(distance(s, points) for s in found.solutions) < 1e-14
    assert min(distance(s, points.sum(axis=0) / 2 - points) for s in found.solutions) < 1e-14


def test_ties_of_a_regular_line_and_floats_that_are_exact():
    assert distance(recover(midpoints(np.arange(11.0)[:, None] / 10)).points, np.arange(11)[:, None] / 10) < 1e-15
    assert len(recover(midpoints(np.array(EIGHT, dtype=float))).solutions) == 3


def test_real_digits_rounded_and_not(rng):
    from sklearn.datasets import load_digits

    digits = load_digits().data[:40] / 16
    rows = rng.permutation(midpoints(digits))
    assert distance(recover(rows).points, digits) < 1e-15
    found = recover(rows.round(2), tolerance=0.005)
    assert 0 < found.residual < 4 * 0.005
    gaps = np.abs(found.points[:, None] - digits).max(axis=2)
    assert gaps.min(axis=1).max() < 1.5 * 2 * 0.005  # least squares: 3/2 errors of a sum
    assert sorted(gaps.argmin(axis=1)) == list(range(40))


def test_duplicates_with_noise(rng):
    points = np.repeat(rng.normal(size=(12, 8)), [1, 2, 3] * 4, axis=0)
    rows = rng.permutation(midpoints(points))
    found = recover(rows + rng.uniform(-1e-6, 1e-6, rows.shape), tolerance=1e-6)
    gaps = np.abs(found.points[:, None] - points).max(axis=2)
    assert (gaps < 1e-5).sum() == sum(4 * n**2 for n in (1, 2, 3))


@given(
    st.integers(1, 3).flatmap(lambda d: st.lists(st.tuples(*[st.integers(-5, 5)] * d), min_size=3, max_size=8)),
    st.sampled_from([1e-12, 1e-7, 1e-3]),
    st.integers(0, 2**32 - 1),
)
@example([(4, 0, 4), (2, -1, -2), (4, -3, 4), (4, 1, 2), (1, 3, -3), (-1, -1, 1), (0, 1, -2)], 1e-3, 3)
def test_the_worst_errors_change_no_solution(points, noise, seed):
    """Errors of the tolerance itself, either way, on data full of coincidences: the solutions are the exact ones."""
    rows = np.array(midpoints(points), dtype=float)
    noisy = rows + noise * np.random.default_rng(seed).choice([-1, 1], rows.shape)
    found, exactly = recover(noisy, noise), recover(midpoints(points))
    assert len(found.solutions) == len(exactly.solutions)
    for solution in exactly.solutions:
        assert any(is_near(each, np.array(solution, dtype=float), found.error) for each in found.solutions)
    assert found.residual <= 2 * found.error


def test_a_reach_that_is_too_short_loses_solutions(monkeypatch):
    """Six errors are needed: with three, errors of the tolerance itself hide the points of some sets."""
    points = np.array([(4, 0, 4), (2, -1, -2), (4, -3, 4), (4, 1, 2), (1, 3, -3), (-1, -1, 1), (0, 1, -2)], dtype=float)
    rows = midpoints(points)
    noisy = [rows + 1e-3 * np.random.default_rng(seed).choice([-1, 1], rows.shape) for seed in range(10)]
    assert all(recover(each, 1e-3).status is Status.UNIQUE for each in noisy)
    monkeypatch.setattr(midpoints_float, "REACH", 3)
    assert not all(recover(each, 1e-3).status is Status.UNIQUE for each in noisy)


def test_a_choice_between_midpoints_is_not_guessed(monkeypatch):
    """Where the order of sums is in doubt, and more of them might belong to x_1 than do, the answer stays open."""
    points = np.arange(9.0)[:, None]
    assert recover(midpoints(points)).status is Status.UNIQUE
    monkeypatch.setattr(midpoints_float.Sums, "doubt", 1.5)
    found = recover(midpoints(points))
    assert found.status is Status.UNDECIDED
    assert "choice between two midpoints" in found.undecided


def is_near(solution, points, error):
    """Whether the points are the solution, up to an error, in some order."""
    far = np.abs(solution[:, None] - points).max(axis=2) > error
    return not far[linear_sum_assignment(far)].any()


@pytest.mark.parametrize("noise", [1e-3, 1e-2, 1e-1, 1])
def test_noise_never_gives_a_wrong_answer(noise):
    """Right, up to the stated error, or undecided: with errors within the tolerance the points are a solution."""
    seen = Counter()
    for seed in range(12):
        local = np.random.default_rng(seed)
        points = local.normal(size=(6, 2))
        rows = local.permutation(midpoints(points))
        found = recover(rows + local.uniform(-noise, noise, rows.shape), tolerance=noise)
        seen[found.status] += 1
        if found.status is not Status.UNDECIDED:
            assert any(is_near(solution, points, found.error) for solution in found.solutions)
    assert seen[Status.NONE] == 0
    expected = {1e-3: Status.UNIQUE, 1e-2: Status.UNDECIDED, 1e-1: Status.UNDECIDED, 1: Status.UNIQUE}[noise]
    assert seen[expected] > 4  # at the last, all midpoints may be equal: one point six times, up to a large error


@pytest.mark.parametrize(("step", "length"), [(0.45, 4), (0.3, 6)])
def test_a_chain_of_sums_each_near_the_next_is_not_one_sum(step, length):
    chain = step * np.arange(length, dtype=float)[:, None]
    pair = midpoints_float.gather(chain[:2], 0.25)
    assert (len(pair.centres), pair.counts.tolist()) == (1, [2])
    with pytest.raises(midpoints_float.UndecidedError, match="cannot be told apart"):
        midpoints_float.gather(chain, 0.25)


def test_a_choice_deep_in_the_search_is_not_forgotten(monkeypatch):
    """The third point is the only one that can be next; for the fourth there are two."""
    sums = midpoints_float.Sums(np.zeros((4, 1)), np.ones(4, dtype=np.int64), 0.1)
    search = midpoints_float.Search(sums, m=4)
    monkeypatch.setattr(search, "_choices", lambda known: [1] if len(known.stars) == 1 else [2, 3])
    monkeypatch.setattr(search, "_place", lambda known, star: replace(known, stars=(*known.stars, star)))
    found = search._finish(midpoints_float.Partial(np.zeros(1), sums.counts, (0,)))
    assert found is not None
    assert (found.stars, search.tied) == ((0, 1, 2), True)


def test_undecided_says_why(rng):
    rows = midpoints(rng.normal(size=(12, 1)))
    found = recover(rows, tolerance=0.1)
    assert found.status is Status.UNDECIDED
    assert not found.solutions
    assert re.search(r"differ by .* cannot be told apart when each coordinate is known to ±0\.1", str(found))


# ------------------------------------------------------------------------------------------- labels
def test_labels_come_back_with_the_points(rng):
    points, labels = rng.normal(size=(9, 2)), list("abacabcca")
    found = recover_labeled(*labeled_midpoints(LabeledDataset(points, labels)))
    assert ["abc"[code] for code in found.labels[0]] == [labels[i] for i in np.lexsort(points.T[::-1])]
    assert distance(found.points, points) < 1e-14


@pytest.mark.parametrize("labels", list(product("abcd", repeat=4))[::17], ids="".join)
def test_labels_make_four_points_unique_unless_two_of_each_or_all_alike(labels):
    data = LabeledDataset([[0, 0], [1, 0], [0, 2], [3, 3]], labels)
    pairs = sorted(Counter(labels).values()) in ([4], [2, 2])
    assert len(recover_labeled(*labeled_midpoints(data)).solutions) == (2 if pairs else 1)


# ------------------------------------------------------------------------------------------- bad input
@pytest.mark.parametrize("count", [0, 2, 4, 5, 7, 14, 16, 19_901])
def test_a_count_that_is_no_binomial(count):
    with pytest.raises(ValueError, match=f"{count} midpoints are not all midpoints of a set: that would be"):
        number_of_points(count)


@pytest.mark.parametrize("m", [3, 4, 5, 100, 10**6, 10**12])
def test_the_number_of_points(m):
    assert number_of_points(m * (m - 1) // 2) == m


def test_one_midpoint():
    with pytest.raises(ValueError, match="infinitely many"):
        recover([[1]])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[0], [1], [float("nan")]], "nan"),
        ([[0, 1], [1], [2]], "same number of coordinates"),
        ([["x"], ["1"], ["2"]], "not a finite number"),
    ],
)
def test_rows_that_are_no_points(rows, message):
    with pytest.raises(ValueError, match=message):
        recover(rows)


@pytest.mark.parametrize("tolerance", [-1.0, float("nan"), float("inf")])
def test_a_tolerance_that_is_none(tolerance):
    with pytest.raises(ValueError, match="tolerance must be"):
        recover(np.zeros((3, 1)), tolerance)


def test_exact_midpoints_have_no_tolerance():
    with pytest.raises(ValueError, match="no tolerance"):
        recover([[0], [1], [2]], 0.1)


def test_inconsistent_midpoints_say_by_how_much():
    rows = [list(row) for row in midpoints([[0], [1], [3], [7], [12], [20]])]
    rows[4][0] += Fraction(1, 100)
    exactly = recover(rows)
    assert exactly.status is Status.NONE
    assert 0 < exactly.residual < 1
    in_floats = recover(np.array(rows, dtype=float))
    assert in_floats.status is Status.NONE
    assert str(in_floats).startswith("no points have these midpoints: the best attempt misses one by")
    assert recover(np.array(rows, dtype=float), tolerance=0.01).status is Status.UNIQUE
    with pytest.raises(ValueError, match="misses one by"):
        _ = exactly.points


def test_labels_of_another_number():
    with pytest.raises(ValueError, match="as many mixed labels"):
        recover_labeled([[0], [1], [2]], [[1, 0]])


def test_the_residual_is_that_of_midpoints():
    """Of three points any midpoints are those; of four numbers 0, 1, 3, 7 one midpoint is moved by 1/4."""
    rows = [list(row) for row in midpoints([[0], [1], [3], [7]])]
    rows[0][0] += Fraction(1, 4)
    assert recover(rows).residual == Fraction(1, 4)
