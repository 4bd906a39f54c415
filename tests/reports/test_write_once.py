"""Snapshots, their figures and issued files are written once: Python and both databases refuse the rest."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from core.history import acting
from core.history_triggers import ONCE_MESSAGE, write_once_tables
from core.models import WriteOnceError
from reports.models import IssuedFile, Report, ReportFigure, ReportSnapshot
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """One row of each table."""
    person = make.UserFactory()
    with acting(by=person, verb="tests.create", label="Tạo dữ liệu thử"):
        report = Report(year=2025, code="bc", title="Báo cáo", issuer=person.agency)
        report.save()
    days = {"start_on": date(2025, 1, 1), "end_on": date(2025, 12, 31), "as_of": date(2025, 12, 31)}
    snapshot = ReportSnapshot.objects.create(report=report, ordinal=1, taken_by=person, **days)
    figure = ReportFigure.objects.create(snapshot=snapshot, code="a.b", label="Số", text="1", records=1)
    issued = IssuedFile.objects.create(
        report=report, kind="PDF", file="issued/a.pdf", filename="a.pdf", size=1, made_by=person
    )
    return {"snapshot": snapshot, "figure": figure, "file": issued}


@pytest.mark.parametrize("name", ["snapshot", "figure", "file"])
def test_python_refuses_every_change(rows, name):
    row = rows[name]
    for change in (
        row.save,
        row.delete,
        lambda: type(row).objects.filter(pk=row.pk).update(pk=row.pk),
        type(row).objects.all().delete,
        lambda: type(row).objects.bulk_update([row], ["id"]),
    ):
        with pytest.raises((WriteOnceError, ProtectedError)), transaction.atomic():
            change()
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {} SELECT * FROM {}",
    ],
)
def test_the_database_refuses_every_change(rows, statement):
    if "REPLACE" in statement and connection.vendor != "sqlite":
        statement = "TRUNCATE {} CASCADE"
    for row in rows.values():
        table = row._meta.db_table
        refused = pytest.raises(DatabaseError, match=ONCE_MESSAGE[:40])
        with refused, transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement.format(table, table))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite replaces rows")
def test_a_row_is_not_replaced_over_another_of_its_keys(rows):
    statement = (
        "INSERT OR REPLACE INTO reports_issuedfile "
        "(report_id, kind, file, filename, sha256, size, made_at, made_by_id, ordinal, reason) "
        "SELECT report_id, kind, 'khac', filename, sha256, size, made_at, made_by_id, ordinal, "
        "reason FROM reports_issuedfile"
    )
    refused = pytest.raises(DatabaseError, match=ONCE_MESSAGE[:40])
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_which_tables_are_written_once():
    assert write_once_tables() == ["reports_issuedfile", "reports_reportfigure", "reports_reportsnapshot"]
