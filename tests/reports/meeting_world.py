"""A conference with everything that its papers print."""

from datetime import date, time

from core.history import acting
from core.models import User
from meetings.models import AgendaItem, Attendance, Conclusion, FollowUpAgency, Meeting, Speech
from programs.models import DueKind
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    PersonFactory,
)

SLUG = "2025-11-28-du-thao"


def conference(**values):
    """Return a conference of the People's Committee as `for_page()` loads it, with two tasks."""
    with acting(by=User.objects.system(), verb="tests.world", label="Tạo dữ liệu thử"):
        issuer = AgencyFactory(code="UBND", name="Ủy ban nhân dân tỉnh Thanh Hóa")
        issuer.short_name, issuer.symbol = "UBND tỉnh", "UBND"
        issuer.header_lines = [
            {"text": "ỦY BAN NHÂN DÂN", "bold": True},
            {"text": "TỈNH THANH HÓA", "bold": True},
        ]
        issuer.signature_lines = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
        issuer.deputy_lines = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
        issuer.save()
        meeting = MeetingFactory(
            slug=SLUG, organiser=issuer, title="Hội nghị cho ý kiến vào dự thảo Chương trình đối ngoại",
            held_on=date(2025, 11, 28), session="CHIEU", starts_at=time(14), ends_at=time(16, 30),
            place="Hội trường UBND tỉnh", status=Meeting.Status.CONCLUDED,
            summary="Đại biểu nghe báo cáo.\nĐại biểu thảo luận.", **values,
        )  # fmt: skip
        _people(meeting, issuer)
        for at, title in enumerate(["Trình bày dự thảo", "Thảo luận", "Kết luận"], 1):
            AgendaItem(
                meeting=meeting, ordinal=at, title=title, detail="Sở Ngoại vụ" if at == 1 else ""
            ).save()
        _work(meeting)
    return Meeting.objects.for_page().get(pk=meeting.pk)


def _people(meeting, issuer):
    department = AgencyFactory(code="SNGV", name="Sở Ngoại vụ")
    AttendanceFactory(
        meeting=meeting, ordinal=1, agency=issuer, person=PersonFactory(full_name="Lê Quang Mẫu"),
        title_then="Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh", role=Attendance.Role.CHAIR,
    )  # fmt: skip
    AttendanceFactory(
        meeting=meeting, ordinal=2, agency=department, person=PersonFactory(full_name="Trần Thị Ký"),
        title_then="Chuyên viên", role=Attendance.Role.SECRETARY,
    )  # fmt: skip
    AttendanceFactory(
        meeting=meeting, ordinal=3, agency=department, title_then="Đại diện lãnh đạo Sở Ngoại vụ"
    )
    AttendanceFactory(
        meeting=meeting, ordinal=4, agency=AgencyFactory(code="CAT", name="Công an tỉnh"),
        presence=Attendance.Presence.EXCUSED,
    )  # fmt: skip
    AttendanceFactory(meeting=meeting, ordinal=5, agency=None, group_label="Các trường đại học")
    Speech(
        meeting=meeting, ordinal=1, kind=Speech.Kind.REPORT, agency=department,
        title_then="Đại diện Sở Ngoại vụ", summary="Dự thảo có 3 phần.\nPhần thứ ba về tổ chức thực hiện.",
    ).save()  # fmt: skip


def _work(meeting):
    department = AgencyFactory(code="SNGV")
    ConclusionFactory(
        meeting=meeting, ordinal=1, text="Cơ bản thống nhất nội dung.", mark=Conclusion.Mark.NONE
    )
    task = Conclusion.Mark.TASK
    first = ConclusionFactory(meeting=meeting, ordinal=2, text="Rút gọn dự thảo.", mark=task)
    second = ConclusionFactory(meeting=meeting, ordinal=3, text="Trình UBND tỉnh.", mark=task)
    follow_up = FollowUpFactory(
        meeting=meeting, conclusion=first, code="KL-1", text="Rút gọn dự thảo.", lead_agency=department,
        due_kind=DueKind.DAY, due_on=date(2025, 12, 5),
    )  # fmt: skip
    FollowUpAgency(follow_up=follow_up, agency=AgencyFactory(code="CAT")).save()
    FollowUpFactory(
        meeting=meeting, conclusion=second, code="KL-2", text="Trình UBND tỉnh xem xét", verb="DE_NGHI",
        lead_agency=department, due_kind=DueKind.MONTH, due_on=date(2026, 2, 28),
    )  # fmt: skip
