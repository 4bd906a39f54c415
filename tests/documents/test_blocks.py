"""The block model: labels, lists, closing signs, gaps."""

from dataclasses import replace

import pytest

from reports.documents import blocks as b
from reports.documents.columns import fitting_columns
from tests.documents.samples import small_document


@pytest.mark.parametrize(
    ("heading", "label", "title"),
    [
        pytest.param(b.Heading(b.Level.PART, 2, "Mục tiêu"), "Phần II", "MỤC TIÊU", id="phần La Mã"),
        pytest.param(
            b.Heading(b.Level.PART, 2, "Mục tiêu", b.PartStyle.ORDINAL),
            "Phần thứ hai",
            "MỤC TIÊU",
            id="phần thứ",
        ),
        pytest.param(b.Heading(b.Level.ROMAN, 3, "Kiến nghị"), "III.", "KIẾN NGHỊ", id="mục La Mã"),
        pytest.param(b.Heading(b.Level.ARABIC, 1, "Kết quả"), "1.", "Kết quả", id="khoản"),
        pytest.param(b.Heading(b.Level.ARTICLE, 1, "Phạm vi"), "Điều 1.", "Phạm vi", id="điều"),
    ],
)
def test_heading(heading, label, title):
    assert (heading.label, heading.shown_title) == (label, title)


def test_points_are_lettered():
    assert [point.label for point in b.points(["x"] * 6)] == ["a)", "b)", "c)", "d)", "đ)", "e)"]


def test_lists_end_with_semicolons_and_a_full_stop():
    assert b.listed(["Một;", "Hai", "Lưu: VT."]) == ["Một;", "Hai;", "Lưu: VT."]


def test_addressees():
    assert small_document().addressee_lines == []
    assert replace(small_document(), addressees=["UBND tỉnh"]).addressee_lines == ["UBND tỉnh"]
    assert replace(small_document(), addressees=["UBND tỉnh", "Sở Ngoại vụ"]).addressee_lines == [
        "- UBND tỉnh;",
        "- Sở Ngoại vụ.",
    ]


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        pytest.param(b.Paragraph("Trên đây là báo cáo."), "Trên đây là báo cáo./.", id="đoạn"),
        pytest.param(b.Paragraph("Trên đây là báo cáo./."), "Trên đây là báo cáo./.", id="đã có"),
        pytest.param(b.Point(1, "thi đua;"), "thi đua./.", id="điểm"),
        pytest.param(b.BulletList(["một;", "hai."]), "hai./.", id="gạch đầu dòng"),
        pytest.param(b.Paragraph(["Tổng ", b.FigureRef("x", "11")]), "./.", id="số ở cuối"),
    ],
)
def test_the_body_ends_with_the_closing_sign(last, ending):
    table = b.Table([b.Column("Một")], [["1"]])
    closed = b.with_closing([b.Paragraph("Đầu."), table, last, b.NarrativeGap("Kết")])
    assert closed[:2] == [b.Paragraph("Đầu."), table]
    runs = closed[2].items[-1] if isinstance(closed[2], b.BulletList) else closed[2].runs
    assert runs[-1].text == ending


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(b.Table([b.Column("Một")], [["1"]]), id="bảng"),
        pytest.param(b.Heading(b.Level.ROMAN, 2, "Tổ chức thực hiện"), id="đề mục"),
    ],
)
def test_behind_a_closing_table_the_sign_stands_alone(last):
    blocks = [b.Paragraph("PHỤ LỤC. PHÂN CÔNG NHIỆM VỤ"), last]
    assert b.with_closing(blocks) == [*blocks, b.Paragraph("./.", indent=False)]


def test_gaps_are_found_in_every_place():
    gap = b.NarrativeGap("Bối cảnh")
    document = replace(
        small_document(),
        blocks=[gap, b.Paragraph(["Năm 2025, ", b.NarrativeGap("Đánh giá")]), b.BulletList([["x", gap]])],
        appendices=[b.Appendix(None, "Phụ lục", [b.Point(1, [b.NarrativeGap("Ghi chú")])])],
    )
    assert document.gaps() == ["Bối cảnh", "Đánh giá", "Bối cảnh", "Ghi chú"]
    assert small_document().gaps() == []


def test_a_row_must_fit_its_columns():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        b.Table([b.Column("Một"), b.Column("Hai")], [["1"]])


def test_column_widths_are_shares():
    table = b.Table([b.Column("Một", 1), b.Column("Hai", 3)], [])
    assert [width for _, width, _ in table.percent_columns] == ["25.00%", "75.00%"]


def test_appendix_labels():
    assert b.Appendix(None, "x", []).label == "Phụ lục"
    assert b.Appendix(2, "x", []).label == "Phụ lục II"


def test_lines_of_a_list_are_closed_and_a_sign_that_stands_is_kept():
    block = b.BulletList(
        ["một", "hai:", [b.Text("ba", bold=True), b.Text(" bốn")], b.FigureRef("x", "5"), "sáu"]
    )
    closed = ["".join(run.text for run in item) for item in block.items]
    assert closed == ["một;", "hai:", "ba bốn;", "5;", "sáu."]


def test_columns_fit_what_stands_in_them():
    rows = [["1", "Thỏa thuận hợp tác cấp địa phương được ký mới", "10"], ["2", "Hoạt động kỷ niệm", "20"]]
    number, words, sums = fitting_columns(["TT", "Chỉ tiêu", "Đến năm 2030"], rows)
    assert (number.align, words.align, sums.align) == (b.Align.CENTER, b.Align.LEFT, b.Align.RIGHT)
    assert number.width < sums.width < words.width
