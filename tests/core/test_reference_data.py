"""The reference and demonstration files agree with each other and with the models; no database."""

import csv
import json
import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import models

from aid.models import (
    AidItem,
    Commitment,
    Counterpart,
    Disbursement,
    DossierRequirement,
    ExchangeRate,
    Sector,
)
from core.models import Agency, Appointment, Country, LegalValue, Observance, Partner, Person, User
from core.models.users import Role
from meetings.models import AgendaItem, Attendance, Award, Conclusion, FollowUp, Meeting, SourceQuote, Speech
from programs.models import Activity, FriendshipAssociation, Pillar, Program, SolutionGroup, Task
from programs.models.tasks import DATED_KINDS

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core" / "data"
DEMO = ROOT / "reports" / "demo" / "data"
ORIGINS = {"OFFICE", "SOURCE", "DEMO"}


def read(folder, name):
    """Return the content of one data file."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def strings(value):
    """Yield every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def codes(folder, name, key="code"):
    """Return the set of codes of a file, after making sure that none occurs twice."""
    rows = [row[key] for row in read(folder, name)]
    assert len(rows) == len(set(rows)), name
    return set(rows)


def localities():
    """Return the communes by code."""
    with (CORE / "localities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def aid_items(year, group=None):
    """Return the aid items of a demonstration year."""
    data = read(DEMO, f"aid_{year}.json")
    return data[group] if group else data["regular"] + data["emergency"]


def all_aid_items():
    """Return the aid items of both demonstration years."""
    return aid_items(2024) + aid_items(2025)


def meeting_parts(name):
    """Return the rows of one part over all meetings."""
    return [row for meeting in read(DEMO, "meetings.json") for row in meeting[name]]


def money_rows(name):
    """Return the money rows of one kind over all aid items."""
    return [row for item in all_aid_items() for row in item[name]]


RECORDS = {
    "quốc gia": (Country, lambda: read(CORE, "countries.json")),
    "ngày kỷ niệm": (Observance, lambda: read(CORE, "observances.json")),
    "cơ quan": (Agency, lambda: read(CORE, "agencies.json")),
    "người": (Person, lambda: read(CORE, "people.json")),
    "chức vụ": (Appointment, lambda: [a for p in read(CORE, "people.json") for a in p["appointments"]]),
    "địa phương đối tác": (Partner, lambda: read(CORE, "partner_localities.json")),
    "hội thành viên": (FriendshipAssociation, lambda: read(CORE, "associations.json")),
    "trụ cột": (Pillar, lambda: read(CORE, "pillars.json")),
    "lĩnh vực": (Sector, lambda: read(CORE, "sectors.json")),
    "thành phần hồ sơ": (DossierRequirement, lambda: read(CORE, "dossier_requirements.json")),
    "giá trị pháp lý": (LegalValue, lambda: read(CORE, "legal_values.json")),
    "nhà tài trợ": (Partner, lambda: read(DEMO, "donors.json")),
    "tỷ giá": (ExchangeRate, lambda: read(DEMO, "exchange_rates.json")),
    "khoản viện trợ": (AidItem, all_aid_items),
    "cam kết": (Commitment, lambda: money_rows("commitments")),
    "đối ứng": (Counterpart, lambda: money_rows("counterparts")),
    "giải ngân": (Disbursement, lambda: money_rows("disbursements")),
    "chương trình": (Program, lambda: read(DEMO, "tasks.json")["programs"]),
    "nhóm giải pháp": (SolutionGroup, lambda: read(DEMO, "tasks.json")["groups"]),
    "nhiệm vụ": (Task, lambda: read(DEMO, "tasks.json")["tasks"]),
    "hoạt động": (Activity, lambda: read(DEMO, "activities.json")),
    "cuộc họp": (Meeting, lambda: read(DEMO, "meetings.json")),
    "thành phần": (Attendance, lambda: meeting_parts("attendances")),
    "chương trình họp": (AgendaItem, lambda: meeting_parts("agenda")),
    "phát biểu": (Speech, lambda: meeting_parts("speeches")),
    "câu kết luận": (Conclusion, lambda: meeting_parts("conclusions")),
    "việc sau họp": (FollowUp, lambda: meeting_parts("follow_ups")),
    "khen thưởng": (Award, lambda: meeting_parts("awards")),
    "chữ in": (SourceQuote, lambda: meeting_parts("quotes")),
    "tài khoản": (User, lambda: read(DEMO, "users.json")),
}


@pytest.mark.parametrize("name", RECORDS)
def test_values_fit_the_model(name):
    model, rows = RECORDS[name]
    for row in rows():
        known = [field for field in model._meta.concrete_fields if field.name in row]
        assert known, row
        for field in known:
            value = row[field.name]
            if value in (None, "") or field.is_relation:
                assert value or field.null or field.blank, (field.name, row)
                continue
            if field.choices:
                assert value in {choice for choice, _ in field.choices}, (field.name, value)
            if isinstance(field, models.CharField):
                assert len(value) <= field.max_length, (field.name, value)
            if isinstance(field, models.DateField):
                date.fromisoformat(value)
            if isinstance(field, models.IntegerField):
                assert isinstance(value, int), (field.name, value)


@pytest.mark.parametrize(
    "path", sorted(CORE.glob("*.json")) + sorted(DEMO.glob("*.json")), ids=lambda p: p.name
)
def test_text_is_nfc_without_stray_spaces(path):
    for text in strings(json.loads(path.read_text(encoding="utf-8"))):
        assert unicodedata.is_normalized("NFC", text), text
        assert text == text.strip(), text
        assert "\u00a0" not in text, text


def test_166_communes_with_boundaries():
    rows = localities()
    shapes = json.loads((CORE / "localities.geojson").read_text(encoding="utf-8"))["features"]
    assert len(rows) == 166
    assert [row["kind"] for row in rows.values()].count("phuong") == 19
    assert {shape["properties"]["code"] for shape in shapes} == set(rows)


@pytest.mark.parametrize(
    ("code", "established", "certainty"),
    [
        ("CZ", "1950-02-02", "VERIFIED"),
        ("HU", "1950-02-03", "VERIFIED"),
        ("DE", "1975-09-23", "VERIFIED"),
        ("LA", "1962-09-05", "VERIFIED"),
        ("BN", "1992-02-29", "KNOWLEDGE"),
        ("EU", "1990-11-28", "KNOWLEDGE"),
        ("TL", "2002-07-28", "UNCERTAIN"),
    ],
    ids=["Séc", "Hungary", "Đức", "Lào", "Brunei 29/02", "EU", "Timor-Leste"],
)
def test_relations_established(code, established, certainty):
    row = {row["code"]: row for row in read(CORE, "countries.json")}[code]
    assert (row["established_on"], row["certainty"]) == (established, certainty)


def test_countries_with_a_date_name_their_source():
    codes(CORE, "countries.json")
    dated = [row for row in read(CORE, "countries.json") if row["established_on"]]
    assert len(dated) == 62
    assert all(row["source"] for row in dated)


def test_reference_codes_resolve():
    countries = codes(CORE, "countries.json")
    agencies = codes(CORE, "agencies.json")
    codes(CORE, "sectors.json")
    codes(CORE, "document_kinds.json")
    assert {row["country"] for row in read(CORE, "observances.json")} <= countries
    assert {row["country"] for row in read(CORE, "partner_localities.json")} <= countries
    for row in read(CORE, "agencies.json"):
        assert row["parent"] is None or row["parent"] in agencies, row["code"]
        assert set(row.get("successors", [])) <= agencies
        assert all(set(line) == {"text", "bold"} for line in row["header_lines"]), row["code"]
        if "locality" in row:
            assert row["locality"] in localities()
    for person in read(CORE, "people.json"):
        assert {post["agency"] for post in person["appointments"]} <= agencies


def test_typing_codes_are_unambiguous():
    typed = [code for row in read(CORE, "agencies.json") for code in row["typing_codes"]]
    assert len(typed) == len(set(typed))
    assert all(re.fullmatch(r"[a-z0-9]+", code) for code in typed)


def test_ten_associations_three_with_a_name():
    agencies = {row["code"]: row for row in read(CORE, "agencies.json")}
    rows = read(CORE, "associations.json")
    assert len(rows) == 10
    assert sum(row["is_name_known"] for row in rows) == 3
    for row in rows:
        assert agencies[row["agency"]]["kind"] == "HOI"
        assert agencies[row["agency"]]["name"] == row["name"]
        assert row["is_name_known"] != ("chưa rõ tên" in row["name"])


def test_legal_values_do_not_overlap():
    by_code = {}
    for row in read(CORE, "legal_values.json"):
        span = (row["valid_from"] or "0001-01-01", row["valid_to"] or "9999-12-31")
        for other in by_code.setdefault(row["code"], []):
            assert span[0] > other[1] or span[1] < other[0], row
        by_code[row["code"]].append(span)


def test_eleven_regular_items_of_about_one_point_nine_million():
    data = read(DEMO, "aid_2025.json")
    modes = [item["mode"] for item in data["regular"]]
    total = sum(row["usd_minor"] for item in data["regular"] for row in item["commitments"])
    assert (modes.count("CHUONG_TRINH"), modes.count("DU_AN"), modes.count("PHI_DU_AN")) == (3, 5, 3)
    assert total == data["regular_total_usd_minor"] == 190_040_000
    assert {s["code"] for i in data["regular"] for s in i["sectors"]} == {
        "AN_SINH",
        "Y_TE",
        "GIAO_DUC",
        "SINH_KE",
    }
    emergency = sum(row["usd_minor"] for item in data["emergency"] for row in item["commitments"])
    assert (len(data["emergency"]), emergency) == (2, data["emergency_total_usd_minor"])
    assert len(aid_items(2024, "regular")) == 6


def expected_rule_set(item):
    """Return the decree that the approval date and the emergency kind call for."""
    if item["emergency_kind"]:
        return "ND50"
    return "ND80" if item["approved_on"] < "2025-12-08" else "ND313"


@pytest.mark.parametrize("year", [2024, 2025])
def test_aid_items_are_consistent(year):
    agencies, sectors, communes = codes(CORE, "agencies.json"), codes(CORE, "sectors.json"), localities()
    donors, countries = read(DEMO, "donors.json"), codes(CORE, "countries.json")
    assert all(donor["country"] in countries and "(hư cấu)" in donor["name"] for donor in donors)
    numbers = [int(item["decision_number"].split("/")[0]) for item in aid_items(year, "regular")]
    assert numbers == sorted(numbers)
    for item in aid_items(year):
        assert item["origin"] == "DEMO"
        assert item["donor"] in {donor["key"] for donor in donors}
        assert {item["owner"], item["recipient"], item["governing_body"]} <= agencies
        assert set(item["places"]) <= set(communes)
        assert {row["code"] for row in item["sectors"]} <= sectors
        assert sum(row["share_percent"] for row in item["sectors"]) == 100
        assert item["approved_on"].startswith(str(year))
        assert date.fromisoformat(item["approved_on"]).weekday() < 5
        assert item["rule_set"] == expected_rule_set(item)
        assert item["approved_on"] <= item["started_on"] <= item["ended_on"]
        if item["emergency_kind"]:
            gap = date.fromisoformat(item["approved_on"]) - date.fromisoformat(item["disaster_on"])
            assert 0 <= gap.days <= 90
        (commitment,) = item["commitments"]
        paid = sum(row["amount_minor"] for row in item["disbursements"])
        assert paid <= commitment["amount_minor"]
        for row in item["disbursements"]:
            assert row["currency"] == commitment["currency"]
            assert item["approved_on"] <= row["paid_on"] <= "2025-12-31"


@pytest.mark.parametrize("name", ["commitments", "counterparts", "disbursements"])
def test_equivalents_follow_from_the_rates(name):
    for row in money_rows(name):
        cents = Decimal(1) if row["currency"] == "VND" else Decimal(100)
        vnd = Decimal(row["amount_minor"]) / cents * row["rate_e4"] / 10_000
        assert vnd == row["vnd"]
        assert round(vnd / row["usd_rate_e4"] * 10_000 * 100) == row["usd_minor"]


def test_rates_of_items_stand_in_the_rate_table():
    rates = {(row["currency"], row["day"]): row["rate_e4"] for row in read(DEMO, "exchange_rates.json")}
    for row in money_rows("commitments"):
        assert rates["USD", row["rate_on"]] == row["usd_rate_e4"]
        if row["currency"] != "VND":
            assert rates[row["currency"], row["rate_on"]] == row["rate_e4"]


def test_programs_and_tasks_resolve():
    agencies, data = codes(CORE, "agencies.json"), read(DEMO, "tasks.json")
    groups = {row["key"]: row for row in data["groups"]}
    periods = {row["slug"]: (row["period_start_year"], row["period_end_year"]) for row in data["programs"]}
    seen = [task["code"] for task in data["tasks"]]
    assert len(seen) == len(set(seen))
    assert {task["pillar"] for task in data["tasks"]} == {row["code"] for row in read(CORE, "pillars.json")}
    for task in data["tasks"]:
        group = groups[task["group"]]
        assert (task["program"], task["pillar"]) == (group["program"], group["pillar"])
        assert {task["lead_agency"], *task["co_agencies"]} <= agencies
        assert task["lead_agency"] not in task["co_agencies"]
        if task["due_on"]:
            assert periods[task["program"]][0] <= int(task["due_on"][:4]) <= periods[task["program"]][1]
        assert (task["due_kind"] in DATED_KINDS) == bool(task["due_on"])
        assert not task["started_on"] or task["started_on"] <= (task["due_on"] or "9999")
        assert (task["progress_percent"] == 100) == bool(task["completed_on"])


def test_activities_resolve():
    agencies, countries = codes(CORE, "agencies.json"), codes(CORE, "countries.json")
    kinds = {row["kind"] for row in read(DEMO, "activities.json") if row["code"].startswith("HD-2025")}
    assert kinds == set(Activity.Kind.values)
    codes(DEMO, "activities.json")
    for row in read(DEMO, "activities.json"):
        assert row["agency"] in agencies
        assert row["country"] is None or row["country"] in countries
        assert row["held_on"].startswith(row["code"][3:7])


def test_meetings_resolve_and_every_sentence_is_marked():
    agencies = codes(CORE, "agencies.json")
    people = codes(CORE, "people.json", "key")
    programs = {row["slug"] for row in read(DEMO, "tasks.json")["programs"]}
    codes(DEMO, "meetings.json", "slug")
    for meeting in read(DEMO, "meetings.json"):
        assert meeting["slug"].startswith(meeting["held_on"])
        assert meeting["program"] is None or meeting["program"] in programs
        assert [row["role"] for row in meeting["attendances"]].count("CHU_TRI") == 1
        for row in meeting["attendances"] + meeting["speeches"]:
            assert row["agency"] is None or row["agency"] in agencies
            assert row["person"] is None or row["person"] in people
        tasked = [row["follow_up"] for row in meeting["conclusions"] if row["follow_up"]]
        assert tasked == [row["code"] for row in meeting["follow_ups"]]
        for row in meeting["conclusions"]:
            assert row["mark"] == ("GIAO_VIEC" if row["follow_up"] else "KHONG_GIAO_VIEC")
        for row in meeting["follow_ups"]:
            assert {row["lead_agency"], *row["co_agencies"]} <= agencies
            assert row["lead_agency"] not in row["co_agencies"]


@pytest.mark.parametrize(
    ("slug", "chair", "sentences", "follow_ups"),
    [("2025-11-28-du-thao", "le-quang-hung", 4, 3), ("2026-01-15-tong-ket", "trinh-tuan-sinh", 12, 8)],
    ids=["cho ý kiến dự thảo", "tổng kết năm"],
)
def test_the_two_conferences_of_the_sources(slug, chair, sentences, follow_ups):
    meeting = {row["slug"]: row for row in read(DEMO, "meetings.json")}[slug]
    assert meeting["origin"] == "SOURCE"
    assert [row["person"] for row in meeting["attendances"] if row["role"] == "CHU_TRI"] == [chair]
    assert len(meeting["conclusions"]) == sentences
    assert len(meeting["follow_ups"]) == follow_ups
    assert meeting["source_title"]
    assert meeting["source_newspaper"] == "Báo Thanh Hóa"


def test_every_record_of_the_demonstration_names_its_origin():
    for name in ("meetings.json", "activities.json", "donors.json", "exchange_rates.json"):
        assert {row["origin"] for row in read(DEMO, name)} <= ORIGINS
    for part in ("attendances", "agenda", "speeches", "conclusions", "follow_ups", "awards", "quotes"):
        assert {row["origin"] for row in meeting_parts(part)} <= ORIGINS
    tasks = read(DEMO, "tasks.json")
    assert {row["origin"] for part in tasks.values() for row in part} <= ORIGINS


def test_users_have_an_agency_and_every_role_is_shown():
    agencies = codes(CORE, "agencies.json")
    codes(DEMO, "users.json", "username")
    rows = read(DEMO, "users.json")
    assert {row["agency"] for row in rows} <= agencies
    assert {row["role"] for row in rows} == set(Role.values)
