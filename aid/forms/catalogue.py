"""What may be typed about sectors and exchange rates."""

from django import forms

from aid.forms.fields import CURRENCY_CHOICES, RateField
from aid.forms.questions import catalogue_rate_questions
from aid.models import ExchangeRate, Sector
from aid.money_rules import rate_e4
from core.forms import PortalModelForm, VersionField


class SectorForm(PortalModelForm):
    """A sector."""

    class Meta:
        model = Sector
        fields = ["name", "code", "ordinal", "dac_code", "is_active"]

    hints = {
        "code": "Chữ hoa không dấu và gạch dưới, ví dụ NUOC_SACH",
        "ordinal": "Số nhỏ đứng trước",
        "dac_code": "5 chữ số, ví dụ 12220; dùng khi xuất IATI. Giá trị có sẵn là đề xuất, chờ xác nhận.",
    }

    def __init__(self, *args, **kwargs):
        """Carry the version of a stored sector."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)


class RateForm(PortalModelForm):
    """The rate of a currency on a day."""

    currency = forms.ChoiceField(
        label="Loại tiền", choices=[choice for choice in CURRENCY_CHOICES if choice[0] != "VND"]
    )
    rate = RateField(label="Tỷ giá (đồng cho một đơn vị)", required=True)
    confirm_rate = forms.BooleanField(label="Tỷ giá này đúng, vẫn lưu", required=False)

    field_order = ["currency", "day", "rate", "kind", "source", "confirm_rate"]

    class Meta:
        model = ExchangeRate
        fields = ["currency", "day", "kind", "source"]

    hints = {"rate": "Ví dụ 26.380 hoặc 163,52", "source": "Văn bản, trang công bố tỷ giá"}

    def __init__(self, *args, **kwargs):
        """Show the stored rate, carry its version."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["rate"] = self.instance.rate
            self.fields["version"] = VersionField(initial=self.instance.version)
        self.questions = []
        self.asks_rate = False

    def clean(self):
        """Return the cleaned data; a rate far from its neighbours is asked about in `questions`."""
        cleaned = super().clean()
        if not self.errors:
            self.questions = catalogue_rate_questions(self, cleaned)
        return cleaned

    def _post_clean(self):
        """Put the rate into its column before the model checks itself."""
        if self.cleaned_data.get("rate"):
            self.instance.rate_e4 = rate_e4(self.cleaned_data["rate"])
        super()._post_clean()
