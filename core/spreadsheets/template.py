"""The two official tables: which columns they have, what a cell of each must be."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum


class Kind(Enum):
    """How the cells of a column are read."""

    IGNORED = "ignored"
    CODE = "code"
    LINE = "line"
    NOTE = "note"
    DATE = "date"
    AMOUNT = "amount"
    RATE = "rate"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    A file must have each required column. Its cells must be filled, except where `may_be_blank` leaves that
    to the import: a stored record may lack the value, and then its row comes back as it went out.
    """

    key: str
    header: str
    kind: Kind
    required: bool = False
    may_be_blank: bool = False
    aliases: tuple[str, ...] = ()
    max_length: int = 500
    width: int = 18


@dataclass(frozen=True, slots=True)
class SheetTemplate:
    """A table with one header row; `date_order` holds pairs that must not run backwards."""

    name: str
    columns: tuple[Column, ...]
    code_key: str
    currency_key: str = ""
    date_order: tuple[tuple[str, str], ...] = ()
    # Whether a code may stand in several rows: then it names what a row belongs to.
    code_repeats: bool = False

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)

    def with_blanks(self, *keys: str) -> "SheetTemplate":
        """The same table whose cells of these required columns are left to the import when they are empty."""
        columns = tuple(
            replace(column, may_be_blank=True) if column.key in keys else column for column in self.columns
        )
        return replace(self, columns=columns)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns that a file must have."""
        return tuple(column for column in self.columns if column.required)


def header_key(text: str) -> str:
    """A header as it is compared: NFC, one case, single spaces, without the mark of a required column."""
    folded = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\u200b", ""))
    return re.sub(r"\s+", " ", folded).strip().removesuffix("*").strip().casefold()


TASKS = SheetTemplate(
    name="Nhiệm vụ",
    code_key="code",
    date_order=(("start", "deadline"),),
    columns=(
        Column("number", "STT", Kind.IGNORED, width=6),
        Column("code", "Mã nhiệm vụ", Kind.CODE, required=True, max_length=30),
        Column("name", "Tên nhiệm vụ", Kind.LINE, required=True, max_length=500, width=50),
        Column("lead", "Cơ quan chủ trì", Kind.CHOICE, required=True, width=28),
        Column("partners", "Cơ quan phối hợp", Kind.CHOICES, width=36),
        Column("start", "Ngày bắt đầu", Kind.DATE, width=14),
        Column("deadline", "Hạn hoàn thành", Kind.DATE, required=True, width=14),
        Column("status", "Trạng thái", Kind.CHOICE),
        Column("note", "Ghi chú", Kind.NOTE, max_length=2000, width=40),
        Column("pillar", "Trụ cột", Kind.CHOICE, width=24),
        Column("group", "Nhóm giải pháp", Kind.CHOICE, width=28),
        Column("output", "Sản phẩm", Kind.LINE, aliases=("Sản phẩm đầu ra",), max_length=300, width=36),
    ),
)

AID = SheetTemplate(
    name="Viện trợ",
    code_key="code",
    currency_key="currency",
    date_order=(("start", "end"),),
    columns=(
        Column("number", "STT", Kind.IGNORED, width=6),
        Column("code", "Mã dự án", Kind.CODE, required=True, aliases=("Mã khoản viện trợ",), max_length=30),
        Column("name", "Tên dự án", Kind.LINE, required=True, aliases=("Tên khoản viện trợ",), width=50),
        Column("donor", "Nhà tài trợ", Kind.CHOICE, required=True, max_length=250, width=30),
        Column(
            "owner",
            "Chủ khoản viện trợ",
            Kind.CHOICE,
            required=True,
            # As older tables, and the contract of the corpus, name it.
            aliases=("Cơ quan chủ quản",),
            width=30,
        ),
        Column("amount", "Giá trị viện trợ", Kind.AMOUNT, required=True),
        Column("currency", "Loại tiền", Kind.CHOICE, required=True, max_length=10, width=10),
        Column("approved", "Ngày phê duyệt", Kind.DATE, required=True, width=14),
        Column("end", "Ngày kết thúc", Kind.DATE, width=14),
        Column("places", "Địa bàn", Kind.CHOICES, width=30),
        Column("note", "Ghi chú", Kind.NOTE, max_length=2000, width=40),
        Column("kind", "Loại", Kind.CHOICE, aliases=("Loại viện trợ",)),
        Column("emergency", "Hình thức khẩn cấp", Kind.CHOICE, aliases=("Viện trợ khẩn cấp",)),
        Column("sectors", "Lĩnh vực", Kind.CHOICES, width=24),
        Column("rate", "Tỷ giá", Kind.RATE, width=12),
        Column("rate_date", "Ngày tỷ giá", Kind.DATE, width=14),
        Column("rate_source", "Nguồn tỷ giá", Kind.LINE, max_length=250, width=24),
        Column("decision", "Số quyết định", Kind.LINE, aliases=("Số quyết định phê duyệt",), max_length=50),
        Column("start", "Ngày bắt đầu", Kind.DATE, width=14),
    ),
)

TEMPLATES = {"tasks": TASKS, "aid": AID}
