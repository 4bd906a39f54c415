"""Letters at a time of choice: when, what, how often, for whom, and how one ends them."""

import re
import smtplib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from core.actions.subscriptions import claim_subscription_letter, subscribe
from core.history import acting
from core.models import Role, Subscription, SubscriptionLetter, User
from core.subscriptions import kinds_for, send_due
from reports.models import Report, ReportStep

pytestmark = pytest.mark.django_db
KIND, STATE = Subscription.Kind, SubscriptionLetter.State
MADE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)  # Monday 08:00 in Vietnam
SEVEN = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)  # Tuesday 07:00


@pytest.fixture
def reader(cast, settings, time_machine):
    """A leader with an address; it is Monday morning."""
    settings.NOTICES_BY_MAIL, settings.SITE_URL = True, "https://cong.example"
    time_machine.move_to(MADE, tick=False)
    user = cast["UBND_LEADER"]
    with acting(by=User.objects.system(), verb="tests.mail", label="Đặt địa chỉ"):
        user.email = "lanhdao@example.org"
        user.save()
    return user


def asked_for(user, kind=KIND.MORNING, days=(0, 1, 2, 3, 4), at=time(7, 0)):
    return subscribe(kind=kind, days=days, at=at, by=user)


def at(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    return send_due(moment)


def test_the_letter_goes_once_on_its_days_at_its_time(reader, time_machine):
    asked_for(reader)
    assert at(time_machine, MADE + timedelta(hours=1)) == 0, "the time of today had passed"
    assert at(time_machine, SEVEN - timedelta(minutes=1)) == 0
    assert [at(time_machine, SEVEN + timedelta(minutes=minute)) for minute in (0, 5, 10)] == [1, 0, 0]
    assert at(time_machine, datetime(2026, 3, 14, 0, 0, tzinfo=UTC)) == 0, "no Saturday was chosen"
    assert at(time_machine, datetime(2026, 3, 16, 7, 0, tzinfo=UTC)) == 0, "too late on that Monday"
    assert len(mail.outbox) == 1


def test_a_letter_due_just_before_midnight_goes_after_it(reader, time_machine):
    row = asked_for(reader)
    with acting(by=User.objects.system(), verb="tests.move", label="Đổi giờ"):
        row.at = time(23, 58)
        row.save()
    late = datetime(2026, 3, 10, 16, 58, tzinfo=UTC)
    assert at(time_machine, late - timedelta(minutes=3)) == 0
    assert [at(time_machine, late + timedelta(minutes=minute)) for minute in (2, 7)] == [1, 0]
    assert "10/03/2026" in mail.outbox[0].subject


def test_the_letter_says_only_that_it_is_there_and_every_link_opens(reader, sign_in, client, time_machine):
    asked_for(reader)
    at(time_machine, SEVEN)
    (letter,) = mail.outbox
    assert letter.subject == "[Đối ngoại] Trang sáng ngày 10/03/2026"
    assert letter.to == ["lanhdao@example.org"]
    html = letter.alternatives[0].content
    links = set(re.findall(r"https://cong\.example(/[^\s\"<]*)", letter.body + html))
    assert links == {"/tong-quan/trang-sang/", "/tai-khoan/thu-dinh-ky/"}
    for link in links:
        assert client.get(link).status_code == 302, "not without signing in"
    signed_in = sign_in(reader)
    for link in links:
        assert signed_in.get(link).status_code == 200


def test_a_finished_report_is_told_once_to_those_who_may_read_it(cast, reader, time_machine, settings):
    focal = cast["FOCAL"]
    with acting(by=User.objects.system(), verb="tests.mail", label="Đặt địa chỉ"):
        focal.email = "daumoi@example.org"
        focal.save()
    asked_for(reader, KIND.REPORTS)
    asked_for(focal, KIND.REPORTS)
    assert at(time_machine, SEVEN) == 0, "nothing was finished"
    report = finished(cast, "nam")
    assert at(time_machine, SEVEN + timedelta(days=1)) == 1
    assert [letter.to for letter in mail.outbox] == [["lanhdao@example.org"]]
    assert report.get_absolute_url() in mail.outbox[0].body
    assert report.title not in mail.outbox[0].body
    assert "báo cáo nữa" not in mail.outbox[0].body
    assert at(time_machine, SEVEN + timedelta(days=2)) == 0


def finished(cast, code):
    """Return a report that is issued now."""
    report = Report(code=code, year=2025, title="Báo cáo kín", issuer=cast.agencies["SNGV"], status="ISSUED")
    with acting(by=cast["SNGV_LEADER"], verb="tests.finish", label="Duyệt"):
        report.save()
        ReportStep(
            report=report, from_status=Report.Status.DRAFT, to_status=Report.Status.ISSUED,
            happened_on=date(2026, 3, 10), person=cast["SNGV_LEADER"],
        ).save()  # fmt: skip
    return report


def test_what_was_finished_while_a_letter_went_is_told_by_the_next(cast, reader, time_machine, monkeypatch):
    asked_for(reader, KIND.REPORTS)
    time_machine.move_to(MADE + timedelta(hours=1), tick=False)
    first, late = finished(cast, "nam"), []

    def slowly(message):
        time_machine.move_to(SEVEN + timedelta(minutes=1), tick=False)
        late.append(finished(cast, "sau-thang"))
        time_machine.move_to(SEVEN + timedelta(minutes=2), tick=False)
        return first.get_absolute_url() in message.body

    with monkeypatch.context() as patch:
        patch.setattr("core.subscriptions.deliver", slowly)
        assert at(time_machine, SEVEN) == 1
    assert at(time_machine, SEVEN + timedelta(days=1)) == 1
    assert late[0].get_absolute_url() in mail.outbox[0].body
    assert first.get_absolute_url() not in mail.outbox[0].body


def test_a_silent_server_is_asked_again_after_1_5_and_30_minutes_then_no_more(reader, time_machine):
    asked_for(reader)
    tries = []

    def refuse(*args, **kwargs):
        tries.append(1)
        raise smtplib.SMTPServerDisconnected

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        for minutes in (0, 0.5, 1, 3, 6, 20, 36, 90, 180):
            assert at(time_machine, SEVEN + timedelta(minutes=minutes)) == 0
    assert len(tries) == 4
    assert SubscriptionLetter.objects.get().state == STATE.GIVEN_UP
    assert at(time_machine, SEVEN + timedelta(days=1)) == 1, "the next day begins anew"


def test_a_server_that_comes_back_gets_the_letter_once(reader, time_machine):
    asked_for(reader)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", _disconnected)
        at(time_machine, SEVEN)
    assert at(time_machine, SEVEN + timedelta(minutes=5)) == 1
    assert at(time_machine, SEVEN + timedelta(minutes=10)) == 0


def _disconnected(*args, **kwargs):
    raise OSError


def test_a_letter_whose_sender_was_killed_is_not_sent_again(reader, time_machine):
    row = asked_for(reader)
    time_machine.move_to(SEVEN, tick=False)
    system = User.objects.system()
    assert claim_subscription_letter(subscription=row, day=date(2026, 3, 10), by=system)
    assert at(time_machine, SEVEN + timedelta(minutes=40)) == 0
    assert not mail.outbox


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"is_active": False}, ""),
        ({"email": ""}, "chưa có địa chỉ thư điện tử"),
        ({"is_demo": True}, "tài khoản minh họa"),
    ],
)
def test_no_letter_to_accounts_that_get_none_and_the_page_says_why(
    reader, sign_in, time_machine, change, told
):
    asked_for(reader)
    _set(reader, change)
    assert at(time_machine, SEVEN) == 0
    if told:
        [note] = BeautifulSoup(
            sign_in(reader).get(reverse("core:subscription_list")).content, "html5lib"
        ).select(".note.warn p")
        assert told in note.text
        assert "máy chủ thư" not in note.text


def _set(user, values):
    with acting(by=User.objects.system(), verb="tests.set", label="Đổi tài khoản"):
        for name, value in values.items():
            setattr(user, name, value)
        user.save()


def test_one_chooses_changes_and_ends_letters_with_history(reader, sign_in):
    client = sign_in(reader)
    page = reverse("core:subscription_list")
    refused = client.post(page, {"kind": KIND.MORNING, "at": "25h"})
    assert "Giờ gửi chưa đọc được" in refused.text
    assert "Chọn ít nhất một ngày trong tuần." in refused.text
    client.post(page, {"kind": KIND.MORNING, "days": ["0", "3"], "at": "6h45"})
    row = Subscription.objects.get()
    assert (row.days, row.at) == ([0, 3], time(6, 45))
    assert "06:45 · Thứ hai, Thứ năm" in client.get(page).text
    edit = reverse("core:subscription_edit", args=[row.pk])
    changed = {"days": ["6"], "at": "20:00", "version": row.version}
    assert client.post(edit, changed).status_code == 302
    assert "đã được sửa ở cửa sổ khác" in client.post(edit, changed | {"at": "21:00"}).text
    row.refresh_from_db()
    assert (row.days, row.at) == ([6], time(20, 0))
    client.post(reverse("core:subscription_end", args=[row.pk]))
    assert not Subscription.objects.exists()
    told = list(Subscription.history.order_by("pk").values_list("action_label", flat=True))
    assert told == ["Đăng ký thư định kỳ", "Sửa thư định kỳ", "Thôi nhận thư định kỳ"]


def test_anothers_letters_are_not_there(cast, reader, sign_in):
    row = asked_for(reader)
    client = sign_in(cast["SNGV_STAFF"])
    for name in ("subscription_edit", "subscription_end"):
        assert client.post(reverse(f"core:{name}", args=[row.pk])).status_code == 404


def test_the_command_sends_what_is_due(reader, time_machine, capsys):
    asked_for(reader)
    time_machine.move_to(SEVEN, tick=False)
    call_command("send_subscriptions")
    assert capsys.readouterr().out == "1 thư định kỳ.\n"


def test_every_role_may_have_the_page_of_the_morning(cast):
    assert all(kinds_for(cast[role])[0][0] == KIND.MORNING for role in Role.values)
