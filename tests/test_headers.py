"""Headers and cookies of every kind of answer: page, redirect, refusal, missing page, download."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from tests.access_world import standing_world
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CSP = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PAGES = {
    "trang": ("AUDITOR", "GET", lambda kit: reverse("reports:dashboard"), 200),
    "bản ghi": ("AUDITOR", "GET", lambda kit: kit.item.get_absolute_url(), 200),
    "phần của trang": ("AUDITOR", "GET", lambda kit: reverse("aid:item_list"), 200),
    "đăng nhập": ("ANONYMOUS", "GET", lambda kit: reverse("account_login"), 200),
    "chưa đăng nhập": ("ANONYMOUS", "GET", lambda kit: reverse("aid:item_list"), 302),
    "không được ghi": ("AUDITOR", "GET", lambda kit: reverse("aid:item_edit", args=[kit.item.code]), 403),
    "không có bản ghi": ("AUDITOR", "GET", lambda kit: reverse("aid:item_detail", args=["VT-0"]), 404),
    "không có trang": ("AUDITOR", "GET", lambda kit: "/khong-co-trang-nay/", 404),
    "không có trang, khách": ("ANONYMOUS", "GET", lambda kit: "/khong-co-trang-nay/", 404),
    "sai cách gọi": ("AUDITOR", "DELETE", lambda kit: reverse("aid:item_list"), 405),
}
DOWNLOADS = {
    "tệp hồ sơ": lambda kit: reverse("aid:document_download", args=[kit.item.code, kit.document.pk]),
    "tài liệu họp": lambda kit: reverse("meetings:paper_download", args=[kit.meeting.slug, kit.paper.pk]),
    "báo cáo PDF": lambda kit: reverse(
        "reports:export_file", args=[kit.report.year, kit.report.code, kit.export.pk]
    ),
    "danh sách XLSX": lambda kit: reverse("aid:item_list") + "?xuat=xlsx",
    "danh sách CSV": lambda kit: reverse("aid:item_list") + "?xuat=csv",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def common_headers_hold(response, *, signed_in):
    """Check what must stand on every answer."""
    for name, value in EVERYWHERE.items():
        assert response.headers.get(name) == value, name
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert not {"Server", "X-Powered-By"} & set(response.headers)
    if signed_in:
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("case", PAGES)
def test_every_answer_carries_the_headers(case, world):
    role, method, url, status = PAGES[case]
    headers = {"HX-Request": "true", "HX-Target": "ket-qua"} if case == "phần của trang" else {}

    response = world.client(role).generic(method, url(world.kit("SYT", role)), headers=headers)

    assert response.status_code == status
    common_headers_hold(response, signed_in=role != "ANONYMOUS")
    policy = {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}
    assert policy == CSP


@pytest.mark.parametrize("case", DOWNLOADS)
def test_downloads_open_nothing_inside_the_portal(case, world):
    response = world.client("AUDITOR").get(DOWNLOADS[case](world.kit("SYT", "AUDITOR")))

    assert response.status_code == 200
    assert response.getvalue()
    common_headers_hold(response, signed_in=True)
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Content-Disposition"].startswith("attachment; filename")


def test_cookies_are_closed_to_scripts_and_other_sites(client):
    UserFactory(username="can.bo", password=make_password("mat-khau-dai-de-nho"))

    answer = client.post(reverse("account_login"), {"login": "can.bo", "password": "mat-khau-dai-de-nho"})

    assert answer.status_code == 302
    for name in ("sessionid", "csrftoken"):
        cookie = answer.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


def test_the_session_id_changes_at_sign_in_and_dies_at_sign_out(client, world):
    client.get(reverse("account_login"))
    client.force_login(world.cast["AUDITOR"])
    first = client.cookies["sessionid"].value
    assert client.get(reverse("aid:item_list")).status_code == 200

    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = first

    assert client.get(reverse("aid:item_list")).status_code == 302
