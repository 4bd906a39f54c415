"""Where pages break: measured on finished PDFs in which the break moves line by line."""

from dataclasses import replace

import pytest

from reports.charts import Medium, Series, columns_by_quarter
from reports.documents import blocks as b
from reports.documents.checker import check_pdf
from reports.documents.checker.anatomy import pieces
from reports.documents.checker.drawn import in_table, table_rows
from reports.documents.checker.marks import content
from reports.documents.checker.reading import read_pdf
from reports.documents.columns import shared_widths
from reports.documents.engine import write_pdf
from reports.documents.html import paper_parts
from tests.documents.samples import LONG, aid_table, small_document

COLUMNS = [b.Column("TT", 5), b.Column("Nội dung", 60), b.Column("Ghi chú", 35)]


def words(number):
    """Return a cell of one to five lines that says which row it belongs to at each end."""
    return f"dòng{number} {LONG[: 60 * (number % 5)]} hết{number}"


def moving(tail, first=10):
    """Return one file of papers whose last part begins a line lower in each, behind `first` lines."""
    papers = [
        replace(small_document(), blocks=[*(b.Paragraph(f"Đoạn {at}.") for at in range(lines)), *tail])
        for lines in range(first, first + 13)
    ]
    return write_pdf([part for paper in papers for part in paper_parts(paper)])[0]


def test_heads_repeat_and_no_row_is_cut():
    rows = [[str(number), words(number), words(number)] for number in range(1, 81)]
    appendix = b.Appendix(1, "Bảng dài", [b.Table(COLUMNS, rows, caption="Bảng thử", total=["", "Tổng", ""])])
    pdf = write_pdf(paper_parts(replace(small_document(), appendices=[appendix])))[0]
    pages = read_pdf(pdf).pages[1:]
    assert len(pages) > 3
    for page in pages:
        lines = [line.text for line in content(page) if in_table(line, page)]
        assert sorted(lines[:3]) == ["Ghi chú", "Nội dung", "TT"]
    text = [" ".join(line.text for line in page.lines) for page in pages]
    begun = [{number for number in range(1, 81) if f"dòng{number} " in page} for page in text]
    ended = [{number for number in range(1, 81) if f"hết{number} " in f"{page} "} for page in text]
    assert begun == ended
    assert sum(map(len, begun)) == 80
    assert "Tổng" in text[-1]
    assert ended[-1], "the sum does not stand alone"


def test_a_row_longer_than_a_page_is_cut_and_loses_nothing():
    giant = " ".join(f"từ{number}" for number in range(2500))
    appendix = b.Appendix(1, "Bảng", [b.Table(COLUMNS, [["1", giant, ""], ["2", "sau", ""]])])
    pdf = write_pdf(paper_parts(replace(small_document(), appendices=[appendix])))[0]
    text = " ".join(line.text for page in read_pdf(pdf).pages for line in page.lines).split()
    assert {f"từ{number}" for number in range(2500)} <= set(text)
    assert "sau" in text


DRAWN = columns_by_quarter(
    [Series("Cam kết", [1, 2, 3, 4])], title="Vốn", unit="tỷ", medium=Medium.PAPER
).block()


@pytest.mark.parametrize(
    ("last", "first"),
    [(b.Paragraph(LONG), 10), (replace(DRAWN, table=None), 4), (aid_table(3), 6)],
    ids=["đoạn", "biểu đồ", "bảng"],
)
def test_signature_is_never_alone_wherever_the_text_ends(last, first):
    pdf = moving([last], first)
    found = pieces(read_pdf(pdf))
    on_two = [piece for piece in found if len(piece.pages) == 2]
    assert 3 < len(on_two) < len(found), "the break passes through the signature"
    for piece in on_two:
        top = min(line.top for line in piece.end.signer)
        above = [line.text for line in content(piece.end.page) if line.bottom < top]
        assert set(above) - {b.CLOSING}, "text stands above, not its closing sign alone"
    assert [one for one in check_pdf(pdf) if one.code == "chu-ky-rieng-trang"] == []


def test_a_chart_leaves_no_page_less_than_three_quarters_full_wherever_it_falls():
    pdf = moving([DRAWN, *(b.Paragraph(f"Sau biểu đồ {at}.") for at in range(20))])
    full = [page for piece in pieces(read_pdf(pdf)) for page in piece.pages[:-1]]
    assert len(full) > 12
    for page in full:
        assert max(line.bottom for line in page.lines) - 20 > 0.75 * (page.height - 40)
        text = " ".join(line.text for line in page.lines)
        assert ("Vốn (tỷ)" in text) == any(line.in_picture for line in page.lines), "title and picture"


def test_a_table_leaves_two_rows_and_carries_two_over_wherever_it_falls():
    pdf = moving([aid_table(14)])
    parts = [[rows for page in piece.pages for rows in table_rows(page)] for piece in pieces(read_pdf(pdf))]
    broken = [rows for rows in parts if len(rows) == 2]
    assert len(broken) > 6, "the break passes through the table"
    for above, below in broken:
        assert len(above) >= 3, "head and two rows"
        assert len(below) >= 4, "head, two rows and the sums"
    assert [one for one in check_pdf(pdf) if one.code == "hang-bang-le"] == []


def test_a_small_table_is_not_broken_and_high_rows_fill_their_pages():
    small = moving([replace(aid_table(2), caption="")])
    assert all(
        len([rows for page in piece.pages for rows in table_rows(page)]) == 1
        for piece in pieces(read_pdf(small))
    )
    rows = [[str(at), LONG * 3, ""] for at in range(1, 5)]
    assert [kept for kept, _ in b.Table(COLUMNS, rows).kept_rows] == [False] * 4
    rows[1:3] = [["2", "hai", ""], ["3", "ba", ""]]
    assert [kept for kept, _ in b.Table(COLUMNS, [*rows[1:3], *rows], total=rows[0]).kept_rows] == [
        True, False, False, False, False, True,
    ]  # fmt: skip


def test_room_that_numbers_leave_goes_to_the_longest_words():
    columns = [b.Column("TT", 8, b.Align.CENTER), b.Column("Tên", 20), b.Column("Kết quả", 20)]
    columns.append(b.Column("USD", 30, b.Align.RIGHT))
    made = shared_widths(columns, [["1", "Nước sạch", LONG, "1.200"], ["", "Tổng", "", "95.000.000"]])
    assert sum(column.width for column in made) == 78
    assert [made[at].width for at in (0, 1)] == [8, 20]
    assert made[2].width > 25
    assert shared_widths(columns, []) == columns


def test_a_heading_keeps_with_its_table_wherever_it_falls():
    pdf = moving([b.Heading(b.Level.ARABIC, 1, "Bảng viện trợ"), aid_table(6)])
    assert max(len(piece.pages) for piece in pieces(read_pdf(pdf))) == 2
    assert [one for one in check_pdf(pdf) if one.code in {"de-muc-cuoi-trang", "chu-ky-rieng-trang"}] == []
    for piece in pieces(read_pdf(pdf)):
        for page in piece.pages:
            lines = [line.text for line in content(page)]
            if "1. Bảng viện trợ" in lines:
                assert "Dự án minh họa số 1 về" in " ".join(lines), "a row stands under the head"
