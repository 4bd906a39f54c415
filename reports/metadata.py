"""Metadata of an issued paper as XML: names and lengths of Phụ lục VI Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

from pypdf import PdfReader

from core.models import Agency
from reports.documents.blocks import Document
from reports.models import DocumentNumber, Report

# Field → longest value.
LENGTHS = {
    "OrganId": 13, "FileCatalog": 4, "FileNotation": 20, "DocOrdinal": 3, "TypeName": 100, "CodeNumber": 11,
    "CodeNotation": 30, "OrganName": 200, "Subject": 500, "Language": 30, "PageAmount": 3,
    "Description": 500, "Position": 100, "FullName": 50, "Priority": 1, "IssuedAmount": 3,
}  # fmt: skip
TYPE_NAME, LANGUAGE = "Báo cáo", "Tiếng Việt"
# The line of the copy that stays in the archive names no recipient; "Như trên" is whom the paper addresses.
_KEPT, _AS_ABOVE = "Lưu", "Như trên"
# What a line of recipients says beside the name: "(b/c)", "(để báo cáo)".
_AIM = re.compile(r"\s*\((?:b/c|để b/c|để báo cáo|để p/h|để phối hợp|để biết)\)", re.IGNORECASE)
# Mức độ khẩn: 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc.
ORDINARY = "0"


def page_count(pdf: bytes) -> int:
    """Return how many pages a finished PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def metadata_xml(report: Report, paper: Document, number: DocumentNumber, pdf: bytes) -> bytes:
    """Return the metadata of an outgoing document; a value that is longer than its field is cut."""
    issuer = report.issuer
    root = ET.Element("OutgoingDocument", {"annex": "Phụ lục VI Nghị định 30/2020/NĐ-CP"})
    file_code = ET.SubElement(root, "FileCode")
    _add(file_code, "OrganId", issuer.code)
    _add(file_code, "FileCatalog", str(number.year))
    _add(file_code, "FileNotation", number.file_notation)
    _add(root, "DocOrdinal", "1")
    _add(root, "TypeName", TYPE_NAME)
    _add(root, "CodeNumber", f"{number.number:02}")
    _add(root, "CodeNotation", paper.header.symbol)
    _add(root, "IssuedDate", number.dated_on.isoformat())
    _add(root, "OrganName", issuer.name)
    _add(root, "Subject", _subject(report.title))
    _add(root, "Language", LANGUAGE)
    _add(root, "PageAmount", str(page_count(pdf)))
    _add(root, "Description", _description(report))
    signer = ET.SubElement(root, "SignerInfo")
    if paper.signature is not None:
        _add(signer, "Position", paper.signature.title.capitalize())
        _add(signer, "FullName", paper.signature.name)
    copies = (line for line in paper.recipients if not line.startswith((_KEPT, _AS_ABOVE)))
    names = dict.fromkeys(_AIM.sub("", name).strip() for name in (*paper.addressees, *copies))
    codes = dict(Agency.objects.filter(name__in=names).values_list("name", "code"))
    for name in names:
        to = ET.SubElement(root, "To")
        _add(to, "OrganId", codes.get(name, ""))
        _add(to, "OrganName", name)
    _add(root, "Priority", ORDINARY)
    _add(root, "IssuedAmount", str(number.copies or ""))
    _add(root, "DueDate", "")
    _add(root, "Maintenance", number.retention)
    ET.indent(root, space=" ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _subject(title: str) -> str:
    """Return what a paper is about: its kind has a field of its own."""
    about = title.removeprefix(TYPE_NAME).strip()
    return about[:1].upper() + about[1:] or title


def _description(report: Report) -> str:
    snapshot, old = report.snapshot, report.replaces
    parts = [f"Số liệu chốt lần {snapshot.ordinal}, SHA-256 {snapshot.sha256}"] if snapshot else []
    if old is not None:
        parts.append(f"Thay thế {old.title}, số {old.mark}: {report.replacement_reason}")
    return ". ".join(parts)


def _add(parent: ET.Element, name: str, value: str) -> None:
    words = " ".join(value.split())
    ET.SubElement(parent, name).text = words[: LENGTHS.get(name, len(words))] or None
