"""A figure split on its page: each group with its number, its share of the whole, and its records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.money import format_number
from reports.charts import CleanSvg, bars_by_sector
from reports.figures.measures import Simple, Sum, Tally, tally_groups
from reports.figures.splits import Split

_DRAWN = 12
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class SplitRow:
    """One group: its key, its name, its number as printed, its share of the whole, its records."""

    key: str
    label: str
    text: str
    share: str
    value: Decimal
    records: int


@dataclass(frozen=True)
class SplitTable:
    """The groups of a figure, the largest first."""

    split: Split
    rows: list[SplitRow]
    unit: str
    is_money: bool

    def label_of(self, group: str) -> str:
        """Return the name of a group; the kind of group for one that is not there."""
        return next((row.label for row in self.rows if row.key == group), self.split.label)

    @property
    def charts(self) -> list[dict[str, Any]]:
        """The picture of the largest groups, for desks and phones; none where there is nothing to compare."""
        shown = [row for row in self.rows if row.value > 0][:_DRAWN]
        if len(shown) < 2:
            return []
        scale, unit = (1000, f"nghìn {self.unit}") if self.is_money else (1, self.unit)
        bars = [(row.label, row.value / scale) for row in shown]
        title = f"Theo {self.split.label[:1].lower()}{self.split.label[1:]}"
        drawn = [
            (css, bars_by_sector(bars, title=title, unit=unit, head=self.split.label, width=width))
            for css, width in (("only-d", 620), ("only-m", 330))
        ]
        return [{"css": css, "svg": CleanSvg(picture.svg)} for css, picture in drawn]


def split_table(split: Split, measure: Simple, unit: str) -> SplitTable:
    """Return the groups of a measure; those without a group are one, named so."""
    divided = split.measure(measure)
    terms: list[tuple[Simple, Any]] = [(divided, split.column)]
    is_divided = divided is not measure
    if is_divided:
        terms.append((split.narrowed(measure, ""), None))
    groups, *rest = tally_groups(terms)
    found = {group: (divided, tally) for group, tally in groups.items()}
    if rest and (tally := rest[0].get("", Tally())).rows:
        found[""] = (measure, tally)
    values = {group: Decimal(of.value([tally]) or 0) for group, (of, tally) in found.items()}
    whole = Decimal(measure.value([measure.tallied()]) or 0)
    names = split.words(found)
    rows = [
        SplitRow(
            key=group,
            label=names[group],
            text=of.words(of.value([tally]), unit)[1],
            share=_share(values[group], whole),
            value=values[group],
            records=tally.rows - tally.missing,
        )
        for group, (of, tally) in found.items()
        if tally.rows
    ]
    rows.sort(key=lambda row: (row.key == "", -row.value, row.label))
    return SplitTable(split, rows, unit, isinstance(measure, Sum) and measure.usd)


def _share(part: Decimal, whole: Decimal) -> str:
    if not whole:
        return "–"
    return f"{format_number((part * 100 / whole).quantize(_TENTH, rounding=ROUND_HALF_UP))}%"
