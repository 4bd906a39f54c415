"""Conversion of amounts: which rate is needed for what, and rounding."""

from decimal import Decimal

import pytest

from aid.money_rules import Converted, converted, lowered_problems, rate_e4
from core.money import AmountError


@pytest.mark.parametrize(
    ("amount_minor", "currency", "rate", "usd_rate", "expected"),
    [
        pytest.param(12_000_000, "USD", None, None, Converted(12_000_000, None), id="USD không cần tỷ giá"),
        pytest.param(
            12_000_000, "USD", 263_800_000, None, Converted(12_000_000, 3_165_600_000), id="USD ra đồng"
        ),
        pytest.param(
            2_638_000, "VND", None, 263_800_000, Converted(10_000, 2_638_000), id="đồng cần tỷ giá USD"
        ),
        pytest.param(2_638_000, "VND", None, None, Converted(None, 2_638_000), id="đồng thiếu tỷ giá USD"),
        pytest.param(
            12_000_000, "EUR", 300_000_000, 250_000_000, Converted(14_400_000, 3_600_000_000), id="EUR"
        ),
        pytest.param(
            12_000_000, "EUR", 300_000_000, None, Converted(None, 3_600_000_000), id="EUR thiếu USD"
        ),
        pytest.param(12_000_000, "EUR", None, 250_000_000, Converted(None, None), id="EUR thiếu tỷ giá"),
        pytest.param(1_000, "JPY", 1_700_000, 255_000_000, Converted(667, 170_000), id="yên không có xu"),
        pytest.param(1, "VND", None, 20_000, Converted(50, 1), id="chia hết"),
        pytest.param(1, "VND", None, 800_000, Converted(1, 1), id="làm tròn 1,25 xuống"),
        pytest.param(3, "VND", None, 2_000_000, Converted(2, 3), id="làm tròn 1,5 lên"),
    ],
)
def test_converted(amount_minor, currency, rate, usd_rate, expected):
    assert converted(amount_minor, currency, rate=rate, usd_rate=usd_rate) == expected


@pytest.mark.parametrize("rate", [Decimal(0), Decimal(-1), Decimal("0.00001"), Decimal(10) ** 12])
def test_rate_must_be_believable(rate):
    with pytest.raises(AmountError):
        rate_e4(rate)


def test_rate_keeps_four_decimals():
    assert rate_e4(Decimal("163.5203")) == 1_635_203
    assert rate_e4(None) is None


@pytest.mark.parametrize(
    ("before", "now", "paid", "refused"),
    [
        pytest.param({"USD": 100}, {"USD": 59}, {"USD": 60}, True, id="hạ dưới số đã giải ngân"),
        pytest.param({"USD": 100}, {"USD": 60}, {"USD": 60}, False, id="bằng số đã giải ngân"),
        pytest.param({"USD": 50}, {"USD": 55}, {"USD": 60}, False, id="đã thấp từ trước, nay tăng lên"),
        pytest.param({"EUR": 100}, {"EUR": 1}, {"USD": 60}, False, id="khác loại tiền thì không so"),
        pytest.param({"USD": 100}, {}, {"USD": 60}, True, id="bỏ hết cam kết khi đã giải ngân"),
        pytest.param({"USD": 100}, {}, {"USD": 0}, False, id="bỏ hết cam kết khi chưa giải ngân"),
    ],
)
def test_a_commitment_is_lowered_only_to_what_was_paid(before, now, paid, refused):
    found = lowered_problems(before_minor=before, committed_minor=now, received_minor=paid)
    assert bool(found) == refused
