"""The pages of the key points."""

import pytest
from django.urls import reverse

from core.models import User
from programs.actions.drafts import edit_section, remove_section
from programs.models import Draft, KeyPoint
from tests.factories import ProgramFactory
from tests.programs.draft_texts import store_draft

pytestmark = pytest.mark.django_db

UNIVERSITIES = "Các trường đại học mở rộng hợp tác đào tạo với các trường của Lào"


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def draft():
    program = ProgramFactory(period_start_year=2026)
    return store_draft(
        program, (1, "a", "Ký 05 thỏa thuận."), (3, "c", f"{UNIVERSITIES}."), (3, "d", "Kiều bào.")
    )


def url(name, *args):
    return reverse(f"programs:{name}", args=["2026-2030", 1, *args])


@pytest.fixture
def head(draft, cast, sign_in):
    client = sign_in(cast["SNGV_HEAD"])
    assert "Đã đề xuất 3 ý mới." in client.post(url("point_propose"), follow=True).text
    client.post(url("point_judge"), {"y": list(KeyPoint.objects.values_list("pk", flat=True))})
    return client


def texts(answer):
    return [row.text for row in answer.context["page"].rows]


def cut(draft):
    section = draft.sections.get(key="c")
    remove_section(section=section, expected=section.version, by=User.objects.system())


def test_a_lost_point_stands_first_and_is_dropped_with_a_reason(head, draft):
    assert texts(head.get(url("point_list"))) == ["05 thỏa thuận", UNIVERSITIES, "các trường đại học"]
    cut(draft)
    answer = head.get(url("point_list"))
    assert [(row.text, row.state) for row in answer.context["page"].rows] == [
        (UNIVERSITIES, "roi"),
        ("các trường đại học", "roi"),
        ("05 thỏa thuận", "con"),
    ]
    assert texts(head.get(url("point_list") + "?xem=roi")) == [UNIVERSITIES, "các trường đại học"]
    assert "rơi 2 ý" in answer.text
    point = KeyPoint.objects.get(text=UNIVERSITIES)
    refused = head.post(url("point_drop", point.pk), {"version": point.version, "reason": " "})
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]
    head.post(url("point_drop", point.pk), {"version": point.version, "reason": "Có đề án riêng"})
    answer = head.get(url("point_list") + "?xem=da-bo")
    assert "Có đề án riêng" in answer.text
    assert "15/06/2026" in answer.text
    head.post(url("point_restore", point.pk), {"version": point.version + 1}, follow=True)
    assert KeyPoint.objects.get(pk=point.pk).status == KeyPoint.Status.CONFIRMED


def test_a_lost_point_is_linked_to_another_paragraph(head, draft):
    cut(draft)
    point = KeyPoint.objects.get(text=UNIVERSITIES)
    form = head.get(url("point_link", point.pk))
    assert "Đoạn\xa01, Phần\xa0thứ\xa0ba: Kiều bào." in form.text
    posted = {"version": point.version, "key": "d"}
    assert head.post(url("point_link", point.pk), posted).status_code == 302
    assert head.post(url("point_link", point.pk), posted).status_code == 409
    assert texts(head.get(url("point_list") + "?xem=roi")) == ["các trường đại học"]


def test_a_point_is_added_by_hand(head, draft):
    answer = head.post(url("point_add"), {"kind": "NHIEM_VU", "text": "Kiều bào", "key": "d"}, follow=True)
    assert "Kiều bào" in texts(answer)
    answer = head.post(url("point_add"), {"kind": "NHIEM_VU", "text": "Kiều bào", "key": "zzz"})
    assert answer.context["form"].errors["key"]


def test_proposals_that_are_none(draft, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    client.post(url("point_propose"))
    ids = list(KeyPoint.objects.values_list("pk", flat=True))
    client.post(url("point_judge"), {"y": [*ids, "x", "9" * 30], "viec": "khong-phai"})
    found = texts(client.get(url("point_list") + "?xem=khong-phai"))
    assert found == [
        "05 thỏa thuận",
        UNIVERSITIES,
        "các trường đại học",
    ]


def test_staff_links_and_heads_drop(head, cast, sign_in):
    point = KeyPoint.objects.first()
    staff = sign_in(cast["SNGV_STAFF"])
    assert staff.get(url("point_link", point.pk)).status_code == 200
    assert staff.get(url("point_drop", point.pk)).status_code == 403
    assert "Bỏ ý này" not in staff.get(url("point_list")).text
    assert sign_in(cast["VAN_THU"]).post(url("point_propose")).status_code == 403


def test_a_point_of_another_program(head):
    other = store_draft(ProgramFactory(), (1, "a", "Ký 07 thỏa thuận."))
    point = KeyPoint.objects.first()
    address = reverse("programs:point_drop", args=[other.program.slug, 1, point.pk])
    assert head.get(address).status_code == 404


def rows(client, **query):
    page = client.get(url("point_list"), query).context["page"]
    return [row.record.text for row in page.table.page.object_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "truong dai hoc"}, [UNIVERSITIES, "các trường đại học"]),
        ({"q": "THOA thuan"}, ["05 thỏa thuận"]),
        ({"q": "khong co"}, []),
        ({"loai": "NHIEM_VU"}, [UNIVERSITIES]),
        ({"phan": "1"}, ["05 thỏa thuận"]),
        ({"xem": "roi"}, []),
        ({"xem": "con", "phan": "3", "loai": "CO_QUAN"}, ["các trường đại học"]),
        ({"xem": "zzz"}, ["05 thỏa thuận", UNIVERSITIES, "các trường đại học"]),
        ({"sort": "text"}, ["05 thỏa thuận", "các trường đại học", UNIVERSITIES]),
        ({"sort": "-label"}, [UNIVERSITIES, "các trường đại học", "05 thỏa thuận"]),
    ],
    ids=str,
)
def test_points_are_searched_filtered_and_ordered(head, query, found):
    assert rows(head, **query) == found


def test_the_list_is_exported(head):
    answer = head.get(url("point_list"), {"xuat": "csv", "loai": "NHIEM_VU"})
    header, row = answer.content.decode("utf-8-sig").strip().splitlines()
    assert header.split(";")[:4] == ["Loại", "Ý chính", "Đoạn", "Tình trạng"]
    assert row.startswith(f"Nhiệm vụ;{UNIVERSITIES};Đoạn\xa01, Phần\xa0thứ\xa0ba;Còn trong bản;Phần III")


def test_a_whole_kind_is_confirmed_only_as_it_was_seen(draft, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    client.post(url("point_propose"))
    assert [(code, count) for code, _, count in client.get(url("point_list")).context["waiting"]] == [
        ("NHIEM_VU", 1),
        ("CO_QUAN", 1),
        ("SO_LIEU", 1),
    ]
    answer = client.post(url("point_judge"), {"loai": "NHIEM_VU", "so": "2"}, follow=True)
    assert "vừa đổi nên chưa xác nhận gì" in answer.text
    client.post(url("point_judge"), {"loai": "NHIEM_VU", "so": "1"})
    assert rows(client, xem="con") == [UNIVERSITIES]


def test_staff_takes_a_refusal_back_but_no_decision(head, cast, sign_in):
    point = KeyPoint.objects.first()
    head.post(url("point_drop", point.pk), {"version": point.version, "reason": "Trùng"})
    staff = sign_in(cast["SNGV_STAFF"])
    assert staff.post(url("point_restore", point.pk), {"version": point.version + 1}).status_code == 403
    draft = Draft.objects.get()
    edit_section(
        section=draft.sections.get(key="d"), expected=1, text="Ký 07 thỏa thuận.", by=User.objects.system()
    )
    staff.post(url("point_propose"))
    other = KeyPoint.objects.get(text="07 thỏa thuận")
    staff.post(url("point_judge"), {"y": [other.pk], "viec": "khong-phai"})
    assert staff.post(url("point_restore", other.pk), {"version": other.version + 1}).status_code == 302
    assert KeyPoint.objects.get(pk=other.pk).status == KeyPoint.Status.CONFIRMED


def test_the_check_on_the_page_of_the_draft_names_what_is_lost(head, draft):
    part = {"HX-Request": "true", "HX-Target": "cua"}
    assert "Giữ đủ 3/3 ý chính" in head.get(url("draft_gates"), headers=part).text
    cut(draft)
    line = head.get(url("draft_gates"), headers=part).text
    assert "Rơi 2/3 ý chính" in line
    assert UNIVERSITIES in line
    page = head.get(url("draft_detail")).text
    assert page.count("Trước khi trình") == 1
    assert url("draft_gates") in page
