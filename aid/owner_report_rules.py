"""What may be written about a report of an owner. Pure."""

from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution


def report_problems(
    *, kind: str, year: int, sent_on: date, approved_on: date | None, today: date
) -> list[Blocker | Caution]:
    """Return why a report cannot be written down so: its day has not come, or lies before what it covers."""
    if sent_on > today:
        return [Blocker(f"Ngày gửi chưa tới; nhập ngày đến {format_date(today)}.", None, "sent_on")]
    if approved_on is None:
        return [Blocker("Khoản chưa được phê duyệt nên chưa phải báo cáo.", None)]
    if sent_on < approved_on:
        return [
            Blocker(
                f"Ngày gửi trước ngày phê duyệt khoản {format_date(approved_on)}; xem lại ngày.",
                None,
                "sent_on",
            )
        ]
    if kind != "KET_THUC" and sent_on < date(year, 1, 1):
        return [Blocker(f"Ngày gửi trước năm báo cáo {year}; xem lại ngày hoặc năm.", None, "sent_on")]
    return []
