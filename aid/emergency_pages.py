"""What the page of an emergency grant shows beside the rest: its window and its allocation."""

from django.urls import reverse

from aid.actions.allocations import committed_of
from aid.emergency import LIMITS, allocation_cautions, window_on
from aid.emergency_totals import money_text
from aid.forms.allocations import quantity_text
from core.dates import format_date
from core.models import LegalValue
from core.models.places import Certainty
from core.money import format_money, format_number


def emergency_part(item, *, law, today, can_edit):
    """Return {"emergency": …} for an emergency grant, {} for any other."""
    if not item.is_emergency:
        return {}
    code = LIMITS.get(item.emergency_kind, "")
    window = window_on(item.disaster_on, law.limit(code), today)
    rows = list(item.allocations.select_related("locality"))
    committed, committed_vnd = committed_of(item)
    allocated, handed_out = {}, {}
    for row in rows:
        if row.amount_minor is not None:
            allocated[row.currency] = allocated.get(row.currency, 0) + row.amount_minor
            if row.distributed_on:
                handed_out[row.currency] = handed_out.get(row.currency, 0) + row.amount_minor
    return {
        "emergency": {
            "window": window,
            "done": _done_words(item, window),
            "is_unsure": window is not None and _is_unsure(code, today),
            "rows": [_row(row) for row in rows],
            "allocated": money_text(allocated) or "chưa ghi giá trị",
            "handed_out": money_text(handed_out) or "chưa có",
            "committed": money_text(committed) or "chưa ghi",
            "households": format_number(sum(row.households or 0 for row in rows)),
            "cautions": allocation_cautions(allocated, committed, committed_vnd),
            "edit_url": reverse("aid:allocation_edit", args=[item.code]) if can_edit else "",
        }
    }


def _done_words(item, window):
    """Return when a grant that is over was done, against the last day of its window; "" while it runs."""
    if window is None or item.closed_on is None:
        return ""
    late = (item.closed_on - window.last).days
    words = f"chậm {late} ngày" if late > 0 else "trong hạn"
    return (
        f"{window.months} tháng, đến hết {format_date(window.last)}: "
        f"xong ngày {format_date(item.closed_on)}, {words}"
    )


def _is_unsure(code, day):
    """Return whether the limit in force is still to be confirmed."""
    rows = LegalValue.objects.filter(code=code, certainty=Certainty.UNCERTAIN)
    return rows.exclude(valid_to__lt=day).exclude(valid_from__gt=day).exists()


def _row(row):
    return {
        "record": row,
        "place": row.locality.full_name if row.locality else "",
        "quantity": " ".join(part for part in (quantity_text(row.quantity_e3), row.measure) if part),
        "households": "" if row.households is None else format_number(row.households),
        "amount": "" if row.amount_minor is None else format_money(row.amount, row.currency),
    }
