"""What the check page of a document shows: findings by severity, filtered by rule, with their addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator

from programs.wording.checks.findings import RULES, SEVERITY_WORDS, Finding, Severity
from reports.text_checks.run import Checked

PER_PAGE = 100
TONES = {Severity.BLOCK: "bad", Severity.WARN: "warn", Severity.HINT: "mute"}
HEADERS = ("Mức", "Mã", "Quy tắc", "Chỗ", "Lời văn", "Cần làm", "Căn cứ", "Liên kết")


@dataclass(frozen=True)
class Row:
    """One finding with the name and address of its place."""

    finding: Finding
    place: str
    url: str


@dataclass(frozen=True)
class Group:
    """The findings of one severity on this page, and how many there are in all."""

    label: str
    tone: str
    count: int
    rows: list[Row]


class CheckPage:
    """The findings of one document as a page asks for them."""

    def __init__(self, checked: Checked, params, *, url_of: Callable[[str], str]):
        """Take the findings, the query string, and what gives the address of a passage."""
        self.checked = checked
        self.counts = Counter(one.code for one in checked.findings)
        code = params.get("ma", "")
        self.code = code if code in self.counts else ""
        chosen = [one for one in checked.findings if self.code in ("", one.code)]
        self.rows = [Row(one, checked.label(one.key), url_of(one.key)) for one in chosen]
        self.page = Paginator(self.rows, PER_PAGE).get_page(params.get("page"))

    @property
    def groups(self) -> list[Group]:
        """What stands on this page, what blocks first."""
        found = []
        for severity in Severity:
            rows = [row for row in self.page if row.finding.severity is severity]
            if rows:
                count = sum(row.finding.severity is severity for row in self.rows)
                found.append(Group(SEVERITY_WORDS[severity], TONES[severity], count, rows))
        return found

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
        counts = [(SEVERITY_WORDS[one].lower(), self.checked.count(one)) for one in Severity]
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
            )
            for row in self.rows
        ]
