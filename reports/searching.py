"""What search finds in reports, and in the book of numbers."""

from django.urls import reverse
from django.utils.http import urlencode

from core.dates import format_date
from core.permissions import Area
from core.search import SearchSource, register
from reports.models import DocumentNumber, Report
from reports.number_book import number_url


def register_sources():
    """Register reports and the numbers of papers, also of those that were numbered outside."""
    register(
        SearchSource(
            label="Báo cáo",
            area=Area.REPORTS,
            model=Report,
            queryset=lambda user: Report.objects.visible_to(user).select_related("issuer"),
            title=str,
            meta=lambda report: " · ".join(
                filter(
                    None,
                    (
                        report.issuer.label,
                        report.get_status_display(),
                        "bản thay thế" if report.replaces_id else "",
                    ),
                )
            ),
            url=lambda report: report.get_absolute_url(),
            icon="report",
            exact=("title", "number"),
            newest="-year",
            list_url="reports:report_list",
        )
    )
    register(
        SearchSource(
            label="Số văn bản",
            area=Area.REPORTS,
            model=DocumentNumber,
            queryset=lambda user: DocumentNumber.objects.visible_to(user).select_related("agency", "report"),
            title=lambda row: ": ".join(filter(None, (row.mark, row.subject))),
            meta=lambda row: f"{row.agency.label} · {format_date(row.dated_on)}",
            url=_page_of_number,
            icon="file-text",
            newest="-dated_on",
            list_url="reports:number_list",
        )
    )


def _page_of_number(row):
    """Return the page of the report that has the number; of a paper from outside its line of the book."""
    book = reverse("reports:number_list")
    asked = {"q": row.mark, "year": row.year, "series": row.series, "agency": row.agency_id}
    return number_url(row) or f"{book}?{urlencode(asked)}"
