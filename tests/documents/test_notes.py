"""Numbers typed by hand: a sign after each and its source under the section; web page, PDF and Word alike."""

import io
from dataclasses import replace

import docx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.documents import blocks as b
from reports.documents.checker import check_pdf
from reports.documents.html import preview_html
from reports.documents.pdf import render_pdf
from reports.documents.word import render_docx
from tests.documents.samples import small_document, words_of
from tests.documents.word_pages import open_word

LETTER = "Công văn số 123/CAT-PA08 ngày 05/12/2025, Nguyễn Văn A, Công an tỉnh cung cấp"
TABLE = "Biểu 02 của Sở Công Thương, Trần Thị B cung cấp"
SAYS = "Số liệu do cơ quan nhập tay, nguồn:"


def _typed(text, source=LETTER):
    return b.FigureRef("tay.so", text, "/bao-cao/so-nhap-tay/1/", source=source)


DOCUMENT = replace(
    small_document(),
    blocks=[
        b.Heading(b.Level.ROMAN, 1, "Kết quả"),
        b.Paragraph(["Tỉnh đón ", _typed("5 đoàn"), ", xuất khẩu ", _typed("3 tỷ USD", TABLE), "."]),
        b.BulletList([["Trong đó có ", _typed("2 đoàn cấp cao")], "Các đoàn khác"]),
        b.Heading(b.Level.ROMAN, 2, "Phương hướng"),
        b.Paragraph(["Năm 2026 dự kiến đón ", _typed("6 đoàn"), "."]),
        b.Paragraph("Trên đây là kết quả công tác năm 2025."),
    ],
)
LINES = [
    "Tỉnh đón 5 đoàn(*), xuất khẩu 3 tỷ USD(**).",
    "Trong đó có 2 đoàn cấp cao(*);",
    f"(*) {SAYS} {LETTER}.",
    f"(**) {SAYS} {TABLE}.",
    "II. PHƯƠNG HƯỚNG",
    "Năm 2026 dự kiến đón 6 đoàn(*).",
    f"(*) {SAYS} {LETTER}.",
    "Trên đây là kết quả công tác năm 2025./.",
]


def _web():
    return BeautifulSoup(preview_html(DOCUMENT), "html.parser").get_text()


def _word():
    body = open_word(render_docx(DOCUMENT)).element.body
    return "\n".join(Paragraph(one, None).text for one in body.iter(qn("w:p")))


@pytest.mark.parametrize(
    "said", [_web, _word, lambda: words_of(render_pdf(DOCUMENT))], ids=["web", "Word", "PDF"]
)
def test_sign_and_source_stand_in_their_places(said):
    words = " ".join(said().split())
    places = []
    for line in LINES:
        assert line in words[places[-1] if places else 0 :], line
        places.append(words.index(line, places[-1] if places else 0))
    assert words.count(SAYS) == 3


def test_such_a_paper_keeps_the_official_layout():
    assert [str(one) for one in check_pdf(render_pdf(DOCUMENT))] == []


def test_sign_is_raised_and_leads_to_the_number():
    file = docx.Document(io.BytesIO(render_docx(DOCUMENT)))
    raised = [run.text for one in file.paragraphs for run in one.runs if run.font.superscript]
    assert raised == ["(*)", "(**)", "(*)", "(*)"]
    page = BeautifulSoup(preview_html(DOCUMENT), "html.parser")
    assert [one.text for one in page.select("sup.vb-mark")] == raised
    assert LETTER in page.select_one("sup.vb-mark")["title"]


def test_note_of_a_number_in_the_last_words_stands_below_them():
    blocks = b.with_notes([b.Paragraph("Mở đầu."), b.Paragraph([_typed("5 đoàn"), "./."])])
    assert [type(one) for one in blocks] == [b.Paragraph, b.Paragraph, b.Note]


def test_appendix_has_its_notes():
    appendix = b.Appendix(1, "Đoàn vào", [b.Paragraph([_typed("5 đoàn"), "."])])
    assert [type(one) for one in appendix.body] == [b.Paragraph, b.Note]
