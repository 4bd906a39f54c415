"""The template filters of `vi`."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from core.templatetags import vi


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("v|ngay", date(2026, 1, 5), "05/01/2026"),
        ("v|ngay", datetime(2025, 12, 31, 18, 0, tzinfo=UTC), "01/01/2026"),
        ("v|ngay", None, ""),
        ("v|ngay_gio", datetime(2025, 12, 31, 18, 5, tzinfo=UTC), "01:05 ngày 01/01/2026"),
        ("v|ngay_gio", None, ""),
        ("v|ngay_chinh_thuc", date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        ("v|thu", date(2025, 11, 30), "Chủ nhật"),
        ("v|so", 1900000, "1.900.000"),
        ("v|so", Decimal("1900000.5"), "1.900.000,5"),
        ("v|so", 0, "0"),
        ("v|so", None, ""),
        ('v|tien:"USD"', Decimal(1903400), "1.903.400\u00a0USD"),
        ('v|tien:"VND"', 559000000, "559.000.000\u00a0đồng"),
        ('v|tien_nho:"USD"', 190340050, "1.903.400,50\u00a0USD"),
        ('v|tien_nho:"USD"', None, ""),
        ("v|phan_tram", Decimal("8.55"), "8,55%"),
        ("v|phan_tram", 100, "100%"),
        ("v|phan_tram", None, ""),
    ],
)
def test_filter(expression, value, text):
    assert Template("{% load vi %}{{ " + expression + " }}").render(Context({"v": value})) == text


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (date(2025, 12, 1), "còn 3 ngày"),
        (date(2025, 11, 28), "đến hạn hôm nay"),
        (date(2025, 11, 16), "quá hạn 12 ngày"),
        (None, ""),
    ],
)
def test_how_far_a_deadline_is(due, text):
    assert vi.tuong_doi(due, date(2025, 11, 28)) == text
