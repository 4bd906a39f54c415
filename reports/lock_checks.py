"""What hinders the lock of a report's numbers: findings of its check page, passages not written yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.legal import Blocker, Caution
from reports.models import Report
from reports.text_checks.report_gate import decisions_of_report, open_findings
from reports.text_checks.run import Checked, check_report

# A wrong number of years is a warning while one writes; no locked paper says it.
_STOPPING = frozenset({"ANNIVERSARY_MISMATCH"})


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
            Blocker(f"Mục “{checked.label(one.key)}”: {one.message}", one.source),
            passage_url(report, one.key) or details_url(report),
        )
        for one in dict.fromkeys(stopping)
    ]
    if report.signer_id is None:
        found.append(
            Hindrance(
                Caution("Chưa ghi người ký; ghi ở Sửa thông tin hoặc khi ký.", None), details_url(report)
            )
        )
    return found


def passage_url(report: Report, key: str) -> str:
    """Return where a passage is written, "" for what belongs to none."""
    return f"{report.get_absolute_url()}soan/#muc-{key}" if key else ""


def details_url(report: Report) -> str:
    """Return where the particulars of the report are edited."""
    return f"{report.get_absolute_url()}thong-tin/"
