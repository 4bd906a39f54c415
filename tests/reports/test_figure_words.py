"""Words of figures: comparison with the same period, counts in both styles, nothing."""

from decimal import Decimal

import pytest

from reports.figures.words import bare_text, change_words, count_words, padded_text


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (9, 8, "tăng 12,5% so với cùng kỳ"),
        (7, 8, "giảm 12,5% so với cùng kỳ"),
        (8, 8, "bằng cùng kỳ"),
        (0, 8, "giảm 100% so với cùng kỳ"),
        (8, 0, "cùng kỳ không phát sinh"),
        (0, 0, "không phát sinh, như cùng kỳ"),
        (Decimal(1900400), Decimal("1900400.00"), "bằng cùng kỳ"),
        (100_001, 100_000, "tăng dưới 0,1% so với cùng kỳ"),
        (10_005, 10_000, "tăng 0,1% so với cùng kỳ"),
        (4, 3, "tăng 33,3% so với cùng kỳ"),
        (12_000, 1, "tăng 1.199.900% so với cùng kỳ"),
        # Refunds and corrections may make a sum negative.
        (-50, -100, "tăng 50% so với cùng kỳ"),
        (None, 3, "chưa có số liệu để so với cùng kỳ"),
        (3, None, "chưa có số liệu để so với cùng kỳ"),
    ],
)
def test_change_beside_the_same_period(now, before, words):
    assert change_words(now, before) == words


def test_shares_change_by_percentage_points():
    assert change_words(Decimal("78.00"), Decimal("74.75"), is_share=True) == (
        "tăng 3,3 điểm phần trăm so với cùng kỳ"
    )


@pytest.mark.parametrize(
    ("value", "plain", "padded"),
    [
        (0, "0 đoàn", "0 đoàn"),
        (5, "5 đoàn", "05 đoàn"),
        (11, "11 đoàn", "11 đoàn"),
        (1200, "1.200 đoàn", "1.200 đoàn"),
    ],
)
def test_counts_in_both_styles(value, plain, padded):
    assert (count_words(value, "đoàn"), count_words(value, "đoàn", padded=True)) == (plain, padded)
    assert padded_text(plain) == padded


@pytest.mark.parametrize(
    ("text", "bare"),
    [("05 khoản", "05"), ("1.200 lượt người", "1.200"), ("1,9\u00a0triệu\u00a0USD", None), ("78%", None)],
)
def test_a_count_may_stand_without_its_noun(text, bare):
    assert bare_text(text) == (bare or text)


@pytest.mark.parametrize("text", ["5,5 triệu USD", "khoảng 5 triệu USD", "78%", "–", "5%"])
def test_only_counts_get_a_second_digit(text):
    assert padded_text(text) == text
