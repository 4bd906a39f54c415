"""Tiny pages that answer with each kind of status, for the middleware tests."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import include, path


def _open(view):
    return login_not_required(view)


def fine(request):
    return HttpResponse("ok")


def closed(request):
    return HttpResponse("ok")


def moved(request):
    return HttpResponseRedirect("/ok/")


def forbidden(request):
    raise PermissionDenied


def missing(request):
    raise Http404


def broken(request):
    raise RuntimeError("hỏng")


def session(request):
    request.session["x"] = request.session.get("x", 0) + 1
    return HttpResponse("ok")


def write(request):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_agency WHERE 1 = 0")
    return HttpResponse("ok")


urlpatterns = [
    path("ok/", _open(fine)),
    path("moved/", _open(moved)),
    path("forbidden/", _open(forbidden)),
    path("missing/", _open(missing)),
    path("broken/", _open(broken)),
    path("session/", _open(session)),
    path("write/", _open(write)),
    path("closed/", closed),
    path("", include("config.account_urls")),
]
