"""Which URLs there are."""

from django.urls import include, path

urlpatterns = [
    path("", include("config.account_urls")),
]
