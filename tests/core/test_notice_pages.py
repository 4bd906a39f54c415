"""The bell, the page of the own notices, and the choice of kinds."""

from datetime import date

import pytest

from core.models import MutedNotice, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(cast):
    """Return a function that stores a notice of the focal point."""

    def make(key, *, kind=Notice.Kind.DUE, day=date(2026, 3, 13), user=None, **values):
        fields = {
            "subject": f"Còn 3 ngày: {key}",
            "why": "Sở Y tế chủ trì",
            "url": "/hoi-nghi/viec/",
        } | values
        return Notice.objects.create(user=user or cast["FOCAL"], key=key, kind=kind, day=day, **fields)

    return make


def test_the_bell_counts_the_own_unread_notices(cast, sign_in, tell):
    tell("a")
    tell("b")
    tell("c", user=cast["FIN"])
    page = sign_in(cast["FOCAL"]).get("/thong-bao/").content.decode()
    assert 'aria-label="Thông báo, 2 chưa đọc"' in page
    assert "2 thông báo chưa đọc" in page


def test_notices_stand_by_day_with_reason_and_what_to_do(cast, sign_in, tell):
    tell("a", todo="Báo tiến độ", due_on=date(2026, 3, 16))
    tell("b", day=date(2026, 3, 12))
    page = sign_in(cast["FOCAL"]).get("/thong-bao/").content.decode()
    assert page.index("13/03/2026") < page.index("12/03/2026")
    for words in ("Sở Y tế chủ trì", "Báo tiến độ", "hạn 16/03/2026", "Sắp đến hạn"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("", {"a", "b"}, id="không lọc"),
        pytest.param("?loai=QUA_HAN", {"b"}, id="theo loại"),
        pytest.param("?doc=chua", {"b"}, id="chưa đọc"),
        pytest.param("?doc=roi", {"a"}, id="đã đọc"),
        pytest.param("?loai=la", {"a", "b"}, id="loại lạ"),
    ],
)
def test_filters(cast, sign_in, tell, query, shown):
    first = tell("a")
    tell("b", kind=Notice.Kind.OVERDUE)
    client = sign_in(cast["FOCAL"])
    client.post(f"/thong-bao/{first.pk}/da-doc/")
    page = client.get(f"/thong-bao/{query}")
    assert {notice.key for notice in page.context["page"].object_list} == shown


def test_opening_marks_as_read_and_leads_to_the_subject(cast, sign_in, tell):
    notice = tell("a")
    client = sign_in(cast["FOCAL"])
    assert client.get(f"/thong-bao/{notice.pk}/mo/").status_code == 405
    assert client.post(f"/thong-bao/{notice.pk}/mo/").url == "/hoi-nghi/viec/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_an_address_outside_the_portal_is_not_followed(cast, sign_in, tell):
    notice = tell("a", url="https://vi-du.vn/")
    assert sign_in(cast["FOCAL"]).post(f"/thong-bao/{notice.pk}/mo/").url == "/thong-bao/"


def test_another_s_notice_is_not_there(cast, sign_in, tell):
    notice = tell("a")
    client = sign_in(cast["FIN"])
    assert client.post(f"/thong-bao/{notice.pk}/mo/").status_code == 404
    assert client.post(f"/thong-bao/{notice.pk}/da-doc/").status_code == 404
    client.post("/thong-bao/da-doc/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_at_once(cast, sign_in, tell):
    tell("a")
    tell("b")
    page = sign_in(cast["FOCAL"]).post("/thong-bao/da-doc/", follow=True).content.decode()
    assert "Đã đánh dấu 2 thông báo là đã đọc." in page
    assert not Notice.objects.unread().exists()


def test_kinds_are_chosen_and_two_cannot_be_switched_off(cast, sign_in):
    client = sign_in(cast["FOCAL"])
    page = client.get("/thong-bao/loai/")
    offered = {value for value, _ in page.context["form"].fields["kinds"].choices}
    assert not {Notice.Kind.ASSIGNED, Notice.Kind.RETURNED} & offered
    client.post("/thong-bao/loai/", {"kinds": [Notice.Kind.OVERDUE]})
    assert set(MutedNotice.objects.values_list("kind", flat=True)) == offered - {Notice.Kind.OVERDUE}
    assert client.get("/thong-bao/loai/").context["form"].initial["kinds"].count(Notice.Kind.OVERDUE) == 1


def test_a_part_of_a_page_does_not_ask_for_the_bell(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast["FOCAL"])
    headers = {"HX-Request": "true", "HX-Target": "ket-qua"}
    with django_assert_max_num_queries(10) as found:
        client.get("/hoi-nghi/viec/", headers=headers)
    assert not [query for query in found.captured_queries if "core_notice" in query["sql"]]
