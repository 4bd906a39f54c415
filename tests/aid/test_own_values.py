"""Cells of registers: several values in one, months and years, amounts in words; doubts are refused."""

from datetime import date
from decimal import Decimal

import pytest

from aid.own_files.headers import Unit, target_of, unit_in
from aid.own_files.values import read_day, read_decision, read_money, read_period
from core.spreadsheets.cells import Cell, CellRefused


def cell(value, kind="text"):
    """A cell of a register."""
    return Cell(5, 6, kind, value, length=len(value))


HEADERS = [
    ("Tên chương trình, dự án", "name"), ("Nội dung viện trợ", "name"), ("Đơn vị tài trợ", "donor"),
    ("Tổ chức tài trợ", "donor"), ("Quốc tịch", "country"), ("Chủ dự án", "owner"),
    ("Đơn vị tiếp nhận", "owner"), ("Tổng vốn", "amount"), ("Giá trị cam kết (USD)", "amount"),
    ("Thành tiền (triệu đồng)", "amount"), ("Giá trị · USD", "amount"), ("QĐ phê duyệt", "decision"),
    ("Số, ngày QĐ", "decision"), ("Ngày phê duyệt", "approved"), ("Địa bàn", "places"),
    ("Lĩnh vực", "sectors"), ("Thời gian thực hiện", "period"), ("Thời gian · Bắt đầu", "start"),
    ("Thời gian · Kết thúc", "end"), ("TT", "number"), ("Vốn đối ứng", "counterpart"),
    ("Kinh phí · Đối ứng (triệu đồng)", "counterpart"), ("Tỷ lệ vốn đối ứng", "keep"),
    ("Đã giải ngân", "paid"),
    ("Hình ảnh", None), ("Quyết định phê duyệt · Ngày", "approved"),
    ("Quyết định phê duyệt · Số", "decision"),
    ("QĐ phê duyệt · Số, ngày", "decision"), ("QĐ phê duyệt · Ngày, tháng", "approved"),
    ("Quyết định · Ngày ký", "approved"), ("Văn bản · Số", "decision"), ("Văn bản · Số hiệu", "decision"),
    ("Văn bản · Ngày ban hành", "approved"), ("Phê duyệt · Số văn bản", "decision"),
    ("Phê duyệt · Thời gian", "approved"), ("Quyết định phê duyệt · Cơ quan ban hành", "keep"),
    ("Thời gian thực hiện · Từ", "start"), ("Thời gian thực hiện · Đến", "end"),
    ("Thời gian · Từ ngày", "start"), ("Thời gian · Đến hết tháng", "end"),
    ("Thời gian · Năm kết thúc", "end"),
    ("Thời gian thực hiện · Tổng số tháng", "keep"),
    ("Kinh phí · USD", "amount"), ("Kinh phí · VND", "amount"), ("Kinh phí · Nguyên tệ", "amount"),
    ("Kinh phí · Quy đổi (triệu đồng)", "amount"), ("Giá trị · Loại tiền", "currency"),
    ("Nhà tài trợ · Tên", "donor"), ("Nhà tài trợ · Quốc gia", "country"), ("Nhà tài trợ · Nước", "country"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), HEADERS, ids=[text for text, _ in HEADERS])
def test_header_names_a_column(text, key):
    assert target_of(text) == key


UNITS = [
    ("Thành tiền (triệu đồng)", Unit("VND", 10**6)), ("ĐVT: 1.000 USD", Unit("USD", 1000)),
    ("Kinh phí (USD)", Unit("USD")), ("Giá trị (đồng)", Unit("VND")), ("Kinh phí hoạt động", None),
    ("Tỷ đồng", Unit("VND", 10**9)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit"), UNITS, ids=[text for text, _ in UNITS])
def test_unit_of_a_header(text, unit):
    assert unit_in(text) == unit


AMOUNTS = [
    ("1,9 triệu USD", "", 1, "", ("1900000", "USD", "")),
    ("450 triệu đồng", "", 1, "", ("450000000", "VND", "")),
    ("1.250.000.000đ", "", 1, "", ("1250000000", "VND", "")),
    ("USD 50,000.50", "", 1, "", ("50000.50", "USD", "")),
    ("50.000 USD (trong đó đối ứng 5.000 USD)", "", 1, "vn", ("50000", "USD", "trong đó đối ứng 5.000 USD")),
    ("50.000 USD", "", 1, "en", ("50", "USD", "")),
    ("450", "VND", 10**6, "", ("450000000", "VND", "")),
    ("450,5", "VND", 10**6, "", ("450500000", "VND", "")),
    ("1.250.000.000đ", "VND", 10**6, "", ("1250000000", "VND", "")),
    ("khoảng 20.500,5 EUR", "", 1, "", ("20500.50", "EUR", "")),
]


@pytest.mark.parametrize(("text", "currency", "factor", "style", "wanted"), AMOUNTS)
def test_amount_in_words(text, currency, factor, style, wanted):
    read = read_money(cell(text), currency, factor, style)

    assert (read.amount, read.currency, read.rest) == (Decimal(wanted[0]), *wanted[1:])


@pytest.mark.parametrize(
    ("text", "currency", "words"),
    [
        pytest.param("50.000 USD", "", "không rõ là", id="một dấu trước ba chữ số"),
        pytest.param("450", "", "loại tiền", id="không có loại tiền"),
        pytest.param("20 xe lăn", "USD", "không phải số", id="hiện vật"),
        pytest.param("-5,00", "USD", "lớn hơn 0", id="số âm"),
    ],
)
def test_doubtful_amount_is_asked_back(text, currency, words):
    with pytest.raises(CellRefused, match=words):
        read_money(cell(text), currency, 1, "")


def test_two_amounts_in_a_cell_say_where_the_second_goes():
    with pytest.raises(CellRefused, match="thêm cam kết còn lại ở mục Kinh phí"):
        read_money(cell("200.000 USD và 50.000 EUR"), "", 1, "")


@pytest.mark.parametrize("text", ["Quý II/2025", "quý 2 năm 2025", "Quý II - 2025"])
def test_quarter_is_asked_back_with_its_first_and_last_day(text):
    with pytest.raises(CellRefused) as refused:
        read_day(cell(text))

    assert list(refused.value.proposals) == ["01/04/2025", "30/06/2025"]
    assert read_period(cell(text)) == (date(2025, 4, 1), date(2025, 6, 30))


PERIODS = [
    ("2024-2026", date(2024, 1, 1), date(2026, 12, 31)), ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("03/2025 - 12/2026", date(2025, 3, 1), date(2026, 12, 31)),
    ("từ 5/2024 đến 02/2025", date(2024, 5, 1), date(2025, 2, 28)),
    ("01/4/2024 – 31/12/2024", date(2024, 4, 1), date(2024, 12, 31)),
    ("01-03-2025 đến 31-12-2025", date(2025, 3, 1), date(2025, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), PERIODS, ids=[text for text, *_ in PERIODS])
def test_period(text, start, end):
    assert read_period(cell(text)) == (start, end)


@pytest.mark.parametrize(
    "text", ["12 tháng", "2024-26", "2026-2024", "31/02/2024 - 2025", "2023, 2024, 2025"]
)
def test_doubtful_period_is_asked_back(text):
    with pytest.raises(CellRefused):
        read_period(cell(text))


DECISIONS = [
    ("Số 123/QĐ-UBND ngày 05/3/2025", "123/QĐ-UBND", date(2025, 3, 5), False),
    ("123/QĐ-UBND,\n05/3/2025", "123/QĐ-UBND", date(2025, 3, 5), False),
    ("QĐ số 1318/QĐ-UBND ngày 02 tháng 6 năm 2025 của UBND tỉnh", "1318/QĐ-UBND", date(2025, 6, 2), False),
    ("45/2024/QĐ-TTg", "45/2024/QĐ-TTg", None, False),
    ("90/QĐ-UBND ngày 01/4/2024; 12/QĐ-UBND ngày 10/01/2025", "90/QĐ-UBND", date(2024, 4, 1), True),
]


@pytest.mark.parametrize(("text", "number", "day", "rest"), DECISIONS, ids=[row[0] for row in DECISIONS])
def test_decision(text, number, day, rest):
    found = read_decision(cell(text))

    assert (found.number, found.day, bool(found.rest)) == (number, day, rest)


@pytest.mark.parametrize("text", ["03/2025", "2025", "13/25/2025", "12/03/25"])
def test_day_that_is_not_said_is_asked_back(text):
    with pytest.raises(CellRefused):
        read_day(cell(text))
