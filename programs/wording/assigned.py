"""What a program assigns, as it is read: the bodies it names, its nodes, each assignment. Values only."""

from dataclasses import dataclass, field
from datetime import date

# Bodies that a program names without saying which; a person chooses the lead then.
COLLECTIVES = (
    "các sở, ban, ngành", "các sở, ngành", "các sở", "các ngành", "các cơ quan, đơn vị, địa phương",
    "các cơ quan, đơn vị", "các cơ quan, địa phương", "các cơ quan liên quan", "các đơn vị liên quan",
    "các cơ quan", "các đơn vị", "các địa phương", "UBND cấp xã", "Ủy ban nhân dân cấp xã",
    "UBND các xã, phường", "Ủy ban nhân dân các xã, phường", "các trường đại học", "các hội thành viên",
    "các đoàn thể", "các đoàn thể chính trị - xã hội", "các tổ chức chính trị - xã hội", "các doanh nghiệp",
    "các trường đại học, cao đẳng", "các cơ sở giáo dục đại học", "các hội hữu nghị thành viên",
    "các tổ chức thành viên", "các cấp, các ngành", "các xã, phường",
)  # fmt: skip
_SHORTER = (
    ("Ủy ban nhân dân", "UBND"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Bộ Chỉ huy Quân sự", "Bộ CHQS"),
    ("Giáo dục và Đào tạo", "GD&ĐT"),
    ("Hội đồng nhân dân", "HĐND"),
)


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as it may be named."""

    pk: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A node of the third part: its key, whether it is a heading, its words or its cells, its number."""

    key: str
    text: str
    is_heading: bool = False
    table: list | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task as the text gives it; without a lead a person has to name one.

    `lead_words` is the lead as the text says it where that is no agency of the register, `others` are such
    bodies beside the lead, `group` is the heading or the row of a table above it.
    """

    key: str
    title: str
    lead: int | None
    partners: tuple[int, ...] = ()
    due_kind: str = "KHONG"
    due_on: date | None = None
    deliverable: str = ""
    note: str = ""
    lead_words: str = ""
    others: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that seem to give somebody something to do and that became no assignment."""

    key: str
    text: str


@dataclass(slots=True)
class Reading:
    """What a text assigns, and what could not be read."""

    assignments: list[Assignment] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def body_of(pk: int, name: str, short_name: str) -> Body:
    """Return an agency with the ways in which papers of the province name it."""
    names = [name, short_name]
    for long, short in _SHORTER:
        names += [one.replace(long, short) for one in names if long in one]
    names += [one.removesuffix(" Thanh Hóa") for one in names if one.endswith(" Thanh Hóa")]
    return Body(pk, tuple(dict.fromkeys(filter(None, names))))
