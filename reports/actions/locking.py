"""Lock the numbers of a report: from then on it is printed from the snapshot."""

from datetime import date

from django.db import connection

from core.history import action
from core.legal import Blocker, refuse_if
from core.models import User
from reports.actions.life import begin_step, end_step
from reports.lock_checks import lock_hindrances
from reports.models import Report, ReportSnapshot
from reports.snapshots import freeze_report, store


@action("Chốt số liệu báo cáo")
def lock_report(
    *,
    report: Report,
    typed_year: str,
    expected: int,
    today: date,
    by: User,
    note: str = "",
    seen: str | None = None,
) -> ReportSnapshot:
    """Freeze numbers, records and paper, and return the snapshot.

    `seen` is `words_seen` of when the page was shown, None for a caller that shows none. Raises RuleError
    while the year typed is another one, words changed since or a finding hinders, VersionConflictError.
    """
    _see_one_state()
    stored, step = begin_step("lock", report, by=by)
    if seen is not None:
        refuse_if(_unseen(stored, seen))
    found = [one.finding for one in lock_hindrances(stored, today=today)]
    refuse_if([*year_problems(typed_year, stored.year), *found])
    snapshot = store(freeze_report(stored, today=today), stored, by=by)
    end_step(step, stored, expected=expected, today=today, by=by, note=note)
    return snapshot


def words_seen(report: Report) -> str:
    """Return which version of each passage a page shows: "12:3 13:1"."""
    rows = report.narratives.order_by("pk").values_list("pk", "version")
    return " ".join(f"{pk}:{version}" for pk, version in rows)


def _unseen(report: Report, seen: str) -> list[Blocker]:
    """Return whether others wrote since the page was shown: their saves leave the report's version."""
    now = words_seen(report)
    if seen == now:
        return []
    changed = {part.partition(":")[0] for part in {*now.split()} - {*seen.split()}}
    rows = report.narratives.filter(pk__in=[pk for pk in changed if pk.isdecimal()]).order_by("ordinal", "pk")
    places = ", ".join(f"“{row}”" for row in rows[:3]) or "các đề mục"
    return [
        Blocker(f"Lời văn vừa đổi ở mục {places} sau khi trang này mở; đọc lại rồi bấm chốt lần nữa.", None)
    ]


def year_problems(typed: str, year: int) -> list[Blocker]:
    """Return whether the person who locks typed the year of the report."""
    if typed.strip() == str(year):
        return []
    return [Blocker(f"Gõ năm {year} để xác nhận chốt số liệu.", None, "typed_year")]


def _see_one_state() -> None:
    """Let all that follows see the records of one moment, where the database would show each as it comes.

    SQLite's transactions do so anyway. Must be the first statement of its transaction.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
