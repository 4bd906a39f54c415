"""Soát số liệu: figures that somebody looked at, and typed numbers that need no source."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from programs.wording.checks.findings import Finding
from reports.actions.passages import hold
from reports.figure_looks import Seen
from reports.models import FigureLook, KeptWords, NarrativeBlock, Report
from reports.text_checks.run import RANKS
from reports.writing_rules import headings_above, passage_print, stay_problems


@action("Soát số liệu báo cáo")
def look_at_figures(*, report: Report, seen: Iterable[Seen], by: User) -> int:
    """Store what the figures say now as looked at; returns how many were new or had changed."""
    Report.objects.select_for_update().get(pk=report.pk)
    stored = {look.code: look for look in FigureLook.objects.filter(report=report)}
    changed = 0
    for one in seen:
        look = stored.get(one.code) or FigureLook(report=report, code=one.code)
        if look.pk and (look.value, look.text) == (one.value, one.text):
            continue
        look.value, look.text, look.sources = one.value, one.text, one.sources
        look.looked_at, look.looked_by = timezone.now(), by
        look.full_clean()
        look.save()
        changed += 1
    return changed


@action("Ghi không cần nguồn")
def keep_words(
    *, block: NarrativeBlock, finding: Finding, seen: str, reason: str, today: date, by: User
) -> KeptWords:
    """Store that words of a passage need no source, while it and the headings above say what was `seen`."""
    hold(block.report_id)
    block.refresh_from_db(fields=["text", "title"])
    rows = sorted(block.report.narratives.all(), key=lambda row: (row.ordinal, row.pk))
    now = passage_print(block, headings_above(rows, RANKS)[block.key])
    refuse_if(stay_problems(finding, reason=reason, seen=seen, now=now))
    kept = KeptWords(
        report_id=block.report_id,
        key=block.key,
        mark=finding.mark,
        words_print=now,
        rule=finding.rule,
        words=finding.text[:500],
        reason=reason.strip(),
        kept_by=by,
        kept_on=today,
    )
    kept.full_clean()
    kept.save()
    return kept


@action("Bỏ ghi không cần nguồn")
def lift_kept_words(*, kept: KeptWords, expected: int, today: date, by: User) -> KeptWords:
    """Take the decision back: the words are open again. Raises RuleError, VersionConflictError."""
    hold(kept.report_id)
    if kept.lifted_on is not None:
        raise RuleError("Quyết định này đã được bỏ trước đó; mở lại trang Soát lỗi.")
    kept.lifted_on = today
    return save_version(kept, expected=expected)
