"""The appendices of the year-end report: the very rows that its figures count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from aid.models import AidItem, Commitment, ItemSector
from core.dates import format_date
from core.money import format_amount, format_money, format_number, from_minor
from meetings.models import Attendance, FollowUp, Meeting
from programs.models import Task
from reports.documents.blocks import Align, Block, Column, FigureRef, Paragraph, Runs, Table, Text
from reports.figures import Scope, meetings, programs
from reports.figures.aid import EMERGENCY, REGULAR, committed, emergency, received
from reports.figures.rows import rate_text
from reports.kinds.meeting_words import place_inside, upper_first
from reports.kinds.year_end_numbers import Numbers

_AID_COLUMNS = (
    Column("TT", 4, Align.CENTER),
    Column("Tên khoản viện trợ", 22),
    Column("Loại", 9),
    Column("Nhà tài trợ", 13),
    Column("Cơ quan tiếp nhận", 11),
    Column("Lĩnh vực", 8),
    Column("Phê duyệt", 12),
    Column("Cam kết", 19, Align.RIGHT),
    Column("Tỷ giá đã dùng", 17),
    Column("Quy đổi (USD)", 14, Align.RIGHT),
)
_NO_RATE = "chưa có tỷ giá"
_LACKING = f"khoản cam kết {_NO_RATE}"


def aid_tables(numbers: Numbers) -> list[Block]:
    """Return the list of new items, and apart from it the emergency grants, each with its own total."""
    scope = numbers.scope
    blocks: list[Block] = [
        _aid_table(
            scope,
            received(scope),
            committed(scope, REGULAR),
            caption="A. Chương trình, dự án, phi dự án tiếp nhận mới",
            count=numbers.ref("aid.items_received"),
            total=numbers.ref("aid.committed_usd"),
            usd=format_amount(_exact(numbers, "aid.committed_usd"), "USD"),
            lacking=numbers.lacking("aid.committed_usd", _LACKING),
        )
    ]
    if numbers.count("aid.emergency_items"):
        blocks.append(
            _aid_table(
                scope,
                emergency(scope),
                committed(scope, EMERGENCY),
                caption="B. Viện trợ khẩn cấp (tính riêng, không cộng vào mục A)",
                count=numbers.ref("aid.emergency_items"),
                total=numbers.ref("aid.emergency_usd"),
                usd=format_amount(_exact(numbers, "aid.emergency_usd"), "USD"),
                lacking=numbers.lacking("aid.emergency_usd", _LACKING),
            )
        )
    return blocks


def _exact(numbers: Numbers, code: str):
    return numbers.value(code).value


def _aid_table(
    scope: Scope,
    listed_items: QuerySet[AidItem],
    amounts: QuerySet[Commitment],
    *,
    caption: str,
    count: FigureRef,
    total: FigureRef,
    usd: str,
    lacking: Sequence[str | FigureRef],
) -> Table:
    # What was corrected after the window is not in its number, so not in its list.
    counted = Commitment.objects.filter(
        Q(booked_on__isnull=True) | Q(booked_on__range=(scope.start, scope.end))
    )
    rows = listed_items.select_related("donor", "recipient").prefetch_related(
        Prefetch("commitments", counted.order_by("pk")),
        Prefetch("item_sectors", ItemSector.objects.select_related("sector")),
    )
    listed = [
        _aid_row(number, item) for number, item in enumerate(rows.order_by("approved_on", "code"), start=1)
    ]
    earlier = amounts.filter(booked_on__isnull=False).exclude(item__in=listed_items.values("pk"))
    listed += [_correction_row(row) for row in earlier.select_related("item__donor", "item__recipient")]
    last: list[Runs] = [
        "",
        ["Tổng cộng: ", count, *lacking],
        *[""] * 7,
        FigureRef(total.code, usd, total.url),
    ]
    return Table(_AID_COLUMNS, listed, caption=caption, total=last if listed else None)


def _aid_row(number: int, item: AidItem) -> list[Runs]:
    amounts = list(item.commitments.all())
    rated = [row.usd_minor for row in amounts if row.usd_minor is not None]
    decision = f"{item.decision_number}, " if item.decision_number else ""
    return [
        str(number),
        f"{item.name} ({item.code})",
        item.get_mode_display(),
        item.donor.name,
        item.recipient.label,
        "; ".join(_sector(row) for row in item.item_sectors.all()) or "–",
        f"{decision}{_day(item.approved_on)}",
        "; ".join(format_money(row.amount, row.currency) for row in amounts) or "–",
        "; ".join(rate_text(row) for row in amounts if row.currency != "USD") or "–",
        format_amount(from_minor(sum(rated), "USD"), "USD") if rated else _NO_RATE if amounts else "–",
    ]


def _correction_row(row: Commitment) -> list[Runs]:
    """Return the line of a correction about an item that an earlier report listed."""
    item = row.item
    return [
        "",
        f"Điều chỉnh kỳ trước: {item.name} ({item.code}); {row.reason}",
        "",
        item.donor.name,
        item.recipient.label,
        "",
        f"Ghi ngày {_day(row.booked_on)}",
        format_money(row.amount, row.currency),
        rate_text(row),
        _NO_RATE if row.usd_minor is None else format_amount(from_minor(row.usd_minor, "USD"), "USD"),
    ]


def _sector(row: ItemSector) -> str:
    return row.sector.name if row.share_percent == 100 else f"{row.sector.name} {row.share_percent}%"


def _day(day: date | None, otherwise: str = "–") -> str:
    return format_date(day) if day else upper_first(otherwise)


def meeting_tables(numbers: Numbers) -> list[Block]:
    """Return the meetings held and the follow-ups that they gave."""
    scope = numbers.scope
    chair = Attendance.objects.filter(role=Attendance.Role.CHAIR).select_related("person", "agency")
    held = (
        meetings.held(scope)
        .select_related("organiser")
        .prefetch_related(Prefetch("attendances", chair, to_attr="chairs"))
        .order_by("held_on", "pk")
    )
    given = meetings.assigned(scope).select_related("lead_agency").order_by("due_on", "code")
    meeting_rows = [_meeting_row(number, row) for number, row in enumerate(held, start=1)]
    follow_up_rows = [_follow_up_row(number, row, scope.as_of) for number, row in enumerate(given, start=1)]
    return [
        Table(
            (
                Column("TT", 5, Align.CENTER),
                Column("Ngày", 15),
                Column("Tên hội nghị, cuộc họp", 41),
                Column("Chủ trì", 21),
                Column("Cơ quan tổ chức", 18),
            ),
            meeting_rows,
            caption="A. Hội nghị, cuộc họp",
            total=["", "", [Text("Tổng cộng: "), numbers.ref("meetings.held")], "", ""]
            if meeting_rows
            else None,
        ),
        Table(
            (
                Column("TT", 5, Align.CENTER),
                Column("Việc", 44),
                Column("Cơ quan chủ trì", 20),
                Column("Hạn", 15),
                Column("Kết quả", 16),
            ),
            follow_up_rows,
            caption=f"B. Việc được giao sau hội nghị, tính đến ngày {format_date(scope.as_of)}",
            total=["", [Text("Tổng cộng: "), numbers.ref("followups.assigned")], "", "", ""]
            if follow_up_rows
            else None,
        ),
    ]


def _meeting_row(number: int, meeting: Meeting) -> list[Runs]:
    chair = meeting.chairs[0] if meeting.chairs else None  # type: ignore[attr-defined]
    named = (chair.person or chair.agency or chair.group_label) if chair else "–"
    organiser = meeting.organiser.label if meeting.organiser else "–"
    return [str(number), format_date(meeting.held_on), meeting.title, str(named), organiser]


def _follow_up_row(number: int, row: FollowUp, as_of: date) -> list[Runs]:
    due = _day(row.due_on, row.get_due_kind_display())
    return [str(number), row.text, row.lead_agency.label, due, follow_up_state(row, as_of)]


def follow_up_state(row: FollowUp, as_of: date) -> str:
    """Return how a follow-up stands on a day, in words."""
    if row.completed_on and row.completed_on <= as_of:
        return f"Xong {format_date(row.completed_on)}"
    if row.due_on and row.due_on < as_of:
        return f"Quá hạn {format_number((as_of - row.due_on).days)} ngày"
    return "Đang làm"


def task_tables(numbers: Numbers) -> list[Block]:
    """Return the tasks of the window with how each stands."""
    rows = programs.tasks(numbers.scope).select_related("lead_agency", "pillar")
    listed: list[list[Runs]] = [
        [
            str(number),
            f"{task.title} ({task.code})",
            task.lead_agency.label,
            _day(task.due_on, task.get_due_kind_display()),
            _task_state(task, numbers.scope.as_of),
        ]
        for number, task in enumerate(rows.order_by("pillar__ordinal", "due_on", "code"), start=1)
    ]
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Nhiệm vụ", 44),
        Column("Cơ quan chủ trì", 20),
        Column("Hạn", 15),
        Column("Kết quả", 16),
    )
    total: list[Runs] = ["", [Text("Tổng cộng: "), numbers.ref("tasks.total")], "", "", ""]
    return [Table(columns, listed, total=total if listed else None)]


def _task_state(task: Task, as_of: date) -> str:
    if task.completed_on and task.completed_on <= as_of:
        return f"Xong {format_date(task.completed_on)}"
    if task.due_on and task.due_on < as_of:
        return f"Quá hạn {format_number((as_of - task.due_on).days)} ngày"
    return "Đang làm" if task.started_on and task.started_on <= as_of else "Chưa bắt đầu"


def activity_tables(numbers: Numbers) -> list[Block]:
    """Return the activities of the window."""
    rows = programs.activities(numbers.scope).select_related("agency", "country").order_by("held_on", "code")
    listed: list[list[Runs]] = [
        [
            str(number),
            format_date(row.held_on),
            f"{row.title}{f', {place_inside(row.place)}' if row.place else ''}",
            upper_first(row.get_kind_display()),
            row.agency.label,
            "–" if row.participants is None else format_number(row.participants),
        ]
        for number, row in enumerate(rows, start=1)
    ]
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Ngày", 15),
        Column("Hoạt động", 38),
        Column("Loại", 14),
        Column("Cơ quan tổ chức", 18),
        Column("Số người", 10, Align.RIGHT),
    )
    people = numbers.ref("activities.participants")
    total: list[Runs] = [
        "",
        "",
        [Text("Tổng cộng: "), numbers.ref("activities.total")],
        "",
        "",
        FigureRef(people.code, people.text.split(" ")[0], people.url),
    ]
    table = Table(columns, listed, total=total if listed else None)
    lacking = numbers.lacking("activities.participants", "hoạt động chưa ghi số người tham gia")
    return [table, Paragraph(["Tổng số người ", lacking[1], "."])] if lacking else [table]
