"""Figures of what stands on a day: certificates of foreign NGOs, reports of owners, programs in writing."""

from aid.certificates import EXPIRED, EXPIRING, VALID
from aid.models import OwnerReport
from aid.owner_reports import Year
from aid.registrations import registrations_visible_to, with_state
from core.permissions import Area, Reach, reach
from programs.models import Draft, Program
from reports.figures.aid import items, of_counted_items
from reports.figures.base import figure
from reports.figures.measures import Count

_AS_OF = "ngày tính số liệu"
_BEING_DRAFTED = [
    Program.Status.ASSIGNED, Program.Status.DRAFTING, Program.Status.CONSULTING,
    Program.Status.CONF_SCHEDULED, Program.Status.CONF_HELD, Program.Status.CONCLUDED,
    Program.Status.REVISING, Program.Status.SHORTENING, Program.Status.SUBMITTED,
    Program.Status.RETURNED, Program.Status.PARTY_REVIEW,
]  # fmt: skip


def _certificates(scope, state):
    rows = registrations_visible_to(scope.user)
    if scope.agency is not None:
        rows = rows.filter(partner__in=items(scope).values("donor"))
    rows = with_state(rows, scope.as_of, scope.certificate_days)
    return Count(rows.filter(state__in=state).order_by())


@figure(
    "ngo.valid",
    label="Giấy đăng ký của tổ chức PCPNN còn giá trị",
    unit="giấy",
    date_field=_AS_OF,
    area=Area.AID,
    definition="Giấy đăng ký đã cấp, chưa hết hạn, không bị đình chỉ hay thu hồi vào ngày tính số liệu, "
    "kể cả giấy sắp hết hạn.",
)
def certificates_valid(scope):
    """Certificates in force on the day, those soon to expire included."""
    return _certificates(scope, [VALID, EXPIRING])


@figure(
    "ngo.expiring",
    label="Giấy đăng ký của tổ chức PCPNN sắp hết hạn",
    unit="giấy",
    date_field="ngày hết hạn của giấy",
    area=Area.AID,
    definition="Giấy đăng ký còn giá trị mà ngày hết hạn rơi vào số ngày cảnh báo ghi trong Danh mục, "
    "kể từ ngày tính số liệu.",
)
def certificates_expiring(scope):
    """Those whose last day comes within the days of warning."""
    return _certificates(scope, [EXPIRING])


@figure(
    "ngo.expired",
    label="Giấy đăng ký của tổ chức PCPNN đã hết hạn",
    unit="giấy",
    date_field="ngày hết hạn của giấy",
    area=Area.AID,
    definition="Giấy đăng ký hết hạn trước ngày tính số liệu, không bị đình chỉ hay thu hồi.",
)
def certificates_expired(scope):
    """Those whose last day has passed."""
    return _certificates(scope, [EXPIRED])


def _year(scope):
    return Year(scope.window.year or scope.window.end.year, scope.as_of, scope.deadlines)


@figure(
    "aid.owner_reports_sent",
    label="Báo cáo của chủ khoản viện trợ đã nhận",
    unit="báo cáo",
    date_field="ngày gửi",
    area=Area.AID,
    definition="Báo cáo 6 tháng, năm và kết thúc của chủ khoản viện trợ có ngày gửi trong kỳ.",
)
def owner_reports_sent(scope):
    """Reports of owners that were sent in the window."""
    days = (scope.start, scope.end)
    return Count(OwnerReport.objects.filter(of_counted_items(scope), sent_on__range=days))


def _owing(scope, *, late_only):
    year = _year(scope)
    return Count(year.missing(year.items(items(scope)), late_only=late_only))


@figure(
    "aid.owner_reports_due",
    label="Khoản còn báo cáo của chủ khoản chưa gửi",
    unit="khoản",
    date_field="năm báo cáo",
    area=Area.AID,
    definition="Khoản viện trợ mà chủ khoản còn báo cáo 6 tháng, năm hoặc kết thúc của năm chưa gửi, "
    "kể cả báo cáo chưa đến hạn.",
)
def owner_reports_due(scope):
    """Items whose owners have not sent everything of the year."""
    return _owing(scope, late_only=False)


@figure(
    "aid.owner_reports_late",
    label="Khoản có báo cáo của chủ khoản quá hạn",
    unit="khoản",
    date_field="hạn gửi báo cáo",
    area=Area.AID,
    definition="Khoản viện trợ mà chủ khoản có báo cáo của năm chưa gửi, hạn đã qua vào ngày tính số liệu.",
)
def owner_reports_late(scope):
    """Those with a report whose day has passed."""
    return _owing(scope, late_only=True)


@figure(
    "programs.drafting",
    label="Chương trình đang xây dựng",
    unit="chương trình",
    date_field="trạng thái hiện tại của chương trình",
    area=Area.PROGRAM,
    definition="Chương trình đã giao xây dựng mà chưa ban hành, theo trạng thái hiện tại (dự thảo, lấy ý "
    "kiến, hội nghị, tiếp thu, trình).",
)
def programs_drafting(scope):
    """Programs between the order to write them and their issue, as they stand now."""
    return Count(_programs(scope).filter(status__in=_BEING_DRAFTED))


@figure(
    "programs.issued",
    label="Chương trình ban hành trong kỳ",
    unit="chương trình",
    date_field="ngày ban hành",
    area=Area.PROGRAM,
    definition="Chương trình có ngày ban hành trong kỳ.",
)
def programs_issued(scope):
    """Programs whose day of issue lies in the window."""
    return Count(_programs(scope).filter(issued_on__range=(scope.start, scope.end)))


def _programs(scope):
    rows = (
        Program.objects.all() if reach(scope.user, Area.PROGRAM) is not Reach.NONE else Program.objects.none()
    )
    return rows if scope.agency is None else rows.filter(drafting_agency=scope.agency)


@figure(
    "programs.drafts",
    label="Bản dự thảo chương trình đã chốt",
    unit="bản",
    date_field="ngày chốt bản dự thảo",
    area=Area.PROGRAM,
    definition="Bản dự thảo được chốt (gửi lấy ý kiến hoặc trình) có ngày chốt trong kỳ.",
)
def programs_drafts(scope):
    """Versions of drafts that were frozen in the window."""
    rows = Draft.objects.visible_to(scope.user).filter(frozen_at__date__range=(scope.start, scope.end))
    return Count(rows if scope.agency is None else rows.filter(program__drafting_agency=scope.agency))
