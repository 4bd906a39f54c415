"""Which figure a typed number stands for, by the words near it; pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from programs.wording.checks.sentences import Sentence
from reports.text_checks.printed import USD
from reports.text_checks.typed import COUNTED_IN_WORDS, Typed, nouns_pattern

ITEMS, COMMITTED = "aid.items_received", USD[0]
_MODES = {
    "chương trình": "aid.programmes",
    "phi dự án": "aid.non_projects",
    "dự án": "aid.projects",
    "ct": "aid.programmes",
    "pda": "aid.non_projects",
    "da": "aid.projects",
}
_MODE = "(?:chương trình|phi dự án|dự án)"
_SEVERAL_MODES = rf"{_MODE}(?:(?:\s{{0,3}}[,/]\s{{0,3}}(?:và\s+)?|\s+(?:và|hoặc)\s+){_MODE}){{1,5}}"
# What an office counts of aid: any of these words means a whole item.
_ITEM = (
    r"khoản(?!\s+(?:chi|thu|vay|nợ|phí|đóng góp|kinh phí)(?!\w))|gói viện trợ|lượt viện trợ"
    r"|hồ sơ (?:khoản )?viện trợ|văn kiện (?:chương trình|phi dự án|dự án|khoản viện trợ|viện trợ)"
)
_DONOR = r"nhà tài trợ|tổ chức (?:phi chính phủ|PCPNN)"
# Short forms stand in lists alone: "da", "ct" are other words, too.
_SHORT = "(?:ct|da|pda)"
_SEVERAL_SHORT = rf"{_SHORT}(?:(?:\s{{0,3}}[,/]\s{{0,3}}(?:và\s+)?|\s+và\s+){_SHORT}){{1,5}}"
AID_NOUNS = rf"{_SEVERAL_MODES}|{_SEVERAL_SHORT}|pda|{_MODE}|{_ITEM}|{_DONOR}"
_OTHER_NOUNS = r"hội hữu nghị|hội thành viên|hội nghị|cuộc họp|hoạt động|việc(?!\s+làm)"
COUNTS = nouns_pattern(f"{AID_NOUNS}|{_OTHER_NOUNS}")
AID_COUNTS = nouns_pattern(AID_NOUNS)
MEMBER_COUNTS = nouns_pattern("hội hữu nghị thành viên|hội thành viên|hội hữu nghị")
MEMBERS = ("associations.members", "associations.named")

ABOUT_AID = re.compile(r"viện trợ|phi chính phủ|phi dự án|tài trợ không hoàn lại", re.IGNORECASE)
OTHER_MONEY = re.compile(
    r"FDI|ODA(?! (?:và|không))|xuất khẩu|nhập khẩu|kim ngạch|GRDP|kiều hối|thu ngân sách"
    r"|(?:vốn|thu hút|dự án) đầu tư|đầu tư (?:trực tiếp|nước ngoài|công)",
    re.IGNORECASE,
)
_AID_WORD = re.compile(r"viện trợ|phi chính phủ|phi dự án|tài trợ|cam kết|giải ngân", re.IGNORECASE)
_MONEY_WORD = re.compile(
    r"vốn|giá trị|trị giá|kinh phí|viện trợ|tài trợ|cam kết|giải ngân|số tiền", re.IGNORECASE
)
_NOT_DOLLARS = re.compile(
    r"\s*(?:đồng|VNĐ|VND|EUR|euro|yên|bảng|người|lượt|dân|ha\b|tấn|cây|con|suất|hộ|m2|km)", re.IGNORECASE
)
_PAID, _PROMISED = (re.compile(word, re.IGNORECASE) for word in ("giải ngân", "cam kết"))
_SECTORS = {
    "an_sinh": r"an sinh",
    "y_te": r"y tế",
    "giao_duc": r"giáo dục(?! và Đào tạo)",
    "sinh_ke": r"sinh kế",
}
_WITHOUT = re.compile(
    r"(?:không|chưa)\s+(?:gồm|bao gồm|kể|tính)[^,.;()]{0,30}?khẩn cấp|ngoài\s+viện trợ khẩn cấp",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:kể cả|gồm cả|bao gồm cả|tính cả|cả)\s[^,.;()]{0,30}?khẩn cấp", re.IGNORECASE)
# Words that tell nothing of where money goes: "1,9 triệu USD, tập trung cho y tế".
_FOCUS = re.compile(r"(?:tập trung|chủ yếu|ưu tiên|phần lớn|nhất là|như|hơn nửa).*", re.IGNORECASE)
_BREAK = re.compile(r"[,:;()\n]|\svà\s|\d")
_WHOLE = re.compile(r"(?<!\w)(?:tổng|tổng cộng|toàn tỉnh|cả tỉnh)(?!\w)", re.IGNORECASE)
# Told of one donor, one place, one year of several, or of what runs on from before.
_SOME = re.compile(r"\s*(?:trọng điểm|tiêu biểu|nổi bật|quan trọng|chậm|còn lại|khác)(?!\w)", re.IGNORECASE)
# One project by its name, unless a number or "các" before it counts them.
_ONE = re.compile(r"(?<!các )(?<!những )(?<!\w)(?:dự án|chương trình|khoản)(?!\w)", re.IGNORECASE)
_PART = re.compile(r"(?<!\w)(?:trong đó|riêng|còn lại)(?!\w)", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?<!\w)(?:bình quân|trung bình|mỗi|hằng năm|hàng năm|lũy kế|luỹ kế"
    r"|đang (?:triển khai|thực hiện|hoạt động)|chuyển tiếp|còn hiệu lực|nhiệm kỳ"
    r"|kết thúc(?! năm| quý| kỳ| tháng)|thẩm định|(?:lớn|nhỏ|cao|nhiều|ít) nhất)(?!\w)",
    re.IGNORECASE,
)
# Others hold what one goes to, and those who are met are not all who give.
_GUEST = re.compile(
    r"(?<!\w)(?:dự(?!\s+(?:án|kiến|thảo|toán|báo))|tham gia|làm việc với|gặp|gặp gỡ|tiếp xúc(?: với)?)(?!\w)",
    re.IGNORECASE,
)
# Money for people, not for a whole item.
_GIFT = re.compile(r"(?<!\w)(?:học bổng|quà|giải thưởng|tiền thưởng)(?!\w)", re.IGNORECASE)
# One place, one body or one donor as the subject: what it receives or gives is not the province's total.
_SUBJECT = re.compile(
    r"(?:^|[,;:(\n•]|[-–+]\s|(?<!\w)(?i:tại|ở|riêng|còn))\s*(?i:UBND\s+)?"
    r"(?:(?i:huyện|thành phố|thị xã|thị trấn|xã|phường)\s+(?!Hồ Chí Minh)"
    r"|(?i:tổ chức|quỹ|đại sứ quán|công ty|tập đoàn|ngân hàng|sở|bệnh viện|trường|trung tâm)\s+"
    r"(?!Ngoại vụ|Hội nghị|Hội thảo|Ngày|Lễ|Tuần|Đoàn))"
    r"(?:“\s*)?[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẮẰẦẤẬÉÈỀẾÍÌÓÒỒỐỘỚỜÚÙỨỪÝ][^,;:()\d]{0,60}?(?:\s(?i:đã\s+)?"
    r"(?i:tiếp nhận|tài trợ|viện trợ|hỗ trợ|vận động|cam kết|giải ngân|có|được|với|triển khai|tổ chức"
    r"|đóng góp|trao)(?!\w)|:)"
)
_PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|liên hiệp|tổng cộng|tổng số)(?!\w)", re.IGNORECASE)
_OWNER = re.compile(
    r"(?<!\w)(?i:do|của|từ|đến từ)\s+(?:(?i:tổ chức|quỹ|chính phủ|đại sứ quán|công ty)\s+)?"
    r"(?!Thanh Hóa|Liên hiệp|UBND|Ủy ban|Tỉnh|Sở|Trung ương|Nhà nước|Đảng)(?:[A-ZĐÂĂÊÔƠƯ“])"
)
_LESS_OR_MORE = re.compile(
    r"(?<!\w)(?:tăng|giảm|bớt|vượt|(?:nhiều|ít|cao|thấp) hơn)(?:\s+(?:thêm|khoảng|được|gần|hơn))?\s*$",
    re.IGNORECASE,
)
# "Tiếp nhận thêm 12 khoản" counts; it is a difference only beside what it is compared with.
_MORE = re.compile(r"(?<!\w)thêm(?:\s+(?:khoảng|được|gần|hơn))?\s*$", re.IGNORECASE)
_COMPARED = re.compile(r"(?<!\w)(?:so với|cùng kỳ|hơn (?:so|năm|cùng))(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:tăng|giảm)[^,;.\d]{0,25}\stừ\s+$", re.IGNORECASE)
_ACTIVITIES = {
    "activities.exchanges": r"giao lưu",
    "activities.gatherings": r"gặp mặt",
    "activities.anniversaries": r"kỷ niệm",
    "activities.overseas": r"kiều bào|người (?:Việt Nam|Thanh Hóa) ở nước ngoài",
    "activities.information": r"thông tin|tuyên truyền",
    "activities.training": r"đào tạo|bồi dưỡng|tập huấn",
}
_TASKS = {"followups.overdue": r"quá hạn|chậm", "followups.done": r"xong|hoàn thành"}


# Longer ones are lists without a full stop; what stands further off tells nothing of a number.
_SENTENCE = 500


@dataclass(frozen=True, slots=True)
class Meaning:
    """The figures that a number may be: those meant (the first is named), and others that it may equal.

    A code with "+" is the sum of figures. Where `is_sure` is not, the number may be told of a part.
    """

    codes: tuple[str, ...]
    others: tuple[str, ...] = ()
    is_sure: bool = True


class Value(Protocol):
    """As much of a figure as the rules of numbers look at."""

    @property
    def label(self) -> str:
        """What it counts."""
        ...

    @property
    def value(self) -> Decimal | int | None:
        """The number."""
        ...

    @property
    def exact(self) -> str:
        """The number in words."""
        ...


def fitting(codes: Iterable[str], typed: Typed, values: Mapping[str, Value]) -> str:
    """Return the first code whose figure, or sum of figures, a typed number may print; "" where none."""
    for code in codes:
        parts = [values[part].value for part in code.split("+") if part in values]
        is_known = len(parts) == code.count("+") + 1
        if is_known and typed.accepts(sum((Decimal(part or 0) for part in parts), Decimal(0))):
            return code
    return ""


@dataclass(frozen=True, slots=True)
class Near:
    """The words of a clause before a number and behind it."""

    before: str
    after: str

    @property
    def close(self) -> str:
        """The words before it since the last pause."""
        return _since_break(self.before)

    @property
    def behind(self) -> str:
        """The words behind it up to the next pause."""
        found = _BREAK.search(self.after)
        return _FOCUS.sub("", self.after[: found.start()] if found else self.after)

    @property
    def by(self) -> str:
        """The words on both sides up to a pause."""
        return f"{self.close} | {self.behind}"


def _since_break(words: str) -> str:
    breaks = [found.end() for found in _BREAK.finditer(words)]
    return words[breaks[-1] :] if breaks else words


def around(text: str, clause: Sentence, typed: Typed) -> tuple[str, str]:
    """Return the words of the clause before a number and behind it, as many as a sentence has."""
    before = text[max(clause.start, typed.start - _SENTENCE) : typed.start]
    return before, text[typed.end : min(clause.end, typed.end + _SENTENCE)]


def near(before: str, after: str) -> Near:
    """Return the words around a number; what is said not to be counted in is no word about it."""
    return Near(_WITHOUT.sub(lambda found: " " * len(found[0]), before), _WITHOUT.sub(" ", after))


def is_difference(words: Near) -> bool:
    """Return whether a number is by how much something grew, or what it grew from."""
    if _MORE.search(words.before) and _COMPARED.search(f"{words.before} | {words.after}"):
        return True
    return bool(_LESS_OR_MORE.search(words.before) or _FROM.search(words.before))


def is_other_business(typed: Typed, words: Near) -> bool:
    """Return whether a number is of no register: investment, trade, programmes of an evening."""
    if typed.noun == "chương trình":
        sentence = f"{words.before} {words.after}"
        return not re.search("viện trợ|phi chính phủ|dự án|tiếp nhận|tài trợ", sentence, re.IGNORECASE)
    if typed.noun and not _is_aid(typed.noun):
        return False
    if OTHER_MONEY.match(f"{typed.noun}{words.after}".lstrip()) or OTHER_MONEY.search(words.behind):
        return True
    other = _last(OTHER_MONEY, words.before)
    return other > _last(_AID_WORD, words.before)


def is_dollars(words: Near) -> bool:
    """Return whether an amount without a currency is one of aid."""
    return not _NOT_DOLLARS.match(words.after) and bool(_MONEY_WORD.search(words.before[-60:]))


def meant(typed: Typed, words: Near) -> Meaning:
    """Return the figures that a number stands for."""
    if not typed.noun:
        return money_meant(words)
    if _is_aid(typed.noun):
        return _aid_meant(typed.noun, words)
    if typed.noun.startswith(("hội hữu", "hội thành")):
        return Meaning(MEMBERS)
    if typed.noun == "hội nghị":
        return Meaning(("meetings.conferences", "meetings.held"), is_sure=_is_sure(words))
    if typed.noun == "cuộc họp":
        return Meaning(("meetings.held",), is_sure=_is_sure(words))
    total, kinds = (
        ("activities.total", _ACTIVITIES) if typed.noun == "hoạt động" else ("followups.assigned", _TASKS)
    )
    named = [code for code, pattern in kinds.items() if _says(pattern, words)]
    if len(named) == 1:
        return Meaning((*named,), (total,), is_sure=_is_sure(words))
    return Meaning((total,), tuple(kinds), is_sure=not named and _is_sure(words))


def _is_aid(noun: str) -> bool:
    return bool(re.fullmatch(AID_NOUNS, noun, re.IGNORECASE)) or noun == "khoản"


def _says(pattern: str, words: Near) -> bool:
    return bool(re.search(pattern, words.by, re.IGNORECASE))


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((found.start() for found in pattern.finditer(words)), default=-1)


def _part(words: Near) -> str:
    """Return the part of aid that a number is of: a sector, "khan_cap", "ca_khan_cap", "?" several, or ""."""
    whole = "" if _WHOLE.search(words.close) else words.before
    for said in (words.by, whole):
        if _WITH.search(said):
            return "ca_khan_cap"
        found = {code: at for code, pattern in _SECTORS.items()
                 if (at := _last(re.compile(pattern, re.IGNORECASE), said)) >= 0}  # fmt: skip
        urgent = _last(re.compile("khẩn cấp", re.IGNORECASE), said)
        if urgent >= 0 and urgent > max(found.values(), default=-1):
            return "khan_cap"
        if len(found) > 1:
            return "?" if said is not whole else ""
        if found:
            return next(iter(found))
    return ""


def money_meant(words: Near) -> Meaning:
    """Return the figures of money that the words near a number speak of."""
    part = _part(words)
    is_sure = _is_sure(words) and not _is_of_one(words) and not _GIFT.search(words.by)
    if part in _SECTORS:
        codes = (f"aid.sector_usd.{part}", f"aid.sector_disbursed_usd.{part}")
        return Meaning(codes, (COMMITTED,), is_sure=is_sure)
    paid, promised = _last(_PAID, words.by), _last(_PROMISED, words.by)
    is_said = bool(_MONEY_WORD.search(words.by))
    if not is_said:
        paid, promised = _last(_PAID, words.before[-80:]), _last(_PROMISED, words.before[-80:])
    if paid > promised:
        return Meaning(("aid.disbursed_usd", "aid.disbursed_new_usd"), is_sure=is_sure)
    if part == "khan_cap":
        return Meaning(("aid.emergency_usd",), is_sure=is_sure)
    if part == "ca_khan_cap":
        return Meaning(("aid.committed_all_usd",), (COMMITTED,), is_sure=is_sure)
    others = () if is_said or promised >= 0 else (*USD[1:], *(f"aid.sector_usd.{code}" for code in _SECTORS))
    is_whole = is_sure and part != "?" and not _PART.search(words.by)
    return Meaning((COMMITTED,), ("aid.committed_all_usd", *others), is_sure=is_whole)


def _is_sure(words: Near) -> bool:
    """Return whether a number is told of the whole province."""
    by = words.by
    is_another = _ANOTHER.search(by) or _OWNER.search(by) or _GUEST.search(words.close)
    return not (is_another or _SOME.match(words.after) or _has_own_subject(words.before))


def _has_own_subject(before: str) -> bool:
    """Return whether one place, body or donor is what the words tell of, and not the province behind it."""
    subjects = list(_SUBJECT.finditer(before))
    return bool(subjects) and not _PROVINCE.search(before[subjects[-1].end() :])


def _is_of_one(words: Near) -> bool:
    """Return whether an amount is that of one project: "dự án “Nước sạch” 120.000 USD"."""
    close = words.close
    found = None if _WHOLE.search(close) else _ONE.search(close)
    if found is None:
        return False
    # "11 dự án trị giá …", "mười hai khoản trị giá …" are counted.
    counted = words.before[: len(words.before) - len(close) + found.start()].rstrip(" )")
    return not (counted[-1:].isdigit() or COUNTED_IN_WORDS.search(counted))


def _aid_meant(noun: str, words: Near) -> Meaning:
    if re.fullmatch(_DONOR, noun, re.IGNORECASE):
        is_donor = noun == "nhà tài trợ" or "tài trợ" in words.before + words.after
        return Meaning(("aid.donors",), is_sure=is_donor and _is_sure(words))
    modes = list(dict.fromkeys(_MODES[name] for name in re.findall(rf"{_MODE}|\b{_SHORT}\b", noun)))
    part = _part(words)
    if part in _SECTORS:
        by_mode = tuple(modes) if len(modes) == 1 else ()
        return Meaning((f"aid.sector_items.{part}",), by_mode, is_sure=not by_mode and _is_sure(words))
    if part == "khan_cap" and not modes:
        return Meaning(("aid.emergency_items",), is_sure=_is_sure(words))
    if part == "ca_khan_cap":
        return Meaning(("aid.items_all",), (ITEMS,), is_sure=_is_sure(words))
    if len(modes) == 1:
        others = (ITEMS,) if noun == "dự án" else ()
        return Meaning((*modes,), others, is_sure=_is_sure(words))
    if not modes and (named := [code for name, code in _MODES.items() if _mode_behind(name, words)]):
        return Meaning((*named,), is_sure=_is_sure(words))
    added = ("+".join(modes),) if len(modes) == 2 else ()
    is_sure = part != "?" and _is_sure(words) and not _PART.search(words.by)
    return Meaning((ITEMS, *added), ("aid.items_all",), is_sure=is_sure)


def _mode_behind(name: str, words: Near) -> bool:
    """Return whether "khoản" is one of a mode: "3 khoản phi dự án"."""
    return bool(re.match(rf"\s*(?:là\s+|viện trợ\s+)?(?:thuộc\s+)?{name}(?!\w)", words.after, re.IGNORECASE))
