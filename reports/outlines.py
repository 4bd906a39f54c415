"""Outlines of reports: those a new installation begins with, and how a report is begun from one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.models import Agency, User
from core.models.base import Origin
from core.reference import create_missing
from programs.models import Program
from reports.models import NarrativeBlock, OutlineSection, Report, ReportOutline
from reports.windows import Basis, Kind, Window, window

YEAR_END = "tong-ket"
_FILE = Path(__file__).parent / "data" / "outlines.json"


@cache
def default_outlines() -> list[dict[str, Any]]:
    """Return the outlines that the portal brings, each with its sections."""
    found: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def load_outlines(*, by: User) -> dict[str, int]:
    """Create the missing outlines with their sections; returns how many. Call inside the open action."""
    rows = (
        ((row["code"],), {k: v for k, v in row.items() if k != "sections"} | {"ordinal": number})
        for number, row in enumerate(default_outlines(), start=1)
    )
    known = set(ReportOutline.objects.values_list("code", flat=True))
    made = create_missing(
        ReportOutline, ((keys, values | {"origin": Origin.OFFICE}) for keys, values in rows), "code"
    )
    for row in default_outlines():
        if row["code"] in known:
            continue
        outline = ReportOutline.objects.get(code=row["code"])
        for number, section in enumerate(row["sections"], start=1):
            OutlineSection.objects.create(outline=outline, ordinal=number, **section)
    return {"mẫu báo cáo": made}


@dataclass(frozen=True)
class Period:
    """Which days a report covers: of its year, or from its program or its own choice."""

    kind: str
    start: date | None = None
    end: date | None = None


def program_of(year: int) -> Program | None:
    """Return the newest program whose years hold this one."""
    covering = Program.objects.filter(period_start_year__lte=year, period_end_year__gte=year)
    return covering.order_by("pk").last()


def follows_program(period: str) -> bool:
    """Whether a period is that of the program, whose years a title may name."""
    return period in {ReportOutline.Period.PROGRAM, ReportOutline.Period.PROGRAM_HALF}


def has_basis(period: str) -> bool:
    """Whether a period lies within a year, so that it may be counted by the calendar or by Nghị định 09."""
    return not follows_program(period) and period != ReportOutline.Period.CUSTOM


def words_of_period(year: int, program: Program | None) -> Mapping[str, int]:
    """Return what stands for {nam}, {namsau}, {namdau} and {namcuoi} in titles and headings."""
    first, last = (program.period_start_year, program.period_end_year) if program else (year, year)
    return {"nam": year, "namsau": year + 1, "namdau": first, "namcuoi": last}


def period_of(
    outline: ReportOutline,
    year: int,
    program: Program | None,
    days: tuple[date | None, date | None] = (None, None),
) -> Period:
    """Return the days that a report of this outline covers unless the writer says otherwise."""
    kind = ReportOutline.Period(outline.period)
    if kind is ReportOutline.Period.PROGRAM_HALF and program:
        return Period(kind, date(program.period_start_year, 1, 1), date(year, 12, 31))
    if kind is ReportOutline.Period.PROGRAM and program:
        return Period(kind, date(program.period_start_year, 1, 1), date(program.period_end_year, 12, 31))
    return Period(kind, *days) if kind is ReportOutline.Period.CUSTOM else Period(kind)


def window_of(report: Report) -> Window:
    """Return the window that a report covers. Raises WindowError where its own days are missing."""
    kinds = {
        ReportOutline.Period.YEAR: Kind.YEAR,
        ReportOutline.Period.FIRST_HALF: Kind.FIRST_HALF,
        ReportOutline.Period.NINE_MONTHS: Kind.NINE_MONTHS,
    }
    kind = kinds.get(ReportOutline.Period(report.period), Kind.CUSTOM)
    basis = report.basis if kind is not Kind.CUSTOM else Basis.CUSTOM
    return window(kind, report.year, basis=basis, start=report.start_on, end=report.end_on)


def usual_recipients(outline: ReportOutline, issuer: Agency) -> list[str]:
    """Return to whom a new report goes: the lines of its outline, but for the issuer itself."""
    own = {issuer.name, issuer.short_name} - {""}
    lines = [line for line in outline.recipients if line.partition(" (")[0] not in own]
    return lines or ["Lưu: VT"]


def blocks_from(outline: ReportOutline, report: Report, program: Program | None) -> list[NarrativeBlock]:
    """Return the unsaved passages of a new report, in the order of the outline."""
    words = words_of_period(report.year, program)
    return [
        NarrativeBlock(
            report=report,
            key=section.key,
            ordinal=section.ordinal,
            level=section.level,
            title=section.title.format(**words),
            guidance=section.guidance,
            sentences=list(section.sentences),
            is_written=section.is_written,
        )
        for section in outline.sections.order_by("ordinal", "pk")
    ]
