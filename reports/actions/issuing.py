"""Issue a report: its files are stored, then it is issued, in one transaction; keep the signed copy."""

import hashlib
from dataclasses import dataclass
from datetime import date

from core.actions.notices import notify
from core.codes import take_turn
from core.history import VersionConflictError, action, save_version
from core.legal import RuleError, refuse_if
from core.models import Notice, User
from reports import life
from reports.actions.life import begin_step, end_step
from reports.actions.requests import request_paper
from reports.issued_files import issued_name
from reports.life_people import writers_of
from reports.models import IssuedFile, PaperJob, Report, ReportStep
from reports.whole_files import store_whole

ISSUE = "report-issue"
FOLDER = "issued"
S = Report.Status


@dataclass(frozen=True)
class MadeFile:
    """One file of an issued paper before it is stored."""

    kind: str
    extension: str
    content: bytes


@action("Yêu cầu ban hành báo cáo")
def request_issue(*, report: Report, expected: int, by: User) -> PaperJob:
    """Hand the making of the issued files to the worker. Raises RuleError where issuing is not due."""
    stored, _ = begin_step("issue", report, by=by)
    if stored.version != expected:
        raise VersionConflictError(stored)
    return request_paper(kind=ISSUE, subject=str(report.pk), label=f"Ban hành: {report.title}", by=by)


@action("Ban hành báo cáo")
def issue_report(*, report: Report, files: list[MadeFile], symbol: str, today: date, by: User) -> bool:
    """Store the files and issue the report; False where it was issued before, and nothing is stored.

    A report that it corrects is marked as corrected in the same transaction.
    """
    if Report.objects.select_for_update().get(pk=report.pk).status in life.FINAL:
        return False
    stored, step = begin_step("issue", report, by=by)
    for made in files:
        keep_file(stored, made, issued_name(stored, symbol, made.extension), by=by)
    end_step(step, stored, expected=stored.version, today=today, by=by)
    if stored.replaces_id:
        _mark_corrected(stored, today=today, by=by)
    notify(
        User.objects.filter(pk__in=writers_of(stored), is_active=True),
        Notice.Kind.ACCEPTED,
        f"Đã ban hành: {stored.title}",
        f"Báo cáo anh/chị soạn được ban hành, số {stored.mark}",
        stored.get_absolute_url(),
        f"bao-cao:{stored.pk}:ban-hanh",
        todo="Tải bản ban hành ở trang báo cáo",
    )
    return True


def keep_file(
    report: Report, made: MadeFile, name: str, *, by: User, ordinal: int = 1, reason: str = ""
) -> IssuedFile:
    """Store a file whole and its row; call inside an action."""
    row = IssuedFile(
        report=report,
        kind=made.kind,
        file=store_whole(made.content, folder=FOLDER, extension=made.extension),
        filename=name,
        sha256=hashlib.sha256(made.content).hexdigest(),
        size=len(made.content),
        made_by=by,
        ordinal=ordinal,
        reason=reason,
    )
    row.save()
    return row


def _mark_corrected(new: Report, *, today: date, by: User) -> None:
    if new.replaces_id is None:
        return
    old = Report.objects.select_for_update().get(pk=new.replaces_id)
    step = ReportStep(
        report=old,
        from_status=old.status,
        to_status=S.CORRECTED,
        happened_on=today,
        person=by,
        note=f"Thay thế bằng số {new.mark}: {new.replacement_reason}"[:500],
        origin=old.origin,
    )
    old.status = S.CORRECTED
    save_version(old, expected=old.version)
    step.full_clean()
    step.save()


@action("Lập báo cáo đính chính, thay thế")
def replace_report(*, report: Report, reason: str, expected: int, by: User) -> Report:
    """Begin a report that corrects an issued one, with its words and particulars; returns the draft."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    if stored.version != expected:
        raise VersionConflictError(stored)
    refuse_if(replace_problems(stored))
    new = Report(
        **{name: getattr(stored, name) for name in _COPIED},
        code=_free_code(stored),
        replaces=stored,
        replacement_reason=reason.strip(),
    )
    new.full_clean()
    new.save()
    for block in stored.narratives.order_by("ordinal", "pk"):
        block.pk, block.report, block.version = None, new, 1
        block._state.adding = True
        block.save()
    return new


_COPIED = (
    "outline", "year", "basis", "period", "start_on", "end_on", "as_of", "title", "issuer", "signer",
    "counts_emergency", "addressees", "bases", "signature_lines", "recipients", "count_style", "appendices",
    "origin",
)  # fmt: skip


def replace_problems(report: Report) -> list:
    """Return why no correction of this report may be begun."""
    if report.status != S.ISSUED:
        words = "Chỉ báo cáo đã ban hành, chưa có văn bản thay thế mới lập văn bản đính chính, thay thế được."
        return RuleError(words).blockers
    if report.replaced_by.exists():
        return RuleError("Đã có một báo cáo thay thế đang soạn; mở báo cáo đó để làm tiếp.").blockers
    return []


def _free_code(report: Report) -> str:
    """Return the code of the correction: tong-ket-2, or the next that is free.

    Who asks at the same moment waits until this one is stored.
    """
    take_turn(f"report code {report.year}")
    taken = set(Report.objects.filter(year=report.year).values_list("code", flat=True))
    stem = report.code[:36]
    return next(code for number in range(2, 1000) if (code := f"{stem}-{number}") not in taken)
