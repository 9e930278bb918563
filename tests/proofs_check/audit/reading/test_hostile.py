"""Files that are torn, misnamed or written oddly: read as they are meant, or one line that says what to do.

Several of these were read wrongly once: a date as a number, an empty column as the labels, two whole numbers as one.
"""

import decimal
import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from proofs_check.audit.data import prepare, prepare_table
from proofs_check.audit.reading import Wanted, read

ROWS = "1.5,2.5,a\n2.5,3.5,b\n4.5,8.5,a\n5.5,1.5,b\n"
PLAIN = f"x,z,kind\n{ROWS}"
POINTS = [[1.5, 2.5], [2.5, 3.5], [4.5, 8.5], [5.5, 1.5]]


def loaded(path, content, **options):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return prepare_table(read(path, Wanted(**options)))


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("sheet.xml", "<a/>")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\r\n", 2),
        "\ufeff" + PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace("\n", ",\n"),  # a separator after the names too
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace("1.5,2.5", "+1.5, 2.5"),
    ],
)
def test_the_same_table_in_other_bytes(content, tmp_path):
    found = loaded(tmp_path / "t.csv", content)
    assert found.dataset.points.tolist() == POINTS
    assert (found.names, list(found.dataset.labels)) == (("x", "z"), ["a", "b", "a", "b"])


@pytest.mark.parametrize("sep", ["::", "||", r"\t", "~"])
def test_separators_that_the_user_names(sep, tmp_path):
    found = loaded(tmp_path / "t.csv", PLAIN.replace(",", sep.replace(r"\t", "\t")), sep=sep)
    assert found.dataset.points.tolist() == POINTS


@pytest.mark.parametrize("mark", ["\u2009", "\u2019"])
def test_typographic_marks_of_thousands(mark, tmp_path):
    decimal_mark = "," if mark == "\u2009" else "."
    found = loaded(tmp_path / "t.csv", f"x;z;kind\n1{mark}000{decimal_mark}5;1;a\n2{mark}000;5;b\n4;2;a\n")
    assert found.dataset.points[:, 0].tolist() == [1000.5, 2000, 4]


@pytest.mark.parametrize("day", ["01.02.2020", "1.2.2020", "192.168.0.1", "1.23"])
def test_points_between_digits_are_no_thousands_unless_three_follow(day, tmp_path):
    text = f"day;z;kind\n{day};1.000,5;a\n{day};2.000,5;b\n{day};4.000,25;a\n"
    with pytest.raises(ValueError, match="not numeric"):
        loaded(tmp_path / "t.csv", text)
    assert loaded(tmp_path / "t.csv", text, drop=("day",), decimal=",", thousands=".").dataset.points[0] == 1000.5
    late = "day;z;kind\n" + "1.000;1,5;a\n2.000;2,5;b\n" * 200 + f"{day};1,5;a\n"
    with pytest.raises(ValueError, match="not numeric"):
        loaded(tmp_path / "t.csv", late)


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        ("", "the file is empty"),
        ("\n\n\n", "the file is empty"),
        ("x,z,kind\n1,2,a\n2,3,b,9\n4,8,a\n", "line 3 has 4 fields, and lines before it 3: .* quotation marks"),
        ('x,z,kind\n1,2,"a\n2,3,b\n4,8,a\n', "quotation mark in line 2 or below is never closed"),
        (b"x,z,kind\n1,2,a\n2,\x003,b\n", "zero bytes"),
        (PLAIN + "\x1a", r"'\\x1a' in row 4\): correct that value"),
        (PLAIN + "Total,14,\n", r"'Total' in row 4\): correct that value"),
        (PLAIN + PLAIN, r"'x' in row 4\): correct that value"),
        ("x,z,kind\nm,kg,\n" + ROWS, r"'m' in row 0\): correct that value"),
        ("x,z,kind\n1%,2,a\n2%,3,b\n", r"'1%' in row 0\): write it as plain numbers"),
        ("x,z,kind\n−1.5,2,a\n−2.5,3,b\n", "write it as plain numbers"),
        ("x,z,kind\n(null),2,a\n1,..,b\n#DIV/0!,1,a\n", "is missing .3 such values in 3 rows"),
        ("x,z,kind\n1,2,None\n2,3,None\n4,8,mild\n", "a class called NA or None needs another name"),
        ("x,z,kind\n9007199254740993,2,a\n9007199254740992,3,b\n", r"beyond 2\^53"),
        (f"x,z,kind\n{10**29 + 1},2,a\n{10**29},3,b\n", r"beyond 2\^53"),
        ("class,x,z\na,2,1\nb,3,5\na,8,2\n", "--label class"),
        (b"x,z,kind\n1,2,\x9d\n2,3,b\n", "the byte 0x9d stands for nothing in cp1252: --encoding"),
        (gzip.compress(PLAIN.encode(), mtime=0), "packed by gzip: its name must end in .gz"),
        (zipped(), "zip archive"),
        (b"BZh91AY&SY...", "packed by bzip2"),
        (b"\x28\xb5\x2f\xfd...", "packed by zstd"),
        (b"PAR1\x15\x04", "its name must end in .parquet"),
        (b"ARROW1\0\0", "Feather"),
        (b"\x93NUMPY\x01\0", "its name must end in .npy"),
        (b"\x89HDF\r\n", "HDF5"),
        (b"%PDF-1.7", "no table"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
        ("\n<!DOCTYPE html>\n<p>404, not found</p>", "web page"),
        ('[{"x": 1, "kind": "a"},\n {"x": 2, "kind": "b"}]', "jsonl"),
    ],
)
def test_what_is_torn_or_something_else_says_what_to_do(content, cure, tmp_path):
    with pytest.raises(ValueError, match=cure) as refused:
        loaded(tmp_path / "t.csv", content)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("options", "cure"),
    [
        ({"decimal": ".."}, r"--decimal takes one character, not '\.\.'"),
        ({"thousands": ""}, "--thousands takes one character"),
        ({"decimal": ",", "thousands": ","}, "are the same"),
        ({"encoding": "ascii"}, "the byte 0xc3 stands for nothing in ascii"),
        ({"encoding": "rot13"}, "no encoding 'rot13'"),
    ],
)
def test_options_that_make_no_sense(options, cure, tmp_path):
    with pytest.raises(ValueError, match=cure):
        loaded(tmp_path / "t.csv", PLAIN.replace("a", "ä"), **options)


def test_names_that_stand_twice_are_said(tmp_path):
    found = loaded(tmp_path / "t.csv", "x,x,x.1,kind\n1,2,3,a\n3,4,4,b\n5,5,9,a\n")
    assert found.names == ("x", "x.2", "x.1")
    assert "the second 'x' is called 'x.2'" in found.remarks[0]


def test_columns_without_names_are_numbered_and_no_index(tmp_path):
    assert loaded(tmp_path / "t.csv", f",,kind\n{ROWS}").names == ("0", "1")


def test_the_only_text_beside_measurements_holds_the_classes(tmp_path):
    found = loaded(tmp_path / "t.csv", "species,x,z\na,2.5,1.5\nb,3.1,5.5\na,8.2,2.2\n")
    assert (found.dataset.classes, found.names) == (("a", "b"), ("x", "z"))
    assert "labels from the column 'species' (--label)" in found.remarks


def test_objects_that_are_numbers(tmp_path):
    values = [decimal.Decimal("1.5"), None, decimal.Decimal("2.5"), decimal.Decimal("7.25")]
    pd.DataFrame({"x": values, "kind": list("abab")}).to_parquet(tmp_path / "t.parquet")
    found = prepare_table(read(tmp_path / "t.parquet"), drop_missing=True)
    assert found.dataset.points.ravel().tolist() == [1.5, 2.5, 7.25]
    frame = pd.DataFrame({"x": [10**30, 10**400, None], "kind": list("aba")})
    with pytest.raises(ValueError, match="row 1, column 'x' is infinite"):
        prepare(frame, "kind")


def test_lists_of_which_one_is_missing(tmp_path):
    frame = pd.DataFrame({"e": [[1.0, 2.0], None, [3.0, 4.0], [5.0, 1.0]], "kind": list("abab")})
    frame.to_parquet(tmp_path / "t.parquet")
    assert prepare_table(read(tmp_path / "t.parquet"), drop_missing=True).rows.tolist() == [0, 2, 3]
    pd.DataFrame({"e": [["u", "v"]] * 4, "kind": list("abab")}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ValueError, match="column 'e' is not numeric"):
        prepare_table(read(tmp_path / "t.parquet"))


@pytest.mark.parametrize(
    ("points", "cure"),
    [
        ([["1.5"], ["2"], ["9"]], "text: convert it"),
        ([1j, 2, 3], "complex"),
        (np.arange("2020-01", "2020-04", dtype="datetime64[M]"), "dates"),
        ([1.0, 2.0, 3.0], r"one column is X.reshape\(-1, 1\)"),
    ],
)
def test_arrays_that_are_no_points(points, cure, tmp_path):
    np.savez(tmp_path / "t.npz", X=np.asarray(points), y=[0, 1, 0])
    with pytest.raises(ValueError, match=cure):
        prepare_table(read(tmp_path / "t.npz"))


def test_arrays_under_a_wrong_ending(tmp_path):
    with (tmp_path / "t.npy").open("wb") as file:
        np.savez(file, X=np.eye(3), y=[0, 1, 0])
    with pytest.raises(ValueError, match=r"its name must end in \.npz"):
        read(tmp_path / "t.npy")
    np.save(tmp_path / "t.npy", np.array([[1, "a"]], dtype=object))
    with pytest.raises(ValueError, match="pickles can run code"):
        read(tmp_path / "t.npy")


HEAD = "@relation r\n@attribute x numeric\n"


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("t.arff", HEAD, "no line @data"),
        ("t.arff", f"{HEAD}@attribute größe numeric\n@data\n1,2\n".encode("latin-1"), "not in UTF-8"),
        (
            "t.arff",
            f"{HEAD}@attribute who string\n@attribute c {{a,b}}\n@data\n1,'q, r',a\n2,s,b\n",
            "'who' is not num",
        ),
        ("t.svm", "1,2 1:3 2:4\n2 1:1 2:2\n", "multi-label"),
        ("t.jsonl", '{"x": {"a": 1}, "k": "a"}\n{"x": {"a": 2}, "k": "b"}\n', "column 'x' is not numeric"),
    ],
)
def test_other_kinds_of_files(name, content, cure, tmp_path):
    with pytest.raises(ValueError, match=cure) as refused:
        loaded(tmp_path / name, content)
    assert "\n" not in str(refused.value)


FRAME = pd.DataFrame(POINTS, columns=["x", "z"], index=list("pqrs")).assign(kind=list("abab"))


@pytest.mark.parametrize(
    ("arguments", "points"),
    [
        (({"x": [1, 2, 4], "kind": list("aba")}, "kind"), [[1], [2], [4]]),
        ((FRAME["x"], FRAME["kind"]), [[row[0]] for row in POINTS]),
        ((FRAME.set_axis([0, 1, 2], axis=1), 2), POINTS),
        ((pd.concat({"all": FRAME}, axis=1), ("all", "kind")), POINTS),
    ],
)
def test_other_things_that_people_hand_over(arguments, points):
    assert prepare(*arguments).dataset.points.tolist() == points


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (("iris.csv",), "files are read by `mixup-audit FILE`"),
        ((POINTS, {0: "a", 1: "b", 2: "a", 3: "b"}), "y is a dict: give a list"),
        ((POINTS, {"a", "b"}), "y is a set: give a list"),
        (
            (FRAME.join(FRAME["kind"].rename("w")).set_axis(["x", "z", "kind", "kind"], axis=1), "kind"),
            "several columns",
        ),
    ],
)
def test_what_cannot_be_meant_says_what_to_give(arguments, cure):
    with pytest.raises(ValueError, match=cure):
        prepare(*arguments)


def test_labels_in_another_order_are_said():
    remark = "in another order"
    assert remark in " ".join(prepare(FRAME[["x"]], FRAME["kind"].iloc[::-1]).remarks)
    assert remark not in " ".join(prepare(FRAME[["x"]], FRAME["kind"]).remarks)
    assert remark not in " ".join(prepare(FRAME[["x"]], FRAME["kind"].reset_index(drop=True)).remarks)
