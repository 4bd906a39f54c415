"""What may be typed about communes and the days of the year."""

from calendar import monthrange

from django import forms

from core.catalogue_forms import CatalogueForm
from core.models import Country, Locality, Observance

# 29 February is a day of the year.
_LEAP_YEAR = 2024


class LocalityForm(CatalogueForm):
    """A commune or ward; its full name follows from its kind and name."""

    is_border = forms.TypedChoiceField(
        label="Xã biên giới",
        choices=[("", "chưa rõ"), ("True", "có"), ("False", "không")],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Locality
        fields = [
            "code", "name", "kind", "former_district", "area_km2", "is_border", "name_en", "valid_from",
            "valid_to",
        ]  # fmt: skip

    hints = {
        "code": "Mã đơn vị hành chính đang dùng",
        "name": "Không ghi chữ xã, phường, ví dụ Hàm Rồng",
        "former_district": "Huyện, thị xã, thành phố trước 01/07/2025",
        "valid_to": "Để trống khi còn là đơn vị hành chính",
    }

    def clean(self):
        """Return the data unless the unit ends before it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", f"Ngày thôi áp dụng phải từ {start:%d/%m/%Y} trở đi.")
        return cleaned

    def _post_clean(self):
        """Put the full name together before the model checks itself."""
        kind, name = self.cleaned_data.get("kind"), self.cleaned_data.get("name")
        if kind and name:
            self.instance.full_name = f"{Locality.Kind(kind).label.capitalize()} {name}"
        super()._post_clean()


class ObservanceForm(CatalogueForm):
    """A day that comes back every year."""

    country = forms.ModelChoiceField(
        Country.objects.order_by("sort_key"),
        label="Quốc gia",
        required=False,
        empty_label="– không thuộc nước nào –",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "quốc gia"}),
    )

    class Meta:
        model = Observance
        fields = ["name", "country", "day", "month", "since_year", "certainty", "source"]

    hints = {
        "name": "Ví dụ Quốc khánh nước Cộng hòa Dân chủ Nhân dân Lào",
        "since_year": "Năm đầu tiên, để tính số năm; để trống khi chưa rõ",
        "source": "Văn bản, trang công bố ngày này",
    }

    def clean(self):
        """Return the data unless the month has no such day."""
        cleaned = super().clean()
        day, month = cleaned.get("day"), cleaned.get("month")
        if month is not None and not 1 <= month <= 12:
            self.add_error("month", "Tháng từ 1 đến 12.")
        elif day is not None and month is not None:
            last = monthrange(_LEAP_YEAR, month)[1]
            if not 1 <= day <= last:
                self.add_error("day", f"Tháng {month} có ngày từ 1 đến {last}.")
        return cleaned
