"""Text tables in every dialect give the same points and labels; what was found out is said."""

import bz2
import gzip
import lzma

import numpy as np
import pytest

from proofs_check.audit.data import prepare_table
from proofs_check.audit.reading import Wanted, read

ROWS = [
    (-1023.5, 1848.5, "kurz"),
    (2442.0, 3396.25, "lang"),
    (12.0, 1473.0, "kurz"),
    (2604.0, 3962.75, "lang"),
    (1500.0, 2750.0, "kurz"),
]
X = np.array([row[:2] for row in ROWS])


def number(value, decimal=".", thousands=""):
    return f"{value:,.3f}".replace(",", "\x00").replace(".", decimal).replace("\x00", thousands)


def table(sep, decimal=".", thousands="", quote="", header="height,width,kind", ending="\n"):
    lines = [] if header is None else [sep.join(header.split(","))]
    for a, b, kind in ROWS:
        cells = [number(a, decimal, thousands), number(b, decimal, thousands), kind]
        lines.append(sep.join(f"{quote}{cell}{quote}" for cell in cells))
    return ending.join(lines) + ending


def read_back(path, wanted=None, **options):
    found = read(path, wanted or Wanted(**options))
    return prepare_table(found)


DIALECTS = {
    "plain": (table(","), ()),
    "semicolons and decimal commas": (table(";", ","), ("semicolons", "decimal marks ','")),
    "semicolons and points": (table(";"), ("semicolons",)),
    "tabs": (table("\t"), ()),
    "tabs and decimal commas": (table("\t", ","), ("decimal marks ','",)),
    "bars": (table("|"), ("bars",)),
    "blanks": (table("  "), ("blanks",)),
    "thousands, quoted": (table(",", ".", ",", '"'), ("thousands separated by ','",)),
    "German thousands": (table(";", ",", "."), ("thousands separated by '.'", "decimal marks ','")),
    "French thousands": (table(";", ",", "\u202f"), ("thousands",)),
    "Swiss thousands": (table(";", ".", "'"), ("thousands",)),
    "quoted decimal commas between commas": (table(",", ",", "", '"'), ("decimal marks ','",)),
    "lines of Windows": (table(",", ending="\r\n"), ()),
    "blanks after commas": (table(", "), ()),
    "Excel's first line": ("sep=;\n" + table(";"), ("semicolons",)),
    "a comment before": ("# made by hand\n" + table(","), ()),
    "a header as NumPy writes it": ("# height width kind\n" + table(" ", header=None), ("blanks", "holds data")),
    "an empty line before": ("\n" + table(","), ()),
    "a separator at the end of lines": (table(",").replace("\n", ",\n").replace("kind,", "kind"), ()),
    "names of rows as R writes them": (
        "height width kind\n" + "".join(f'"r{i}" {a} {b} {c}\n' for i, (a, b, c) in enumerate(ROWS)),
        ("blanks", "names the rows"),
    ),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_is_read(name, tmp_path):
    text, said = DIALECTS[name]
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    found = read_back(path)
    np.testing.assert_array_equal(found.dataset.points, X)
    assert list(found.dataset.labels) == [row[2] for row in ROWS]
    assert found.names == ("height", "width")
    for words in said:
        assert words in " ".join(found.remarks)
    assert said or not found.remarks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(table(",").replace("kurz", "kürzer").encode(encoding))
    found = read_back(path)
    assert found.dataset.classes == ("kürzer", "lang")
    assert ("cp1252" in " ".join(found.remarks)) == (encoding == "cp1252")


def test_an_encoding_that_is_said(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(table(",").replace("kurz", "короткий").encode("cp1251"))
    assert read_back(path, encoding="cp1251").dataset.classes == ("lang", "короткий")
    with pytest.raises(ValueError, match="no encoding 'latein'"):
        read(path, Wanted(encoding="latein"))


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_packed_text(ending, pack, tmp_path):
    path = tmp_path / f"t.csv{ending}"
    path.write_bytes(pack(table(";", ",").encode()))
    np.testing.assert_array_equal(read_back(path).dataset.points, X)


@pytest.mark.parametrize(
    ("header", "rows", "points", "first"),
    [
        ("", "1.5,2,a\n2.5,3,b\n4,9,a\n", 3, "0"),  # numbers above numbers
        ("", "a,1.5\nb,2.5\na,3\n", 3, "1"),  # the class stands first
        ("label,0,1,2\n", "a,5,2,9\nb,3,3,4\n", 2, "0"),  # pixels are numbered
        ("country,1990,1991,1992\n", "a,5,2,9\nb,3,3,4\n", 2, "1990"),
        ("0,1,kind\n", "1.5,2,a\n2.5,3,b\n", 2, "0"),
    ],
)
def test_a_header_is_told_from_data(header, rows, points, first, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(header + rows)
    label = (
        "label"
        if "label" in header
        else ("0" if rows.startswith("a,1.5") else ("country" if "country" in header else None))
    )
    found = read_back(path, label=label)
    assert (found.dataset.n_points, found.names[0]) == (points, first)
    assert ("the first line holds data" in " ".join(found.remarks)) == (not header)


def test_what_the_user_says_of_the_header_counts(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("1.5,2,a\n2.5,3,b\n4,9,a\n4,8,b\n")
    assert read_back(path, header=True).names == ("1.5", "2")
    assert read_back(path, header=False).remarks == ()


@pytest.mark.parametrize("mark", ["?", "-", ".", "missing", "NA", ""])
def test_marks_of_missing_values(mark, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"x,z,kind\n1,2,a\n{mark},3,b\n4,5,b\n4.5,5,b\n5,5,a\n")
    with pytest.raises(ValueError, match=r"row 1, column 'x' is missing .*--drop-missing"):
        read_back(path)
    found = prepare_table(read(path), drop_missing=True)
    assert found.rows.tolist() == [0, 2, 3, 4]
    assert "1 row lacks a value" in found.remarks[-1]


def test_plus_and_minus_are_classes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x,kind\n1,+\n2,-\n4,+\n")
    assert read_back(path).dataset.classes == ("+", "-")


def test_what_the_user_says_of_marks_counts(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x;kind\n1,234;a\n5,678;b\n")
    assert read_back(path).dataset.points.ravel().tolist() == [1.234, 5.678]
    assert read_back(path, thousands=",", decimal=".").dataset.points.ravel().tolist() == [1234, 5678]
    path.write_text("x~kind\n1~a\n5~b\n")
    assert read_back(path, sep="~").dataset.n_points == 2
    with pytest.raises(ValueError, match="--sep"):
        read(path)


def test_a_mark_of_thousands_far_down_is_seen(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x;kind\n" + "1;a\n2;b\n" * 300 + "1.000,5;a\n")
    assert read_back(path).dataset.points.max() == 1000.5


def test_too_many_columns_are_refused_at_once(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(",".join(f"x{i}" for i in range(1_000_000)) + "\n")
    with pytest.raises(ValueError, match="belong into an NPZ file"):
        read(path)


def test_what_is_no_file_on_a_disk_is_not_waited_for(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ValueError, match="no file on a disk"):
        read(tmp_path / "pipe.csv")


def test_names_twice_infinite_values_and_titles(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x,x,kind\n1,2,a\n3,inf,b\n5,6,b\n6,2,a\n")
    with pytest.raises(ValueError, match="is infinite"):
        read_back(path)
    found = prepare_table(read(path), drop_missing=True)
    assert (found.names, found.rows.tolist()) == (("x", "x.1"), [0, 2, 3])
    path.write_text("Report of March\n\nx,z,kind\n1,2,a\n3,4,b\n")
    with pytest.raises(ValueError, match="different numbers of fields"):
        read(path)


LONG = "123456789" * 3  # beyond 64 bits


@pytest.mark.parametrize(
    ("labels", "classes", "remark"),
    [
        ("01 1 01 1 2 +1", ["01", "1", "01", "1", "2", "1"], "labels look alike"),
        ("01 02 01 10 02 10", [1, 2, 1, 10, 2, 10], ""),  # padded to one width: numbers
        ("0 1 00 1 0 00", ["0", "1", "00", "1", "0", "00"], "labels look alike"),
        ("1 2 +1 2 2 +1", [1, 2, 1, 2, 2, 1], ""),
        ("01 1 01 1 -1 -01", ["01", "1", "01", "1", "-1", "-01"], "labels look alike"),
        (f"0{LONG} {LONG} 0{LONG} {LONG} 2 2", ["0" + LONG, LONG, "0" + LONG, LONG, "2", "2"], "labels look alike"),
    ],
)
@pytest.mark.parametrize("row", ["{k};{x},5;{label};;", "{label},x{k},{k}.25"])
def test_labels_that_differ_by_zeros_in_front_are_different_classes(row, labels, classes, remark, tmp_path):
    first = "size;height;kind;;" if ";" in row else "kind,name,size"
    lines = [row.format(k=k, x=3 * k % 7, label=label) for k, label in enumerate(labels.split(), start=1)]
    path = tmp_path / "labels.csv"
    path.write_text("\n".join([first, *lines]) + "\n")
    found = read(path, Wanted(label="kind", drop=("name",) if "name" in first else ()))
    assert list(found.y) == classes
    remarks = " ".join(prepare_table(found).remarks)
    assert remark in remarks if remark else "alike" not in remarks


@pytest.mark.parametrize("missing", ["", "?", "NA"])
def test_a_label_that_is_missing_leaves_the_others_as_they_are_written(missing, tmp_path):
    path = tmp_path / "labels.csv"
    labels = ["01", "1", "01", "1", "2", "2", missing, "2"]
    path.write_text("size,kind\n" + "".join(f"{k}.5,{label}\n" for k, label in enumerate(labels)))
    found = prepare_table(read(path, Wanted()), drop_missing=True)
    assert [found.dataset.classes[code] for code in found.dataset.codes] == ["01", "1", "01", "1", "2", "2", "2"]
