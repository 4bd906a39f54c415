"""Forms of the portal: cleaned text, dates and amounts, and messages that say what to do."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.core.validators import MinValueValidator

from core.form_fields import LinesField
from core.forms import (
    AmountField,
    PortalForm,
    PortalModelForm,
    Reading,
    SummaryItem,
    VersionField,
    VnDateField,
    error_summary,
)
from core.models import Agency


class GrantForm(PortalForm):
    """A form with one field of each kind."""

    hints = {"name": "Ghi như trên quyết định."}
    autocompletes = {"name": "off"}

    name = forms.CharField(label="Tên khoản viện trợ", max_length=20)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    sector = forms.ChoiceField(label="Lĩnh vực", choices=[("Y_TE", "Y tế")])
    approved_on = forms.DateField(label="Ngày phê duyệt", required=False)
    amount = AmountField(label="Số tiền", required=False)
    currency = forms.ChoiceField(label="Loại tiền", choices=[("USD", "USD"), ("VND", "VND")], required=False)
    share = forms.IntegerField(label="Tỷ lệ", required=False, min_value=1, max_value=100)
    version = VersionField()


def grant_form(**changes):
    """Return a bound form that is valid but for the changes."""
    return GrantForm({"name": "Trường học", "sector": "Y_TE", "version": "1", **changes})


def problems(**changes):
    """Return the messages by field of the form with the changes."""
    return {name: list(messages) for name, messages in grant_form(**changes).errors.items()}


def test_valid_form_has_clean_values():
    form = grant_form(
        name=" Tru\u031bo\u031b\u0300ng\u00a0 học\u200b ",
        note="Một\r\n hai",
        approved_on="28/11/2025",
        amount="1.900.000,50",
        currency="USD",
        share="5",
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Trường học",
        "note": "Một\nhai",
        "sector": "Y_TE",
        "approved_on": date(2025, 11, 28),
        "amount": Decimal("1900000.50"),
        "currency": "USD",
        "share": 5,
        "version": 1,
    }


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Nhập tên khoản viện trợ."),
        ("name", " \u200b\u00a0", "Nhập tên khoản viện trợ."),
        ("name", "a\x1bb", "Văn bản có ký tự điều khiển U+001B; xóa đi rồi nhập lại."),
        ("name", "a\nb", "Ô này chỉ nhận một dòng; bỏ chỗ xuống dòng."),
        ("name", "x" * 21, "Nhập tối đa 20 ký tự; đang có 21 ký tự."),
        (
            "note",
            "Tài liệu mật",
            "Văn bản có dấu hiệu độ mật “Tài liệu mật”. Cổng này không nhận thông tin bí mật nhà nước.",
        ),
        ("sector", "", "Chọn lĩnh vực."),
        ("sector", "LA", "Chọn lĩnh vực trong danh sách; giá trị vừa gửi không có ở đó."),
        ("approved_on", "31/02/2025", "31/02/2025 không có thật: tháng 02/2025 chỉ có 28 ngày."),
        ("approved_on", "\u0663\u0660/06/2026", None),
        ("share", "a", "Ô tỷ lệ chỉ nhận số nguyên, ví dụ 12."),
        ("share", "0", "Nhập số từ 1 trở lên; đang là 0."),
        ("share", "101", "Nhập số không quá 100; đang là 101."),
        ("version", "", "Trang này thiếu số phiên bản của bản ghi; mở lại trang rồi sửa."),
        ("version", "x", "Trang này thiếu số phiên bản của bản ghi; mở lại trang rồi sửa."),
        ("version", "-1", "Nhập số từ 0 trở lên; đang là -1."),
    ],
)
def test_message_names_the_field_and_the_remedy(field, typed, message):
    found = problems(**{field: typed})
    assert list(found) == [field]
    assert message is None or found[field] == [message]


@pytest.mark.parametrize("typed", ["\ud800", "\u202e", "T" + "\u0301" * 5001, "a\x00b", "x" * 100_000])
def test_hostile_text_is_a_message_not_an_error(typed):
    assert list(problems(name=typed)) == ["name"]


def test_composed_length_counts():
    assert not problems(name="e\u0302\u0301" * 20)


def test_date_keeps_the_typed_text_on_error_and_prints_stored_days():
    form = grant_form(approved_on="28/11")
    assert "chưa có năm" in form.errors["approved_on"][0]
    assert 'value="28/11"' in str(form["approved_on"])
    unbound = GrantForm(initial={"approved_on": date(2026, 1, 5)})
    assert 'value="05/01/2026"' in str(unbound["approved_on"])
    assert 'inputmode="numeric"' in str(unbound["approved_on"])
    assert 'type="text"' in str(unbound["approved_on"])


def test_date_shorthand_counts_from_today():
    with time_machine.travel("2025-11-28T20:00:00+00:00", tick=False):
        form = grant_form(approved_on="+7")
        assert form.is_valid()
    assert form.cleaned_data["approved_on"] == date(2025, 12, 6)


def test_date_field_years_are_a_parameter():
    class FoundedForm(PortalForm):
        founded_on = VnDateField(label="Ngày thiết lập", min_year=1900)

    form = FoundedForm({"founded_on": "02/02/1950"})
    assert form.is_valid()
    assert form.cleaned_data["founded_on"] == date(1950, 2, 2)


def test_ambiguous_amount_offers_both_readings():
    form = grant_form(amount="1.900", currency="USD")
    assert form.errors["amount"] == ["Chưa rõ 1.900 là 1.900 hay 1,90; chọn một."]
    assert form.errors.as_data()["amount"][0].code == "ambiguous"
    assert form.amount_readings["amount"] == [Reading("1.900", "1.900,00"), Reading("1,90", "1,90")]
    amounts = []
    for reading in form.amount_readings["amount"]:
        chosen = grant_form(amount=reading.value, currency="USD")
        assert chosen.is_valid()
        amounts.append(chosen.cleaned_data["amount"])
    assert amounts == [Decimal(1900), Decimal("1.90")]


@pytest.mark.parametrize("typed", ["100.123", "100,123"])
def test_one_reading_that_the_currency_can_hold_is_taken_without_a_question(typed):
    form = grant_form(amount=typed, currency="USD")
    assert form.is_valid()
    assert form.cleaned_data["amount"] == 100_123


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [("1.900", "VND", 1900), ("1,9 triệu", "USD", 1_900_000), ("", "USD", None), ("", "", None)],
)
def test_amount_is_read_in_its_currency(typed, currency, amount):
    form = grant_form(amount=typed, currency=currency)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == amount


def test_amount_without_a_readable_currency_waits_for_it():
    assert list(problems(amount="1.900", currency="XYZ")) == ["currency"]


def test_amount_message():
    assert problems(amount="0", currency="USD") == {"amount": ["Số tiền phải lớn hơn 0."]}


def test_fixed_currency():
    class CounterpartForm(PortalForm):
        amount = AmountField(label="Vốn đối ứng", currency="VND")

    form = CounterpartForm({"amount": "559.000"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == 559_000
    assert CounterpartForm({"amount": ""}).errors["amount"] == ["Nhập vốn đối ứng."]
    assert 'value="559.000"' in str(CounterpartForm(initial={"amount": Decimal(559_000)})["amount"])


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        pytest.param("68000", "USD", "68.000,00", id="kèm phần lẻ cho khỏi nhầm"),
        pytest.param("1900000", "USD", "1.900.000", id="hai nhóm không nhầm được"),
        pytest.param("68000", "VND", "68.000", id="đồng không có phần lẻ"),
        pytest.param("68000.5", "", "68000,5", id="chưa có loại tiền"),
    ],
)
def test_stored_amount_is_shown_so_that_it_reads_back(amount, currency, shown):
    initial = {"amount": Decimal(amount), "currency": currency}
    assert f'value="{shown}"' in str(GrantForm(initial=initial)["amount"])
    data = {"name": "A", "sector": "Y_TE", "version": "1", "amount": shown, "currency": currency or "USD"}
    form = GrantForm(data, initial=initial)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(amount)
    assert "amount" not in form.changed_data


def test_error_summary_links_to_fields_in_their_order():
    form = grant_form(name="", share="0")
    form.add_error(None, "Bản ghi đã khóa.")
    assert error_summary(form) == [
        SummaryItem("", "Bản ghi đã khóa."),
        SummaryItem("id_name", "Nhập tên khoản viện trợ."),
        SummaryItem("id_share", "Nhập số từ 1 trở lên; đang là 0."),
    ]
    assert error_summary(grant_form()) == []


def test_hints_autocomplete_and_no_browser_validation():
    form = GrantForm()
    assert form.novalidate
    assert form["name"].help_text == "Ghi như trên quyết định."
    assert 'autocomplete="off"' in str(form["name"])
    assert "required" not in str(form["name"])


def test_password_is_taken_to_the_letter():
    class PasswordForm(PortalForm):
        password = forms.CharField(strip=False, widget=forms.PasswordInput)

    form = PasswordForm({"password": "  mật  MẬT "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == "  mật  MẬT "


def test_messages_given_by_the_form_stay():
    class OwnForm(PortalForm):
        code = forms.CharField(error_messages={"required": "Nhập mã trên công văn."})
        rate = forms.DecimalField(
            required=False, validators=[MinValueValidator(1, message="Tỷ giá phải lớn hơn 0.")]
        )
        unesco_place = forms.CharField(label="UNESCO công nhận")

    assert OwnForm({"rate": "0"}).errors == {
        "code": ["Nhập mã trên công văn."],
        "rate": ["Tỷ giá phải lớn hơn 0."],
        "unesco_place": ["Nhập UNESCO công nhận."],
    }


def test_changing_one_form_leaves_the_class_alone():
    grant_form(name="")
    assert GrantForm.base_fields["name"].error_messages["required"] != "Nhập tên khoản viện trợ."


def test_model_form_cleans_and_speaks_the_same_way():
    class AgencyForm(PortalModelForm):
        class Meta:
            model = Agency
            fields = ["name"]

    form = AgencyForm({"name": ""})
    assert form.errors["name"][0].startswith("Nhập ")
    assert "U+202E" in AgencyForm({"name": "\u202eSở"}).errors["name"][0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param(
            "dòng\n" * 51, "Tối đa 50 dòng, ô này có 51; bớt dòng rồi lưu lại.", id="quá nhiều dòng"
        ),
        pytest.param(
            "ngắn\n" + "x" * 301,
            "Dòng 2 có 301 ký tự, mỗi dòng tối đa 300; rút ngắn dòng này.",
            id="dòng quá dài",
        ),
    ],
)
def test_lists_of_lines_have_an_end(typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        LinesField().clean(typed)
    assert refused.value.messages == [said]


def test_lines_up_to_the_limits_are_taken():
    assert LinesField().clean(("x" * 300 + "\n") * 50) == ["x" * 300] * 50
