"""Pages of activities and member associations; search and history of this app's records."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Certainty
from core.search import search_all
from programs.models import Activity, FriendshipAssociation
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CountryFactory,
    ProgramFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


def url(name, *args):
    return reverse(f"programs:{name}", args=args)


def form(agency, **changes):
    return {
        "kind": "GIAO_LUU", "title": "Giao lưu văn hóa", "held_on": "20/05/2026", "ended_on": "", "place": "",
        "country": "", "agency": agency.pk, "pillar": "", "participants": "90", "summary": "",
    } | changes  # fmt: skip


@pytest.mark.parametrize("name", ["Cộng hòa Séc", "Hungary"])
def test_anniversary_of_2025_prints_75_years_never_70(name, cast, sign_in):
    day = date(1950, 2, 2) if name == "Cộng hòa Séc" else date(1950, 2, 3)
    country = CountryFactory(code=name[0] + "X", name=name, established_on=day)
    ActivityFactory(
        code="HD-2025-002", kind=Activity.Kind.ANNIVERSARY, title="Gặp mặt kỷ niệm", country=country,
        held_on=date(2025, 2, 6), agency=cast.agencies["LHHN"],
    )  # fmt: skip
    client = sign_in(cast["UBND_LEADER"])
    page = client.get(url("activity_detail", "HD-2025-002")).text
    assert f"75 năm thiết lập quan hệ ngoại giao với {name}" in page
    listing = client.get(url("activity_list"))
    [row] = listing.context["page"].table.rows
    assert row.get_cell("years") == 75
    for text in (page, listing.text):
        assert "70" not in text.partition("<main")[2].partition("</main>")[0].replace("HD-2025-002", "")


@pytest.mark.parametrize(
    ("role", "page", "edit"),
    [
        pytest.param("SNGV_STAFF", 200, 200, id="chuyên viên Sở Ngoại vụ"),
        pytest.param("LH_STAFF", 200, 200, id="Liên hiệp, cơ quan tổ chức"),
        pytest.param("VPUB", 200, 403, id="Văn phòng chỉ đọc"),
        pytest.param("HOI_EDITOR", 404, 404, id="hội khác"),
        pytest.param("FOCAL", 404, 404, id="đầu mối cơ quan khác"),
    ],
)
def test_who_reads_and_edits_an_activity(role, page, edit, cast, sign_in):
    activity = ActivityFactory(agency=cast.agencies["LHHN"])
    client = sign_in(cast[role])
    assert client.get(url("activity_detail", activity.code)).status_code == page
    assert client.get(url("activity_edit", activity.code)).status_code == edit
    data = form(activity.agency, version="1", title="Tên mới")
    changed = client.post(url("activity_edit", activity.code), data).status_code
    assert changed == (302 if edit == 200 else edit)


def test_activity_is_added_under_the_next_code(cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    answer = client.post(url("activity_add"), form(cast.agencies["LHHN"]), follow=True)
    assert "Đã thêm hoạt động HD-2026-001" in answer.text
    again = client.post(url("activity_add"), form(cast.agencies["LHHN"], save_next="1"))
    assert again.headers["Location"] == url("activity_add")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"title": ""}, "Nhập tên hoạt động.", id="thiếu tên"),
        pytest.param({"held_on": "31/02/2026"}, "tháng 02/2026 chỉ có 28 ngày", id="ngày không có"),
        pytest.param({"ended_on": "19/05/2026"}, "từ ngày 20/05/2026 trở đi", id="kết thúc trước"),
        pytest.param({"kind": "HOP"}, "trong danh sách", id="loại lạ"),
        pytest.param({"participants": "-1"}, "từ 0 trở lên", id="số người âm"),
    ],
)
def test_wrong_activity_keeps_what_was_typed(changes, words, cast, sign_in):
    answer = sign_in(cast["LH_STAFF"]).post(url("activity_add"), form(cast.agencies["LHHN"]) | changes)
    assert answer.status_code == 200
    assert words in answer.text
    assert not Activity.objects.exists()


def test_union_logs_only_its_own_activities(cast, sign_in):
    answer = sign_in(cast["LH_STAFF"]).post(url("activity_add"), form(cast.agencies["SYT"]))
    assert "chỉ ghi được hoạt động do cơ quan mình tổ chức" in answer.text


def test_stale_activity_is_shown_beside_the_stored_one(cast, sign_in):
    activity = ActivityFactory(agency=cast.agencies["LHHN"])
    client, data = sign_in(cast["LH_STAFF"]), form(activity.agency, version="1")
    assert client.post(url("activity_edit", activity.code), data).status_code == 302
    assert client.post(url("activity_edit", activity.code), data | {"title": "Khác"}).status_code == 409


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("loai=KIEU_BAO", ["B"], id="loại"),
        pytest.param("nam=2024", ["B"], id="năm"),
        pytest.param("nuoc=LA", ["A"], id="quốc gia"),
        pytest.param("q=kieu bao", ["B"], id="tìm không dấu"),
    ],
)
def test_activity_filters(query, codes, cast, sign_in):
    ActivityFactory(code="A", country=CountryFactory(code="LA"), held_on=date(2025, 5, 1))
    ActivityFactory(code="B", kind="KIEU_BAO", title="Gặp mặt kiều bào", held_on=date(2024, 2, 3))
    answer = sign_in(cast["SNGV_STAFF"]).get(f"{url('activity_list')}?{query}")
    assert [row.record.code for row in answer.context["page"].table.rows] == codes


def test_unknown_names_stand_last_and_are_marked(cast, sign_in):
    AssociationFactory(name="Hội thành viên (chưa rõ tên) 4", is_name_known=False)
    AssociationFactory(name="Hội Việt - Đức", certainty=Certainty.VERIFIED)
    answer = sign_in(cast["FOCAL"]).get(url("association_list"))
    names = [row.record.name for row in answer.context["page"].table.rows]
    assert names == ["Hội Việt - Đức", "Hội thành viên (chưa rõ tên) 4"]
    assert "2 hội thành viên · 1 hội chưa rõ tên" in answer.text
    assert "Chưa rõ tên" in answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_STAFF", 200, id="chuyên viên Sở Ngoại vụ"),
        pytest.param("LH_STAFF", 200, id="Liên hiệp giữ danh sách hội"),
        pytest.param("HOI_EDITOR", 200, id="hội giữ mục của mình"),
        pytest.param("FOCAL", 403, id="đầu mối chỉ đọc"),
        pytest.param("VPUB", 403, id="Văn phòng chỉ đọc"),
    ],
)
def test_who_edits_an_association(role, status, cast, sign_in):
    association = AssociationFactory(agency=cast.agencies["HOI-LAO"])
    client = sign_in(cast[role])
    assert client.get(url("association_detail", association.pk)).status_code == 200
    assert client.get(url("association_edit", association.pk)).status_code == status


def test_association_learns_its_name(cast, sign_in):
    association = AssociationFactory(name="Hội (chưa rõ tên) 4", is_name_known=False)
    AssociationFactory(name="Hội Việt - Đức")
    data = {
        "name": "Hội Việt - Đức", "is_name_known": "on", "aliases": "Hội Việt Nam - Séc\nHội Séc",
        "country": "", "founded_on": "", "joined_year": "2010", "left_year": "", "term_start": "2025",
        "term_end": "2030",
        "certainty": "VERIFIED", "source": "Công văn", "note": "", "version": "1",
    }  # fmt: skip
    client, page = sign_in(cast["LH_STAFF"]), url("association_edit", association.pk)
    assert "Đã có hội mang tên này" in client.post(page, data).text
    assert client.post(page, data | {"name": "Hội Việt - Séc"}).status_code == 302
    stored = FriendshipAssociation.objects.get(pk=association.pk)
    assert stored.aliases == ["Hội Việt Nam - Séc", "Hội Séc"]
    assert client.post(page, data | {"name": "Hội khác"}).status_code == 409
    assert client.get(url("association_detail", 999_999)).status_code == 404
    assert client.get(url("association_edit", 999_999)).status_code == 404


@pytest.mark.parametrize("name", ["activity_list", "association_list"])
def test_lists_ask_the_database_as_often_for_many_rows(
    name, cast, sign_in, django_assert_num_queries, count_queries
):
    client = sign_in(cast["SNGV_STAFF"])
    make = ActivityFactory if name == "activity_list" else AssociationFactory
    make(country=CountryFactory(code="LA", established_on=date(1962, 9, 5)))
    one = count_queries(client, url(name))
    for number in range(29):
        make(country=CountryFactory(code=f"{number:02}", established_on=date(1962, 9, 5)))
    with django_assert_num_queries(one):
        client.get(url(name))


@pytest.mark.parametrize("name", ["activity_list", "association_list"])
def test_exports_open(name, cast, sign_in):
    ActivityFactory()
    AssociationFactory()
    answer = sign_in(cast["SNGV_STAFF"]).get(f"{url(name)}?xuat=xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_search_finds_what_the_reader_may_see(cast):
    program = ProgramFactory(period_start_year=2026)
    TaskFactory(
        program=program,
        title="Thỏa thuận Hủa Phăn",
        lead_agency=cast.agencies["SYT"],
        due_on=date(2026, 9, 1),
    )
    ActivityFactory(title="Giao lưu Hủa Phăn", agency=cast.agencies["CAT"])
    found = {
        group.label: [row.label for row in group.rows] for group in search_all(cast["FOCAL"], "hua phan")
    }
    assert found == {"Nhiệm vụ": ["Thỏa thuận Hủa Phăn"]}
    assert {group.label for group in search_all(cast["SNGV_STAFF"], "hua phan")} == {"Nhiệm vụ", "Hoạt động"}
    assert {group.label for group in search_all(cast["FOCAL"], "2026-2030")} == {"Chương trình"}


def test_history_pages_open_for_readers(cast, sign_in):
    association, program = AssociationFactory(), ProgramFactory(period_start_year=2026)
    client = sign_in(cast["FOCAL"])
    for label, record in (("programs.friendshipassociation", association), ("programs.program", program)):
        assert client.get(reverse("core:history", args=[label, record.pk])).status_code == 200
