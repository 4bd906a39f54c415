"""Reports of owners: write down what was sent, change it, take it back, remind the owner."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from aid.actions.documents import add_document
from aid.models import AidItem, DossierDocument, OwnerReminder, OwnerReport
from aid.owner_report_rules import report_problems
from core.actions.notices import notify
from core.dates import format_date
from core.history import action, delete_version, save_version
from core.legal import refuse_if
from core.models import Notice, User
from core.notices import doers
from core.permissions import Area


@action("Ghi báo cáo của chủ khoản")
def add_owner_report(
    *, item: AidItem, values: Mapping[str, Any], today: date, by: User, upload: Any = None
) -> OwnerReport:
    """Store that the owner sent a report, with its file. Raises RuleError, FileRefused."""
    report = OwnerReport(item=item, **values)
    _check(report, today)
    report.document = _file(report, upload, by)
    report.save()
    return report


@action("Sửa báo cáo của chủ khoản")
def edit_owner_report(
    *,
    report: OwnerReport,
    expected: int,
    values: Mapping[str, Any],
    today: date,
    by: User,
    upload: Any = None,
) -> OwnerReport:
    """Store the changed report. Raises RuleError, FileRefused, VersionConflictError."""
    for name, value in values.items():
        setattr(report, name, value)
    _check(report, today)
    if upload:
        report.document = _file(report, upload, by)
    return save_version(report, expected=expected)


@action("Xóa báo cáo của chủ khoản")
def remove_owner_report(*, report: OwnerReport, expected: int, by: User, reason: str) -> None:
    """Delete a report written by mistake; its file stays with the item. Raises VersionConflictError."""
    delete_version(report, expected=expected)


@action("Nhắc chủ khoản gửi báo cáo")
def remind_owner(
    *, item: AidItem, kind: str, year: int, due_on: date | None, today: date, by: User
) -> OwnerReminder:
    """Tell the people of the owner to send a report, and keep that they were told; once a day at most."""
    label = OwnerReport.Kind(kind).label
    told = notify(
        doers(item.owner_id, Area.AID),
        Notice.Kind.REMINDER,
        f"Nhắc gửi {label} {year}: {item.code} – {item.name}",
        f"{item.owner.name} là chủ khoản viện trợ {item.code}",
        item.get_absolute_url(),
        f"nhac-bao-cao:{item.code}:{kind}:{year}:{today:%Y%m%d}",
        todo=f"Gửi {label} và ghi vào cổng" + (f"; hạn {format_date(due_on)}" if due_on else ""),
        due_on=due_on,
        day=today,
    )
    reminder = OwnerReminder(item=item, kind=kind, year=year, sent_on=today, told=told)
    reminder.full_clean()
    reminder.save()
    return reminder


def _check(report: OwnerReport, today: date) -> None:
    refuse_if(
        report_problems(
            kind=report.kind,
            year=report.year,
            sent_on=report.sent_on,
            approved_on=report.item.approved_on,
            today=today,
        )
    )
    report.full_clean(exclude=["document"])


def _file(report: OwnerReport, upload: Any, by: User) -> DossierDocument | None:
    if not upload:
        return None
    is_last = report.kind == OwnerReport.Kind.COMPLETION
    kind = DossierDocument.Kind.FINAL_REPORT if is_last else DossierDocument.Kind.OTHER
    title = f"{report.get_kind_display()} {report.year}"
    return add_document(item=report.item, upload=upload, kind=kind, title=title, by=by)
