"""Tables and charts that a report places by reference: in a passage by a token, as an appendix by its code.

`{{bang:aid}}` or `{{bieu-do:quarters}}` alone on a line becomes the blocks; the outline of a report names its
appendices by the same codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from reports.documents.blocks import Block
from reports.kinds.year_end_appendices import activity_tables, aid_tables, meeting_tables, task_tables
from reports.kinds.year_end_charts import sector_chart
from reports.kinds.year_end_numbers import Numbers, known_tokens

TABLE, CHART = "bang", "bieu-do"
_TOKEN = re.compile(r"^\{\{\s*(bang|bieu-do):([a-z0-9_-]+)\s*\}\}$")


class Placing(Protocol):
    """A passage that may place tables and charts."""

    key: str
    text: str
    sentences: list[str]


@dataclass(frozen=True)
class Placement:
    """A table or chart: its code, its name for people, its title as an appendix, and what makes it.

    `title` may hold {span}, the window in words ("năm 2025").
    """

    code: str
    sort: str
    label: str
    title: str
    make: Callable[[Numbers], list[Block]]
    is_wide: bool = False

    @property
    def token(self) -> str:
        """The words that place it."""
        return f"{{{{{self.sort}:{self.code}}}}}"


def _quarters(numbers: Numbers) -> list[Block]:
    return [numbers.chart_block()]


PLACEMENTS = {
    placement.code: placement
    for placement in (
        Placement(
            "aid",
            TABLE,
            "Danh mục khoản viện trợ",
            "Danh mục khoản viện trợ tiếp nhận {span}",
            aid_tables,
            is_wide=True,
        ),
        Placement(
            "meetings",
            TABLE,
            "Hội nghị, cuộc họp và việc được giao",
            "Hội nghị, cuộc họp và việc được giao {span}",
            meeting_tables,
        ),
        Placement(
            "activities",
            TABLE,
            "Hoạt động đối ngoại",
            "Hoạt động đối ngoại {span}",
            activity_tables,
        ),
        Placement(
            "tasks",
            TABLE,
            "Nhiệm vụ của Chương trình",
            "Kết quả thực hiện nhiệm vụ của Chương trình, {span}",
            task_tables,
        ),
        Placement(
            "quarters",
            CHART,
            "Biểu đồ cam kết và giải ngân theo quý",
            "Cam kết và giải ngân theo quý {span}",
            _quarters,
        ),
        Placement(
            "sectors_usd",
            CHART,
            "Biểu đồ vốn cam kết theo lĩnh vực",
            "Vốn cam kết theo lĩnh vực {span}",
            sector_chart,
        ),
    )
}


def placed(line: str) -> Placement | None:
    """Return what a line of a passage places, or None for ordinary words."""
    found = _TOKEN.match(line.strip())
    placement = PLACEMENTS.get(found[2]) if found else None
    return placement if placement and found and placement.sort == found[1] else None


def placements_in(text: str) -> list[Placement]:
    """Return what the lines of a passage place, in their order."""
    return [found for line in text.splitlines() if (found := placed(line))]


def known_codes(named_relations: Iterable[str]) -> set[str]:
    """Return every code that double braces may name: figures, years of relations, tables and charts."""
    placed_codes = {f"{placement.sort}:{placement.code}" for placement in PLACEMENTS.values()}
    return known_tokens(named_relations) | placed_codes


def misplaced(text: str) -> list[str]:
    """Return the tables and charts that do not stand alone on their line."""
    lines = [line for line in text.splitlines() if placed(line) is None]
    return [
        placement.token for placement in PLACEMENTS.values() if any(placement.token in line for line in lines)
    ]


def without_placements(text: str) -> str:
    """Return the words of a passage without the lines that place a table or chart."""
    return "\n".join(line for line in text.splitlines() if placed(line) is None)


@dataclass(frozen=True)
class PlacedAgain:
    """What stands a second time: the passage where it does, and where it stood first ("" an appendix)."""

    key: str
    placement: Placement
    first: str


def placed_again(passages: Iterable[Placing], appendices: Iterable[str]) -> list[PlacedAgain]:
    """Return what stands a second time in a report."""
    seen = dict.fromkeys(appendices, "")
    found: list[PlacedAgain] = []
    for block in passages:
        typed = [one.code for one in placements_in(block.text)]
        # The portal's own chart gives way to one placed in the same passage.
        own = [one for one in block.sentences if one in PLACEMENTS and PLACEMENTS[one].sort == CHART]
        for code in [*typed, *(one for one in own if one not in typed)]:
            if code in seen:
                found.append(PlacedAgain(block.key, PLACEMENTS[code], seen[code]))
            seen.setdefault(code, block.key)
    return found
