"""Which URLs there are in aid."""

from django.urls import path  # noqa: F401

app_name = "aid"
urlpatterns: list = []
