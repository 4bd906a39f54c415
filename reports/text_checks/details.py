"""What a report prints outside of its sections: what it is based on, to whom it goes, why it replaces one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from programs.wording.checks.findings import Piece
from reports import checks
from reports.figures import FigureValue
from reports.models import Report
from reports.text_checks.times import Told

# They belong to no section: the title and these are edited on one page.
NO_SECTION = ""
_REASON = "replacement_reason"
_FIELDS = {"bases": "Căn cứ", "addressees": "Kính gửi", "recipients": "Nơi nhận", _REASON: "Lý do thay thế"}


def details_of(report: Report) -> dict[str, str]:
    """Return {name of a field: its lines as one text}, empty ones left out."""
    texts = {field: getattr(report, field) for field in _FIELDS}
    joined = {field: text if isinstance(text, str) else "\n".join(text) for field, text in texts.items()}
    return {field: text for field, text in joined.items() if text.strip()}


def pieces_of_details(report: Report) -> list[Piece]:
    """Return what the checks of words read: the title stands for them all in the list of places."""
    return [Piece(NO_SECTION, text, label=_FIELDS[field]) for field, text in details_of(report).items()]


def numbers_in_details(
    report: Report, values: Mapping[str, FigureValue], told: Told
) -> Iterator[checks.Finding]:
    """Yield the numbers typed by hand, the field named; the reason may tell the wrong number put right."""
    for field, text in details_of(report).items():
        for one in checks.check_heading_numbers(text, values, told):
            named = replace(one, message=f"{_FIELDS[field]}: {one.message}")
            yield replace(named, code="FIGURE_TYPED") if field == _REASON else named
