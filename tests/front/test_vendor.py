"""What others wrote is listed with version, licence and sum, and nothing is fetched from outside."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
PACKAGES = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
LISTED = {name: digest for package in PACKAGES for name, digest in package["files"].items()}
OWN = [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]
# Names of XML vocabularies look like addresses; nothing is fetched from them.
VOCABULARY = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink)")


@pytest.mark.parametrize("name", sorted(LISTED))
def test_sum_of_vendored_file_is_the_recorded_one(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_every_vendored_file_is_listed():
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert found - {"VENDOR.toml"} == set(LISTED)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_package_has_version_and_licence_text(package):
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert package["licence"] in {"MIT", "0BSD", "OFL-1.1"}
    assert package["licence_file"] in package["files"]
    assert len((VENDOR / package["licence_file"]).read_text(encoding="utf-8")) > 400


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_file_names_no_outside_address(path):
    assert not re.search(
        r"(https?:)?//[a-z0-9-]+\.[a-z]", VOCABULARY.sub("", path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("path", sorted(STATIC.glob("img/*.svg")), ids=lambda path: path.name)
def test_picture_names_no_outside_address(path):
    assert "http" not in VOCABULARY.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [*STATIC.glob("css/*.css"), VENDOR / "tabler/tabler.min.css"], ids=lambda path: path.name
)
def test_every_file_a_style_sheet_asks_for_is_here(path):
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert "sourceMappingURL" not in text
    for target in re.findall(r"url\(([^)\"']+)\)", text):
        assert (path.parent / target).is_file(), target


@pytest.mark.parametrize("path", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_style_sheet_stays_short(path):
    assert path.read_text(encoding="utf-8").count("\n") < 400
