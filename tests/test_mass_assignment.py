"""A form changes what it shows: every other column, posted by hand, stays as it was."""

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.urls import reverse

from tests.access_rows import ROWS
from tests.access_world import standing_world, undone

pytestmark = pytest.mark.django_db
# Which record each edit form changes, and who may.
FORMS = {
    "aid:item_edit": ("item", "SNGV_LEADER"),
    "aid:commitment_edit": ("commitment", "SNGV_LEADER"),
    "aid:disbursement_edit": ("payment", "SNGV_LEADER"),
    "aid:counterpart_edit": ("counterpart", "SNGV_LEADER"),
    "aid:open_data_edit": ("open_data", "ADMIN"),
    "aid:owner_report_edit": ("owner_report", "SNGV_LEADER"),
    "aid:registration_edit": ("registration", "SNGV_STAFF"),
    "aid:requirement_edit": ("requirement", "ADMIN"),
    "aid:sector_edit": ("sector", "ADMIN"),
    "aid:rate_edit": ("rate", "ADMIN"),
    "core:account_edit": ("account", "ADMIN"),
    "core:agency_edit": ("agency", "ADMIN"),
    "core:person_edit": ("person", "ADMIN"),
    "core:appointment_edit": ("appointment", "ADMIN"),
    "core:partner_edit": ("donor", "ADMIN"),
    "core:country_edit": ("country", "ADMIN"),
    "core:legal_value_edit": ("legal", "ADMIN"),
    "core:locality_edit": ("locality", "ADMIN"),
    "core:subscription_edit": ("subscription", "SNGV_STAFF"),
    "core:observance_edit": ("observance", "ADMIN"),
    "core:swapped_day_edit": ("swapped", "ADMIN"),
    "meetings:meeting_edit": ("meeting", "SNGV_LEADER"),
    "meetings:award_edit": ("award", "SNGV_LEADER"),
    "opinions:opinion_edit": ("opinion", "SNGV_STAFF"),
    "opinions:letter_edit": ("letter", "SNGV_STAFF"),
    "opinions:round_edit": ("round", "SNGV_STAFF"),
    "meetings:document_edit": ("meeting_document", "SNGV_LEADER"),
    "meetings:document_number": ("meeting_document", "VAN_THU"),
    "meetings:followup_edit": ("followup", "SNGV_LEADER"),
    "programs:task_edit": ("task", "SNGV_LEADER"),
    "programs:activity_edit": ("activity", "SNGV_LEADER"),
    "programs:association_edit": ("association", "SNGV_LEADER"),
    "programs:program_edit": ("program", "SNGV_LEADER"),
    "programs:group_edit": ("group", "SNGV_LEADER"),
    "programs:draft_budget": ("draft", "SNGV_LEADER"),
    "programs:draft_paragraph_edit": ("draft_section", "SNGV_STAFF"),
    "reports:aid_form_edit": ("aid_form", "SNGV_LEADER"),
    "reports:manual_edit": ("manual_figure", "SNGV_LEADER"),
    "reports:report_details": ("report", "SNGV_LEADER"),
    "reports:outline_edit": ("outline", "SNGV_LEADER"),
    "reports:outline_section_edit": ("outline_section", "SNGV_LEADER"),
    "reports:heading_edit": ("heading", "SNGV_LEADER"),
    "reports:passage_edit": ("passage", "SNGV_LEADER"),
}
# Columns that saving moves by itself.
KEPT_BY_SAVING = {"version", "updated_at"}
PRIVILEGED = {
    "id", "origin", "created_at", "created_by", "code", "slug", "is_superuser", "is_staff", "password",
    "session_epoch", "last_login", "date_joined", "approved_by", "closed_at",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module, taken back at its end."""
    with standing_world(django_db_blocker) as standing:
        yield standing


def shown_fields(page, url):
    """Return {name: value} of the controls of the page's own form, as the browser would post them."""
    soup = BeautifulSoup(page, "html5lib")
    forms = [form for form in soup.select("form[method=post]") if form.select_one("[name=version]")]
    assert forms, url
    fields = {}
    for control in forms[0].select("input[name], select[name], textarea[name]"):
        if control.get("type") in ("checkbox", "radio") and not control.has_attr("checked"):
            fields.setdefault(control["name"], None)
            continue
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            fields[control["name"]] = chosen.get("value", chosen.text) if chosen else ""
        else:
            # A box without a value of its own is posted as "on".
            bare = "on" if control.get("type") in ("checkbox", "radio") else ""
            fields[control["name"]] = (
                control.text if control.name == "textarea" else control.get("value", bare)
            )
    return fields


def forged(field, record, kit):
    """Return another value for a column than the one that stands there."""
    if isinstance(field, models.BooleanField):
        return "" if getattr(record, field.attname) else "on"
    if isinstance(field, models.ForeignKey):
        other = field.related_model._default_manager.exclude(pk=getattr(record, field.attname)).first()
        return other.pk if other else 987654321
    if field.choices:
        others = (code for code, _ in field.flatchoices if code != getattr(record, field.attname))
        return next(others, "gia-mao")
    if isinstance(field, models.DateTimeField):
        return "01/01/2001 00:00"
    if isinstance(field, models.DateField):
        return "01/01/2001"
    if isinstance(field, models.IntegerField):
        return 77
    return "gia-mao"


def columns(record):
    """Return {column: value} as stored now."""
    return type(record)._default_manager.filter(pk=record.pk).values().get()


def posted_as_shown(world, name):
    """Return the record of a form, its URL, and what a browser would post unchanged."""
    attribute, role = FORMS[name]
    # A clerk has the numbers of the own agency alone.
    kit = world.kit("SNGV" if role == "VAN_THU" else "SYT", role)
    args = ROWS[name].args
    record, url = getattr(kit, attribute), reverse(name, args=args(kit) if args else None)
    fields = shown_fields(world.client(role).get(url).content.decode(), url)
    return record, url, fields


def forged_columns(record, fields, kit):
    """Return the columns that the form does not show, and another value for each of their names."""
    unshown, extra = set(), {}
    for field in record._meta.concrete_fields:
        if field.name not in fields:
            extra[field.name] = extra[field.attname] = forged(field, record, kit)
            unshown.add(field.attname)
    return unshown, extra


def saved(world, name, record, url, fields):
    """Return the columns after posting the fields, taken back again."""
    posted = {key: value for key, value in fields.items() if value is not None}
    with undone():
        response = world.client(FORMS[name][1]).post(url, posted)
        after = columns(record)
    assert response.status_code == 302, "nothing was saved, so nothing was tried"
    return after


@pytest.mark.parametrize("name", sorted(FORMS))
def test_columns_that_a_form_does_not_show_stay(name, world):
    record, url, fields = posted_as_shown(world, name)
    unshown, extra = forged_columns(record, fields, world.kit("SYT", FORMS[name][1]))
    before = columns(record)

    plain = saved(world, name, record, url, fields)
    tried = saved(world, name, record, url, fields | extra)

    # What the hand-made columns change is nothing: the form as shown has the same outcome.
    assert {column for column in before if plain[column] != tried[column]} <= {"updated_at"}
    assert {column for column in PRIVILEGED & unshown if before[column] != tried[column]} == set()
    # The world is sound: saving a form unchanged moves no column that it does not show.
    assert {column for column in unshown if before[column] != plain[column]} <= KEPT_BY_SAVING


def test_every_form_that_edits_a_record_is_tried():
    named = {name for name, row in ROWS.items() if name.endswith("_edit") and "POST" in row.methods}
    # Forms of parts, no columns of a record: rows of a meeting or an allocation, words of a report, cells.
    parts = {
        "aid:allocation_edit",
        "meetings:agenda_edit", "meetings:attendance_edit", "meetings:conclusion_edit",
        "meetings:speech_edit",
        "programs:draft_table_edit",
        "reports:report_edit",
    }  # fmt: skip

    assert named - parts <= set(FORMS)
