"""What the pages of deadlines show: the filter read into a question, tabs, the month as weeks of days."""

import calendar
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import django_filters
from django.utils.functional import cached_property

from aid.alarms import KINDS, STATE_LABELS, Deadline, State
from aid.deadline_law import deadline_law
from aid.deadlines import LIMIT, Found, Wanted, find, shown_from
from aid.filters import VnDateFilter, picked
from aid.models import AidItem
from core.dates import WEEKDAYS, add_months, format_date, holiday_name
from core.lists import PortalFilterSet, SearchFilter
from core.models import Agency, Role, User

# Without a last day the list looks so far ahead; alarms are told at most 90 days before.
AHEAD_DAYS = 100
# What the portal hands out as one file.
EXPORT_LIMIT = 20_000
KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS]
STATE_CHOICES = [(state.value, label.capitalize()) for state, label in STATE_LABELS.items()]
WRITERS = (Role.SNGV_STAFF, Role.SNGV_HEAD, Role.SNGV_LEADER, Role.LH_STAFF, Role.FOCAL)
PER_CELL = 3


class DeadlineFilter(PortalFilterSet):
    """Filters of the list of deadlines; what they ask for becomes one question to `find`."""

    q = SearchFilter(label="Tìm khoản, nhà tài trợ")
    loai = django_filters.ChoiceFilter(label="Loại hạn", choices=KIND_CHOICES, empty_label="Tất cả")
    trang_thai = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATE_CHOICES, empty_label="Cần chú ý"
    )
    tu = VnDateFilter(label="Hạn từ ngày")
    den = VnDateFilter(label="đến ngày")
    co_quan = picked(Agency.objects.all(), "core:agency_options", "cơ quan", label="Cơ quan")
    nguoi = django_filters.ModelChoiceFilter(
        label="Người nhập khoản", queryset=User.objects.filter(role__in=WRITERS), empty_label="Tất cả"
    )

    class Meta(PortalFilterSet.Meta):
        model = AidItem
        fields: tuple[str, ...] = ()

    def __init__(self, *args, today, limit=LIMIT, **kwargs):
        """Take the day that decides how a deadline stands, and how many are read of each kind."""
        self.today, self.limit = today, limit
        super().__init__(*args, **kwargs)

    @cached_property
    def law(self):
        """The legal values, read once."""
        return deadline_law()

    @property
    def asked(self) -> dict[str, Any]:
        """The filters as they were read; none where one is unreadable."""
        return self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}

    @property
    def since(self) -> date | None:
        """From which due day on late deadlines are told, None where days were asked for."""
        return None if self.asked.get("tu") else shown_from(self.today, self.law)

    @property
    def names_days(self) -> bool:
        """Whether days are named, so that everything that falls due in them is shown."""
        return bool(self.asked.get("tu") or self.asked.get("den"))

    @cached_property
    def found(self) -> Found:
        """The deadlines asked for, of every state."""
        asked = self.asked
        first = asked.get("tu") or shown_from(self.today, self.law)
        last = asked.get("den") or max(self.today, first) + timedelta(days=AHEAD_DAYS)
        wanted = Wanted(
            user=self.request.user,
            today=self.today,
            first=first,
            last=last,
            kinds=frozenset(filter(None, [asked.get("loai")])),
            words=asked.get("q") or "",
            agency_id=asked["co_quan"].pk if asked.get("co_quan") else None,
            person_id=asked["nguoi"].pk if asked.get("nguoi") else None,
            limit=self.limit,
        )
        return find(wanted, self.law)

    @property
    def qs(self) -> list[Deadline]:
        """The deadlines to show: of the state asked for, or those that are told by now.

        Who names days sees everything that falls due in them.
        """
        rows = self.found.rows
        if state := self.asked.get("trang_thai"):
            return [row for row in rows if row.state == state]
        if self.names_days:
            return rows
        return [row for row in rows if row.state != State.FAR]


def state_tabs(filterset, query) -> list[dict]:
    """Return the tabs above the list, one for each state, with how many deadlines stand so."""
    counts = Counter(row.state for row in filterset.found.rows)
    current = query.get("trang_thai", "")
    named = filterset.names_days
    alarms = sum(counts[state] for state in State if named or state is not State.FAR)
    rows = [("Tất cả trong khoảng" if named else "Cần chú ý", "", alarms)]
    rows += [(label.capitalize(), state.value, counts[state]) for state, label in STATE_LABELS.items()]
    tabs = []
    for label, value, count in rows:
        address = query.copy()
        address.pop("page", None)
        address.pop("trang_thai", None)
        if value:
            address["trang_thai"] = value
        tabs.append(
            {"label": label, "url": f"?{address.urlencode()}", "count": count, "active": value == current}
        )
    return tabs


def sentence(rows: list[Deadline], cut: list[str], *, since: date | None = None) -> str:
    """Return how many deadlines there are, how many are late, and what was left out.

    `since`: the first due day shown where nobody asked for another.
    """
    late = sum(row.state is State.LATE for row in rows)
    unsure = sum(not row.is_sure for row in rows)
    words = f"{len(rows)} hạn" + (f", {late} quá hạn" if late else "")
    if unsure:
        words += f"; {unsure} hạn theo giá trị chờ xác nhận"
    if cut:
        labels = ", ".join(dict(KIND_CHOICES)[code] for code in cut)
        words += f". Chỉ hiện {LIMIT} hạn đầu của: {labels}; thu hẹp bằng bộ lọc"
    if since:
        words += f". Hạn trước {format_date(since)} không nêu; cần xem thì nhập “Hạn từ ngày”"
    return f"{words}."


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    on: date
    is_of_month: bool
    is_today: bool
    holiday: str
    rows: list[Deadline] = field(default_factory=list)

    @property
    def shown(self) -> list[Deadline]:
        """What stands in the cell."""
        return self.rows[:PER_CELL]

    @property
    def more(self) -> int:
        """How many more there are."""
        return max(len(self.rows) - PER_CELL, 0)


@dataclass(frozen=True)
class Month:
    """A month of deadlines: its weeks, its days with something due, the months beside it."""

    first: date
    weeks: list[list[Day]]
    cut: list[str]

    @property
    def days(self) -> list[Day]:
        """Days of this month on which something is due, for the list that phones show."""
        return [day for week in self.weeks for day in week if day.is_of_month and day.rows]

    @property
    def label(self) -> str:
        """The month as its heading has it."""
        return f"Tháng {self.first:%m/%Y}"

    @property
    def before(self) -> str:
        """The month before, as the address names it."""
        return f"{add_months(self.first, -1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after, as the address names it."""
        return f"{add_months(self.first, 1):%Y-%m}"

    @property
    def weekdays(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(name[:1].upper() + name[1:] for name in WEEKDAYS)

    @property
    def count(self) -> int:
        """How many deadlines fall in the month."""
        return sum(len(day.rows) for day in self.days)


def month_of(text: str, today: date) -> date:
    """Return the first day of the month that the address names (2026-11), else of today's month."""
    found = re.fullmatch(r"((?:199|20[0-9])[0-9])-(0[1-9]|1[0-2])", text, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def month_page(user, first: date, today: date) -> Month:
    """Return what falls due in a month, as the account may see it."""
    last = add_months(first, 1) - timedelta(days=1)
    found = find(Wanted(user=user, today=today, first=first, last=last))
    by_day: dict[date, list[Deadline]] = {}
    for row in found.rows:
        by_day.setdefault(row.due_on, []).append(row)
    weeks = [
        [
            Day(
                on=day,
                is_of_month=day.month == first.month,
                is_today=day == today,
                holiday=holiday_name(day),
                rows=by_day.get(day, []) if day.month == first.month else [],
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks, found.cut)
