"""Sectors of aid from the reference file."""

from aid.models import Sector
from core.models import User
from core.reference import create_missing, only, read_json


def load(*, by: User) -> dict[str, int]:
    """Create the missing sectors; returns how many. Call inside the open action."""
    rows = (
        ((row["code"],), only(row, "code", "name", "ordinal", "is_active", "dac_code", "origin"))
        for row in read_json("sectors.json")
    )
    return {"lĩnh vực": create_missing(Sector, rows, "code")}
