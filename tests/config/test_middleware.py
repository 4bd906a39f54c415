"""Headers, cookies, read-only reading, session age and second factor, on every kind of answer."""

import json
import logging
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse

from core.history import acting
from core.logging import JsonFormatter, current_request_id
from core.middleware import WriteWhileReadingError, refuse_write
from core.passwords import ContextWordsValidator
from core.sign_in import client_ip, throttled_name
from tests.factories import UserFactory

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

PASSWORD = "bốn-mùa-hoa-nở-rộ"

pytestmark = pytest.mark.urls("tests.config.urls_for_middleware")


@pytest.fixture(autouse=True)
def _plain_pages(settings):
    """Use one-word pages: this module is not about their look."""
    names = ["400", "403", "404", "500", "account/login", "account/lockout", "account/password_change"]
    pages = ("django.template.loaders.locmem.Loader", {f"{name}.html": name for name in names})
    usual = "django.template.loaders.app_directories.Loader"
    engine = settings.TEMPLATES[0]
    processors = [name for name in engine["OPTIONS"]["context_processors"] if name.startswith("django.")]
    options = {"context_processors": processors, "loaders": [pages, usual]}
    settings.TEMPLATES = [{**engine, "DIRS": [], "APP_DIRS": False, "OPTIONS": options}]


@pytest.fixture
def person(db):
    return UserFactory(username="thu", email="thu@example.vn", password=make_password(PASSWORD))


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


# Headers ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ok/", 200),
        ("/moved/", 302),
        ("/closed/", 302),
        ("/forbidden/", 403),
        ("/missing/", 404),
        ("/no-such-page/", 404),
        ("/broken/", 500),
        ("/static/css/base.css", 200),
    ],
)
def test_headers_stand_on_every_answer(reader, path, status):
    response = reader.get(path)
    response.close()
    assert response.status_code == status
    for name, value in EVERYWHERE.items():
        assert response[name] == value, name
    assert "camera=()" in response["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])
    assert "X-Powered-By" not in response
    assert "Server" not in response


@override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
@pytest.mark.django_db
def test_https_is_remembered_for_a_year():
    response = Client().get("/ok/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_signed_in_answers_stay_out_of_caches(client, person):
    assert "no-store" not in client.get("/ok/").get("Cache-Control", "")
    client.force_login(person)
    assert client.get("/ok/")["Cache-Control"] == "no-store"
    assert client.get("/moved/")["Cache-Control"] == "no-store"


# Reading writes nothing ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_cannot_write(client, method):
    with pytest.raises(WriteWhileReadingError, match="core_agency"):
        getattr(client, method)("/write/")


@pytest.mark.django_db
def test_posting_may_write(client):
    assert client.post("/write/").status_code == 200


@pytest.mark.django_db
def test_reading_may_keep_the_session(client):
    client.get("/session/")
    client.get("/session/")
    assert client.session["x"] == 2


@pytest.mark.parametrize(
    ("sql", "allowed"),
    [
        ('INSERT INTO "django_session" ("session_key") VALUES (%s)', True),
        ('UPDATE "axes_accesslog" SET "logout_time" = %s', True),
        ('INSERT INTO "core_accesslog" ("id") VALUES (%s) ON CONFLICT DO UPDATE SET id = 1', True),
        ('SELECT "updated" FROM "aid_item" WHERE "name" = \'UPDATE aid_item\'', True),
        ("SAVEPOINT s1", True),
        ("PRAGMA foreign_keys", True),
        ('INSERT INTO "aid_item" ("id") VALUES (%s)', False),
        ('INSERT OR IGNORE INTO "aid_item" ("id") VALUES (%s)', False),
        ("  update aid_item set name = ''", False),
        ('DELETE FROM "core_accesslogs"', False),
        ('WITH gone AS (DELETE FROM "aid_item" RETURNING id) SELECT * FROM gone', False),
        ("DROP TABLE aid_item", False),
        ("TRUNCATE aid_item", False),
    ],
)
def test_which_statements_reading_may_run(sql, allowed):
    def run(*args):
        return "ran"

    if allowed:
        assert refuse_write(run, sql, (), False, {}) == "ran"
    else:
        with pytest.raises(WriteWhileReadingError):
            refuse_write(run, sql, (), False, {})


# Sessions and cookies --------------------------------------------------------------------------


@pytest.mark.django_db
def test_session_cookie_is_closed_to_scripts_and_other_sites(client):
    client.get("/session/")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) >= 26, "at least 128 bits"


@pytest.mark.parametrize(
    ("minutes", "status"), [(29, 200), (31, 302)], ids=["29 phút không làm gì", "31 phút không làm gì"]
)
def test_idle_session_ends(client, person, minutes, status):
    with time_machine.travel("2026-01-05 08:00+07:00", tick=False) as clock:
        client.force_login(person)
        assert client.get("/closed/").status_code == 200
        clock.shift(minutes * 60)
        assert client.get("/closed/").status_code == status


def test_background_polls_do_not_keep_a_session_alive(client, person):
    with time_machine.travel("2026-01-05 08:00+07:00", tick=False) as clock:
        client.force_login(person)
        for _ in range(3):
            clock.shift(9 * 60)
            assert client.get("/closed/", headers={"X-Background": "1"}).status_code == 200
        clock.shift(4 * 60)
        assert client.get("/closed/").status_code == 302


def test_no_session_outlives_twelve_hours(client, person):
    with time_machine.travel("2026-01-05 06:00+07:00", tick=False) as clock:
        client.force_login(person)
        for _ in range(12 * 3):
            clock.shift(20 * 60)
            assert client.get("/closed/").status_code == 200
        clock.shift(60)
        assert client.get("/closed/").status_code == 302


def test_a_raised_session_epoch_ends_every_session(client, person):
    client.force_login(person)
    assert client.get("/closed/").status_code == 200
    with acting(by=person, verb="tests", label="Kết thúc phiên"):
        person.session_epoch += 1
        person.save()
    assert client.get("/closed/").status_code == 302


# Sign-in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_nobody_signs_up_or_resets_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_second_factor_is_asked_for_where_required(client, person, settings):
    client.force_login(person)
    assert client.get("/closed/").status_code == 200
    settings.REQUIRE_MFA = True
    response = client.get("/closed/")
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert client.get("/closed/").status_code == 200


@pytest.mark.parametrize("name", ["thu", "THU", "thu@example.vn"])
def test_people_sign_in_by_name_or_address(client, person, name):
    response = client.post("/dang-nhap/", {"login": name, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/closed/").status_code == 200


def test_deactivated_account_looks_like_a_wrong_password(client, person):
    wrong = client.post("/dang-nhap/", {"login": "thu", "password": "sai"})
    with acting(by=person, verb="tests", label="Ngừng"):
        person.is_active = False
        person.save()
    closed = client.post("/dang-nhap/", {"login": "thu", "password": PASSWORD})
    assert wrong.status_code == closed.status_code == 200
    assert wrong.context["form"].errors == closed.context["form"].errors


def test_five_failures_lock_one_name_from_one_address(client, person):
    def attempt(address, password="sai", name="thu"):  # noqa: S107
        return client.post(
            "/dang-nhap/", {"login": name, "password": password}, REMOTE_ADDR=address
        ).status_code

    assert [attempt("10.0.0.1") for _ in range(5)] == [200] * 4 + [429]
    assert attempt("10.0.0.1", PASSWORD) == 429, "even the right password waits"
    assert attempt("10.0.0.1", PASSWORD, "THU") == 429, "another spelling is the same name"
    assert attempt("10.0.0.2", PASSWORD) == 302, "a colleague elsewhere is not locked out"


def test_own_password_is_changed_with_history(client, person):
    with acting(by=person, verb="tests", label="Đặt lại mật khẩu"):
        person.must_change_password = True
        person.save()
    client.force_login(person)
    assert client.get("/closed/")["Location"] == reverse("account_change_password")
    new = "cây-bàng-trước-ngõ"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/closed/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(new)
    assert person.history.first().history_user == person


def test_old_hash_is_renewed_at_sign_in(client, person):
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher", *settings.PASSWORD_HASHERS]
    with override_settings(PASSWORD_HASHERS=hashers):
        assert client.post("/dang-nhap/", {"login": "thu", "password": PASSWORD}).status_code == 302
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")


@override_settings(BEHIND_PROXY=False)
def test_a_visitor_cannot_choose_the_counted_address():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.2.3.4"}, REMOTE_ADDR="10.0.0.9")
    assert client_ip(request) == "10.0.0.9"


@override_settings(BEHIND_PROXY=True)
def test_the_proxy_tells_the_address():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"}, REMOTE_ADDR="")
    assert client_ip(request) == "1.2.3.4"


def test_failures_are_counted_by_name_without_case():
    request = RequestFactory().post("/", {"login": " Lan "})
    assert throttled_name(request) == throttled_name(request, {"username": "LAN"}) == "lan"


def test_passwords_are_stored_as_argon2id():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        assert make_password("bốn-mùa-hoa-nở-rộ").startswith("argon2$argon2id$")
    from config import settings as written

    assert written.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(
    "password", ["SởNgoạiVụ2026", "thanhhoa123456", "doingoai@2025#", "tinhthanhhoa2026!"]
)
def test_words_of_the_office_make_no_password(password):
    with pytest.raises(ValidationError, match="dễ đoán"):
        ContextWordsValidator().validate(password)


def test_eleven_characters_are_too_few():
    with pytest.raises(ValidationError):
        validate_password("cây-bàng-ng")


@pytest.mark.parametrize("password", ["bốn-mùa-hoa-nở-rộ", "cây bàng trước ngõ", "x" * 20 + "yzwvut" * 8])
def test_long_unrelated_passwords_pass(password):
    validate_password(password)


# Log -------------------------------------------------------------------------------------------


def test_log_line_is_one_json_object_with_the_request():
    token = current_request_id.set("abc")
    try:
        record = logging.LogRecord("portal", logging.WARNING, "f.py", 1, "dòng %s", ("một\nhai",), None)
        line = JsonFormatter().format(record)
    finally:
        current_request_id.reset(token)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"], told["request"]) == ("WARNING", "dòng một\nhai", "abc")


def test_a_refused_page_is_one_line_of_the_log(client):
    lines = []
    handler = logging.Handler()
    handler.emit = lines.append
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get("/forbidden/").status_code == 403
    finally:
        logger.removeHandler(handler)
    assert [(line.status_code, line.exc_info) for line in lines] == [(403, None)]
