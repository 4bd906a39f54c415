"""Which URLs there are in reports."""

from django.urls import include, path

from reports.views import dashboard, figures

app_name = "reports"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("bao-cao/so-lieu/", figures.figure_list, name="figure_list"),
    path("bao-cao/so-lieu/<str:code>/", figures.figure, name="figure"),
    path("bao-cao/", include("reports.report_urls")),
]
