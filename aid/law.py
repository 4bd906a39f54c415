"""The legal values that aid needs, read once: which decree when, which limits on which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

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
    return aid_laws()(day)


def aid_laws() -> Callable[[date], AidLaw]:
    """Return what tells the law of any day; all of it is read now, in one query, and each day told once."""
    rows = [
        (
            row.code,
            row.value,
            RuleSetPeriod(f"ND{row.value}", row.valid_from, row.valid_to, Citation(row.citation)),
        )
        for row in LegalValue.objects.filter(code__startswith="AID_").order_by("valid_from", "pk")
    ]
    periods = tuple(period for code, _, period in rows if code in _RULE_SETS)

    @cache
    def on(day: date) -> AidLaw:
        limits = {
            code: Limit(value, period.source)
            for code, value, period in rows
            if code not in _RULE_SETS and period.covers(day)
        }
        return AidLaw(periods, limits)

    return on
