"""What letters at a time of choice lead to: the page of the morning, and reports that were finished."""

from datetime import date

from django.urls import reverse

from core.dates import format_date
from core.models import Subscription, SubscriptionLetter, User
from core.permissions import Area, Reach, reach
from core.subscriptions import LetterKind, Link, register_kind
from reports.models import Report, ReportStep

_FINISHED = (Report.Status.CONTENT_APPROVED, Report.Status.ISSUED)
_REPORTS_SHOWN = 10


def register_letters() -> None:
    """Register both kinds."""
    register_kind(
        Subscription.Kind.MORNING,
        LetterKind(lambda user: user.is_active, _morning, "một tờ A4: việc cần xem, con số chính, mốc tới"),
    )
    register_kind(
        Subscription.Kind.REPORTS,
        LetterKind(_reads_reports, _finished, "báo cáo được duyệt nội dung hoặc ban hành từ thư trước"),
    )


def _reads_reports(user: User) -> bool:
    return user.is_active and reach(user, Area.REPORTS) is not Reach.NONE


def _morning(subscription: Subscription, day: date) -> list[Link]:
    return [Link(f"Trang sáng ngày {format_date(day)}", reverse("reports:morning_page"))]


def _finished(subscription: Subscription, day: date) -> list[Link]:
    """Return the reports that the person may read and that were finished since the letter before.

    Their titles are not told: who has the letter need not be the one who may read them.
    """
    before = SubscriptionLetter.objects.filter(
        subscription=subscription, day__lt=day, state=SubscriptionLetter.State.SENT
    )
    last = before.order_by("-day").values_list("changed_at", flat=True).first() or subscription.created_at
    steps = ReportStep.objects.filter(
        to_status__in=_FINISHED, created_at__gt=last, report__in=Report.objects.visible_to(subscription.user)
    )
    rows = list(Report.objects.filter(pk__in=steps.values("report")).order_by("-year", "code"))
    links = [
        Link(f"Báo cáo năm {row.year}, mã {row.code}", row.get_absolute_url())
        for row in rows[:_REPORTS_SHOWN]
    ]
    if more := len(rows) - len(links):
        links.append(Link(f"Còn {more} báo cáo nữa, trong danh sách", reverse("reports:report_list")))
    return links
