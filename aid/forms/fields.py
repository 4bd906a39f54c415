"""Fields that only aid needs: exchange rates, places by name, choices out of long lists."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from aid.place_shares import PlaceShare, named_share
from aid.shares import place_share_problems
from core.models import Locality
from core.money import CURRENCIES, format_number
from core.text import fold

CURRENCY_CHOICES = [(code, code) for code in CURRENCIES]
_GROUPED = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,11})(?:,(\d{1,4}))?")
# A comma within "(33,34%)" is none between places.
_PLACE_BREAK = re.compile(r"[\n;]|,(?![0-9]{1,2}\s*%)")
_LARGEST_RATE = Decimal(99_999_999_999)
_QUANTITY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,3}))?")


class RateField(forms.CharField):
    """Đồng for one unit of a currency: 26.380 or 163,52; a dot sets off thousands, as đồng are written."""

    def __init__(self, **kwargs):
        """Keep the text short."""
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Return attributes for a field of digits."""
        return {"inputmode": "decimal", "autocomplete": "off", "data-amount": ""}

    def clean(self, value):
        """Return the rate as a Decimal, or None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        found = _GROUPED.fullmatch(text.replace("\u00a0", "").replace(" ", ""))
        if not found:
            raise ValidationError(
                "Tỷ giá gõ như 26.380 hoặc 163,52 (đồng cho một đơn vị tiền).", code="invalid"
            )
        rate = Decimal(found[1].replace(".", "") + "." + (found[2] or "0"))
        if rate <= 0:
            raise ValidationError("Tỷ giá phải lớn hơn 0.", code="invalid")
        if rate > _LARGEST_RATE:
            raise ValidationError("Tỷ giá không quá 99.999.999.999.", code="invalid")
        return rate

    def prepare_value(self, value):
        """Return a stored rate in Vietnamese writing; what was typed stays as typed."""
        return format_number(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        """Return whether the text differs from the one shown for the stored rate."""
        return super().has_changed(self.prepare_value(initial), data)


class QuantityField(forms.CharField):
    """How much of something: 1.200 or 2,5; a dot sets off thousands, as in amounts."""

    def __init__(self, **kwargs):
        """Keep the text short."""
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Return attributes for a field of digits."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value):
        """Return the quantity as a Decimal, or None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        found = _QUANTITY.fullmatch(text.replace("\u00a0", "").replace(" ", ""))
        quantity = Decimal(found[1].replace(".", "") + "." + (found[2] or "0")) if found else Decimal(0)
        if quantity <= 0:
            raise ValidationError("Số lượng gõ như 12 hoặc 1.200 hoặc 2,5.", code="invalid")
        return quantity

    def prepare_value(self, value):
        """Return a stored quantity in Vietnamese writing; what was typed stays as typed."""
        return format_number(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        """Return whether the text differs from the one shown for the stored quantity."""
        return super().has_changed(self.prepare_value(initial), data)


class PlacesField(forms.CharField):
    """Communes and wards, one a line: "Xã A (60%) | huyện cũ"; share and district may be left out."""

    widget = forms.Textarea

    def clean(self, value):
        """Return the places named, as PlaceShare; an unknown name is told with the nearest ones."""
        text = super().clean(value)
        lines = [_place_line(line) for line in _PLACE_BREAK.split(text or "") if line.strip(" .|")]
        if not lines:
            return []
        known = {}
        for place in Locality.objects.defer("boundary"):
            known.setdefault(fold(place.full_name), place)
            known.setdefault(fold(place.name), place)
        unknown = [name for name, _, _ in lines if fold(name) not in known]
        if unknown:
            raise ValidationError([_unknown_place(name, known) for name in unknown])
        found = {}
        for name, share, district in lines:
            place = known[fold(name)]
            found.setdefault(place.pk, PlaceShare(place, share, district))
        places = list(found.values())
        if problems := place_share_problems(place.share for place in places):
            raise ValidationError([str(problem) for problem in problems])
        return places

    def prepare_value(self, value):
        """Return one place a line for stored rows; what was typed stays as typed."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(
            f"{place}{f' | {place.former_district}' if place.former_district else ''}" for place in value
        )

    def has_changed(self, initial, data):
        """Return whether the text differs from the one shown for the stored places."""
        return super().has_changed(self.prepare_value(initial), data)


def _place_line(text):
    """Return the name, the share and the former district of one line."""
    words, _, district = text.partition("|")
    name, share = named_share(words.strip(" ."))
    return name.strip(" ."), share, cut_district(district)


def cut_district(text):
    """Return the former district as it is kept: the words typed, shortened to the column."""
    return text.strip(" .")[:100]


def _unknown_place(name, known):
    words = set(fold(name).split()) - {"xa", "phuong", "thi", "tran"}
    near = sorted({str(place) for key, place in known.items() if words & set(key.split())})[:3]
    hint = f" Gần giống: {', '.join(near)}." if near else ""
    return ValidationError(
        f"Không có xã, phường “{name}” trong danh mục; viết tên đang dùng từ 01/07/2025.{hint}",
        code="unknown",
    )


class PickedSelect(forms.Select):
    """A select that draws only what is chosen; the rest is found by typing."""

    def optgroups(self, name, value, attrs=None):
        """Return the empty option and the chosen one."""
        keys = [key for key in value if re.fullmatch("[0-9]{1,18}", str(key))]
        rows = self.choices.queryset.filter(pk__in=keys) if keys else []
        options = [("", ""), *((row.pk, str(row)) for row in rows)]
        return [
            (None, [self.create_option(name, key, label, str(key) in value, index)], index)
            for index, (key, label) in enumerate(options)
        ]


def combobox(url_name, noun, *, add=None, widget=forms.Select):
    """Return a select that becomes a box with suggestions; without scripts it stays a select."""
    attrs = {"data-combobox-url": reverse_lazy(url_name), "data-combobox-noun": noun}
    if add:
        attrs["data-combobox-add"] = reverse_lazy(add)
    return widget(attrs=attrs)
