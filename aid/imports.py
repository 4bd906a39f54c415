"""The official table of aid items: how its rows are read, compared, judged and written."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone

from aid import permissions
from aid.actions.booking import refuse_closed_money
from aid.actions.items import ItemContent, refuse_decision, settle_item
from aid.import_money import commitment_columns, kept_columns
from aid.import_plan import RESTS_ON, Taken, plan_of
from aid.law import AidLaw, aid_laws
from aid.models import AidItem, ClosedPeriod, Commitment
from aid.models.catalogue import RATE_SCALE
from aid.periods import late_booking_cautions
from aid.place_shares import PlaceShare, place_lookup, places_of, same_shares
from aid.rate_book import RateBook
from aid.registrations import registry_of
from aid.rules import rate_cautions
from aid.same_names import all_localities, first_commitment, owned_so_already, promised, take_back_names
from aid.sector_shares import SectorShare, sector_lookup, sectors_of, shared_out
from aid.shares import place_share_problems
from aid.twin_finder import Lookalikes
from core.bulk import Plan, stamp_of
from core.dates import format_date
from core.imports.kinds import ImportKind, register_kind
from core.imports.lookups import (
    NewDonor,
    agency_names,
    choice_names,
    currency_names,
    donor_lookup,
    locality_names,
)
from core.imports.resource import RowData, RowResource, column
from core.legal import Blocker, Caution, RuleError, cautions
from core.models import Agency, ImportBatch, Locality, Partner, User
from core.money import from_minor
from core.spreadsheets.reader import Lookup, Row
from core.spreadsheets.template import AID

NOTE_LENGTH = AID.column("note").max_length
AMOUNTS = ("amount_minor", "rate_e4", "usd_rate_e4", "usd_minor", "vnd")
_PLACES = Prefetch("places__locality", Locality.objects.defer("boundary"))
NOT_YOURS = "quyết định phê duyệt do Sở Ngoại vụ ghi; hãy để trống, hoặc giữ như đang lưu"
# Columns of AidItem by column of the table, where a value is taken over as it is.
PLAIN = {
    "name": "name", "kind": "mode", "emergency": "emergency_kind", "start": "started_on", "end": "ended_on",
    "approved": "approved_on", "decision": "decision_number", "note": "note",
}  # fmt: skip


@dataclass(eq=False)
class AidRow(RowData):
    """One aid item as a row of the table."""

    record: AidItem | None = None
    code: str = ""
    name: str = ""
    donor: Partner | NewDonor | None = None
    owner: Agency | None = None
    amount: Decimal | None = None
    currency: str = ""
    approved: date | None = None
    end: date | None = None
    places: list[PlaceShare] = field(default_factory=list)
    note: str = ""
    kind: str = AidItem.Mode.UNSORTED
    emergency: str = ""
    sectors: list[SectorShare] = field(default_factory=list)
    rate: Decimal | None = None
    rate_date: date | None = None
    rate_source: str = ""
    decision: str = ""
    start: date | None = None


class AidResource(RowResource):
    """Aid items in the official table."""

    template = AID
    batch_kind = ImportBatch.Kind.AID
    noun = "khoản viện trợ"
    writes_in_bulk = True
    may_lack: ClassVar[tuple[str, ...]] = ("amount", "currency", "approved")
    columns_of_fields = {
        "approved_on": "approved", "started_on": "start", "ended_on": "end", "decision_number": "decision",
        "recipient": "owner", "sector": "sectors", "mode": "kind", "emergency_kind": "emergency",
    }  # fmt: skip

    code = column("code")
    name = column("name")
    donor = column("donor")
    owner = column("owner")
    amount = column("amount")
    currency = column("currency")
    approved = column("approved")
    end = column("end")
    places = column("places")
    note = column("note", length=NOTE_LENGTH)
    kind = column("kind", AidItem.Mode.choices)
    emergency = column("emergency", AidItem.Emergency.choices)
    sectors = column("sectors")
    rate = column("rate")
    rate_date = column("rate_date")
    rate_source = column("rate_source")
    decision = column("decision")
    start = column("start")

    class Meta(RowResource.Meta):
        model = AidItem

    def __init__(self, *, by: User, today: date) -> None:
        super().__init__(by=by, today=today)
        self.begin()

    def begin(self) -> None:
        """Forget an earlier reading, and note how the catalogues stand that rows are judged by."""
        self.law_on = aid_laws()
        self.rates = RateBook()
        self.books = ClosedPeriod.objects.books()
        self.stamp = stamp_of(RESTS_ON)
        # Certificates of all donors and the newest items, read with the first row that is judged.
        self.registry, self.lookalikes = cache(registry_of), cache(Lookalikes.newest)
        # Who governs what the province receives, as the form of an item proposes.
        self.province = cache(Agency.objects.filter(code="UBND").first)
        self.added: dict[str, Partner] = {}
        self.taken: list[Taken] = []

    def lookups(self) -> dict[str, Lookup]:
        """Return the catalogues by column."""
        return {
            "donor": donor_lookup(),
            "owner": agency_names(self.today).find,
            "currency": currency_names().find,
            "places": place_lookup(all_localities(locality_names(self.today))),
            "kind": choice_names(AidItem.Mode.choices, ("Chưa xếp", AidItem.Mode.UNSORTED)).find,
            "emergency": choice_names(AidItem.Emergency.choices, ("Không", "")).find,
            "sectors": sector_lookup(),
        }

    def rights_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield a refusal where the person may not write items of the agency that is named."""
        owner = row.values.get("owner")
        told = {"owner_id": owner and owner.pk, "recipient_id": None, "mobilised_by_id": None}
        if not owner or permissions.can_own_item(self.by, **told):
            return
        stored = self.stored_rows([row.values["code"]]) if row.values.get("code") else {}
        if not any(owned_so_already(self.by, known.record, owner) for known in stored.values()):
            yield "owner", f"hàng {row.number}: không có quyền với '{owner.name}'"

    def stored_queryset(self) -> Any:
        """Return items with everything a row shows."""
        return AidItem.objects.select_related("donor", "owner", "recipient").prefetch_related(
            "commitments",
            "counterparts",
            "item_sectors__sector",
            _PLACES,
        )

    def exported_queryset(self) -> Any:
        """Return items with what a row shows; donors and owners of many items are read once for them."""
        shown = "donor", "owner", "commitments", "item_sectors__sector", _PLACES
        return AidItem.objects.prefetch_related(*shown)

    def row_of(self, record: AidItem) -> AidRow:
        """Return a stored item as a row."""
        money, total = promised(record) or (None, 0)
        if total <= 0:  # corrections have taken all of it back
            money = None
        has_rate = money is not None and money.rate_e4 is not None and money.currency != "VND"
        return AidRow(
            record=record,
            code=record.code,
            donor=record.donor,
            owner=record.owner,
            amount=from_minor(total, money.currency) if money else None,
            currency=money.currency if money else "",
            places=places_of(record.places.all()),
            sectors=sectors_of(record.item_sectors.all()),
            rate=money.rate if money and has_rate else None,
            rate_date=money.rate_on if money and has_rate else None,
            rate_source=money.rate_source if money and has_rate else "",
            **{key: getattr(record, attribute) for key, attribute in PLAIN.items()},
        )

    def new_row(self) -> AidRow:
        """Return an empty row."""
        return AidRow()

    def settle(self, row: AidRow, original: AidRow) -> None:
        """Order places and sectors, cut rates to four decimals, share sectors out where no share is named."""
        take_back_names(row, original, today=self.today, note_length=NOTE_LENGTH)
        row.places = same_shares(_sorted(row.places), original.places)
        if problems := place_share_problems(place.share for place in row.places):
            raise ValidationError({"places": [str(problem) for problem in problems]})
        if row.rate is not None:
            row.rate = row.rate.quantize(Decimal(1) / RATE_SCALE)
        if row.sectors != original.sectors:
            row.sectors = shared_out(row.sectors, original.sectors)

    def check_row(self, row: AidRow, original: AidRow) -> list[Caution]:
        """Return the cautions on a row, which the plan then holds. Raises RuleError where a rule forbids."""
        self._check_rights(row, original)
        content = self._content(row, original)
        item = copy(row.record) or AidItem(code=row.code)
        for name, value in content.values.items():
            setattr(item, name, value)
        if row.record is not None:
            refuse_decision(item, row.record.approved_on)
        findings = settle_item(item, content, self.today)
        if row.record is not None:
            head = first_commitment(row.record)
            refuse_closed_money(item, head, content.commitment, self.books, noun="commitment", is_own=True)
        _clean(item, {"code", *content.values})
        if content.commitment:
            _clean(Commitment(**content.commitment), AMOUNTS)
        self.taken.append(Taken(item, content))
        return cautions([*findings, *self._money_cautions(row, original, item)])

    def _money_cautions(self, row: AidRow, original: AidRow, item: AidItem) -> list[Blocker | Caution]:
        """Return that a rate is far from those known, or that the item comes after its period was closed."""
        found = late_booking_cautions(item.approved_on, item.booked_on, self.books)
        if row.rate is not None and row.rate != original.rate:
            known = self.rates.nearest(row.currency, row.rate_date or row.approved or self.today)
            nearest = (known.rate, known.day) if known else (None, None)
            band = self._law(row.approved).convention("AID_RATE_BAND_PERCENT").value
            found += rate_cautions(row.currency, row.rate, *nearest, band_percent=band, field="rate")
        return found

    def plan(self) -> Plan:
        """Return what the rows judged last will write."""
        return plan_of(self.taken, self.stamp)

    def remarks(self, row: AidRow) -> dict[str, str]:
        """Return the remark on a donor that becomes a new partner."""
        if isinstance(row.donor, NewDonor):
            return {"donor": "Nhà tài trợ mới, chờ xác nhận"}
        return {}

    def examples(self) -> list[list[Any]]:
        """Return two filled rows with agencies and sectors of the catalogue."""
        agencies = list(Agency.objects.filter(code__in=["SYT", "LHHN"]).order_by("code")) or list(
            Agency.objects.order_by("pk")[:2]
        )
        names = [agency.name for agency in agencies] or ["Sở Y tế"]
        day = date(self.today.year, 1, 15)
        return [
            [
                f"VT-{day.year}-901", "Trang thiết bị cho trạm y tế xã (ví dụ)", "Quỹ Ví dụ", names[0],
                Decimal("25000.50"), "USD", day, date(day.year, 12, 31), [], "Dòng ví dụ, xóa trước khi nhập",
                "Phi dự án", "", ["Y tế"], None, None, "", "12/QĐ-UBND", None,
            ],
            [
                f"VT-{day.year}-902", "Thư viện thân thiện cho trường tiểu học (ví dụ)", "Quỹ Ví dụ",
                names[-1], Decimal(120_000_000), "VND", day, None, [], "", "Dự án", "",
                ["Giáo dục (60%)", "An sinh xã hội (40%)"], None, None, "", "", None,
            ],
        ]  # fmt: skip

    def _law(self, approved_on: date | None) -> AidLaw:
        return self.law_on(approved_on or self.today)

    def _check_rights(self, row: AidRow, original: AidRow) -> None:
        if row.record is None:
            return
        if not permissions.can_edit_item(self.by, row.record):
            raise RuleError(f"không có quyền với mã '{row.record.code}' đã có; hãy bỏ hàng này khỏi tệp")
        is_decided = (row.approved, row.decision) != (original.approved, original.decision)
        if is_decided and not permissions.can_record_decision(self.by):
            raise RuleError(NOT_YOURS, field="approved")

    def _partner(self, donor: NewDonor) -> Partner:
        """Return the new partner of this name, made once for the whole file and not yet stored."""
        key = donor.name.casefold()
        if key not in self.added:
            partner = Partner(name=donor.name, is_confirmed=False)
            partner.clean_fields()
            self.added[key] = partner
        return self.added[key]

    def _content(self, row: AidRow, original: AidRow) -> ItemContent:
        record = row.record
        values: dict[str, Any] = {
            attribute: getattr(row, key)
            for key, attribute in PLAIN.items()
            if record is None or getattr(row, key) != getattr(original, key)
        }
        if row.donor:
            values["donor"] = self._partner(row.donor) if isinstance(row.donor, NewDonor) else row.donor
        values |= _agencies(row, original, self.province)
        if self.books.is_closed(row.approved) and (record is None or record.approved_on != row.approved):
            values["booking_reason"] = f"Nhập bổ sung từ bảng ngày {format_date(self.today)}"
        return ItemContent(
            values=values,
            shares=[(one.sector, one.share or 0) for one in row.sectors],
            places=list(row.places),
            commitment=commitment_columns(row, original, self.today, self.rates),
            counterpart=kept_columns(_first(record.counterparts.all()), "kind") if record else None,
            may_lack_sector=True,
            is_checked=True,
            law=self._law(row.approved),
            books=self.books,
            stored=record,
            registry=self.registry(),
            lookalikes=self.lookalikes() if record is None else None,
        )


def _agencies(row: AidRow, original: AidRow, province: Callable[[], Agency | None]) -> dict[str, Any]:
    """Return the agencies to set; a new item is under the province.

    Who received as its own owner goes on doing so under the new owner.
    """
    record = row.record
    if record is None:
        return {"owner": row.owner, "recipient": row.owner, "governing_body": province()}
    if row.owner == original.owner:
        return {}
    same = record.recipient_id == record.owner_id
    return {"owner": row.owner} | ({"recipient": row.owner} if same else {})


def _clean(record: AidItem | Commitment, names: Iterable[str]) -> None:
    """Validate these columns; relations were looked up, and constraints are left to the database."""
    taken = set(names)
    record.clean_fields(
        exclude={
            column.name for column in record._meta.fields if column.name not in taken or column.is_relation
        }
    )


def _first(rows: Any) -> Any:
    return min(rows, key=lambda row: row.pk, default=None)


def _sorted(places: list[PlaceShare]) -> list[PlaceShare]:
    return sorted({place.pk: place for place in places}.values(), key=lambda place: place.pk)


def resource_for(user: User, chosen: dict[str, Any]) -> AidResource:
    """Return the resource of a person; nothing is chosen beside the file."""
    return AidResource(by=user, today=timezone.localdate())


def register_import() -> None:
    """Make the table known to the worker."""
    kind = ImportKind(resource=resource_for, may_import=permissions.can_add_item)
    register_kind(ImportBatch.Kind.AID, kind)
