"""Opinions logged at a meeting: one line each, corrected in place, and what the page shows of them."""

import pytest
from django.urls import reverse

from core.models import User
from meetings import actions
from meetings.models import Contribution, Opinion
from meetings.summary import table_rows
from tests.factories import MeetingFactory
from tests.meetings.making import change
from tests.meetings.opinion_texts import TODAY, make_draft, next_version

pytestmark = pytest.mark.django_db
QUIET = {"HX-Request": "true", "HX-Target": "y-kien"}


@pytest.fixture
def meeting(cast):
    draft = make_draft()
    return MeetingFactory(
        purpose="CHO_Y_KIEN",
        program=draft.program,
        draft=draft,
        held_on=TODAY,
        organiser=cast.agencies["SNGV"],
    )


def log(client, meeting, quiet=True, **typed):
    url = reverse("meetings:opinion_log", args=[meeting.slug])
    line = {"agency": "syt", "place": "2.1", "text": "Nêu rõ nguồn viện trợ."} | typed
    return client.post(url, line, headers=QUIET if quiet else {})


@pytest.mark.parametrize(
    ("place", "key", "words"),
    [
        pytest.param("2.1", "p2a", "đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai", id="số đoạn"),
        pytest.param("Phần II, mục 9", "", "Phần II, mục 9", id="không có mục này: giữ lời đã gõ"),
        pytest.param("phần 3", "p3", "Phần\xa0thứ\xa0ba", id="cả phần"),
        pytest.param("chỗ kinh phí", "", "chỗ kinh phí", id="không phải số"),
        pytest.param("", "", "", id="góp ý chung"),
    ],
)
def test_a_line_becomes_an_opinion_at_its_place(meeting, cast, sign_in, place, key, words):
    answer = log(sign_in(cast["SNGV_STAFF"]), meeting, place=place)
    assert answer.url == reverse("meetings:opinion_lines", args=[meeting.slug])
    opinion = Opinion.objects.get(contribution__meeting=meeting)
    assert (opinion.section_key, opinion.place) == (key, words)
    assert (opinion.contribution.agency.code, opinion.draft) == ("SYT", meeting.draft)
    assert opinion.history.first().action == "meetings.log_opinion"


def test_a_line_sent_again_after_a_lost_answer_is_kept_once(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    for place in ("2.1", "2.1", "", ""):
        log(client, meeting, agency="syt", place=place, text="Nêu rõ nguồn")
    log(client, meeting, agency="stc", place="2.1", text="Nêu rõ nguồn")
    kept = Opinion.objects.order_by("number").values_list("contribution__agency__code", "section_key")
    assert list(kept) == [("SYT", "p2a"), ("SYT", ""), ("STC", "p2a")]


def test_the_same_agency_speaks_again_and_a_line_is_corrected(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    assert "chưa có ý kiến" in str(log(client, meeting, agency="=").json()["errors"]).lower()
    log(client, meeting)
    log(client, meeting, agency="=", text="Bổ sung chỉ tiêu.")
    first, second = Opinion.objects.order_by("number")
    assert first.contribution == second.contribution
    log(client, meeting, text="Bổ sung chỉ tiêu đào tạo.", so=second.number, version=second.version)
    second.refresh_from_db()
    assert second.text == "Bổ sung chỉ tiêu đào tạo."
    assert Opinion.objects.count() == 2
    stale = log(client, meeting, text="Cũ", so=second.number, version=1)
    assert (stale.status_code, "Người khác vừa sửa" in stale.text) == (422, True)
    other = log(client, meeting, agency="stc", so=second.number, version=2)
    assert "ghi nhầm cơ quan" in other.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"agency": "xyzt"}, "Chưa có cơ quan", id="không có cơ quan"),
        pytest.param({"agency": ""}, "Gõ mã hoặc tên cơ quan", id="thiếu cơ quan"),
        pytest.param({"text": " "}, "Ghi nội dung góp ý", id="thiếu nội dung"),
        pytest.param({"so": "99"}, "không còn", id="sửa ý kiến không có"),
    ],
)
def test_a_refused_line_says_why_and_keeps_what_was_typed(meeting, cast, sign_in, typed, said):
    client = sign_in(cast["SNGV_STAFF"])
    quiet = log(client, meeting, **typed)
    assert (quiet.status_code, said in quiet.text) == (422, True)
    page = log(client, meeting, quiet=False, **{"text": "Giữ lời này"} | typed)
    assert said in page.text
    assert page.context["line_form"]["place"].value() == "2.1"
    assert not Opinion.objects.exists()


def test_without_a_version_or_after_the_minutes_nothing_is_logged(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    change(meeting, status="DONG")
    assert "data-opinion-line" not in client.get(meeting.get_absolute_url()).text
    assert log(client, meeting).status_code == 422
    change(meeting, status="DA_HOP", draft=None)
    page = client.get(meeting.get_absolute_url()).text
    assert "Chưa chọn bản dự thảo được xem xét" in page
    assert "Chưa chọn bản dự thảo" in log(client, meeting).json()["errors"][0]


def test_the_page_shows_how_they_are_settled(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    assert log(client, meeting, quiet=False).url.endswith(f"{meeting.slug}/#y-kien")
    log(client, meeting, text="Ý thứ hai", place="")
    newer = next_version(meeting.draft)
    actions.answer_opinion(
        opinion=Opinion.objects.get(number=1), kind="TIEP_THU", draft=newer, section_key="p2a",
        text="Đã bổ sung", today=TODAY, by=User.objects.system(),
    )  # fmt: skip
    page = client.get(meeting.get_absolute_url())
    assert page.context["spoken"]["counts"]["settled"] == 1
    for words in ("Đã bổ sung", "tiếp thu", "chưa xử lý", "Bảng tổng hợp (.docx)", "data-opinion-line"):
        assert words in page.text
    part = client.get(reverse("meetings:opinion_lines", args=[meeting.slug]), headers=QUIET)
    assert part.text.lstrip().startswith('<div id="y-kien"')
    assert part.text.count("data-number") == 2


@pytest.mark.parametrize(
    ("role", "lines", "may_log"),
    [
        pytest.param("SNGV_STAFF", 1, True, id="chuyên viên ghi"),
        pytest.param("UBND_LEADER", 1, False, id="lãnh đạo đọc"),
        pytest.param("TU_VIEWER", 0, False, id="chỉ xem số lượng"),
    ],
)
def test_who_reads_and_who_logs(meeting, cast, sign_in, role, lines, may_log):
    log(sign_in(cast["SNGV_STAFF"]), meeting)
    page = sign_in(cast[role]).get(meeting.get_absolute_url()).text
    assert page.count("data-number") == lines
    assert ("data-opinion-line" in page) == may_log


def test_a_meeting_takes_its_version_and_the_program_with_it(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    url = reverse("meetings:meeting_edit", args=[meeting.slug])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"program": "", "draft": str(meeting.draft.pk), "held_on": "05/11/2025"}
    assert client.post(url, typed).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.draft.number, meeting.program) == (1, meeting.draft.program)


# ---- recorded on a form, by whoever has no free hand while they speak


def speech(texts, **typed):
    """Return what the browser posts for a speech with these requests: (place, words)."""
    fields = {"agency": "syt", "speaker": "Phó Giám đốc", "stance": "DE_NGHI_SUA", "save": "1"} | typed
    fields |= {"yk-TOTAL_FORMS": str(len(texts)), "yk-INITIAL_FORMS": "0"}
    for at, (place, text) in enumerate(texts):
        fields |= {f"yk-{at}-place": place, f"yk-{at}-text": text, f"yk-{at}-requested_change": ""}
    return fields


def record(client, meeting, *texts, **typed):
    return client.post(reverse("meetings:speech_record", args=[meeting.slug]), speech(texts, **typed))


def test_a_speech_is_recorded_with_several_requests_and_found_with_its_source(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    answer = record(client, meeting, ("2.1", "Nêu rõ nguồn."), ("", "Rút gọn chung."), ("", ""))
    said = Contribution.objects.get(meeting=meeting)
    assert answer.url == reverse("opinions:contribution_detail", args=[meeting.program.slug, said.pk])
    assert (said.speaker, said.stance, said.channel) == ("Phó Giám đốc", "DE_NGHI_SUA", "HOI_NGHI")
    places = list(said.opinions.order_by("number").values_list("section_key", "text"))
    assert places == [("p2a", "Nêu rõ nguồn."), ("", "Rút gọn chung.")]
    source = f"hát biểu tại {meeting.get_kind_display().lower()} ngày {TODAY:%d/%m/%Y}"
    for url in (answer.url, reverse("opinions:opinion_list", args=[meeting.program.slug])):
        assert f"P{source}" in client.get(url).text
    assert any(f"p{source}" in row.who for row in table_rows(meeting.program))


def test_whoever_speaks_again_adds_to_what_the_agency_said(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    log(client, meeting)
    answer = record(client, meeting, ("", "Thêm ý nữa."), save_next="1")
    assert answer.url == reverse("meetings:speech_record", args=[meeting.slug])
    assert Contribution.objects.get(meeting=meeting).opinions.count() == 2


@pytest.mark.parametrize(
    ("texts", "typed", "words"),
    [
        pytest.param([("đoạn II.9", "Thêm")], {}, "không có “đoạn II.9”", id="đoạn không có"),
        pytest.param([("", "Thêm")], {"agency": "không rõ"}, "không rõ", id="cơ quan lạ"),
        pytest.param([("", "")], {}, "ít nhất một ý kiến", id="đề nghị sửa mà trống"),
    ],
)
def test_what_was_typed_of_a_speech_survives_a_refusal(meeting, cast, sign_in, texts, typed, words):
    answer = record(sign_in(cast["SNGV_STAFF"]), meeting, *texts, **typed)
    assert answer.status_code == 200
    assert words in answer.text
    assert "Phó Giám đốc" in answer.text
    assert not Contribution.objects.exists()


def test_an_agency_that_only_agrees_is_recorded_without_a_request(meeting, cast, sign_in):
    record(sign_in(cast["SNGV_STAFF"]), meeting, ("", ""), stance="NHAT_TRI")
    assert Contribution.objects.get().opinions.count() == 0


def test_no_speech_without_a_version_or_after_the_minutes(meeting, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    change(meeting, status="DONG")
    assert "xác nhận" in record(client, meeting, ("", "Muộn")).text
    change(meeting, status="DA_HOP", draft=None)
    assert "Chưa chọn bản dự thảo" in record(client, meeting, ("", "Không bản nào")).text
    assert not Contribution.objects.exists()
