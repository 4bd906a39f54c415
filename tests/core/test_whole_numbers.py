"""Whole numbers as people write them; fields that a form adds later are cleaned as the others."""

import pytest
from django import forms

from core.forms import PortalForm


class LengthForm(PortalForm):
    """A number, and a line that comes later."""

    words = forms.IntegerField(label="Số từ", required=False)

    def __init__(self, *args, **kwargs):
        """Add the line."""
        super().__init__(*args, **kwargs)
        self.fields["note"] = forms.CharField(label="Ghi chú", required=False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("5000", 5000, id="không dấu"),
        pytest.param("5.000", 5000, id="dấu chấm nghìn"),
        pytest.param("1.250.000", 1_250_000, id="hai dấu chấm"),
        pytest.param("1 250", 1250, id="dấu cách nghìn"),
        pytest.param(" 12 ", 12, id="khoảng trắng hai đầu"),
        pytest.param("", None, id="để trống"),
    ],
)
def test_a_whole_number_is_read_as_written(typed, read):
    form = LengthForm({"words": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == read


@pytest.mark.parametrize("typed", ["5,5", "5.0", "1.00", "1.2.3", "năm nghìn", "5,000"])
def test_what_may_be_no_whole_number_is_refused(typed):
    form = LengthForm({"words": typed})

    assert form.errors["words"] == ["Ô số từ chỉ nhận số nguyên, ví dụ 12."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("TỐI MẬT", "dấu hiệu độ mật", id="dấu mật"),
        pytest.param("a\u202eb", "", id="chiều chữ"),
        pytest.param("dòng\nhai", "một dòng", id="xuống dòng"),
    ],
)
def test_a_field_that_came_later_is_cleaned(typed, said):
    form = LengthForm({"note": typed})

    assert said in str(form.errors.get("note", ""))
    assert form.errors or "\u202e" not in form.cleaned_data["note"]


def test_a_later_field_stores_one_spelling_of_a_letter():
    form = LengthForm({"note": "Thanh Ho\u0301a"})

    assert form.is_valid()
    assert form.cleaned_data["note"] == "Thanh H\u00f3a"
