"""The head and the foot of an official paper, from the record of the agency that issues it."""

from __future__ import annotations

from typing import Any

from core.models import Agency
from reports.documents.blocks import Header


def issuer_header(issuer: Agency, *, symbol: str, **particulars: Any) -> Header:
    """Return the head of a paper: the issuer's own lines, broken where the office breaks them.

    `particulars` are further fields of Header: number, signed_on, year, has_date, has_number, subject.
    """
    lines = [line if isinstance(line, dict) else {"text": line, "bold": True} for line in issuer.header_lines]
    return Header(
        superior=[line["text"] for line in lines if not line.get("bold")],
        issuing=[line["text"] for line in lines if line.get("bold")] or [issuer.name.upper()],
        symbol=symbol,
        place=issuer.place,
        **particulars,
    )
