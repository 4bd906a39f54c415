"""Words with their footnotes in pieces, and rows of tables: values in, values out."""

import pytest

from programs.wording.grids import with_row, without_row
from programs.wording.pieces import in_order, joined, note_problems, pieces_of
from tests.programs.shaping.making import cell


@pytest.mark.parametrize(
    ("text", "notes", "pieces"),
    [
        pytest.param("Một.\n\nHai.", [], [("Một.", []), ("Hai.", [])], id="hai đoạn"),
        pytest.param("Một.\nHai.", [], [("Một.\nHai.", [])], id="ngắt mềm không tách"),
        pytest.param("\r\n\r\nMột.\r\n \r\nHai.\n\n\n", [], [("Một.", []), ("Hai.", [])], id="dòng trống"),
        pytest.param(
            "A[^1].\n\nB[^2] C[^3].", ["x", "y", "z"], [("A[^1].", ["x"]), ("B[^1] C[^2].", ["y", "z"])],
            id="chú thích đi theo dấu",
        ),
        pytest.param("B[^2].\n\nA[^1].", ["x", "y"], [("B[^1].", ["y"]), ("A[^1].", ["x"])], id="đảo thứ tự"),
    ],
)  # fmt: skip
def test_pieces(text, notes, pieces):
    assert pieces_of(text, notes) == pieces


def test_joined_and_in_order():
    assert joined(("A[^1].", ["x"]), ("B[^1].", ["y"])) == ("A[^1]. B[^2].", ["x", "y"])
    assert joined(("", []), ("B.", [])) == ("B.", [])
    assert in_order("B[^2] A[^1] C[^9]", ["x", "y"]) == ("B[^1] A[^2] C", ["y", "x"])


@pytest.mark.parametrize(
    ("text", "notes", "words"),
    [
        pytest.param("A[^1].", ["x"], "", id="khớp"),
        pytest.param("A.", ["", " "], "", id="chú thích trống"),
        pytest.param("A[^1].", [], "Dấu [^1] chưa có nội dung", id="dấu không có chú thích"),
        pytest.param("A[^1].", [" "], "Dấu [^1] chưa có nội dung", id="chú thích bị xóa, dấu còn"),
        pytest.param("A.", ["x"], "Chú thích 1 không còn dấu", id="dấu bị xóa, chú thích còn"),
        pytest.param("A[^1] B[^1].", ["x"], "đứng 2 chỗ", id="một dấu hai chỗ"),
    ],
)
def test_footnotes_and_marks_fit(text, notes, words):
    found = note_problems(text, notes)
    assert bool(found) == bool(words)
    assert not words or words in found[0]


def shown(table):
    return ["|".join(f"{c['text']}:{c['columns']}/{c['rows']}" for c in row) for row in table]


SPANS = [
    [cell("a", rows=2), cell("b", columns=2)],
    [cell("c"), cell("d")],
    [cell("e", columns=3)],
]


@pytest.mark.parametrize(
    ("change", "line", "rows"),
    [
        pytest.param(
            with_row, 1, ["a:1/2|b:2/1", "c:1/1|d:1/1", ":1/1|:1/1|:1/1", "e:3/1"], id="thêm sau ô gộp"
        ),
        pytest.param(with_row, 0, ["a:1/3|b:2/1", ":2/1", "c:1/1|d:1/1", "e:3/1"], id="thêm giữa ô gộp dọc"),
        pytest.param(with_row, 2, ["a:1/2|b:2/1", "c:1/1|d:1/1", "e:3/1", ":3/1"], id="thêm cuối"),
        pytest.param(without_row, 0, ["a:1/1|c:1/1|d:1/1", "e:3/1"], id="bớt dòng đầu ô gộp"),
        pytest.param(without_row, 1, ["a:1/1|b:2/1", "e:3/1"], id="bớt dòng trong ô gộp"),
        pytest.param(without_row, 2, ["a:1/2|b:2/1", "c:1/1|d:1/1"], id="bớt dòng cuối"),
    ],
)
def test_rows_of_a_table_keep_the_spans(change, line, rows):
    assert shown(change(SPANS, line)) == rows
    assert shown(SPANS)[0] == "a:1/2|b:2/1"
