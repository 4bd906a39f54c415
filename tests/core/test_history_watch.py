"""The watcher of writes is itself watched: it must turn red."""

import pytest
from django.db import connection, models

from core.history import acting
from core.models import Agency
from tests.factories import AgencyFactory
from tests.watch import MissingHistoryError, watching_writes

pytestmark = [pytest.mark.django_db, pytest.mark.history_may_fail]


def test_a_write_outside_an_act_is_seen():
    agency = AgencyFactory()
    with pytest.raises(MissingHistoryError, match="core_agency written outside"), watching_writes():
        models.QuerySet(Agency).filter(pk=agency.pk).update(name="Lén sửa")


def test_an_act_without_history_is_seen(cast):
    agency = AgencyFactory()
    quiet = acting(by=cast["ADMIN"], verb="core.quiet", label="Lặng lẽ")
    with pytest.raises(MissingHistoryError, match=r"core\.quiet: core_agency"), watching_writes(), quiet:
        models.QuerySet(Agency).filter(pk=agency.pk).update(name="Lén sửa")


def test_raw_sql_is_seen():
    agency = AgencyFactory()
    with pytest.raises(MissingHistoryError), watching_writes(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_agency WHERE id = %s", [agency.pk])


def test_an_action_with_history_passes():
    with watching_writes():
        AgencyFactory(name="Có lịch sử")
    assert Agency.objects.get(name="Có lịch sử").history.count() == 1
