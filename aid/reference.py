"""Sectors of aid, and the papers that a dossier needs, from the reference files."""

from aid.models import DossierRequirement, Sector
from core.models import User
from core.reference import create_missing, only, read_json


def load(*, by: User) -> dict[str, int]:
    """Create the missing sectors and papers; returns how many. Call inside the open action."""
    rows = (
        ((row["code"],), only(row, "code", "name", "ordinal", "is_active", "dac_code", "origin"))
        for row in read_json("sectors.json")
    )
    key = ("code", "rule_set", "mode", "donor_kind")
    papers = ((tuple(row[name] for name in key), row) for row in read_json("dossier_requirements.json"))
    return {
        "lĩnh vực": create_missing(Sector, rows, "code"),
        "thành phần hồ sơ": create_missing(DossierRequirement, papers, *key),
    }
