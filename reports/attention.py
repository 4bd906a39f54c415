"""The strip above the dashboard: what is wrong as of its day, each line leading to exactly its records."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Min, Model, QuerySet
from django.urls import reverse

from aid.deadlines import count_late
from core.money import format_number
from reports.figures import meetings as meeting_figures
from reports.figures import programs as program_figures
from reports.waiting import waiting_lines

if TYPE_CHECKING:
    from reports.dashboard import Dashboard

# A year that still runs is told all that is wrong today, whatever year it comes from.
ANY_YEAR = {
    "followups.overdue": "followups.overdue_any_year",
    "tasks.overdue": "tasks.overdue_any_year",
    "aid.without_rate": "aid.without_rate_any_year",
    "meetings.unmarked": "meetings.unmarked_any_year",
}


def attention(board: Dashboard) -> list[dict[str, str]]:
    """Return the lines: what waits for this reader, overdue work, slow money, then what is not matched.

    A report waits today, whatever year is looked at.
    """
    if board.scope.is_closed:
        follow_ups, tasks = meeting_figures.overdue, program_figures.overdue
    else:
        follow_ups, tasks = meeting_figures.overdue_any_year, program_figures.overdue_any_year
    found = [
        _late(board, "followups.overdue", "việc sau hội nghị đã quá hạn", follow_ups(board.scope), "việc"),
        _late(board, "tasks.overdue", "nhiệm vụ đã quá hạn", tasks(board.scope), "nhiệm vụ"),
        _line(
            board,
            "aid.slow_items",
            "khoản chậm giải ngân",
            "Kém tiến độ hoặc lâu chưa giải ngân, phê duyệt năm nào cũng tính",
            "khoản",
        ),
        _line(
            board,
            "aid.without_rate",
            "khoản viện trợ chưa có tỷ giá",
            "Chưa cộng được vào tổng USD",
            "khoản",
        ),
        _line(
            board,
            "meetings.unmarked",
            "câu kết luận chưa đánh dấu",
            "Chưa thành việc, chưa ghi không giao",
            "câu",
        ),
    ]
    if board.reads_aid and not board.scope.is_closed:
        found.append(_late_aid(board))
    return [*waiting_lines(board.user), *(line for line in found if line)]


def _late_aid(board: Dashboard) -> dict[str, str]:
    """Return the legal deadlines of aid that have passed, as their list shows them."""
    count = count_late(board.user, board.today)
    if not count:
        return {}
    return {
        "icon": "alarm",
        "tone": "red",
        "title": f"{format_number(count)} hạn viện trợ đã quá",
        "text": "Thẩm định, thông báo, triển khai, báo cáo của mọi năm",
        "action": f"Xem {format_number(count)} hạn",
        "url": reverse("aid:deadline_list") + "?trang_thai=qua_han",
    }


def _late(board: Dashboard, code: str, title: str, rows: QuerySet[Any], noun: str) -> dict[str, str]:
    line = _line(board, code, title, "", noun)
    if not line:
        return {}
    holders = _holders(rows)
    names = ", ".join(row["lead_agency__short_name"] or row["lead_agency__name"] for row in holders[:2])
    who = f"{names} và cơ quan khác" if len(holders) > 2 else names
    oldest = holders[0]["oldest"]
    # A task may be ruled to be overdue without a day of its own.
    days = (board.scope.as_of - oldest).days if oldest else 0
    text = f"{who} – chậm nhất {days} ngày" if days > 0 else who
    return line | {"icon": "alert-circle", "tone": "red", "text": f"{line['text']}{text}"}


def _line(board: Dashboard, code: str, title: str, text: str, noun: str) -> dict[str, str]:
    """Return one line; nothing where the figure is 0 or not for this reader.

    Its text begins with the years that it counts, for the tiles below count the chosen year alone.
    """
    of_year = board.values[code].value if code in board.values else None
    code = code if board.scope.is_closed else ANY_YEAR.get(code, code)
    count = board.values[code].value if code in board.values else 0
    if not count:
        return {}
    if code in ANY_YEAR.values():
        text = f"Mọi năm{_of_which(board, of_year)}. {text}"
    elif code in ANY_YEAR:
        text = f"Của {board.name}. {text}"
    return {
        "icon": "alert-triangle",
        "tone": "amb",
        "title": f"{format_number(count)} {title}",
        "text": text,
        "action": f"Xem {format_number(count)} {noun}",
        "url": board.url(code),
    }


def _of_which(board: Dashboard, of_year: Decimal | int | None) -> str:
    return "" if of_year is None else f", {board.name} có {format_number(of_year)}"


def _holders(rows: QuerySet[Model]) -> list[dict[str, Any]]:
    """Return up to three lead agencies of these rows, the oldest deadline first."""
    names = rows.order_by().values("lead_agency", "lead_agency__short_name", "lead_agency__name")
    oldest = F("oldest").asc(nulls_last=True)
    return list(names.annotate(oldest=Min("due_on")).order_by(oldest, "lead_agency")[:3])
