"""The reports whose next step waits for one account: what its dashboard shows first."""

from __future__ import annotations

from django.urls import reverse

from core.clerks import is_clerk
from core.models import User
from core.money import format_number
from core.permissions import Area, Right, may_anywhere
from reports import life
from reports.life import Step
from reports.life_people import parts_had
from reports.models import Report
from reports.permissions import can_sign, can_take_step

# A lock is the author's own next step, and authors see their drafts anyway.
_AWAITED = {status: step for status, step in life.FROM.items() if step.start != Report.Status.DRAFT}


def waiting_for(user: User) -> list[tuple[Step, list[Report]]]:
    """Return the steps that wait for this account with their reports, in the order of the way.

    Costs one statement while nothing waits, none for accounts that never have such a step.
    """
    if not (may_anywhere(user, Area.REPORTS, Right.APPROVE) or can_sign(user) or is_clerk(user)):
        return []
    rows = Report.objects.visible_to(user).filter(status__in=_AWAITED).select_related("issuer")
    found: dict[str, list[Report]] = {}
    for report in rows.order_by("-year", "pk"):
        step = _AWAITED[report.status]
        # Most reports are sorted out by the role alone, without asking who had which part.
        if can_take_step(user, report, step.part) and not life.apart_problems(
            step, parts_had(report).get(user.pk, ())
        ):
            found.setdefault(report.status, []).append(report)
    return [(step, found[status]) for status, step in _AWAITED.items() if status in found]


def waiting_lines(user: User) -> list[dict[str, str]]:
    """Return them as lines of the strip above the dashboard; each leads to the step, or to the list."""
    return [_line(step, reports) for step, reports in waiting_for(user)]


def _line(step: Step, reports: list[Report]) -> dict[str, str]:
    count = format_number(len(reports))
    first, *more = reports
    listed = f"{reverse('reports:report_list')}?status={step.start}"
    return {
        "icon": step.icon,
        "tone": "amb",
        "title": f"{count} báo cáo chờ anh/chị {step.label[0].lower()}{step.label[1:]}",
        "text": f"{first.title} ({first.issuer.label}){f' và {len(more)} báo cáo nữa' if more else ''}",
        "action": f"Xem {count} báo cáo" if more else f"Mở bước “{step.label}”",
        "url": listed if more else reverse(step.url_name, args=[first.year, first.code]),
    }
