"""The legal values that aid needs, read once: which decree when, which limits on which day."""

from dataclasses import dataclass
from datetime import date

from aid.rules import Limit, RuleSetPeriod
from core.legal import Citation
from core.models import LegalValue
from core.reference import read_json

_RULE_SETS = ("AID_RULESET", "AID_EMERGENCY_RULESET")
# The office's own conventions, as the reference file has them until somebody enters another value.
_CONVENTION = Citation("Quy ước của cổng")
_DEFAULTS = {
    row["code"]: row["value"]
    for row in read_json("legal_values.json")
    if row["citation"] == _CONVENTION.text and row["code"].startswith(("AID_", "NGO_"))
}


def legal_default(code: str) -> int:
    """Return the value of one of the office's conventions as the reference file has it."""
    return int(_DEFAULTS[code])


@dataclass(frozen=True)
class AidLaw:
    """Decrees with their periods, and the limits in force on one day by code."""

    rule_sets: tuple[RuleSetPeriod, ...]
    limits: dict[str, Limit]

    def limit(self, code: str) -> Limit | None:
        """Return a limit that a decree fixes, or None where none is in force."""
        return self.limits.get(code)

    def convention(self, code: str) -> Limit:
        """Return a limit that the office sets for itself."""
        return self.limits.get(code) or Limit(_DEFAULTS[code], _CONVENTION)


def aid_law(day: date) -> AidLaw:
    """Return the decrees and the limits in force on the day, in one query."""
    periods, limits = [], {}
    for row in LegalValue.objects.filter(code__startswith="AID_").order_by("valid_from", "pk"):
        period = RuleSetPeriod(f"ND{row.value}", row.valid_from, row.valid_to, Citation(row.citation))
        if row.code in _RULE_SETS:
            periods.append(period)
        elif period.covers(day):
            limits[row.code] = Limit(row.value, period.source)
    return AidLaw(tuple(periods), limits)
