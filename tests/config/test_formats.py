"""Dates are day first and numbers are Vietnamese, in forms, templates and imports alike."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, translation
from import_export.widgets import DateTimeWidget, DateWidget

from config.formats.vi import formats as vietnamese


@pytest.mark.parametrize("typed", ["05/01/2026", "5/1/2026", "05-01-2026", "05.01.2026", "2026-01-05"])
def test_form_and_import_read_the_day_first(typed):
    assert forms.DateField().clean(typed) == date(2026, 1, 5)
    assert DateWidget().clean(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31/02/2025", "01/13/2026", "13/2026", "hôm qua"])
def test_impossible_dates_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)
    with pytest.raises(ValueError, match=r"could not be parsed|date"):
        DateWidget().clean(typed)


def test_import_writes_the_day_first():
    assert DateWidget().render(date(2026, 1, 5)) == "05/01/2026"
    assert DateTimeWidget().clean("05/01/2026 14:30").day == 5


@pytest.mark.parametrize(
    "name",
    [
        "DATE_INPUT_FORMATS",
        "DATETIME_INPUT_FORMATS",
        "TIME_INPUT_FORMATS",
        "DECIMAL_SEPARATOR",
        "THOUSAND_SEPARATOR",
        "FIRST_DAY_OF_WEEK",
    ],
)
def test_settings_and_format_module_agree(name):
    in_use = formats.get_format(name, lang="vi")
    if isinstance(in_use, list):
        in_use = in_use[: len(getattr(vietnamese, name))]  # Django adds the ISO forms at the end
    assert getattr(settings, name) == getattr(vietnamese, name) == in_use


def test_the_page_speaks_vietnamese():
    assert translation.get_language() == "vi"
    template = Template("{{ day|date }} {{ at|date:'SHORT_DATETIME_FORMAT' }} {{ amount }} {{ year }}")
    shown = template.render(
        Context(
            {
                "day": date(2026, 1, 5),
                "at": datetime(2026, 1, 5, 9, 7, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
                "amount": Decimal("1900000.5"),
                "year": 2026,
            }
        )
    )
    assert shown == "05/01/2026 09:07 05/01/2026 1900000,5 2026"
