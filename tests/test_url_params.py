"""Hostile addresses and hostile text: a plain answer, never an error of the server, never unescaped."""

import json
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from django.forms import DecimalField, IntegerField
from django.urls import reverse

from aid.models import AidItem
from core.lists import ListPage
from meetings.models import Meeting
from tests.access_rows import ROWS
from tests.access_world import standing_world, undone
from tests.meetings.making import log_form

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "data" / "corpus" / "files"
LISTS = sorted(name for name in ROWS if name.endswith(("_list", "_options", ":search", ":audit_log")))
# What this portal calls the parameters of the corpus.
OWN_NAMES = {"order": "sort", "agency": "agency", "from": "tu", "to": "den", "format": "xuat", "lang": "lang"}
TYPED = "application/x-www-form-urlencoded"


def lines(name):
    """Return the rows of a corpus file."""
    return [json.loads(line) for line in (FILES / name).read_text(encoding="utf-8").splitlines() if line]


PARAMETERS = [row for row in lines("m02_url_params.jsonl") if row["value"].startswith("?")]
PATHS = [row["value"] for row in lines("m02_url_params.jsonl") if row["value"].startswith("/")]
TEXTS = lines("m01_text_inputs.jsonl")
# Refused in any field of one line: control characters, surrogates, direction marks, blanks.
NEVER_STORED = {"t15", "t16", "t17", "t18", "t24", "t25", "t27", "t31"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def renamed(query):
    """Return the query string with the portal's own names of parameters."""
    pairs = [part.partition("=") for part in query.removeprefix("?").split("&")]
    return "?" + "&".join(f"{OWN_NAMES.get(name, name)}{sign}{value}" for name, sign, value in pairs)


@pytest.mark.parametrize("row", PARAMETERS, ids=[row["id"] for row in PARAMETERS])
def test_lists_answer_hostile_parameters(row, world):
    wrong = []
    kit = world.kit("SNGV", "AUDITOR")
    for name in LISTS:
        address = reverse(name, args=ROWS[name].args(kit) if ROWS[name].args else [])
        # The auditor reads nearly all of them; the rest are the desk's own tools.
        reader = "AUDITOR" if "AUDITOR" in ROWS[name].reads_own - ROWS[name].denied else "SNGV_STAFF"
        for query in {row["value"], renamed(row["value"])}:
            response = world.client(reader).get(address + query)
            # What the corpus rejects is ignored or refused; nothing leads out of the portal.
            fine = response.status_code in (200, 400, 404)
            if not fine or response.headers.get("Location") or "a" in response.cookies:
                wrong.append(f"{name}{query[:60]}: {response.status_code}")

    assert wrong == []


def test_numbers_that_no_calendar_knows_are_answered(world):
    desk = world.client("SNGV_STAFF")
    places = [(reverse("reports:dashboard_more"), "ngay")]
    for url in (reverse(name) for name in LISTS if not ROWS[name].args):
        page = (desk.get(url).context or {}).get("page")
        fields = page.form.fields if isinstance(page, ListPage) else {}
        places += [(url, "sort")] if isinstance(page, ListPage) else []
        places += [
            (url, one) for one, field in fields.items() if isinstance(field, IntegerField | DecimalField)
        ]
    asked = [
        f"{url}?{name}={typed}" for url, name in places for typed in ("99999", "-1", "2025.5", "9" * 5000)
    ]

    assert len(places) > 5
    assert {url: desk.get(url).status_code for url in asked} == dict.fromkeys(asked, 200)


@pytest.mark.parametrize("row", [r for r in PARAMETERS if r["id"] in {"u07", "u08", "u09", "u13", "u14"}])
def test_unknown_keys_neither_sort_nor_filter(row, world):
    address = reverse("core:account_list")
    plain = world.client("AUDITOR").get(address).context["page"].rows.query
    asked = world.client("AUDITOR").get(address + row["value"]).context["page"].rows.query

    assert str(asked) == str(plain)


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static/")])
def test_hostile_paths_are_not_found(path, world):
    for base in ("", "/vien-tro", "/hoi-nghi"):
        assert world.client("AUDITOR").generic("GET", base + path).status_code == 404


def test_static_files_do_not_lead_out_of_their_directory(client):
    response = client.generic("GET", "/static/../settings.py")

    assert response.status_code in (302, 404)
    assert b"SECRET_KEY" not in response.content


@pytest.mark.parametrize("target", ["//evil.invalid", "https:evil.invalid", "%0d%0aSet-Cookie:a=b"])
def test_sign_in_leads_nowhere_else(target, world):
    response = world.client("AUDITOR").get(f"{reverse('account_login')}?next={target}")

    assert response.status_code == 302
    assert "evil" not in response.url
    assert "a" not in response.cookies


def body(**values):
    """Return the values as a browser encodes them, lone surrogates included."""
    return "&".join(
        f"{name}={quote_plus(str(value).encode('utf-8', 'surrogatepass'))}" for name, value in values.items()
    )


def safe(response, text):
    """Check that the page shows the text as text."""
    assert response.status_code == 200
    if "<" in text:
        assert text not in response.content.decode()


@pytest.mark.parametrize("row", TEXTS, ids=[row["id"] for row in TEXTS])
def test_hostile_text_stays_text(row, world):
    text = row["value"]
    kit = world.kit("SNGV", "SNGV_STAFF")
    item = {
        "name": text, "mode": "DU_AN", "sector": kit.sector.pk, "donor": kit.donor.pk,
        "recipient": kit.agency.pk, "amount": "1.000", "currency": "USD", "counterpart_currency": "VND",
        "counterpart_kind": "TIEN",
    }  # fmt: skip
    forms = {
        "aid:item_add": (item, AidItem, "name"),
        "meetings:meeting_add": (log_form(title=text), Meeting, "title"),
    }
    for name, (fields, model, field) in forms.items():
        with undone():
            before = model.objects.count()
            response = world.client("SNGV_STAFF").post(reverse(name), body(**fields), content_type=TYPED)
            assert response.status_code in (200, 302)
            if response.status_code == 200:
                safe(response, text)
                assert model.objects.count() == before
                continue
            assert row["id"] not in NEVER_STORED
            record = model.objects.latest("pk")
            assert "\x00" not in getattr(record, field)
            safe(world.client("SNGV_STAFF").get(record.get_absolute_url()), text)
    safe(world.client("SNGV_STAFF").get(f"{reverse('core:search')}?{body(q=text)}"), text)
