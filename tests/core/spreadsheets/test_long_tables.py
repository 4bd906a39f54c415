"""Long tables: texts stay texts, numbers numbers, days days; rows are taken one after the other."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from core.spreadsheets.limits import WEB_LIMITS
from core.spreadsheets.long_tables import save_csv, save_json, save_xlsx
from core.spreadsheets.sheets import read_sheets
from core.spreadsheets.template import Column, Kind

COLUMNS = (
    Column("number", "STT", Kind.IGNORED, width=6),
    Column("name", "Tên", Kind.LINE, width=50),
    Column("day", "Ngày", Kind.DATE, width=14),
    Column("amount", "Số tiền", Kind.AMOUNT),
)


def book(columns, rows, notes=None):
    """Return the workbook of these rows as openpyxl reads it."""
    out = BytesIO()
    save_xlsx(out, columns, rows, "Viện trợ", notes)
    return load_workbook(BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84 37", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "0123", "https://a.vn"],
)
def test_text_stays_text(text):
    cell = book(COLUMNS, [[1, text, None, None]]).active["B2"]

    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


def test_signs_that_no_workbook_holds_are_left_out():
    assert book(COLUMNS, [[1, "a\x01b\ud800c\nd", None, None]]).active["B2"].value == "abc\nd"


def test_numbers_and_days_keep_their_kind_and_look():
    sheet = book(COLUMNS, [[1, "Đường sá", date(2025, 12, 8), Decimal("1900000.5")]]).active

    assert [cell.value for cell in sheet[2]] == [1, "Đường sá", datetime(2025, 12, 8), 1900000.5]  # noqa: DTZ001
    assert [cell.number_format for cell in sheet[2]] == ["#,##0", "General", "dd/mm/yyyy", "#,##0.00"]
    assert (sheet.freeze_panes, sheet["A1"].font.b) == ("A2", True)
    assert sheet.column_dimensions["B"].width == pytest.approx(50, abs=1)


def test_digits_beyond_those_of_excel_go_out_as_text():
    sheet = book(COLUMNS, [[10**15, "", date(1890, 1, 1), Decimal("12345678901234567.5")]]).active

    assert [cell.value for cell in sheet[2]] == [
        "1000000000000000", None, "01/01/1890", "12.345.678.901.234.567,5",
    ]  # fmt: skip


def test_list_columns_take_the_look_of_their_first_value():
    moment = datetime(2026, 1, 5, 3, 30, tzinfo=UTC)
    rows = [[None, None, None, True], [Decimal("2.5"), 7, moment, False]]
    sheet = book(["Tiền", "Số", "Lúc", "Có"], rows, lambda count: [("Danh sách", "x"), ("Số dòng", count)])

    cells = sheet.worksheets[0][3]
    assert [cell.value for cell in cells] == [2.5, 7, datetime(2026, 1, 5, 10, 30), "không"]  # noqa: DTZ001
    assert [cell.number_format for cell in cells[:3]] == ["#,##0.00", "#,##0", "dd/mm/yyyy hh:mm"]
    assert [[cell.value for cell in row] for row in sheet["Ghi chú"]] == [["Danh sách", "x"], ["Số dòng", 2]]


def test_texts_stay_whole_beside_such_that_are_cut():
    long, odd = "x" * 40_000, "a\x01b"
    sheet = book(COLUMNS, [[1, "Đường sá", None, None], [2, long, None, None], [3, odd, None, None]]).active

    assert [len(row[1].value) for row in sheet.iter_rows(min_row=2)] == [8, 32_767, 2]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), "chưa rõ", None, 7, 2.5], ids=str)
def test_amount_beside_others_keeps_its_number(value):
    sheet = book(COLUMNS, [[1, "a", None, Decimal("12.50")], [2, "b", None, value]]).active

    assert sheet["D2"].value == 12.5
    assert sheet["D3"].value == (None if isinstance(value, Decimal) else value)


def test_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        book(COLUMNS, [[1, "a", None, None], [1, "a", None]])


def test_empty_table_has_its_header():
    assert [cell.value for cell in book(COLUMNS, []).active[1]] == ["STT", "Tên", "Ngày", "Số tiền"]


def test_headers_of_one_name_keep_their_columns():
    sheet = book(["Tên", "Tên"], [["a", "b"]]).active

    assert [cell.value for cell in sheet[2]] == ["a", "b"]


def test_own_reader_takes_it_back():
    out = BytesIO()
    save_xlsx(out, COLUMNS, [[1, "=1+1 _x0041_", date(2025, 12, 8), Decimal("0.5")]], "Viện trợ")

    (sheet,) = read_sheets(out.getvalue(), "b.xlsx", WEB_LIMITS).sheets
    assert [cell.shown for cell in sheet.rows[1].cells.values()] == [
        "1.0",
        "=1+1 _x0041_",
        "08/12/2025",
        "0.5",
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_rows_are_taken_as_they_come(form):
    """No more than a few hundred rows wait in memory: later ones are made when those before are gone."""
    alive = set()
    most = 0

    class Row(list):
        __slots__ = ()

        def __del__(self):
            alive.discard(id(self))

    def rows():
        nonlocal most
        for number in range(3_000):
            row = Row([number, "tên", None, None])
            alive.add(id(row))
            most = max(most, len(alive))
            yield row

    if form == "xlsx":
        assert save_xlsx(BytesIO(), COLUMNS, rows(), "Viện trợ") == 3_000
    else:
        save = save_csv if form == "csv" else save_json
        assert save(StringIO(), COLUMNS, rows()) == 3_000
    assert most < 600


def test_csv_and_json_say_the_same():
    row = [1, "=1+1", date(2025, 12, 8), Decimal("1.50")]
    text, plain = StringIO(), StringIO()
    save_csv(text, COLUMNS, [row])
    save_json(plain, COLUMNS, [row])

    assert text.getvalue().startswith("\ufeffSTT;")
    assert list(csv.reader(StringIO(text.getvalue()), delimiter=";"))[1] == [
        "1",
        "'=1+1",
        "08/12/2025",
        "1,5",
    ]
    assert json.loads(plain.getvalue()) == [
        {"number": 1, "name": "=1+1", "day": "2025-12-08", "amount": "1.50"}
    ]
