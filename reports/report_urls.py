"""Which URLs the reports have, below /bao-cao/."""

from django.urls import path

from reports.views import aid_tables, exports, findings, manual, report, text_checks

urlpatterns = [
    path("", report.report_list, name="report_list"),
    path("them/", report.report_add, name="report_add"),
    path("so-nhap-tay/", manual.manual_list, name="manual_list"),
    path("so-nhap-tay/them/", manual.manual_add, name="manual_add"),
    path("so-nhap-tay/<int:pk>/", manual.manual_figure, name="manual_figure"),
    path("so-nhap-tay/<int:pk>/sua/", manual.manual_edit, name="manual_edit"),
    path("so-nhap-tay/<int:pk>/xoa/", manual.manual_remove, name="manual_remove"),
    path("so-nhap-tay/<int:pk>/tep/", manual.manual_file, name="manual_file"),
    path("vien-tro/", aid_tables.aid_table, name="aid_table"),
    path("vien-tro/tai/<slug:extension>/", aid_tables.aid_table_file, name="aid_table_file"),
    path("vien-tro/mau/", aid_tables.aid_form_list, name="aid_form_list"),
    path("vien-tro/mau/them/", aid_tables.aid_form_add, name="aid_form_add"),
    path("vien-tro/mau/<int:pk>/sua/", aid_tables.aid_form_edit, name="aid_form_edit"),
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
