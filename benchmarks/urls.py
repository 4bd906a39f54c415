"""The portal's URLs, and a page with nothing in its frame: what every other page is compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.http import render_page


def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame of the portal without any content."""
    return render_page(request, "base.html", {})


urlpatterns = [path("do/trang-trong/", empty, name="benchmark_empty"), path("", include("config.urls"))]
