"""A production installation can collect its static files, each under a hashed name."""

import json

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture
def collected(tmp_path):
    stores = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "config.storage.StaticFiles"},
    }
    with override_settings(STORAGES=stores, STATIC_ROOT=tmp_path / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield tmp_path / "static"


def test_every_reference_in_a_style_sheet_is_found(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert names["css/base.css"] != "css/base.css"
    assert (collected / names["css/base.css"]).exists()
    assert (collected / (names["css/base.css"] + ".gz")).exists()
