"""What people are told about follow-ups: when given out, on mornings, and by letter."""

import smtplib
from datetime import date, datetime

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.utils import timezone

from core.actions.notices import choose_kinds
from core.models import MailedDay, Notice
from core.morning import mail_morning, run_morning
from core.notice_tasks import mail_at_once
from meetings import actions
from meetings.models import FollowUpReport
from meetings.rules import TypedDue
from tests.factories import FollowUpFactory, MeetingFactory, TaskFactory
from tests.meetings.making import MEETING_DAY, TODAY, change

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 13)  # a Friday
BEFORE_TET = date(2026, 2, 13)


@pytest.fixture
def people(cast):
    """The accounts of the story, with addresses: the focal point, the Union's officer and its head."""
    for role in ("FOCAL", "LH_STAFF", "LH_LEADER", "SNGV_STAFF", "SNGV_HEAD"):
        change(cast[role], email=f"{role.lower()}@vi-du.vn")
    return cast


@pytest.fixture
def work(people):
    meeting = MeetingFactory(organiser=people.agencies["LHHN"], held_on=MEETING_DAY)
    return FollowUpFactory(
        meeting=meeting, lead_agency=people.agencies["SYT"], code="VS-2025-900", due_on=DUE, text="Góp ý"
    )


def told(kind=None):
    rows = Notice.objects.filter(**({"kind": kind} if kind else {})).select_related("user")
    return sorted((notice.user.username, notice.subject) for notice in rows)


@pytest.mark.parametrize(
    ("day", "subjects"),
    [
        pytest.param("2026-03-05", [], id="còn tám ngày"),
        pytest.param("2026-03-06", ["Còn 7 ngày: Góp ý"], id="còn bảy ngày"),
        pytest.param("2026-03-13", ["Hạn hôm nay: Góp ý"], id="ngày hạn"),
        pytest.param("2026-03-14", [], id="thứ Bảy sau hạn"),
        pytest.param("2026-03-16", ["Quá hạn 3 ngày: Góp ý"], id="thứ Hai sau hạn"),
    ],
)
def test_a_morning_tells_the_lead_agency_once(work, people, day, subjects):
    morning = date.fromisoformat(day)
    assert run_morning(morning).told == len(subjects)
    assert run_morning(morning).told == 0
    assert [subject for _, subject in told()] == subjects
    for notice in Notice.objects.all():
        assert "Sở Y tế chủ trì việc VS-2025-900" in notice.why
        assert (notice.url, notice.due_on, notice.day) == (work.get_absolute_url(), DUE, morning)


def test_each_step_from_seven_days_to_the_second_week_of_lateness(work, people):
    for at in range(1, 32):
        run_morning(date(2026, 3, at))
    assert [notice.subject.split(":")[0] for notice in Notice.objects.order_by("pk")] == [
        "Còn 7 ngày", "Còn 3 ngày", "Hạn hôm nay", "Quá hạn 3 ngày", "Quá hạn 10 ngày", "Quá hạn 17 ngày",
    ]  # fmt: skip


def test_a_deadline_in_tet_is_told_before_the_days_off(work, people):
    change(work, due_on=date(2026, 2, 18))
    for at in range(10, 23):
        run_morning(date(2026, 2, at))
    rows = Notice.objects.order_by("pk")
    assert [(notice.day, notice.subject.split(":")[0]) for notice in rows] == [
        (date(2026, 2, 11), "Còn 7 ngày"), (BEFORE_TET, "Còn 5 ngày"),
    ]  # fmt: skip
    assert "ngày làm việc cuối trước hạn là 13/02/2026" in rows[1].todo


def test_lateness_reaches_the_head_of_the_lead_agency(work, people):
    change(work, lead_agency=people.agencies["SNGV"])
    assert people["SNGV_STAFF"].is_active
    assert people["SNGV_HEAD"].is_active
    run_morning(date(2026, 3, 13))
    assert [name for name, _ in told()] == ["sngv-staff"]
    run_morning(date(2026, 3, 16))
    assert [name for name, _ in told(Notice.Kind.OVERDUE)] == ["sngv-head", "sngv-staff"]


@pytest.mark.parametrize(
    "state",
    [
        pytest.param({"completed_on": TODAY}, id="việc đã xong"),
        pytest.param({"cancelled_on": TODAY, "cancel_reason": "x"}, id="việc đã dừng"),
        pytest.param({"due_kind": "SOM", "due_on": None}, id="việc không có ngày"),
    ],
)
def test_nothing_is_told_about_ended_or_undated_work(work, people, state):
    change(work, **state)
    assert run_morning(DUE).told == 0


def test_whoever_reported_the_end_is_not_reminded(work, people):
    change(
        FollowUpReport(
            follow_up=work, kind="XONG", agency=people.agencies["SYT"], day=TODAY, text="Đã gửi công văn"
        )
    )
    assert run_morning(DUE).told == 0


def test_a_moved_deadline_is_told_anew(work, people):
    assert run_morning(DUE).told == 1
    change(work, due_on=date(2026, 3, 20))
    assert run_morning(DUE).told == 1


def test_giving_out_tells_the_lead_to_act_and_the_others_for_information(people):
    meeting = MeetingFactory(organiser=people.agencies["LHHN"])
    assert people["FIN"].is_active
    assert people["AUDITOR"].is_active
    assert people["FOCAL"].is_active
    made = actions.add_follow_up(
        meeting=meeting,
        fields={"text": "Góp ý dự thảo", "lead_agency": people.agencies["SYT"], "due_kind": "NGAY"},
        due=TypedDue(day=date(2026, 3, 13)),
        co_agencies=[people.agencies["STC"]],
        by=people["LH_STAFF"],
    )
    assert told() == [("fin", "Phối hợp: Góp ý dự thảo"), ("focal", "Được giao: Góp ý dự thảo")]
    actions.edit_follow_up(
        follow_up=made,
        fields={"text": "Góp ý dự thảo", "lead_agency": people.agencies["SYT"], "due_kind": "NGAY"},
        due=TypedDue(day=date(2026, 3, 20)),
        co_agencies=[people.agencies["STC"]],
        version=1,
        by=people["LH_STAFF"],
        reason="Chờ tỉnh bạn",
    )
    (notice,) = Notice.objects.filter(kind=Notice.Kind.RESCHEDULED)
    assert (notice.user.username, notice.subject) == ("focal", "Hạn mới 20/03/2026: Góp ý dự thảo")
    assert notice.todo == "Lý do đổi hạn: Chờ tỉnh bạn"
    assert Notice.objects.count() == 3


def test_tasks_are_told_on_mornings_too(people):
    assert people["FOCAL"].is_active
    with time_machine.travel(datetime(2026, 3, 12, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        TaskFactory(lead_agency=people.agencies["SYT"], title="Tập huấn", due_kind="NGAY", due_on=DUE)
    run_morning(DUE)
    run_morning(DUE)
    assert told() == [("focal", "Hạn hôm nay: Tập huấn"), ("focal", "Được giao: Tập huấn")]


def test_the_command_runs_twice_and_says_what_it_did(work, people, capsys):
    call_command("send_notices", day="13/03/2026")
    call_command("send_notices", day="2026-03-13")
    assert capsys.readouterr().out.splitlines() == [
        "Ngày 13/03/2026: 1 thông báo mới, 0 thư.",
        "Ngày 13/03/2026: 0 thông báo mới, 0 thư.",
    ]


# ---- letters


@pytest.fixture
def by_mail(settings):
    settings.NOTICES_BY_MAIL = True
    settings.SITE_URL = "https://doingoai.vi-du.vn"


@pytest.mark.usefixtures("by_mail")
def test_one_letter_each_morning_tells_what_is_unread(work, people):
    FollowUpFactory(meeting=work.meeting, lead_agency=work.lead_agency, due_on=date(2026, 3, 1), text="Trễ")
    assert run_morning(DUE).letters == 1
    assert run_morning(DUE).letters == 0
    (letter,) = mail.outbox
    assert letter.to == ["focal@vi-du.vn"]
    assert letter.subject == "[Đối ngoại] 2 việc; Quá hạn 12 ngày: Trễ"
    assert len(letter.subject) <= 70
    assert f"https://doingoai.vi-du.vn{work.get_absolute_url()}" in letter.body
    html = letter.alternatives[0].content
    assert "Vì sao: Sở Y tế chủ trì việc" in html
    assert Notice.objects.filter(mailed_at__isnull=True).count() == 0


@pytest.mark.usefixtures("by_mail")
def test_a_second_run_with_new_notices_sends_no_second_letter(work, people):
    run_morning(DUE)
    FollowUpFactory(meeting=work.meeting, lead_agency=work.lead_agency, due_on=DUE, text="Thêm")
    assert run_morning(DUE).told == 1
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("by_mail")
@pytest.mark.parametrize(
    "day", ["2026-03-14", "2026-03-15", "2026-02-17"], ids=["thứ Bảy", "Chủ nhật", "Tết"]
)
def test_no_letter_on_a_day_off(work, people, day):
    run_morning(date(2026, 3, 13) if day > "2026-03" else date(2026, 2, 12))
    mail.outbox.clear()
    assert mail_morning(date.fromisoformat(day)) == 0
    assert mail.outbox == []


def test_without_a_mail_server_nothing_goes_and_nothing_fails(work, people):
    assert run_morning(DUE).told == 1
    assert mail.outbox == []
    assert not MailedDay.objects.exists()


@pytest.mark.usefixtures("by_mail")
def test_who_has_no_address_or_is_a_demonstration_gets_no_letter(work, people):
    change(people["FOCAL"], is_demo=True)
    run_morning(DUE)
    change(people["FOCAL"], is_demo=False, email="")
    run_morning(DUE)
    assert mail.outbox == []


@pytest.mark.usefixtures("by_mail")
def test_a_silent_server_leaves_the_letter_for_the_next_run(work, people, monkeypatch):
    def silent(self, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected("away")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", silent)
        assert run_morning(DUE).letters == 0
    assert run_morning(DUE).letters == 1


@pytest.mark.usefixtures("by_mail")
def test_a_refused_letter_keeps_back_nobody_elses(people, monkeypatch):
    first, second = sorted((people["FOCAL"], people["LH_STAFF"]), key=lambda user: user.pk)
    for user in (first, second):
        Notice.objects.create(user=user, kind="DEN_HAN", subject="Góp ý", why="", url="/", key="k", day=DUE)
    real = EmailMultiAlternatives.send

    def picky(self, *args, **kwargs):
        if self.to == [first.email]:
            raise smtplib.SMTPDataError(554, b"refused")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", picky)
    assert mail_morning(DUE) == 1
    assert [letter.to for letter in mail.outbox] == [[second.email]]
    assert list(Notice.objects.filter(mailed_at=None).values_list("user_id", flat=True)) == [first.pk]


@pytest.mark.usefixtures("by_mail")
def test_a_return_is_mailed_at_once_and_not_again_in_the_morning(work, people):
    sent = actions.report_follow_up(
        follow_up=work, kind="TIEN_DO", day=TODAY, text="Đã họp", agency=people.agencies["SYT"], today=TODAY,
        by=people["FOCAL"],
    )  # fmt: skip
    actions.return_report(report=sent, reason="Thiếu số", version=1, today=TODAY, by=people["LH_STAFF"])
    key = Notice.objects.get(kind=Notice.Kind.RETURNED).key
    assert mail_at_once.call(key) == 1
    assert mail_at_once.call(key) == 0
    assert mail.outbox[0].subject == "[Đối ngoại] Bị trả lại: Góp ý"
    mail_morning(timezone.localdate())
    assert [letter.to for letter in mail.outbox].count(["focal@vi-du.vn"]) == 1


@pytest.mark.usefixtures("by_mail")
def test_a_muted_kind_is_not_in_the_letter(work, people):
    choose_kinds(wanted=[], by=people["FOCAL"])
    assert run_morning(DUE).letters == 0
