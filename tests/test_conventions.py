"""House rules that a linter cannot see (docs/decisions, style of the project)."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from core.models import Record

ROOT = Path(settings.BASE_DIR)
OWN_APPS = ("core", "programs", "meetings", "aid", "reports")
SOURCES = sorted(
    path
    for app in (*OWN_APPS, "config")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODELS = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
OWN_MODELS = [model for model in MODELS if not hasattr(model, "history_id")]


def _id(value):
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else getattr(value, "__name__", str(value))


@pytest.mark.parametrize("model", OWN_MODELS, ids=_id)
def test_model_has_its_own_docstring(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def _is_inherited(field):
    return field.primary_key or field.name in {inherited.name for inherited in AbstractUser._meta.fields}


@pytest.mark.parametrize("model", OWN_MODELS, ids=_id)
def test_verbose_names_are_vietnamese_lower_case(model):
    own = [
        model._meta.verbose_name,
        *(field.verbose_name for field in model._meta.concrete_fields if not _is_inherited(field)),
    ]
    wrong = [
        name
        for name in map(str, own)
        if name[:1].isupper() and not name.isupper() and name.split()[0] not in {"IP", "SHA"}
    ]
    assert wrong == []


@pytest.mark.parametrize("model", [model for model in OWN_MODELS if issubclass(model, Record)], ids=_id)
def test_record_has_history_and_guarded_manager(model):
    assert hasattr(model, "history")
    with pytest.raises(RuntimeError):
        model.objects.all().update(version=2)


@pytest.mark.parametrize("model", OWN_MODELS, ids=_id)
def test_money_and_dates_are_typed(model):
    for field in model._meta.concrete_fields:
        assert not isinstance(field, models.FloatField | models.DecimalField), (
            f"{field}: store whole minor units"
        )
        if field.name.endswith("_at") and field.name not in {"starts_at", "ends_at"}:
            assert isinstance(field, models.DateTimeField), field
        if field.name.endswith("_on"):
            assert isinstance(field, models.DateField), field
            assert not isinstance(field, models.DateTimeField), field


@pytest.mark.parametrize("model", OWN_MODELS, ids=_id)
def test_constraints_speak_vietnamese(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            assert re.search(r"[à-ỹđ]", str(constraint.violation_error_message or "").lower()), (
                constraint.name
            )


def test_no_two_migrations_share_a_number():
    for app in OWN_APPS:
        numbers = [path.name[:4] for path in (ROOT / app / "migrations").glob("[0-9]*.py")]
        assert len(numbers) == len(set(numbers)), app


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_file_is_at_most_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split it by noun"


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_template_is_short_and_holds_no_inline_code(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150, "move a part to components/"
    assert not re.search(
        r"\|safe\b|\bstyle=\"|\son\w+=\"|<style|<script(?![^>]*\b(src|type=\"application/json\")=?)", text
    )


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.name != "settings.py" and "config" not in p.parts], ids=_id
)
def test_only_settings_read_the_environment(path):
    assert (
        not re.search(r"\bos\.environ\b|\bos\.getenv\b", path.read_text(encoding="utf-8"))
        or "documents" in path.parts
        or "spreadsheets" in path.parts
    )


def _functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


ACTION_FILES = [path for path in SOURCES if path.name == "actions.py" or path.parent.name == "actions"]


@pytest.mark.parametrize("path", ACTION_FILES, ids=_id)
def test_actions_are_keyword_only_signed_and_recorded(path):
    for node in _functions(path):
        decorators = [ast.unparse(item) for item in node.decorator_list]
        if node.name.startswith("_") or not any("action(" in item for item in decorators):
            continue
        names = [argument.arg for argument in node.args.kwonlyargs]
        assert node.args.args == [], f"{node.name}: keyword-only"
        assert "by" in names, f"{node.name}: who does it?"


VIEW_FILES = [path for path in SOURCES if path.name == "views.py" or path.parent.name == "views"]


@pytest.mark.parametrize("path", VIEW_FILES, ids=_id)
def test_views_do_not_write(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.save\(|\.delete\(|objects\.create\(|bulk_create|\.raw\(|\.extra\(", text)


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_no_request_keys_reach_the_orm(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(filter|exclude|order_by|annotate|values)\(\*{0,2}request\.", text)
    assert "mark_safe" not in text or path.name in {"ui.py", "html.py"}
