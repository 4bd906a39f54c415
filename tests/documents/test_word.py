"""The Word files that the portal writes: the decree's sheet, real styles, and drafts that come back whole."""

import io
import re
import zipfile
from dataclasses import dataclass, replace

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from programs.wording.outline import outline_of
from programs.wording.word_reading import read_word
from reports.documents import blocks as b
from reports.documents.word import render_docx
from reports.documents.word_draft import draft_docx, part_label
from tests.documents.samples import HEADER, aid_table, full_document, small_document
from tests.documents.word_pages import open_word
from tests.programs.word_drafts import (
    TITLE,
    as_json,
    full_draft,
    random_draft,
    read_back,
    saved_by_office,
    written,
)

DRAFT = replace(
    full_document(),
    draft_mark="DỰ THẢO",
    urgency=b.Urgency.URGENT,
    show_marks=True,
    blocks=[
        *full_document().blocks[:-1],
        b.NarrativeGap("Kiến nghị"),
        b.Paragraph(["Có ", b.FigureRef("aid.count", "12", "/x/", 3), " khoản."]),
    ],
)


@pytest.fixture(scope="module")
def file():
    """The document with every block, as python-docx opens it."""
    return open_word(render_docx(DRAFT))


def _texts(file, style):
    return [one.text.replace("\u00a0", " ") for one in file.paragraphs if one.style.name == style]


def test_sheet_is_the_decrees(file):
    section = file.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 30, 15]
    assert [round(size.mm) for size in (section.top_margin, section.bottom_margin)] == [20, 20]


def test_appendices_have_own_sections_with_own_page_numbers(file):
    assert [section.orientation for section in file.sections] == [0, 1, 0]
    assert round(file.sections[1].page_width.mm) == 297
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in file.sections]
    assert starts == ["1", "1", "1"]


def test_page_number_stands_over_every_page_but_the_first(file):
    for section in file.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xpath("string(.//w:instrText)")
        assert section.first_page_header._element.xpath(".//w:instrText") == []
        assert "DỰ THẢO" in section.first_page_header.paragraphs[0].text
        assert "DỰ THẢO" in section.header.paragraphs[0].text


def test_page_number_of_a_final_paper_is_simply_centred():
    header = open_word(render_docx(small_document())).sections[0].header
    assert header.paragraphs[0].style.name == "Header"
    assert "DỰ THẢO" not in header.paragraphs[0].text


def test_face_is_named_for_every_script(file):
    fonts = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    names = {one.get(qn("w:ascii")) for one in file.styles.element.iter(qn("w:rFonts"))}
    assert names == {"Times New Roman"}
    assert file.styles.element.xpath("string(.//w:rPrDefault//w:lang/@w:val)") == "vi-VN"


def test_headings_are_words_own(file):
    assert _texts(file, "Heading 1")[0] == "Phần I\nĐÁNH GIÁ CHUNG TÌNH HÌNH THỰC HIỆN"
    assert _texts(file, "Heading 1")[1:] == [
        "Phụ lục I\nDANH MỤC KHOẢN VIỆN TRỢ",
        "Phụ lục II\nHỘI NGHỊ ĐÃ TỔ CHỨC",
    ]
    assert _texts(file, "Heading 2") == [
        "I. KẾT QUẢ CÔNG TÁC NĂM 2025",
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026",
    ]
    assert "2. Công tác phi chính phủ nước ngoài" in _texts(file, "Heading 3")


def test_word_counts_headings_itself():
    levels = [(b.Level.ROMAN, 1), (b.Level.ARABIC, 1), (b.Level.ARABIC, 2), (b.Level.ROMAN, 2)]
    again = [(b.Level.ARABIC, 1), (b.Level.ROMAN, 1), (b.Level.ARABIC, 3), (b.Level.ARTICLE, 4)]
    blocks = [b.Heading(level, number, "Mục") for level, number in levels + again]
    content = render_docx(replace(small_document(), blocks=blocks))
    typed = [one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.text.upper() == "MỤC"]
    assert len(typed) == len(blocks)
    counted = [
        one.text.split(" MỤC")[0] for one in open_word(content).paragraphs if " MỤC" in one.text.upper()
    ]
    assert [one.removesuffix(" Mục") for one in counted] == [
        "I.", "1.", "2.", "II.", "1.", "I.", "3.", "Điều 4.",
    ]  # fmt: skip


def test_words_of_the_body(file):
    body = _texts(file, "Nội dung")
    assert "đ) công tác kiều bào;" not in body
    assert "d) công tác kiều bào;" in body
    assert "đ) xây dựng tổ chức;" in body
    assert "+ Y tế 524.900 USD." in body
    assert "[Chưa viết: Kiến nghị]" in body
    assert body[-1 - 1] == "Có 12(3) khoản./."
    assert _texts(file, "Căn cứ") == ["Căn cứ Điều lệ Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa."]


def test_no_line_breaks_inside_a_span_of_years_a_number_or_a_code():
    words = "Căn cứ Nghị định số 30/2020/NĐ-CP; năm 2025 có 11 khoản, giai đoạn 2026 - 2030 có 5"
    blocks = [b.Heading(b.Level.ROMAN, 1, "Giai đoạn 2026 - 2030"), b.Paragraph(words)]
    file = open_word(render_docx(replace(small_document(), blocks=blocks)))
    heading, body = [_xml_words(one) for one in file.paragraphs if "2026" in one.text][-2:]
    assert heading.upper() == "I. GIAI~ĐOẠN~2026~=~2030"
    assert "Nghị định số~30/2020/NĐ=CP; năm~2025 có 11~khoản, giai đoạn 2026~=~2030 có 5" in body
    assert "NĐ-CP" in next(one.text for one in file.paragraphs if "30/2020" in one.text)
    table = b.Table((b.Column("Khoản"),), [["Nhà (VT-2025-K01), 9001/QĐ-UBND, 2026 - 2030: 11 khoản"]])
    file = open_word(render_docx(replace(small_document(), blocks=[table])))
    cell = _xml_words(file.tables[-2].cell(1, 0).paragraphs[0])
    assert cell == "Nhà (VT=2025=K01), 9001/QĐ-UBND, 2026~=~2030: 11~khoản", (
        "a long number would overflow a cell"
    )


def _xml_words(paragraph):
    """Return the words with ~ for a no-break space and = for a no-break hyphen."""
    signs = {qn("w:noBreakHyphen"): "="}
    parts = [one.text if one.tag == qn("w:t") else signs.get(one.tag, "") for one in paragraph._p.iter()]
    return "".join(part or "" for part in parts).replace("\u00a0", "~")


def test_gap_cannot_be_overlooked(file):
    gap = next(one for one in file.paragraphs if one.text.startswith("[Chưa viết"))
    assert gap.runs[0]._r.rPr.find(qn("w:highlight")).get(qn("w:val")) == "yellow"


def test_header_has_two_columns_without_borders(file):
    head = file.tables[0]
    assert head.cell(0, 0).text.split("\n")[:4] == [*HEADER.superior, *HEADER.issuing]
    assert head.cell(0, 1).text.split("\n")[:2] == [b.NATION, b.MOTTO]
    assert (head.cell(1, 0).text, head.cell(1, 1).text) == (HEADER.number_line, HEADER.place_date_line)
    assert head._tbl.find(f".//{qn('w:tblBorders')}") is None
    assert len(head._tbl.findall(f".//{qn('w:pBdr')}")) == 2


def test_table_repeats_its_head_and_ends_with_a_bold_total(file):
    table = next(one for one in file.tables if one.cell(0, 0).text == "TT")
    rows = table._tbl.findall(qn("w:tr"))
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
        len(rows) - 1
    )
    assert table.rows[-1].cells[1].text == "Tổng cộng"
    assert table.rows[-1].cells[1].paragraphs[0].runs[0].bold
    assert table.rows[1].cells[4].paragraphs[0].alignment == 2
    widths = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(165 * 1440 / 25.4, abs=6)
    assert widths[1] / sum(widths) == pytest.approx(0.32, abs=0.01)


def test_long_table_of_a_wide_appendix_repeats_its_head_and_cuts_no_row():
    appendix = b.Appendix(None, "Danh mục viện trợ", [aid_table(80)], landscape=True)
    body = open_word(render_docx(replace(small_document(), appendices=[appendix]))).element.body
    sheets = [sheet.attrib for sheet in body.iter(qn("w:pgSz"))]
    assert [sheet.get(qn("w:orient"), "portrait") for sheet in sheets] == ["portrait", "landscape"]
    assert [int(sheet[qn("w:w")]) > int(sheet[qn("w:h")]) for sheet in sheets] == [False, True]
    marks = [row.find(qn("w:trPr")) for row in body.findall(qn("w:tbl"))[-1].findall(qn("w:tr"))]
    assert [mark.find(qn("w:tblHeader")) is not None for mark in marks] == [True] + [False] * 81
    assert all(mark.find(qn("w:cantSplit")) is not None for mark in marks)


def test_empty_table_says_so():
    empty = b.Table([b.Column("TT"), b.Column("Tên")], [])
    file = open_word(render_docx(replace(small_document(), blocks=[empty])))
    assert file.tables[1].rows[1].cells[0].text == empty.empty_sentence


def test_chart_is_a_picture_with_words_for_those_who_do_not_see_it(file):
    shape = file.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "Quý III cao nhất với 650 nghìn USD."
    assert shape.width.mm <= 165.1


def test_signature_and_recipients_stand_beside_each_other(file):
    end = next(one for one in file.tables if one.cell(0, 0).text.startswith("Nơi nhận:"))
    assert end.cell(0, 0).text.split("\n")[1:] == DRAFT.recipient_lines
    assert end.cell(0, 1).text.split("\n") == ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_two_signers_share_the_row_and_recipients_follow():
    document = replace(small_document(), co_signature=b.Signature("THƯ KÝ", "Trần Thị Bình"))
    file = open_word(render_docx(document))
    assert file.tables[-1].cell(0, 0).text == "THƯ KÝ\nTrần Thị Bình"
    assert _texts(file, "Nơi nhận") == ["Nơi nhận:", *document.recipient_lines]


def test_properties_name_title_author_and_language(file):
    about = file.core_properties
    assert (about.title, about.author, about.language) == (DRAFT.title, DRAFT.author, "vi-VN")
    assert about.comments == ""


def test_file_carries_nothing_of_the_librarys_template():
    with zipfile.ZipFile(io.BytesIO(render_docx(DRAFT))) as parts:
        names = parts.namelist()
        settings = parts.read("word/settings.xml").decode()
    assert not any("thumbnail" in name or "WithEffects" in name or "customXml" in name for name in names)
    assert "en-US" not in settings


def test_control_signs_and_stray_surrogates_do_no_harm():
    file = open_word(render_docx(replace(small_document(), blocks=[b.Paragraph("a\x00b\ud800c\x0bd & <e>")])))
    assert "abcd & <e>./." in _texts(file, "Nội dung")


@dataclass(frozen=True)
class KeyedParagraph(b.Paragraph):
    """A paragraph as a draft will know it."""

    key: str = ""
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpannedTable(b.Table):
    """A table whose cells cover several columns and rows."""

    key: str = ""
    spans: tuple = ()


def test_blocks_may_carry_keys_footnotes_and_spans():
    rows = [[{"text": "Nhóm", "columns": 2, "rows": 1}], [{"text": "a"}, {"text": "b"}]]
    blocks = [
        SpannedTable([b.Column("x", 30), b.Column("y", 10)], [], key="k2", spans=rows),
        KeyedParagraph([b.Text("Tăng 12%[^1]", bold=True), " so với 2024"], key="k1", footnotes=("Nguồn A",)),
    ]
    lines = {
        line.key: line for line in read_word(render_docx(replace(small_document(), blocks=blocks))).lines
    }
    assert lines["k1"].text == "Tăng 12%[^1] so với 2024./."
    assert lines["k1"].footnotes == ["Nguồn A"]
    assert [[(cell.text, cell.columns) for cell in row] for row in lines["k2"].table] == [
        [("Nhóm", 2)],
        [("a", 1), ("b", 1)],
    ]


def test_draft_comes_back_whole():
    nodes = full_draft()
    assert as_json(read_back(written(nodes))) == as_json(nodes)


@pytest.mark.parametrize("seed", range(12))
def test_any_draft_that_was_read_once_comes_back_whole(seed):
    nodes = random_draft(seed)
    assert as_json(read_back(written(nodes))) == as_json(nodes)


@pytest.mark.office
def test_draft_comes_back_whole_after_libreoffice_saved_it(tmp_path):
    nodes = [*full_draft(), *random_draft(3)]
    nodes = list({node.key: node for node in nodes}.values())
    assert as_json(read_back(saved_by_office(written(nodes), tmp_path))) == as_json(nodes)


@pytest.mark.office
def test_libreoffice_opens_the_document_with_its_pages(tmp_path):
    pdf = pypdf.PdfReader(io.BytesIO(saved_by_office(render_docx(DRAFT), tmp_path, to="pdf")))
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    boxes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pdf.pages]
    first_wide = boxes.index((842, 595))
    assert "KẾT QUẢ CÔNG TÁC NĂM 2025" in texts[0]
    assert texts[1].startswith("2 DỰ THẢO")
    assert not re.match(r"\d", texts[first_wide])
    assert "Phụ lục I" in texts[first_wide]
    assert texts[first_wide + 1].startswith("2 ")


def test_draft_shows_title_header_and_front_is_not_text():
    data = draft_docx(full_draft(), title_lines=TITLE, header=HEADER)
    outline = outline_of(read_word(data).lines)
    assert as_json(outline.nodes) == as_json(full_draft())
    assert "CHƯƠNG TRÌNH" in outline.front


def test_footnote_without_a_mark_and_mark_without_a_footnote_are_kept():
    nodes = full_draft()[:3]
    nodes[2].text, nodes[2].footnotes = "Không dấu", ["Chú thích"]
    last = read_back(written(nodes))[2]
    assert (last.text, last.footnotes) == ("Không dấu[^1]", ["Chú thích"])
    nodes[2].text, nodes[2].footnotes = "Dấu lạ [^7]", []
    assert read_back(written(nodes))[2].text == "Dấu lạ [7]"


def test_footnotes_are_words_own():
    with zipfile.ZipFile(io.BytesIO(written(full_draft()))) as parts:
        types = parts.read("[Content_Types].xml").decode()
        notes = parse_xml(parts.read("word/footnotes.xml"))
    assert "wordprocessingml.footnotes+xml" in types
    assert [note.get(qn("w:id")) for note in notes] == ["-1", "0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("number", "label"), [("1", "Phần thứ nhất"), ("10", "Phần thứ mười"), ("11", "Phần XI")]
)
def test_part_label(number, label):
    assert part_label(number) == label
