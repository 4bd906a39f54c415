"""The second factor from end to end: set up at the first sign-in, asked for at the next, recovery codes."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from tests.factories import UserFactory
from tests.front.test_account_pages import ENGLISH, words

PASSWORD = "bốn-mùa-hoa-nở-rộ"


@pytest.fixture(autouse=True)
def _second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture
def person(db):
    return UserFactory(username="thu", password=make_password(PASSWORD))


def code_of(secret):
    """Return the code that the person's telephone shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def sign_in_with_password(client, **more):
    """Return the answer to the name and the password."""
    return client.post(reverse("account_login"), {"login": "thu", "password": PASSWORD, **more})


def set_up(client):
    """Sign in for the first time, set the second factor up, sign out; return the secret."""
    sign_in_with_password(client)
    assert client.get("/").url == reverse("mfa_activate_totp")
    asked_again = client.get(reverse("mfa_activate_totp"))
    assert asked_again.url.startswith(reverse("account_reauthenticate"))
    assert not ENGLISH.search(words(client.get(asked_again.url)))
    page = client.post(asked_again.url, {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    assert not ENGLISH.search(words(page))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 200
    assert not ENGLISH.search(words(wrong))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302
    following = client.get(answer.url)
    assert following.status_code == 200
    assert not ENGLISH.search(words(following))
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    return secret


@time_machine.travel("2026-03-02T01:00:00Z", tick=False)
def test_second_factor_is_set_up_once_and_asked_for_at_each_sign_in(client, person):
    secret = set_up(client)
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        answer = sign_in_with_password(client)
        assert answer.url.startswith(reverse("mfa_authenticate"))
        assert client.get("/").status_code == 302
        page = client.get(answer.url)
        assert not ENGLISH.search(words(page))
        wrong = client.post(answer.url, {"code": "000000"})
        assert wrong.status_code == 200
        assert not ENGLISH.search(words(wrong))
        assert client.post(answer.url, {"code": code_of(secret)}).url == "/"
        assert client.get("/").status_code == 200


@time_machine.travel("2026-03-02T01:00:00Z", tick=False)
def test_recovery_code_opens_the_door_once(client, person):
    set_up(client)
    stored = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    code = RecoveryCodes(stored).get_unused_codes()[0]
    for expected in (302, 200):
        address = sign_in_with_password(client).url
        assert client.post(address, {"code": code}).status_code == expected
        client.post(reverse("account_logout"))


@time_machine.travel("2026-03-02T01:00:00Z", tick=False)
def test_sign_in_leads_nowhere_outside(client, person):
    secret = set_up(client)
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        answer = sign_in_with_password(client, next="https://evil.invalid/")
        assert "evil" not in answer.url
        assert client.post(answer.url, {"code": code_of(secret), "next": "//evil.invalid"}).url == "/"


def test_session_gets_a_new_key_at_sign_in(client, person, settings):
    settings.REQUIRE_MFA = False
    client.get(reverse("account_login"))
    client.session.save()
    before = client.session.session_key
    sign_in_with_password(client)
    assert client.session.session_key != before
