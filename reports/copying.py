"""A report begun from the one of an earlier year: its headings, and its words to be written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping

from programs.models import Program
from reports.models import NarrativeBlock, Report
from reports.outlines import program_of, words_of_period

_YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d\d(?!\d)")


def carried_blocks(source: Report, report: Report, program: Program | None) -> list[NarrativeBlock]:
    """Return the unsaved passages of a new report: those of `source`, its words marked as carried over.

    Figures stand in them as tokens, so they are already those of the new year; years typed into headings
    follow, years in the words stay for the writer to judge.
    """
    years = years_between(source, report, program)
    return [
        NarrativeBlock(
            report=report,
            key=block.key,
            ordinal=block.ordinal,
            level=block.level,
            title=with_years(block.title, years),
            guidance=block.guidance,
            sentences=list(block.sentences),
            is_written=block.is_written,
            is_carried=bool(block.text.strip()),
            text=block.text,
        )
        for block in source.narratives.order_by("ordinal", "pk")
    ]


def years_between(source: Report, report: Report, program: Program | None) -> dict[str, str]:
    """Return which year in the words of one report stands for which in the other."""
    before, after = (
        words_of_period(source.year, program_of(source.year)),
        words_of_period(report.year, program),
    )
    step = report.year - source.year
    found = {str(year): str(year + step) for year in (source.year - 1, source.year, source.year + 1)}
    if program is not None:
        found |= {str(before[word]): str(after[word]) for word in ("namdau", "namcuoi")}
    return found


def with_years(text: str, years: Mapping[str, str]) -> str:
    """Return the words with each typed year that `years` knows moved on."""
    return _YEAR.sub(lambda match: years.get(match[0], match[0]), text)
