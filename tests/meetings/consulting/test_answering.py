"""Opinions and their answers."""

import pytest

from meetings import actions
from meetings.models import Opinion, OpinionResponse
from programs.actions.drafts import remove_section
from tests.meetings.consulting.making import shown, shown_after, url
from tests.meetings.opinion_texts import (
    DUE_ON,
    TODAY,
    next_version,
    say,
    write_letter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def opinion(opened, cast):
    say(opened, cast.agencies["SYT"], ("p2a", "Ghi 2,5 triệu"), "Ý chung")
    return Opinion.objects.get(number=1)


def test_an_opinion_on_version_one_against_version_three(opinion, draft, cast, sign_in):
    second = next_version(draft, p2a="Mỗi năm vận động 2,5 triệu USD viện trợ.")
    next_version(second, p2a="Hằng năm vận động 2,5 triệu USD viện trợ.")
    page = shown(sign_in(cast["SNGV_STAFF"]), url("opinion_detail", 1))
    assert "Từ đó đến bản 3" in page
    assert "<del>Mỗi</del>" in page
    assert "<ins>Hằng</ins>" in page
    assert "<ins>2,5</ins>" in page


def test_no_page_waits_for_the_comparison_of_long_versions(opinion, draft, cast, sign_in, monkeypatch):
    new = next_version(draft)
    gone = new.sections.get(key="p2a")
    remove_section(section=gone, expected=gone.version, by=cast["SNGV_STAFF"])
    client, address = sign_in(cast["SNGV_STAFF"]), url("opinion_detail", 1)
    monkeypatch.setattr("programs.versions.LONGEST_AT_ONCE", 0)
    assert "?tu=1&amp;den=2" in shown(client, address)
    monkeypatch.undo()
    assert "Bản 2 không còn đoạn này." in shown(client, address)


def answer_fields(draft, **more):
    return {"kind": "TIEP_THU", "text": "", "draft": draft.pk, "place": "đoạn II.1", "version": "0"} | more


def test_answering_from_the_page(opinion, draft, cast, sign_in):
    new = next_version(draft)
    client = sign_in(cast["SNGV_STAFF"])
    address = url("opinion_answer", 1)
    old = answer_fields(draft)
    assert "đã chốt nên giữ nguyên" in shown_after(client, address, old)
    assert "Chọn đoạn đã sửa" in shown_after(client, address, answer_fields(new, place=""))
    assert "Ghi nội dung giải trình" in shown_after(client, address, answer_fields(new, kind="GIAI_TRINH"))
    client.post(address, answer_fields(new))
    response = OpinionResponse.objects.get()
    assert (response.kind, response.section_key, response.draft) == ("TIEP_THU", "p2a", new)
    conflict = client.post(address, answer_fields(new, kind="GIAI_TRINH", text="Giữ"))
    assert conflict.status_code == 409
    assert "Giữ" in conflict.content.decode()
    client.post(address, answer_fields(new, kind="GIAI_TRINH", text="Giữ", place="", version="1"))
    client.post(url("answer_withdraw", 1), {"version": "2", "reason": "Xem lại"})
    late = client.post(address, answer_fields(new, kind="GIAI_TRINH", text="Gõ khi chưa bỏ", version="2"))
    assert late.status_code == 409
    assert "Gõ khi chưa bỏ" in late.content.decode()
    assert 'name="version" value="0"' in late.content.decode()
    assert not OpinionResponse.objects.exists()
    page = shown(client, url("opinion_detail", 1))
    assert "Các lần trả lời" in page
    assert "Lý do: Xem lại" in page


def test_the_agency_reads_the_answer_and_cannot_write_it(opinion, draft, cast, sign_in):
    actions.answer_opinion(
        opinion=opinion, kind="GIAI_TRINH", text="Giữ mức 2 triệu", today=TODAY, by=cast["SNGV_HEAD"]
    )
    client = sign_in(cast["FOCAL"])
    assert "Giữ mức 2 triệu" in shown(client, url("opinion_detail", 1))
    assert client.post(url("opinion_answer", 1), {}).status_code == 403


def test_several_at_once(opinion, draft, cast, sign_in):
    new = next_version(draft)
    client = sign_in(cast["SNGV_STAFF"])
    head = cast["SNGV_HEAD"]
    client.post(url("opinion_bulk"), {"yk": ["1", "2"], "viec": "giao", "nguoi": head.pk})
    assert set(Opinion.objects.values_list("drafter", flat=True)) == {head.pk}
    refused = client.post(url("opinion_bulk"), {"yk": ["2"], "viec": "tiep-thu"}, follow=True)
    assert "YK-02 góp ý chung" in refused.content.decode()
    assert not OpinionResponse.objects.exists()
    done = client.post(url("opinion_bulk"), {"yk": ["1", "2"], "viec": "tiep-thu"}, follow=True)
    assert "Còn 1 ý kiến chưa ghi tiếp thu: YK-02 góp ý chung" in done.content.decode()
    assert OpinionResponse.objects.get().draft == new


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        pytest.param("Tiếp tục vận động 3 triệu USD.", False, id="đã sửa đoạn"),
        pytest.param("", True, id="đoạn còn nguyên"),
    ],
)
def test_accepted_at_a_paragraph_that_reads_as_before(words, warned, opinion, draft, cast, sign_in):
    new = next_version(draft, **({"p2a": words} if words else {}))
    page = sign_in(cast["SNGV_STAFF"]).post(url("opinion_answer", 1), answer_fields(new), follow=True)
    assert OpinionResponse.objects.get().draft == new
    assert ("còn nguyên lời như ở bản 1" in page.content.decode()) is warned


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("", {"YK-01", "YK-02", "YK-03"}, id="tất cả"),
        pytest.param("q=trieu", {"YK-01"}, id="tìm không dấu"),
        pytest.param("q=yk-03", {"YK-03"}, id="tìm theo mã"),
        pytest.param("q=cong an", {"YK-03"}, id="tìm theo cơ quan"),
        pytest.param("phan=2", {"YK-01"}, id="Phần II"),
        pytest.param("phan=0", {"YK-02", "YK-03"}, id="toàn văn"),
        pytest.param("tt=GIAI_TRINH", {"YK-02"}, id="đã giải trình"),
        pytest.param("tt=CHUA_XU_LY", {"YK-01", "YK-03"}, id="chưa xử lý"),
        pytest.param("quandiem=DE_NGHI_BO_SUNG", {"YK-03"}, id="theo quan điểm"),
        pytest.param("dot=1", {"YK-01", "YK-02", "YK-03"}, id="theo đợt"),
        pytest.param("dot=hoi-nghi", set(), id="tại hội nghị"),
        pytest.param("cuatoi=1", {"YK-02"}, id="của tôi"),
    ],
)
def test_filters(query, codes, opinion, opened, cast, sign_in):
    user = cast["SNGV_STAFF"]
    write_letter(opened, cast.agencies["CAT"], "Bổ sung biên giới", stance="DE_NGHI_BO_SUNG")
    second = Opinion.objects.get(number=2)
    actions.assign_opinions(opinions=[second], drafter=user, by=user)
    actions.answer_opinion(opinion=second, kind="GIAI_TRINH", text="Có rồi", today=TODAY, by=user)
    response = sign_in(user).get(f"{url('opinion_list')}?{query}")
    assert {row.record.code for row in response.context["page"].table.rows} == codes
    assert response.context["counts"].total == 3


def test_due_day_is_still_open(opened):
    assert opened.due_on == DUE_ON
