"""Sign-in, password and second-factor pages: Vietnamese, our frame, nothing half-said."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(password|sign in|sign out|login|please|required|invalid|change|confirm|code|account|email|the)\b",
    re.IGNORECASE,
)


def words(response):
    """Return what a person reads on the page, without tags and attributes."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_sign_in_page_names_its_fields_for_password_managers(client):
    response = client.get(reverse("account_login"))
    html = response.content.decode()
    assert response.status_code == 200
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "Tài khoản công vụ" in html
    assert not ENGLISH.search(words(response))


def test_wrong_password_is_told_without_saying_which(client):
    response = client.post(reverse("account_login"), {"login": "khong.co", "password": "sai-mat-khau"})
    text = words(response)
    assert "Tài khoản hoặc mật khẩu chưa đúng" in text
    assert "Có 1 chỗ cần sửa trước khi đăng nhập" in text
    assert not ENGLISH.search(text)


def test_empty_sign_in_is_told_in_vietnamese(client):
    text = words(client.post(reverse("account_login"), {"login": "", "password": ""}))
    assert "Có 2 chỗ cần sửa" in text
    assert not ENGLISH.search(text)


@pytest.mark.parametrize("name", ["account_change_password", "mfa_index", "account_logout"])
def test_account_page_is_vietnamese(client, name):
    client.force_login(UserFactory(password=make_password("mat-khau-dai-de-nho")))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.search(words(response))


@pytest.mark.parametrize("method", ["get", "post"])
def test_account_without_a_password_is_told_who_gives_one(client, method):
    client.force_login(UserFactory(password=make_password(None)))
    response = getattr(client, method)(reverse("account_change_password"))
    assert response.status_code == 200
    assert "Nhờ quản trị cấp mật khẩu mới" in words(response)
    assert not ENGLISH.search(words(response))


@pytest.fixture
def signed_in(client):
    """A client that has just typed its password, and again to reach the second factor."""
    UserFactory(username="can.bo", password=make_password("mat-khau-dai-de-nho"))
    client.post(reverse("account_login"), {"login": "can.bo", "password": "mat-khau-dai-de-nho"})
    client.post(reverse("account_reauthenticate"), {"password": "mat-khau-dai-de-nho"})
    return client


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_index", "account_reauthenticate"])
def test_second_factor_page_is_vietnamese(signed_in, name):
    response = signed_in.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.search(words(response))


def test_wrong_code_is_told_in_vietnamese(signed_in):
    text = words(signed_in.post(reverse("mfa_activate_totp"), {"code": "000000"}))
    assert "Mã chưa đúng" in text
    assert not ENGLISH.search(text)


def test_weak_new_password_is_told_in_vietnamese(signed_in):
    typed = {"oldpassword": "sai", "password1": "ngan", "password2": "khac"}
    text = words(signed_in.post(reverse("account_change_password"), typed))
    assert "chỗ cần sửa trước khi đổi mật khẩu" in text
    assert not ENGLISH.search(text)


def test_locked_out_page_says_how_long(client):
    request = RequestFactory().get("/")
    text = render_to_string("account/lockout.html", {}, request=request)
    assert "Chờ 15 phút rồi thử lại" in text


@pytest.mark.parametrize(
    "template",
    [
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "409.html",
        "409_again.html",
        "429.html",
        "500.html",
        "507.html",
    ],
)
def test_error_page_needs_no_request(template):
    html = render_to_string(template)
    assert "<h1>" in html
    assert "Cần giúp: gọi Văn phòng Sở Ngoại vụ" in html
