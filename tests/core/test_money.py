"""Amounts: what is read, what is refused and why, how amounts are printed and converted."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    CURRENCIES,
    NBSP,
    AmbiguousAmount,
    AmountError,
    amount_from_number,
    approx_text,
    convert,
    currency_named,
    format_amount,
    format_money,
    format_number,
    from_minor,
    parse_amount,
    to_minor,
)


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        pytest.param("1.900.000,50", "USD", "1900000.50", id="kiểu Việt"),
        pytest.param("1,900,000.50", "USD", "1900000.50", id="kiểu Anh"),
        pytest.param("1\u00a0900\u00a0000,50", "USD", "1900000.50", id="nhóm bằng khoảng trắng cứng"),
        pytest.param("1 900", "USD", "1900", id="nhóm bằng khoảng trắng"),
        pytest.param("  1900000,50 ", "USD", "1900000.50", id="không chia nhóm"),
        pytest.param("1900000.5", "USD", "1900000.5", id="chấm thập phân"),
        pytest.param("1.900.000", "USD", "1900000", id="hai dấu chấm"),
        pytest.param("1,250.00", "USD", "1250", id="một nhóm và phần lẻ"),
        pytest.param("68.000,00", "USD", "68000", id="viết lại với phần lẻ"),
        pytest.param("0,01", "USD", "0.01", id="một xu"),
        pytest.param("1.900", "VND", "1900", id="đồng không có phần lẻ"),
        pytest.param("1,900", "JPY", "1900", id="yên không có phần lẻ"),
        pytest.param("1.900.000", "VND", "1900000", id="đồng"),
        pytest.param("999999999999999,99", "USD", "999999999999999.99", id="lớn nhất"),
    ],
)
def test_amount_is_read(text, currency, amount):
    assert parse_amount(text, currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "currency", "sense"),
    [
        pytest.param("USD 1,900,000.00", "USD", "không phải số", id="mã tiền trong ô"),
        pytest.param("1900 đ", "VND", "không phải số", id="chữ đồng trong ô"),
        pytest.param("1e1000000", "USD", "không phải số hợp lệ", id="số mũ"),
        pytest.param("NaN", "USD", "không phải số", id="NaN"),
        pytest.param("Infinity", "USD", "không phải số", id="vô cực"),
        pytest.param("１９０００００", "USD", "không phải số hợp lệ", id="chữ số toàn khổ"),
        pytest.param("\u0663", "USD", "không phải số hợp lệ", id="chữ số Ả Rập"),
        pytest.param("1.900.00", "USD", "không phải số hợp lệ", id="nhóm gãy"),
        pytest.param("1.900,000.5", "USD", "không phải số hợp lệ", id="dấu lẫn lộn"),
        pytest.param("19.000.00,5", "USD", "không phải số hợp lệ", id="nhóm gãy có phần lẻ"),
        pytest.param("1_900_000", "USD", "không phải số hợp lệ", id="gạch dưới"),
        pytest.param("1.000.000; 2.000.000", "USD", "không phải số", id="hai số trong ô"),
        pytest.param("=1900000", "USD", "không phải số", id="công thức"),
        pytest.param("1.", "USD", "không phải số hợp lệ", id="dấu cuối"),
        pytest.param(",5", "USD", "không phải số hợp lệ", id="dấu đầu"),
        pytest.param("007", "USD", "không phải số hợp lệ", id="số không ở đầu"),
        pytest.param("+5", "USD", "không phải số hợp lệ", id="dấu cộng"),
        pytest.param("", "USD", "Nhập số tiền", id="ô trống"),
        pytest.param("1900.123", "USD", "tối đa 2 chữ số thập phân", id="ba số lẻ"),
        pytest.param("0,900", "USD", "tối đa 2 chữ số thập phân", id="ba số lẻ dưới một"),
        pytest.param("1.900.000,123", "USD", "tối đa 2 chữ số thập phân", id="ba số lẻ sau nhóm"),
        pytest.param("1,99999999999999999999999999999999999", "USD", "tối đa 2 chữ số", id="rất nhiều số lẻ"),
        pytest.param("1,5", "VND", "không có phần lẻ", id="đồng lẻ"),
        pytest.param("0", "USD", "phải lớn hơn 0", id="số không"),
        pytest.param("-0", "USD", "phải lớn hơn 0", id="âm không"),
        pytest.param("-1 000", "USD", "phải lớn hơn 0", id="số âm"),
        pytest.param("1000000000000000", "USD", "tối đa 999.999.999.999.999", id="mười sáu chữ số"),
        pytest.param("9223372036854775808", "USD", "tối đa 999.999.999.999.999", id="quá số nguyên 64 bit"),
        pytest.param("9" * 4301, "USD", "tối đa 999.999.999.999.999", id="bốn nghìn chữ số"),
        pytest.param("1,9 triệu", "USD", "không phải số", id="chữ triệu trong tệp"),
        pytest.param("5", "XYZ", "Loại tiền 'XYZ' không có trong danh mục", id="loại tiền lạ"),
    ],
)
def test_amount_is_refused_with_the_reason(text, currency, sense):
    with pytest.raises(AmountError, match=re.escape(sense)):
        parse_amount(text, currency)


@pytest.mark.parametrize(
    ("text", "sentence", "readings"),
    [
        ("1.900", "1.900 không rõ là 1.900 hay 1,9", ("1900", "1.9")),
        ("1,900", "1,900 không rõ là 1.900 hay 1,9", ("1900", "1.9")),
        ("68.000", "68.000 không rõ là 68.000 hay 68", ("68000", "68")),
    ],
)
def test_single_mark_before_three_digits_is_asked_back(text, sentence, readings):
    with pytest.raises(AmbiguousAmount, match=sentence) as error:
        parse_amount(text, "USD")
    assert error.value.readings == tuple(map(Decimal, readings))
    assert parse_amount(text, "USD", allow_ambiguous=True) == Decimal(readings[0])


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1,9 triệu", "USD", 1_900_000),
        ("1,9 tr", "USD", 1_900_000),
        ("1.9tr", "USD", 1_900_000),
        ("49,5 tỷ", "VND", 49_500_000_000),
        ("49,5 tỉ", "VND", 49_500_000_000),
        ("2.600 tỷ", "VND", 2_600_000_000_000),
        ("2 nghìn tỷ", "VND", 2_000_000_000_000),
        ("600 nghìn", "VND", 600_000),
        ("1900000", "USD", 1_900_000),
    ],
)
def test_words_are_read_in_forms(text, currency, amount):
    assert parse_amount(text, currency, words=True) == amount


@pytest.mark.parametrize(("text", "currency"), [("1.900 triệu", "USD"), ("1,900 tỷ", "VND")])
def test_words_do_not_settle_an_ambiguous_number(text, currency):
    with pytest.raises(AmbiguousAmount, match=r"viết đủ các chữ số"):
        parse_amount(text, currency, words=True)


@pytest.mark.parametrize("text", ["triệu", "1,9 triệu tỷ", "0 triệu", "1,2345 nghìn tỷ tỷ"])
def test_broken_words_are_refused(text):
    with pytest.raises(AmountError):
        parse_amount(text, "VND", words=True)


@given(st.text(max_size=80), st.sampled_from(sorted(CURRENCIES)), st.booleans())
def test_any_text_is_read_or_refused_in_vietnamese(text, currency, words):
    try:
        amount = parse_amount(text, currency, words=words)
    except AmountError as error:
        refusal = str(error)
    else:
        refusal = "."
        assert 0 < amount < 10**15
        assert from_minor(to_minor(amount, currency), currency) == amount
    assert refusal.endswith(".")


@given(st.integers(1, 10**15 - 1), st.sampled_from(sorted(CURRENCIES)))
def test_printed_amount_reads_back(minor, currency):
    amount = from_minor(minor, currency)
    assert parse_amount(format_amount(amount, currency, cents=True), currency) == amount
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        (0.30000000000000004, "USD", "0.3"),
        (1900000.5, "USD", "1900000.5"),
        (1900000, "VND", "1900000"),
        (25000.0, "VND", "25000"),
    ],
)
def test_numeric_cell(value, currency, amount):
    assert amount_from_number(value, currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("value", "sense"),
    [
        (100.123, "tối đa 2 chữ số thập phân"),
        (1.234567890123457e16, "tối đa 999.999.999.999.999"),
        (0, "phải lớn hơn 0"),
        (-5, "phải lớn hơn 0"),
        (True, "không phải số"),
        (float("nan"), "không phải số"),
        (float("inf"), "không phải số"),
    ],
)
def test_numeric_cell_is_refused(value, sense):
    with pytest.raises(AmountError, match=re.escape(sense)):
        amount_from_number(value, "USD")


def test_minor_units_lose_nothing():
    assert to_minor(Decimal("1900000.50"), "USD") == 190000050
    assert to_minor(Decimal(1900), "VND") == 1900
    with pytest.raises(AmountError, match="quá nhiều chữ số thập phân"):
        to_minor(Decimal("0.5"), "VND")


@pytest.mark.parametrize(
    ("minor", "currency", "rate", "target", "result"),
    [
        pytest.param(100, "EUR", "1.085", "USD", 109, id="nửa xu làm tròn lên"),
        pytest.param(100, "EUR", "1.0849", "USD", 108, id="dưới nửa xu bỏ"),
        pytest.param(-100, "EUR", "1.085", "USD", -109, id="điều chỉnh giảm đối xứng"),
        pytest.param(25_000, "VND", "0.00004", "USD", 100, id="đồng sang đô la"),
        pytest.param(1_000, "USD", "25000", "VND", 250_000, id="đô la sang đồng"),
        pytest.param(10**17 - 1, "EUR", "1.123456789", "USD", 112345678899999999, id="lớn nhất không mất số"),
    ],
)
def test_convert(minor, currency, rate, target, result):
    assert convert(minor, currency, Decimal(rate), target=target) == result


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_convert_refuses_a_senseless_rate(rate):
    with pytest.raises(AmountError, match="Tỷ giá"):
        convert(1, "EUR", Decimal(rate))


def test_printing():
    assert format_amount(Decimal("1900000.50"), "USD") == "1.900.000,50"
    assert format_amount(Decimal("1900000.00"), "USD") == "1.900.000"
    assert format_amount(Decimal(68000), "USD", cents=True) == "68.000,00"
    assert format_amount(Decimal(559000000), "VND", cents=True) == "559.000.000"
    assert format_money(Decimal(1903400), "USD") == f"1.903.400{NBSP}USD"
    assert format_money(Decimal(559000000), "VND") == f"559.000.000{NBSP}đồng"
    assert format_number(Decimal("-1900000.5")) == "\u22121.900.000,5"
    assert format_number(0) == "0"
    assert format_number(Decimal("1E+3")) == "1.000"
    assert format_number(Decimal("8.555"), decimals=2) == "8,56"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1903400", "USD", "khoảng 1,9 triệu USD"),
        ("1900000", "USD", "1,9 triệu USD"),
        ("1949999.99", "USD", "khoảng 1,9 triệu USD"),
        ("1950000", "USD", "khoảng 2 triệu USD"),
        ("2000000", "USD", "2 triệu USD"),
        ("427500", "USD", "khoảng 428 nghìn USD"),
        ("200400", "USD", "khoảng 200 nghìn USD"),
        ("999600", "USD", "khoảng 1 triệu USD"),
        ("100000", "USD", "100 nghìn USD"),
        ("99999.99", "USD", "99.999,99 USD"),
        ("45600000000", "VND", "45,6 tỷ đồng"),
        ("2600000000000", "VND", "2.600 tỷ đồng"),
        ("559000000", "VND", "559 triệu đồng"),
        ("999960000", "VND", "khoảng 1 tỷ đồng"),
        ("559000", "VND", "559.000 đồng"),
    ],
)
def test_approximate_words(amount, currency, text):
    # Only the number holds on to its unit; "khoảng" may end a line.
    *about, number = text.split("khoảng ")
    assert approx_text(Decimal(amount), currency) == "khoảng ".join([*about, number.replace(" ", NBSP)])


def test_exponents():
    assert {code for code, currency in CURRENCIES.items() if currency.exponent == 0} == {"VND", "JPY", "KRW"}
    assert currency_named("VND").word == "đồng"
