"""What goes out holds no formula and comes back unchanged."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from core.spreadsheets.csvfile import guarded, unguarded
from core.spreadsheets.reader import read_table
from core.spreadsheets.template import AID, TASKS
from core.spreadsheets.writer import clean_for_xml, write_csv, write_xlsx
from tests.core.spreadsheets.corpus import LOOKUPS, read

DANGEROUS = [
    "=1+1 là ví dụ",
    "==1+1",
    "+84 236 3822 000",
    "-5 đoàn vào",
    "@SUM(A1)",
    "\uff1d1+1",
    "'=1+1",
    "''=x",
    "=cmd|'/c calc'!A0",
    "_x0041_ không phải A",
    'dòng 1\ndòng 2; có "ngoặc", phẩy',
    "<b>&amp;</b>",
    "1.900",
    "01/02/2026",
]


def task_row(number, note):
    values = {
        "number": number,
        "code": f"NV-2026-{number:03}",
        "name": "Đón đoàn",
        "lead": "Sở Ngoại vụ",
        "partners": ["Công an tỉnh", "Sở Y tế"],
        "start": date(2026, 3, 4),
        "deadline": date(2026, 6, 30),
        "status": "Đang thực hiện",
        "note": note,
    }
    return [values.get(column.key) for column in TASKS.columns]


def aid_row(number, amount, currency, rate):
    values = {
        "number": number,
        "code": f"VT-2026-{number:03}",
        "name": "Trường học",
        "donor": "Quỹ A",
        "owner": "Sở Y tế",
        "amount": amount,
        "currency": currency,
        "approved": date(2026, 2, 10),
        "places": ["Xã An Bình"],
        "rate": rate,
    }
    return [values.get(column.key) for column in AID.columns]


MONEY = [
    (Decimal("1900000.50"), "USD", Decimal("25450.5")),
    (Decimal(1900), "USD", Decimal("1.234")),
    (Decimal("1.23"), "EUR", Decimal(25450)),
    (Decimal(559000000), "VND", Decimal("0.00003929")),
    (Decimal(999999999999999), "VND", None),
]
WRITERS = {
    "xlsx": lambda template, rows: write_xlsx(template.columns, rows, template.name),
    "csv": lambda template, rows: write_csv(template.columns, rows),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_tasks_come_back_unchanged(kind):
    rows = [task_row(number, note) for number, note in enumerate(DANGEROUS, start=1)]
    table = read_table(WRITERS[kind](TASKS, rows), f"xuat.{kind}", TASKS, lookups=LOOKUPS)

    assert table.refusals == []
    assert table.warnings == []
    assert [row.values["note"] for row in table.rows] == DANGEROUS
    values = table.rows[0].values
    assert (values["start"], values["deadline"]) == (date(2026, 3, 4), date(2026, 6, 30))
    assert values["partners"] == ["Công an tỉnh", "Sở Y tế"]
    assert values["pillar"] == ""


@pytest.mark.parametrize("kind", WRITERS)
def test_amounts_and_rates_come_back_unchanged(kind):
    rows = [aid_row(number, *money) for number, money in enumerate(MONEY, start=1)]
    table = read_table(WRITERS[kind](AID, rows), f"xuat.{kind}", AID, lookups=LOOKUPS)

    assert table.refusals == []
    found = [(row.values["amount"], row.values["currency"], row.values["rate"]) for row in table.rows]
    assert found == MONEY


def test_texts_of_the_corpus_are_exported_as_inert_strings():
    notes = [row.values["note"] for row in read("a16_ok_text_looks_like_formula.xlsx").rows]
    data = write_xlsx(TASKS.columns, [task_row(i, note) for i, note in enumerate(notes, start=1)], "Nhiệm vụ")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]

    assert {note[0] for note in notes} >= {"=", "+", "-", "@"}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.quotePrefix for cell in cells if cell.value in notes and cell.value[0] in "=+-@")
    assert set(notes) <= {cell.value for cell in cells}


def test_numbers_and_dates_are_real():
    evening = datetime(2026, 1, 5, 20, 30, tzinfo=UTC)
    headers = ["Số", "Ngày", "Lúc", "Có"]
    data = write_xlsx(headers, [[Decimal("1.5"), date(2026, 1, 5), evening, True]], "B")
    number, day, moment, yes = openpyxl.load_workbook(io.BytesIO(data)).active[2]

    assert (number.value, number.number_format) == (1.5, "#,##0.00")
    assert (day.value.date(), day.number_format) == (date(2026, 1, 5), "dd/mm/yyyy")
    assert (moment.value.isoformat(), moment.number_format) == ("2026-01-06T03:30:00", "dd/mm/yyyy hh:mm")
    assert yes.value == "có"
    assert write_csv(["Lúc"], [[evening]]).decode().endswith("06/01/2026 03:30\r\n")


def test_number_with_more_digits_than_excel_keeps_goes_out_as_text():
    data = write_xlsx(["Số"], [[Decimal("1234567890123456.78")]], "B")

    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value == "1.234.567.890.123.456,78"


def test_long_texts_have_their_height_and_the_sheet_prints_on_one_width():
    columns = [replace(TASKS.columns[2], width=10), replace(TASKS.columns[3], width=10)]
    data = write_xlsx(columns, [["một dòng", "hai"], ["chữ dài gấp ba chiều rộng cột", None]], "Bảng")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height == 60
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.print_title_rows == "$1:$1"


def test_header_is_styled_and_frozen_and_notes_are_a_second_sheet():
    data = write_xlsx(
        ["Tên"], [["a"]], "Bảng [2026]: a/b", notes_sheet=[("Xuất lúc", "05/01/2026"), ("=1", 2)]
    )
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["Bảng  2026   a b", "Ghi chú"]
    sheet, notes = book.worksheets
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert notes["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("text", "clean"),
    [("a\x00b\x0bc", "abc"), ("a\ud800b", "ab"), ("_x000D_", "_x005F_x000D_"), ("ổn", "ổn")],
    ids=["điều khiển", "nửa cặp mã", "mã thoát", "chữ thường"],
)
def test_text_is_fit_for_a_workbook(text, clean):
    assert clean_for_xml(text) == clean


def test_csv_has_a_bom_and_inert_fields():
    data = write_csv(
        ["=Tên", "Ngày", "Số"], [["=1+1", date(2026, 1, 5), Decimal("1900.5")], [None, None, 0.25]]
    )

    assert data == "\ufeff'=Tên;Ngày;Số\r\n'=1+1;05/01/2026;1900,5\r\n;;0,25\r\n".encode()


@pytest.mark.parametrize("text", [*DANGEROUS, "", "'", "thường", "'thường", " =1", "\t=1"])
def test_guard_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))
