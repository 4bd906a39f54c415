"""Reference data from core/data: loaded as often as wanted, never over what the office changed.

A row counts as known when any history row ever carried its key, so that a record that the office renamed
or removed does not come back.
"""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from core.history import action, bulk_create
from core.models import (
    Agency,
    AgencyKind,
    AgencySuccession,
    Appointment,
    Country,
    LegalValue,
    Locality,
    Observance,
    Partner,
    Person,
    SwappedDay,
    User,
)
from core.text import match_key

DATA = Path(__file__).resolve().parent / "data"
COMMUNES_SINCE = date(2025, 7, 1)
Row = dict[str, Any]
Key = tuple[Any, ...]


@action("Nạp dữ liệu tham chiếu")
def load_reference(*, by: User) -> dict[str, int]:
    """Create the missing reference records of every app; returns how many of each kind were created."""
    created: dict[str, int] = {}
    for load in (_load_core, *_loaders_of_other_apps()):
        created |= load(by=by)
    return created


def _loaders_of_other_apps() -> Iterable[Callable[..., dict[str, int]]]:
    """Return `<app>.reference.load` of our own apps, those below first."""
    for config in reversed(list(apps.get_app_configs())):
        is_ours = Path(config.path) == settings.BASE_DIR / config.label
        if is_ours and config.label != "core" and module_has_submodule(config.module, "reference"):
            yield import_module(f"{config.name}.reference").load


def read_json(name: str) -> list[Row]:
    """Return the rows of one data file."""
    rows: list[Row] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return rows


def day(text: str | None) -> date | None:
    """Return the day of a data file (2025-11-28), or None."""
    return date.fromisoformat(text) if text else None


def known(model: Any, *columns: str) -> dict[Key, int]:
    """Return {key: primary key} for every key that a record of the model ever had."""
    rows = model.history.order_by("history_id").values_list("id", *columns)
    return {tuple(key): pk for pk, *key in rows}


def present(model: Any, *columns: str) -> dict[Key, int]:
    """Return `known` without the records that were removed since."""
    there = set(model.objects.values_list("pk", flat=True))
    return {key: pk for key, pk in known(model, *columns).items() if pk in there}


def create_missing[M: Model](model: type[M], rows: Iterable[tuple[Key, Row]], *columns: str) -> int:
    """Create the records whose key was never seen; returns how many."""
    seen = known(model, *columns)
    return len(bulk_create([model(**values) for key, values in rows if key not in seen]))


def only(row: Row, *names: str) -> Row:
    """Return those values of a row that are columns of the same name."""
    return {name: row[name] for name in names}


def _load_core(*, by: User) -> dict[str, int]:
    return {
        "cơ quan": _agencies(),
        "kế thừa cơ quan": _successions(),
        "người": _people(),
        "chức vụ": _appointments(),
        "quốc gia": _countries(),
        "ngày kỷ niệm": _observances(),
        "xã, phường": _localities(),
        "đối tác": _partners(),
        "giá trị pháp lý": _legal_values(),
        "ngày hoán đổi": _swapped_days(),
    }


def _agencies() -> int:
    """Create agencies, those above before those below."""
    waiting = read_json("agencies.json")
    waiting += _committees({row["code"] for row in waiting})
    created = 0
    while waiting:
        ids = present(Agency, "code")
        ready = [row for row in waiting if not row["parent"] or (row["parent"],) in ids]
        if not ready:
            raise ValueError(f"agencies.json: no such parent for {[row['code'] for row in waiting]}")
        created += create_missing(Agency, [((row["code"],), _agency(row, ids)) for row in ready], "code")
        done = {row["code"] for row in ready}
        waiting = [row for row in waiting if row["code"] not in done]
    return created


def _committees(described: set[str]) -> list[Row]:
    """Return the committees of the communes that the file does not describe and the office has not added."""
    there = {match_key(name) for name in Agency.objects.values_list("name", flat=True)}
    rows = []
    with (DATA / "localities.csv").open(encoding="utf-8", newline="") as file:
        for commune in csv.DictReader(file):
            code, full_name = f"XA-{commune['code']}", commune["full_name"]
            called = f"{full_name[0].lower()}{full_name[1:]}"
            name = f"Ủy ban nhân dân {called}"
            if code in described or match_key(name) in there:
                continue
            lines = [{"text": "ỦY BAN NHÂN DÂN", "bold": True}, {"text": full_name.upper(), "bold": True}]
            rows.append(
                {
                    "code": code,
                    "name": name,
                    "short_name": f"UBND {called}",
                    "typing_codes": [f"x{commune['code']}"],
                    "kind": AgencyKind.COMMUNE,
                    "parent": "UBND",
                    "header_lines": lines,
                    "signature_lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
                    "deputy_lines": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
                    "place": commune["name"],
                    "symbol": "UBND",
                    "is_uncertain": False,
                    "note": "",
                    "origin": "OFFICE",
                    "valid_from": COMMUNES_SINCE.isoformat(),
                    "valid_to": None,
                }
            )
    return rows


def _agency(row: Row, ids: dict[Key, int]) -> Row:
    values = only(
        row,
        "code", "name", "short_name", "typing_codes", "kind", "header_lines", "signature_lines",
        "deputy_lines", "place", "symbol", "is_uncertain", "note", "origin",
    )  # fmt: skip
    return values | {
        "parent_id": ids.get((row["parent"],)),
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
    }


def _successions() -> int:
    ids = present(Agency, "code")
    rows = []
    for row in read_json("agencies.json"):
        ended, old = day(row["valid_to"]), ids.get((row["code"],))
        for code in row.get("successors", []):
            new = ids.get((code,))
            if ended and old and new:
                values = {
                    "predecessor_id": old,
                    "successor_id": new,
                    "effective_on": ended + timedelta(days=1),
                    "origin": row["origin"],
                }
                rows.append(((old, new), values))
    return create_missing(AgencySuccession, rows, "predecessor_id", "successor_id")


def _people() -> int:
    rows = (
        ((row["full_name"],), only(row, "full_name", "aliases", "note", "origin"))
        for row in read_json("people.json")
    )
    return create_missing(Person, rows, "full_name")


def _appointments() -> int:
    people, agencies = present(Person, "full_name"), present(Agency, "code")
    rows = []
    for row in read_json("people.json"):
        person = people.get((row["full_name"],))
        for post in row["appointments"]:
            agency = agencies.get((post["agency"],))
            if person and agency:
                values = only(post, "title", "rank") | {
                    "person_id": person,
                    "agency_id": agency,
                    "started_on": day(post["started_on"]),
                    "ended_on": day(post["ended_on"]),
                    "origin": row["origin"],
                }
                rows.append(((person, agency, post["title"]), values))
    return create_missing(Appointment, rows, "person_id", "agency_id", "title")


def _countries() -> int:
    rows = (
        (
            (row["code"],),
            only(row, "code", "name", "official_name", "name_en", "aliases", "certainty", "source", "note")
            | {"established_on": day(row["established_on"])},
        )
        for row in read_json("countries.json")
    )
    return create_missing(Country, rows, "code")


def _observances() -> int:
    countries = present(Country, "code")
    rows = (
        (
            (row["name"], row["month"], row["day"]),
            only(row, "name", "month", "day", "since_year", "certainty", "source")
            | {"country_id": countries.get((row["country"],))},
        )
        for row in read_json("observances.json")
    )
    return create_missing(Observance, rows, "name", "month", "day")


def _localities() -> int:
    features = json.loads((DATA / "localities.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["code"]: feature for feature in features}
    with (DATA / "localities.csv").open(encoding="utf-8", newline="") as file:
        rows = [((row["code"],), _locality(row, shapes[row["code"]])) for row in csv.DictReader(file)]
    return create_missing(Locality, rows, "code")


def _locality(row: Row, shape: Row) -> Row:
    return only(row, "code", "name", "full_name", "name_en") | {
        "kind": row["kind"].upper(),
        "area_km2": str(shape["properties"]["area_km2"]).replace(".", ","),
        "boundary": shape["geometry"],
        "valid_from": COMMUNES_SINCE,
    }


def _partners() -> int:
    countries = present(Country, "code")
    rows = []
    for row in read_json("partner_localities.json"):
        country = countries.get((row["country"],))
        values = only(
            row,
            "name",
            "name_en",
            "aliases",
            "kind",
            "relation",
            "since_year",
            "is_confirmed",
            "note",
            "origin",
        )
        rows.append(((row["name"], country), values | {"country_id": country}))
    return create_missing(Partner, rows, "name", "country_id")


def _legal_values() -> int:
    rows = (
        (
            (row["code"], day(row["valid_from"])),
            only(row, "code", "label", "value", "unit", "citation", "certainty", "note")
            | {"valid_from": day(row["valid_from"]), "valid_to": day(row["valid_to"])},
        )
        for row in read_json("legal_values.json")
    )
    return create_missing(LegalValue, rows, "code", "valid_from")


def _swapped_days() -> int:
    rows = (
        ((day(row["day"]),), {"day": day(row["day"]), "is_working": row["is_working"], "note": row["note"]})
        for row in read_json("holidays_swapped.json")
    )
    return create_missing(SwappedDay, rows, "day")
