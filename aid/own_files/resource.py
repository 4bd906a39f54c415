"""The office's own registers as a resource: read under a mapping, written as the portal's table."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone

from aid import permissions
from aid.actions.items import CODE_PREFIX, ItemContent
from aid.imports import AidResource, AidRow
from aid.models import AidItem, KeptMapping, Sector
from aid.own_files.counterparts import OwnFunds, counterpart_columns, still_to_write
from aid.own_files.grid import Grid, in_unicode
from aid.own_files.headers import COUNTERPART, PAID
from aid.own_files.headings import proposed_meanings
from aid.own_files.ledger import with_payments
from aid.own_files.mapping import (
    Mapping,
    header_key,
    header_names,
    mapping_from,
    propose_mapping,
    recalled,
    sheet_of,
)
from aid.own_files.names import Names
from aid.own_files.payments import Paid, fill_years, still_due
from aid.own_files.reading import Register, RegisterReader, level_proposals
from aid.own_files.rows import DATA, SKIPPED
from aid.own_files.spellings import agencies_of_registers, sectors_of_registers
from core.codes import next_code
from core.imports.kinds import ImportKind, register_kind
from core.imports.lookups import NewDonor
from core.imports.resource import column
from core.legal import Caution
from core.models import Agency, Country, ImportBatch, Partner, User
from core.spreadsheets.header import Refusal
from core.spreadsheets.limits import FileRefused, Limits
from core.spreadsheets.names import NameList
from core.spreadsheets.reader import Table
from core.spreadsheets.sheets import SheetFile, read_sheets
from core.spreadsheets.template import AID, Column, Kind
from core.text import match_key

OWN = replace(
    AID,
    columns=(
        *(replace(column, required=column.key in ("name", "donor", "owner")) for column in AID.columns),
        Column(PAID, "Giải ngân", Kind.CHOICES),
        Column(COUNTERPART, "Vốn đối ứng", Kind.LINE),
    ),
)
SAMPLE_ROWS, SAMPLE_CELLS = 30, 40
MOST_SKIPPED = 400
NO_DISASTER = (
    "khoản diện khẩn cấp chưa có thiên tai và ngày xảy ra; bổ sung ở trang của khoản để tính thời hạn"
)
COUNTRY_WORDS = ("chlb", "cộng hòa", "vương quốc", "nước", "liên bang")


@dataclass(eq=False)
class OwnRow(AidRow):
    """One row of a register, with what was disbursed and the ledger lacks."""

    paid: list[Paid] = field(default_factory=list)
    counterpart: OwnFunds | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DonorOf(NewDonor):
    """A donor that no catalogue knows yet, with its country."""

    country: Country | None = None

    def __str__(self) -> str:
        """Return the name with the country, as registers write it."""
        return f"{self.name} ({self.country})"


class OwnFileResource(AidResource):
    """Aid items in a register of any form."""

    template = OWN
    batch_kind = ImportBatch.Kind.OWN_FILE
    may_lack: ClassVar[tuple[str, ...]] = ()

    paid = column(PAID)
    counterpart = column(COUNTERPART)

    def __init__(
        self,
        *,
        by: User,
        today: date,
        mapping: Mapping | None = None,
        chosen: dict[int, str] | None = None,
    ) -> None:
        super().__init__(by=by, today=today)
        self.mapping, self.chosen = mapping, chosen or {}
        # The font that the person chose, None where the portal may propose one.
        self.asked_font: str | None = None
        self.kept_name = ""
        # Whether mappings are kept, but none for the headers of this file.
        self.fits_none = False
        self.register = Register(Table())
        self.sample: list[dict[str, Any]] = []
        # The text over each column, by its letters.
        self.names: dict[str, str] = {}

    def read_file(self, data: bytes, filename: str, limits: Limits) -> Table:
        """Return the rows of the register under the mapping, proposed where none was chosen."""
        try:
            file = read_sheets(data, filename, limits)
            if file.soft:
                return Table(refusals=[Refusal(message) for message in file.soft])
        except FileRefused as refused:
            return Table(refusals=[Refusal(refused.message, refused.sheet, refused.row, refused.column)])
        self.sample = _sample(file)
        try:
            self.register = self._read(file, limits)
        except FileRefused as refused:
            refusal = Refusal(refused.message, refused.sheet, refused.row, refused.column)
            self.register = Register(Table(sheet=refused.sheet, refusals=[refusal], is_sound=True))
        table = self.register.table
        for row in table.rows:
            for key, message in self.row_checks(row):
                row.refused = True
                header = self.template.column(key).header
                shown = row.cells[key].shown if key in row.cells else ""
                table.refusals.append(Refusal(message, table.sheet, row.number, header, shown))
        return table

    def _read(self, file: SheetFile, limits: Limits) -> Register:
        lookups = self.lookups()
        agencies = Agency.objects.order_by("pk").values_list("name", "short_name")
        lookups["owner"] = agencies_of_registers(lookups["owner"], (one for pair in agencies for one in pair))
        sectors = Sector.objects.order_by("pk").values_list("name", flat=True)
        lookups["sectors"] = sectors_of_registers(lookups["sectors"], sectors)
        names = Names(lookups, _countries(), DonorOf, _Codes(self.today), self.today)
        if self.mapping is None or not self.mapping.columns:
            asked = self.mapping or Mapping()
            self.mapping = propose_mapping(
                file, asked.sheet, asked.header_row, asked.header_rows, self.asked_font
            )
            self._recall(file)
            register = self._under(file, names, limits)
            self.mapping.groups = self.mapping.groups or level_proposals(
                register.levels, self.mapping.columns, lookups
            )
            self.mapping.headings = proposed_meanings(register.levels) | self.mapping.headings
            if not any([*self.mapping.groups.values(), *self.mapping.headings.values()]):
                return register
            names.code = _Codes(self.today)
        return self._under(file, names, limits)

    def _under(self, file: SheetFile, names: Names, limits: Limits) -> Register:
        mapping = self.mapping or Mapping()
        sheet = sheet_of(file, mapping.sheet)
        if mapping.header_row:
            grid = Grid(sheet, mapping.font)
            self.names = header_names(grid, mapping)
            fill_years(grid, mapping, self.names, self.today)
        reader = RegisterReader(sheet, mapping, self.template, names, self.corrections, self.chosen)
        register = reader.read(limits)
        hidden = [
            f"trang tính ẩn '{one.name[:40]}' không được đọc" for one in file.sheets if not one.is_visible
        ]
        others = [
            f"trang tính '{one.name[:40]}' không được đọc"
            for one in file.sheets
            if one.is_visible and one.rows and one.name != sheet.name
        ]
        register.table.warnings = [*hidden, *others, *register.table.warnings]
        return register

    def _recall(self, file: SheetFile) -> None:
        """Take over a kept mapping whose header texts are those of the file."""
        mapping = self.mapping or Mapping()
        if not mapping.header_row:
            return
        names = header_names(Grid(sheet_of(file, mapping.sheet), mapping.font), mapping)
        wanted = header_texts(names)
        for kept in KeptMapping.objects.order_by("-pk"):
            if sorted({header_key(text) for text in kept.headers}) == wanted:
                self.mapping, self.kept_name = recalled(mapping, names, kept.mapping), kept.name
                return
        self.fits_none = KeptMapping.objects.exists()

    def _content(self, row: AidRow, original: AidRow) -> ItemContent:
        content = super()._content(row, original)
        content.names_successors = True
        if isinstance(row, OwnRow) and row.counterpart:
            day = row.approved or self.today
            content.counterpart = counterpart_columns(row.counterpart, day, self.rates)
        return content

    def stored_queryset(self) -> Any:
        """Return items with what they received."""
        return super().stored_queryset().prefetch_related("disbursements")

    def new_row(self) -> "OwnRow":
        """Return an empty row."""
        return OwnRow()

    def row_of(self, record: AidItem) -> "OwnRow":
        """Return a stored item as a row, which has nothing new to receive."""
        return OwnRow(**vars(super().row_of(record)))

    def notices(self, row: Any, typed: Any) -> Iterator[str]:
        """Yield where what a register says was disbursed cannot be held against the ledger."""
        yield from row.remarks

    def settle(self, row: Any, original: Any) -> None:
        """Let a stored item keep what the register does not say outright."""
        if row.record is not None:
            for key in ("kind", "emergency"):
                if (self.row_number, key) in self.register.assumed:
                    setattr(row, key, getattr(original, key))
        lines = row.record.disbursements.all() if row.record is not None else []
        row.paid, row.remarks = still_due(row.paid, lines)
        row.counterpart, remarks = still_to_write(row.counterpart, row.record, self.books)
        row.remarks += remarks
        super().settle(row, original)

    def check_row(self, row: Any, original: Any) -> list[Caution]:
        """Return the cautions, also that nothing says which disaster an emergency grant is for."""
        found = super().check_row(row, original)
        if row.emergency and not (row.record and row.record.disaster_on):
            found.append(Caution(NO_DISASTER, None, "emergency"))
        if row.paid:
            names = [name for name in self.fields if name != PAID]
            is_changed = row.record is None or any(
                getattr(row, name) != getattr(original, name) for name in names
            )
            self.taken[-1], cautions = with_payments(
                self.taken[-1], row.paid, is_changed=is_changed, today=self.today, rates=self.rates
            )
            found += cautions
        return found

    def findings(self) -> dict[str, Any]:
        """Return the mapping, what is skipped and the register's totals, to be kept with the upload."""
        found: dict[str, Any] = {
            "mapping": (self.mapping or Mapping()).as_dict(),
            "skipped": [asdict(one) for one in self.register.skipped[:MOST_SKIPPED]],
            "skipped_count": len(self.register.skipped),
            "totals": self.register.totals,
            "levels": self.register.levels,
            "sample": self.sample,
            "names": self.names,
        }
        found |= {"fits_none": True} if self.fits_none else {}
        return found | ({"kept": self.kept_name} if self.kept_name else {})

    def _partner(self, donor: NewDonor) -> Partner:
        key = donor.name.casefold()
        if key not in self.added and isinstance(donor, DonorOf) and donor.country:
            partner = Partner(name=donor.name, country=donor.country, is_confirmed=False)
            partner.clean_fields()
            self.added[key] = partner
        return super()._partner(donor)


class _Codes:
    """The code of a row that has none: of the stored item it repeats, else the next free one of its year."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.next: dict[int, int] = {}
        self.used: set[str] = set()
        self.stored: dict[tuple[str, str], list[AidItem]] | None = None

    def __call__(self, values: dict[str, Any]) -> tuple[str, str]:
        """Return the code and a remark, "" where there is nothing to say."""
        known = self._same(values)
        if known is not None:
            self.used.add(known.code)
            return known.code, f"cùng tên và nhà tài trợ với {known.code} đã có trong cổng: so với bản ghi đó"
        year = (values.get("approved") or values.get("start") or self.today).year
        if year not in self.next:
            self.next[year] = int(next_code(AidItem, CODE_PREFIX, year).rsplit("-", 1)[1])
        number = self.next[year]
        self.next[year] += 1
        return f"{CODE_PREFIX}-{year}-{number:03}", ""

    def _same(self, values: dict[str, Any]) -> AidItem | None:
        """Return the one stored item of the same name and donor that no other row has taken."""
        name, donor = values.get("name"), values.get("donor")
        if not name or not donor:
            return None
        if self.stored is None:
            self.stored = {}
            for item in AidItem.objects.select_related("donor").order_by("pk"):
                self.stored.setdefault((match_key(item.name), match_key(item.donor.name)), []).append(item)
        found = self.stored.get((match_key(name), match_key(donor.name)), [])
        free = [item for item in found if item.code not in self.used]
        decided = [
            item
            for item in free
            if values.get("approved") is None or item.approved_on in (None, values["approved"])
        ]
        return decided[0] if len(decided) == 1 else None


def header_texts(names: dict[str, str]) -> list[str]:
    """Return the header texts by which a kept mapping is found again."""
    return sorted({header_key(text) for text in names.values()})


def _countries() -> Any:
    entries = [
        (str(name), country)
        for country in Country.objects.order_by("sort_key", "pk")
        for name in (country.name, country.official_name, country.name_en, *country.aliases)
        if name
    ]
    names = NameList(entries)

    def find(text: str) -> Country | None:
        bare = " ".join(text.split()).strip(" .")
        for word in COUNTRY_WORDS:
            if (known := names.get(bare)) is not None:
                return known
            if bare.casefold().startswith(word):
                bare = bare[len(word) :].strip(" .")
        return names.get(bare)

    return find


def _sample(file: SheetFile) -> list[dict[str, Any]]:
    """Return the first rows of each visible sheet, for the page on which columns are mapped."""
    sheets = []
    for sheet in file.sheets:
        if not sheet.is_visible or not sheet.rows:
            continue
        grid = Grid(sheet)
        rows = [
            {"number": row.number, "cells": [grid.own_text(row.number, c)[:60] for c in _columns(grid)]}
            for row in grid.rows[:SAMPLE_ROWS]
        ]
        sheets.append(
            {"name": sheet.name, "rows": rows, "columns": len(_columns(grid)), "total": len(grid.rows)}
        )
    return sheets


def _columns(grid: Grid) -> range:
    return range(1, min(grid.width, SAMPLE_CELLS) + 1)


def font_sample(sample: dict[str, Any], font: str) -> tuple[str, str]:
    """Return a text of the sheet as it stands and as it reads in Unicode; ("", "") where nothing changes."""
    for row in sample["rows"]:
        for text in row["cells"]:
            if len(text) > 5 and (meant := in_unicode(text, font)) != text:
                return text, meant
    return "", ""


def chosen_rows(raw: Any) -> dict[int, str]:
    """Return what a person said of single rows."""
    given = raw if isinstance(raw, dict) else {}
    return {
        int(number): kind
        for number, kind in given.items()
        if str(number).isdigit() and kind in (DATA, SKIPPED)
    }


def own_resource(user: User, chosen: dict[str, Any]) -> OwnFileResource:
    """Return the resource of a person under the mapping and the rows chosen for an upload."""
    mapping = mapping_from(chosen["mapping"]) if chosen.get("mapping") else None
    resource = OwnFileResource(
        by=user,
        today=timezone.localdate(),
        mapping=mapping,
        chosen=chosen_rows(chosen.get("rows")),
    )
    if mapping is not None and not mapping.columns:
        resource.asked_font = mapping.font
    return resource


def register_own_files() -> None:
    """Make the registers known to the worker."""
    kind = ImportKind(resource=own_resource, may_import=permissions.can_add_item)
    register_kind(ImportBatch.Kind.OWN_FILE, kind)
