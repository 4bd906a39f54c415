"""The table of disbursements: how its rows are read, recognised, judged and written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aid import permissions
from aid.actions.money import disbursement_findings, money_fields
from aid.models import AidItem, ClosedPeriod, Disbursement, ExchangeRate
from aid.models.money import Entry
from aid.rate_book import RateBook
from aid.standing import Standing, standings_of
from core.bulk import Plan, StaleError, stamp_of
from core.imports.kinds import ImportKind, register_kind
from core.imports.lookups import choice_names, currency_names
from core.imports.resource import CODES_AT_ONCE, RowData, RowResource, column
from core.legal import Caution, RuleError, cautions, refuse_if
from core.models import ImportBatch, User
from core.money import AmountError, from_minor, to_minor
from core.spreadsheets.header import Refusal
from core.spreadsheets.limits import Limits
from core.spreadsheets.names import name_key
from core.spreadsheets.reader import Lookup, Row, Table
from core.spreadsheets.template import Column, Kind, SheetTemplate

PAYMENTS = SheetTemplate(
    name="Giải ngân",
    code_key="code",
    currency_key="currency",
    code_repeats=True,
    columns=(
        Column("number", "STT", Kind.IGNORED, width=6),
        Column("code", "Mã dự án", Kind.CODE, required=True, aliases=("Mã khoản viện trợ",), max_length=30),
        Column("paid_on", "Ngày giải ngân", Kind.DATE, required=True, aliases=("Ngày",), width=14),
        Column("amount", "Số tiền", Kind.AMOUNT, required=True),
        Column("currency", "Loại tiền", Kind.CHOICE, required=True, max_length=10, width=10),
        Column("kind", "Hình thức", Kind.CHOICE, width=16),
        Column("voucher", "Chứng từ", Kind.LINE, max_length=100, width=20),
        Column("rate", "Tỷ giá", Kind.RATE, width=12),
        Column("rate_source", "Nguồn tỷ giá", Kind.LINE, max_length=250, width=24),
        Column("note", "Ghi chú", Kind.NOTE, max_length=300, width=40),
    ),
)
SIGN = "|"
# What rows are judged by beside their items; where a row of these changes meanwhile, all is judged again.
RESTS_ON = (ExchangeRate, ClosedPeriod)


@dataclass(eq=False)
class PaymentRow(RowData):
    """One line of the ledger as a row of the table; `code` says which line it is."""

    record: Disbursement | None = None
    code: str = ""
    paid_on: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    kind: str = Disbursement.Kind.CASH
    voucher: str = ""
    rate: Decimal | None = None
    rate_source: str = ""
    note: str = ""


class PaymentPlan(Plan):
    """New lines of the ledger; they hold only while their items stand as they did when rows were judged."""

    def __init__(
        self, rows: list[Disbursement], stood: Mapping[int, Standing], stamp: tuple[Any, ...]
    ) -> None:
        super().__init__((Disbursement,), RESTS_ON, stamp)
        for row in rows:
            self.expect(row.item)
            self.add(row)
        self.stood = {row.item_id: stood[row.item_id] for row in rows}

    def _check(self) -> None:
        """Hold the items, as every action on their money does, and compare."""
        super()._check()
        if standings_of(self.stood) != self.stood:
            raise StaleError


class PaymentResource(RowResource):
    """Disbursements of many items in one table; a line that is stored already is left alone."""

    template = PAYMENTS
    batch_kind = ImportBatch.Kind.DISBURSEMENTS
    noun = "lần giải ngân"
    writes_in_bulk = True

    code = column("code")
    paid_on = column("paid_on")
    amount = column("amount")
    currency = column("currency")
    kind = column("kind", Disbursement.Kind.choices)
    voucher = column("voucher")
    rate = column("rate")
    rate_source = column("rate_source")
    note = column("note")

    class Meta(RowResource.Meta):
        model = Disbursement

    def __init__(self, *, by: User, today: date) -> None:
        super().__init__(by=by, today=today)
        self.begin()

    def begin(self) -> None:
        """Forget an earlier reading, and note how the rates and closed periods stand."""
        self.items: dict[str, AidItem] = {}
        self.rates = RateBook()
        self.books = ClosedPeriod.objects.books()
        self.stamp = stamp_of(RESTS_ON)
        # How each item stands: as stored, and with the rows above.
        self.stood: dict[int, Standing] = {}
        self.standings: dict[int, Standing] = {}
        self.taken: list[Disbursement] = []

    def lookups(self) -> dict[str, Lookup]:
        """Return the catalogues by column."""
        kinds = choice_names(Disbursement.Kind.choices, ("Hoàn trả", Disbursement.Kind.REFUND))
        return {"currency": currency_names().find, "kind": kinds.find}

    def rights_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield nothing: items are looked up for the whole file at once."""
        yield from ()

    def read_file(self, data: bytes, filename: str, limits: Limits) -> Table:
        """Return the rows; each is given the code of its line: item, day, amount, currency, voucher, kind."""
        table = super().read_file(data, filename, limits)
        self._find_items(row.values.get("code", "") for row in table.rows)
        seen: dict[str, int] = {}
        counts: Counter[str] = Counter()
        for row in table.rows:
            code = row.values.get("code", "")
            if code and (message := self._item_refusal(code)):
                row.refused = True
                header = self.template.column("code").header
                table.refusals.append(
                    Refusal(message[0].upper() + message[1:] + ".", table.sheet, row.number, header, code)
                )
            if row.refused or not self.is_whole(row):
                continue
            line = _line(code, row.values)
            counts[line] += 1
            first = seen.setdefault(line, row.number)
            if first != row.number:
                table.warnings.append(
                    f"hàng {row.number}: giống hàng {first} (cùng khoản, ngày, số tiền, chứng từ); "
                    "vẫn ghi thành hai lần, nếu nhập trùng thì xóa một hàng"
                )
            row.values["code"] = f"{line}{SIGN}{counts[line]}"
        table.refusals.sort(key=lambda refusal: (refusal.row is None, refusal.row or 0))
        return table

    def _find_items(self, codes: Iterable[str]) -> None:
        wanted = sorted({code for code in codes if code})
        for start in range(0, len(wanted), CODES_AT_ONCE):
            some = AidItem.objects.visible_to(self.by).filter(code__in=wanted[start : start + CODES_AT_ONCE])
            self.items |= {item.code: item for item in some}
        self.stood = standings_of(item.pk for item in self.items.values())
        self.standings = deepcopy(self.stood)

    def _item_refusal(self, code: str) -> str:
        item = self.items.get(code)
        if item is None:
            return f"không có khoản viện trợ mã '{code}'; hãy sửa mã theo danh sách khoản viện trợ"
        if not permissions.can_edit_item(self.by, item):
            return f"không có quyền ghi giải ngân cho '{code}'; hãy bỏ hàng này khỏi tệp"
        return ""

    def stored_rows(self, codes: Iterable[str]) -> dict[str, Any]:
        """Return the stored lines by their codes."""
        found: dict[str, Any] = {}
        counts: Counter[str] = Counter()
        items = sorted({code.split(SIGN, 1)[0] for code in codes})
        for start in range(0, len(items), CODES_AT_ONCE):
            rows = Disbursement.objects.filter(
                entry=Entry.ORIGINAL, item__code__in=items[start : start + CODES_AT_ONCE]
            )
            for record in rows.select_related("item").order_by("pk"):
                row = self.row_of(record)
                line = _line(record.item.code, vars(row))
                counts[line] += 1
                row.code = f"{line}{SIGN}{counts[line]}"
                found[row.code.upper()] = row
        return found

    def row_of(self, record: Disbursement) -> PaymentRow:
        """Return a stored line as a row."""
        return PaymentRow(
            record=record,
            code=record.item.code,
            paid_on=record.paid_on,
            amount=from_minor(abs(record.amount_minor), record.currency),
            currency=record.currency,
            kind=record.kind,
            voucher=record.voucher,
            note=record.note,
            rate=None if record.currency == "VND" else record.rate,
            rate_source="" if record.currency == "VND" else record.rate_source,
        )

    def new_row(self) -> PaymentRow:
        """Return an empty row."""
        return PaymentRow()

    def settle(self, row: PaymentRow, original: PaymentRow) -> None:
        """Leave a stored line as it is: it is changed on its own page."""
        if row.record is not None:
            vars(row).update(vars(original))

    def notices(self, row: PaymentRow, typed: Mapping[str, Any]) -> Iterator[str]:
        """Say where a stored line has another note or rate than the file."""
        if row.record is not None and any(
            typed[key] and typed[key] != getattr(row, key) for key in ("rate", "rate_source", "note")
        ):
            yield "lần giải ngân này đã có; tỷ giá hoặc ghi chú khác trong tệp không được ghi"

    def check_row(self, row: PaymentRow, original: PaymentRow) -> list[Caution]:
        """Return the cautions on a new line, which the plan then holds. Raises RuleError where refused."""
        item, money = self._item_and_money(row)
        standing = self.standings[item.pk]
        findings = disbursement_findings(
            item=item,
            paid_on=_day_of(row),
            money=money,
            today=self.today,
            books=self.books,
            standing=standing,
            is_table=True,
        )
        refuse_if(findings)
        line = Disbursement(
            item=item, paid_on=_day_of(row), kind=row.kind, voucher=row.voucher, note=row.note, **money
        )
        line.clean_fields(exclude={field.name for field in line._meta.fields if field.is_relation})
        standing.receive(line.currency, line.amount_minor, line.usd_minor, row.paid_on)
        self.taken.append(line)
        return cautions(findings)

    def plan(self) -> Plan:
        """Return what the rows judged last will write."""
        return PaymentPlan(self.taken, self.stood, self.stamp)

    def _item_and_money(self, row: PaymentRow) -> tuple[AidItem, dict[str, Any]]:
        if row.amount is None or row.paid_on is None:  # the reader has refused such a row
            raise RuleError("Thiếu số tiền hoặc ngày.", field="amount")
        if row.currency == "VND" and row.rate is not None:
            raise RuleError("Khoản bằng đồng không cần tỷ giá; hãy xóa ô tỷ giá.", field="rate")
        if row.rate is None and row.rate_source:
            raise RuleError("Ghi tỷ giá, hoặc xóa nguồn tỷ giá.", field="rate")
        try:
            money = money_fields(
                amount=-row.amount if row.kind == Disbursement.Kind.REFUND else row.amount,
                currency=row.currency,
                day=row.paid_on,
                rate=row.rate,
                rate_source=row.rate_source,
                known=self.rates,
            )
        except AmountError as error:
            raise RuleError(str(error), field="amount" if row.rate is None else "rate") from error
        return self.items[row.code.split(SIGN, 1)[0]], money

    def examples(self) -> list[list[Any]]:
        """Return two filled rows for items of the register."""
        codes = list(
            AidItem.objects.visible_to(self.by).order_by("-approved_on").values_list("code", flat=True)[:2]
        )
        codes = codes or [f"VT-{self.today.year}-901"]
        day = date(self.today.year, 1, 20)
        return [
            [
                codes[0],
                day,
                Decimal("5000.50"),
                "USD",
                "tiền",
                "PC-12",
                None,
                "",
                "Dòng ví dụ, xóa trước khi nhập",
            ],
            [codes[-1], day, Decimal(20_000_000), "VND", "hiện vật", "PNK-3", None, "", ""],
        ]


def _day_of(row: PaymentRow) -> date:
    """Return the day of a row; the reader has refused one without."""
    if row.paid_on is None:
        raise RuleError("Thiếu ngày giải ngân.", field="paid_on")
    return row.paid_on


def _line(code: str, values: Mapping[str, Any]) -> str:
    """Return what makes a line of the ledger the same line: item, day, amount, currency, kind, voucher."""
    minor = to_minor(values["amount"], values["currency"])
    kind = values.get("kind") or Disbursement.Kind.CASH
    voucher = name_key(values.get("voucher") or "").replace(SIGN, " ")
    return SIGN.join(
        [code.upper(), values["paid_on"].isoformat(), str(minor), values["currency"], str(kind), voucher]
    )


def resource_for(user: User, chosen: dict[str, Any]) -> PaymentResource:
    """Return the resource of a person; nothing is chosen beside the file."""
    return PaymentResource(by=user, today=timezone.localdate())


def register_import() -> None:
    """Make the table known to the worker."""
    register_kind(
        ImportBatch.Kind.DISBURSEMENTS,
        ImportKind(resource=resource_for, may_import=permissions.can_add_item),
    )
