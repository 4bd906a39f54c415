"""What stands around the text of an official document: issuer and number, type, signer, urgency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.documents.numbering import number_line, place_date_line


@dataclass(frozen=True, slots=True)
class Header:
    """Issuer on the left, Quốc hiệu on the right, number and date below."""

    issuing: Sequence[str]
    symbol: str
    place: str
    superior: Sequence[str] = ()
    number: int | None = None
    signed_on: date | None = None
    year: int | None = None
    has_date: bool = True
    subject: str = ""
    has_number: bool = True

    @property
    def number_line(self) -> str:
        """ "Số: 05/BC-LHHN", a blank before the slash while unnumbered; empty where the paper has none."""
        return number_line(self.number, self.symbol) if self.has_number else ""

    @property
    def place_date_line(self) -> str:
        """The place and date, empty where the kind of paper has none (biên bản)."""
        return place_date_line(self.place, self.signed_on, self.year) if self.has_date else ""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Tên loại and trích yếu; the abstract may be broken into lines by hand."""

    name: str
    subject: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and in which capacity: capacity lines ("TM. …", "KT. …"), post, name."""

    title: str
    name: str = ""
    capacity: Sequence[str] = ()


class Urgency(StrEnum):
    """Degrees of urgency (mức độ khẩn)."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    FLASH = "HỎA TỐC"
