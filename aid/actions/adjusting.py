"""What the approval of an adjustment changes: period, owner, objectives, committed money."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aid.actions.ledger import books_now, stands
from aid.actions.money import money_fields
from aid.models import AidItem, AidStep, Commitment
from aid.models.money import Entry
from aid.periods import closed_row_problems
from core.dates import format_date
from core.legal import refuse_if
from core.models import Agency, User
from core.money import format_money, from_minor


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an adjustment sets; None leaves a part as it is. `amounts`: new total by commitment."""

    started_on: date | None = None
    ended_on: date | None = None
    owner: Agency | None = None
    objectives: str | None = None
    amounts: dict[int, Decimal] = field(default_factory=dict)

    def changes_of(self, item: AidItem) -> list[dict[str, Any]]:
        """Return what would change, old and new in words, with the values to set."""
        found = []
        for name in ("started_on", "ended_on", "owner", "objectives"):
            value, was = getattr(self, name), getattr(item, name)
            if value is not None and value != was:
                words = (_words(was), _words(value))
                found.append(_change(name, _label(item, name), words, was, value))
        for row in item.commitments.order_by("pk"):
            if row.pk not in self.amounts:
                continue
            total = committed(row)["amount_minor"] or 0
            old, new = from_minor(total, row.currency), self.amounts[row.pk]
            if old != new:
                in_words = (format_money(old, row.currency), format_money(new, row.currency))
                found.append(_change("commitment", "vốn cam kết", in_words, row, new))
        return found


def _change(name: str, label: str, words: tuple[str, str], was: Any, value: Any) -> dict[str, Any]:
    return {"field": name, "label": label, "old": words[0], "new": words[1], "was": was, "value": value}


def _label(item, name):
    return str(item._meta.get_field(name).verbose_name)


def _words(value):
    if value in (None, ""):
        return "chưa ghi"
    return format_date(value) if isinstance(value, date) else str(value)


def committed(row: Commitment) -> dict[str, int | None]:
    """Return a commitment with its corrections: amount, US cents, đồng; None where a rate is missing."""
    rows = [row, *row.corrections.all()]
    names = ("amount_minor", "usd_minor", "vnd")
    columns = {name: [getattr(one, name) for one in rows] for name in names}
    return {name: None if None in found else sum(found) for name, found in columns.items()}


def adjust(*, item: AidItem, changes: list[dict], step: AidStep, by: User) -> list[dict[str, Any]]:
    """Set the changes on the item, add a row for changed money; return them as the step keeps them."""
    kept = []
    for change in changes:
        name, was, value = (change.pop(key) for key in ("field", "was", "value"))
        if name == "commitment":
            row = _add_difference(item, was, value, step)
            kept.append(change | {"field": "commitment", "was": row.pk, "total": list(stands(was))})
            continue
        setattr(item, name, value)
        kept.append(change | {"field": name, "was": kept_value(was), "set": kept_value(value)})
    return kept


def kept_value(value: Any) -> Any:
    """Return a value as a step keeps it: a key, an ISO day, a text."""
    return value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)


def _add_difference(item: AidItem, row: Commitment, total: Decimal, step: AidStep) -> Commitment:
    """Store the difference to the new total as a row of its own, at the rates of the commitment."""
    wanted = money_fields(
        amount=total,
        currency=row.currency,
        day=step.on,
        rate=None if row.currency == "VND" else row.rate,
        usd_rate=None if row.currency == "USD" else row.usd_rate,
    )
    before = committed(row)
    for name in ("amount_minor", "usd_minor", "vnd"):
        missing = wanted[name] is None or before[name] is None
        wanted[name] = None if missing else wanted[name] - before[name]
    for name in ("rate_kind", "rate_source", "rate_on"):
        wanted[name] = getattr(row, name)
    added = Commitment(
        item=item,
        entry=Entry.CORRECTION,
        corrects=row,
        committed_on=step.on,
        # A decision of a closed period that is written now counts now.
        booked_on=timezone.localdate() if books_now().is_closed(step.on) else step.on,
        effective_on=item.approved_on,
        reason=f"Điều chỉnh theo quyết định {step.document_number} ngày {format_date(step.on)}",
        origin=step.origin,
        **wanted,
    )
    added.full_clean()
    added.save()
    return added


def is_money_edited(step: AidStep) -> bool:
    """Return whether a commitment that the step brought to an amount stands at another one since."""
    for change in step.changes:
        if change["field"] != "commitment":
            continue
        row = Commitment.objects.filter(corrections=change["was"], item=step.item_id).first()
        if row is None:
            # Somebody deleted the line that the step had added.
            continue
        total = stands(row)
        # Steps of before only kept the amount in words.
        now = format_money(from_minor(total[0], row.currency), row.currency)
        if list(total) != change["total"] if "total" in change else now != change["new"]:
            return True
    return False


def restore_money(step: AidStep) -> None:
    """Remove the rows of money that an adjustment had added."""
    keys = [change["was"] for change in step.changes if change["field"] == "commitment"]
    books = books_now()
    for row in Commitment.objects.filter(pk__in=keys, item=step.item_id):
        refuse_if(closed_row_problems(row.booked_on, books, field=None))
        row.delete()
