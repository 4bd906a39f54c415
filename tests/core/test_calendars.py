"""Calendars: what stands in the file, who may read a feed, and for how long."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.actions.calendars import digest_of, make_calendar_token, revoke_calendar_token
from core.calendars import CalendarEvent, calendar_file
from core.models import AccessLog, CalendarToken
from core.views import calendars as views
from meetings.models import Meeting
from tests.factories import AttendanceFactory, FollowUpFactory, MeetingFactory
from tests.meetings.making import change

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 28)
NOW = datetime(2025, 11, 20, 3, 0, 59, 123, tzinfo=UTC)


def event(**values):
    """Return an event of the conference day."""
    given = {"key": "hoi-nghi/x", "title": "Hội nghị", "day": DAY, "version": 1, "changed_at": NOW}
    return CalendarEvent(**given | values)


def read_back(**values):
    """Return the event as another program reads it from the file."""
    return Calendar.from_ical(calendar_file([event(**values)], name="Lịch")).walk("VEVENT")[0]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Nghe báo cáo; cho ý kiến, kết luận", id="dấu phẩy, chấm phẩy"),
        pytest.param("Thư mục C:\\Tài liệu", id="gạch chéo ngược"),
        pytest.param("Dòng một\nDòng hai", id="xuống dòng"),
        pytest.param("Hội nghị cho ý kiến vào dự thảo Chương trình đối ngoại " * 4, id="dài, nhiều dấu"),
    ],
)
def test_words_come_back_whole(title):
    assert str(read_back(title=title)["SUMMARY"]) == title


def test_lines_are_folded_by_octets_and_end_as_the_standard_says():
    data = calendar_file([event(title="Chương trình đối ngoại " * 20)], name="Lịch")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    # A line that breaks inside a letter would not decode.
    assert all(line.decode() is not None for line in lines)


def test_hours_are_in_vietnamese_time_with_the_zone_in_the_file():
    whole = Calendar.from_ical(calendar_file([event(starts_at=time(14), ends_at=time(16, 30))], name="Lịch"))
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    found = whole.walk("VEVENT")[0]
    assert found["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert found["DTSTART"].dt.astimezone(UTC) == datetime(2025, 11, 28, 7, tzinfo=UTC)
    assert found["DTEND"].dt.astimezone(UTC) == datetime(2025, 11, 28, 9, 30, tzinfo=UTC)


def test_unknown_hours_make_a_whole_day_and_an_unknown_end_two_hours():
    assert (read_back()["DTSTART"].dt, read_back()["DTEND"].dt) == (DAY, date(2025, 11, 29))
    found = read_back(starts_at=time(14))
    assert (found["DTEND"].dt - found["DTSTART"].dt).total_seconds() == 7200


def test_id_stays_and_sequence_grows():
    first, later = read_back(version=1), read_back(version=4, title="Tên mới", day=date(2025, 12, 1))
    assert first["UID"] == later["UID"] != read_back(key="hoi-nghi/y")["UID"]
    assert (first["SEQUENCE"], later["SEQUENCE"]) == (0, 3)
    assert first["DTSTAMP"].dt == NOW.replace(microsecond=0)


@pytest.mark.parametrize(("is_cancelled", "status"), [(False, "CONFIRMED"), (True, "CANCELLED")])
def test_status(is_cancelled, status):
    assert read_back(is_cancelled=is_cancelled)["STATUS"] == status


def test_same_events_same_bytes():
    assert calendar_file([event()], name="Lịch") == calendar_file([event()], name="Lịch")


def feed(token):
    """Return the answer to a calendar program, which has no session."""
    return Client().get(reverse("core:calendar_feed", args=[token]))


def uids(answer):
    """Return the titles in a feed."""
    return [str(found["SUMMARY"]) for found in Calendar.from_ical(answer.content).walk("VEVENT")]


@pytest.fixture
def today(monkeypatch):
    """The feed is read two days before the conference."""
    monkeypatch.setattr(views.timezone, "localdate", lambda: date(2025, 11, 26))


def test_feed_holds_what_the_account_may_see(cast, today):
    focal = cast["FOCAL"]
    seen = MeetingFactory(title="Được mời")
    AttendanceFactory(meeting=seen, agency=focal.agency)
    MeetingFactory(title="Không được mời")
    FollowUpFactory(meeting=seen, text="Gửi báo cáo", lead_agency=focal.agency)
    FollowUpFactory(meeting=seen, text="Việc của cơ quan khác")
    answer = feed(make_calendar_token(by=focal))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert uids(answer) == ["Được mời", "Hạn: Gửi báo cáo"]
    assert AccessLog.objects.filter(user=focal, kind=AccessLog.Kind.EXPORT).count() == 1


@pytest.mark.parametrize("how", ["revoked", "renewed", "deactivated", "guessed"])
def test_feed_that_is_closed_is_not_there(cast, how):
    user = cast["SNGV_STAFF"]
    token = make_calendar_token(by=user)
    if how == "revoked":
        assert revoke_calendar_token(by=user)
    elif how == "renewed":
        make_calendar_token(by=user)
    elif how == "deactivated":
        change(user, is_active=False)
    else:
        token = "x" * 43
    assert feed(token).status_code == 404


def test_only_the_digest_is_kept(cast):
    token = make_calendar_token(by=cast["SNGV_STAFF"])
    stored = CalendarToken.objects.get()
    assert stored.sha256 == digest_of(token)
    assert token not in str(CalendarToken.objects.values().get())
    assert stored.history.first().action_label == "Tạo địa chỉ lịch cá nhân"


@pytest.mark.parametrize(
    ("limit", "right"),
    [pytest.param("MOST_READS", True, id="đọc"), pytest.param("MOST_WRONG", False, id="dò")],
)
def test_too_many_readings_are_turned_away(cast, monkeypatch, limit, right):
    monkeypatch.setattr(views, limit, 2)
    token = make_calendar_token(by=cast["SNGV_STAFF"]) if right else "x" * 43
    usual = 200 if right else 404
    assert [feed(token).status_code for _ in range(4)] == [usual, usual, 429, 429]


def test_address_is_shown_once(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    url = reverse("core:calendar_page")
    assert "Chưa có địa chỉ nào" in client.get(url).text
    shown = client.post(url, follow=True).text
    assert ".ics</code>" in shown
    again = client.get(url).text
    assert ".ics</code>" not in again
    assert "Thu hồi địa chỉ" in again
    client.post(reverse("core:calendar_revoke"))
    assert not CalendarToken.objects.in_force().exists()


def test_meeting_file_is_replaced_by_a_later_one(cast, sign_in):
    meeting = MeetingFactory(slug="2025-11-28-du-thao", title="Hội nghị, cho ý kiến")
    client = sign_in(cast["SNGV_STAFF"])
    url = reverse("meetings:meeting_calendar", args=[meeting.slug])
    first = Calendar.from_ical(client.get(url).content).walk("VEVENT")[0]
    change(meeting, status=Meeting.Status.CANCELLED, version=2)
    later = Calendar.from_ical(client.get(url).content).walk("VEVENT")[0]
    assert first["UID"] == later["UID"]
    assert (first["SEQUENCE"], later["SEQUENCE"]) == (0, 1)
    assert (str(first["STATUS"]), str(later["STATUS"])) == ("CONFIRMED", "CANCELLED")
