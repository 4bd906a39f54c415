"""Invented reports of owners, so that their board shows what was sent, what came late and what is missing."""

from datetime import date

from aid.models import AidItem, OwnerReport
from core.models.base import Origin

# Report, year, day it was sent, and the items whose owner did not send it.
SENT = (
    ("NAM", 2025, date(2026, 1, 8), ("VT-2025-004", "VT-2025-008")),
    ("6_THANG", 2026, date(2026, 7, 9), ("VT-2025-002", "VT-2025-007", "VT-2024-004")),
)
LATE = {"VT-2025-001": date(2026, 1, 19), "VT-2025-005": date(2026, 7, 20)}


def load_owner_reports():
    """Create the reports that are missing; returns how many."""
    count = 0
    items = AidItem.objects.filter(origin=Origin.DEMO, code__startswith="VT-202").regular()
    for kind, year, sent_on, unsent in SENT:
        start, end = date(year, 1, 1), date(year, 6 if kind == "6_THANG" else 12, 30)
        for item in items.reporting_in(start, end).without_report(kind, year).exclude(code__in=unsent):
            late = LATE.get(item.code)
            day = late if late and late.year == sent_on.year and late > sent_on else sent_on
            OwnerReport.objects.create(
                item=item,
                kind=kind,
                year=year,
                sent_on=day,
                summary="Thực hiện đúng tiến độ (minh họa).",
                origin=Origin.DEMO,
            )
            count += 1
    return count
