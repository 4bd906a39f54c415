"""Begin, word and approve a report."""

from dataclasses import dataclass

from core.history import action, save_version
from core.legal import refuse_if
from core.models import Agency, User
from reports.kinds.year_end import LABELS, default_title
from reports.models import NarrativeBlock, Report
from reports.rules import approval_blockers, details_blockers, edit_blockers, reopen_blockers
from reports.windows import Kind, window

YEAR_END_CODE = "tong-ket"


@dataclass(frozen=True)
class TypedPassage:
    """A passage as typed: its key, its words, and the version that the form was opened on (0: none yet)."""

    key: str
    text: str
    version: int


def _is_approved(report: Report) -> bool:
    return report.status == Report.Status.CONTENT_APPROVED


@action("Lập báo cáo")
def add_report(*, year: int, issuer: Agency, basis: str, by: User) -> Report:
    """Create the year-end report of a year with empty passages. Raises ValidationError where there is one."""
    report = Report(
        kind=Report.Kind.YEAR_END,
        code=YEAR_END_CODE,
        year=year,
        basis=basis,
        title=default_title(year),
        issuer=issuer,
        signature_lines=issuer.signature_lines,
        recipients=["Lưu: VT"],
    )
    report.full_clean()
    report.save()
    for key in LABELS:
        NarrativeBlock(report=report, key=key).save()
    return report


@action("Sửa thông tin báo cáo")
def edit_details(*, report: Report, expected: int, by: User) -> Report:
    """Save the particulars of a report. Raises RuleError, ValidationError, VersionConflictError."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    span = window(Kind.YEAR, report.year, basis=report.basis)
    refuse_if(
        [
            *edit_blockers(is_approved=_is_approved(stored)),
            *details_blockers(
                as_of=report.as_of,
                window=(span.start, span.end),
                number=report.number,
                dated_on=report.dated_on,
            ),
        ]
    )
    report.full_clean()
    return save_version(report, expected=expected)


@action("Sửa lời văn báo cáo")
def save_passages(*, report: Report, passages: list[TypedPassage], by: User) -> int:
    """Store the passages that the writer changed; returns how many. Raises RuleError, VersionConflictError.

    The form sends every passage: one that only somebody else changed stays as stored. One conflict leaves
    all as it was.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    refuse_if(edit_blockers(is_approved=_is_approved(stored)))
    existing = {block.key: block for block in NarrativeBlock.objects.filter(report=report)}
    changed = 0
    for typed in passages:
        block = existing.get(typed.key) or NarrativeBlock(report=report, key=typed.key)
        if block.text == typed.text or _left_alone(block, typed):
            continue
        block.text = typed.text
        if block.pk is None:
            block.save()
        else:
            save_version(block, expected=typed.version)
        changed += 1
    return changed


def _left_alone(block: NarrativeBlock, typed: TypedPassage) -> bool:
    """Return whether the writer sent a passage back as it was opened, while somebody else changed it."""
    if block.pk is None or block.version == typed.version:
        return False
    opened = block.history.filter(version=typed.version).order_by("-history_id").first()
    return opened is not None and opened.text == typed.text


@action("Duyệt nội dung báo cáo")
def approve_report(
    *, report: Report, expected: int, gaps: list[str], unknown_tokens: list[str], by: User
) -> Report:
    """Approve the content. Raises RuleError while something is missing, VersionConflictError."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    refuse_if(approval_blockers(is_approved=_is_approved(stored), gaps=gaps, unknown_tokens=unknown_tokens))
    stored.status = Report.Status.CONTENT_APPROVED
    return save_version(stored, expected=expected)


@action("Mở lại báo cáo")
def reopen_report(*, report: Report, expected: int, reason: str, by: User) -> Report:
    """Make an approved report a draft again, with a reason. Raises RuleError, VersionConflictError."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    refuse_if(reopen_blockers(is_approved=_is_approved(stored), reason=reason))
    stored.status = Report.Status.DRAFT
    return save_version(stored, expected=expected)
