"""Forms of the portal: clean Vietnamese text, dates and amounts, and messages that say what to do."""

import copy
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core import validators
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field as ModelField
from django.utils import timezone

from core.dates import FIRST_YEAR, LAST_YEAR, DateError, format_date, parse_date
from core.money import (
    CURRENCIES,
    AmbiguousAmount,
    AmountError,
    currency_named,
    format_amount,
    format_for_editing,
    parse_amount,
)
from core.secrecy import secrecy_refusal
from core.text import TextError, clean_line, clean_text

# "5.000" and "1 250 000" are whole numbers as people write them; "5,5" is none.
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[. \u00a0\u202f]\d{3})+")
_WHOLE_NUMBER = re.compile(r"[-+]?\d+")
LOST_VERSION = "Trang này thiếu số phiên bản của bản ghi; mở lại trang rồi sửa."


class SummaryItem(NamedTuple):
    """One line of the error summary: the id of the field it links to ("" for the whole form), the message."""

    field_id: str
    message: str


class Reading(NamedTuple):
    """One meaning of an ambiguous amount: what its button shows, and what it posts."""

    label: str
    value: str


class VnDateField(forms.DateField):
    """A day typed as dd/mm/yyyy, or in one of the short ways of `core.dates.parse_date`."""

    def __init__(self, *, min_year: int = FIRST_YEAR, max_year: int = LAST_YEAR, **kwargs: Any) -> None:
        """Set the years that are believable for this date."""
        self.min_year, self.max_year = min_year, max_year
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return attributes for a short field of digits, without the browser's own suggestions."""
        return {"inputmode": "numeric", "autocomplete": "off", "size": "12", "data-date": ""}

    def to_python(self, value: Any) -> date | None:
        """Return the date typed, or None for an empty field."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_date(
                str(value), today=timezone.localdate(), min_year=self.min_year, max_year=self.max_year
            )
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Return dd/mm/yyyy for a stored date; what was typed stays as typed."""
        return format_date(value) if isinstance(value, date) else value


class AmountField(forms.CharField):
    """An amount of money as text; the form turns it into a Decimal once the currency is known.

    The currency is fixed by `currency`, or chosen in the field named `currency_field` of the same form.
    """

    def __init__(
        self, *, currency: str | None = None, currency_field: str = "currency", **kwargs: Any
    ) -> None:
        """Say where the currency comes from."""
        self.currency, self.currency_field = currency, currency_field
        self.initial_currency = ""
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return attributes for a right-aligned field of digits."""
        return {"inputmode": "decimal", "autocomplete": "off", "data-amount": ""}

    def prepare_value(self, value: Any) -> Any:
        """Return an amount in Vietnamese writing that reads back as itself; what was typed stays as typed."""
        if not isinstance(value, Decimal):
            return value
        currency = self.currency or self.initial_currency
        if currency not in CURRENCIES:
            return f"{value:f}".replace(".", ",")
        return format_for_editing(value, currency)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the text differs from the one shown for the stored amount."""
        return super().has_changed(self.prepare_value(initial), data)


class VersionField(forms.IntegerField):
    """The version of the record that the form was opened on; hidden, always required."""

    def __init__(self, **kwargs: Any) -> None:
        """Hide the field and say what to do when it is lost."""
        kwargs.setdefault("widget", forms.HiddenInput())
        kwargs.setdefault("label", "Phiên bản")
        kwargs.setdefault("error_messages", {"required": LOST_VERSION, "invalid": LOST_VERSION})
        super().__init__(min_value=0, max_value=2**31 - 1, **kwargs)


class PortalFormMixin:
    """What every form of the portal does: cleans text, reads amounts, speaks Vietnamese.

    `hints` and `autocompletes` map field names to help texts and to values of the autocomplete attribute.
    """

    fields: dict[str, forms.Field]
    novalidate = True
    hints: dict[str, str] = {}
    autocompletes: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Prepare each field: its cleaning, its messages, its hint."""
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.amount_readings: dict[str, list[Reading]] = {}
        self._prepared: dict[str, forms.Field] = {}
        self._prepare_fields()

    def full_clean(self) -> None:
        """Clean every field; those that a form added after its start are prepared first."""
        self._prepare_fields()
        super().full_clean()  # type: ignore[misc]

    def _prepare_fields(self) -> None:
        for name, field in list(self.fields.items()):
            if self._prepared.get(name) is field:
                continue
            if type(field) is forms.DateField:
                field = _as_vn_date(field)
                self.fields[name] = field
            self._prepared[name] = field
            self._prepare(name, field)

    def _prepare(self, name: str, field: forms.Field) -> None:
        _speak_vietnamese(field, name)
        if _holds_text(field):
            field.to_python = _text_cleaner(field)  # type: ignore[assignment,method-assign]
        elif _holds_whole_number(field):
            field.to_python = _whole_number_reader(field)  # type: ignore[assignment,method-assign]
        if isinstance(field, AmountField) and field.currency_field in self.fields:
            chosen = self.fields[field.currency_field]
            field.initial_currency = str(
                self.get_initial_for_field(chosen, field.currency_field) or ""  # type: ignore[attr-defined]
            )
        if name in self.hints:
            field.help_text = self.hints[name]
        if name in self.autocompletes:
            field.widget.attrs["autocomplete"] = self.autocompletes[name]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data with each amount as a Decimal."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, AmountField) and cleaned.get(name):
                self._read_amount(name, field, cleaned)
            elif isinstance(field, AmountField) and name in cleaned:
                cleaned[name] = None
        return cleaned

    def _read_amount(self, name: str, field: AmountField, cleaned: dict[str, Any]) -> None:
        currency = field.currency or str(cleaned.get(field.currency_field) or "")
        if not currency:
            # The currency has its own message; without one the amount cannot be read.
            cleaned.pop(name)
            return
        try:
            cleaned[name] = parse_amount(cleaned[name], currency, words=True)
        except AmbiguousAmount as error:
            readings = _readings(error, currency)
            if len(readings) == 1:
                # Tenths of a cent are no amount, so that only thousands can be meant.
                cleaned[name] = parse_amount(readings[0].value, currency)
                return
            self.amount_readings[name] = readings
            self.add_error(name, _ambiguous(cleaned[name], readings))  # type: ignore[attr-defined]
        except AmountError as error:
            self.add_error(name, ValidationError(str(error), code="invalid"))  # type: ignore[attr-defined]


class PortalForm(PortalFormMixin, forms.Form):
    """A form that is not tied to one model."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form for the fields of one model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the message of a value that another record has, unless the model words it itself."""
        super().__init__(*args, **kwargs)
        for model_field in self._meta.model._meta.concrete_fields:
            field = self.fields.get(model_field.name)
            standard = type(model_field).default_error_messages | ModelField.default_error_messages
            if field and model_field.error_messages.get("unique") == standard["unique"]:
                label = _lower_first(str(field.label))
                field.error_messages["unique"] = f"Đã có bản ghi khác cùng {label}; nhập giá trị khác."


def _readings(error: AmbiguousAmount, currency: str) -> list[Reading]:
    """Return those meanings that the currency can hold, written so that they read in one way only."""
    exponent = currency_named(currency).exponent
    return [
        Reading(format_amount(value, currency), format_amount(value, currency, cents=True))
        for value in error.readings
        if value == round(value, exponent)
    ]


def _ambiguous(typed: str, readings: list[Reading]) -> ValidationError:
    meanings = " hay ".join(reading.label for reading in readings)
    message = f"Chưa rõ {typed} là {meanings}; chọn một."
    return ValidationError(message, code="ambiguous", params={"readings": readings})


def _holds_text(field: forms.Field) -> bool:
    """Return whether people type free text here; passwords are taken to the letter."""
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, forms.JSONField | forms.UUIDField)
        and not isinstance(field.widget, forms.PasswordInput)
    )


def _text_cleaner(field: forms.Field) -> Callable[[Any], Any]:
    """Return the field's own conversion with our cleaning in front of it."""
    convert = field.to_python
    clean = clean_text if isinstance(field.widget, forms.Textarea) else clean_line
    max_length: int | None = getattr(field, "max_length", None)

    def to_python(value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = clean(value, max_length=max_length)
            except TextError as error:
                raise ValidationError(str(error), code="text") from error
            if refusal := secrecy_refusal(value):
                raise ValidationError(refusal, code="secrecy")
        return convert(value)

    return to_python


def _holds_whole_number(field: forms.Field) -> bool:
    """Return whether people type a whole number here."""
    return isinstance(field, forms.IntegerField) and not isinstance(
        field, forms.FloatField | forms.DecimalField | VersionField
    )


def _whole_number_reader(field: forms.Field) -> Callable[[Any], Any]:
    """Return the field's own conversion behind ours: "5.000" is five thousand; Django would read five."""
    convert = field.to_python

    def to_python(value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            if _THOUSANDS.fullmatch(value):
                value = re.sub(r"[^\d-]", "", value)
            elif value and not _WHOLE_NUMBER.fullmatch(value):
                raise ValidationError(field.error_messages["invalid"], code="invalid")
        return convert(value)

    return to_python


def _as_vn_date(field: forms.DateField) -> VnDateField:
    """Return our date field in place of Django's, which reads days in US order."""
    return VnDateField(
        required=field.required,
        label=field.label,
        initial=field.initial,
        help_text=field.help_text,
        disabled=field.disabled,
    )


def _lower_first(label: str) -> str:
    """Return the label as it stands inside a sentence; abbreviations keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


_LIMIT_MESSAGES: dict[type[validators.BaseValidator], str] = {
    validators.MinValueValidator: "Nhập số từ %(limit_value)s trở lên; đang là %(show_value)s.",
    validators.MaxValueValidator: "Nhập số không quá %(limit_value)s; đang là %(show_value)s.",
    validators.MinLengthValidator: "Nhập ít nhất %(limit_value)d ký tự; đang có %(show_value)d ký tự.",
    validators.MaxLengthValidator: "Nhập tối đa %(limit_value)d ký tự; đang có %(show_value)d ký tự.",
}


def _speak_vietnamese(field: forms.Field, name: str) -> None:
    """Give the field messages that name it and say what to do; its own explicit messages stay."""
    label = _lower_first(str(field.label or name.replace("_", " ")))
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    ticked = isinstance(field, forms.BooleanField)
    verb = "Chọn" if chosen else "Đánh dấu" if ticked else "Nhập"
    messages = {"required": f"{verb} {label}."}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        not_there = f"Chọn {label} trong danh sách; giá trị vừa gửi không có ở đó."
        messages |= {"invalid_choice": not_there, "invalid_list": not_there, "invalid_pk_value": not_there}
    elif isinstance(field, forms.DecimalField | forms.FloatField):
        messages["invalid"] = f"Ô {label} chỉ nhận số, ví dụ 12,5."
    elif isinstance(field, forms.IntegerField):
        messages["invalid"] = f"Ô {label} chỉ nhận số nguyên, ví dụ 12."
    elif isinstance(field, forms.EmailField):
        messages["invalid"] = "Nhập địa chỉ thư điện tử đủ dạng ten@co-quan.vn."
    elif isinstance(field, forms.URLField):
        messages["invalid"] = "Nhập địa chỉ trang đủ dạng https://…"
    elif isinstance(field, forms.FileField):
        messages |= {
            "invalid": "Chưa nhận được tệp; chọn lại tệp rồi gửi.",
            "missing": "Chưa nhận được tệp; chọn lại tệp rồi gửi.",
            "empty": "Tệp rỗng; chọn tệp khác.",
            "max_length": "Tên tệp dài quá %(max)d ký tự; đổi tên tệp rồi gửi lại.",
        }
    field.error_messages = {**field.error_messages, **messages, **_own_messages(field)}
    field.validators = [_vietnamese_validator(validator) for validator in field.validators]


def _own_messages(field: forms.Field) -> dict[str, str]:
    """Return the messages that the field was declared with, as opposed to Django's defaults."""
    defaults: dict[str, str] = {}
    for base in reversed(type(field).__mro__):
        defaults |= getattr(base, "default_error_messages", {})
    return {key: str(text) for key, text in field.error_messages.items() if defaults.get(key) != text}


def _vietnamese_validator(validator: Any) -> Any:
    """Return the validator with a Vietnamese message when it is one of Django's limits."""
    message = _LIMIT_MESSAGES.get(type(validator))
    if message is None or validator.message != type(validator).message:
        return validator
    validator = copy.copy(validator)
    validator.message = message
    return validator


def error_summary(form: forms.BaseForm) -> list[SummaryItem]:
    """Return the form's problems in the order of its fields, those of the whole form first."""
    items = [SummaryItem("", str(message)) for message in form.errors.get(NON_FIELD_ERRORS, [])]
    items.extend(
        SummaryItem(bound.id_for_label, str(message))
        for bound in form
        if bound.errors
        for message in bound.errors
    )
    return items
