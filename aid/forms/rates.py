"""What forms of money share: the fields of a rate, and the correction that a closed period asks for."""

from django import forms

from aid.forms.fields import RateField
from aid.models import RateKind
from aid.periods import CORRECT_HINT, closed_row_problems
from core.forms import PortalForm, VnDateField

RATES = ("rate", "usd_rate", "rate_kind", "rate_source", "rate_on")


class MoneyForm(PortalForm):
    """What every form of an amount has: a rate of its own, with the tick that a rate far off asks for."""

    rate = RateField(label="Tỷ giá của loại tiền này")
    usd_rate = RateField(label="Tỷ giá USD")
    rate_kind = forms.ChoiceField(
        label="Loại tỷ giá", choices=[("", "theo danh mục"), *RateKind.choices], required=False
    )
    rate_source = forms.CharField(label="Nguồn tỷ giá", max_length=250, required=False)
    rate_on = VnDateField(label="Ngày của tỷ giá", required=False)
    confirm_rate = forms.BooleanField(label="Tỷ giá này đúng, vẫn lưu", required=False)

    asks_rate = asks_correction = False

    def __init__(self, *args, **kwargs):
        """Start without a question."""
        super().__init__(*args, **kwargs)
        self.questions = []


class LedgerForm(MoneyForm):
    """An amount that a closed period may keep: then the form offers a correction, with its reason."""

    correct = forms.BooleanField(label=CORRECT_HINT, required=False)
    reason = forms.CharField(label="Lý do điều chỉnh", max_length=500, required=False)


def initial_rates(row):
    """Return what the fields of the rate start with; a currency needs no rate to itself."""
    start = {name: getattr(row, name) for name in RATES}
    start |= {"rate": None} if row.currency == "VND" else {}
    return start | ({"usd_rate": None} if row.currency == "USD" else {})


def forget_rate(form, cleaned):
    """Forget a rate that was stored for another currency and not typed anew."""
    if form.row and "currency" in form.changed_data and "rate" not in form.changed_data:
        cleaned |= {"rate": None, "rate_kind": "", "rate_source": "", "rate_on": None}
    return cleaned


def correction_question(form, cleaned, day, books):
    """Return the offer to correct a closed period until it is taken; a taken one wants its reason."""
    form.asks_correction = True
    if not cleaned.get("correct"):
        return [{"text": str(problem)} for problem in closed_row_problems(day, books, field=None)]
    if not cleaned.get("reason"):
        form.add_error("reason", "Nêu lý do điều chỉnh.")
    return []
