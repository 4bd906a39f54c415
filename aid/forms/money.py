"""What may be typed about a line of the ledger."""

from django import forms
from django.utils import timezone

from aid.actions.ledger import says_the_same, stands
from aid.actions.money import disbursement_findings, money_fields
from aid.forms.fields import CURRENCY_CHOICES, QuantityField
from aid.forms.questions import rate_questions
from aid.forms.rates import (
    RATES,
    LedgerForm,
    correction_question,
    forget_rate,
    initial_rates,
)
from aid.models import ClosedPeriod, Disbursement
from core.forms import AmountField, PortalForm, VersionField, VnDateField
from core.legal import blockers, cautions
from core.money import AmountError, from_minor

_WORDS = ("voucher", "note", "kind", "goods", "unit")


class DisbursementForm(LedgerForm):
    """One line: day and amount first, then what moved and the voucher, a rate of its own at the end."""

    paid_on = VnDateField(label="Ngày")
    amount = AmountField(label="Số tiền")
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="USD")
    kind = forms.ChoiceField(
        label="Hình thức",
        choices=Disbursement.Kind.choices,
        initial=Disbursement.Kind.CASH,
        required=False,
        widget=forms.RadioSelect,
    )
    goods = forms.CharField(label="Hàng hóa", max_length=250, required=False)
    quantity = QuantityField(label="Số lượng", required=False)
    unit = forms.CharField(label="Đơn vị tính", max_length=50, required=False)
    voucher = forms.CharField(label="Chứng từ", max_length=100, required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    confirm_over = forms.BooleanField(label="Số tiền này đúng, vẫn lưu", required=False)

    field_order = ("paid_on", "amount", "currency", "kind", "goods", "quantity", "unit", "voucher", "note")
    hints = {
        "paid_on": "dd/mm/yyyy – gõ 151125 cũng được",
        "goods": "Khi nhận hiện vật, ví dụ: máy siêu âm; số tiền là giá trị của hàng",
        "rate": "Đồng cho một đơn vị; để trống thì lấy theo danh mục",
        "usd_rate": "Khi không giải ngân bằng USD; để trống thì lấy theo danh mục",
        "reason": "Đi cùng dòng điều chỉnh vào mọi báo cáo",
    }

    def __init__(self, *args, item, row=None, **kwargs):
        """Start from what the stored line stands for, or from the currency of the commitment."""
        self.item, self.row = item, row
        if row:
            start = {name: getattr(row, name) for name in (*_WORDS, "currency", "quantity")}
            start |= {"paid_on": row.effective_on or row.paid_on} | initial_rates(row)
            start["amount"] = from_minor(abs(stands(row)[0]), row.currency)
        else:
            first = item.commitments.order_by("pk").first()
            start = {"currency": first.currency if first else "USD"}
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["paid_on"].widget.attrs["autofocus"] = ""
        self.asks_over = False

    def clean(self):
        """Return the cleaned data with `money`; questions that need a confirmation go into `questions`."""
        cleaned = forget_rate(self, super().clean())
        cleaned["kind"] = cleaned.get("kind") or Disbursement.Kind.CASH
        self._clean_goods(cleaned)
        if self.errors:
            return cleaned
        # What goes back is typed as it is named and stored below 0, so that every sum counts it.
        sign = -1 if cleaned["kind"] == Disbursement.Kind.REFUND else 1
        try:
            cleaned["money"] = money_fields(
                amount=sign * cleaned["amount"],
                currency=cleaned["currency"],
                day=cleaned["paid_on"],
                **{name: cleaned[name] for name in RATES},
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
            # Of the closed period this form asks itself.
            reason=cleaned["reason"] or "?",
        )
        for blocker in blockers(findings):
            self.add_error(blocker.field, str(blocker))
        if not self.errors:
            self._ask(cleaned, cautions(findings))
        return cleaned

    def _clean_goods(self, cleaned):
        if cleaned["kind"] != Disbursement.Kind.GOODS:
            cleaned |= {"goods": "", "unit": "", "quantity_e3": None}
            return
        if "goods" in cleaned and not cleaned["goods"]:
            self.add_error("goods", "Ghi tên hàng hóa đã nhận.")
        quantity = cleaned.get("quantity")
        cleaned["quantity_e3"] = None if quantity is None else int(quantity * 1000)
        if quantity is not None and not cleaned.get("unit"):
            self.add_error("unit", "Ghi đơn vị tính của số lượng, ví dụ: bộ, tấn.")

    def _ask(self, cleaned, found):
        books = ClosedPeriod.objects.books().of(self.item.status)
        closed = [day for day in (self.row and self.row.paid_on, cleaned["paid_on"]) if books.is_closed(day)]
        if closed and not self._only_words(cleaned):
            self.questions += correction_question(self, cleaned, closed[0], books)
        self.questions += rate_questions(self, cleaned, cleaned["paid_on"])
        over = [caution for caution in found if caution.field == "amount"]
        if over and not cleaned["confirm_over"]:
            self.asks_over = True
            self.questions += [
                {"text": f"{caution} Đánh dấu “Số tiền này đúng” rồi lưu lại nếu đúng."} for caution in over
            ]

    def _only_words(self, cleaned):
        """Return whether the line keeps its day, its kind and what it stands for."""
        row = self.row
        if row is None or (row.effective_on or row.paid_on, row.kind) != (
            cleaned["paid_on"],
            cleaned["kind"],
        ):
            return False
        return says_the_same(row, cleaned["money"])


class ReasonForm(PortalForm):
    """Why something is taken back, and the version that was looked at."""

    version = VersionField()
    reason = forms.CharField(label="Lý do", max_length=500)
