"""Word files of offices are read as their authors see them: headings, numbers, notes, tables."""

import io
import unicodedata

import docx
import pytest

from programs.wording.outline import Kind, Node, outline_of
from programs.wording.word_reading import Cell, Line, read_word
from tests.programs.office_draft import office_draft
from tests.programs.word_drafts import saved_by_office

PART = Line("Phần thứ nhất\nĐẦU", is_bold=True)


@pytest.fixture(scope="session")
def office_file():
    """The forty-page draft and what should be read of it."""
    return office_draft()


def _rows(nodes):
    """Return (kind, level, number, text) of each node, the cells of a table joined."""
    return [(str(node.kind), node.level, node.number, _words(node)) for node in nodes]


def _words(node):
    if node.table is None:
        return node.text
    return "|".join(_cell(cell) for row in node.table for cell in row)


def _cell(cell):
    columns = f":{cell['columns']}" if cell["columns"] > 1 else ""
    rows = f"/{cell['rows']}" if cell["rows"] > 1 else ""
    return f"{cell['text']}{columns}{rows}"


def test_office_draft_is_read_as_its_author_sees_it(office_file):
    data, expected = office_file
    word = read_word(data)
    outline = outline_of(word.lines)
    assert _rows(outline.nodes) == expected
    assert outline.warnings == []
    assert "DỰ THẢO CHƯƠNG TRÌNH" in outline.front
    assert outline.tail[0].startswith("Nơi nhận:")
    assert outline.tail[-1] == "I. Danh mục"
    noted = next(node for node in outline.nodes if node.footnotes)
    assert noted.footnotes == ["Nguồn: Cục Thống kê"]
    assert [text.partition(":")[0] for text in word.warnings] == [
        "Mục lục trong tệp không lấy vào (2 chỗ)",
        "Dòng chấm kết thúc bằng số trang được coi là mục lục, không lấy vào",
        "Tệp còn dấu sửa (track changes)",
        "Chữ ẩn không lấy vào",
    ]


@pytest.mark.office
def test_office_draft_reads_the_same_after_libreoffice_saved_it(office_file, tmp_path):
    data, expected = office_file
    assert _rows(outline_of(read_word(saved_by_office(data, tmp_path)).lines).nodes) == expected


@pytest.mark.office
def test_office_draft_has_about_forty_pages(office_file, tmp_path):
    import pypdf

    pdf = saved_by_office(office_file[0], tmp_path, to="pdf")
    assert 35 <= len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 50


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        pytest.param(Line("Phần thứ nhất", is_bold=True), "1", "", id="thứ nhất"),
        pytest.param(Line("PHẦN THỨ HAI: MỤC TIÊU"), "2", "MỤC TIÊU", id="hai chấm"),
        pytest.param(Line("PHẦN THỨ BA\nTỔ CHỨC"), "3", "TỔ CHỨC", id="ngắt mềm"),
        pytest.param(Line("Phần I. Đánh giá", is_bold=True), "1", "Đánh giá", id="La Mã"),
        pytest.param(Line("Phần IV"), "4", "", id="chỉ có số"),
        pytest.param(Line("PHẦN 2 - MỤC TIÊU"), "2", "MỤC TIÊU", id="số Ả Rập"),
        pytest.param(Line("PHẦN MỘT", is_centred=True), "1", "", id="phần một"),
        pytest.param(Line("ĐÁNH GIÁ", number="Phần III", outline_level=0), "3", "ĐÁNH GIÁ", id="số tự động"),
    ],
)
def test_part_is_known(line, number, title):
    part = outline_of([line]).nodes[0]
    assert (part.kind, part.number, part.text) == (Kind.PART, number, title)


@pytest.mark.parametrize(
    "text",
    [
        "Phần II của Chương trình nêu năm nhiệm vụ.",
        "Phần lớn các dự án đã giải ngân",
        "Phần năm 2025 chưa quyết toán",
        "Phần 20% còn lại chuyển sang năm sau",
        "phần thứ hai",
    ],
)
def test_sentence_about_a_part_is_no_part(text):
    nodes = outline_of([PART, Line(text, is_text=True)]).nodes
    assert [node.kind for node in nodes] == [Kind.PART, Kind.PARAGRAPH]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(Line("I. BỐI CẢNH", is_bold=True), (Kind.HEADING, "I.", "BỐI CẢNH"), id="I đậm"),
        pytest.param(Line("I.BỐI CẢNH"), (Kind.HEADING, "I.", "BỐI CẢNH"), id="thiếu dấu cách"),
        pytest.param(Line("II/ KẾT QUẢ"), (Kind.HEADING, "II.", "KẾT QUẢ"), id="gạch chéo"),
        pytest.param(Line("II - KẾT QUẢ"), (Kind.HEADING, "II.", "KẾT QUẢ"), id="gạch ngang"),
        pytest.param(Line("1. Đối ngoại Đảng"), (Kind.HEADING, "1.", "Đối ngoại Đảng"), id="ngắn không đậm"),
        pytest.param(Line("1.1 Đoàn ra"), (Kind.HEADING, "1.1", "Đoàn ra"), id="1.1 không chấm"),
        pytest.param(Line("1) Đoàn ra", is_bold=True), (Kind.HEADING, "1)", "Đoàn ra"), id="ngoặc đơn"),
        pytest.param(Line("Đoàn ra", outline_level=2), (Kind.HEADING, "", "Đoàn ra"), id="kiểu không số"),
        pytest.param(
            Line("1. Tỉnh đã làm nhiều việc."), (Kind.PARAGRAPH, "1.", "Tỉnh đã làm nhiều việc."), id="câu"
        ),
        pytest.param(Line("a) Đoàn ra;"), (Kind.PARAGRAPH, "a)", "Đoàn ra;"), id="điểm a"),
        pytest.param(Line("• Đoàn vào;"), (Kind.PARAGRAPH, "-", "Đoàn vào;"), id="dấu tròn"),
        pytest.param(Line("12.500 USD"), (Kind.PARAGRAPH, "", "12.500 USD"), id="số tiền"),
        pytest.param(
            Line("1.900.000 USD đã chi"), (Kind.PARAGRAPH, "", "1.900.000 USD đã chi"), id="số triệu"
        ),
        pytest.param(Line("V.I. Lênin viết"), (Kind.PARAGRAPH, "", "V.I. Lênin viết"), id="tên người"),
        pytest.param(Line("C. Mác viết"), (Kind.PARAGRAPH, "", "C. Mác viết"), id="tên C. Mác"),
        pytest.param(Line("-5 độ C"), (Kind.PARAGRAPH, "", "-5 độ C"), id="số âm"),
    ],
)
def test_heading_or_paragraph(line, expected):
    node = outline_of([PART, line]).nodes[1]
    assert (node.kind, node.number, node.text) == expected


def test_depth_follows_the_numbers_even_where_a_level_is_missing():
    lines = [PART, *(Line(f"{text} Tên", is_bold=True) for text in ("1.", "1.1.", "2.", "I.", "1.", "II."))]
    assert [node.level for node in outline_of(lines).nodes] == [0, 1, 2, 1, 1, 2, 1]


def test_missing_number_is_told_and_numbered_paragraphs_count():
    lines = [PART, Line("1. Tên", is_bold=True), Line("2. Câu dài."), Line("3. Tên", is_bold=True)]
    assert not any("không liền" in text for text in outline_of(lines).warnings)
    lines.append(Line("5. Tên", is_bold=True))
    assert any("sau 3. là 5." in text for text in outline_of(lines).warnings)


def test_title_of_a_part_takes_its_footnotes_along():
    lines = [Line("Phần thứ nhất[^1]", is_bold=True, footnotes=["Một"])]
    lines.append(Line("ĐÁNH GIÁ[^1]", is_bold=True, footnotes=["Hai"]))
    part = outline_of(lines).nodes[0]
    assert (part.text, part.footnotes) == ("[^1]ĐÁNH GIÁ[^2]", ["Một", "Hai"])


def test_heading_below_a_nameless_part_is_not_its_name():
    nodes = outline_of([Line("Phần thứ nhất", is_bold=True), Line("I. Bối cảnh", is_bold=True)]).nodes
    assert nodes == [Node(Kind.PART, 0, "1"), Node(Kind.HEADING, 1, "I.", "Bối cảnh")]


def test_signature_table_ends_the_text():
    table = Line(table=[[Cell(""), Cell("T/M BAN THƯỜNG VỤ\nBÍ THƯ")]])
    outline = outline_of([PART, Line("Câu cuối."), table, Line("Phụ lục")])
    assert len(outline.nodes) == 2
    assert outline.tail[1] == "Phụ lục"


def _line_of(*runs):
    file = docx.Document()
    paragraph = file.add_paragraph()
    for text, bold in runs:
        paragraph.add_run(text).bold = bold
    stream = io.BytesIO()
    file.save(stream)
    return read_word(stream.getvalue()).lines[0]


@pytest.mark.parametrize(
    ("runs", "is_bold"),
    [
        pytest.param([("1. ", False), ("Đối ngoại Đảng", True), (":", None)], True, id="số và dấu không đậm"),
        pytest.param(
            [("Đối ngoại:", True), (" tỉnh đã làm nhiều việc trong năm", None)], False, id="chỉ đầu dòng đậm"
        ),
        pytest.param([("2025", True)], False, id="chỉ có số"),
    ],
)
def test_bold_is_what_nearly_all_letters_are(runs, is_bold):
    assert _line_of(*runs).is_bold is is_bold


def test_text_comes_composed_and_without_invisible_signs():
    text = unicodedata.normalize("NFD", "Phần thứ nhất") + "\u200b\u00ad\u00a0– một\t hai"
    assert _line_of((text, None)).text == "Phần thứ nhất – một hai"


def test_typed_mark_is_not_taken_for_a_footnote():
    line = _line_of(("Xem [^1] và [^22]", None))
    assert (line.text, line.footnotes) == ("Xem [1] và [22]", [])
