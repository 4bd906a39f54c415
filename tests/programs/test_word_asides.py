"""What Word files hold beside plain text: taken in, or named in the preview, never lost silently."""

import io
import unicodedata

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from programs.wording import word_asides as said
from programs.wording.outline import Kind, outline_of
from programs.wording.taking_in import read_draft, tree_of_file
from programs.wording.word_asides import headers_and_footers
from programs.wording.word_reading import read_word

NS = nsdecls("w")
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TEXT = "<w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent>"
BOX = (
    f'<w:r {NS} xmlns:wps="{SHAPE}" xmlns:mc="{COMPATIBLE}" xmlns:v="urn:schemas-microsoft-com:vml">'
    f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{TEXT}</wps:txbx></w:drawing>"
    f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{TEXT}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def start():
    """Return a document of three parts and the last paragraph, to which a quirk is added."""
    document = docx.Document()
    for name in ("Phần thứ nhất\nĐÁNH GIÁ", "Phần thứ hai\nMỤC TIÊU", "Phần thứ ba\nTỔ CHỨC"):
        document.add_paragraph(name).runs[0].bold = True
    return document, document.add_paragraph("Đoạn cuối.")


def data_of(document):
    store = io.BytesIO()
    document.save(store)
    return store.getvalue()


def read(document):
    return read_word(data_of(document))


def add(paragraph, xml):
    paragraph._p.append(parse_xml(xml))


def add_part(document, name, kind, xml):
    """Add a part such as the comments or the endnotes of a file."""
    part = Part(
        PackURI(f"/word/{name}.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml",
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, kind)


def text_box(document, last):
    add(last, BOX.format("Số liệu ước tính"))


def picture(document, last):
    add(
        last,
        f"<w:r {nsdecls('w', 'wp')}><w:drawing><wp:inline>"
        '<wp:docPr id="1" name="A" descr="Bản đồ biên giới"/>'
        "</wp:inline></w:drawing></w:r>",
    )


def comment(document, last):
    add_part(
        document, "comments", RELATIONSHIP_TYPE.COMMENTS,
        f'<w:comments {NS}><w:comment w:id="7" w:author="Lan"><w:p><w:r>'
        "<w:t>Xem lại số này</w:t></w:r></w:p></w:comment></w:comments>",
    )  # fmt: skip
    add(last, f'<w:r {NS}><w:commentReference w:id="7"/></w:r>')


def endnote(document, last):
    add_part(
        document, "endnotes", RELATIONSHIP_TYPE.ENDNOTES,
        f'<w:endnotes {NS}><w:endnote w:id="2"><w:p><w:r>'
        "<w:t>Nguồn: Cục Thống kê</w:t></w:r></w:p></w:endnote>"
        "</w:endnotes>",
    )  # fmt: skip
    add(last, f'<w:r {NS}><w:endnoteReference w:id="2"/></w:r>')


def deleted(document, last):
    add(last, f'<w:del {NS} w:id="1" w:author="A"><w:r><w:delText>đã bỏ đi</w:delText></w:r></w:del>')
    add(
        last,
        f'<w:ins {NS} w:id="2" w:author="A"><w:r><w:t xml:space="preserve"> Thêm vào.</w:t></w:r></w:ins>',
    )


def deleted_row(document, last):
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "Còn", "Hàng đã xóa"
    row = table.rows[1]._tr
    row.insert(0, parse_xml(f'<w:trPr {NS}><w:del w:id="3" w:author="A"/></w:trPr>'))


def hidden(document, last):
    add(last, f"<w:r {NS}><w:rPr><w:vanish/></w:rPr><w:t>chữ giấu</w:t></w:r>")


def link(document, last):
    key = document.part.relate_to("https://example.vn/de-an", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    add(
        last,
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r>'
        '<w:t xml:space="preserve"> Xem đề án</w:t></w:r></w:hyperlink>',
    )


def header(document, last):
    document.sections[0].header.paragraphs[0].text = "Dự thảo lần 3, ngày 20/11"
    document.sections[0].footer.paragraphs[0].text = "Trang 2/40"


def nested(document, last):
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "Ngoài"
    inner = cell.add_table(2, 2)
    for at, words in enumerate(("Đoàn", "Số", "Ra", "12")):
        inner.cell(at // 2, at % 2).text = words


def frame(document, last):
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "I. BỐI CẢNH"
    cell.add_paragraph("Lời trong khung.")


def heading_in_table(document, last):
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Phần thứ tư: Phụ lục"


def formula(document, last):
    add(last, f"<m:oMath {nsdecls('m')}><m:r><m:t>a+b</m:t></m:r></m:oMath>")


def chunk(document, last):
    last._p.addnext(parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rId99"/>'))


def empty_heading(document, last):
    document.add_paragraph("", style="Heading 1")


def contents(document, last):
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("I. BỐI CẢNH\t3", style="toc 1")


def leaders(document, last):
    document.add_paragraph("Họ và tên ............ 12")


def symbol(document, last):
    add(last, f'<w:r {NS}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')


NAMED = [
    pytest.param(text_box, said.BOXES, "“Số liệu ước tính”", id="hộp chữ"),
    pytest.param(picture, said.IMAGES, "“Bản đồ biên giới”", id="hình có mô tả"),
    pytest.param(comment, said.COMMENTS, "“Lan: Xem lại số này”", id="lời bình"),
    pytest.param(endnote, said.ENDNOTES, "", id="chú thích cuối văn bản"),
    pytest.param(deleted, said.CHANGES, "“đã bỏ đi”", id="dấu sửa"),
    pytest.param(deleted_row, said.CHANGES, "“Hàng đã xóa”", id="hàng đã xóa"),
    pytest.param(hidden, said.HIDDEN, "“chữ giấu”", id="chữ ẩn"),
    pytest.param(link, said.LINKS, "“https://example.vn/de-an”", id="liên kết"),
    pytest.param(header, said.RUNNING, "“Dự thảo lần 3, ngày 20/11”", id="đầu trang, chân trang"),
    pytest.param(nested, said.NESTED, "“Đoàn | Số”", id="bảng trong bảng"),
    pytest.param(frame, said.FRAMES, "", id="khung một ô"),
    pytest.param(
        heading_in_table, said.HEADINGS_IN_TABLES, "“Phần thứ tư: Phụ lục”", id="đầu mục trong bảng"
    ),
    pytest.param(formula, said.FORMULAS, "“a+b”", id="công thức"),
    pytest.param(chunk, said.CHUNKS, "", id="phần chèn từ tệp khác"),
    pytest.param(empty_heading, said.EMPTY_HEADING, "", id="đề mục trống"),
    pytest.param(contents, said.CONTENTS, "", id="mục lục"),
    pytest.param(leaders, said.LEADERS, "“Họ và tên ............ 12”", id="dòng chấm"),
    pytest.param(symbol, said.SYMBOLS, "", id="ký hiệu"),
]


@pytest.mark.parametrize(("quirk", "kind", "words"), NAMED)
def test_what_is_no_plain_text_is_named_once(quirk, kind, words):
    document, last = start()
    quirk(document, last)
    [warning] = read(document).warnings
    assert warning.startswith(kind)
    assert warning.endswith(words)


def test_a_plain_file_is_taken_in_without_a_word():
    document, _ = start()
    document.sections[0].footer.paragraphs[0].text = "Trang 3"
    assert read(document).warnings == []
    assert list(headers_and_footers(document)) == []


def texts_of(document):
    lines = read(document).lines
    return [
        one.text if one.table is None else [[cell.text for cell in row] for row in one.table] for one in lines
    ]


def test_words_of_nested_tables_frames_and_endnotes_stand_in_the_text():
    document, last = start()
    endnote(document, last)
    nested(document, last)
    frame(document, last)
    found = texts_of(document)
    assert "Đoạn cuối.[^1]" in found
    assert [["", "Ngoài\nĐoàn | Số\nRa | 12"]] in found
    assert found[-2:] == ["I. BỐI CẢNH", "Lời trong khung."]
    noted = next(line for line in read(document).lines if line.footnotes)
    assert noted.footnotes == ["Nguồn: Cục Thống kê"]


def test_what_was_added_and_linked_stands_in_the_text():
    document, last = start()
    deleted(document, last)
    link(document, last)
    assert texts_of(document)[-1] == "Đoạn cuối. Thêm vào. Xem đề án"


def test_joined_cells_lose_no_words():
    document, _ = start()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Ngang"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Dọc"
    # Word keeps words of a covered cell without showing them; the old way to join marks cells one by one.
    covered = table.rows[2]._tr.tc_lst[0]
    covered.p_lst[-1].append(parse_xml(f"<w:r {NS}><w:t>che khuất</w:t></w:r>"))
    for at, value in ((1, "restart"), (2, "continue")):
        cell = table.rows[1]._tr.tc_lst[at]
        cell.get_or_add_tcPr().append(parse_xml(f'<w:hMerge {NS} w:val="{value}"/>'))
        cell.p_lst[0].append(parse_xml(f"<w:r {NS}><w:t>{value}</w:t></w:r>"))
    rows = read(document).lines[-1].table
    assert [(cell.text, cell.columns, cell.rows) for cell in rows[0]] == [("Ngang", 2, 1), ("", 1, 1)]
    assert [(cell.text, cell.columns, cell.rows) for cell in rows[1]] == [
        ("Dọc\nche khuất", 1, 2), ("restart\ncontinue", 2, 1),
    ]  # fmt: skip


def test_signs_of_typing_do_not_change_the_words():
    document, last = start()
    last.clear()
    add(
        last,
        f"<w:r {NS}><w:t>đối\u00ad ngoại</w:t><w:tab/><w:t>nhân\u200b dân</w:t><w:softHyphen/>"
        "<w:noBreakHyphen/><w:t>2026</w:t><w:br/><w:t>dòng sau</w:t></w:r>",
    )
    assert texts_of(document)[-1] == "đối ngoại nhân dân-2026\ndòng sau"


def test_parts_typed_decomposed_and_three_levels_of_letters():
    document = docx.Document()
    rows = (
        "PHẦN THỨ NHẤT", "ĐÁNH GIÁ", "I.\tBỐI CẢNH", "1. Đối ngoại Đảng", "a)\tĐoàn ra;", "đ) Đoàn vào;",
        "- Ký thỏa thuận;", "+ Trong đó hai bản;", "Phần thứ hai:", "MỤC TIÊU", "Phần III. TỔ CHỨC",
        "Câu cuối.",
    )  # fmt: skip
    for text in rows:
        paragraph = document.add_paragraph(unicodedata.normalize("NFD", text))
        paragraph.runs[0].bold = text.isupper() or text.startswith(("Phần", "I."))
    word = read(document)
    nodes = outline_of(word.lines).nodes
    assert [(node.number, node.text) for node in nodes if node.kind == Kind.PART] == [
        ("1", "ĐÁNH GIÁ"), ("2", "MỤC TIÊU"), ("3", "TỔ CHỨC"),
    ]  # fmt: skip
    assert [(node.level, node.number) for node in nodes if node.kind == Kind.PARAGRAPH][:4] == [
        (3, "a)"), (3, "đ)"), (3, "-"), (3, "+"),
    ]  # fmt: skip
    assert [node.number for node in nodes if node.kind == Kind.HEADING] == ["I.", "1."]
    assert word.warnings == []


def test_automatic_numbers_of_three_levels_are_those_that_word_prints():
    document, _ = start()
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
        for at, (kind, shown) in enumerate(
            (("upperRoman", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))
        )
    )
    root.insert(0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {NS} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in ((0, "Một"), (1, "Hai"), (2, "Ba"), (2, "Bốn"), (0, ""), (1, "Năm"), (2, "Sáu")):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>')
        )
    word = read(document)
    assert [one.number for one in word.lines if one.number] == ["I.", "I.1.", "a)", "b)", "II.1.", "a)"]
    assert word.warnings == [f"{said.EMPTY_HEADING}: “II.”"]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda document, last: add(last, BOX.format("TỐI MẬT")), id="hộp chữ"),
        pytest.param(lambda document, last: header_of(document, "MẬT"), id="đầu trang"),
        pytest.param(lambda document, last: front_of(document, "TUYỆT MẬT"), id="trên Phần thứ nhất"),
    ],
)
def test_a_stamp_beside_the_text_keeps_the_file_out(place):
    document, last = start()
    place(document, last)
    [error] = read_draft("du-thao.docx", data_of(document)).errors
    assert "Cổng này không nhận thông tin bí mật nhà nước." in error


def header_of(document, words):
    document.sections[0].header.paragraphs[0].text = words


def front_of(document, words):
    document.paragraphs[0].insert_paragraph_before(words)


def test_the_preview_gets_the_words_that_were_left_aside():
    document, last = start()
    hidden(document, last)
    answer = tree_of_file(data_of(document), None)
    assert answer["aside"] == ["chữ giấu"]
    assert answer["warnings"] == [f"{said.HIDDEN}: “chữ giấu”"]


def test_many_of_a_kind_are_counted_and_the_first_named():
    document, last = start()
    for at in range(5):
        add(last, f"<w:r {NS}><w:rPr><w:vanish/></w:rPr><w:t>giấu {at}</w:t></w:r>")
    [warning] = read(document).warnings
    assert warning == f"{said.HIDDEN} (5 chỗ): “giấu 0”; “giấu 1”; “giấu 2” và 2 chỗ khác"


def test_bullets_of_the_symbol_face_become_plain_signs():
    document, last = start()
    last.text = "\uf0b7 Dưới \uf0a3 5 việc\ue123"
    found = read(document)
    assert found.lines[-1].text == "- Dưới ≤ 5 việc"
    assert any(said.SYMBOLS in sentence for sentence in found.warnings)
