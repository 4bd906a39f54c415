"""What may be typed about one commitment of an item."""

from django import forms
from django.utils import timezone

from aid.actions.money import money_fields
from aid.forms.fields import CURRENCY_CHOICES, RateField
from aid.forms.questions import rate_questions
from aid.models import RateKind
from core.forms import AmountField, PortalForm, VersionField, VnDateField
from core.money import AmountError

_RATES = ("rate", "usd_rate", "rate_kind", "rate_source", "rate_on")


class CommitmentForm(PortalForm):
    """One commitment: amount and day first, a rate of its own at the end."""

    amount = AmountField(label="Số tiền cam kết")
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="USD")
    committed_on = VnDateField(label="Ngày cam kết", required=False)
    rate = RateField(label="Tỷ giá của loại tiền này")
    usd_rate = RateField(label="Tỷ giá USD")
    rate_kind = forms.ChoiceField(
        label="Loại tỷ giá", choices=[("", "theo danh mục"), *RateKind.choices], required=False
    )
    rate_source = forms.CharField(label="Nguồn tỷ giá", max_length=250, required=False)
    rate_on = VnDateField(label="Ngày của tỷ giá", required=False)
    confirm_rate = forms.BooleanField(label="Tỷ giá này đúng, vẫn lưu", required=False)

    hints = {
        "committed_on": "dd/mm/yyyy – để trống thì quy đổi theo ngày phê duyệt",
        "rate": "Đồng cho một đơn vị; để trống thì lấy theo danh mục",
        "usd_rate": "Khi không cam kết bằng USD; để trống thì lấy theo danh mục",
    }

    def __init__(self, *args, item, row=None, **kwargs):
        """Start from the stored row, or from the currency of the item's first commitment."""
        self.item, self.row = item, row
        first = item.commitments.order_by("pk").first()
        start = {"currency": first.currency if first else "USD"}
        if row:
            start = {name: getattr(row, name) for name in ("amount", "currency", "committed_on", *_RATES)}
            start |= {"rate": None} if row.currency == "VND" else {}
            start |= {"usd_rate": None} if row.currency == "USD" else {}
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["amount"].widget.attrs["autofocus"] = ""
        self.questions = []
        self.asks_rate = False

    def clean(self):
        """Return the cleaned data with `money`; questions that need a confirmation go into `questions`."""
        cleaned = super().clean()
        if self.row and "currency" in self.changed_data and "rate" not in self.changed_data:
            cleaned |= {"rate": None, "rate_kind": "", "rate_source": "", "rate_on": None}
        if self.errors:
            return cleaned
        day = cleaned["committed_on"] or self.item.approved_on or timezone.localdate()
        rates = {name: cleaned[name] for name in _RATES}
        try:
            cleaned["money"] = money_fields(
                amount=cleaned["amount"], currency=cleaned["currency"], day=day, **rates
            )
        except AmountError as error:
            self.add_error("amount", str(error))
            return cleaned
        self.questions = rate_questions(self, cleaned, day)
        return cleaned
