"""Charts of a report drawn from figures that it has anyway, each with the table of their numbers."""

from __future__ import annotations

from dataclasses import replace

from core.money import format_amount
from reports.charts import Medium, bars_by_sector
from reports.documents.blocks import Align, Block, Column, FigureRef, Paragraph, Runs, Table
from reports.kinds.year_end_numbers import SECTOR_ITEMS, SECTOR_NAMES, SECTOR_USD, Numbers


def sector_chart(numbers: Numbers) -> list[Block]:
    """Return what was committed by new items to each sector, in USD, the largest first.

    Its table adds how many items; each number is a figure, so that it leads to its records and is frozen
    with the lock. A period without any is told in a sentence.
    """
    named = {
        SECTOR_NAMES[name]: name
        for name in SECTOR_NAMES
        if numbers.count(SECTOR_ITEMS[name]) or numbers.value(SECTOR_USD[name]).value
    }
    if not named:
        return [Paragraph(["Viện trợ theo lĩnh vực: ", numbers.said("aid.committed_usd"), "."])]
    picture = bars_by_sector(
        [(label, numbers.value(SECTOR_USD[name]).amount) for label, name in named.items()],
        title=f"Vốn cam kết của các khoản tiếp nhận mới theo lĩnh vực, {numbers.scope.window.label}",
        unit="USD",
        medium=Medium.PAPER,
    )
    columns = [
        Column("Lĩnh vực", 30, Align.LEFT),
        Column("Vốn cam kết (USD)", 20, Align.RIGHT),
        Column("Số khoản", 12, Align.RIGHT),
    ]
    rows: list[list[Runs]] = [
        [label, _cell(numbers, SECTOR_USD[named[label]]), _cell(numbers, SECTOR_ITEMS[named[label]])]
        for label, *_ in picture.table_rows
    ]
    return [replace(picture.block(), table=Table(columns, rows))]


def _cell(numbers: Numbers, code: str) -> FigureRef:
    """Return a figure without its unit, which the head of the column names."""
    value, ref = numbers.value(code), numbers.ref(code)
    text = format_amount(value.amount, "USD") if value.unit == "USD" else ref.text.split(" ")[0]
    return replace(ref, text=text)
