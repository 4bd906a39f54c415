"""Begin and word a report."""

from dataclasses import dataclass
from datetime import date

from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import Agency, User
from programs.models import Program
from reports.copying import carried_blocks
from reports.life import edit_problems
from reports.models import NarrativeBlock, Report, ReportOutline
from reports.outlines import blocks_from, period_of, window_of, words_of_period
from reports.rules import details_blockers
from reports.windows import WindowError


@dataclass(frozen=True)
class TypedPassage:
    """A passage as typed: its key, its words, and the version that the form was opened on (0: none yet)."""

    key: str
    text: str
    version: int


@action("Lập báo cáo")
def add_report(
    *,
    outline: ReportOutline,
    year: int,
    issuer: Agency,
    by: User,
    basis: str = "",
    program: Program | None = None,
    days: tuple[date | None, date | None] = (None, None),
    source: Report | None = None,
) -> Report:
    """Create a report of this outline with empty passages. Raises ValidationError where there is one.

    A review of the program covers its years, so it needs `program`; an outline whose days are chosen freely
    needs `days`, the first and the last. With `source`, a report of another year, its headings and words
    are copied, each passage marked as one to be written anew.
    """
    period = period_of(outline, year, program, days)
    report = Report(
        outline=outline,
        code=outline.code,
        year=year,
        basis=basis or outline.basis,
        period=period.kind,
        start_on=period.start,
        end_on=period.end,
        title=outline.title_pattern.format(**words_of_period(year, program)),
        issuer=issuer,
        appendices=list((source or outline).appendices),
        bases=list((source or outline).bases),
        addressees=list((source or outline).addressees),
        signature_lines=issuer.signature_lines,
        recipients=list((source or outline).recipients) or ["Lưu: VT"],
        count_style=source.count_style if source else Report.CountStyle.PLAIN,
        counts_emergency=source.counts_emergency if source else False,
    )
    report.full_clean()
    report.save()
    blocks = carried_blocks(source, report, program) if source else blocks_from(outline, report, program)
    for block in blocks:
        block.save()
    return report


@action("Sửa thông tin báo cáo")
def edit_details(*, report: Report, expected: int, by: User) -> Report:
    """Save the particulars of a report. Raises RuleError, ValidationError, VersionConflictError."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    try:
        span = window_of(report)
    except WindowError as error:
        raise RuleError(str(error), field="basis") from error
    refuse_if(
        [
            *edit_problems(stored.status),
            *details_blockers(as_of=report.as_of, window=(span.start, span.end)),
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
    refuse_if(edit_problems(stored.status))
    existing = {block.key: block for block in NarrativeBlock.objects.filter(report=report)}
    changed = 0
    for typed in passages:
        block = existing.get(typed.key) or NarrativeBlock(report=report, key=typed.key)
        if block.text == typed.text or _left_alone(block, typed):
            continue
        block.text, block.is_carried = typed.text, False
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
