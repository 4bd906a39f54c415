"""The lists of reports, of their locks, and of numbers."""

import django_filters
import django_tables2 as tables
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from core.clerks import is_clerk_of
from core.lists import PortalFilterSet, PortalTable, SearchFilter, YearFilter
from core.models import Agency
from reports.models import DocumentNumber, Report, ReportOutline, ReportSnapshot
from reports.number_book import SERIES
from reports.outlines import window_of
from reports.report_links import COUNT_ONLY, report_url
from reports.windows import WindowError


def replaced_words(report):
    """Return which report a correction replaces, "" for other reports."""
    if report.replaces_id is None:
        return ""
    return f"Bản thay thế báo cáo số {report.replaces.mark}, ngày {report.replaces.dated_on:%d/%m/%Y}"


class ReportFilter(PortalFilterSet):
    """Filters of the list of reports."""

    year = YearFilter(label="Năm")
    outline = django_filters.ModelChoiceFilter(
        label="Loại báo cáo", queryset=ReportOutline.objects.all(), empty_label="Mọi loại"
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=Report.Status.choices, empty_label="Mọi trạng thái"
    )

    class Meta(PortalFilterSet.Meta):
        model = Report
        fields = ("q", "year", "outline", "status")


class ReportTable(PortalTable):
    """Reports, the newest year first."""

    title = tables.Column(verbose_name="Báo cáo", attrs={"td": {"class": "main"}})
    year = tables.Column(verbose_name="Năm", attrs={"td": {"class": "num"}})
    issuer = tables.Column(
        verbose_name="Cơ quan ban hành", accessor="issuer__label", order_by=("issuer__sort_key",)
    )
    window = tables.Column(verbose_name="Kỳ số liệu", accessor="basis", orderable=False)
    number = tables.Column(verbose_name="Số, ngày", order_by=("dated_on", "pk"), empty_values=())
    status = tables.Column(verbose_name="Trạng thái")

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Báo cáo, năm mới nhất ở trên"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, record):
        """Return the title as a link to the report."""
        link = format_html('<a class="nm" href="{}">{}</a>', record.get_absolute_url(), record.title)
        replaced = replaced_words(record)
        return format_html('{}<span class="sub">{}</span>', link, replaced) if replaced else link

    def value_title(self, record):
        """Return the bare title, of a correction with the number of the report that it replaces."""
        return " – ".join(filter(None, (record.title, replaced_words(record))))

    def render_year(self, value):
        """Return the year without a thousands sign."""
        return str(value)

    def render_window(self, record):
        """Return the days that the numbers cover."""
        try:
            span = window_of(record)
        except WindowError:
            # One row whose days are missing must not hide all the others.
            return "chưa ghi đủ ngày"
        return f"{span.start:%d/%m/%Y} – {span.end:%d/%m/%Y}"

    def render_number(self, record):
        """Return the number and date of the paper, or that it has none."""
        if not record.number and not record.dated_on:
            return "chưa lấy số"
        day = f"{record.dated_on:%d/%m/%Y}" if record.dated_on else "chưa ghi ngày"
        return f"{record.mark} · {day}" if record.number else day


class SnapshotFilter(PortalFilterSet):
    """Filters of the list of locks."""

    q = SearchFilter(column="report__search_text")
    year = YearFilter(label="Năm", field_name="report__year")
    status = django_filters.ChoiceFilter(
        label="Trạng thái báo cáo",
        field_name="report__status",
        choices=Report.Status.choices,
        empty_label="Mọi trạng thái",
    )

    class Meta(PortalFilterSet.Meta):
        model = ReportSnapshot
        fields = ("q", "year", "status")


class SnapshotTable(PortalTable):
    """Locks of reports, the newest first; each row asks by itself how much would differ today.

    That count computes every number of the report anew, so the list does not wait for it, and a sheet of
    all locks does not hold it.
    """

    code = tables.Column(verbose_name="Bản chốt", accessor="report__title", orderable=False)
    taken_at = tables.Column(verbose_name="Chốt lúc, người chốt")
    status = tables.Column(verbose_name="Báo cáo nay", accessor="report__status", orderable=False)
    figures = tables.Column(
        verbose_name="Số giữ lại",
        accessor="figure_count",
        orderable=False,
        attrs={"td": {"class": "num"}},
    )
    sha256 = tables.Column(verbose_name="SHA-256", orderable=False)
    moved = tables.Column(verbose_name="Nay khác", orderable=False, empty_values=(), exclude_from_export=True)

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Bản chốt số liệu, mới nhất ở trên"}

    def render_code(self, record):
        """Return the report and which lock it is, as a link to the report."""
        return format_html(
            '<a class="nm" href="{}">{}</a><span class="sub">{}</span>',
            record.report.get_absolute_url(),
            record.report.title,
            f"{record.report.code}-{record.report.year}, lần {record.ordinal} · {record.report.issuer.label}",
        )

    def value_code(self, record):
        """Return the report and which lock it is."""
        return f"{record.report.title} ({record.report.code}-{record.report.year}, lần {record.ordinal})"

    def render_taken_at(self, value, record):
        """Return when and who."""
        return f"{localtime(value):%H:%M %d/%m/%Y} · {record.taken_by}"

    def render_sha256(self, value):
        """Return the beginning of the checksum; the whole is in its title."""
        return format_html('<code title="{}">{}…</code>', value, value[:12])

    def value_sha256(self, value):
        """Return the whole checksum."""
        return value

    def render_moved(self, record):
        """Return a link to what would differ today; its words become the count once the row is in sight."""
        url = f"{report_url('report_differences', record.report)}?lan={record.ordinal}"
        return format_html(
            '<a class="nw" href="{0}" hx-get="{0}&amp;{1}=1" hx-trigger="revealed" data-quiet>Xem</a>',
            url,
            COUNT_ONLY,
        )


class NumberFilter(PortalFilterSet):
    """Filters of the book of numbers."""

    year = YearFilter(label="Năm")
    series = django_filters.ChoiceFilter(
        label="Loại văn bản", choices=list(SERIES.items()), empty_label="Mọi loại"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Cơ quan",
        queryset=Agency.objects.filter(document_numbers__isnull=False).distinct(),
        empty_label="Mọi cơ quan",
    )

    class Meta(PortalFilterSet.Meta):
        model = DocumentNumber
        fields = ("year", "series", "agency")


class NumberTable(PortalTable):
    """The book of numbers: what was numbered in the portal, and papers noted from outside."""

    number = tables.Column(verbose_name="Số, ký hiệu", attrs={"td": {"class": "main"}})
    dated_on = tables.Column(verbose_name="Ngày văn bản")
    subject = tables.Column(verbose_name="Trích yếu", orderable=False)
    agency = tables.Column(verbose_name="Cơ quan", accessor="agency__label", orderable=False)
    copies = tables.Column(verbose_name="Số bản", orderable=False, attrs={"td": {"class": "num"}})
    kept = tables.Column(verbose_name="Hồ sơ lưu", accessor="file_notation", orderable=False)
    source = tables.Column(verbose_name="Nguồn", empty_values=(), orderable=False)

    class Meta(PortalTable.Meta):
        attrs = {"caption": "Sổ số văn bản, mới nhất ở trên"}

    def __init__(self, *args, reader, **kwargs):
        """Offer the removal of outside papers to the clerk of their agency."""
        super().__init__(*args, **kwargs)
        self.reader = reader

    def render_number(self, record):
        """Return the number with its series and the symbol of the agency."""
        return record.mark

    def render_dated_on(self, value):
        """Return the day."""
        return f"{value:%d/%m/%Y}"

    def render_subject(self, value, record):
        """Return the subject, of a report as a link to it."""
        if record.report_id is None:
            return value
        return format_html('<a href="{}">{}</a>', record.report.get_absolute_url(), value)

    def value_subject(self, value):
        """Return the bare subject."""
        return value

    def render_kept(self, record):
        """Return where the paper is kept and how long."""
        return " · ".join(filter(None, (record.file_notation, record.retention)))

    def render_source(self, record):
        """Return whether the paper is of the portal; one from outside can be taken out by the clerk."""
        if record.report_id is not None or not is_clerk_of(self.reader, record.agency_id):
            return self.value_source(record)
        return format_html(
            '{} <form method="post" action="{}" class="d-inline">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="version" value="{}">'
            '<button class="mini" type="submit">Bỏ<span class="vh"> số {}</span></button></form>',
            self.value_source(record),
            reverse("reports:number_drop", args=[record.pk]),
            get_token(self.request),
            record.version,
            record.number,
        )

    def value_source(self, record):
        """Return whether the paper is of the portal."""
        return "báo cáo trong cổng" if record.report_id else "ngoài cổng"
