"""The words of an attached Word or Excel file, only to look for marks of secrecy."""

import re
from typing import Any

from core.spreadsheets.limits import FileRefused, Limits
from core.spreadsheets.scan import inspect
from core.spreadsheets.xmlstream import local, parse_stream

WORD_PARTS = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
SHEET_PARTS = re.compile(r"^xl/(sharedStrings|worksheets/[^/]+|comments\d*)\.xml$")
KEPT = 4_000_000


def read_document_text(data: bytes, limits: Limits) -> dict[str, Any]:
    """The paragraphs of a checked Word document, one a line."""
    return _read(data, limits, "docx", WORD_PARTS, breaks={"p", "br", "tab"})


def read_workbook_text(data: bytes, limits: Limits) -> dict[str, Any]:
    """The texts of a checked workbook, one a line."""
    return _read(data, limits, "xlsx", SHEET_PARTS, breaks={"si", "is"})


def _read(
    data: bytes, limits: Limits, family: Any, parts: re.Pattern[str], *, breaks: set[str]
) -> dict[str, Any]:
    package, findings = inspect(data, family, limits)
    if findings.soft:
        raise FileRefused(findings.soft[0])
    pieces: list[str] = []
    kept, inside = 0, False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = local(tag) == "t"

    def end(tag: str) -> None:
        nonlocal inside
        inside = False
        if local(tag) in breaks:
            pieces.append("\n")

    def text(piece: str) -> None:
        nonlocal kept
        if inside and kept < KEPT:
            pieces.append(piece)
            kept += len(piece)

    for name in package.members:
        if parts.match(name):
            parse_stream(package.chunks(name), limits, package.broken, start=start, end=end, text=text)
            pieces.append("\n")
    return {"text": "".join(pieces)[: KEPT + 1_000_000]}
