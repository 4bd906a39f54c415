"""What hinders the lock of a report's numbers: findings of its check page, passages not written yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution
from programs.wording.checks.findings import Finding
from reports.kinds.year_end import report_scope
from reports.models import Report
from reports.signers import signer_problems
from reports.text_checks.report_gate import decisions_of_report, open_findings
from reports.text_checks.run import Checked, check_report

# A wrong number of years is a warning while one writes; no locked paper says it.
_STOPPING = frozenset({"ANNIVERSARY_MISMATCH"})
# So much of a comment is repeated before the lock.
_QUOTED = 120


@dataclass(frozen=True)
class Hindrance:
    """Something found, and where it is mended."""

    finding: Blocker | Caution
    url: str = ""

    @property
    def is_blocker(self) -> bool:
        """Whether it stops the step."""
        return isinstance(self.finding, Blocker)


def lock_hindrances(report: Report, *, today: date, checked: Checked | None = None) -> list[Hindrance]:
    """Return what must be mended before the numbers are locked, each with the passage and its address.

    What somebody decided to let stand, with a reason, stops nothing. `checked` saves checking anew.
    """
    checked = checked or check_report(report, today=today)
    kept = decisions_of_report(report, checked)
    stopping = [
        *open_findings(report, checked),
        *(one for one in checked.findings if one.code in _STOPPING and one.mark not in kept),
    ]
    found = [
        Hindrance(
            Blocker(f"{checked.where(one)}{_said(one)}: {one.message}", one.source),
            passage_url(report, one.key) or details_url(report),
        )
        for one in dict.fromkeys(stopping)
    ]
    found += [Hindrance(one, details_url(report)) for one in _window_findings(report, today)]
    wrong = signer_problems(report.issuer, report.signer, report.signature_lines, today)
    found += [Hindrance(one, details_url(report)) for one in wrong]
    found += _open_comments(report, checked)
    if report.signer_id is None:
        found.append(
            Hindrance(
                Caution("Chưa ghi người ký; ghi ở Sửa thông tin hoặc khi ký.", None), details_url(report)
            )
        )
    return found


def _said(one: Finding) -> str:
    """Return the sentence that a finding is in, to know it again among others of the same section."""
    return f", câu “{one.sentence}”" if one.sentence else ""


def _open_comments(report: Report, checked: Checked) -> list[Hindrance]:
    """Return what the authors asked each other and nobody settled; a lock does not answer it."""
    rows = report.comments.filter(settled_at__isnull=True).select_related("author").order_by("pk")
    return [
        Hindrance(
            Caution(
                f"Mục “{checked.label(row.key)}”: trao đổi của {row.author} chưa đánh dấu xong: "
                f"“{row.text[:_QUOTED]}”.",
                None,
            ),
            f"{report.get_absolute_url()}#muc-{row.key}",
        )
        for row in rows
    ]


def _window_findings(report: Report, today: date) -> list[Blocker | Caution]:
    """Return whether the days of the report have begun, and whether they are over."""
    scope = report_scope(report, today=today)
    start, end = scope.window.start, scope.window.end
    if scope.as_of < start:
        words = f"Kỳ số liệu bắt đầu ngày {format_date(start)}, chưa tới; chốt khi kỳ đã bắt đầu hoặc đổi kỳ."
        return [Blocker(words, None)]
    if scope.as_of < end:
        words = (
            f"Kỳ số liệu còn đến ngày {format_date(end)}: số chốt bây giờ mới tính đến ngày "
            f"{format_date(scope.as_of)}."
        )
        return [Caution(words, None)]
    return []


def passage_url(report: Report, key: str) -> str:
    """Return where a passage is written, "" for what belongs to none."""
    return f"{report.get_absolute_url()}soan/#muc-{key}" if key else ""


def details_url(report: Report) -> str:
    """Return where the particulars of the report are edited."""
    return f"{report.get_absolute_url()}thong-tin/"
