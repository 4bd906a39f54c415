"""Pillars and member associations from the reference files."""

from core.models import Agency, Country, User
from core.reference import create_missing, day, only, present, read_json
from programs.models import FriendshipAssociation, Pillar


def load(*, by: User) -> dict[str, int]:
    """Create the missing pillars and associations; returns how many. Call inside the open action."""
    return {"trụ cột": _pillars(), "hội thành viên": _associations()}


def _pillars() -> int:
    rows = (
        ((row["code"],), only(row, "code", "name", "ordinal", "fact", "origin"))
        for row in read_json("pillars.json")
    )
    return create_missing(Pillar, rows, "code")


def _associations() -> int:
    agencies, countries = present(Agency, "code"), present(Country, "code")
    rows = []
    for row in read_json("associations.json"):
        values = only(
            row,
            "name", "aliases", "is_name_known", "joined_year", "left_year", "term_start", "term_end",
            "certainty", "source", "note", "origin",
        )  # fmt: skip
        values |= {
            "agency_id": agencies.get((row["agency"],)),
            "country_id": countries.get((row["country"],)),
            "founded_on": day(row["founded_on"]),
        }
        rows.append(((row["name"],), values))
    return create_missing(FriendshipAssociation, rows, "name")
