"""Addresses that nobody would type: a plain answer on both databases, never an error of the server."""

from datetime import date

import pytest
from django.test import RequestFactory

from aid.filters import ItemFilter
from aid.models import AidItem
from core.lists import ListPage, PortalTable
from reports.scopes import ScopeError, read_query
from tests.factories import AidItemFactory


class CodeTable(PortalTable):
    """A table of codes."""

    class Meta(PortalTable.Meta):
        model = AidItem
        fields = ("code",)


@pytest.mark.parametrize("rows", ["-1", "0", "1000000", "9" * 20, "²"])
def test_address_does_not_choose_how_many_rows_a_page_has(cast, rows):
    for _ in range(5):
        AidItemFactory(approved_on=date(2025, 5, 5))
    request = RequestFactory().get("/vien-tro/", {"per_page": rows})
    request.user = cast["SNGV_STAFF"]
    items = AidItem.objects.for_list()
    page = ListPage(request, items, filterset=ItemFilter, table=CodeTable, name="Khoản", per_page=3)
    assert (len(page.page.object_list), page.count) == (3, 5)


@pytest.mark.parametrize("number", ["999999", "-1", "0", "9" * 5000, "²", "a"])
def test_page_that_is_not_there_shows_one_that_is(cast, sign_in, number):
    AidItemFactory()
    assert sign_in(cast["SNGV_STAFF"]).get("/vien-tro/", {"page": number}).status_code == 200


@pytest.mark.parametrize("key", ["9" * 20, "²", "٣", "-1", "a\0b"])
def test_key_that_no_record_has_filters_nothing(cast, sign_in, key):
    query = {"nha_tai_tro": key, "tiep_nhan": key, "linh_vuc": key, "q": key}
    assert sign_in(cast["SNGV_STAFF"]).get("/vien-tro/", query).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/vien-tro/a%00b/",
        "/hoi-nghi/a%00b/",
        f"/vien-tro/nha-tai-tro/{'9' * 20}/",
        f"/danh-muc/co-quan/{'9' * 20}/",
        f"/lich-su/aid.aiditem/{'9' * 20}/",
        f"/so-lieu/{'9' * 20}/",
    ],
)
def test_address_of_nothing_is_not_found(cast, sign_in, address):
    assert sign_in(cast["SNGV_STAFF"]).get(address).status_code == 404


@pytest.mark.parametrize("year", ["9" * 5000, "²", "-1", "10000"])
def test_year_that_cannot_be_is_refused(year):
    with pytest.raises(ScopeError):
        read_query({"nam": year})


@pytest.mark.parametrize("path", ["/tim/", "/danh-muc/nguoi/tim/", "/danh-muc/doi-tac/tim/"])
def test_zero_character_in_a_search_is_left_out(cast, sign_in, path):
    assert sign_in(cast["SNGV_STAFF"]).get(f"{path}?q=a%00b").status_code == 200
