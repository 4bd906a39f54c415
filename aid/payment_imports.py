"""The table of disbursements: how its rows are read, recognised, judged and written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aid import permissions
from aid.actions.money import add_disbursement, disbursement_findings, money_fields
from aid.models import AidItem, Disbursement
from aid.models.money import Entry
from aid.rate_book import RateBook
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


class PaymentResource(RowResource):
    """Disbursements of many items in one table; a line that is stored already is left alone."""

    template = PAYMENTS
    batch_kind = ImportBatch.Kind.DISBURSEMENTS
    noun = "lần giải ngân"

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
        """Forget an earlier reading."""
        self.items: dict[str, AidItem] = {}
        self.rates = RateBook()
        # What rows above have brought each item, by currency and in US cents.
        self.pending: dict[int, tuple[Counter[str], int | None]] = {}

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
                    Refusal(f"hàng {row.number}: {message}", table.sheet, row.number, header, code)
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
        """Return the cautions on a new line beside those above. Raises RuleError where a rule forbids it."""
        item, money = self._item_and_money(row)
        above, above_usd = self.pending.get(item.pk, (Counter(), 0))
        cents = None if money["usd_minor"] is None or above_usd is None else money["usd_minor"] + above_usd
        together = money | {"amount_minor": money["amount_minor"] + above[row.currency], "usd_minor": cents}
        findings = disbursement_findings(item=item, paid_on=_day_of(row), money=together, today=self.today)
        refuse_if(findings)
        above[row.currency] += money["amount_minor"]
        self.pending[item.pk] = (above, cents)
        return cautions(findings)

    def write_row(self, row: PaymentRow, original: PaymentRow) -> list[Caution]:
        """Write a new line through its action; return the cautions."""
        item, money = self._item_and_money(row)
        _, found = add_disbursement(
            item=item,
            paid_on=_day_of(row),
            money=money,
            today=self.today,
            by=self.by,
            voucher=row.voucher,
            note=row.note,
            kind=row.kind,
        )
        return found

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
