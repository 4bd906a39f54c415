"""What the imports are held to by the manifest: verdict, sense, place; and that nothing was written."""

import hashlib

import pytest
from django.apps import apps

from core.models import Agency, Locality
from tests.core.spreadsheets.corpus import AGENCIES, manifest
from tests.core.spreadsheets.test_corpus import NOT_UTF8, WORDS
from tests.factories import AgencyFactory, LocalityFactory

FOR_AID = ("k14_decimal_comma_unquoted.csv",)
# What an upload itself leaves behind, whatever its verdict.
UPLOAD_TABLES = {"core_importbatch", "core_historicalimportbatch", "core_accesslog", "django_session"}


def corpus_lines(*, aid, expected):
    """Return the manifest's import lines of one template with this verdict."""
    kinds = {"import_aid", "import_csv"} if aid else {"import_task", "import_csv"}
    return [
        line
        for line in manifest()
        if line["kind"] in kinds
        and line["expected"] == expected
        and (line["kind"] != "import_csv" or (line["file"] in FOR_AID) is aid)
    ]


def cases(lines):
    """Return the lines as cases of a test.

    A file is refused by its reader, before any row is looked up, alike on every database: of the refused
    ones PostgreSQL's run has the first of each group (the letter of the name).
    """
    asked, found = set(), []
    for line in lines:
        group = line["file"][0]
        alike = line["expected"] == "reject" and group in asked
        asked |= {group} if line["expected"] == "reject" else set()
        found.append(pytest.param(line, id=line["file"], marks=[pytest.mark.read_alike] if alike else []))
    return found


def make_reference_rows():
    """Create the agencies and the commune that the good files name."""
    known = set(Agency.objects.values_list("name", flat=True))
    for number, name in enumerate(AGENCIES):
        if name not in known:
            AgencyFactory(code=f"MAU{number}", name=name)
    if not Locality.objects.filter(full_name="Xã An Bình").exists():
        LocalityFactory(code="MAU", name="An Bình", full_name="Xã An Bình")


def fingerprint():
    """Return a hash over every row of every table that an import must leave alone when it refuses."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if model._meta.db_table not in UPLOAD_TABLES:
            for row in model._base_manager.order_by("pk").values_list():
                digest.update(repr((model._meta.db_table, row)).encode())
    return digest.hexdigest()


def assert_refused_as_listed(line, outcome):
    """Hold the outcome to a line of the manifest: sense of the message, sheet, row, column."""
    assert not outcome.accepted
    said = " | ".join([*(refusal.message for refusal in outcome.refusals), outcome.summary]).casefold()
    hint = line["expected_error_hint"]
    wanted = NOT_UTF8 if hint.startswith("Tệp CSV không phải UTF-8") else WORDS.get(line["file"], [hint])
    for words in wanted:
        assert words.casefold() in said
    first = outcome.refusals[0]
    if line["sheet"]:
        assert first.sheet == line["sheet"]
    if line["row"] and "-" not in line["row"]:
        rows = [int(number) for number in line["row"].split(",")]
        assert first.row == rows[0]
        assert set(rows) <= {refusal.row for refusal in outcome.refusals}
    if line["col"]:
        assert first.column == line["col"]
