"""What an IATI activity says, as plain values: the one shape between records, XML and the preview."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that takes part: name, type (code list OrganisationType), identifier where one is known."""

    name: str
    kind: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class SectorPart:
    """A sector with its share in per cent; `dac` is the five-digit purpose code, or ""."""

    code: str
    name: str
    percent: Decimal
    dac: str = ""


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A commune with its share in per cent and a point inside it (latitude, longitude), where known."""

    code: str
    name: str
    percent: Decimal
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money that was promised or moved: type by code list TransactionType; refunds are below 0."""

    kind: str
    day: date
    amount: Decimal
    currency: str
    ref: str = ""
    # The portal's own kind of the row (TIEN, HIEN_VAT, HOAN_TRA), "" where the file does not say.
    form: str = ""
    description: str = ""
    voucher: str = ""
    # Corrections of closed periods are booked in the portal alone and never taken in from a file.
    is_correction: bool = False
    # The reference of the row that a correction belongs to.
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class PortalPart:
    """What the portal keeps and the standard has no field for."""

    code: str = ""
    mode: str = ""
    emergency: str = ""
    decision: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: an aid item as the standard sees it."""

    identifier: str
    titles: tuple[tuple[str, str], ...]
    description: str
    funding: Organisation
    accountable: Organisation | None
    implementing: Organisation | None
    status: str
    # (type by code list ActivityDateType, day); `date_note` says where the first day is not a start.
    dates: tuple[tuple[str, date], ...]
    date_note: str = ""
    sectors: tuple[SectorPart, ...] = ()
    places: tuple[PlacePart, ...] = ()
    is_humanitarian: bool = False
    is_demo: bool = False
    transactions: tuple[Transaction, ...] = ()
    portal: PortalPart = field(default_factory=PortalPart)
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who reports: identifier by the register of organisations (VN-…), name, type."""

    ref: str
    name: str
    kind: str
