"""What stays in a report against the registers by somebody's decision, for whoever lets the report pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.wording.checks.findings import RULES, Severity
from reports.checks import OFFERED_TOKEN
from reports.models import KeptWords, Report
from reports.text_checks.report_gate import standing_rows
from reports.text_checks.run import Checked, check_report
from reports.writing_rules import CONTRADICTING

_CONTRADICTING_RULES = frozenset(RULES[code] for code in CONTRADICTING)


@dataclass(frozen=True)
class KeptNumber:
    """Words that were kept: where, what the register says against them, why, by whom, on which day."""

    place: str
    words: str
    said: str
    reason: str
    person: str
    on: date
    url: str


def kept_numbers(
    report: Report, checked: Checked, rows: Iterable[KeptWords] | None = None
) -> list[KeptNumber]:
    """Return what was kept against the registers, in the order of the decisions.

    Hints are left out: they contradict nothing. Numbers of other windows are compared while the report is a
    draft alone; of those, a locked report still names the rule.
    """
    by_mark = {one.mark: one for one in checked.findings}
    found = []
    for row in standing_rows(report, checked) if rows is None else rows:
        finding = by_mark.get(row.mark)
        if finding is None and not (report.snapshot and row.rule in _CONTRADICTING_RULES):
            continue
        if finding is not None and finding.severity is Severity.HINT:
            continue
        # How a writer would mend it helps nobody who reads.
        said = OFFERED_TOKEN.sub(".", finding.message) if finding else f"{row.rule}."
        place, url = checked.label(row.key), f"{report.get_absolute_url()}#muc-{row.key}"
        found.append(KeptNumber(place, row.words, said, row.reason, str(row.kept_by), row.kept_on, url))
    return found


def kept_numbers_of(report: Report, *, today: date) -> list[KeptNumber]:
    """Return them for a page that did not check the report; nothing is checked where nobody decided."""
    if not KeptWords.objects.standing().filter(report=report).exists():
        return []
    return kept_numbers(report, check_report(report, today=today))
