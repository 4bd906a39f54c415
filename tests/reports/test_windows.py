"""Report windows under each regime, their names and their comparison with a year earlier."""

from datetime import date
from itertools import pairwise

import pytest

from reports.windows import Basis, Kind, WindowError, custom_window, window, year_window_of


@pytest.mark.parametrize(
    ("kind", "year", "n", "basis", "start", "end", "label"),
    [
        ("NAM", 2025, None, "ND09", date(2024, 12, 15), date(2025, 12, 14), "năm 2025"),
        ("THANG", 2026, 3, "ND09", date(2026, 2, 15), date(2026, 3, 14), "tháng 3/2026"),
        ("THANG", 2026, 1, "ND09", date(2025, 12, 15), date(2026, 1, 14), "tháng 01/2026"),
        ("QUY", 2026, 1, "ND09", date(2025, 12, 15), date(2026, 3, 14), "quý I/2026"),
        ("QUY", 2026, 4, "ND09", date(2026, 9, 15), date(2026, 12, 14), "quý IV/2026"),
        ("SAU_THANG_DAU", 2026, None, "ND09", date(2025, 12, 15), date(2026, 6, 14), "6 tháng đầu năm 2026"),
        (
            "SAU_THANG_CUOI",
            2026,
            None,
            "ND09",
            date(2026, 6, 15),
            date(2026, 12, 14),
            "6 tháng cuối năm 2026",
        ),
        ("CHIN_THANG", 2026, None, "ND09", date(2025, 12, 15), date(2026, 9, 14), "9 tháng năm 2026"),
        ("NAM", 2025, None, "CALENDAR", date(2025, 1, 1), date(2025, 12, 31), "năm 2025"),
        ("QUY", 2024, 1, "CALENDAR", date(2024, 1, 1), date(2024, 3, 31), "quý I/2024"),
        ("THANG", 2024, 2, "CALENDAR", date(2024, 2, 1), date(2024, 2, 29), "tháng 02/2024"),
        (
            "SAU_THANG_DAU",
            2025,
            None,
            "CALENDAR",
            date(2025, 1, 1),
            date(2025, 6, 30),
            "6 tháng đầu năm 2025",
        ),
        ("NAM", 2025, None, "BUDGET_13M", date(2025, 1, 1), date(2026, 1, 31), "năm 2025"),
        (
            "SAU_THANG_CUOI",
            2025,
            None,
            "BUDGET_13M",
            date(2025, 7, 1),
            date(2025, 12, 31),
            "6 tháng cuối năm 2025",
        ),
        ("THANG", 2025, 12, "BUDGET_13M", date(2025, 12, 1), date(2025, 12, 31), "tháng 12/2025"),
    ],
)
def test_window(kind, year, n, basis, start, end, label):
    found = window(kind, year, n, basis)
    assert (found.start, found.end, found.basis, found.label) == (start, end, Basis(basis), label)


@pytest.mark.parametrize(
    ("approved_on", "nd09_year"),
    [(date(2025, 12, 14), 2025), (date(2025, 12, 15), 2026), (date(2025, 12, 20), 2026)],
)
def test_end_of_year_counts_in_two_years_by_regime(approved_on, nd09_year):
    assert year_window_of(approved_on, Basis.ND09).year == nd09_year
    assert year_window_of(approved_on).year == 2025
    assert approved_on in window(Kind.YEAR, nd09_year, basis=Basis.ND09)
    assert window(Kind.YEAR, 2025).contains(approved_on)


def test_both_ends_belong_to_the_window_and_neighbours_do_not():
    year = window("NAM", 2025, basis="ND09")
    assert year.contains(date(2024, 12, 15))
    assert year.contains(date(2025, 12, 14))
    assert not year.contains(date(2024, 12, 14))
    assert not year.contains(date(2025, 12, 15))


@pytest.mark.parametrize("basis", [Basis.ND09, Basis.CALENDAR])
def test_months_and_quarters_fill_the_year_without_gap_or_overlap(basis):
    year = window("NAM", 2025, basis=basis)
    for kind, count in (("THANG", 12), ("QUY", 4)):
        parts = [window(kind, 2025, n, basis) for n in range(1, count + 1)]
        assert (parts[0].start, parts[-1].end) == (year.start, year.end)
        assert all((b.start - a.end).days == 1 for a, b in pairwise(parts))


def test_previous_has_the_same_shape():
    assert window("THANG", 2025, 2).previous() == window("THANG", 2024, 2)
    assert window("NAM", 2025, basis="BUDGET_13M").previous().end == date(2025, 1, 31)
    assert window("QUY", 2026, 1, "ND09").previous().start == date(2024, 12, 15)


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2025, 3, 1), date(2025, 5, 20), (date(2024, 3, 1), date(2024, 5, 20))),
        (date(2025, 2, 1), date(2025, 2, 28), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2023, 2, 1), date(2023, 2, 28))),
    ],
)
def test_previous_of_a_custom_window(start, end, before):
    previous = custom_window(start, end).previous()
    assert (previous.start, previous.end) == before


def test_sentence():
    assert window("NAM", 2025, basis="ND09").sentence == "(số liệu từ ngày 15/12/2024 đến ngày 14/12/2025)"


def test_custom_window():
    found = window("CUSTOM", 2025, start=date(2025, 1, 5), end=date(2025, 2, 1))
    assert found.label == "từ ngày 05/01/2025 đến ngày 01/02/2025"
    assert found.basis is Basis.CUSTOM


@pytest.mark.parametrize(
    ("arguments", "sense"),
    [
        ({"kind": "QUY", "year": 2025, "n": 5}, "quý từ 1 đến 4"),
        ({"kind": "THANG", "year": 2025}, "tháng từ 1 đến 12"),
        ({"kind": "CUSTOM", "year": 2025}, "cần ngày đầu và ngày cuối"),
        ({"kind": "QUY", "year": 2025, "n": 1, "basis": "BUDGET_13M"}, "Chế độ ngân sách"),
    ],
)
def test_window_that_no_regime_knows(arguments, sense):
    with pytest.raises(WindowError, match=sense):
        window(**arguments)


def test_custom_window_in_the_wrong_order():
    with pytest.raises(WindowError, match="trước ngày đầu"):
        custom_window(date(2025, 2, 1), date(2025, 1, 1))
