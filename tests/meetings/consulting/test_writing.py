"""Agencies and clerks write; what forms keep."""

from datetime import date

import pytest
import time_machine

from core.models import Notice
from meetings import actions
from meetings.models import ConsultationRound, Contribution, Opinion
from reports.coming import own_work
from tests.meetings.consulting.making import AFTER, close, shown, shown_after, url
from tests.meetings.opinion_texts import (
    TODAY,
    open_round,
    say,
)

pytestmark = pytest.mark.django_db


# ---- the agency writes


def rows_of(*texts, **more):
    """Return what the browser posts for requests: (place, words)."""
    fields = {"yk-TOTAL_FORMS": str(len(texts)), "yk-INITIAL_FORMS": "0", "version": "0"}
    for at, (place, text) in enumerate(texts):
        fields |= {f"yk-{at}-place": place, f"yk-{at}-text": text, f"yk-{at}-requested_change": ""}
    return fields | more


def test_an_agency_keeps_and_hands_in(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    address = url("contribution_write", 1, "SYT")
    assert "đoạn\xa01" in shown(client, f"{address}?muc=p2a")
    kept = client.post(address, rows_of(("đoạn II.1", "Ghi rõ nguồn"), stance="DE_NGHI_SUA", nhap="1"))
    assert kept.status_code == 302
    assert Contribution.objects.get().sent_at is None
    assert Opinion.objects.get().section_key == "p2a"
    fields = rows_of(
        ("đoạn II.1", "Ghi rõ nguồn"),
        ("Phần II, mục II", "Thêm"),
        stance="DE_NGHI_SUA",
        save="gui",
        version="1",
    )
    fields |= {"yk-INITIAL_FORMS": "1", "yk-0-pk": str(Opinion.objects.get().pk)}
    client.post(address, fields)
    assert Contribution.objects.get().received_on == TODAY
    assert list(Opinion.objects.order_by("number").values_list("place", flat=True)) == [
        "đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai", "mục\xa0II, Phần\xa0thứ\xa0hai",
    ]  # fmt: skip
    assert client.get(address).status_code == 302


def test_no_stance_is_chosen_for_an_agency(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    address = url("contribution_write", 1, "SYT")
    assert 'value="CO_BAN_THONG_NHAT" checked' not in shown(client, address)
    client.post(address, rows_of(("đoạn II.1", "Ghi rõ nguồn"), nhap="1"))
    kept = Contribution.objects.get()
    assert (kept.get_stance_display(), kept.sent_at) == ("Không nêu quan điểm", None)
    told = client.post(address, rows_of(("đoạn II.1", "Ghi rõ nguồn"), save="gui", version=str(kept.version)))
    assert "Chọn quan điểm của cơ quan" in told.content.decode()
    assert Contribution.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param(rows_of(("đoạn II.9", "Thêm")), "không có “đoạn II.9”", id="đoạn không có"),
        pytest.param(rows_of(("chỗ kia", "Thêm")), "Chưa đọc được", id="chỗ không đọc được"),
        pytest.param(rows_of(("đoạn II.1", "")), "Ghi nội dung góp ý", id="có chỗ mà không có lời"),
        pytest.param(rows_of(), "ít nhất một ý kiến", id="đề nghị sửa mà trống"),
    ],
)
def test_typed_words_survive_a_refusal(fields, words, opened, cast, sign_in):
    more = {"stance": "DE_NGHI_SUA", "save": "gui"}
    page = shown_after(sign_in(cast["FOCAL"]), url("contribution_write", 1, "SYT"), fields | more)
    assert words in page
    for name, value in fields.items():
        assert not name.endswith(("-text", "-place")) or value in page
    assert not Contribution.objects.exists()


def test_two_colleagues_lose_no_word(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    address = url("contribution_write", 1, "SYT")
    say(opened, cast.agencies["SYT"], "Lời của đồng nghiệp", send=False)
    mine = rows_of(("", "Lời của tôi"), stance="DE_NGHI_SUA", nhap="1")
    response = client.post(address, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Lời của tôi" in page
    assert "Lời của đồng nghiệp" in page
    stored = Opinion.objects.get()
    again = rows_of(("", "Lời của tôi"), ("", stored.text), stance="DE_NGHI_SUA", nhap="1", version="1")
    client.post(address, again | {"yk-1-pk": str(stored.pk)})
    assert set(Opinion.objects.values_list("text", flat=True)) == {"Lời của tôi", "Lời của đồng nghiệp"}


# ---- the answer that keeps itself while it is typed

QUIETLY = {"HX-Request": "true", "HX-Target": "luu-nhap"}


def quietly(client, fields, **keys):
    """Post what a page sends by itself; `keys` are the hidden keys of its rows."""
    return client.post(url("contribution_write", 1, "SYT"), fields | keys, headers=QUIETLY)


def test_an_answer_keeps_itself_row_by_row(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    words = {"stance": "DE_NGHI_SUA"}
    told = quietly(client, rows_of(("đoạn II.1", "Ghi rõ"), ("", "Thêm"), ("III", ""), **words)).json()
    assert told["said"].startswith("Đã lưu nháp lúc 12:0")
    assert told["waiting"] == "khung 3 chưa có nội dung góp ý nên chưa lưu"
    first, second = Opinion.objects.order_by("number")
    assert told["rows"] == [first.pk, second.pk, None]
    fields = rows_of(
        ("đoạn II.1", "Ghi rõ nguồn"), ("", ""), ("III", "Mới"), **words, version=str(told["version"])
    )
    again = quietly(client, fields, **{"yk-0-pk": first.pk, "yk-1-pk": second.pk}).json()
    kept = list(Opinion.objects.order_by("number"))
    assert [(one.pk, one.text) for one in kept] == [(first.pk, "Ghi rõ nguồn"), (kept[1].pk, "Mới")]
    assert again["rows"] == [first.pk, None, kept[1].pk]
    # The same words once more, from the page that was opened when nothing was kept.
    fields |= {"version": str(again["version"]), "yk-3-place": "", "yk-3-text": "", "yk-TOTAL_FORMS": "4"}
    last = quietly(client, fields, **{"yk-0-pk": first.pk, "yk-1-pk": "", "yk-2-pk": kept[1].pk}).json()
    assert last["rows"] == [first.pk, None, kept[1].pk, None]
    assert list(Opinion.objects.order_by("number").values_list("pk", flat=True)) == [first.pk, kept[1].pk]
    assert Contribution.objects.get().sent_at is None


def test_half_a_place_is_kept_and_asked_about_when_it_is_sent(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    told = quietly(client, rows_of(("chỗ kia", "Thêm"), stance="DE_NGHI_SUA")).json()
    address = url("contribution_write", 1, "SYT")
    assert 'value="chỗ kia"' in shown(client, address)
    sent = rows_of(("chỗ kia", "Thêm"), stance="DE_NGHI_SUA", save="gui", version=str(told["version"]))
    sent |= {"yk-INITIAL_FORMS": "1", "yk-0-pk": str(told["rows"][0])}
    assert "Chưa đọc được" in shown_after(client, address, sent)
    client.post(address, sent | {"yk-0-place": ""})
    assert Opinion.objects.get().place == ""


@pytest.mark.parametrize(
    ("before", "status", "words"),
    [
        pytest.param({"send": False}, 409, "Đồng nghiệp vừa lưu", id="đồng nghiệp lưu trước"),
        pytest.param({}, 409, "đã gửi", id="đã gửi"),
        pytest.param(None, 422, "TUYỆT MẬT", id="dấu mật"),
    ],
)
def test_a_quiet_saving_that_fails_changes_nothing_and_says_why(before, status, words, opened, cast, sign_in):
    if before is not None:
        say(opened, cast.agencies["SYT"], "Trước", **before)
    stored = list(Opinion.objects.values_list("text", flat=True))
    mine = "TUYỆT MẬT: của tôi" if before is None else "Của tôi"
    answer = quietly(sign_in(cast["FOCAL"]), rows_of(("", mine), stance="DE_NGHI_SUA"))
    assert answer.status_code == status
    assert words.casefold() in answer.json()["error"].casefold()
    assert list(Opinion.objects.values_list("text", flat=True)) == stored


def test_no_agency_writes_for_another(opened, cast, sign_in):
    say(opened, cast.agencies["CAT"], "Lời còn nháp", send=False)
    client = sign_in(cast["FOCAL"])
    assert client.get(url("contribution_write", 1, "CAT")).status_code == 403
    assert sign_in(cast["SNGV_LEADER"]).get(url("contribution_write", 1, "CAT")).status_code == 403


def test_an_unsent_answer_after_the_round_says_what_it_counts_as(opened, cast, sign_in):
    say(opened, cast.agencies["SYT"], "Lời còn nháp", send=False)
    close(opened, cast)
    page = shown(sign_in(cast["FOCAL"]), url("contribution_write", 1, "SYT"))
    assert "ghi là chưa trả lời" in page
    assert "Lời còn nháp" in page


@pytest.mark.parametrize("send", [True, False], ids=["đồng nghiệp vừa gửi", "đợt vừa kết thúc"])
def test_words_that_come_too_late_are_shown_again(send, opened, cast, sign_in):
    said = say(opened, cast.agencies["SYT"], "Lời đã lưu", send=send)
    close(opened, cast)
    mine = rows_of(("", "Lời gõ muộn"), stance="DE_NGHI_SUA", save="gui", version=str(said.version))
    response = sign_in(cast["FOCAL"]).post(url("contribution_write", 1, "SYT"), mine)
    assert response.status_code == 409
    assert "Lời gõ muộn" in response.content.decode()
    assert list(Opinion.objects.values_list("text", flat=True)) == ["Lời đã lưu"]


# ---- the department asks, reminds, records, answers


def test_opening_a_round_shows_the_deadline_first(draft, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get(url("round_add") + "?asked_on=13/02/2026&working_days=1").content.decode()
    assert "23/02/2026" in page
    assert "17/02/2026 (Tết Nguyên Đán)" in page
    part = client.get(
        url("round_add") + "?asked_on=05/11/2025&working_days=3",
        headers={"HX-Request": "true", "HX-Target": "han"},
    )
    assert "10/11/2025" in part.content.decode()
    assert "<html" not in part.content.decode()
    fields = {"draft": draft.pk, "asked_on": "05/11/2025", "working_days": "3", "agencies": []}
    assert not client.post(url("round_add"), fields | {"xem-han": "1"}).context["form"].errors
    assert "ít nhất một cơ quan" in shown_after(client, url("round_add"), fields)
    client.post(url("round_add"), fields | {"agencies": [cast.agencies["SYT"].pk]})
    assert ConsultationRound.objects.get().due_on == date(2025, 11, 10)
    draft.refresh_from_db()
    assert draft.is_frozen


def test_people_of_an_asked_agency_are_told(opened, cast):
    focal = cast["FOCAL"]
    by = cast["SNGV_STAFF"]
    again = open_round(opened.draft, [cast.agencies["SYT"]], by=by)
    actions.remind(round=again, agencies=[cast.agencies["SYT"].pk], today=TODAY, by=by)
    kinds = list(Notice.objects.of(focal).values_list("kind", flat=True))
    assert sorted(kinds) == ["LAY_Y_KIEN", "NHAC"]


def test_a_moved_deadline_is_told_to_who_has_not_answered(opened, cast):
    focal = cast["FOCAL"]
    say(opened, cast.agencies["CAT"])
    opened.refresh_from_db()
    actions.edit_round(
        round=opened, fields={"due_on": date(2025, 11, 24)}, version=opened.version, by=cast["SNGV_STAFF"],
        today=date(2025, 11, 5),
        agencies=[row.agency for row in opened.asked.select_related("agency")], reason="Các sở xin thêm ngày",
    )  # fmt: skip
    told = Notice.objects.filter(kind=Notice.Kind.RESCHEDULED)
    assert focal in {notice.user for notice in told}
    assert not told.filter(why__contains=cast.agencies["CAT"].name).exists()
    assert told.first().todo == "Lý do đổi hạn: Các sở xin thêm ngày"


def test_the_agency_finds_the_round_among_its_own_work(opened, cast):
    (row,) = own_work(cast["FOCAL"], TODAY, 5)
    assert row.title == "Góp ý dự thảo Chương trình 2026-2030, bản 1"
    assert row.days_text == "còn 12 ngày"
    say(opened, cast.agencies["SYT"])
    assert own_work(cast["FOCAL"], TODAY, 5) == []


def test_reminding_and_closing_from_the_pages(opened, cast, sign_in):
    say(opened, cast.agencies["SYT"])
    client = sign_in(cast["SNGV_STAFF"])
    page = shown(client, url("round_remind", 1))
    assert "Công an tỉnh" in page
    assert "Sở Y tế" not in page
    client.post(url("round_remind", 1), {"co-quan": [cast.agencies["CAT"].pk]})
    assert opened.asked.get(agency__code="CAT").reminded_on == TODAY
    client.post(url("round_close", 1), {"version": opened.version})
    opened.refresh_from_db()
    assert not opened.is_closed
    with time_machine.travel("2025-11-18 12:00+07:00"):
        client.force_login(cast["SNGV_STAFF"])
        client.post(url("round_close", 1), {"version": opened.version})
    opened.refresh_from_db()
    assert opened.closed_on == AFTER
    assert "Chưa trả lời" in shown(client, url("round_detail", 1))


def test_recording_a_letter(opened, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    fields = rows_of(("đoạn II.2", "Thêm chỉ tiêu"), ("", "Rút gọn")) | {
        "agency": cast.agencies["CAT"].pk, "stance": "DE_NGHI_BO_SUNG", "letter_number": "15/CAT",
        "letter_on": "04/11/2025", "received_on": "05/11/2025",
    }  # fmt: skip
    assert "Nhập ngày nhận" in shown_after(client, url("letter_add", 1), fields | {"received_on": ""})
    assert client.post(url("letter_add", 1), fields).status_code == 302
    said = Contribution.objects.get()
    assert (said.channel, said.received_on, said.opinions.count()) == ("CONG_VAN", TODAY, 2)
    assert "15/CAT" in shown(client, url("round_detail", 1))
