"""The pages of attendance, agenda and speeches: rows changed together, by two people, in any number."""

import pytest

from tests.factories import AttendanceFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    """A conference of the Union that two agencies attend."""
    made = MeetingFactory(slug="2025-11-28-du-thao", organiser=cast.agencies["LHHN"], session="CHIEU")
    AttendanceFactory(meeting=made, agency=cast.agencies["UBND"], role="CHU_TRI", title_then="Phó Chủ tịch")
    AttendanceFactory(meeting=made, agency=cast.agencies["SYT"])
    return made


def _posted(page):
    """Return what the browser would post for the rows of a page."""
    rows = page.context["rows"]
    data = {
        "version": page.context["version"],
        "dong-TOTAL_FORMS": len(rows.forms),
        "dong-INITIAL_FORMS": rows.initial_form_count(),
    }
    for form in rows:
        for name in form.fields:
            data[form.add_prefix(name)] = form[name].value() or ""
    return data


def test_attendance_edit(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/thanh-phan/"
    data = _posted(client.get(url)) | {"dong-1-title_then": "Giám đốc", "dong-2-agency": "stc"}
    assert client.post(url, data).status_code == 302
    assert [row.agency.code for row in meeting.attendances.all()] == ["UBND", "SYT", "STC"]
    late = client.post(url, data | {"dong-2-agency": "sngv"})
    assert "Người khác vừa lưu" in late.content.decode()
    assert late.status_code == 409
    assert late.context["rows"].forms[2]["agency"].value() == "sngv"


def _row_texts(page, meeting):
    if page == "thanh-phan":
        return [row.title_then for row in meeting.attendances.all()]
    return (
        [row.summary for row in meeting.speeches.all()]
        if page == "phat-bieu"
        else [row.title for row in meeting.agenda.all()]
    )


@pytest.mark.parametrize(
    ("page", "name", "also"),
    [
        pytest.param("chuong-trinh", "title", {}, id="chương trình"),
        pytest.param("thanh-phan", "title_then", {"agency": "stc"}, id="thành phần"),
        pytest.param("phat-bieu", "summary", {"who": "sngv"}, id="phát biểu"),
    ],
)
def test_a_stale_page_of_rows_shows_what_is_stored_before_it_may_overwrite(
    cast, sign_in, meeting, page, name, also
):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/{page}/"

    def typed(at, text):
        return {f"dong-{at}-{key}": value for key, value in also.items()} | {f"dong-{at}-{name}": text}

    at = len(client.get(url).context["rows"].forms) - 2
    client.post(url, _posted(client.get(url)) | typed(at, "Dòng chung"))
    opened = _posted(client.get(url))
    first = opened | typed(at, "Lời của A") | typed(at + 1, "Dòng mới của A")
    assert client.post(url, first).status_code == 302
    mine = opened | typed(at, "Lời của B") | typed(at + 1, "Dòng mới của B")
    late = client.post(url, mine)
    assert late.status_code == 409
    text = late.content.decode()
    assert all(words in text for words in ("Lời của A", "Dòng mới của A", "Lời của B", "Dòng mới của B"))
    assert client.post(url, mine).status_code == 409
    assert _row_texts(page, meeting)[-2:] == ["Lời của A", "Dòng mới của A"]
    assert client.post(url, _posted(late)).status_code == 302
    assert set(_row_texts(page, meeting)) >= {"Lời của B", "Dòng mới của B", "Dòng mới của A"}


def test_a_row_removed_meanwhile_can_be_written_again(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/chuong-trinh/"
    client.post(url, _posted(client.get(url)) | {"dong-0-title": "Báo cáo"})
    opened = _posted(client.get(url))
    client.post(url, opened | {"dong-0-DELETE": "on"})
    late = client.post(url, opened | {"dong-0-title": "Báo cáo năm"})
    assert (late.status_code, "Hiện không có dòng nào" in late.content.decode()) == (409, True)
    assert client.post(url, _posted(late)).status_code == 302
    assert meeting.agenda.get().title == "Báo cáo năm"


def test_agenda_and_speech_edit(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    for page, typed in (
        ("chuong-trinh", {"dong-0-title": "Báo cáo"}),
        ("phat-bieu", {"dong-0-who": "sngv", "dong-0-summary": "Trình bày"}),
    ):
        url = f"/hoi-nghi/{meeting.slug}/{page}/"
        assert client.post(url, _posted(client.get(url)) | typed).status_code == 302
    assert meeting.agenda.get().title == "Báo cáo"
    speech = meeting.speeches.get()
    assert (speech.agency.code, speech.summary) == ("SNGV", "Trình bày")
    url = f"/hoi-nghi/{meeting.slug}/phat-bieu/"
    client.post(url, _posted(client.get(url)) | {"dong-0-DELETE": "on"})
    assert not meeting.speeches.exists()


@pytest.mark.parametrize("page", ["chuong-trinh", "thanh-phan", "phat-bieu"])
def test_more_rows_told_than_a_page_may_have_are_refused_before_they_are_made(cast, sign_in, meeting, page):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/{page}/"
    opened = _posted(client.get(url))
    last = opened["dong-TOTAL_FORMS"] - 1
    typed = {f"dong-{last}-title": "Dòng đã gõ", f"dong-{last}-title_then": "Dòng đã gõ"}
    answer = client.post(url, opened | typed | {"dong-TOTAL_FORMS": 2000})
    text = answer.content.decode()
    assert len(answer.context["rows"].forms) == last + 1
    assert "Một trang có tối đa 400 dòng" in text
    assert "Dòng đã gõ" in text
    meeting.refresh_from_db()
    assert meeting.version == int(opened["version"])


def test_only_rows_that_were_sent_are_made(cast, sign_in, meeting):
    client = sign_in(cast["LH_STAFF"])
    url = f"/hoi-nghi/{meeting.slug}/chuong-trinh/"
    opened = _posted(client.get(url)) | {"dong-TOTAL_FORMS": 400, "dong-0-detail": "thiếu nội dung"}
    assert len(client.post(url, opened).context["rows"].forms) == 2
