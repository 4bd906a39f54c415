"""Which URLs there are."""

from django.urls import include, path

handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("", include("config.account_urls")),
    # Before the pages of programs: opinions belong to another app and have their own names.
    path("chuong-trinh/<slug:slug>/y-kien/", include("meetings.opinion_urls")),
    path("chuong-trinh/", include("programs.urls")),
    path("hoi-nghi/", include("meetings.urls")),
    path("", include("aid.urls")),
    path("", include("core.urls")),
    path("", include("reports.urls")),
]
