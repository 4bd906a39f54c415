"""Which URLs there are."""

from django.urls import include, path

urlpatterns = [
    path("", include("config.account_urls")),
    path("chuong-trinh/", include("programs.urls")),
    path("hoi-nghi/", include("meetings.urls")),
    path("", include("aid.urls")),
    path("", include("core.urls")),
    path("", include("reports.urls")),
]
