"""What the checks of texts read from the registers: relations, agencies, people, tasks, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.urls import reverse

from core.dates import format_date
from core.legal import Citation
from core.models import Agency, AgencyKind, AgencySuccession, Appointment, Certainty, Country, User
from core.models.users import SYSTEM_USERNAME
from programs.models import Program, Task, TaskAgency, TaskStatus
from programs.models.tasks import DueKind
from programs.wording.checks.anniversaries import Relation
from programs.wording.checks.assignments import Body
from programs.wording.checks.bodies import FormerBody, former_bodies
from programs.wording.checks.findings import Finding, Severity
from programs.wording.checks.people import Holder
from reports.figures import Scope, compute_many
from reports.scopes import figure_url
from reports.text_checks.numbers import CODES, Known
from reports.windows import Kind, Window, window

# Bodies that give tasks and take none.
ABOVE = frozenset({"UBND", "HDND", "VPUB", "TU", "VPTU"})
ABOVE_KINDS = frozenset({AgencyKind.PARTY, AgencyKind.CENTRAL})
# Short names that are everyday words of an office text, too.
EVERYDAY = frozenset({"Ban Tổ chức", "Liên hiệp"})
_COUNT = "aid.items_received"
_UNDATED = frozenset({DueKind.NONE, DueKind.SOON})


@dataclass
class Registers:
    """The registers as of a day; each is read once, when a rule first asks for it."""

    today: date

    @cached_property
    def relations(self) -> list[Relation]:
        """The table of diplomatic relations; countries without a day are there, too."""
        rows = Country.objects.exclude(code="VN").order_by("sort_key")
        return [
            Relation(
                name=country.formal_name,
                names=tuple(
                    dict.fromkeys(filter(None, (country.name, country.official_name, *country.aliases)))
                ),
                established_on=country.established_on,
                source=country.source,
                url=country.get_absolute_url(),
                is_sure=country.certainty == Certainty.VERIFIED,
            )
            for country in rows
        ]

    @cached_property
    def _agencies(self) -> list[Agency]:
        return list(Agency.objects.order_by("pk"))

    @cached_property
    def former(self) -> list[FormerBody]:
        """Agencies with a last day, and who took over from them."""
        ended = [(agency, agency.valid_to) for agency in self._agencies if agency.valid_to]
        heirs: dict[int, list[str]] = {}
        rows = AgencySuccession.objects.filter(predecessor__in=[agency for agency, _ in ended]).order_by(
            "effective_on", "pk"
        )
        for old, new in rows.values_list("predecessor_id", "successor__name"):
            heirs.setdefault(old, []).append(new)
        return former_bodies(
            FormerBody(
                agency.name,
                _names(agency),
                last_day,
                tuple(heirs.get(agency.pk, ())),
                agency.get_absolute_url(),
            )
            for agency, last_day in ended
        )

    @cached_property
    def bodies(self) -> list[Body]:
        """Agencies by all their names; those that ended are told by a rule of their own."""
        standing = [
            Body(
                agency.name,
                _names(agency),
                agency.code in ABOVE or agency.kind in ABOVE_KINDS,
                agency.get_absolute_url(),
            )
            for agency in self._agencies
            if agency.valid_to is None
        ]
        return [*standing, *(Body(one.name, one.names, gives_tasks=True) for one in self.former)]

    @cached_property
    def living(self) -> list[str]:
        """Names of agencies that stand."""
        return [name for agency in self._agencies if agency.valid_to is None for name in _names(agency)]

    @cached_property
    def holders(self) -> list[Holder]:
        """People with their posts; a post that ended counts, texts speak of the past."""
        posts: dict[int, list[str]] = {}
        people = {}
        for row in Appointment.objects.select_related("person").order_by("person_id", "pk"):
            people[row.person_id] = row.person
            posts.setdefault(row.person_id, []).append(row.title)
        return [
            Holder(person.full_name, tuple(posts[pk]), person.get_absolute_url())
            for pk, person in people.items()
        ]

    def figures(self, span: Window) -> Known:
        """Return the figures of a window, over the whole province as papers print them."""
        if span not in self._figures:
            self._figures[span] = self._computed(span)
        return self._figures[span]

    @cached_property
    def _figures(self) -> dict[Window, Known]:
        return {}

    def _computed(self, span: Window) -> Known:
        system = User(username=SYSTEM_USERNAME)
        scope = Scope(span, min(span.end, self.today), system)
        years = range(span.start.year, span.end.year + 1)
        wanted: dict = {code: (code, scope) for code in CODES}
        for year in years:
            whole = window(Kind.YEAR, year)
            wanted[year] = (_COUNT, replace(scope, window=whole, as_of=min(whole.end, self.today)))
        found = compute_many(wanted)
        empty = tuple(year for year in years if not found[year].value)
        is_plain = span.kind is not Kind.CUSTOM
        url = (
            figure_url(_COUNT, scope, today=self.today)
            if is_plain
            else reverse("reports:figure", args=[_COUNT])
        )
        return Known({code: found[code] for code in CODES}, empty, url)


def _names(agency: Agency) -> tuple[str, ...]:
    """Return the ways in which texts write an agency."""
    names = [agency.name]
    if agency.short_name not in EVERYDAY:
        names.append(agency.short_name)
    for tail in (" tỉnh Thanh Hóa", " Thanh Hóa"):
        if agency.name.endswith(tail):
            names.append(agency.name.removesuffix(tail))
            break
    return tuple(name for name in dict.fromkeys(names) if name and name not in EVERYDAY)


@dataclass(frozen=True)
class RegisteredTasks:
    """The tasks of a program that nobody stopped: their titles, their agencies, and what they lack."""

    titles: tuple[str, ...]
    agencies: tuple[str, ...]
    findings: tuple[Finding, ...]


def registered_tasks(program: Program) -> RegisteredTasks:
    """Return the tasks of a program from the register of tasks, in two statements."""
    tasks = list(
        Task.objects.filter(program=program)
        .exclude(override_status=TaskStatus.STOPPED)
        .select_related("lead_agency")
        .order_by("code")
    )
    joined: dict[int, list[Agency]] = {}
    for row in TaskAgency.objects.filter(task__program=program).select_related("agency").order_by("pk"):
        joined.setdefault(row.task_id, []).append(row.agency)
    leads = [task.lead_agency.name for task in tasks]
    others = [agency.name for rows in joined.values() for agency in rows]
    findings = [one for task in tasks for one in _lacks(task, joined.get(task.pk, []))]
    return RegisteredTasks(
        tuple(task.title for task in tasks), tuple(dict.fromkeys([*leads, *others])), tuple(findings)
    )


def _lacks(task: Task, joined: list[Agency]) -> Iterator[Finding]:
    source = Citation(f"Sổ nhiệm vụ: {task.code}", task.get_absolute_url())

    def finding(code: str, severity: Severity, message: str) -> Finding:
        return Finding(code, severity, "", f"{task.code} {task.title}", message, source)

    if task.due_on is None and task.due_kind in _UNDATED:
        yield finding(
            "TASK_NO_DEADLINE", Severity.WARN, "Nhiệm vụ trong sổ chưa có thời hạn; ghi ở trang nhiệm vụ."
        )
    if not task.deliverable.strip():
        yield finding(
            "TASK_NO_DELIVERABLE", Severity.WARN, "Nhiệm vụ trong sổ chưa ghi sản phẩm; ghi ở trang nhiệm vụ."
        )
    if any(agency.pk == task.lead_agency_id for agency in joined):
        message = f"{task.lead_agency} vừa chủ trì vừa phối hợp; bỏ khỏi danh sách phối hợp ở trang nhiệm vụ."
        yield finding("TASK_LEAD_IN_COOP", Severity.BLOCK, message)
    for agency in (task.lead_agency, *joined):
        day = task.due_on
        if agency.valid_to and not task.is_closed and (day is None or day > agency.valid_to):
            message = (
                f"{agency} chỉ hoạt động đến {format_date(agency.valid_to)}; chuyển việc cho cơ quan kế thừa."
            )
            yield finding("AGENCY_DISSOLVED", Severity.BLOCK, message)
