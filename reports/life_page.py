"""What the pages show of a report's way: its states with who and when, the next step, what hinders it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from core.clerks import clerks_of, is_clerk_of, no_clerk_words
from core.dates import format_date
from core.legal import Blocker
from core.models import User
from reports import life
from reports.actions.life import NO_SNAPSHOT
from reports.format_checks import format_check
from reports.issued_files import issued_rows
from reports.life import Step
from reports.life_people import parts_had, people_for, steps_since_draft
from reports.lock_checks import Hindrance, lock_hindrances
from reports.models import Report, ReportStep
from reports.permissions import can_discard_report, can_edit_report, can_return_report, can_take_step
from reports.report_links import report_url
from reports.staffing import staffing_findings
from reports.text_checks.run import Checked

S = Report.Status


@dataclass(frozen=True)
class Stage:
    """One state on the way: whether it is past, present or ahead, who brought the report there, and when."""

    label: str
    mark: str
    doer: str
    step: ReportStep | None = None

    @property
    def words(self) -> str:
        """Who and when, in one line."""
        if self.step is None:
            return ""
        return f"{self.step.person} · {format_date(self.step.happened_on)}"


class LifeCard:
    """The way of one report as an account sees it today."""

    def __init__(
        self, report: Report, user: User, today: date, *, checked: Callable[[], Checked] | None = None
    ):
        """Take the report, its reader and the day; `checked` gives the findings that the page has anyway."""
        self.report, self.user, self.today, self._checked = report, user, today, checked
        self.status = S(report.status)

    @property
    def label(self) -> str:
        """The state in words."""
        return life.label_of(self.status)

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return life.tone_of(self.status)

    @cached_property
    def _steps(self) -> list[ReportStep]:
        return steps_since_draft(self.report)

    @cached_property
    def stages(self) -> list[Stage]:
        """The states on the way, each with the step that led there since the report was last a draft."""
        entered = {step.to_status: step for step in self._steps}
        here = life.ON_THE_WAY.index(self.status if self.status in life.ON_THE_WAY else S.ISSUED)
        found = []
        for place, status in enumerate(life.ON_THE_WAY):
            is_done = place < here or self.status in life.FINAL
            mark = "done" if is_done else "now" if place == here else ""
            doer = life.INTO[status].doer if status in life.INTO else "người soạn báo cáo"
            found.append(Stage(life.label_of(status), mark, doer, entered.get(status)))
        return found

    @property
    def next(self) -> Step | None:
        """The step that is due, None at the end of the way."""
        return life.FROM.get(self.status)

    @cached_property
    def may_next(self) -> bool:
        """Whether the role of the reader takes the next step."""
        return self.next is not None and can_take_step(self.user, self.report, self.next.part)

    @property
    def next_url(self) -> str:
        """The page of the next step."""
        return report_url(f"report_{self.next.name}", self.report) if self.next else ""

    @cached_property
    def _had(self) -> dict[int, set[life.Part]]:
        return parts_had(self.report)

    @cached_property
    def hindrances(self) -> list[Hindrance]:
        """What hinders the next step, with where it is mended; only for who takes it."""
        if self.next is None or not self.may_next:
            return []
        had = self._had
        found = [Hindrance(one) for one in life.apart_problems(self.next, had.get(self.user.pk, set()))]
        found += [Hindrance(one) for one in staffing_findings(self.report, self.next, self.user, had)]
        if self.status == S.DRAFT:
            checked = self._checked() if self._checked else None
            return [*found, *lock_hindrances(self.report, today=self.today, checked=checked)]
        if self.report.snapshot is None:
            found.append(Hindrance(Blocker(NO_SNAPSHOT, None)))
        elif self.status == S.CONTENT_APPROVED and not format_check(self.report).is_done:
            words = "Tệp PDF chưa đo xong thể thức."
            found.append(Hindrance(Blocker(words, None), self.next_url))
        return found

    @property
    def blockers(self) -> list[Hindrance]:
        """What stops the next step."""
        return [one for one in self.hindrances if one.is_blocker]

    @property
    def cautions(self) -> list[Hindrance]:
        """What only calls for attention."""
        return [one for one in self.hindrances if not one.is_blocker]

    @cached_property
    def waits_for(self) -> str:
        """The names of those for whom the report waits; who should be there where nobody is."""
        if self.next is None:
            return ""
        people = people_for(self.report, self.next, self._had)
        if people:
            return ", ".join(str(person) for person in people)
        is_clerks = self.next.part in {life.Part.CHECKS, life.Part.NUMBERS}
        if is_clerks and not clerks_of(self.report.issuer_id):
            return no_clerk_words(self.report.issuer)
        return f"chưa có ai: cần {self.next.doer}"

    @property
    def return_url(self) -> str:
        """The page that sends the report back, "" for who may not or where it is too late."""
        may = self.status in life.RETURNS and can_return_report(self.user, self.report)
        return report_url("report_return", self.report) if may else ""

    @property
    def discard_url(self) -> str:
        """Where a draft that was never locked is taken out, "" for who may not."""
        may = self.status == S.DRAFT and can_discard_report(self.user, self.report)
        return report_url("report_discard", self.report) if may and not self._ever_moved else ""

    @cached_property
    def _ever_moved(self) -> bool:
        return self.report.steps.exists()

    @cached_property
    def returned(self) -> ReportStep | None:
        """The step that sent the report back, while it is a draft again."""
        if self.status != S.DRAFT:
            return None
        back = self.report.steps.filter(to_status=S.DRAFT).select_related("person")
        return back.order_by("-pk").first()

    @property
    def edit_url(self) -> str:
        """The page of the particulars, "" where they stay as they are."""
        may = self.status == S.DRAFT and can_edit_report(self.user, self.report)
        return report_url("report_details", self.report) if may else ""

    @cached_property
    def replacements(self) -> list[Report]:
        """The reports that correct this one or shall do so, as far as the reader may know of them."""
        rows = self.report.replaced_by.visible_to(self.user)
        return list(rows.select_related("issuer", "document_number").order_by("pk"))

    @property
    def replace_url(self) -> str:
        """Where a correction is begun, "" for who may not or while there is one."""
        may = self.status == S.ISSUED and can_edit_report(self.user, self.report)
        return report_url("report_replace", self.report) if may and not self.replacements else ""

    @cached_property
    def files(self) -> list[dict[str, Any]]:
        """The issued files with their checksums."""
        return issued_rows(self.report) if self.status in life.FINAL else []

    @property
    def pdf_url(self) -> str:
        """Where the issued PDF is handed out, "" before."""
        return next((row["url"] for row in self.files if row["kind"] == "PDF"), "")

    @property
    def signed_pdf_url(self) -> str:
        """Where the signed and stamped copy in force is handed out, "" where none was handed in."""
        copies = [row for row in self.files if row["kind"] == "BAN_KY" and not row["replaced"]]
        return copies[0]["url"] if copies else ""

    @property
    def signed_copy_url(self) -> str:
        """Where the signed copy is handed in or replaced, "" for who may not."""
        may = self.status in life.FINAL and is_clerk_of(self.user, self.report.issuer_id)
        return report_url("report_signed_copy", self.report) if may else ""

    @property
    def has_signed_copy(self) -> bool:
        """Whether a signed copy is there, so that another one replaces it."""
        return any(row["kind"] == "BAN_KY" for row in self.files)

    @property
    def snapshot_words(self) -> str:
        """Which lock the numbers are of, "" while they are not locked."""
        snapshot = self.report.snapshot
        if snapshot is None:
            return ""
        return f"chốt lần {snapshot.ordinal}, {timezone.localtime(snapshot.taken_at):%H:%M %d/%m/%Y}"

    @property
    def urls(self) -> dict[str, str]:
        """The pages that belong to the way of the report."""
        names = ("life", "differences", "archive", "pdf", "page")
        return {name: report_url(f"report_{name}", self.report) for name in names}


def life_context(report: Report, user: User, today: date) -> dict[str, Any]:
    """Return what the page of a report's way shows; nothing of it is read from a lock."""
    return {
        "report": report,
        "life": LifeCard(report, user, today),
        "steps": report.steps.select_related("person").order_by("-pk"),
        "snapshots": report.snapshots.select_related("taken_by").defer("document"),
        "page_url": report_url("report_page", report),
    }
