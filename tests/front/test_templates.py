"""Rules that every template keeps: it compiles, nothing inline, nothing unchecked, icons that exist."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from core.templatetags import ui

BASE = Path(settings.BASE_DIR)
ROOT = BASE / "templates"
TEMPLATES = sorted(path for path in ROOT.rglob("*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
COMPONENTS = sorted((ROOT / "components").glob("*.html"))


def named(path):
    """Return the name under which templates are loaded, as test id."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_compiles(path):
    assert get_template(named(path)) is not None


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_template_has_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"\bhx-on\b|javascript:|hx-vals=.js:", text)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_template_trusts_no_text(path):
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_template_asks_for_nothing_outside(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href|action|hx-get|hx-post)=\"(https?:)?//", text)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_icons_and_static_files_exist(path):
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"\{%\s*icon \"([^\"]+)\"", text):
        assert ui.icon_shapes(name)
    for name in re.findall(r"\{%\s*static [\"']([^\"']+)[\"']", text):
        assert (BASE / "static" / name).is_file(), name


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_form_that_posts_carries_the_token(path):
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "{% csrf_token %}" in form


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_component_says_what_it_takes(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("{% comment %}")
    assert re.search(r"Takes|Uses", first)


def test_icons_chosen_in_python_exist():
    for name in {*ui.STATUS_ICONS.values(), *ui.FILE_ICONS.values(), "file-text"}:
        assert ui.icon_shapes(name)


def test_style_sheets_and_scripts_are_all_linked_by_a_page():
    pages = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.html"))
    linked = {name for name in re.findall(r"static '([^']+)'", pages) if name.startswith(("css/", "js/"))}
    own = {f"css/{path.name}" for path in (BASE / "static/css").glob("*.css")}
    own |= {f"js/{path.name}" for path in (BASE / "static/js").glob("*.js")}
    assert own == linked


def test_own_scripts_travel_small():
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in (BASE / "static/js").glob("*.js")}
    # No page loads them all: each has portal.js, the others come with the pages that use them.
    assert {name: size for name, size in sizes.items() if size >= 5_000} == {}
    assert sum(sizes.values()) < 29_000
