"""Agencies and districts that are no more, named in a text as if they still were."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Citation
from programs.wording.checks.findings import Finding, Piece, Setting, Severity
from programs.wording.checks.sentences import Sentence, sentences_of
from programs.wording.tokens import Names, Token, longest_at, tokens_of

CODE = "AGENCY_DISSOLVED"
NO_DISTRICTS_SINCE = date(2025, 7, 1)
LOCAL_GOVERNMENT = Citation("Luật Tổ chức chính quyền địa phương số 72/2025/QH15")
DISTRICTS = (
    "Bá Thước", "Cẩm Thủy", "Đông Sơn", "Hà Trung", "Hậu Lộc", "Hoằng Hóa", "Lang Chánh", "Mường Lát",
    "Nga Sơn", "Ngọc Lặc", "Như Thanh", "Như Xuân", "Nông Cống", "Quan Hóa", "Quan Sơn", "Quảng Xương",
    "Thạch Thành", "Thiệu Hóa", "Thọ Xuân", "Thường Xuân", "Triệu Sơn", "Vĩnh Lộc", "Yên Định",
)  # fmt: skip
TOWNS = ("thành phố Thanh Hóa", "TP Thanh Hóa", "TP. Thanh Hóa", "thành phố Sầm Sơn", "TP Sầm Sơn",
         "TP. Sầm Sơn", "thị xã Bỉm Sơn", "thị xã Nghi Sơn")  # fmt: skip
# Merged on 01/03/2025 and not in every office's register of agencies.
FORMER_BODIES = {
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "Sở Giao thông vận tải": "Sở Xây dựng",
    "Ban Dân tộc tỉnh": "Sở Dân tộc và Tôn giáo",
    "Ban Dân vận Tỉnh ủy": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Ban Tuyên giáo Tỉnh ủy": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính",
    "Sở Lao động - Thương binh và Xã hội": "Sở Nội vụ",
    "Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
}
MERGED_ON = date(2025, 3, 1)
# How offices shorten the names of departments that were merged.
SHORT_FORMS = {
    "Sở Kế hoạch và Đầu tư": ("Sở KH&ĐT", "Sở KHĐT", "Sở KH-ĐT"),
    "Sở Lao động - Thương binh và Xã hội": ("Sở LĐ-TB&XH", "Sở LĐTB&XH", "Sở LĐTBXH",
                                            "Sở Lao động, Thương binh và Xã hội"),
    "Sở Nông nghiệp và Phát triển nông thôn": ("Sở NN&PTNT", "Sở NNPTNT", "Sở NN và PTNT"),
    "Sở Tài nguyên và Môi trường": ("Sở TN&MT", "Sở TNMT"),
    "Sở Thông tin và Truyền thông": ("Sở TT&TT", "Sở TTTT"),
    "Sở Giao thông vận tải": ("Sở GTVT",),
}  # fmt: skip
_GENERIC = re.compile(
    r"(?<!\w)(?:UBND\s+(?:cấp\s+)?huyện|Ủy ban nhân dân\s+(?:cấp\s+)?huyện|(?:UBND|Ủy ban nhân "
    r"dân)\s+các\s+huyện|"
    r"cấp huyện|(?:các|từng)\s+huyện(?:\s*,\s*thị xã)?(?:\s*,?\s*(?:và\s+)?thành phố)?|"
    r"huyện ủy|các\s+huyện,\s*thị,\s*thành ủy)(?!\w)",
    re.IGNORECASE,
)
_TOWN = "|".join(re.escape(town) for town in TOWNS)
_NAMED = re.compile(rf"(?<!\w)(?:huyện\s+(?:{'|'.join(DISTRICTS)})|(?:{_TOWN}))(?!\w)", re.IGNORECASE)
_ABROAD = re.compile(
    r"Hủa Phăn|Hua Phan|Houaphan|nước bạn|phía bạn|của Lào|\(Lào\)|nước ngoài|Trung Quốc|Hàn Quốc|Nhật Bản"
)
_BEFORE = re.compile(
    r"trước đây|trước khi|nay là|nay thuộc|\bcũ\b|sáp nhập|hợp nhất|kết thúc hoạt động|"
    r"không còn|bỏ cấp huyện|"
    r"không tổ chức cấp huyện|thuộc địa bàn huyện|kế thừa|tiếp nhận từ",
    re.IGNORECASE,
)
# A day that is past says the same of old times; one that lies ahead is a deadline.
_BEFORE_DAY = re.compile(
    r"trước ngày\s+(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)"
    r"(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FormerBody:
    """An agency that ended: its names, its last day, who took over, and its row in the register."""

    name: str
    names: tuple[str, ...]
    valid_to: date
    heirs: tuple[str, ...] = ()
    url: str = ""
    is_sure: bool = True

    @property
    def citation(self) -> Citation:
        """The row of the register of agencies."""
        return Citation(f"Danh mục cơ quan: {self.name}, đến {format_date(self.valid_to)}", self.url)


def former_bodies(registered: Iterable[FormerBody]) -> list[FormerBody]:
    """Return the agencies that ended: those of the register, and the known merged ones it lacks."""
    found = [
        FormerBody(
            one.name,
            (*one.names, one.name.replace(" và ", " "), *SHORT_FORMS.get(one.name, ())),
            one.valid_to,
            one.heirs,
            one.url,
            one.is_sure,
        )
        for one in registered
    ]
    names = {one.name for one in found}
    last = date.fromordinal(MERGED_ON.toordinal() - 1)
    for name, heir in FORMER_BODIES.items():
        if name not in names:
            forms = (name, name.replace(" và ", " "), *SHORT_FORMS.get(name, ()))
            found.append(FormerBody(name, forms, last, (heir,), is_sure=False))
    return found


def check_bodies(
    pieces: Iterable[Piece], *, setting: Setting, former: Iterable[FormerBody], living: Iterable[str]
) -> Iterator[Finding]:
    """Yield bodies and districts named after their last day; `living` are names that still hold."""
    ended = {name: one for one in former if one.valid_to < _day(setting) for name in one.names}
    # Living names too: the longest one wins, so "Sở Nông nghiệp và Môi trường" is not half an old name.
    names = Names([*ended, *(name for name in living if name not in ended)])
    checks_districts = _day(setting) >= NO_DISTRICTS_SINCE
    for piece in pieces:
        tokens = tokens_of(piece.text)
        hits = [(ended[name], at) for name, at in names.found_in(tokens) if name in ended]
        has_districts = checks_districts and (
            "uyện" in piece.text or "hanh Hóa" in piece.text or _NAMED.search(piece.text)
        )
        if not hits and not has_districts:
            continue
        for sentence in sentences_of(piece.text):
            if _tells_of_before(sentence.text, setting):
                continue
            yield from _ended(piece, sentence, tokens, hits, setting)
            if has_districts:
                yield from _districts(piece, sentence, setting)


def _day(setting: Setting) -> date:
    """Return the day that counts: the first of the period for a program, else the document's own."""
    return max(setting.day, date(setting.period[0], 1, 1)) if setting.period else setting.day


def _tells_of_before(text: str, setting: Setting) -> bool:
    """Return whether a sentence speaks of the time when the body still was."""
    if _BEFORE.search(text):
        return True
    first = _day(setting)
    return any(
        (int(one["year"]), int(one["month"]), int(one["day"])) < (first.year, first.month, first.day)
        for one in _BEFORE_DAY.finditer(text)
    )


def _severity(piece: Piece, setting: Setting, *, is_sure: bool) -> Severity:
    """Return how much it matters: what is told of the past may name who did it then."""
    if setting.is_past(piece.part) or not is_sure:
        return Severity.WARN
    return Severity.BLOCK


def _ended(
    piece: Piece,
    sentence: Sentence,
    tokens: list[Token],
    hits: list[tuple[FormerBody, int]],
    setting: Setting,
) -> Iterator[Finding]:
    for body, at in hits:
        start = tokens[at].start
        if not sentence.start <= start < sentence.end:
            continue
        written = _as_written(piece.text, tokens, at, body)
        heirs = " hoặc ".join(body.heirs)
        change = f"thay bằng {heirs}" if heirs else "thay bằng cơ quan kế thừa"
        message = f"{body.name} chỉ hoạt động đến {format_date(body.valid_to)}; {change}."
        severity = _severity(piece, setting, is_sure=body.is_sure)
        yield Finding(CODE, severity, piece.key, written, message, body.citation)


def _as_written(text: str, tokens: list[Token], at: int, body: FormerBody) -> str:
    return text[tokens[at].start : tokens[at + longest_at(tokens, at, body.names) - 1].end]


def _districts(piece: Piece, sentence: Sentence, setting: Setting) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED, _GENERIC):
        for found in pattern.finditer(piece.text, sentence.start, sentence.end):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            after = piece.text[found.end() : min(sentence.end, found.end() + 60)]
            if pattern is _GENERIC and _ABROAD.search(after):
                continue
            message = (
                f"“{found[0]}”: không còn cấp huyện từ {format_date(NO_DISTRICTS_SINCE)}; "
                "ghi tên xã, phường hoặc “các xã, phường”."
            )
            severity = _severity(piece, setting, is_sure=True)
            yield Finding(CODE, severity, piece.key, found[0], message, LOCAL_GOVERNMENT)
