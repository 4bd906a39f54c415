"""Who has had which part with a report, and whom its next step waits for."""

from __future__ import annotations

from django.db.models import Q

from core.models import User
from core.notices import people_of
from reports import life
from reports.life import Part, Step
from reports.models import NarrativeBlock, Report, ReportStep
from reports.permissions import can_take_step


def steps_since_draft(report: Report) -> list[ReportStep]:
    """Return the steps since the report was last a draft, in their order."""
    found: list[ReportStep] = []
    for step in report.steps.select_related("person").order_by("pk"):
        found = [] if step.to_status == Report.Status.DRAFT else [*found, step]
    return found


def writers_of(report: Report) -> set[int]:
    """Return the keys of the accounts that wrote, moved or removed a passage, or locked the numbers, ever."""
    # Beginning a report only lays out empty headings.
    begun = Q(history_type="+", text="")
    wrote = NarrativeBlock.history.filter(report_id=report.pk).exclude(begun)
    locked = report.steps.filter(to_status=Report.Status.DATA_LOCKED)
    return {
        *wrote.order_by().values_list("history_user_id", flat=True).distinct(),
        *locked.order_by().values_list("person_id", flat=True),
    }


def parts_had(report: Report) -> dict[int, set[Part]]:
    """Return the parts that each account has had, by its key: writing ever, the others on this way."""
    found = {pk: {Part.DRAFTS} for pk in writers_of(report) if pk}
    for step in steps_since_draft(report):
        if step.to_status in life.INTO:
            found.setdefault(step.person_id, set()).add(life.INTO[step.to_status].part)
    return found


def people_for(report: Report, step: Step) -> list[User]:
    """Return the accounts of the issuing agency that may take a step now.

    They have the role, and have had no part with the report that excludes it.
    """
    had = parts_had(report)
    return [
        user
        for user in people_of({report.issuer_id})
        if can_take_step(user, report, step.part) and not had.get(user.pk, set()) & set(step.apart)
    ]
