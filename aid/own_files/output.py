"""A register as the command prints it: mapping, rows as they are read, what is skipped, what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

from aid.own_files.mapping import Mapping
from aid.own_files.resource import OwnFileResource
from core.imports.outcome import Outcome


def register_as_json(resource: OwnFileResource, outcome: Outcome) -> dict[str, Any]:
    """Return the register as plain values."""
    return {
        "mapping": (resource.mapping or Mapping()).as_dict(),
        "rows": [
            {
                "row": judged.row.number,
                "kind": judged.kind,
                "values": {key: _plain(value) for key, value in judged.row.values.items() if value},
            }
            for judged in outcome.rows
        ],
        "skipped": [{"row": one.row, "why": one.why} for one in resource.register.skipped],
        "totals": resource.register.totals,
        "warnings": outcome.warnings,
        "errors": [refusal.as_dict() for refusal in outcome.shown_refusals],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
