"""Every kind of labels that users have, what is noticed about them, and what is no label."""

import sys
from unittest import mock

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from proofs_check.audit.data import prepare
from proofs_check.audit.reading.labels import labels_of
from tests.proofs_check.audit.reading.small import CODES, FRAME, X, Y, loaded, said

RNG = np.random.default_rng(2)


@pytest.mark.parametrize(
    ("labels", "remark"),
    [
        (["a"] * 11 + ["b"], "only 1 point has the class 'b'"),
        (range(12), "12 classes for 12 points"),
        (["Siamese cat", "siamese  cat"] * 6, "look alike"),
        (["tabby-cat", "tabby cat"] * 6, "look alike"),
        (["a", "a "] * 6, "look alike"),
        (["a"] * 11 + ["b"], "imbalanced: 11 points of 'a', 1 of 'b'"),
        ([1, 1.5, 2, 4.5] * 3, "fractions, taken as 4 classes: 1, 1.5, 2, 4.5"),
        (np.eye(2)[CODES], "one-hot"),
        (pd.get_dummies(Y), "one-hot"),
    ],
)
def test_what_is_noticed_about_classes(labels, remark):
    assert remark in said(prepare(X, labels))


@pytest.mark.parametrize("labels", [[1, -1], ["A", "A-"], ["+", "-"]])
def test_signs_and_marks_tell_labels_apart(labels):
    assert "alike" not in said(prepare(X, labels * 6))


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (CODES == 1, (False, True)),
        (np.eye(2)[CODES].astype(bool), (0, 1)),
        (pd.get_dummies(Y), ("short", "very long")),
        (scipy.sparse.csr_matrix(np.eye(2)[CODES]), (0, 1)),
        (CODES[:, None], (0, 1)),
        (CODES.astype(float), (0, 1)),
        (pd.Series(CODES, dtype="Int64"), (0, 1)),
        (pd.Series(Y, dtype="category"), ("short", "very long")),
        (Y.astype("S"), ("short", "very long")),
        (Y.tolist(), ("short", "very long")),
        (Y.astype("U"), ("short", "very long")),
        (CODES.astype(np.uint8), (0, 1)),
    ],
)
def test_labels_of_every_kind(labels, classes):
    assert prepare(X, labels).dataset.classes == classes


@pytest.mark.parametrize("labels", [CODES, CODES == 1, CODES.astype(np.uint8), Y, np.array(["nan", ""] * 6)])
def test_labels_that_need_no_pandas_are_those_of_pandas(labels):
    with mock.patch.dict(sys.modules, {"pandas": None}):  # cannot be imported
        plainly = labels_of(labels, 12)
    assert plainly == labels_of(pd.Series(labels), 12)
    assert [type(label) for label in plainly[0]] == [type(label) for label in labels_of(pd.Series(labels), 12)[0]]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (RNG.dirichlet([1, 1, 1], 12), "distributions over 3 classes: soft labels are not supported.*argmax"),
        (RNG.integers(0, 2, (12, 4)), "multi-label data are not audited"),
        (RNG.normal(size=(12, 2)), "one label a row"),
        (RNG.normal(size=12), "measurements, not classes"),
        ([{"a": 1}] * 12, "one label a row"),
        ([["a", "b"], ["a"]] * 6, "one label a row"),
        ([["a", "b"]] * 12, "several labels a row"),
        ([1e300 * i for i in range(12)], "measurements"),
        ([np.inf] * 12, "measurements"),
        (["a"] * 11 + [None], "label of row 11 is missing"),
        ([None, "a", np.nan] * 4, r"label of row 0 is missing \(8 labels are\)"),
        ("kind", "X must be a data frame"),
        (CODES + 1j, "complex"),
        (3, "list or an array"),
    ],
)
def test_what_is_no_label_is_refused_in_our_words(labels, reason):
    with pytest.raises(ValueError, match=reason) as refused:
        prepare(X, labels)
    assert "\n" not in str(refused.value)


def test_the_column_is_named_where_labels_are_refused(tmp_path):
    for values in (RNG.normal(size=12), [["a"], ["b", "c"]] * 6, [{"a": 1}] * 12):
        pd.DataFrame({"x": X[:, 0], "age": values}).to_parquet(tmp_path / "t.parquet")
        with pytest.raises(ValueError, match="column 'age'"):
            loaded(tmp_path / "t.parquet", label="age")


def test_one_hot_columns_of_a_table(tmp_path):
    FRAME[["height"]].join(pd.get_dummies(FRAME["kind"], dtype=int)).to_csv(tmp_path / "t.csv", index=False)
    assert loaded(tmp_path / "t.csv", label="short,very long").dataset.classes == ("short", "very long")


def test_labels_called_so_are_taken(tmp_path):
    FRAME.rename(columns={"kind": "label"})[["label", "height", "width"]].to_csv(tmp_path / "t.csv", index=False)
    found = loaded(tmp_path / "t.csv")
    assert (found.dataset.classes, found.names) == (("short", "very long"), ("height", "width"))
    assert "labels from the column 'label'" in said(found)
