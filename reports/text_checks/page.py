"""What the check page of a document shows: findings by severity, filtered by rule, with their addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.core.paginator import Paginator

from core.dates import format_date
from programs.kept_rules import may_be_kept
from programs.models import KeptFinding
from programs.wording.checks.findings import RULES, SEVERITY_WORDS, Finding, Severity
from reports.models import KeptWords
from reports.text_checks.run import Checked
from reports.writing_rules import may_stay

PER_PAGE = 100
TONES = {Severity.BLOCK: "bad", Severity.WARN: "warn", Severity.HINT: "mute"}
HEADERS = ("Mức", "Mã", "Quy tắc", "Chỗ", "Lời văn", "Cần làm", "Căn cứ", "Liên kết", "Giữ lại vì")
KEPT = "Đã giữ lại"


@dataclass(frozen=True)
class Row:
    """One finding with the name and address of its place, and the decision to leave it as it is."""

    finding: Finding
    place: str
    url: str
    kept: KeptFinding | KeptWords | None = None
    more: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """In how many places it is found."""
        return 1 + len(self.more)

    @property
    def may_be_kept(self) -> bool:
        """Whether somebody may decide to leave it."""
        return self.kept is None and may_be_kept(self.finding)

    @property
    def may_stay(self) -> bool:
        """Whether somebody may decide so in a report: typed numbers may be left without a source."""
        return self.kept is None and may_stay(self.finding)

    @property
    def decision(self) -> str:
        """The decision in one line, "" where there is none."""
        if self.kept is None:
            return ""
        return f"{self.kept.reason} ({self.kept.kept_by}, {format_date(self.kept.kept_on)})"


@dataclass(frozen=True)
class Group:
    """The findings of one severity on this page, and how many there are in all."""

    label: str
    tone: str
    count: int
    rows: list[Row]


def _together(rows: list[Row]) -> list[Row]:
    """Return the rows, what does not block said once for all its places."""
    found: dict[object, Row] = {}
    for row in rows:
        one = row.finding
        alike = (one.code, one.text, one.message) if one.severity is not Severity.BLOCK else one.mark
        first = found.get(alike)
        found[alike] = replace(first, more=(*first.more, (row.place, row.url))) if first else row
    return list(found.values())


class CheckPage:
    """The findings of one document as a page asks for them."""

    def __init__(
        self,
        checked: Checked,
        params,
        *,
        url_of: Callable[[str], str],
        kept: Mapping[str, KeptFinding | KeptWords] = MappingProxyType({}),
    ):
        """Take the findings, the query string, what gives the address of a passage, and what was decided."""
        self.checked, self.kept = checked, kept
        self.counts = Counter(one.code for one in checked.findings)
        code = params.get("ma", "")
        self.code = code if code in self.counts else ""
        chosen = [one for one in checked.findings if self.code in ("", one.code)]
        rows = [Row(one, checked.place(one), url_of(one.key), kept.get(one.mark)) for one in chosen]
        # What was decided needs nobody any more: it stands last.
        self.rows = sorted(rows, key=lambda row: row.kept is not None)
        self.page = Paginator(_together(self.rows), PER_PAGE).get_page(params.get("page"))

    @property
    def groups(self) -> list[Group]:
        """What stands on this page, what blocks first."""
        found = []
        for severity in Severity:
            rows = [row for row in self.page if row.finding.severity is severity and not row.kept]
            if rows:
                count = sum(row.finding.severity is severity and not row.kept for row in self.rows)
                found.append(Group(SEVERITY_WORDS[severity], TONES[severity], count, rows))
        if rows := [row for row in self.page if row.kept]:
            found.append(Group(KEPT, "mute", sum(row.kept is not None for row in self.rows), rows))
        return found

    @property
    def noun(self) -> str:
        """What the foot of the list counts: a line may stand for several places, which the head counts."""
        total = len(self.rows)
        return "dòng" if total == self.page.paginator.count else f"dòng, cộng {total} chỗ"

    @property
    def views(self) -> list[tuple[str, str, int, bool]]:
        """The choice of rules: (code, label, how many, whether chosen)."""
        rows = [(code, RULES[code], count, code == self.code) for code, count in self.counts.most_common()]
        return [("", "Tất cả", len(self.checked.findings), not self.code), *rows]

    @property
    def summary(self) -> str:
        """The findings in one line."""
        if not self.checked.findings:
            return "Không có chỗ nào cần xem"
        counts = [
            (SEVERITY_WORDS[one].lower(), self.checked.count(one, without=self.kept)) for one in Severity
        ]
        counts.append((KEPT.lower(), sum(one.mark in self.kept for one in self.checked.findings)))
        return ", ".join(f"{count} {label}" for label, count in counts if count)

    def lines(self, absolute: Callable[[str], str]) -> list[tuple[str, ...]]:
        """Return the rows of the export; `absolute` makes an address whole."""
        return [
            (
                row.finding.severity_words,
                row.finding.code,
                row.finding.rule,
                row.place,
                row.finding.text,
                row.finding.message,
                str(row.finding.source or ""),
                absolute(row.url) if row.url else "",
                row.decision,
            )
            for row in self.rows
        ]
