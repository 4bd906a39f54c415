"""How the records behind a figure are shown: one table for each kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from aid.models import AidItem, Commitment, Counterpart, Disbursement, NgoRegistration, OwnerReport
from aid.periods import booking_day
from core.dates import format_date
from core.models import Country, Partner
from core.money import format_money, format_number, format_part, from_minor
from meetings.models import Award, Conclusion, FollowUp, Meeting
from programs.models import Activity, Draft, FriendshipAssociation, Program, Task
from reports.figures.measures import Simple, Sum

_NO_RATE = "chưa có tỷ giá"


@dataclass(frozen=True)
class Cell:
    """One cell: what the page prints, what a workbook holds, and where it leads."""

    text: str
    value: Any
    url: str = ""
    css: str = ""
    header: str = ""


@dataclass(frozen=True)
class Columns:
    """A column of the table; `css` steers the card on phones, `by_share`: for divided amounts alone."""

    header: str
    css: str
    cell: Callable[[Any, Simple], Cell]
    by_share: bool = False


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record: which columns, and what must be fetched with the rows."""

    noun: str
    order: tuple[str, ...]
    columns: tuple[Columns, ...]
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def fetched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in the table's order with all they show."""
        rows = rows.prefetch_related(*self.prefetched).order_by(*self.order)
        return rows.select_related(*self.related) if self.related else rows

    def columns_for(self, measure: Simple) -> list[Columns]:
        """Return the columns that this measure needs: shares only where amounts are divided."""
        by_share = isinstance(measure, Sum) and measure.by_share
        return [column for column in self.columns if by_share or not column.by_share]

    def cells(self, record: Any, measure: Simple) -> list[Cell]:
        """Return the cells of one row."""
        return [
            Cell(cell.text, cell.value, cell.url, column.css, "" if column.css == "main" else column.header)
            for column in self.columns_for(measure)
            for cell in [column.cell(record, measure)]
        ]


def record_url(record: Any) -> str:
    """Return the address of the record's page, or "" where its kind has none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


def _text(value: Any) -> Cell:
    return Cell(str(value or ""), str(value or ""))


def _day(value: date | None, empty: str = "") -> Cell:
    return Cell(format_date(value) if value else empty, value or empty)


def _number(value: int | None) -> Cell:
    return Cell("–", None) if value is None else Cell(format_number(value), value)


def _usd(value: Decimal | None) -> Cell:
    return Cell(_NO_RATE, None) if value is None else Cell(format_part(value, "USD"), value)


def _linked(cell: Cell, record: Any) -> Cell:
    return Cell(cell.text, cell.value, record_url(record))


def _column(header: str, css: str, value: Callable[[Any], Cell]) -> Columns:
    return Columns(header, css, lambda record, measure: value(record))


def rate_text(row: Any) -> str:
    """Return the rates that converted one amount, as printed: "1 EUR = 27.540 đồng; 1 USD = 25.500 đồng".

    An amount in USD was not converted: "–".
    """
    if row.currency == "USD":
        return "–"
    parts = []
    if row.rate is not None and row.currency != "VND":
        parts.append(f"1 {row.currency} = {format_number(row.rate)} đồng")
    if row.usd_rate is not None:
        parts.append(f"1 USD = {format_number(row.usd_rate)} đồng")
    if not parts or row.usd_minor is None:
        return _NO_RATE
    if row.rate_on is not None:
        parts.append(f"ngày {format_date(row.rate_on)}")
    return "; ".join(parts)


def _original(row: Any) -> str:
    return format_money(row.amount, row.currency)


def _item_amounts(item: AidItem) -> Cell:
    return _text("; ".join(_original(row) for row in item.commitments.all()))


def _item_rates(item: AidItem) -> Cell:
    return _text("; ".join(rate_text(row) for row in item.commitments.all() if row.currency != "USD"))


def _item_usd(item: AidItem) -> Cell:
    converted = [row.usd_minor for row in item.commitments.all() if row.usd_minor is not None]
    return _usd(from_minor(sum(converted), "USD") if converted else None)


def _money_worth(row: Any, measure: Simple) -> Cell:
    if row.usd_minor is None:
        return _usd(None)
    return _usd(Decimal(measure.worth(row)))


def _share_of_sector(row: Any, measure: Simple) -> Cell:
    share = Decimal(row.share).scaleb(2 - measure.share_digits)  # type: ignore[attr-defined]
    return Cell(f"{format_number(share)}%", share)


def _money_shape(date_header: str, day: Callable[[Any], Cell]) -> Shape:
    return Shape(
        noun="dòng tiền",
        order=("item__approved_on", "item__code", "pk"),
        related=("item", "item__owner"),
        columns=(
            _column("Mã khoản", "code", lambda row: _linked(_text(row.item.code), row.item)),
            _column("Tên khoản viện trợ", "main", lambda row: _linked(_text(row.item.name), row.item)),
            _column(date_header, "", day),
            _column("Cơ quan", "", lambda row: _text(row.item.owner.label)),
            _column("Số tiền", "r num", lambda row: _text(_original(row))),
            _column("Tỷ giá đã dùng", "rate-used", lambda row: _text(rate_text(row))),
            Columns("Tỷ lệ tính", "r num", _share_of_sector, by_share=True),
            Columns("USD", "r num", _money_worth),
        ),
    )


def _booked(row: Commitment | Counterpart) -> Cell:
    """Return the day on which a promise counts; of a correction the day on which it was written."""
    day = _day(booking_day(row.item.approved_on, row.item.booked_on, row.booked_on))
    return Cell(f"{day.text}, điều chỉnh", day.value) if row.is_correction else day


def _moved(row: Disbursement) -> Cell:
    """Return the day of a line of the ledger, and what it is where it is not plain money."""
    day = _day(row.paid_on)
    words = "điều chỉnh" if row.is_correction else row.get_kind_display() if row.kind != row.Kind.CASH else ""
    return Cell(f"{day.text}, {words}", day.value) if words else day


SHAPES: dict[type, Shape] = {
    AidItem: Shape(
        noun="khoản",
        order=("approved_on", "code"),
        related=("owner", "donor"),
        prefetched=("commitments",),
        columns=(
            _column("Mã", "code", lambda item: _linked(_text(item.code), item)),
            _column("Tên khoản viện trợ", "main", lambda item: _linked(_text(item.name), item)),
            _column("Loại", "", lambda item: _text(item.get_mode_display())),
            _column("Nhà tài trợ", "", lambda item: _text(item.donor.name)),
            _column("Ngày phê duyệt", "", lambda item: _day(item.approved_on)),
            _column("Cơ quan", "", lambda item: _text(item.owner.label)),
            _column("Cam kết", "r num", _item_amounts),
            _column("Tỷ giá đã dùng", "rate-used", _item_rates),
            _column("USD", "r num", _item_usd),
        ),
    ),
    Commitment: _money_shape("Ngày phê duyệt", _booked),
    Disbursement: _money_shape("Ngày giải ngân", _moved),
    Counterpart: Shape(
        noun="dòng tiền",
        order=("item__approved_on", "item__code", "pk"),
        related=("item", "item__owner"),
        columns=(
            _column("Mã khoản", "code", lambda row: _linked(_text(row.item.code), row.item)),
            _column("Tên khoản viện trợ", "main", lambda row: _linked(_text(row.item.name), row.item)),
            _column("Hình thức", "", lambda row: _text(row.get_kind_display())),
            _column("Ngày phê duyệt", "", _booked),
            _column("Số tiền", "r num", lambda row: _text(_original(row))),
            _column("Đồng", "r num", lambda row: _number(row.vnd)),
        ),
    ),
    Partner: Shape(
        noun="nhà tài trợ",
        order=("sort_key", "pk"),
        related=("country",),
        columns=(
            _column("Nhà tài trợ", "main", lambda donor: _linked(_text(donor.name), donor)),
            _column("Loại", "", lambda donor: _text(donor.get_kind_display())),
            _column("Quốc gia", "", lambda donor: _text(donor.country)),
        ),
    ),
    NgoRegistration: Shape(
        noun="giấy",
        order=("expires_on", "pk"),
        related=("partner", "partner__country"),
        columns=(
            _column("Tổ chức", "main", lambda row: _linked(_text(row.partner.name), row.partner)),
            _column("Loại giấy", "", lambda row: _text(row.get_kind_display())),
            _column("Số giấy", "", lambda row: _text(row.number)),
            _column("Ngày cấp", "", lambda row: _day(row.issued_on)),
            _column("Hết hạn", "", lambda row: _day(row.expires_on)),
        ),
    ),
    OwnerReport: Shape(
        noun="báo cáo",
        order=("sent_on", "pk"),
        related=("item", "item__owner"),
        columns=(
            _column("Khoản viện trợ", "main", lambda row: _linked(_text(row.item.name), row.item)),
            _column("Chủ khoản", "", lambda row: _text(row.item.owner.label)),
            _column("Báo cáo", "", lambda row: _text(f"{row.get_kind_display()} {row.year}")),
            _column("Ngày gửi", "", lambda row: _day(row.sent_on)),
        ),
    ),
    Program: Shape(
        noun="chương trình",
        order=("-period_start_year", "pk"),
        columns=(
            _column("Chương trình", "main", lambda row: _linked(_text(row.title), row)),
            _column("Giai đoạn", "", lambda row: _text(f"{row.period_start_year}–{row.period_end_year}")),
            _column("Trạng thái", "", lambda row: _text(row.get_status_display())),
            _column("Ngày ban hành", "", lambda row: _day(row.issued_on, "–")),
        ),
    ),
    Draft: Shape(
        noun="bản",
        order=("frozen_at", "pk"),
        related=("program",),
        columns=(
            _column("Chương trình", "main", lambda row: _linked(_text(row.program.title), row)),
            _column("Bản số", "", lambda row: _text(row.number)),
            _column("Lý do lập bản", "", lambda row: _text(row.get_reason_display())),
            _column("Ngày chốt", "", lambda row: _day(timezone.localdate(row.frozen_at))),
        ),
    ),
    Meeting: Shape(
        noun="cuộc",
        order=("held_on", "pk"),
        related=("organiser",),
        columns=(
            _column("Tên", "main", lambda meeting: _linked(_text(meeting.title), meeting)),
            _column("Loại", "", lambda meeting: _text(meeting.get_kind_display())),
            _column("Ngày họp", "", lambda meeting: _day(meeting.held_on)),
            _column(
                "Cơ quan", "", lambda meeting: _text(meeting.organiser.label if meeting.organiser else "")
            ),
        ),
    ),
    Conclusion: Shape(
        noun="câu",
        order=("meeting__held_on", "meeting_id", "ordinal", "pk"),
        related=("meeting",),
        columns=(
            _column("Câu kết luận", "main", lambda row: _linked(_text(row.text), row.meeting)),
            _column("Cuộc họp", "", lambda row: _linked(_text(row.meeting.title), row.meeting)),
            _column("Ngày họp", "", lambda row: _day(row.meeting.held_on)),
        ),
    ),
    FollowUp: Shape(
        noun="việc",
        order=("due_on", "code"),
        related=("lead_agency", "meeting"),
        columns=(
            _column("Mã", "code", lambda row: _linked(_text(row.code), row)),
            _column("Việc", "main", lambda row: _linked(_text(row.text), row)),
            _column("Cơ quan chủ trì", "", lambda row: _text(row.lead_agency.label)),
            _column("Ngày họp", "", lambda row: _day(row.meeting.held_on)),
            _column("Hạn", "", lambda row: _day(row.due_on, "chưa xác định")),
            _column("Xong ngày", "", lambda row: _day(row.completed_on, "–")),
        ),
    ),
    Award: Shape(
        noun="lượt",
        order=("awarded_on", "pk"),
        related=("giving_agency", "meeting"),
        columns=(
            _column("Hình thức", "main", lambda row: _linked(_text(row.get_form_display()), row)),
            _column(
                "Tập thể, cá nhân", "", lambda row: _text(row.target_name or row.get_target_kind_display())
            ),
            _column("Cơ quan tặng", "", lambda row: _text(row.giving_agency.label)),
            _column("Ngày trao", "", lambda row: _day(row.awarded_on)),
            _column("Số lượng", "r num", lambda row: _number(row.recipients_count)),
        ),
    ),
    Task: Shape(
        noun="nhiệm vụ",
        order=("pillar__ordinal", "due_on", "code"),
        related=("lead_agency", "pillar"),
        columns=(
            _column("Mã", "code", lambda task: _linked(_text(task.code), task)),
            _column("Nhiệm vụ", "main", lambda task: _linked(_text(task.title), task)),
            _column("Trụ cột", "", lambda task: _text(task.pillar)),
            _column("Cơ quan chủ trì", "", lambda task: _text(task.lead_agency.label)),
            _column("Hạn", "", lambda task: _day(task.due_on, task.get_due_kind_display())),
            _column("Xong ngày", "", lambda task: _day(task.completed_on, "–")),
        ),
    ),
    Activity: Shape(
        noun="hoạt động",
        order=("held_on", "code"),
        related=("agency", "country"),
        columns=(
            _column("Mã", "code", lambda row: _linked(_text(row.code), row)),
            _column("Hoạt động", "main", lambda row: _linked(_text(row.title), row)),
            _column("Loại", "", lambda row: _text(row.get_kind_display())),
            _column("Ngày", "", lambda row: _day(row.held_on)),
            _column("Cơ quan", "", lambda row: _text(row.agency.label)),
            _column("Số người", "r num", lambda row: _number(row.participants)),
        ),
    ),
    FriendshipAssociation: Shape(
        noun="hội",
        order=("-is_name_known", "sort_key", "pk"),
        related=("country",),
        columns=(
            _column("Tên hội", "main", lambda row: _linked(_text(row.name), row)),
            _column("Tình trạng", "", lambda row: _text("đã rõ tên" if row.is_name_known else "chưa rõ tên")),
            _column("Quốc gia", "", lambda row: _text(row.country)),
            _column("Là thành viên từ", "", lambda row: _text(row.joined_year or "chưa ghi")),
            _column("Độ chắc chắn", "", lambda row: _text(row.get_certainty_display())),
        ),
    ),
    Country: Shape(
        noun="nước",
        order=("established_on", "sort_key"),
        columns=(
            _column("Quốc gia", "main", lambda row: _linked(_text(row.formal_name), row)),
            _column("Thiết lập quan hệ", "", lambda row: _day(row.established_on)),
            _column("Độ chắc chắn", "", lambda row: _text(row.get_certainty_display())),
            _column("Nguồn", "", lambda row: _text(row.source)),
        ),
    ),
}


def shape_of(rows: QuerySet[Any]) -> Shape:
    """Return the table for these records."""
    return SHAPES[rows.model]


def total_cells(shape: Shape, measure: Simple, text: str) -> list[Cell]:
    """Return the last row: its number, which is the figure, under the column that adds up."""
    _, *middle, last = shape.columns_for(measure)
    if not isinstance(measure, Sum):
        blank = [Cell("", None, css=column.css.replace("main", "")) for column in (*middle, last)]
        return [Cell(f"Cộng: {text}", text, css="nw"), *blank]
    blank = [Cell("", None, css=column.css.replace("main", "")) for column in middle]
    return [Cell("Cộng", "Cộng"), *blank, Cell(text, text, css=last.css)]


def sheet(shape: Shape, rows: Iterable[Any], measure: Simple) -> list[list[Any]]:
    """Return the rows as a workbook holds them: real numbers and dates."""
    return [[cell.value for cell in shape.cells(record, measure)] for record in rows]
