"""Reports on aid that the province itself owes, whatever its items: which period, by which day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from aid.alarms import BY_CODE, Chain, Deadline, DeadlineLaw, Subject, deadline
from aid.models import AidItem
from core.dates import add_months, format_date
from core.permissions import Area, sees_everything


@dataclass(frozen=True, slots=True)
class Duty:
    """A report of the province: who owes it to whom, over which days, under which value.

    `starts` is the month and day on which its period of `months` begins, every year or every month.
    """

    code: str
    name: str
    value: str
    starts: tuple[int, int] = (1, 1)
    months: int = 12
    is_budget: bool = False
    is_monthly: bool = False


_FINANCE, _MINISTRY = "gửi Sở Tài chính", "Sở Tài chính gửi Bộ Tài chính"
DUTIES = (
    Duty("tong-hop-nam", "Cơ quan chủ quản gửi báo cáo tổng hợp năm", "AID_BODY_YEAR_REPORT_DUE"),
    Duty("quyet-toan-nam", "Quyết toán năm viện trợ ngoài ngân sách", "AID_YEAR_ACCOUNTS_DUE"),
    Duty("pcpnn", "Báo cáo năm về tổ chức phi chính phủ nước ngoài", "NGO_YEAR_REPORT_DUE", (12, 15)),
    Duty(
        "ngan-sach-thang", f"Báo cáo tháng {_FINANCE}", "AID_BUDGET_MONTH_DAYS", (1, 1), 1,
        is_budget=True, is_monthly=True,
    ),
    Duty("ngan-sach-6t-1", f"Báo cáo 6 tháng {_FINANCE}", "AID_BUDGET_HALF_1_DUE", (1, 1), 6, is_budget=True),
    Duty("ngan-sach-6t-2", f"Báo cáo 6 tháng {_FINANCE}", "AID_BUDGET_HALF_2_DUE", (7, 1), 6, is_budget=True),
    Duty("ngan-sach-nam", f"Báo cáo năm {_FINANCE}", "AID_BUDGET_YEAR_DUE", (1, 1), 13, is_budget=True),
    Duty("so-tc-6t-1", f"{_MINISTRY}, 6 tháng", "AID_FINANCE_HALF_1_DUE", (1, 1), 6, is_budget=True),
    Duty("so-tc-6t-2", f"{_MINISTRY}, 6 tháng", "AID_FINANCE_HALF_2_DUE", (7, 1), 6, is_budget=True),
    Duty("so-tc-nam", f"{_MINISTRY}, năm", "AID_FINANCE_YEAR_DUE", (1, 1), 13, is_budget=True),
)  # fmt: skip


def periods(duty: Duty, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the periods of a duty that can fall due between the two days."""
    for year in range(first.year - 2, last.year + 1):
        start = date(year, *duty.starts)
        for month in range(12) if duty.is_monthly else (0,):
            begun = add_months(start, month)
            yield begun, add_months(begun, duty.months) - timedelta(days=1)


def office_deadlines(user: Any, today: date, first: date, last: date, law: DeadlineLaw) -> Iterator[Deadline]:
    """Yield what the province owes in these days; the period's last day chooses the value.

    The portal does not know whether such a report went out, so it tells the day and never calls it late:
    what is past drops out. Those on budget revenue come only where some item of that kind runs.
    """
    if not sees_everything(user, Area.AID):
        return
    for duty in DUTIES:
        for start, end in periods(duty, first, last):
            term = law.on(duty.value, end)
            if term is None or not max(first, today) <= term.after(end, law.swapped) <= last:
                continue
            if duty.is_budget and not AidItem.objects.budget_revenue_in(start, end).exists():
                continue
            words = f"{format_date(start)}–{format_date(end)}"
            name = f"{duty.name} ({'viện trợ thuộc nguồn thu ngân sách, ' if duty.is_budget else ''}{words})"
            subject = Subject(ref=f"{duty.code}-{end:%Y%m%d}", name=name, url=reverse("aid:item_list"))
            kind = replace(BY_CODE["CO_QUAN"], codes=(duty.value,))
            yield deadline(kind, subject, end, Chain((term,)), law, today)
