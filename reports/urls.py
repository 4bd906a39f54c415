"""Which URLs there are in reports."""

from django.urls import include, path

from reports.views import (
    dashboard,
    dossier,
    draft_files,
    figures,
    kept_findings,
    opinions,
    papers,
    text_checks,
)

app_name = "reports"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("tong-quan/tiep/", dashboard.dashboard_more, name="dashboard_more"),
    path("tong-quan/trang-sang/", dashboard.morning_page, name="morning_page"),
    path("bao-cao/so-lieu/", figures.figure_list, name="figure_list"),
    path("bao-cao/so-lieu/<str:code>/", figures.figure, name="figure"),
    path(
        "chuong-trinh/<slug:slug>/du-thao/<int:number>/tai/docx/", draft_files.draft_docx, name="draft_docx"
    ),
    path("chuong-trinh/<slug:slug>/ho-so/", dossier.dossier, name="dossier"),
    path(
        "chuong-trinh/<slug:slug>/ho-so/<str:code>/<str:extension>/",
        dossier.dossier_paper,
        name="dossier_paper",
    ),
    path("tep/<str:kind>/<str:subject>/tao/", papers.paper_job_start, name="paper_job_start"),
    path("tep/<int:pk>/", papers.paper_job, name="paper_job"),
    path("tep/<int:pk>/tai/", papers.paper_file, name="paper_file"),
    path("chuong-trinh/<slug:slug>/y-kien/bang-tong-hop.pdf", opinions.opinions_pdf, name="opinions_pdf"),
    path("chuong-trinh/<slug:slug>/y-kien/bang-tong-hop.docx", opinions.opinions_docx, name="opinions_docx"),
    path(
        "chuong-trinh/<slug:slug>/y-kien/bang-tong-hop.xlsx", opinions.opinions_sheet, name="opinions_sheet"
    ),
    path(
        "chuong-trinh/<slug:slug>/du-thao/<int:number>/soat/", text_checks.draft_checks, name="draft_checks"
    ),
    path(
        "chuong-trinh/<slug:slug>/du-thao/<int:number>/soat/giu/<slug:mark>/",
        kept_findings.finding_keep,
        name="finding_keep",
    ),
    path(
        "chuong-trinh/<slug:slug>/du-thao/<int:number>/soat/bo-giu/<int:pk>/",
        kept_findings.finding_lift,
        name="finding_lift",
    ),
    path("hoi-nghi/<slug:slug>/", include("reports.meeting_urls")),
    path("bao-cao/", include("reports.report_urls")),
]
