"""The page on which a report is written: its steps, its paper with numbered figures, what stands beside."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from programs.wording.checks.findings import Severity
from reports.checks import Finding, check_typed_numbers
from reports.documents.blocks import MOTTO, NATION, Block
from reports.documents.html import head_size
from reports.figure_looks import value_text
from reports.figure_marks import FigureState, Mark, figures_in, marked
from reports.figures import FigureValue
from reports.kept_numbers import KeptNumber, kept_numbers
from reports.kinds.year_end import (
    ending,
    passage_label,
    printed_sections,
)
from reports.kinds.year_end_numbers import BEFORE, CHANGE
from reports.life_page import LifeCard
from reports.models import FigureLook, KeptWords, NarrativeBlock, Report, ReportComment, SectionLevel
from reports.narrative import ANNIVERSARY
from reports.overwritten import overwritten_words
from reports.replaced_sentences import Replaced, replaced_in
from reports.report_page import ReportPage, report_url
from reports.text_checks.report_gate import decisions_of_report, standing_rows
from reports.text_checks.run import Checked, check_report, told_by
from reports.writing_rules import TYPED, is_writable


@dataclass
class Sheet:
    """One section of the paper: its heading and blocks with numbered figures, and what waits there."""

    block: NarrativeBlock
    number: str
    heading: Block | None
    blocks: list[Block]
    own: list[Block]
    typed: list[Mark] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    comments: list[ReportComment] = field(default_factory=list)
    over: Sequence[Any] = ()

    @property
    def label(self) -> str:
        """What the section is called."""
        return passage_label(self.block)

    @property
    def is_empty(self) -> bool:
        """Whether words are still to be written here."""
        return self.block.is_written and not self.block.text.strip()

    @property
    def waits(self) -> bool:
        """Whether somebody must still write or read this passage."""
        return self.is_empty or self.block.is_carried

    @property
    def open_comments(self) -> int:
        """How many comments nobody settled."""
        return sum(comment.settled_at is None for comment in self.comments)

    @property
    def is_minor(self) -> bool:
        """Whether it stands below another heading."""
        return self.block.level == SectionLevel.ARABIC


@dataclass(frozen=True)
class Step:
    """One step of the way to an issued report."""

    label: str
    note: str
    url: str
    state: str
    tone: str
    is_current: bool = False


class BuilderPage(ReportPage):
    """One report on its way: what ReportPage knows, and the paper in sections with numbered figures."""

    @cached_property
    def can_write(self) -> bool:
        """Whether the account may change words now."""
        return bool(self.context_rights["can_edit"]) and is_writable(self.report.status)

    @cached_property
    def checked(self) -> Checked:
        """Everything the checks say of the report."""
        return check_report(self.report, today=self.today, numbers=self.numbers)

    @property
    def life(self) -> LifeCard:
        """The way of the report; what hinders it is read off the findings of the page."""
        return LifeCard(self.report, self.user, self.today, checked=lambda: self.checked)

    @cached_property
    def decisions(self) -> dict[str, KeptWords]:
        """Words that stay by decision, by the mark of their finding."""
        return decisions_of_report(self.report, self.checked, self._standing)

    @cached_property
    def _standing(self) -> list[KeptWords]:
        return standing_rows(self.report, self.checked)

    @property
    def kept_numbers(self) -> list[KeptNumber]:
        """What stays against the registers, with the reason and who decided."""
        return kept_numbers(self.report, self.checked, self._standing)

    @cached_property
    def looks(self) -> dict[str, FigureLook]:
        """What somebody looked at, by the code of the figure."""
        return {look.code: look for look in self.report.figure_looks.select_related("looked_by")}

    @cached_property
    def _printed(self):
        return printed_sections(self.report, self.numbers)

    @cached_property
    def printed(self) -> dict[str, str]:
        """The figures of the paper as it prints them first, in reading order."""
        return figures_in(block for part in self._printed for block in [*part.written, *part.own])

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """The figures of the paper by code, numbered in reading order."""
        return {code: Mark(at, code, self._state_of(code)) for at, code in enumerate(self.printed, start=1)}

    def value_of(self, code: str) -> FigureValue | None:
        """Return the figure behind a token, whatever form of it is asked for; None for other numbers."""
        return self.numbers.values.get(code.partition("|")[0])

    def values_behind(self, code: str) -> dict[str, FigureValue]:
        """Return the figures that a token prints by their own codes: this year's, last year's, both."""
        base, _, form = code.partition("|")
        now, before = self.numbers.values.get(base), self.numbers.before.get(base)
        found = {} if now is None or (form == BEFORE and before) else {base: now}
        return found | ({f"{base}|{BEFORE}": before} if before and form in (BEFORE, CHANGE) else {})

    def look_of(self, code: str) -> FigureLook | None:
        """Return how what a token prints was last looked at, one that is another number now before others."""
        behind = self.values_behind(code)
        looks = [(self.looks[one], value) for one, value in behind.items() if one in self.looks]
        looks.sort(key=lambda pair: pair[0].value == value_text(pair[1]))
        return looks[0][0] if looks else None

    def _state_of(self, code: str) -> FigureState:
        if self.report.snapshot:
            return FigureState.LOCKED
        behind = self.values_behind(code)
        if any(one in self.looks and self.looks[one].value != value_text(behind[one]) for one in behind):
            return FigureState.CHANGED
        return FigureState.MATCHED

    @cached_property
    def typed(self) -> list[tuple[Mark, Any]]:
        """The numbers typed by hand with what the checks say of them, numbered behind the figures."""
        found: list[tuple[Mark, Any]] = []
        for finding in self.checked.findings:
            if finding.code not in TYPED:
                continue
            state = FigureState.EXEMPT if finding.mark in self.decisions else FigureState.UNSOURCED
            mark = Mark(len(self.marks) + len(found) + 1, finding.mark, state, finding.text)
            found.append((mark, finding))
        return found

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sections of the paper in their order."""
        typed: dict[str, list[Mark]] = {}
        for mark, finding in self.typed:
            typed.setdefault(finding.key, []).append(mark)
        comments: dict[str, list[ReportComment]] = {}
        for comment in self.report.comments.select_related("author", "settled_by"):
            comments.setdefault(comment.key, []).append(comment)
        replaced = replaced_in(self.passages, self.numbers) if self.can_write else {}
        over = overwritten_words(self.report) if self.can_write else {}
        return [
            Sheet(
                block=part.block,
                number=part.heading.label if part.heading else "",
                heading=part.heading,
                blocks=marked(part.written, self.marks, typed.get(part.block.key, ())),
                own=marked(part.own, self.marks),
                typed=typed.get(part.block.key, []),
                replaced=replaced.get(part.block.key, []),
                comments=comments.get(part.block.key, []),
                over=over.get(part.block.pk, ()),
            )
            for part in self._printed
        ]

    def offered_for(self, finding: Any) -> Finding | None:
        """Return a number typed by hand with its place and its figure, None where no figure is known."""
        block = next((one for one in self.passages if one.key == finding.key), None)
        if block is None:
            return None
        told = told_by(self.report, self.sections, self.numbers, today=self.today)[block.key]
        said = check_typed_numbers(block.text, self.numbers.values, told)
        wanted = (finding.code, finding.text, finding.near)
        first = next((one for one in said if (one.code, one.text, one.near) == wanted), None)
        return first if first and first.figure else None

    def sheet_of(self, block: NarrativeBlock) -> Sheet:
        """Return the section of one passage."""
        return next(sheet for sheet in self.sheets if sheet.block.pk == block.pk)

    @property
    def head(self) -> dict[str, Any]:
        """What the top of the paper needs besides the document."""
        return {"size": head_size(self.document.header), "nation": NATION, "motto": MOTTO}

    @property
    def endings(self) -> list[Block]:
        """What stands behind the last section: the paper that this one replaces, the last sentence."""
        lines = 2 if self.report.replaces_id else 1
        return list(self.document.body[-lines:]) or ending(self.report)

    @cached_property
    def problems(self) -> list[Mark]:
        """The numbers that somebody must look at, in reading order."""
        return [mark for mark in self.all_marks if mark.is_problem]

    @property
    def open_typed(self) -> list[tuple[Mark, Any]]:
        """The typed numbers that nobody decided about."""
        return [(mark, finding) for mark, finding in self.typed if mark.state is FigureState.UNSOURCED]

    @property
    def all_marks(self) -> list[Mark]:
        """Every number of the paper."""
        return [*self.marks.values(), *(mark for mark, _ in self.typed)]

    @property
    def marks_json(self) -> str:
        """The index and state of every number by its code, for passages that stand on the page already."""
        return json.dumps({mark.code: [mark.number, mark.state.value] for mark in self.all_marks})

    @property
    def counts(self) -> Counter[FigureState]:
        """How many numbers are in each state."""
        return Counter(mark.state for mark in self.all_marks)

    @property
    def matched(self) -> int:
        """How many numbers have their source and did not move."""
        return self.counts[FigureState.MATCHED]

    @property
    def kept_count(self) -> int:
        """How many stay as they were typed by somebody's decision, with its reason."""
        return self.counts[FigureState.EXEMPT]

    @property
    def changed(self) -> int:
        """How many moved since somebody looked."""
        return self.counts[FigureState.CHANGED]

    @property
    def unsourced(self) -> int:
        """How many were typed and have no source."""
        return self.counts[FigureState.UNSOURCED]

    @cached_property
    def waiting(self) -> list[Sheet]:
        """The passages still to be written or read."""
        return [sheet for sheet in self.sheets if sheet.waits]

    @property
    def words(self) -> int:
        """How many words staff wrote."""
        return sum(len(block.text.split()) for block in self.passages)

    def chosen(self, code: str) -> str:
        """Return the figure to show first: the one asked for, else a problem, else the first of the paper."""
        if code in self.marks:
            return code
        moved = [mark.code for mark in self.problems if not mark.words]
        plain = [one for one in self.marks if not one.startswith(ANNIVERSARY)]
        return next(iter([*moved, *[one for one in plain if one == "aid.committed_usd"], *plain]), "")

    @cached_property
    def steps(self) -> list[Step]:
        """The five steps with what is left of each (ux.md 9.1)."""
        report = self.report
        outline = report.outline.name if report.outline else "Báo cáo"
        left, unwritten = len(self.problems), len(self.waiting)
        total = len(self.all_marks)
        first_gap = f"#muc-{self.waiting[0].block.key}" if self.waiting else "#muc-bao-cao"
        return [
            Step(
                "Chọn mẫu và kỳ",
                f"{outline}, {self.scope.window.label}",
                # Readers are not led to forms that refuse them.
                self._url("details") if self.context_rights["can_edit"] else "#muc-bao-cao",
                "Xong",
                "plain",
            ),
            Step(
                "Lấy số liệu",
                f"{total} số, {self.life.snapshot_words or _now()}",
                f"{reverse('reports:figure_list')}?nam={report.year}",
                "Xong",
                "plain",
            ),
            self._looking(left, total),
            _left("Viết nhận định", unwritten, f"{len(self.passages)} mục, {self.words} từ", first_gap),
            self._last_step(left, unwritten),
        ]

    def _looking(self, left: int, total: int) -> Step:
        # The registers go on after the lock: what they say now is no longer what was looked at.
        if self.report.snapshot:
            label, url = "Soát số liệu", self._url("differences")
            return Step(label, f"{total} số đã chốt; xem nay sẽ khác gì", url, "Xong", "plain")
        note = f"{self.matched}/{total} số khớp nguồn"
        if self.kept_count:
            note += f", {self.kept_count} giữ lại có lý do"
        return _left("Soát số liệu", left, note, self._url("figures"))

    def _last_step(self, left: int, unwritten: int) -> Step:
        label, url = "Chốt và xuất PDF", "#trang-thai"
        if self.report.status != Report.Status.DRAFT:
            return Step(label, self.report.get_status_display(), url, "Đã chốt", "ok")
        # What stops the lock; a number that moved or has no source yet is for people to judge.
        stopping = [
            one
            for one in self.checked.findings
            if one.severity is Severity.BLOCK and one.mark not in self.decisions
        ]
        if stopping:
            numbers = any(one.code in TYPED for one in stopping)
            waits = [
                words
                for needed, words in ((numbers, "sửa số lệch sổ"), (unwritten, "viết xong các mục"))
                if needed
            ]
            note = " và ".join(waits) or "xử lý chỗ phải sửa ở Soát lỗi"
            return Step(label, f"Cần {note}", url, "Chưa được", "mute")
        note = f"Chốt được; còn {left} số nên xem" if left else "Đủ điều kiện chốt"
        url = self._url("lock") if self.context_rights["can_edit"] else url
        return Step(label, note, url, "Sẵn sàng", "info", is_current=not left)

    def _url(self, name: str) -> str:
        return report_url(f"report_{name}", self.report)

    @cached_property
    def context_rights(self) -> dict[str, Any]:
        """What the account may do with this report."""
        return super().context()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return self.context_rights | {
            "can_write": self.can_write,
            "page": self,
            "can_speak": self.context_rights["can_edit"] or self.context_rights["can_approve"],
        }


def _now() -> str:
    return f"tính lúc {timezone.localtime():%H:%M} hôm nay"


def _left(label: str, left: int, note: str, url: str) -> Step:
    """Return a step that is done when nothing is left of it."""
    state, tone = (f"Còn {left}", "warn") if left else ("Xong", "plain")
    return Step(label, note, url, state, tone, is_current=bool(left))
