"""The table of an emergency grant's allocation: rows typed, or pasted from a spreadsheet."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from aid.emergency import allocation_problems
from aid.forms.fields import CURRENCY_CHOICES
from core.forms import AmountField, PortalForm, VnDateField
from core.models import Locality
from core.money import AmountError, format_number, to_minor
from core.text import fold

MAX_ROWS = 400
PREFIX = "dong"
TOO_MANY = f"Bảng có tối đa {MAX_ROWS} dòng nên chưa lưu gì; bớt dòng rồi lưu lại."
# The order of the columns when rows are pasted.
PASTED = (
    "unit_name", "locality", "goods", "quantity", "measure", "amount", "households", "received_on",
    "distributed_on",
)  # fmt: skip
_QUANTITY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,3}))?")


def communes():
    """Return communes by folded name, for one page."""
    known = {}
    for place in Locality.objects.filter(valid_to__isnull=True).defer("boundary").order_by("sort_key"):
        known.setdefault(fold(place.full_name), place)
        known.setdefault(fold(place.name), place)
    return known


class QuantityField(forms.CharField):
    """A quantity as people write it: 1.250 or 2,5; kept in thousandths."""

    def clean(self, value):
        """Return thousandths, or None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        found = _QUANTITY.fullmatch(text.replace(" ", ""))
        if not found:
            raise ValidationError("Số lượng gõ như 1.250 hoặc 2,5.")
        try:
            number = Decimal(found[1].replace(".", "") + "." + (found[2] or "0"))
        except InvalidOperation as error:
            raise ValidationError("Số lượng gõ như 1.250 hoặc 2,5.") from error
        return int(number * 1000)


class AllocationRowForm(PortalForm):
    """What one unit gets; an emptied row is removed."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unit_name = forms.CharField(label="Đơn vị nhận", required=False, max_length=250)
    locality = forms.CharField(
        label="Xã, phường", required=False, max_length=150,
        widget=forms.TextInput(attrs={"list": "xa-phuong", "autocomplete": "off"}),
    )  # fmt: skip
    goods = forms.CharField(label="Hàng, tiền", required=False, max_length=250)
    quantity = QuantityField(label="Số lượng", required=False, max_length=20)
    measure = forms.CharField(label="Đơn vị tính", required=False, max_length=50)
    amount = AmountField(label="Giá trị", required=False)
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="VND", required=False)
    households = forms.IntegerField(label="Số hộ", required=False, min_value=0, max_value=2_000_000_000)
    received_on = VnDateField(label="Ngày nhận", required=False)
    distributed_on = VnDateField(label="Ngày phát", required=False)

    def __init__(self, *args, places, **kwargs):
        """Take the communes, read once for the whole table."""
        self.places = places
        super().__init__(*args, **kwargs)

    def clean_locality(self):
        """Return the commune of that name, or None."""
        text = self.cleaned_data["locality"]
        if not text:
            return None
        if fold(text) not in self.places:
            raise ValidationError(f"Không có xã, phường “{text}” trong danh mục; chọn trong danh sách gợi ý.")
        return self.places[fold(text)]

    @property
    def is_blank(self):
        """Whether nothing was typed in this row."""
        return not any(self.cleaned_data.get(name) for name in PASTED)

    def clean(self):
        """Ask who gets what; hold the days against each other."""
        cleaned = super().clean()
        if self.is_blank or cleaned.get("DELETE"):
            return cleaned
        for name, message in (
            ("unit_name", "Nhập đơn vị nhận."),
            ("goods", "Nhập hàng hoặc tiền được nhận."),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        for blocker in allocation_problems(
            cleaned.get("received_on"), cleaned.get("distributed_on"), timezone.localdate()
        ):
            self.add_error(blocker.field, str(blocker))
        if cleaned.get("amount"):
            try:
                cleaned["amount_minor"] = to_minor(cleaned["amount"], cleaned.get("currency") or "VND")
            except AmountError as error:
                self.add_error("amount", str(error))
        return cleaned

    def row(self):
        """Return {"pk", "remove", "fields"}."""
        cleaned = self.cleaned_data
        names = ("unit_name", "locality", "goods", "measure", "households", "received_on", "distributed_on")
        fields = {name: cleaned.get(name) for name in names}
        fields |= {
            "quantity_e3": cleaned.get("quantity"),
            "amount_minor": cleaned.get("amount_minor"),
            "currency": cleaned.get("currency") or "VND",
        }
        remove = self.is_blank or bool(cleaned.get("DELETE"))
        return {"pk": cleaned.get("pk"), "remove": remove, "fields": fields}


class AllocationFormSet(forms.BaseFormSet):
    """The rows of the table."""

    default_error_messages = {
        "missing_management_form": "Trang này thiếu số dòng của bảng; mở lại trang rồi sửa.",
        "too_many_forms": TOO_MANY,
    }

    def rows(self):
        """Return the rows to write; blank new ones say nothing."""
        rows = [form.row() for form in self.forms if form.has_changed() or form.initial]
        return [row for row in rows if row["pk"] or not row["remove"]]


def allocation_rows(item):
    """Return the stored rows as the form starts with them."""
    return [
        {
            "pk": row.pk,
            "unit_name": row.unit_name,
            "locality": row.locality.full_name if row.locality else "",
            "goods": row.goods,
            "quantity": quantity_text(row.quantity_e3),
            "measure": row.measure,
            "amount": None if row.amount_minor is None else row.amount,
            "currency": row.currency,
            "households": row.households,
            "received_on": row.received_on,
            "distributed_on": row.distributed_on,
        }
        for row in item.allocations.select_related("locality")
    ]


def quantity_text(thousandths):
    """Return a quantity in Vietnamese writing."""
    return "" if thousandths is None else format_number(Decimal(thousandths) / 1000)


def allocation_formset(places, *, data=None, initial=None):
    """Return the table with two blank rows more than are stored."""
    made = forms.formset_factory(
        AllocationRowForm, formset=AllocationFormSet, extra=2, can_delete=True, max_num=MAX_ROWS,
        absolute_max=MAX_ROWS, validate_max=True,
    )  # fmt: skip
    return made(data, initial=initial, prefix=PREFIX, form_kwargs={"places": places})


def with_pasted(data):
    """Return what was posted with the pasted lines as further rows: one line a row, columns by tabs."""
    data = data.copy()
    at = _told(data, "TOTAL_FORMS")
    lines = [line for line in str(data.get("dan", "")).splitlines() if line.strip()]
    first = _told(data, "INITIAL_FORMS")
    # The blank rows at the end of the table are the first ones that pasted lines fill.
    while lines and at > first and not any(data.get(f"{PREFIX}-{at - 1}-{name}") for name in PASTED):
        at -= 1
    for line in lines[: MAX_ROWS - at]:
        for name, cell in zip(PASTED, line.split("\t"), strict=False):
            data[f"{PREFIX}-{at}-{name}"] = cell.strip()
        data[f"{PREFIX}-{at}-currency"] = "VND"
        at += 1
    data[f"{PREFIX}-TOTAL_FORMS"] = str(at)
    data["dan"] = ""
    return data


def _told(data, name):
    """Return a number of rows as it was posted, 0 where it is none."""
    told = str(data.get(f"{PREFIX}-{name}", ""))
    return min(int(told), MAX_ROWS) if re.fullmatch(r"[0-9]{1,6}", told) else 0
