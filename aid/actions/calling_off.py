"""Calling off an item that a closed period counted: it stays so, corrections take its money out."""

from datetime import date
from typing import Any

from aid.actions.ledger import add_difference, stands
from aid.life import Step
from aid.life_rules import Facts, leads_to
from aid.models import AidItem, AidStep, DuplicateKind, Merge
from aid.periods import Books, booking_day
from aid.rules import NOT_RECEIVED
from core.dates import format_date
from core.money import format_money, from_minor


def state_of_step(item: AidItem, step: Step, facts: Facts, books: Books) -> str:
    """Return the state after the step; what a closed period counted is stopped, not struck out."""
    to = leads_to(step, facts)
    is_leaving = to in NOT_RECEIVED and facts.status not in NOT_RECEIVED
    if is_leaving and books.is_closed(booking_day(item.approved_on, item.booked_on)):
        return str(AidItem.Status.STOPPED)
    return to


def write_off(item: AidItem, step: AidStep, *, today: date) -> list[dict[str, Any]]:
    """Bring the commitments of a stopped item to nothing by corrections of today; return what was changed."""
    if step.to_status != AidItem.Status.STOPPED:
        return []
    paper = f" theo văn bản {step.document_number}" if step.document_number else ""
    reason = f"{step.get_kind_display()}{paper} ngày {format_date(step.on)}: {step.note}"[:500]
    done = []
    for row in item.commitments.filter(corrects=None).order_by("pk"):
        left = stands(row)[0]
        if not left:
            continue
        day = row.effective_on or booking_day(item.approved_on, item.booked_on, row.booked_on)
        line = add_difference(
            row, 0, effective_on=day, reason=reason, booked_on=today, committed_on=step.on, origin=step.origin
        )
        was, now = (format_money(from_minor(value, row.currency), row.currency) for value in (left, 0))
        kept = {"field": "commitment", "was": line.pk, "total": list(stands(row))}
        done.append(kept | {"label": "vốn cam kết", "old": was, "new": now})
    return done


def why_not_last(item: AidItem, step: AidStep) -> str:
    """Return why the last step does not say where the item is: merged from another item, or changed since."""
    for merged in Merge.objects.filter(kind=DuplicateKind.ITEM, kept_id=item.pk, undone_on=None):
        if any(row["model"] == "aid.aidstep" and row["pk"] == step.pk for row in merged.plan["moved"]):
            return (
                f"Bước này chuyển từ khoản “{merged.gone_label}” sang khi gộp, trạng thái thì theo khoản giữ "
                "lại, nên không hủy được. Hoàn tác lần gộp trước, hoặc ghi bước tiếp theo."
            )
    return "Trạng thái đã đổi sau bước này nên không hủy được."
