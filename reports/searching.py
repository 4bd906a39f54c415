"""What search finds in reports."""

from core.permissions import Area
from core.search import SearchSource, register
from reports.models import Report


def register_sources():
    """Register reports."""
    register(
        SearchSource(
            label="Báo cáo",
            area=Area.REPORTS,
            model=Report,
            queryset=lambda user: Report.objects.visible_to(user).select_related("issuer"),
            title=str,
            meta=lambda report: f"{report.issuer.label} · {report.get_status_display()}",
            url=lambda report: report.get_absolute_url(),
            icon="report",
            exact=("title", "number"),
            newest="-year",
            list_url="reports:report_list",
        )
    )
