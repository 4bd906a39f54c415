"""What a check says of a text: a stable code, how much it matters, where, which words, on what it rests."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from core.legal import Citation


class Severity(StrEnum):
    """How much a finding matters."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


SEVERITY_WORDS = {Severity.BLOCK: "Chặn trình", Severity.WARN: "Cảnh báo", Severity.HINT: "Gợi ý"}
# The rule behind each code, as a reader is told.
RULES = {
    "SECRET_MARK": "Dấu độ mật",
    "ANNIVERSARY_MISMATCH": "Số năm quan hệ ngoại giao khớp bảng quan hệ",
    "AID_TOTAL_MISMATCH": "Số viện trợ trong lời văn khớp sổ",
    "FIGURE_MISMATCH": "Số trong lời văn khớp sổ",
    "FIGURE_UNCHECKED": "Số chưa có nguồn để đối chiếu",
    "FIGURE_TYPED": "Số gõ tay",
    "FIGURE_ZERO": "Số bằng 0 đọc thành câu",
    "TOKEN_UNKNOWN": "Ô số có thật",
    "HEADING_EMPTY": "Đề mục có nội dung",
    "YEAR_LEFT": "Năm của báo cáo",
    "PLACED_TWICE": "Bảng, biểu đồ in một lần",
    "SENTENCE_REPLACED": "Số của câu cổng tự viết còn trong báo cáo",
    "CARRIED_WORDS": "Lời văn chép từ báo cáo trước đã viết lại",
    "DATE_YEAR_MISSING": "Ngày ghi đủ năm",
    "DATE_WRONG": "Ngày có thật",
    "DATE_OUTSIDE_PERIOD": "Ngày trong giai đoạn của chương trình",
    "AGENCY_DISSOLVED": "Cơ quan, đơn vị hành chính còn hoạt động",
    "AGENCY_NO_TASK": "Cơ quan được nêu có nhiệm vụ",
    "TASK_NO_LEAD": "Nhiệm vụ có cơ quan chủ trì",
    "TASK_TWO_LEADS": "Nhiệm vụ có một cơ quan chủ trì",
    "TASK_LEAD_IN_COOP": "Cơ quan chủ trì không đồng thời phối hợp",
    "TASK_NO_DEADLINE": "Nhiệm vụ có thời hạn",
    "TASK_NO_DELIVERABLE": "Nhiệm vụ có sản phẩm",
    "OBJECTIVE_NO_TASK": "Mục tiêu có nhiệm vụ thực hiện",
    "PILLAR_NO_OBJECTIVE": "Trụ cột có mục tiêu",
    "PERSON_DUP": "Một người một cách viết tên",
    "TREATY_NAME": "Tên gọi thỏa thuận quốc tế",
    "FORMAT_ND30": "Thể thức theo Nghị định 30/2020/NĐ-CP",
    "SPELL_HINT": "Chính tả, dấu câu",
    "TEXT_NOSPACE": "Dấu cách",
    "TEXT_NFC": "Chữ Unicode dựng sẵn",
    "TEXT_TCVN3": "Phông chữ cũ",
    "TEXT_ETH": "Chữ đ",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A node of a document as the checks see it; `table` holds rows of cells, `part` 0 has no part."""

    key: str
    text: str
    part: int = 0
    label: str = ""
    kind: str = "DOAN"
    level: int = 1
    number: str = ""
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it is the name of a part or a heading."""
        return self.kind in ("PHAN", "MUC")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at; `key` is the node, "" where the document as a whole is meant."""

    code: str
    severity: Severity
    key: str
    text: str
    message: str
    source: Citation | None = None
    # The clause of the words, where the same words may stand twice in a paragraph and mean two things.
    near: str = ""
    # Where it stands, as far as known: which paragraph of its section, how that begins, the whole sentence.
    paragraph: int = field(default=0, compare=False)
    opening: str = field(default="", compare=False)
    sentence: str = field(default="", compare=False)

    @property
    def rule(self) -> str:
        """The rule in words."""
        return RULES[self.code]

    @property
    def mark(self) -> str:
        """What the finding is known by: its rule, its paragraph, the words that it is about, their clause."""
        named = "\n".join((self.code, self.key, self.text, *filter(None, (self.near,))))
        return hashlib.sha256(named.encode()).hexdigest()[:16]

    @property
    def severity_words(self) -> str:
        """How much it matters, in words."""
        return SEVERITY_WORDS[self.severity]

    def as_json(self, label: str = "") -> dict[str, Any]:
        """Return the finding as `manage.py check_text` prints it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "paragraph": self.key,
            "label": label,
            "text": self.text,
            "message": self.message,
            "source": str(self.source) if self.source else "",
        }


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document is: its day, the years that it speaks of where a passage names none, its period.

    `looks_back` says that everything in it has happened (a report); of a program only part one has.
    """

    day: date
    years: tuple[int, int]
    period: tuple[int, int] | None = None
    looks_back: bool = False

    def years_of(self, part: int) -> tuple[int, int]:
        """Return the first and last year that a passage of this part is about."""
        if self.period is None or part == 0:
            return self.years
        first, last = self.period
        return (first - (last - first + 1), first - 1) if part == 1 else self.period

    def is_past(self, part: int) -> bool:
        """Whether a passage of this part tells what has happened."""
        return self.looks_back or (self.period is not None and part == 1)


def in_order(findings: Iterable[Finding], keys: Iterable[str]) -> list[Finding]:
    """Return each finding once: what blocks first, then by the place of its node in the document."""
    place = {key: at for at, key in enumerate(keys)}
    weight = {severity: at for at, severity in enumerate(Severity)}
    return sorted(
        dict.fromkeys(findings),
        key=lambda one: (weight[one.severity], place.get(one.key, len(place)), one.code, one.text),
    )


def led_up_to(text: str, start: int, at: int, end: int, *, before: int = 30) -> str:
    """Return the words from `at` to `end` with some whole words before them, none from before `start`."""
    first = max(start, at - before)
    lead = text[first:at]
    if first > start and not text[first - 1].isspace():
        lead = lead.partition(" ")[2]
    return " ".join((lead + text[at:end]).split())


def around(text: str, start: int, end: int, *, most: int = 120) -> str:
    """Return the words between two places on one line, the middle left out where they are many."""
    words = " ".join(text[start:end].split())
    if len(words) <= most:
        return words
    first = words[: most // 2].rsplit(" ", 1)[0]
    last = words[-most // 2 :].split(" ", 1)[-1]
    return f"{first} … {last}"
