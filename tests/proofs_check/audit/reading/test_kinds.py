"""Every kind of file and array that users have, and what is noticed about them."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from scipy.io import savemat
from sklearn.datasets import dump_svmlight_file, load_iris

from proofs_check.audit.data import prepare
from proofs_check.audit.reading import read
from proofs_check.audit.reading.twins import NEAR, twins
from tests.proofs_check.audit.reading.small import CODES, FRAME, X, Y, loaded, said

RNG = np.random.default_rng(1)
IMAGES = RNG.random((12, 4, 4))


def arff(path):
    head = "@RELATION toy\n" + "".join(f"@ATTRIBUTE {c} REAL\n" for c in FRAME.columns[:3])
    rows = "\n".join(",".join(map(str, x)) + f",'{y}'" for x, y in zip(X, Y, strict=True))
    path.write_text(f"% made by hand\n{head}@ATTRIBUTE kind {{short,'very long'}}\n\n@DATA\n{rows}\n")


WRITERS = {
    "t.parquet": lambda path: FRAME.to_parquet(path),
    "t.feather": lambda path: FRAME.to_feather(path),
    "t.jsonl": lambda path: FRAME.to_json(path, orient="records", lines=True),
    "t.arff": arff,
    "t.txt": lambda path: FRAME.to_csv(path, sep="\t", index=False),
    "t.CSV": lambda path: FRAME.to_csv(path, index=False),
    "t.npz": lambda path: np.savez(path, X=X, y=Y),
    "t.mat": lambda path: savemat(path, {"X": X, "y": CODES}),
    "t.svm": lambda path: dump_svmlight_file(X, CODES, str(path)),
    "t.npy": lambda path: np.save(path, np.column_stack([X, CODES])),
    "sparse.npz": lambda path: scipy.sparse.save_npz(path, scipy.sparse.csr_matrix(np.column_stack([X, CODES]))),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_is_the_same_data(name, tmp_path):
    WRITERS[name](tmp_path / name)
    found = loaded(tmp_path / name)
    np.testing.assert_allclose(found.dataset.points, X, rtol=0, atol=1e-12)
    assert found.dataset.codes.tolist() == CODES.tolist()
    assert found.remarks == ()


@pytest.mark.parametrize("name", sorted({*WRITERS} - {"t.txt", "t.CSV", "t.svm"}))  # less text is a shorter table
def test_half_a_file_is_one_line(name, tmp_path):
    WRITERS[name](tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ValueError, match=r"\A[^\n]*\Z"):
        loaded(tmp_path / name)


@pytest.mark.parametrize(
    ("x", "y"), [("x_train", "y_train"), ("data", "target"), ("Embeddings", "labels"), ("arr_0", "arr_1")]
)
def test_arrays_under_the_names_of_libraries(x, y, tmp_path):
    np.savez(tmp_path / "t.npz", **{x: X, y: Y})
    found = loaded(tmp_path / "t.npz")
    assert found.dataset.n_points == 12
    assert f"points from the array '{x}', labels from '{y}'" in said(found)


def test_arrays_under_other_names(tmp_path):
    np.savez(tmp_path / "t.npz", cloud=X, kinds=Y)
    with pytest.raises(ValueError, match=r"--x and --y name two of cloud \(12, 3\), kinds \(12,\)"):
        loaded(tmp_path / "t.npz")
    assert loaded(tmp_path / "t.npz", x="cloud", y="kinds").remarks == ()
    with pytest.raises(ValueError, match="no array 'clouds'"):
        loaded(tmp_path / "t.npz", x="clouds", y="kinds")


def test_labels_in_a_file_of_their_own(tmp_path):
    np.save(tmp_path / "labels.npy", Y)
    np.save(tmp_path / "t.npy", X)
    scipy.sparse.save_npz(tmp_path / "s.npz", scipy.sparse.csr_matrix(X))
    np.savez(tmp_path / "t.npz", X=X)
    for name in ("t.npy", "s.npz", "t.npz"):
        assert loaded(tmp_path / name, y=str(tmp_path / "labels.npy")).dataset.n_points == 12
    with pytest.raises(ValueError, match="no labels can be read"):
        loaded(tmp_path / "t.npy", y="nowhere.npy")
    with pytest.raises(ValueError, match=r"measurements.*a file of labels \(--y\)"):
        loaded(tmp_path / "t.npy")


def test_objects_are_not_unpickled(tmp_path):
    np.savez(tmp_path / "t.npz", X=X, y=Y.astype(object))
    with pytest.raises(ValueError, match="dtype=str"):
        loaded(tmp_path / "t.npz")


@pytest.mark.parametrize(
    ("name", "cure"), [("t.xlsx", "CSV"), ("t.pkl", "can run code"), ("t.pt", "NPZ"), ("t", "ending")]
)
def test_what_is_not_read_says_what_to_do(name, cure, tmp_path):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ValueError, match=cure):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"sep": ";"}, "--sep says nothing about a Parquet file"),
        ({"header": False}, "--no-header says nothing"),
        ({"x": "a"}, "--x says nothing about a table"),
        ({"label": "kinds"}, "no column 'kinds'; the columns are height, width, mass, kind"),
        ({"drop": ("size",)}, "no column 'size'"),
        ({"weights": "kind"}, "both labels and weights"),
        ({"drop": ("height", "width", "mass")}, "it has only"),
        ({"features": ("kind",)}, "no column is left"),
    ],
)
def test_options_that_do_not_fit(options, reason, tmp_path):
    FRAME.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ValueError, match=reason):
        loaded(tmp_path / "t.parquet", **({"label": "kind"} | options))


def test_lists_are_features(tmp_path):
    frame = pd.DataFrame({"text": [f"t{i}" for i in range(12)], "embedding": X.tolist(), "label": CODES})
    frame.to_parquet(tmp_path / "t.parquet")
    found = loaded(tmp_path / "t.parquet")
    np.testing.assert_array_equal(found.dataset.points, X)
    assert "points from the lists in 'embedding', without 'text'" in said(found)
    assert loaded(tmp_path / "t.parquet", features=("embedding",)).remarks == ()
    frame["length"] = np.arange(12) % 5
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    both = loaded(tmp_path / "t.jsonl", features=("embedding", "length"), label="label")
    assert both.names == ("embedding[0]", "embedding[1]", "embedding[2]", "length")
    frame["embedding"] = [row[: 1 + i % 2] for i, row in enumerate(X.tolist())]
    frame.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ValueError, match="different lengths"):
        loaded(tmp_path / "t.parquet", label="label")


@pytest.mark.parametrize(
    ("column", "remark"),
    [
        ({"": range(12)}, "numbers or names the rows: it was left out"),
        ({"Unnamed: 0": RNG.permutation(500)[:12]}, "it was left out"),
        ({"PassengerId": RNG.permutation(500)[:12]}, "looks like an identifier of the rows: --drop PassengerId"),
        ({"number": range(7, 19)}, "looks like an identifier"),
        ({"sample_weight": RNG.random(12)}, "may be weights of the rows, and no feature: --weights sample_weight"),
        ({"site": 4}, "'site' is constant"),
        ({"pressure": 1000 * RNG.random(12)}, "--standardize"),
        ({"depth": np.where(np.arange(12) < 2, -9999, RNG.random(12))}, "has 2 times -9999"),
        ({"depth": np.where(np.arange(12) < 1, 999.0, RNG.random(12))}, "has 1 times 999"),
    ],
)
def test_what_is_noticed_about_columns(column, remark, tmp_path):
    pd.DataFrame(column | {name: FRAME[name] for name in FRAME}).to_csv(tmp_path / "t.csv", index=False)
    found = loaded(tmp_path / "t.csv")
    assert remark in said(found)
    assert said(found).count(remark) == 1
    assert found.dataset.dimension == (3 if "left out" in remark else 4)


def test_the_index_is_what_the_user_calls_the_rows(tmp_path):
    FRAME.set_axis([f"cat {i}" for i in range(12)]).to_csv(tmp_path / "t.csv")
    assert loaded(tmp_path / "t.csv").index.tolist() == [f"cat {i}" for i in range(12)]
    assert prepare(FRAME.set_axis(range(100, 112)), "kind").index.tolist() == list(range(100, 112))


def test_all_text_columns_are_named_at_once():
    frame = FRAME.assign(city="Rome", month="May")[["city", "height", "month", "kind"]]
    with pytest.raises(ValueError, match=r"columns 'city', 'month' are not numeric .*--drop city,month"):
        prepare(frame, "kind")


class Tensor:
    """What a tensor with a gradient does: no array before ``detach``."""

    def __init__(self, values, free=False):
        self.values, self.free, self.dtype = values, free, values.dtype

    def detach(self):
        return Tensor(self.values, True)

    def cpu(self):
        return self

    def numpy(self):
        assert self.free
        return self.values

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")


class Arrow:
    """A frame that is not pandas' own."""

    columns = ("a",)

    def __init__(self, frame):
        self.frame = frame

    def to_pandas(self):
        return self.frame


IRIS = load_iris(return_X_y=True)


@pytest.mark.parametrize(
    ("arguments", "points"),
    [
        ((Tensor(X), Tensor(CODES)), 12),
        ((load_iris(),), 150),
        ((load_iris(as_frame=True),), 150),
        (IRIS, 150),
        ((IRIS,), 150),
        ((FRAME, "kind"), 12),
        ((Arrow(FRAME), "kind"), 12),
        ((np.ma.masked_array(X, mask=False), CODES), 12),
        ((IMAGES, CODES), 12),
        ((X.astype(np.float16), CODES), 12),
        ((scipy.sparse.coo_array(X), CODES), 12),
        ((FRAME[["height"]].astype("Float64"), CODES), 12),
    ],
)
def test_what_people_hand_over_in_python(arguments, points):
    assert prepare(*arguments).dataset.n_points == points


def test_masked_values_are_refused():
    with pytest.raises(ValueError, match="2 values are masked"):
        prepare(np.ma.masked_array(X, mask=[[True, False, True]] + [[False] * 3] * 11), CODES)


def test_identifiers_beyond_the_floats_do_not_become_one():
    big = np.array([[2**64 - 1], [2**64 - 2], [5]], dtype=np.uint64)
    for points in (big, pd.DataFrame(big, columns=["id"])):
        with pytest.raises(ValueError, match=r"beyond 2\^53"):
            prepare(points, [0, 1, 0])


def test_weights_are_shares_and_rows_without_any_go():
    found = prepare(X, CODES, weights=[0.0] + [1.0] * 10 + [2.0])
    assert found.dataset.weights.tolist() == pytest.approx([1 / 12] * 10 + [2 / 12])
    assert found.rows.tolist() == list(range(1, 12))
    assert "1 row of weight 0 was left out" in said(found)
    assert "something else" in said(found)
    for weights, reason in (
        ([-1.0] * 12, "not negative"),
        ([1.0], "12 weights, not 1"),
        ([0.0] * 12, "all weights are 0: give a positive one"),
        (["a"] * 12, "numbers"),
    ):
        with pytest.raises(ValueError, match=reason):
            prepare(X, CODES, weights=weights)


def test_weights_of_a_column(tmp_path):
    FRAME.assign(w=np.arange(12) + 1).to_csv(tmp_path / "t.csv", index=False)
    found = loaded(tmp_path / "t.csv", label="kind", weights="w")
    assert found.dataset.weights.tolist() == pytest.approx(((np.arange(12) + 1) / 78).tolist())
    assert found.names == ("height", "width", "mass")


def test_near_duplicates_are_twins_of_one_class_and_conflicts_of_two():
    gap = 1e-8
    points = np.vstack([X, X[3] + gap, X[4] + gap, X[5]])
    found = prepare(points, [*CODES, 1 - CODES[3], CODES[4], 1 - CODES[5]])
    assert found.conflicts == ((3, 12), (5, 14))
    assert "rows {4, 13} are near-duplicates of one class" in said(found)


def test_all_near_pairs_are_found_and_no_others():
    rng = np.random.default_rng(1)
    points = np.vstack([np.repeat(rng.normal(size=(50, 5)), 2, axis=0), rng.normal(size=(300, 5))])
    points[1:100:2] += rng.normal(size=(50, 5)) * 10.0 ** rng.uniform(-9, -3, size=(50, 1))
    distances = np.linalg.norm(points[1:100:2] - points[:100:2], axis=1)
    everyone = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(400, np.inf))
    limit = NEAR * np.median(everyone.min(axis=1))
    found = set(twins(points, [0] * 400).near)
    assert found == {(2 * i, 2 * i + 1) for i in np.flatnonzero(distances <= limit)}
    assert 3 < len(found) < 47
