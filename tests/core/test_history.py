"""Every write has history, and nobody can change history."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.history import (
    RecordGoneError,
    VersionConflictError,
    acting,
    bulk_create,
    delete_version,
    save_version,
)
from core.history_triggers import history_tables
from core.models import Agency, AgencyKind, UnguardedWriteError
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def test_save_outside_an_action_is_refused():
    with pytest.raises(UnguardedWriteError):
        Agency(code="X", name="X", kind=AgencyKind.GOVERNMENT).save()


@pytest.mark.parametrize("verb", ["update", "delete", "bulk_create", "bulk_update"])
def test_set_wise_writes_are_refused(verb):
    agency = AgencyFactory()
    arguments = {"update": [], "delete": [], "bulk_create": [[agency]], "bulk_update": [[agency], ["name"]]}[
        verb
    ]
    with pytest.raises(UnguardedWriteError):
        getattr(Agency.objects.all(), verb)(*arguments)


def test_history_names_person_action_and_values(cast):
    with acting(by=cast["SNGV_STAFF"], verb="core.rename", label="Đổi tên", reason="nhầm"):
        agency = AgencyFactory(code="A1", name="Cũ")
        agency.name = "Mới"
        agency.save()
    newest, oldest = agency.history.all()
    assert (oldest.name, newest.name) == ("Cũ", "Mới")
    assert newest.history_user == cast["SNGV_STAFF"]
    assert (newest.action, newest.action_label, newest.history_change_reason) == (
        "core.rename",
        "Đổi tên",
        "nhầm",
    )


def test_bulk_create_writes_history(cast):
    with acting(by=cast["ADMIN"], verb="core.many", label="Thêm nhiều"):
        bulk_create([Agency(code=f"B{n}", name=f"Đơn vị {n}", kind=AgencyKind.GOVERNMENT) for n in range(3)])
    agency = Agency.objects.get(code="B2")
    assert agency.search_text.startswith("b2 don vi 2")
    assert agency.history.get().history_user == cast["ADMIN"]


def test_save_version_refuses_an_old_version(cast):
    agency = AgencyFactory()
    with acting(by=cast["ADMIN"], verb="core.edit", label="Sửa"):
        save_version(agency, expected=1)
        with pytest.raises(VersionConflictError):
            save_version(agency, expected=1)
    assert agency.version == 2


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET code = 'X'", "DELETE FROM {}", "INSERT OR REPLACE INTO {} SELECT * FROM {}"]
)
def test_history_is_append_only(statement):
    if "REPLACE" in statement and connection.vendor != "sqlite":
        statement = "TRUNCATE {}"
    AgencyFactory()
    table = Agency.history.model._meta.db_table
    refused = pytest.raises(DatabaseError, match="Lịch sử chỉ được ghi thêm")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, table))


def test_every_history_table_has_its_triggers():
    query = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        tables = [row[0] for row in cursor.fetchall()]
    assert {table: tables.count(table) for table in history_tables()} == dict.fromkeys(history_tables(), 3)


def test_saving_a_record_removed_meanwhile_says_so(cast):
    with acting(by=cast["SNGV_STAFF"], verb="core.test", label="Thử"):
        agency = AgencyFactory()
        same = Agency.objects.get(pk=agency.pk)
        delete_version(agency, expected=agency.version)
        with pytest.raises(RecordGoneError):
            save_version(same, expected=same.version)
