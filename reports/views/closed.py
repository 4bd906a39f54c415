"""What a page for writing shows of a report whose words and particulars stay as they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.life import edit_problems
from reports.models import Report


def closed_page(
    request: HttpRequest, report: Report, heading: str, *, back_url: str = ""
) -> HttpResponse | None:
    """Return the page that says why nothing may be changed and what to do, None for a draft.

    What somebody sends nevertheless is refused by the act, so that typed words stay on the form.
    """
    problems = edit_problems(report.status)
    if not problems or request.method not in {"GET", "HEAD"}:
        return None
    context = {
        "report": report,
        "heading": heading,
        "problems": [str(one) for one in problems],
        "back_url": back_url or report.get_absolute_url(),
    }
    return render(request, "reports/report_closed.html", context)
