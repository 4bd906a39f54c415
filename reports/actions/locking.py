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
    *, report: Report, typed_year: str, expected: int, today: date, by: User, note: str = ""
) -> ReportSnapshot:
    """Freeze numbers, records and paper, and return the snapshot.

    Raises RuleError while the year typed is another one or a finding hinders, VersionConflictError.
    """
    _see_one_state()
    stored, step = begin_step("lock", report, by=by)
    found = [one.finding for one in lock_hindrances(stored, today=today)]
    refuse_if([*year_problems(typed_year, stored.year), *found])
    snapshot = store(freeze_report(stored, today=today), stored, by=by)
    end_step(step, stored, expected=expected, today=today, by=by, note=note)
    return snapshot


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
