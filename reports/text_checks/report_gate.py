"""What must be right in the words of a report before its numbers are locked or its content approved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.legal import Blocker, Caution
from programs.wording.checks.findings import Finding, Severity
from reports.kinds.year_end_numbers import Numbers
from reports.models import KeptWords, Report
from reports.text_checks.run import Checked, check_report
from reports.writing_rules import TYPED

_WAY_OUT = "sửa số, gắn số liệu hoặc ghi lý do không cần nguồn ở trang Soát số liệu"


def standing_rows(report: Report, checked: Checked) -> list[KeptWords]:
    """Return the decisions about words whose passage is what it was then, the oldest first."""
    rows = KeptWords.objects.standing().filter(report=report).select_related("kept_by").order_by("pk")
    return [row for row in rows if checked.prints.get(row.key) == row.words_print]


def decisions_of_report(
    report: Report, checked: Checked, rows: Iterable[KeptWords] | None = None
) -> dict[str, KeptWords]:
    """Return {mark of a finding: the decision} for words that stay; `rows` are `standing_rows`."""
    marks = {one.mark for one in checked.findings}
    rows = standing_rows(report, checked) if rows is None else rows
    return {row.mark: row for row in rows if row.mark in marks}


def open_findings(report: Report, checked: Checked) -> list[Finding]:
    """Return what stops the report and nobody decided to let stand."""
    kept = decisions_of_report(report, checked)
    return [one for one in checked.findings if one.severity is Severity.BLOCK and one.mark not in kept]


def lock_problems(report: Report, *, today: date, numbers: Numbers | None = None) -> list[Blocker | Caution]:
    """Return why the numbers may not be locked: a number typed by hand that the registers contradict."""
    checked = check_report(report, today=today, numbers=numbers)
    return _number_problems(checked, open_findings(report, checked))


def content_problems(
    report: Report, *, today: date, numbers: Numbers | None = None
) -> list[Blocker | Caution]:
    """Return why the content may not be approved, each paragraph named: gaps, carried words, numbers."""
    checked = check_report(report, today=today, numbers=numbers)
    found = open_findings(report, checked)
    problems = _number_problems(checked, found)
    for code, words in (
        ("HEADING_EMPTY", "đoạn chưa viết"),
        ("CARRIED_WORDS", "đoạn chép từ báo cáo trước chưa viết lại hoặc xác nhận"),
    ):
        names = [checked.label(one.key) for one in found if one.code == code]
        if names:
            problems.append(Blocker(f"Còn {len(names)} {words}: {'; '.join(names)}.", None))
    told = {*TYPED, "HEADING_EMPTY", "CARRIED_WORDS"}
    problems += [
        Blocker(f"{checked.where(one)}: {one.message}", None) for one in found if one.code not in told
    ]
    return problems


def _in(one: Finding) -> str:
    """Return the sentence of a number, "" where it is no more than the number."""
    return f" trong câu “{one.sentence}”" if one.sentence not in ("", one.text) else ""


def _number_problems(checked: Checked, found: list[Finding]) -> list[Blocker | Caution]:
    return [
        Blocker(f"{checked.where(one)} ghi “{one.text}”{_in(one)}. {one.message} Hãy {_WAY_OUT}.", None)
        for one in found
        if one.code in TYPED
    ]
