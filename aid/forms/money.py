"""What may be typed about a disbursement."""

from django import forms
from django.utils import timezone

from aid.actions.money import disbursement_findings, money_fields
from aid.forms.fields import CURRENCY_CHOICES, RateField
from aid.forms.questions import rate_questions
from aid.models import RateKind
from core.forms import AmountField, PortalForm, VersionField, VnDateField
from core.legal import blockers, cautions
from core.money import AmountError

_RATES = ("rate", "usd_rate", "rate_kind", "rate_source", "rate_on")


class DisbursementForm(PortalForm):
    """One disbursement: day and amount first, then the voucher, a rate of its own at the end."""

    paid_on = VnDateField(label="Ngày giải ngân")
    amount = AmountField(label="Số tiền")
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="USD")
    voucher = forms.CharField(label="Chứng từ", max_length=100, required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    rate = RateField(label="Tỷ giá của loại tiền này")
    usd_rate = RateField(label="Tỷ giá USD")
    rate_kind = forms.ChoiceField(
        label="Loại tỷ giá", choices=[("", "theo danh mục"), *RateKind.choices], required=False
    )
    rate_source = forms.CharField(label="Nguồn tỷ giá", max_length=250, required=False)
    rate_on = VnDateField(label="Ngày của tỷ giá", required=False)
    confirm_rate = forms.BooleanField(label="Tỷ giá này đúng, vẫn lưu", required=False)
    confirm_over = forms.BooleanField(label="Số tiền này đúng, vẫn lưu", required=False)

    hints = {
        "paid_on": "dd/mm/yyyy – gõ 151125 cũng được",
        "rate": "Đồng cho một đơn vị; để trống thì lấy theo danh mục",
        "usd_rate": "Khi không giải ngân bằng USD; để trống thì lấy theo danh mục",
    }

    def __init__(self, *args, item, row=None, **kwargs):
        """Start from the stored row, or from the currency of the commitment."""
        self.item, self.row = item, row
        if row:
            start = {
                name: getattr(row, name)
                for name in ("paid_on", "amount", "currency", "voucher", "note", *_RATES)
            }
            start |= {"rate": None} if row.currency == "VND" else {}
            start |= {"usd_rate": None} if row.currency == "USD" else {}
        else:
            first = item.commitments.order_by("pk").first()
            start = {"currency": first.currency if first else "USD"}
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["paid_on"].widget.attrs["autofocus"] = ""
        self.questions = []
        self.asks_rate = self.asks_over = False

    def clean(self):
        """Return the cleaned data with `money`; questions that need a confirmation go into `questions`."""
        cleaned = super().clean()
        if self.row and "currency" in self.changed_data and "rate" not in self.changed_data:
            cleaned |= {"rate": None, "rate_kind": "", "rate_source": "", "rate_on": None}
        if self.errors:
            return cleaned
        try:
            cleaned["money"] = money_fields(
                amount=cleaned["amount"],
                currency=cleaned["currency"],
                day=cleaned["paid_on"],
                **{name: cleaned[name] for name in _RATES},
            )
        except AmountError as error:
            self.add_error("amount", str(error))
            return cleaned
        findings = disbursement_findings(
            item=self.item,
            paid_on=cleaned["paid_on"],
            money=cleaned["money"],
            today=timezone.localdate(),
            leaving_out=self.row and self.row.pk,
        )
        for blocker in blockers(findings):
            self.add_error(blocker.field, str(blocker))
        if not self.errors:
            self._ask(cleaned, cautions(findings))
        return cleaned

    def _ask(self, cleaned, found):
        self.questions = rate_questions(self, cleaned, cleaned["paid_on"])
        over = [caution for caution in found if caution.field == "amount"]
        if over and not cleaned["confirm_over"]:
            self.asks_over = True
            self.questions += [
                {"text": f"{caution} Đánh dấu “Số tiền này đúng” rồi lưu lại nếu đúng."} for caution in over
            ]


class ReasonForm(PortalForm):
    """Why something is taken back, and the version that was looked at."""

    version = VersionField()
    reason = forms.CharField(label="Lý do", max_length=500)
