"""What keeps large registers quick: pages of keys, one frame per request, indexes, sums without a join."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from aid.filters import ItemFilter
from aid.models import AidItem, Disbursement
from aid.totals import item_totals, payment_sums, payments_sentence
from core import context, lists, search, speed, word_index
from core.lists import ListPage, PortalTable
from tests.factories import AidItemFactory, DisbursementFactory


class CodeTable(PortalTable):
    """A table of codes and names."""

    class Meta(PortalTable.Meta):
        model = AidItem
        fields = ("code", "name")


def codes(user, query):
    """Return the codes in sight on the list that the query string asks for, and the number of all rows."""
    request = RequestFactory().get("/vien-tro/", query)
    request.user = user
    page = ListPage(
        request, AidItem.objects.for_list(), filterset=ItemFilter, table=CodeTable, name="Khoản", per_page=3
    )
    return [row.record.code for row in page.page.object_list], page.count


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({}, id="trang đầu"),
        pytest.param({"page": "2"}, id="trang giữa"),
        pytest.param({"page": "3"}, id="trang cuối"),
        pytest.param({"sort": "-name"}, id="sắp theo tên"),
        pytest.param({"q": "nuoc", "page": "2"}, id="tìm, trang hai"),
        pytest.param({"q": "khong co"}, id="không có dòng nào"),
    ],
)
def test_long_list_shows_the_rows_of_a_short_one(cast, monkeypatch, query):
    for number in range(8):
        AidItemFactory(name=f"Nước sạch {number % 3}", approved_on=date(2025, 1 + number % 2, 5))
    user = cast["SNGV_STAFF"]
    expected = codes(user, query)
    monkeypatch.setattr(lists, "LONG_LIST", 1)
    assert codes(user, query) == expected


def test_frame_of_the_page_is_made_once_per_request(cast, monkeypatch):
    made = []
    real = context._nav
    monkeypatch.setattr(context, "_nav", lambda user, path: made.append(path) or real(user, path))
    request = RequestFactory().get("/vien-tro/")
    request.user = cast["SNGV_STAFF"]
    assert context.portal(request) == context.portal(request)
    request.user = cast["FOCAL"]
    context.portal(request)
    assert made == ["/vien-tro/", "/vien-tro/"]


def test_searched_columns_are_those_of_the_registers():
    columns = speed.searched_columns()
    assert ("aid_aiditem", "search_text") in columns
    assert ("meetings_meeting", "search_text") in columns
    assert not [table for table, _ in columns if "historical" in table]


@pytest.mark.django_db
def test_postgresql_finds_parts_of_words_by_index():
    speed.create_indexes()
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "aid_aiditem")
        others = connection.introspection.get_constraints(cursor, "meetings_meeting")
    is_postgresql = connection.vendor == "postgresql"
    assert ("aid_aiditem_search_text_stretches" in indexes) is is_postgresql
    assert ("meetings_meeting_search_text_trgm" in others) is is_postgresql


@pytest.mark.django_db
def test_the_latest_that_hold_the_words_are_found_whatever_stretch_of_keys_they_stand_in(monkeypatch):
    monkeypatch.setattr(word_index, "_LATEST", 2)
    monkeypatch.setattr(word_index, "STRETCH", 3)
    word_index._statement.cache_clear()
    keys = [AidItemFactory(name=f"Trạm {'quan trắc' if n % 2 else 'xá'} {n}").pk for n in range(14)]
    register = word_index.Register("aid_aiditem", "search_text", ("code", "name"))
    for words, held in (
        (["quan", "trac"], keys[1::2]),
        (["tram"], keys),
        (["xa"], keys[::2]),
        (["zqx"], []),
        (["tr", "quan"], keys[1::2]),  # a short word beside a longer one, and one that only begins alike
        (["tr", "quat"], []),
    ):
        for limit in (3, 60):
            (found,) = word_index.candidates([register], word_index.wanted(words), limit)
            assert [one.pk for one in found] == held[::-1][:limit]
    word_index._statement.cache_clear()


@pytest.mark.django_db
def test_sqlite_counts_its_rows_after_a_migrate():
    if connection.vendor != "sqlite":
        # PostgreSQL counts by itself, and makes no index while a transaction has open checks.
        assert speed.count_rows("default") is None
        return
    AidItemFactory()
    with connection.cursor() as cursor:
        with transaction.atomic():
            speed.after_migrate("default", plan=[])
            cursor.execute("SELECT tbl FROM sqlite_stat1")
            counted = cursor.fetchall()
            transaction.set_rollback(True)
        # SQLite keeps counts in memory that were taken back, and chooses by them in the tests that follow.
        cursor.execute("ANALYZE sqlite_schema")
    assert ("aid_aiditem",) in counted


def test_every_source_of_search_leads_to_a_list():
    lists_of_sources = [source.list_url for source in search.sources() if source.list_url]
    assert lists_of_sources
    assert all(reverse(name).startswith("/") for name in lists_of_sources)


@pytest.mark.django_db
def test_sums_over_everything_equal_sums_over_the_same_rows_filtered():
    regular, urgent = AidItemFactory(), AidItemFactory(emergency_kind="CUU_TRO", rule_set="ND50")
    DisbursementFactory(item=regular)
    DisbursementFactory(item=urgent)
    everything, filtered = AidItem.objects.all(), AidItem.objects.filter(pk__gt=0)
    assert item_totals(everything) == item_totals(filtered)
    assert item_totals(everything).emergency.count == 1
    assert item_totals(everything).emergency.disbursed_usd_minor > 0
    all_payments, same_payments = Disbursement.objects.all(), Disbursement.objects.filter(pk__gt=0)
    assert payments_sentence(payment_sums(all_payments)) == payments_sentence(payment_sums(same_payments))
    assert "khẩn cấp 1 lần" in payments_sentence(payment_sums(all_payments))


@pytest.mark.django_db
def test_sums_over_nothing_are_nothing():
    assert item_totals(AidItem.objects.none()).regular.count == 0
    assert payments_sentence(payment_sums(Disbursement.objects.all())).startswith("0 lần giải ngân")
