"""Where pages break: measured on finished PDFs in which the break moves line by line."""

from dataclasses import replace

from reports.documents import blocks as b
from reports.documents.checker import check_pdf
from reports.documents.checker.anatomy import in_table, pieces
from reports.documents.checker.marks import content
from reports.documents.checker.reading import read_pdf
from reports.documents.engine import write_pdf
from reports.documents.html import paper_parts
from tests.documents.samples import LONG, aid_table, small_document

COLUMNS = [b.Column("TT", 5), b.Column("Nội dung", 60), b.Column("Ghi chú", 35)]


def words(number):
    """Return a cell of one to five lines that says which row it belongs to at each end."""
    return f"dòng{number} {LONG[: 60 * (number % 5)]} hết{number}"


def moving(tail):
    """Return one file of papers whose last part begins a line lower in each."""
    papers = [
        replace(small_document(), blocks=[*(b.Paragraph(f"Đoạn {at}.") for at in range(lines)), *tail])
        for lines in range(10, 23)
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


def test_signature_is_never_alone_wherever_the_text_ends():
    pdf = moving([b.Paragraph(LONG)])
    found = pieces(read_pdf(pdf))
    on_two = [piece for piece in found if len(piece.pages) == 2]
    assert 3 < len(on_two) < len(found), "the break passes through the signature"
    for piece in on_two:
        top = min(line.top for line in piece.end.signer)
        assert [line for line in content(piece.end.page) if line.bottom < top], "text stands above"
    assert [one for one in check_pdf(pdf) if one.code == "chu-ky-rieng-trang"] == []


def test_a_heading_keeps_with_its_table_wherever_it_falls():
    pdf = moving([b.Heading(b.Level.ARABIC, 1, "Bảng viện trợ"), aid_table(6)])
    assert max(len(piece.pages) for piece in pieces(read_pdf(pdf))) == 2
    assert [one for one in check_pdf(pdf) if one.code in {"de-muc-cuoi-trang", "chu-ky-rieng-trang"}] == []
    for piece in pieces(read_pdf(pdf)):
        for page in piece.pages:
            lines = [line.text for line in content(page)]
            if "1. Bảng viện trợ" in lines:
                assert "Dự án minh họa số 1 về" in " ".join(lines), "a row stands under the head"
