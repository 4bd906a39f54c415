"""Steps of an item's life: take one, undo the last one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from aid.actions.adjusting import Adjustment, adjust, is_money_edited, kept_value, restore_money
from aid.actions.booking import book_item, book_return, book_step
from aid.actions.calling_off import state_of_step, why_not_last, write_off
from aid.actions.documents import add_document
from aid.actions.items import item_findings
from aid.actions.ledger import books_now
from aid.actions.money import refusing_overpaid
from aid.closed_figures import closed_blockers, closed_figures
from aid.item_life import ItemLife
from aid.law import aid_law
from aid.life import STEPS
from aid.life_rules import Asked, effects, step_problems
from aid.models import AidItem, AidStep, DossierDocument
from aid.periods import booking_day, kept_end_problems
from aid.rules import agency_problems, emergency_scope, item_problems, rule_set_for
from aid.step_notices import tell_of_step
from core.history import RecordGoneError, VersionConflictError, action, delete_version, save_version
from core.history_values import label_of
from core.legal import Blocker, Caution, RuleError, cautions, refuse_if
from core.models import Agency, User
from core.models.base import Origin

_CORRECT_FIRST = "Ghi điều chỉnh vào kỳ mở ở mục Kinh phí trước, hoặc giữ khoản ở trạng thái này."
_NOT_UNDONE = "Giữ bước này; sai sót thì ghi điều chỉnh hoặc ghi bước tiếp theo vào kỳ mở."


@dataclass(frozen=True, slots=True)
class StepPaper:
    """The paper of a step: number, date, signer, and its file: uploaded now, or one of the dossier."""

    number: str = ""
    dated_on: date | None = None
    signer_title: str = ""
    upload: Any = None
    document: DossierDocument | None = None


@action("Ghi bước xử lý khoản viện trợ")
def take_step(
    *,
    item: AidItem,
    expected: int,
    kind: str,
    on: date,
    today: date,
    by: User,
    paper: StepPaper = StepPaper(),
    note: str = "",
    adjustment: Adjustment | None = None,
    origin: str = Origin.OFFICE,
) -> tuple[AidStep, list[Caution]]:
    """Store the step with its paper and move the item; return the step and what deserves a look.

    Raises RuleError naming everything that stands against it, VersionConflictError when somebody saved the
    item meanwhile; then nothing is written.
    """
    item, row = held(item, expected), STEPS[kind]
    life, books = ItemLife(item, today), books_now()
    facts = life.facts
    changes = adjustment.changes_of(item) if adjustment and kind == AidStep.Kind.ADJUST else []
    dated_on = on if row.is_paper_day else paper.dated_on
    asked = Asked(on, paper.number, dated_on, note, len(changes))
    found = step_problems(
        row, facts, asked, today=today, revoke_limit=life.law.limit("AID_NOT_STARTED_MONTHS")
    )
    found += _document_problems(item, paper.document)
    refuse_if(found)
    was_ended_on = item.ended_on
    columns, counted = effects(row, facts, asked), closed_figures([item.pk], books)
    if kind == AidStep.Kind.APPROVE:
        columns["rule_set"] = _rule_set(item, on, life)
        columns["signer_title"] = paper.signer_title or item.signer_title
    to = state_of_step(item, row, facts, books)
    step = AidStep(
        item=item, kind=kind, on=on, from_status=item.status, to_status=to,
        document_number=paper.number.strip(), document_on=dated_on, signer_title=paper.signer_title,
        document=paper.document, note=note, origin=origin,
    )  # fmt: skip
    step.changes = _set(item, columns | {"status": step.to_status})
    if changes:
        with refusing_overpaid(item.pk):
            step.changes += adjust(item=item, changes=changes, step=step, by=by)
    booked = {name: getattr(item, name) for name in ("booked_on", "booking_reason")}
    found += book_step(item, note=note, today=today)
    book_return(item, was=facts.status, note=note, books=books, today=today)
    step.changes += _changed(item, booked)
    if kind == AidStep.Kind.APPROVE:
        found += item_findings(item=item, shares=None, today=today, law=life.law)
    elif adjustment:
        found += _adjusted_findings(item, on, today, has_new_owner=adjustment.owner is not None)
        found += kept_end_problems(
            was_ended_on, item.ended_on, booking_day(item.approved_on, item.booked_on), books
        )
    refuse_if(found)
    if paper.upload:
        step.document = add_document(item=item, upload=paper.upload, kind=row.paper, title="", by=by)
    item.full_clean()
    save_version(item, expected=expected)
    step.changes += write_off(item, step, today=today)
    step.full_clean()
    step.save()
    refuse_if(closed_blockers(counted, closed_figures([item.pk], books), books, _CORRECT_FIRST))
    tell_of_step(step=step, today=today)
    return step, cautions(found)


@action("Hủy bước xử lý khoản viện trợ")
def undo_step(*, step: AidStep, expected: int, by: User, reason: str) -> AidItem:
    """Take back the last step of an item: the step goes, what it had set is as before; return the item.

    The file stays in the dossier. Raises RuleError where it is not the last one or no reason is given,
    VersionConflictError when somebody saved the item meanwhile.
    """
    item = held(step.item, expected)
    last = item.steps.order_by("pk").last()
    found = []
    if last is None or last.pk != step.pk:
        found.append(Blocker("Chỉ hủy được bước ghi sau cùng; hủy lần lượt từ bước cuối.", None))
    if item.status != step.to_status:
        found.append(Blocker(why_not_last(item, step), None))
    elif edited := _edited_since(item, step):
        words = f"Sau bước này đã sửa {', '.join(edited)}; hủy bước sẽ mất phần sửa. Ghi bước điều chỉnh mới."
        found.append(Blocker(words, None))
    if not reason.strip():
        found.append(Blocker("Ghi lý do hủy.", None, "reason"))
    refuse_if(found)
    books = books_now()
    counted = closed_figures([item.pk], books)
    with refusing_overpaid(item.pk):
        restore_money(step)
    for change in reversed(step.changes):
        _restore(item, change)
    refuse_if(book_item(item, books=books, today=timezone.localdate()))
    item.full_clean()
    save_version(item, expected=expected)
    delete_version(step, expected=step.version)
    refuse_if(closed_blockers(counted, closed_figures([item.pk], books), books, _NOT_UNDONE))
    return item


def _adjusted_findings(
    item: AidItem, on: date, today: date, *, has_new_owner: bool
) -> list[Blocker | Caution]:
    """Return what is wrong with an item after an adjustment: its dates, and a new owner on that day."""
    findings = item_problems(
        started_on=item.started_on,
        ended_on=item.ended_on,
        approved_on=item.approved_on,
        decision_number=item.decision_number,
        disaster_on=item.disaster_on,
        today=today,
    )
    law = aid_law(on)
    findings += emergency_scope(
        item.emergency_kind,
        item.disaster_on,
        # Only a new last day is asked about.
        None,
        item.ended_on,
        relief_months=law.limit("AID_EMERGENCY_RELIEF_MONTHS"),
        recovery_months=law.limit("AID_EMERGENCY_RECOVERY_MONTHS"),
    )
    if has_new_owner:
        owner = item.owner
        findings += agency_problems(owner.name, owner.valid_from, owner.valid_to, on, field="owner")
    return findings


def held(item: AidItem, expected: int) -> AidItem:
    """Return the item locked as it is stored now, which must be what the page was opened on."""
    stored = AidItem.objects.select_for_update().filter(pk=item.pk).first()
    if stored is None:
        raise RecordGoneError
    if stored.version != expected:
        raise VersionConflictError(stored)
    return stored


def _document_problems(item: AidItem, document: DossierDocument | None) -> list[Blocker]:
    if document is None or document.item_id == item.pk:
        return []
    return [Blocker("Tệp này thuộc khoản khác; chọn tệp trong hồ sơ của khoản này.", None, "document")]


def _rule_set(item: AidItem, on: date, life: ItemLife) -> str:
    period = rule_set_for(on, item.emergency_kind, life.law.rule_sets)
    if period is None:
        raise RuleError("Chưa có bộ quy tắc cho ngày này; thêm ở Danh mục, mục Giá trị pháp lý.", field="on")
    return period.code


def _set(item: AidItem, columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Set the columns; return what was there before, so that the step can be taken back."""
    before = {name: getattr(item, name) for name in columns}
    for name, value in columns.items():
        setattr(item, name, value)
    return _changed(item, before)


def _changed(item: AidItem, before: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns that are no longer as before, as a step keeps them."""
    return [
        {"field": name, "label": "", "old": "", "new": "", "was": kept_value(was), "set": _now(item, name)}
        for name, was in before.items()
        if getattr(item, name) != was
    ]


def _now(item: AidItem, name: str) -> Any:
    """Return a column as steps keep it: a key, an ISO day, a text."""
    return kept_value(getattr(item, str(getattr(item._meta.get_field(name), "attname", name))))


def _edited_since(item: AidItem, step: AidStep) -> list[str]:
    """Return which columns that the step had set were set anew since; undoing it would lose that."""
    edited = [
        label_of(item._meta.get_field(change["field"])).lower()  # type: ignore[arg-type]
        for change in step.changes
        if "set" in change and _now(item, change["field"]) != change["set"]
    ]
    return [*edited, "vốn cam kết"] if is_money_edited(step) else edited


def _restore(item: AidItem, change: dict[str, Any]) -> None:
    name, was = change["field"], change["was"]
    if name.startswith("commitment"):
        return
    column = AidItem._meta.get_field(name)
    if column.is_relation:
        setattr(item, name, Agency.objects.get(pk=was) if was else None)
    else:
        setattr(item, name, column.to_python(was))  # type: ignore[union-attr]
