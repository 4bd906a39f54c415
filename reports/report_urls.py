"""Which URLs the reports have, below /bao-cao/."""

from django.urls import path

from reports.views import exports, findings, report, text_checks

urlpatterns = [
    path("", report.report_list, name="report_list"),
    path("them/", report.report_add, name="report_add"),
    path("<int:year>/doi-chieu/", findings.findings, name="findings"),
    path("<int:year>/<slug:code>/", report.report_page, name="report_page"),
    path("<int:year>/<slug:code>/soan/", report.report_edit, name="report_edit"),
    path("<int:year>/<slug:code>/thong-tin/", report.report_details, name="report_details"),
    path("<int:year>/<slug:code>/soat/", text_checks.report_checks, name="report_checks"),
    path("<int:year>/<slug:code>/duyet/", report.report_approve, name="report_approve"),
    path("<int:year>/<slug:code>/mo-lai/", report.report_reopen, name="report_reopen"),
    path("<int:year>/<slug:code>/xuat-pdf/", exports.report_pdf, name="report_pdf"),
    path("<int:year>/<slug:code>/pdf/<int:pk>/", exports.export_file, name="export_file"),
    path("<int:year>/<slug:code>/pdf/<int:pk>/tien-trinh/", exports.export_progress, name="export_progress"),
]
