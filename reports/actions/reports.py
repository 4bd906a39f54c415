"""Begin and word a report."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, count

from django.db import transaction
from django.utils import timezone

from core.codes import take_turn
from core.history import action, delete_version, save_version
from core.legal import Blocker, RuleError, refuse_if
from core.models import Agency, Notice, User
from core.text import slug_vi
from programs.models import Program
from reports.actions.passages import hold
from reports.copying import carried_blocks
from reports.life import edit_problems
from reports.models import NarrativeBlock, Report, ReportOutline
from reports.outlines import blocks_from, period_of, usual_recipients, window_of, words_of_period
from reports.rules import details_blockers
from reports.signers import lines_for, post_of, signer_problems
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
        code=free_code(outline, year, issuer),
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
        recipients=list(source.recipients) if source else usual_recipients(outline, issuer),
        count_style=source.count_style if source else Report.CountStyle.PLAIN,
        counts_emergency=source.counts_emergency if source else False,
    )
    report.full_clean()
    report.save()
    blocks = carried_blocks(source, report, program) if source else blocks_from(outline, report, program)
    for block in blocks:
        block.save()
    return report


def free_code(outline: ReportOutline, year: int, issuer: Agency) -> str:
    """Return the code in the address: tong-ket, of another agency of the same year tong-ket-lhhn.

    Who asks at the same moment waits until this report is stored.
    """
    take_turn(f"report code {year}")
    taken = set(Report.objects.filter(year=year).values_list("code", flat=True))
    agency = slug_vi(issuer.symbol or issuer.code)[:20]
    stem = f"{outline.code[: 36 - len(agency)]}-{agency}"
    further = (f"{stem}-{number}" for number in count(2))
    return next(code for code in chain((outline.code, stem), further) if code not in taken)


def discard_problems(report: Report, reason: str) -> list[Blocker]:
    """Return why a draft may not be taken out."""
    if report.status != Report.Status.DRAFT or report.number:
        way = "sai sót thì trả lại soạn, sau khi có số thì lập văn bản đính chính, thay thế"
        return [Blocker(f"Báo cáo đang ở “{report.get_status_display()}” nên không bỏ được; {way}.", None)]
    if report.snapshots.exists() or report.steps.exists():
        words = "Báo cáo này từng chốt số liệu; bản chốt và các bước đã ghi phải giữ lại nên không bỏ được."
        return [Blocker(words, None)]
    return [] if reason.strip() else [Blocker("Ghi lý do bỏ báo cáo.", None, "note")]


@action("Bỏ báo cáo đang soạn")
def discard_report(*, report: Report, reason: str, expected: int, by: User) -> None:
    """Take out a draft that was never locked, with its passages and talks; the history keeps them.

    Raises RuleError, VersionConflictError.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    refuse_if(discard_problems(stored, reason))
    # What told people of it would lead nowhere; the files of its drafts go once it is really gone.
    told = Notice.objects.filter(url__startswith=stored.get_absolute_url())
    told.unread().update(read_at=timezone.now())
    for export in stored.exports.exclude(file=""):
        transaction.on_commit(partial(export.file.storage.delete, str(export.file.name)))
    delete_version(stored, expected=expected)


@action("Sửa thông tin báo cáo")
def edit_details(*, report: Report, expected: int, by: User) -> Report:
    """Save the particulars of a report; the lines of the signature follow the post of who signs.

    Raises RuleError, ValidationError, VersionConflictError.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    try:
        span = window_of(report)
    except WindowError as error:
        raise RuleError(str(error), field="basis") from error
    today, issuer = timezone.localdate(), report.issuer
    if report.signer:
        report.signature_lines = lines_for(
            issuer, post_of(report.signer, issuer, today), report.signature_lines
        )
    refuse_if(
        [
            *edit_problems(stored.status),
            *details_blockers(as_of=report.as_of, window=(span.start, span.end)),
            *signer_problems(issuer, report.signer, report.signature_lines, today),
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
    hold(report.pk)
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
