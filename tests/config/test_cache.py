"""What several processes must count together is counted in the database."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

SHARED = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}


@pytest.fixture
def shared_cache(db):
    """The cache as production has it."""
    with override_settings(CACHES=SHARED):
        call_command("createcachetable", verbosity=0)
        caches["default"].clear()
        yield
        caches["default"].clear()


def test_values_outlive_the_connection_object_of_a_process(shared_cache):
    caches["default"].set("k", [1], 60)
    del caches["default"]  # what another process starts with

    assert caches["default"].get("k") == [1]


@override_settings(ACCOUNT_RATE_LIMITS={"login": "3/m/ip"}, AXES_ENABLED=False)
def test_sign_ins_are_counted_over_all_processes(shared_cache):
    typed = {"login": "khong.co", "password": "sai-mat-khau-nay"}
    answers = []
    for _ in range(4):
        answers.append(Client().post(reverse("account_login"), typed).status_code)
        del caches["default"]

    assert answers == [200, 200, 200, 429]
