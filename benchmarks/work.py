"""Invented programs, tasks, activities, meetings and what meetings leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import batched

from benchmarks import words
from benchmarks.words import LAST_YEAR
from benchmarks.world import BATCH, LAST_DAY, World, insert, joined
from meetings.models import (
    AgendaItem,
    Attendance,
    Award,
    Conclusion,
    FollowUp,
    FollowUpAgency,
    Meeting,
    Speech,
)
from programs.models import Activity, DueKind, Program, SolutionGroup, Task, TaskAgency


def make_program(world: World) -> None:
    """Make programs of five years each, their groups, and the tasks."""
    chance = world.chance
    starts = range(world.first_day.year // 5 * 5 + 1, LAST_YEAR + 2, 5)
    programs = insert(
        Program,
        (
            Program(
                title=f"Chương trình đối ngoại giai đoạn {year}-{year + 4}",
                slug=f"{year}-{year + 4}",
                period_start_year=year,
                period_end_year=year + 4,
                status="IN_FORCE",
            )
            for year in starts
        ),
    )
    groups = insert(
        SolutionGroup,
        (
            SolutionGroup(program=program, pillar=pillar, ordinal=number, title=f"Nhóm giải pháp {number}")
            for program in programs
            for pillar in world.pillars
            for number in range(1, 6)
        ),
    )
    number_in_group = dict.fromkeys((group.pk for group in groups), 0)

    def tasks() -> Iterator[Task]:
        for number in range(1, max(30, world.rows // 50) + 1):
            group = chance.choice(groups)
            number_in_group[group.pk] += 1
            year = chance.randint(group.program.period_start_year, group.program.period_end_year)
            due = date(year, chance.randint(1, 12), 28)
            is_over = due <= LAST_DAY
            finished = due + timedelta(days=chance.randint(-40, 20)) if is_over and world.likely(90) else None
            yield Task(
                program=group.program,
                pillar=group.pillar,
                group=group,
                ordinal=number_in_group[group.pk],
                code=f"NV-{year}-{number:05d}",
                title=f"{chance.choice(words.WORKS)} {number}",
                lead_agency=world.agency(),
                due_kind=DueKind.DAY,
                due_on=due,
                started_on=due - timedelta(days=120),
                completed_on=finished,
                progress_percent=100 if finished else 30,
                deliverable="Báo cáo",
            )

    stored = insert(Task, tasks())
    insert(TaskAgency, joined(world, TaskAgency, "task", stored))


def make_activities(world: World) -> None:
    """Make the activities."""
    chance = world.chance
    insert(
        Activity,
        (
            Activity(
                code=f"HD-{number:06d}",
                kind=chance.choice(Activity.Kind.values),
                title=f"{chance.choice(words.ACTIVITIES)} lần {number}",
                held_on=world.day(),
                place=chance.choice(world.places).full_name,
                country=chance.choice(world.countries),
                agency=world.agency(),
                pillar=chance.choice(world.pillars),
                participants=chance.randint(10, 400),
            )
            for number in range(1, max(100, world.block // 10) + 1)
        ),
    )


def make_meetings(world: World) -> None:
    """Make the meetings with their people, agenda, speeches, conclusions, follow-ups and awards."""
    numbers = range(1, max(50, world.block // 20) + 1)
    for some in batched(numbers, BATCH // 4):
        stored = insert(Meeting, (_meeting(world, number) for number in some))
        insert(AgendaItem, _agenda(stored))
        insert(Attendance, _attendances(world, stored))
        insert(Speech, _speeches(world, stored))
        conclusions = insert(Conclusion, _conclusions(stored))
        follow_ups = insert(FollowUp, _follow_ups(world, conclusions))
        insert(FollowUpAgency, joined(world, FollowUpAgency, "follow_up", follow_ups))
        insert(Award, (_award(world, meeting) for meeting in stored if world.likely(20)))


def _meeting(world: World, number: int) -> Meeting:
    chance, day = world.chance, world.day()
    return Meeting(
        slug=f"{day:%Y-%m-%d}-{number}",
        title=f"{chance.choice(words.MEETING_HEADS)} {chance.choice(words.MEETING_TOPICS)} lần {number}",
        kind=chance.choice(("HOI_NGHI", "HOP", "TOA_DAM")),
        purpose=chance.choice(("CHO_Y_KIEN", "TONG_KET", "GIAO_BAN", "KHAC")),
        held_on=day,
        place="Trung tâm hội nghị tỉnh",
        organiser=world.agency(),
        status="DA_CO_KET_LUAN",
        summary="Các đại biểu thảo luận và thống nhất nhiều nội dung. " * 4,
    )


def _agenda(meetings: list[Meeting]) -> Iterator[AgendaItem]:
    for meeting in meetings:
        for number in (1, 2, 3):
            yield AgendaItem(meeting=meeting, ordinal=number, title=f"Nội dung {number}")


def _attendances(world: World, meetings: list[Meeting]) -> Iterator[Attendance]:
    for meeting in meetings:
        for number, agency in enumerate(world.chance.sample(world.agencies, 6), start=1):
            role = "CHU_TRI" if number == 1 else "DAI_BIEU"
            person = world.chance.choice(world.people) if number == 1 else None
            yield Attendance(
                meeting=meeting,
                ordinal=number,
                agency=agency,
                person=person,
                role=role,
                title_then="Đại diện",
            )


def _speeches(world: World, meetings: list[Meeting]) -> Iterator[Speech]:
    for meeting in meetings:
        for number in (1, 2, 3):
            yield Speech(meeting=meeting, ordinal=number, agency=world.agency(), summary="Ý kiến phát biểu.")


def _conclusions(meetings: list[Meeting]) -> Iterator[Conclusion]:
    for meeting in meetings:
        for number, text in enumerate(words.SENTENCES, start=1):
            mark = "GIAO_VIEC" if number < 4 else "KHONG_GIAO_VIEC"
            yield Conclusion(meeting=meeting, ordinal=number, text=text, mark=mark)


def _follow_ups(world: World, conclusions: list[Conclusion]) -> Iterator[FollowUp]:
    for conclusion in conclusions:
        if conclusion.mark != "GIAO_VIEC":
            continue
        due = conclusion.meeting.held_on + timedelta(days=world.chance.randint(5, 120))
        finished = due + timedelta(days=world.chance.randint(-20, 10))
        yield FollowUp(
            meeting=conclusion.meeting,
            conclusion=conclusion,
            code=f"VHN-{due.year}-{conclusion.pk:07d}",
            text=f"{world.chance.choice(words.WORKS)} {conclusion.pk}",
            lead_agency=world.agency(),
            due_kind=DueKind.DAY,
            due_on=due,
            started_on=conclusion.meeting.held_on,
            completed_on=finished if finished <= LAST_DAY and world.likely(97) else None,
        )


def _award(world: World, meeting: Meeting) -> Award:
    return Award(
        meeting=meeting,
        target_kind="TAP_THE",
        target_name="Tập thể tiêu biểu",
        giving_agency=world.by_code["LHHN"],
        recipients_count=world.chance.randint(1, 30),
        period_year=meeting.held_on.year,
        awarded_on=meeting.held_on,
    )
