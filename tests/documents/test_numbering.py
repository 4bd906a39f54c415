"""Numbers, letters, symbols and dates as official papers write them."""

from datetime import date

import pytest

from reports.documents.numbering import diem_letter, number_line, ordinal, place_date_line, roman


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (19, "XIX"), (39, "XXXIX")]
)
def test_roman(number, shown):
    assert roman(number) == shown


@pytest.mark.parametrize("number", [0, 40, -1])
def test_roman_refuses_what_papers_do_not_use(number):
    with pytest.raises(ValueError, match="roman"):
        roman(number)


def test_diem_letters_follow_the_vietnamese_alphabet():
    letters = "".join(diem_letter(number) for number in range(1, 24))
    assert letters == "abcdđeghiklmnopqrstuvxy"
    with pytest.raises(ValueError, match="diem_letter"):
        diem_letter(24)


def test_ordinal():
    assert [ordinal(1), ordinal(4), ordinal(10)] == ["thứ nhất", "thứ tư", "thứ mười"]
    with pytest.raises(ValueError, match="ordinal"):
        ordinal(11)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param(5, "Số: 05/BC-LHHN", id="số nhỏ hơn 10 có số 0"),
        pytest.param(130, "Số: 130/BC-LHHN", id="ba chữ số"),
        pytest.param(None, "Số:" + "\u00a0" * 7 + "/BC-LHHN", id="chưa có số"),
    ],
)
def test_number_line(number, shown):
    assert number_line(number, "BC-LHHN") == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        pytest.param(date(2026, 1, 5), "Thanh Hóa, ngày 05 tháng 01 năm 2026", id="tháng 1"),
        pytest.param(date(2026, 2, 10), "Thanh Hóa, ngày 10 tháng 02 năm 2026", id="tháng 2"),
        pytest.param(date(2025, 3, 9), "Thanh Hóa, ngày 09 tháng 3 năm 2025", id="tháng 3"),
        pytest.param(date(2025, 11, 28), "Thanh Hóa, ngày 28 tháng 11 năm 2025", id="tháng 11"),
        pytest.param(date(2025, 10, 2), "Thanh Hóa, ngày 02 tháng 10 năm 2025", id="tháng 10"),
    ],
)
def test_place_date_line(day, shown):
    assert place_date_line("Thanh Hóa", day) == shown


def test_place_date_line_leaves_room_for_the_pen():
    room = "\u00a0" * 6
    assert place_date_line("Thanh Hóa", None, 2026) == f"Thanh Hóa, ngày{room}tháng{room}năm 2026"
    assert place_date_line("Thanh Hóa", None) == f"Thanh Hóa, ngày{room}tháng{room}năm{room}"
