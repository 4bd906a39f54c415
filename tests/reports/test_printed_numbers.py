"""Which values a printed number may stand for."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import format_number
from reports.text_checks.printed import MONEY, printed

CASES = [
    ("khoảng 1,9 triệu USD", ("1850000", "1903400", "1950000"), ("1849999.99", "1950000.01")),
    ("1,9 triệu USD", ("1850000", "1949999.99"), ("1849999.99", "1950000")),
    ("1,90 triệu USD", ("1903400", "1895000"), ("1894999.99", "1905000")),
    ("hơn 1,9 triệu USD", ("1900000", "1999999"), ("1899999", "2000000")),
    ("gần 2 triệu USD", ("1900000", "1999999"), ("2000000", "1499999")),
    ("1.903.400 USD", ("1903400",), ("1903401", "1903399")),
    ("khoảng 1.900.000 USD", ("1903400", "1850000"), ("1840000", "1960000")),
    ("trên 42,6 triệu USD", ("42600000", "42699999"), ("42599999", "42700000")),
    ("1.9 triệu USD", ("1903400",), ("1960000",)),
]


@pytest.mark.parametrize(("text", "right", "wrong"), CASES, ids=[case[0] for case in CASES])
def test_what_a_printed_number_stands_for(text, right, wrong):
    found = MONEY.fullmatch(text)
    said = printed(found["number"], unit=found["unit"] or "", lead=found["about"] or "")
    assert [value for value in right if not said.accepts(Decimal(value))] == []
    assert [value for value in wrong if said.accepts(Decimal(value))] == []


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(f"khoảng 1{'0' * 40} USD", id="khoảng, 41 chữ số"),
        pytest.param(f"khoảng {'9' * 5000} USD", id="khoảng, 5.000 chữ số"),
        pytest.param(f"gần 5{'0' * 60} triệu USD", id="gần, triệu"),
        pytest.param(f"1,{'0' * 80} USD", id="80 số lẻ"),
        pytest.param(f"{'1' * 1_000_002} tỷ USD", id="một triệu chữ số"),
        pytest.param("khoảng 0 USD", id="không"),
    ],
)
def test_a_number_without_sense_is_read_and_stands_for_nothing(number):
    found = MONEY.fullmatch(number)
    said = printed(found["number"], unit=found["unit"] or "", lead=found["about"] or "")
    assert not said.accepts(Decimal(1903400))


@given(cents=st.integers(1, 10**14), decimals=st.integers(0, 2), unit=st.sampled_from(["triệu", "tỷ"]))
def test_a_value_is_accepted_as_it_is_rounded_and_not_one_step_off(cents, decimals, unit):
    value, scale = Decimal(cents) / 100, {"triệu": 10**6, "tỷ": 10**9}[unit]
    step = Decimal(1).scaleb(-decimals)
    shown = (value / scale).quantize(step, ROUND_HALF_UP)
    for lead in ("", "khoảng"):
        said = printed(_as_text(shown, decimals), unit=unit, lead=lead)
        assert said.accepts(value)
    exact = printed(_as_text(shown, decimals), unit=unit)
    assert not exact.accepts(value + step * scale)
    assert not exact.accepts(value - step * scale)


@given(cents=st.integers(100, 10**12))
def test_more_than_and_nearly_never_both_hold(cents):
    value = Decimal(cents) / 100
    shown = _as_text((value / 10**6).quantize(Decimal("0.1"), ROUND_HALF_UP), 1)
    over, under = (printed(shown, unit="triệu", lead=lead) for lead in ("hơn", "gần"))
    assert over.accepts(value) != under.accepts(value)


def _as_text(number, decimals):
    return format_number(number, decimals=decimals)
