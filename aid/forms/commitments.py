"""What may be typed about one commitment of an item, or one line of its counterpart funds."""

from django import forms
from django.utils import timezone

from aid.actions.ledger import says_the_same, stands
from aid.actions.money import money_fields
from aid.forms.fields import CURRENCY_CHOICES
from aid.forms.questions import rate_questions
from aid.forms.rates import (
    RATES,
    LedgerForm,
    correction_question,
    forget_rate,
    initial_rates,
)
from aid.models import ClosedPeriod, Counterpart
from aid.periods import booking_day
from core.forms import AmountField, VersionField, VnDateField
from core.money import AmountError, from_minor

_HINTS = {
    "rate": "Đồng cho một đơn vị; để trống thì lấy theo danh mục",
    "reason": "Đi cùng dòng điều chỉnh vào mọi báo cáo",
}


def money_of(form, cleaned, day):
    """Return the columns of the amount typed; None with an error at the field where it cannot be kept."""
    try:
        return money_fields(
            amount=cleaned["amount"],
            currency=cleaned["currency"],
            day=day,
            **{name: cleaned[name] for name in RATES},
        )
    except AmountError as error:
        form.add_error("amount", str(error))
        return None


class CommitmentForm(LedgerForm):
    """One commitment: amount and day first, a rate of its own at the end."""

    amount = AmountField(label="Số tiền cam kết")
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="USD")
    committed_on = VnDateField(label="Ngày cam kết", required=False)

    field_order = ("amount", "currency", "committed_on")
    hints = _HINTS | {
        "committed_on": "dd/mm/yyyy – để trống thì quy đổi theo ngày phê duyệt",
        "usd_rate": "Khi không cam kết bằng USD; để trống thì lấy theo danh mục",
    }

    def __init__(self, *args, item, row=None, **kwargs):
        """Start from what the stored row stands for, or from the currency of the item's first commitment."""
        self.item, self.row = item, row
        if row:
            start = {"currency": row.currency, "committed_on": row.committed_on} | initial_rates(row)
            start["amount"] = from_minor(stands(row)[0], row.currency)
        else:
            first = item.commitments.order_by("pk").first()
            start = {"currency": first.currency if first else "USD"}
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["amount"].widget.attrs["autofocus"] = ""

    def clean(self):
        """Return the cleaned data with `money`; questions that need a confirmation go into `questions`."""
        cleaned = forget_rate(self, super().clean())
        if self.errors:
            return cleaned
        day = cleaned["committed_on"] or self.item.approved_on or timezone.localdate()
        cleaned["money"] = money_of(self, cleaned, day)
        if self.errors:
            return cleaned
        self.questions += _correction_questions(self, cleaned)
        self.questions += rate_questions(self, cleaned, day)
        return cleaned


def _correction_questions(form, cleaned):
    """Return the offer to correct where the line stands in a closed period, or its item is settled."""
    item, row = form.item, form.row
    books = ClosedPeriod.objects.books().of(item.status)
    day = booking_day(item.approved_on, item.booked_on, row.booked_on if row else None)
    if not books.is_closed(day) or (row and says_the_same(row, cleaned["money"])):
        return []
    return correction_question(form, cleaned, day, books)


class CounterpartForm(LedgerForm):
    """One line of counterpart funds: in cash or in kind, its amount, a rate of its own at the end."""

    kind = forms.ChoiceField(
        label="Hình thức",
        choices=Counterpart.Kind.choices,
        initial=Counterpart.Kind.CASH,
        widget=forms.RadioSelect,
    )
    amount = AmountField(label="Số tiền hoặc giá trị hiện vật")
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="VND")

    field_order = ("kind", "amount", "currency")
    hints = _HINTS | {"usd_rate": "Khi đối ứng không bằng USD; để trống thì lấy theo danh mục"}

    def __init__(self, *args, item, row=None, **kwargs):
        """Start from the stored row, else in đồng."""
        self.item, self.row = item, row
        start = {}
        if row:
            start = {name: getattr(row, name) for name in ("kind", "currency")} | initial_rates(row)
            start["amount"] = from_minor(stands(row)[0], row.currency)
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["amount"].widget.attrs["autofocus"] = ""

    def clean(self):
        """Return the cleaned data with `money`; questions that need a confirmation go into `questions`."""
        cleaned = forget_rate(self, super().clean())
        if self.errors:
            return cleaned
        day = self.item.approved_on or timezone.localdate()
        cleaned["money"] = money_of(self, cleaned, day)
        if not self.errors:
            self.questions += _correction_questions(self, cleaned)
            self.questions += rate_questions(self, cleaned, day)
        return cleaned
