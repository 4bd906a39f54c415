"""Which URLs there are in programs."""

from django.urls import path  # noqa: F401

app_name = "programs"
urlpatterns: list = []
