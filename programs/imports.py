"""The official table of tasks: how its rows are read, compared, judged and written."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.imports.kinds import ImportKind, register_kind
from core.imports.lookups import ONE_LEAD, agency_names
from core.imports.resource import RowData, RowResource, column
from core.legal import Caution, RuleError, cautions, refuse_if
from core.models import Agency, ImportBatch, User
from core.permissions import Area, Right, may
from core.spreadsheets.cells import CellRefused, unknown_name
from core.spreadsheets.names import NameList, name_key
from core.spreadsheets.reader import Lookup, Row
from core.spreadsheets.template import TASKS
from programs import permissions, rules
from programs.actions.tasks import add_task, edit_task
from programs.models import DueKind, Pillar, Program, SolutionGroup, Task, TaskStatus

# Columns of Task by column of the table, where a value is taken over as it is.
PLAIN = {
    "name": "title", "lead": "lead_agency", "start": "started_on", "output": "deliverable", "note": "note",
    "pillar": "pillar", "group": "group",
}  # fmt: skip
# What offices write for a status beside its own name.
ALSO_CALLED = {
    TaskStatus.NOT_DUE: ("Chưa thực hiện", "Chưa đến hạn"),
    TaskStatus.RUNNING: ("Đang làm", "Đang triển khai", "Sắp đến hạn", "Đến hạn hôm nay"),
    TaskStatus.DONE: ("Hoàn thành", "Đã hoàn thành", "Xong"),
    TaskStatus.DONE_LATE: ("Hoàn thành", "Đã hoàn thành", "Hoàn thành chậm"),
    TaskStatus.OVERDUE: ("Quá hạn chưa hoàn thành", "Chậm"),
    TaskStatus.STOPPED: ("Dừng", "Không thực hiện"),
}
LATE_BY = re.compile(r"quá hạn [0-9]{1,5} ngày", re.IGNORECASE)


@dataclass(eq=False)
class TaskRow(RowData):
    """One task as a row of the table."""

    record: Task | None = None
    code: str = ""
    name: str = ""
    lead: Any = None
    partners: list[Agency] = field(default_factory=list)
    start: date | None = None
    deadline: date | None = None
    status: str = ""
    note: str = ""
    pillar: Pillar | None = None
    # A SolutionGroup; while a row is read, a tuple of the groups of that name in all programs.
    group: Any = None
    output: str = ""


class TaskResource(RowResource):
    """Tasks in the official table; new ones belong to `program`, without one to that of their deadline."""

    template = TASKS
    batch_kind = ImportBatch.Kind.TASKS
    noun = "nhiệm vụ"
    may_lack = ("deadline",)
    columns_of_fields = {
        "title": "name", "lead_agency": "lead", "due_text": "deadline", "due_on": "deadline",
        "started_on": "start", "deliverable": "output", "position": "group",
    }  # fmt: skip

    code = column("code")
    name = column("name")
    lead = column("lead")
    partners = column("partners")
    start = column("start")
    deadline = column("deadline")
    status = column("status")
    note = column("note")
    pillar = column("pillar")
    group = column("group")
    output = column("output")

    class Meta(RowResource.Meta):
        model = Task

    def __init__(self, *, by: User, today: date, program: Program | None = None) -> None:
        super().__init__(by=by, today=today)
        # The status is computed, never taken from a file.
        self.fields["status"].readonly = True
        self.program = program
        self.programs = list(Program.objects.order_by("period_start_year"))

    def lookups(self) -> dict[str, Lookup]:
        """Return the catalogues by column."""
        agencies = agency_names(self.today)
        return {
            "lead": _one_of(agencies),
            "partners": agencies.find,
            "status": _status_lookup(),
            "pillar": _pillar_names().find,
            "group": _group_lookup(),
        }

    def rights_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield a refusal where the person may not write tasks of the agency that the row names."""
        lead = row.values.get("lead")
        if lead and not may(self.by, Area.TASKS, Right.WRITE, {lead.pk}):
            yield "lead", f"hàng {row.number}: không có quyền với '{lead.name}'"

    def addition_refusal(self) -> str:
        """Return why the person may add no task; who only reports on tasks may not."""
        if permissions.can_add_task(self.by):
            return ""
        return (
            "tài khoản này chỉ báo cáo nhiệm vụ được giao, không thêm nhiệm vụ mới; "
            "hãy gửi tệp cho cơ quan theo dõi Chương trình"
        )

    def stored_queryset(self) -> Any:
        """Return tasks with everything a row shows."""
        return Task.objects.select_related(
            "program", "lead_agency", "pillar", "group", "group__pillar"
        ).prefetch_related("co_agencies__agency")

    def row_of(self, record: Task) -> TaskRow:
        """Return a stored task as a row."""
        found = rules.task_status(record.dates, record.override_status, self.today)
        return TaskRow(
            record=record,
            code=record.code,
            partners=_sorted([row.agency for row in record.co_agencies.all()]),
            deadline=record.due_on,
            status=TaskStatus(found.code).label,
            **{key: getattr(record, attribute) for key, attribute in PLAIN.items()},
        )

    def new_row(self) -> TaskRow:
        """Return an empty row."""
        return TaskRow()

    def settle(self, row: TaskRow, original: TaskRow) -> None:
        """Order the agencies, the lead not among them, and find the group in the task's own program."""
        row.partners = _sorted([agency for agency in row.partners if agency != row.lead])
        if isinstance(row.group, tuple):
            row.group = self._group(row, row.group)
        if row.group and row.group != original.group and row.pillar in (None, original.pillar):
            row.pillar = row.group.pillar

    def notices(self, row: TaskRow, typed: Mapping[str, Any]) -> Iterator[str]:
        """Yield remarks on a lead named as co-ordinator too, and on another status than the computed one."""
        if row.lead in (typed.get("partners") or []):
            yield f"{row.lead.name} đã chủ trì nên không ghi thêm ở cột phối hợp"
        text = typed.get("status") or ""
        record = row.record
        found = rules.task_status(_dates(row), record.override_status if record else "", self.today)
        names = (found.label, TaskStatus(found.code).label, *ALSO_CALLED.get(TaskStatus(found.code), ()))
        if text and name_key(text) not in {name_key(name) for name in names}:
            yield f"trạng thái '{text[:60]}' không được nhập; cổng tính theo ngày: {found.label}"

    def check_row(self, row: TaskRow, original: TaskRow) -> list[Caution]:
        """Return the cautions on a row. Raises RuleError where a rule forbids it."""
        program = self._allowed(row)
        record = row.record
        found = rules.task_problems(
            lead=row.lead,
            partners=row.partners,
            dates=_dates(row),
            override=record.override_status if record else "",
            override_reason=record.override_reason if record else "",
            period=program.period,
            today=self.today,
        )
        refuse_if(found)
        return cautions(found)

    def write_row(self, row: TaskRow, original: TaskRow) -> list[Caution]:
        """Write a row through the actions of tasks; return the cautions."""
        program = self._allowed(row)
        record = row.record
        values: dict[str, Any] = {
            attribute: getattr(row, key)
            for key, attribute in PLAIN.items()
            if record is None or getattr(row, key) != getattr(original, key)
        }
        if record is None or row.deadline != original.deadline:
            values |= {"due_kind": DueKind.DAY, "due_on": row.deadline}
        if record is None:
            values["program"] = program
            _, found = add_task(
                values=values,
                partners=row.partners,
                today=self.today,
                by=self.by,
                code=row.code,
                is_checked=True,
            )
        else:
            _, found = edit_task(
                task=record,
                expected=record.version,
                values=values,
                partners=None if row.partners == original.partners else row.partners,
                today=self.today,
                by=self.by,
                reason="Theo bảng nhiệm vụ nhập lại",
            )
        return found

    def examples(self) -> list[list[Any]]:
        """Return two filled rows with agencies of the catalogue."""
        agencies = list(Agency.objects.filter(code__in=["SNGV", "SYT", "CAT"]).order_by("code")) or list(
            Agency.objects.order_by("pk")[:3]
        )
        names = [agency.name for agency in agencies] or ["Sở Ngoại vụ"]
        year = self.today.year
        return [
            [
                f"NV-{year}-901", "Tổ chức đoàn công tác hữu nghị (ví dụ)", names[0], names[1:],
                date(year, 3, 1), date(year, 6, 30), "", "Dòng ví dụ, xóa trước khi nhập",
                "Đối ngoại Nhân dân", "", "Báo cáo kết quả",
            ],
            [
                f"NV-{year}-902", "Gặp mặt lưu học sinh Lào (ví dụ)", names[-1], [], None,
                date(year, 12, 15), "", "", "", "", "",
            ],
        ]  # fmt: skip

    def _program_of(self, row: TaskRow) -> Program | None:
        """Return the program a row belongs to: its own, the chosen one, or the one of its deadline."""
        if row.record is not None:
            return row.record.program
        if self.program is not None or row.deadline is None:
            return self.program
        year = row.deadline.year
        found = [one for one in self.programs if one.period_start_year <= year <= one.period_end_year]
        return found[0] if len(found) == 1 else None

    def _allowed(self, row: TaskRow) -> Program:
        """Return the program of a row that may be written. Raises RuleError where it may not."""
        record = row.record
        if record is not None and record.is_closed:
            raise RuleError(f"hàng {self.row_number}: nhiệm vụ đã kết thúc, không sửa qua nhập tệp")
        program = self._program_of(row)
        if program is None:
            raise RuleError(
                f"Chưa có chương trình nào bao trùm hạn năm {row.deadline.year if row.deadline else ''}; "
                "hãy chọn chương trình khi nhập, hoặc lập chương trình trước.",
                field="deadline",
            )
        if self.program is not None and program != self.program:
            raise RuleError(
                f"Mã '{row.code}' thuộc {program.title}, không thuộc chương trình đã chọn.", field="code"
            )
        if record is not None and not permissions.can_edit_task(self.by, record):
            raise RuleError(
                f"hàng {self.row_number}: không có quyền với '{record.lead_agency.name}'; tài khoản này "
                "không sửa nội dung nhiệm vụ đã có",
                field="lead",
            )
        if row.group and row.pillar != row.group.pillar:
            raise RuleError(
                f"Nhóm '{row.group.title}' thuộc trụ cột {row.group.pillar.name}; hãy sửa trụ cột.",
                field="pillar",
            )
        return program

    def _group(self, row: TaskRow, candidates: tuple[SolutionGroup, ...]) -> SolutionGroup:
        program = self._program_of(row)
        own = [group for group in candidates if program and group.program_id == program.pk]
        if len(own) > 1 and row.pillar:
            own = [group for group in own if group.pillar_id == row.pillar.pk] or own
        if not own:
            raise ValidationError(
                {"group": f"Nhóm '{candidates[0].title}' không có trong chương trình của nhiệm vụ này."}
            )
        return own[0]


def _dates(row: TaskRow) -> rules.TaskDates:
    record = row.record
    kind = record.due_kind if record and record.due_on == row.deadline else DueKind.DAY
    return rules.TaskDates(
        due_kind=kind,
        due_on=row.deadline,
        started_on=row.start,
        completed_on=record.completed_on if record else None,
        progress=record.progress_percent if record else 0,
    )


def _sorted(agencies: list[Agency]) -> list[Agency]:
    return sorted({agency.pk: agency for agency in agencies}.values(), key=lambda agency: agency.pk)


def _one_of(agencies: NameList[Agency]) -> Callable[[str], Agency]:
    """Return the lookup of the lead agency: exactly one."""

    def find(text: str) -> Agency:
        if agencies.get(text) is None and ";" in text:
            raise CellRefused(f"'{text[:80]}': {ONE_LEAD}.")
        return agencies.find(text)

    return find


def _status_lookup() -> Callable[[str], str]:
    """Return the lookup of status words; the words themselves come back, for they are only compared."""
    words = [(word, word) for words in ALSO_CALLED.values() for word in words]
    names = NameList([*((label, label) for label in TaskStatus.labels), *words])

    def find(text: str) -> str:
        # The list page shows how many days a task is late.
        return text if LATE_BY.fullmatch(text) else names.find(text)

    return find


def _pillar_names() -> NameList[Pillar]:
    pillars = list(Pillar.objects.all())
    return NameList([(name, one) for one in pillars for name in (one.name, one.code, one.numeral)])


def _group_lookup() -> Callable[[str], tuple[SolutionGroup, ...]]:
    """Return the lookup of solution groups; the program of the row decides among those of one name."""
    named: dict[str, list[SolutionGroup]] = {}
    for group in SolutionGroup.objects.select_related("pillar", "program"):
        named.setdefault(name_key(group.title), []).append(group)
    titles = NameList([(groups[0].title, tuple(groups)) for groups in named.values()])

    def find(text: str) -> tuple[SolutionGroup, ...]:
        found = titles.get(text)
        if found is None:
            raise CellRefused(unknown_name(text, titles.nearest(text)))
        return found

    return find


def resource_for(user: User, chosen: dict[str, Any]) -> TaskResource:
    """Return the resource of a person for the program chosen by its address, if any."""
    program = Program.objects.filter(slug=chosen.get("program") or "").first()
    return TaskResource(by=user, today=timezone.localdate(), program=program)


def register_import() -> None:
    """Make the table known to the worker."""
    register_kind(
        ImportBatch.Kind.TASKS, ImportKind(resource=resource_for, may_import=permissions.can_add_task)
    )
