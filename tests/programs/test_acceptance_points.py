"""Acceptance: the clause that gives the universities their task is cut; the check names it until settled."""

import pytest
from django.urls import reverse

from programs.models import KeyPoint, Section
from tests.factories import AgencyFactory, ProgramFactory
from tests.programs.draft_texts import store_draft

pytestmark = pytest.mark.django_db

CLAUSE = "Giao các trường đại học chủ trì mở rộng hợp tác đào tạo với đối tác nước ngoài"
TASK = f"{CLAUSE}, báo cáo trước ngày 30/11 hằng năm"
OTHER = "Sở Du lịch xây dựng kế hoạch quảng bá hình ảnh của tỉnh"


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def draft():
    AgencyFactory(name="Sở Du lịch")
    program = ProgramFactory(slug="2026-2030", period_start_year=2026)
    rows = [(1, "a", "Ký 05 thỏa thuận."), (2, "b", "Giữ vững hòa bình."), (3, "c", f"{OTHER}; {TASK}.")]
    return store_draft(program, *rows, (3, "d", f"{TASK}."))


def url(name, *more):
    return reverse(f"programs:{name}", args=["2026-2030", 1, *more])


def state(client):
    """Return the line of the check on the page of the draft."""
    return client.get(url("draft_gates"), headers={"HX-Request": "true", "HX-Target": "cua"}).text


def points(client, view=""):
    return [row.text for row in client.get(url("point_list"), {"xem": view}).context["page"].rows]


def confirm_all(client):
    """Let the portal propose, and confirm every kind by its button."""
    client.post(url("point_propose"))
    for code, _, count in client.get(url("point_list")).context["waiting"]:
        client.post(url("point_judge"), {"loai": code, "so": count})
    assert set(KeyPoint.objects.values_list("status", flat=True)) == {KeyPoint.Status.CONFIRMED}


def save(client, key, text):
    """Save a paragraph as a person does."""
    page = client.get(url("draft_paragraph_edit", key))
    version = page.context["form"]["version"].value()
    assert (
        client.post(url("draft_paragraph_edit", key), {"text": text, "version": version}).status_code == 302
    )


def remove(client, key):
    page = client.get(url("draft_paragraph_remove", key))
    version = page.context["form"]["version"].value()
    client.post(url("draft_paragraph_remove", key), {"version": version, "reason": "Rút gọn"})
    assert not Section.objects.filter(key=key).exists()


def test_cutting_the_clause_of_the_universities_names_it_and_restoring_turns_it_green(draft, cast, sign_in):
    staff = sign_in(cast["SNGV_STAFF"])
    confirm_all(staff)
    kept = KeyPoint.objects.count()
    assert f"Giữ đủ {kept}/{kept} ý chính" in state(staff)
    remove(staff, "d")
    lost = points(staff, "roi")
    assert TASK in lost
    assert "Rơi 2/" in state(staff)
    assert TASK in state(staff)
    page = staff.get(url("point_list"))
    assert "rơi 2 ý" in page.text
    # The deadline and the universities still stand in the other paragraph; its own task does, too.
    assert "các trường đại học" in points(staff, "con")
    task = KeyPoint.objects.get(text=TASK, section_key="d")
    answer = staff.post(url("point_words_back", task.pk), follow=True)
    assert "Đã khôi phục chữ mang ý" in answer.text
    assert Section.objects.get(key="d").text == f"{TASK}."
    assert points(staff, "roi") == []
    assert f"Giữ đủ {kept}/{kept} ý chính" in state(staff)
    staff.post(url("point_words_undo"), {"luot": answer.context["turn"]})
    assert TASK in points(staff, "roi")


def test_cutting_the_clause_out_of_a_paragraph_and_putting_it_back(draft, cast, sign_in):
    staff = sign_in(cast["SNGV_STAFF"])
    confirm_all(staff)
    save(staff, "c", f"{OTHER}.")
    (lost,) = [
        row for row in staff.get(url("point_list"), {"xem": "roi"}).context["page"].rows if row.text == TASK
    ]
    assert (lost.label, "viết lại" in lost.why) == ("Đoạn\xa01, Phần\xa0thứ\xa0ba", True)
    answer = staff.post(url("point_words_back", lost.pk), follow=True)
    assert TASK in Section.objects.get(key="c").text
    assert points(staff, "roi") == []
    staff.post(url("point_words_undo"), {"luot": answer.context["turn"]})
    assert Section.objects.get(key="c").text == f"{OTHER}."


def test_rewording_turns_it_red_until_it_is_linked_and_again_when_the_words_change(draft, cast, sign_in):
    staff = sign_in(cast["SNGV_STAFF"])
    confirm_all(staff)
    save(staff, "d", "Hợp tác đào tạo: việc của các trường đại học, trước ngày 30/11 hằng năm.")
    assert points(staff, "roi") == [TASK]
    task = KeyPoint.objects.get(text=TASK, section_key="d")
    staff.post(url("point_link", task.pk), {"version": task.version, "key": "d"})
    assert points(staff, "roi") == []
    save(staff, "d", "Hợp tác đào tạo là việc chung, trước ngày 30/11 hằng năm.")
    assert TASK in points(staff, "roi")


def test_a_leader_drops_it_by_decision_with_name_reason_and_date(draft, cast, sign_in):
    staff = sign_in(cast["SNGV_STAFF"])
    confirm_all(staff)
    remove(staff, "d")
    lost = KeyPoint.objects.filter(text__in=points(staff, "roi"), section_key="d")
    assert staff.get(url("point_drop", lost[0].pk)).status_code == 403
    leader = sign_in(cast["SNGV_LEADER"])
    for point in lost:
        posted = {"version": point.version, "reason": "Ngành giáo dục có đề án riêng"}
        assert leader.post(url("point_drop", point.pk), posted).status_code == 302
    assert points(leader, "roi") == []
    assert "rơi" not in state(leader).lower()
    page = leader.get(url("point_list"), {"xem": "da-bo"})
    assert "Ngành giáo dục có đề án riêng" in page.text
    assert str(cast["SNGV_LEADER"]) in page.text
    assert "15/06/2026" in page.text


def test_several_lost_points_are_dropped_with_one_decision(draft, cast, sign_in):
    staff = sign_in(cast["SNGV_STAFF"])
    confirm_all(staff)
    remove(staff, "d")
    lost = list(KeyPoint.objects.filter(text__in=points(staff, "roi"), section_key="d"))
    assert len(lost) == 2
    chosen = {"y": [point.pk for point in lost]}
    assert staff.get(url("point_drop_many"), chosen).status_code == 403
    assert 'form="bo-y"' not in staff.get(url("point_list"), {"xem": "roi"}).text
    leader = sign_in(cast["SNGV_LEADER"])
    assert leader.get(url("point_list"), {"xem": "roi"}).text.count('form="bo-y" name="y"') == 2
    nothing = leader.get(url("point_drop_many"), follow=True)
    assert "Chưa chọn ý nào để bỏ" in nothing.text
    page = leader.get(url("point_drop_many"), chosen)
    marks = [f"{point.pk}.{point.version}" for point in lost]
    assert all(f'value="{mark}"' in page.text for mark in marks)

    # Errors keep what was typed and drop nothing: no reason, and a point that somebody changed meanwhile.
    assert leader.post(url("point_drop_many"), {"y": marks, "reason": " "}).context["form"].errors
    staff.post(url("point_link", lost[1].pk), {"version": lost[1].version, "key": "c"})
    stale = leader.post(url("point_drop_many"), {"y": marks, "reason": "Ngành giáo dục có đề án riêng"})
    assert "chưa bỏ ý nào" in stale.text
    assert "Ngành giáo dục có đề án riêng" in stale.text
    assert not KeyPoint.objects.filter(status=KeyPoint.Status.DROPPED).exists()
    marks[1] = f"{lost[1].pk}.{lost[1].version + 1}"
    assert f'value="{marks[1]}"' in stale.text

    done = leader.post(
        url("point_drop_many"), {"y": marks, "reason": "Ngành giáo dục có đề án riêng"}, follow=True
    )
    assert "Đã quyết định bỏ 2 ý chính." in done.text
    for point in KeyPoint.objects.filter(pk__in=[point.pk for point in lost]):
        assert (point.dropped_by, str(point.dropped_on)) == (cast["SNGV_LEADER"], "2026-06-15")
        newest = point.history.first()
        assert newest.action_label == "Quyết định bỏ nhiều ý chính"
        assert newest.history_change_reason == "Ngành giáo dục có đề án riêng"
    assert "rơi" not in state(leader).lower()


def test_a_frozen_version_gets_no_words_back(draft, cast, sign_in):
    head = sign_in(cast["SNGV_HEAD"])
    confirm_all(head)
    remove(head, "d")
    head.post(url("draft_freeze"), {"version": 1, "reason": "Gửi lấy ý kiến"})
    task = KeyPoint.objects.get(text=TASK, section_key="d")
    assert "Khôi phục</button>" not in head.get(url("point_list")).text
    assert "đã chốt" in head.post(url("point_words_back", task.pk), follow=True).text
    assert not Section.objects.filter(key="d").exists()
