"""Where the table is, what each row is, and what a cell means."""

from datetime import date
from decimal import Decimal

import pytest

from core.spreadsheets.cells import CellRefused, column_letters
from core.spreadsheets.names import NameList
from core.spreadsheets.reader import read_table
from core.spreadsheets.sheetxml import column_number, unescape
from core.spreadsheets.template import AID, TASKS
from tests.core.spreadsheets.books import AID_HEADER, TASK_HEADER, book, sheet_xml, task_book, text_row

GOOD = ("NV-1", "Đón đoàn", "Sở Ngoại vụ", "30/06/2026")
OTHER = ("NV-2", "Tiễn đoàn", "Sở Ngoại vụ", "30/06/2026")


def read_tasks(*rows, **options):
    return read_table(task_book(*rows, **options), "a.xlsx", TASKS)


def said(table):
    return [(refusal.row, refusal.column, refusal.message) for refusal in table.refusals]


def cell(ref, inner, kind="n", style=""):
    style = f' s="{style}"' if style else ""
    return f'<c r="{ref}" t="{kind}"{style}>{inner}</c>'


def row_with(last):
    """Row 2 of a task table with the given XML as its fourth cell."""
    return text_row(2, GOOD[:3]).replace("</row>", f"{last}</row>")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("version", "cột 'version' không được phép"),
        ("Updated-At", "cột 'Updated-At' không được phép"),
        ("lead_agency_id", "cột 'lead_agency_id' không được phép"),
        ("is_superuser", "cột 'is_superuser' không được phép"),
        ("Phiên bản", "cột 'Phiên bản' không được phép"),
    ],
    ids=["phiên bản", "ngày sửa", "khoá ngoại", "quyền quản trị", "phiên bản tiếng Việt"],
)
def test_technical_columns_are_refused(header, words):
    table = read_tasks((*GOOD, "1"), extra_header=[header])

    assert [message for _row, _column, message in said(table)] == [f"{words}: hãy xoá cột này khỏi tệp."]


def test_header_matches_in_any_case_spaces_and_with_star():
    rows = [
        text_row(3, ["MÃ  NHIỆM VỤ *", "tên nhiệm vụ", "Cơ quan\nchủ trì", "Hạn hoàn thành*"]),
        text_row(4, GOOD),
    ]
    table = read_table(book([("Bảng", "visible", sheet_xml(rows))]), "a.xlsx", TASKS)

    assert table.accepted
    assert (table.sheet, table.header_row) == ("Bảng", 3)


def test_header_below_row_twenty_is_not_found():
    rows = [text_row(21, TASK_HEADER), text_row(22, GOOD)]
    table = read_table(book([("Nhiệm vụ", "visible", sheet_xml(rows))]), "a.xlsx", TASKS)

    assert "không tìm thấy hàng tiêu đề" in table.refusals[0].message


def test_two_tables_need_a_name():
    xml = sheet_xml([text_row(1, TASK_HEADER), text_row(2, GOOD)])
    table = read_table(book([("A", "visible", xml), ("B", "visible", xml)]), "a.xlsx", TASKS)
    named = read_table(book([("A", "visible", xml), ("Nhiệm vụ", "visible", xml)]), "a.xlsx", TASKS)

    assert "Có 2 trang tính cùng có bảng ('A', 'B')" in table.refusals[0].message
    assert named.accepted
    assert named.warnings == ["trang tính 'A' không được nhập"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("II", "Khối Đảng", None, None), "hàng 3: dòng nhóm 'II' không phải dữ liệu, hãy xoá."),
        ((None, "Tổng cộng", "5", "12"), "hàng 3: dòng tổng 'Tổng cộng' không phải dữ liệu, hãy xoá."),
        ((None, None, None, "Người lập biểu"), "hàng 3: có chữ ngoài bảng, hãy xoá."),
    ],
    ids=["dòng nhóm", "dòng tổng", "chữ ký"],
)
def test_rows_that_are_no_records(row, message):
    lines = [text_row(1, ("STT", *TASK_HEADER)), text_row(2, ("1", *GOOD))]
    first, *rest = row
    lines.append(text_row(3, (first, None, *rest)))
    table = read_table(book([("Nhiệm vụ", "visible", sheet_xml(lines))]), "a.xlsx", TASKS)

    assert [refusal.message for refusal in table.refusals] == [message]
    assert len(table.rows) == 1


def test_row_of_column_numbers_is_left_out():
    table = read_tasks(("(1)", "(2)", "(3)", "(4)"), GOOD)

    assert table.accepted
    assert [row.number for row in table.rows] == [3]
    assert table.warnings == ["hàng 2 đánh số cột, không được nhập"]


def test_rows_numbered_ahead_are_blank():
    lines = [text_row(1, ("STT", *TASK_HEADER)), text_row(2, ("1", *GOOD)), text_row(3, ("2",))]
    table = read_table(book([("Nhiệm vụ", "visible", sheet_xml(lines))]), "a.xlsx", TASKS)

    assert table.accepted
    assert len(table.rows) == 1


def test_text_in_a_column_without_header_is_named():
    table = read_tasks((*GOOD, None, "lạc"))

    assert table.warnings == ["cột F không có tiêu đề nên không được nhập"]


def test_hidden_column_is_named():
    rows = [text_row(1, TASK_HEADER), text_row(2, GOOD)]
    xml = sheet_xml(rows).replace("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
    table = read_table(book([("Nhiệm vụ", "visible", xml)]), "a.xlsx", TASKS)

    assert table.warnings == ["cột B đang ẩn nhưng vẫn được nhập"]


def test_merged_header_is_refused_and_merged_title_is_not():
    rows = [text_row(1, ["KẾ HOẠCH"]), text_row(2, TASK_HEADER), text_row(3, GOOD)]
    title = '<mergeCells><mergeCell ref="A1:D1"/></mergeCells>'
    header = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'

    assert read_table(book([("T", "visible", sheet_xml(rows, title))]), "a.xlsx", TASKS).accepted
    table = read_table(book([("T", "visible", sheet_xml(rows, header))]), "a.xlsx", TASKS)
    assert said(table) == [(2, "Mã nhiệm vụ", "ô gộp A1:A2: ở hàng tiêu đề, hãy bỏ gộp.")]


def test_too_many_rows_are_refused():
    limits_row = [(f"NV-{i}", *GOOD[1:]) for i in range(5_001)]
    table = read_tasks(*limits_row)

    assert [refusal.message for refusal in table.refusals] == [
        "Bảng có 5.001 dòng, tối đa 5.000. Hãy chia nhỏ tệp rồi tải lại."
    ]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (cell("D2", "<v>46203</v>", style="1"), date(2026, 6, 30)),
        (cell("D2", "<v>46203.75</v>", style="2"), date(2026, 6, 30)),
        (cell("D2", "<v>2026-06-30T00:00:00</v>", "d"), date(2026, 6, 30)),
        (cell("D2", "<v>30/06/2026</v>", "str"), date(2026, 6, 30)),
    ],
    ids=["số có định dạng ngày", "ngày kèm giờ", "ngày ISO", "chữ"],
)
def test_dates_of_a_cell(last, found):
    table = read_tasks(row_with(last), formats=["[$-42A]dd/mm/yyyy;@", "d/m/yyyy h:mm"])

    assert table.refusals == []
    assert table.rows[0].values["deadline"] == found


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (cell("D2", "<v>46203</v>"), "46203 là số, không phải ngày"),
        (cell("D2", "<v>46203</v>", style="1"), "46203 là số, không phải ngày"),
        (cell("D2", "<v>#N/A</v>", "e"), "không phải ngày hợp lệ"),
        (cell("D2", "<f>TODAY()</f><v>46203</v>"), "công thức không được phép ở cột ngày"),
        (cell("D2", "<v>2958466</v>", style="2"), "không phải ngày hợp lệ"),
        (cell("D2", "<v>100</v>", style="2"), "năm phải từ 1990 đến 2100"),
        ("", "'Hạn hoàn thành' bắt buộc nhập"),
    ],
    ids=["số trần", "định dạng tiền", "ô lỗi", "công thức", "quá xa", "năm 1900", "trống"],
)
def test_cells_that_are_no_dates(last, words):
    table = read_tasks(row_with(last), formats=['#,##0 "đồng mỗi ngày"', "dd/mm/yyyy"])

    assert [(row, column) for row, column, _message in said(table)] == [(2, "Hạn hoàn thành")]
    assert words in table.refusals[0].message


def read_aid(amount, currency="USD", formats=()):
    row = text_row(2, ("VT-1", "Trường học", "Quỹ A", "Sở Y tế", None, currency, "10/02/2026"))
    row = row.replace('<c r="F2"', f'{amount}<c r="F2"')
    xml = sheet_xml([text_row(1, AID_HEADER), row])
    return read_table(book([("Viện trợ", "visible", xml)], formats=formats), "a.xlsx", AID)


@pytest.mark.parametrize(
    ("amount", "currency", "found"),
    [
        (cell("E2", "<v>0.30000000000000004</v>"), "USD", Decimal("0.3")),
        (cell("E2", "<v>1900000</v>"), "VND", Decimal(1900000)),
        (cell("E2", "<f>SUM(A1:A2)</f><v>1900</v>"), "USD", Decimal(1900)),
        (cell("E2", "<v>1.900</v>", "str"), "vnd", Decimal(1900)),
    ],
    ids=["sai số dấu phẩy động", "đồng", "công thức có kết quả", "chữ, mã tiền viết thường"],
)
def test_amounts_of_a_cell(amount, currency, found):
    table = read_aid(amount, currency)

    assert table.refusals == []
    assert table.rows[0].values["amount"] == found


def test_formula_with_a_result_is_remarked():
    table = read_aid(cell("E2", "<f>1000+900</f><v>1900</v>"))

    assert table.warnings == ["hàng 2: ô E2 là công thức: lấy kết quả 1900"]


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (cell("E2", "<f>'[1]S'!A1</f><v>1900</v>"), "USD", "liên kết ngoài không được phép"),
        (cell("E2", "<f>A1</f><v>abc</v>", "str"), "USD", "công thức chưa có kết quả"),
        (cell("E2", "<v>0.5</v>", style="1"), "USD", "ô định dạng phần trăm"),
        (cell("E2", "<v>-5</v>"), "USD", "phải lớn hơn 0"),
        (cell("E2", "<v>10.5</v>"), "VND", "không có phần lẻ"),
        (cell("E2", "<v>1.900</v>", "str"), "USD", "không rõ"),
    ],
    ids=["sổ khác", "kết quả là chữ", "phần trăm", "số âm", "đồng lẻ", "mơ hồ"],
)
def test_cells_that_are_no_amounts(amount, currency, words):
    table = read_aid(amount, currency, formats=["0.00%"])

    assert [(row, column) for row, column, _message in said(table)] == [(2, "Giá trị viện trợ")]
    assert words in table.refusals[0].message


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("25.450,5", Decimal("25450.5")),
        ("25450.5", Decimal("25450.5")),
        ("25450", Decimal(25450)),
        ("1,08", Decimal("1.08")),
        ("1.234.567", Decimal(1234567)),
        ("0,00003929", Decimal("0.00003929")),
    ],
    ids=["kiểu Việt", "chấm thập phân", "số nguyên", "phẩy thập phân", "hai nhóm", "rất nhỏ"],
)
def test_rates(typed, found):
    lines = [text_row(1, (*AID_HEADER, "Tỷ giá")), text_row(2, (*AID_ROW, typed))]
    table = read_table(book([("Viện trợ", "visible", sheet_xml(lines))]), "a.xlsx", AID)

    assert table.refusals == []
    assert table.rows[0].values["rate"] == found


@pytest.mark.parametrize("typed", ["25.450", "abc", "0", "NaN", "1e9", "-1"])
def test_rates_in_doubt_are_refused(typed):
    lines = [text_row(1, (*AID_HEADER, "Tỷ giá")), text_row(2, (*AID_ROW, typed))]
    table = read_table(book([("Viện trợ", "visible", sheet_xml(lines))]), "a.xlsx", AID)

    assert [(row, column) for row, column, _message in said(table)] == [(2, "Tỷ giá")]


AID_ROW = ("VT-1", "Trường học", "Quỹ A", "Sở Y tế", "1000", "USD", "10/02/2026")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (cell("D2", "<v>5</v>") + cell("C2", "<v>5</v>"), "bị hỏng"),
        (cell("D3", "<v>5</v>"), "bị hỏng"),
        (cell("D2", "<v>5</v>", style="9"), "bị hỏng"),
        (cell("D2", "<v>5</v>", "x"), "bị hỏng"),
        (cell("D2", "<v>1_000</v>"), "bị hỏng"),
        (cell("D2", "<v>1e999</v>"), "bị hỏng"),
        (cell("D2", "<v>7</v>", "s"), "bị hỏng"),
        (cell("XFE2", "<v>5</v>"), "bị hỏng"),
    ],
    ids=["ô lùi", "sai hàng", "kiểu lạ", "loại lạ", "gạch dưới", "vô hạn", "chuỗi lạ", "quá cột cuối"],
)
def test_damaged_cells_refuse_the_file(raw, words):
    table = read_tasks(f'<row r="2">{raw}</row>')

    assert words in table.refusals[0].message


def test_second_code_is_reported_with_the_first():
    table = read_tasks(GOOD, ("nv-1", *GOOD[1:]), OTHER)

    assert said(table) == [(3, "Mã nhiệm vụ", "Mã 'NV-1' trùng: hàng 2 và 3. Hãy sửa mã hoặc xoá một hàng.")]
    assert [row.refused for row in table.rows] == [False, True, False]


def test_value_of_a_refusal_holds_no_hidden_character():
    table = read_tasks(("NV-1", "Tiếp\u202eđoàn", *GOOD[2:]))

    assert table.refusals[0].value == "Tiếp\ufffdđoàn"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a_x0041_b", "aAb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ud83d"),
        ("x_y", "x_y"),
    ],
    ids=["một ký tự", "gạch dưới được giữ", "cặp mã", "nửa cặp mã", "chữ thường"],
)
def test_escapes_of_excel(raw, plain):
    assert unescape(raw) == plain


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
)
def test_column_letters(number, letters):
    assert column_letters(number) == letters
    assert column_number(letters) == number


def test_names_with_other_marks_stay_apart_but_are_suggested():
    names = NameList([("Xã Hòa An", 1), ("Xã Hoa An", 2)])

    assert names.find("xã hoà an") == 1
    assert names.find("Xã Hoa An") == 2
    with pytest.raises(CellRefused, match="'Xã Hóa An' không có trong danh mục; ý là 'Xã"):
        names.find("Xã Hóa An")


CSV_HEADER = "Mã nhiệm vụ;Tên nhiệm vụ;Cơ quan chủ trì;Hạn hoàn thành"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"{CSV_HEADER}\nNV-1;Đón đoàn;Sở Ngoại vụ;30/06/2026\n", 1),
        (f"KẾ HOẠCH\n{CSV_HEADER}\nNV-1;Đón đoàn;Sở Ngoại vụ;30/06/2026\n;;;\n\n", 1),
        (f'{CSV_HEADER}\r\nNV-1;"Đón; đoàn";Sở Ngoại vụ;2026-06-30\r\n', 1),
    ],
    ids=["dấu chấm phẩy", "có dòng tiêu đề và dòng trống", "có ngoặc kép"],
)
def test_csv_is_read(text, rows):
    table = read_table(text.encode(), "a.csv", TASKS)

    assert table.refusals == []
    assert len(table.rows) == rows


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f'{CSV_HEADER}\nNV-1;"Đón đoàn;x;y\n'.encode(), "dòng 2: dấu ngoặc kép"),
        (CSV_HEADER.encode("utf-16"), "không phải UTF-8"),
        (CSV_HEADER.encode("utf-16-le"), "không phải UTF-8"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "Tệp .xls cũ"),
        (f"{CSV_HEADER};{';'.join('abc' for _ in range(60))}\na\n".encode(), "64 cột, tối đa 60"),
    ],
    ids=["ngoặc kép hở", "UTF-16 có BOM", "UTF-16 không BOM", "xls đổi đuôi", "quá nhiều cột"],
)
def test_csv_is_refused(data, words):
    table = read_table(data, "a.csv", TASKS)

    assert words in table.refusals[0].message
