"""Aid on the dashboard by sector and by quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.money import format_number
from reports.dashboard_tiles import Number
from reports.figures import Scope
from reports.figures.sectors import SECTORS

if TYPE_CHECKING:
    from reports.dashboard import Dashboard

OF_QUARTER = ("aid.committed_usd", "aid.disbursed_usd")


def by_sector(board: Dashboard) -> list[dict[str, Any]]:
    """Committed and disbursed by sector, the largest first, bars on one scale."""
    named = [code for code in SECTORS if code]
    items, usd, paid = (board.parts[f"{name}by sector"] for name in ("", "usd ", "paid "))
    whole, whole_paid = board.values["aid.committed_usd"].amount, board.values["aid.disbursed_new_usd"].amount
    rows = [(code, int(items.of(code).amount), usd.of(code).amount, paid.of(code).amount) for code in named]
    others = int(items.where(lambda code: code not in named).amount)
    rows.append(("", others, whole - sum(row[2] for row in rows), whole_paid - sum(r[3] for r in rows)))
    shown = sorted((row for row in rows if row[1] or row[2]), key=lambda row: (-row[2], row[0]))
    largest = max((row[2] for row in shown), default=Decimal(0))
    return [_sector(board, *row, largest) for row in shown]


def _sector(
    board: Dashboard, sector: str, items: int, usd: Decimal, paid: Decimal, largest: Decimal
) -> dict[str, Any]:
    name = sector.lower() or "khac"
    share = round(paid * 100 / usd) if usd else 0
    urls = [
        board.url(f"aid.{base}.{name}") for base in ("sector_items", "sector_usd", "sector_disbursed_usd")
    ]
    return {
        "label": SECTORS[sector],
        "items": Number(f"{format_number(items)} khoản", "", urls[0]),
        "usd": Number(format_number(usd, decimals=0), "USD", urls[1]),
        "paid": Number(f"giải ngân {share}%", "", urls[2]),
        "committed_width": _width(usd, largest),
        "paid_width": _width(min(paid, usd), largest),
        "sentence": f"{SECTORS[sector]}: cam kết {_dollars(usd)}, đã giải ngân {_dollars(paid)}",
    }


def by_quarter(board: Dashboard) -> list[dict[str, Any]]:
    """Committed and disbursed by quarter; a quarter that has not begun has no number."""
    names = ("Quý I", "Quý II", "Quý III", "Quý IV")
    quarters = [(name, board.quarter(n)) for n, name in enumerate(names, start=1)]
    # A part of the year shows the quarters that lie in it.
    span = board.scope.window
    return [
        _quarter(board, name, scope)
        for name, scope in quarters
        if span.start <= scope.window.start and scope.window.end <= span.end
    ]


def _quarter(board: Dashboard, name: str, scope: Scope) -> dict[str, Any]:
    begun = scope.as_of >= scope.start
    cells = [
        board.parts[code].where(lambda day: date.fromisoformat(day) in scope.window) for code in OF_QUARTER
    ]
    return {
        "name": name,
        "values": [cell.amount / 1000 if begun else None for cell in cells],
        "numbers": [
            Number(format_number(cell.amount, decimals=0) if begun else "–", "", board.url(cell.code, scope))
            for cell in cells
        ],
    }


def _dollars(value: Decimal) -> str:
    return f"{format_number(value, decimals=0)} USD"


def _width(value: Decimal, largest: Decimal) -> int:
    return int(value * 1000 / largest) if largest else 0
