"""The program itself and its solution groups."""

from datetime import date
from typing import Any

from django.db.models import Max

from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import Origin, User
from programs import rules
from programs.life import FIRST_STATES
from programs.models import Pillar, Program, SolutionGroup
from programs.period_rules import period_problems

_PROGRAM_COLUMNS = (
    "title", "issued_number", "issued_on", "issued_by", "signer", "drafting_agency", "draft_due_on",
    "summary",
)  # fmt: skip


@action("Thêm chương trình")
def add_program(*, start: int, end: int, values: dict[str, Any], today: date, by: User) -> Program:
    """Store a new program of a period; its address is the period, and two periods may not be the same.

    Raises RuleError where a rule forbids it.
    """
    program = Program(slug=f"{start}-{end}", period_start_year=start, period_end_year=end)
    if values["status"] not in FIRST_STATES:
        raise RuleError("Chương trình mới bắt đầu từ một trạng thái trong danh sách.", field="status")
    program.status = values["status"]
    for name in _PROGRAM_COLUMNS:
        if name in values:
            setattr(program, name, values[name])
    others = Program.objects.values_list("period_start_year", "period_end_year", "title")
    refuse_if(period_problems(start, end, others=others))
    _refuse_unissued(program, today)
    program.full_clean()
    program.save()
    return program


@action("Sửa chương trình")
def edit_program(
    *, program: Program, expected: int, values: dict[str, Any], today: date, by: User, reason: str = ""
) -> Program:
    """Store the issuing document, who drafts until when, and the summary; its state is moved by a step.

    Raises RuleError where a rule forbids it, VersionConflictError when somebody saved it meanwhile.
    """
    for name in _PROGRAM_COLUMNS:
        if name in values:
            setattr(program, name, values[name])
    _refuse_unissued(program, today)
    program.full_clean()
    return save_version(program, expected=expected)


def _refuse_unissued(program: Program, today: date) -> None:
    """Raise RuleError when the state says issued and the issuing document is not there."""
    refuse_if(
        rules.program_problems(
            program.status,
            number=program.issued_number,
            issued_on=program.issued_on,
            issued_by=program.issued_by,
            today=today,
        )
    )


@action("Thêm nhóm giải pháp")
def add_group(
    *,
    program: Program,
    pillar: Pillar,
    title: str,
    by: User,
    ordinal: int | None = None,
    origin: str = Origin.OFFICE,
) -> SolutionGroup:
    """Store a new solution group; without a number it stands last under its pillar."""
    if not ordinal:
        last = SolutionGroup.objects.filter(program=program, pillar=pillar).aggregate(last=Max("ordinal"))
        ordinal = (last["last"] or 0) + 1
    group = SolutionGroup(program=program, pillar=pillar, ordinal=ordinal, title=title, origin=origin)
    _refuse_taken(group)
    group.full_clean()
    group.save()
    return group


@action("Sửa nhóm giải pháp")
def edit_group(*, group: SolutionGroup, expected: int, title: str, ordinal: int, by: User) -> SolutionGroup:
    """Store the name and the number of a solution group; it stays under its pillar."""
    group.title, group.ordinal = title, ordinal
    _refuse_taken(group)
    group.full_clean()
    return save_version(group, expected=expected)


def _refuse_taken(group: SolutionGroup) -> None:
    """Raise RuleError when another group of the pillar has the number."""
    same = SolutionGroup.objects.filter(program=group.program, pillar=group.pillar, ordinal=group.ordinal)
    if same.exclude(pk=group.pk).exists():
        raise RuleError(
            f"{group.pillar} đã có nhóm giải pháp số {group.ordinal}; chọn số khác.", field="ordinal"
        )
