"""Which figure a typed number stands for, by the words near it; pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from programs.wording.checks.sentences import Sentence
from reports.text_checks.parts import (
    PART,
    WHOLE,
    Near,
    is_beside_a_part,
    is_of_all,
    is_of_all_aid,
    is_of_one,
)
from reports.text_checks.printed import USD
from reports.text_checks.totals import is_held_by_all, is_of_all_members, is_one_bodys_share
from reports.text_checks.typed import AGAIN, WORDS, Typed, blank, nouns_pattern

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
_SEVERAL_MODES = (
    rf"{_MODE}(?:(?:\s{{0,3}}[,/]\s{{0,3}}(?:và\s+)?|\s+(?:và|hoặc)\s+)"
    rf"(?:khoản\s+(?:viện trợ\s+)?)?{_MODE}){{1,5}}"
)
# What an office counts of aid: any of these words means a whole item.
_ITEM = (
    r"khoản(?!\s+(?:chi|thu|vay|nợ|phí|đóng góp|kinh phí)(?!\w))|gói viện trợ|lượt viện trợ"
    r"|CTDA|hồ sơ (?:khoản )?viện trợ|văn kiện (?:chương trình|phi dự án|dự án|khoản viện trợ|viện trợ)"
)
_DONOR = r"nhà tài trợ|đối tác (?:tài trợ|viện trợ)|tổ chức (?:phi chính phủ|PCPNN)"
# Short forms stand in lists alone: "da", "ct" are other words, too.
_SHORT = "(?:ct|da|pda)"
_SEVERAL_SHORT = rf"{_SHORT}(?:(?:\s{{0,3}}[,/]\s{{0,3}}(?:và\s+)?|\s+và\s+){_SHORT}){{1,5}}"
# Alone they are taken in capitals only: "12 (mười hai) DA".
AID_NOUNS = rf"{_SEVERAL_MODES}|{_SEVERAL_SHORT}|(?-i:DA)|pda|{_MODE}|{_ITEM}|{_DONOR}"
# So may others call what the register has as exchanges and members; never sure.
_LOOSE = (
    "(?:cuộc|buổi) giao lưu|(?:cuộc|buổi) gặp mặt|tổ chức thành viên|(?:lần|đợt|nguồn|suất) viện trợ"
    "|gói hỗ trợ không hoàn lại"
)
FOLLOWED_UP = r"nhiệm vụ|việc(?!\s+làm)"
_AWARDED = "lượt khen thưởng|giấy khen|bằng khen|(?:lượt )?tập thể(?:,| và) cá nhân"
OTHER_NOUNS = (
    rf"{_LOOSE}|{_AWARDED}|hội hữu nghị|hội thành viên|hội nghị(?:,| và)(?: các)? cuộc họp|hội nghị|cuộc họp"
    rf"|hoạt động|lượt người|{FOLLOWED_UP}"
)
COUNTS = nouns_pattern(f"{AID_NOUNS}|{OTHER_NOUNS}")
AID_COUNTS = nouns_pattern(AID_NOUNS)
MEMBER = "hội hữu nghị thành viên|hội thành viên|hội hữu nghị"
MEMBER_COUNTS = nouns_pattern(MEMBER)
MEMBERS = ("associations.members", "associations.named")

ABOUT_AID = re.compile(r"viện trợ|phi chính phủ|phi dự án|tài trợ không hoàn lại", re.IGNORECASE)
OTHER_MONEY = re.compile(
    r"FDI|đối ứng|ODA(?! (?:và|không))|xuất khẩu|nhập khẩu|kim ngạch|GRDP|kiều hối|thu ngân sách"
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
SECTORS = {
    "an_sinh": r"an sinh",
    "y_te": r"y tế",
    "giao_duc": r"giáo dục(?! và Đào tạo)",
    "sinh_ke": r"sinh kế",
}
_WITH = re.compile(r"(?:kể cả|gồm cả|bao gồm cả|tính cả|cả)\s[^,.;()]{0,30}?khẩn cấp", re.IGNORECASE)
# Money for people, not for a whole item.
_GIFT = re.compile(r"(?<!\w)(?:học bổng|quà|giải thưởng|tiền thưởng)(?!\w)", re.IGNORECASE)
_BUILT = re.compile(
    r"(?<!\w)(?:xây dựng|xây|sửa chữa|mua sắm|mua|lắp đặt|trao|tặng|cấp phát)\s+[\d.]+\s+"
    r"(?!khoản|dự án|chương trình|phi dự án)[^,;:.]*$",
    re.IGNORECASE,
)
_WITH_AT_FIRST = re.compile(r"\W*(?:kể cả|gồm cả|tính cả)\s[^.;()\d]{0,30}?khẩn cấp\s*,\D*$", re.IGNORECASE)
_ITEMS_TOLD = re.compile(rf"(?:\d|(?<!\w){WORDS})\)?\s+(?:khoản|đợt|lần|dự án)(?!\w)", re.IGNORECASE)
_SUMS_UP = re.compile(
    r"(?<!\w)(?:khoản|đợt|lần|dự án)(?!\w)[^,;:()\d]{0,60}[,(]?\s*(?:với|có|và)?\s*"
    r"tổng\s+(?:trị giá|giá trị|số tiền|kinh phí|vốn)(?!\w)[^,;:()\d]{0,30}$",
    re.IGNORECASE,
)
_LESS_OR_MORE = re.compile(
    r"(?<!\w)(?:tăng|giảm|bớt|vượt|(?:nhiều|ít|cao|thấp)(?: hơn)?)(?:\s+(?:thêm|khoảng|được|gần|hơn))?\s*$",
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
_FINISHED = r"(?<!chưa )(?<!chưa được )(?<!hạn )(?:xong|hoàn thành)"
_UNDATED = r"chưa (?:xác định|có|rõ|ghi)(?: được)? (?:thời )?hạn"
_FOLLOWUPS = {
    "followups.overdue": r"quá hạn|chậm(?! nhất)",
    "followups.undated": _UNDATED,
    "followups.done": _FINISHED,
}
# No figure counts what is left of them.
_UNFINISHED = re.compile(r"chưa (?:được )?(?:xong|hoàn thành|làm|giải quyết)|còn lại", re.IGNORECASE)
_TASKS = {"tasks.overdue": r"quá hạn|chậm", "tasks.done": _FINISHED}
# Tasks of any kind are called so; those of the register are given by the programme.
_OTHER_TASKS = re.compile(
    r"\s*(?:,|và|-|–)?\s*(?:giải pháp|trọng tâm|trước mắt|chủ yếu|cụ thể|đột phá|then chốt|quan trọng|lớn"
    r"|chung|khoa học|chi|chính trị|thường xuyên|đột xuất)(?!\w)",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(
    r"hoạt động[^.;|]*[|][^.;]*tham gia|tham gia[^.;|]*[|][^.;]*hoạt động"
    r"|(?:toàn tỉnh|tổng số)[^.;|]*[|]\s*tham gia|[|]\s*tham gia[^.;]*hoạt động"
    r"|hoạt động[^.;|]*thu hút[^.;|]*[|]",
    re.IGNORECASE,
)
_OF_THE_PROGRAM = re.compile(r"(?<!\w)(?:chương trình|được giao|tổng số|toàn tỉnh)(?!\w)", re.IGNORECASE)


# Longer ones are lists without a full stop; what stands further off tells nothing of a number.
SENTENCE = 500


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


def around(text: str, clause: Sentence, typed: Typed) -> tuple[str, str]:
    """Return the words of the clause before a number and behind it, as many as a sentence has.

    What stands between a noun and the number behind it is read behind the noun, without its signs.
    """
    before, at = text[max(clause.start, typed.start - SENTENCE) : typed.start], typed.end
    if typed.is_zero:
        # "Sở Y tế không phát sinh khoản nào": who had none is found like who had some.
        return f"{before}có ", text[at : min(clause.end, at + SENTENCE)]
    inner = "" if typed.last <= at else _SIGNS.sub(blank, text[at : typed.last])
    return before, inner + text[at + len(inner) : min(clause.end, at + SENTENCE)]


_SIGNS = re.compile(rf"[\d(),:=]|(?<!\w){WORDS}(?=(?:\s+(?:{AGAIN}))?$)", re.IGNORECASE)


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
    if re.fullmatch(_AWARDED, typed.noun):
        return "khen" not in f"{words.before} {typed.noun} {words.after}".lower()
    if typed.noun == "lượt người":
        return not _TOOK_PART.search(f"{words.before} | {words.after}")
    if typed.noun in {"nhiệm vụ", "việc"} and _UNFINISHED.search(words.by):
        return True
    if typed.noun == "nhiệm vụ":
        return bool(_OTHER_TASKS.match(words.after))
    if typed.noun and not is_aid(typed.noun):
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
    if typed.noun == "tổ chức thành viên":
        return Meaning(MEMBERS, is_sure=False)
    if typed.noun.endswith(("giao lưu", "gặp mặt")):
        code = "activities.exchanges" if typed.noun.endswith("giao lưu") else "activities.gatherings"
        return Meaning((code,), is_sure=False)
    if re.fullmatch(_LOOSE, typed.noun):
        return Meaning((ITEMS,), ("aid.items_all", "aid.emergency_items"), is_sure=False)
    if is_aid(typed.noun):
        return _aid_meant(typed.noun, words)
    if typed.noun.startswith(("hội hữu", "hội thành")):
        return Meaning(MEMBERS, is_sure=is_of_all_members(words, is_whole=typed.is_whole))
    if typed.noun == "hội nghị":
        codes = ("meetings.conferences", "meetings.held")
        return Meaning(codes, is_sure=is_held_by_all(words, typed.noun))
    if typed.noun.endswith("cuộc họp"):
        return Meaning(("meetings.held",), is_sure=is_held_by_all(words, typed.noun))
    if re.fullmatch(_AWARDED, typed.noun):
        return Meaning(("awards.recipients", "awards.given"), is_sure=False)
    if typed.noun == "lượt người":
        return Meaning(("activities.participants",), is_sure=False)
    total, kinds = {
        "hoạt động": ("activities.total", _ACTIVITIES),
        "nhiệm vụ": ("tasks.total", _TASKS),
    }.get(typed.noun, ("followups.assigned", _FOLLOWUPS))
    if typed.is_whole:
        return Meaning((total,), is_sure=is_of_all(words))
    named = [code for code, pattern in kinds.items() if _says(pattern, words)]
    is_sure = is_held_by_all(words, typed.noun)
    if typed.noun == "nhiệm vụ":
        is_sure = is_sure and not is_one_bodys_share(words)
        is_sure = is_sure and bool(_OF_THE_PROGRAM.search(f"{words.before} {words.after}"))
    if len(named) == 1:
        return Meaning((*named,), (total,), is_sure=is_sure)
    return Meaning((total,), tuple(kinds), is_sure=not named and is_sure)


def is_aid(noun: str) -> bool:
    """Return whether a noun counts aid or who gives it."""
    return noun in {"khoản", "da"} or bool(re.fullmatch(AID_NOUNS, noun, re.IGNORECASE))


def _says(pattern: str, words: Near) -> bool:
    return bool(re.search(pattern, words.by, re.IGNORECASE))


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((found.start() for found in pattern.finditer(words)), default=-1)


def part_of(words: Near) -> str:
    """Return the part of aid that a number is of: a sector, "khan_cap", "ca_khan_cap", "?" several, or ""."""
    whole = "" if WHOLE.search(words.close) and not _is_sum_of_items(words) else words.before
    if _WITH_AT_FIRST.match(words.before):
        return "ca_khan_cap"
    for said in (words.by, whole):
        if _WITH.search(said):
            return "ca_khan_cap"
        found = {code: at for code, pattern in SECTORS.items()
                 if (at := _last(re.compile(pattern, re.IGNORECASE), said)) >= 0}  # fmt: skip
        urgent = _last(re.compile("khẩn cấp", re.IGNORECASE), said)
        if urgent >= 0 and urgent > max(found.values(), default=-1):
            return "khan_cap"
        if len(found) > 1:
            return "?" if said is not whole else ""
        if found:
            return next(iter(found))
    return ""


def _is_sum_of_items(words: Near) -> bool:
    """Return whether "tổng trị giá" sums up the only items told before: "khẩn cấp 2 khoản, tổng trị giá"."""
    return bool(_SUMS_UP.search(words.before)) and len(_ITEMS_TOLD.findall(words.before)) == 1


def money_meant(words: Near) -> Meaning:
    """Return the figures of money that the words near a number speak of."""
    part = part_of(words)
    is_sure = is_of_all(words) and not (is_of_one(words) or is_beside_a_part(words) or _is_a_gift(words))
    if part in SECTORS:
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
    others = () if is_said or promised >= 0 else (*USD[1:], *(f"aid.sector_usd.{code}" for code in SECTORS))
    is_whole = is_sure and part != "?" and not PART.search(words.by)
    return Meaning((COMMITTED,), ("aid.committed_all_usd", *others), is_sure=is_whole)


def _is_a_gift(words: Near) -> bool:
    return bool(_GIFT.search(words.by) or _BUILT.search(words.before))


_REGISTERED = re.compile(r"(?<!\w)(?:giấy đăng ký|giấy phép|đăng ký hoạt động)(?!\w)", re.IGNORECASE)


def _aid_meant(noun: str, words: Near) -> Meaning:
    if re.fullmatch(_DONOR, noun, re.IGNORECASE):
        if _REGISTERED.search(words.before + words.after):
            return Meaning(("ngo.valid",), is_sure=False)
        is_donor = not noun.startswith("tổ chức") or "tài trợ" in words.before + words.after
        return Meaning(("aid.donors",), is_sure=is_donor and is_of_all_aid(words))
    modes = list(dict.fromkeys(_MODES[name] for name in re.findall(rf"{_MODE}|\b{_SHORT}\b", noun)))
    part = part_of(words)
    if part in SECTORS:
        by_mode = tuple(modes) if len(modes) == 1 else ()
        return Meaning((f"aid.sector_items.{part}",), by_mode, is_sure=not by_mode and is_of_all_aid(words))
    if part == "khan_cap" and not modes:
        return Meaning(("aid.emergency_items",), is_sure=is_of_all_aid(words))
    if part == "ca_khan_cap":
        return Meaning(("aid.items_all",), (ITEMS,), is_sure=is_of_all_aid(words))
    if len(modes) == 1:
        others = (ITEMS,) if noun in {"dự án", "da"} else ()
        return Meaning((*modes,), others, is_sure=is_of_all_aid(words))
    if not modes and (named := [code for name, code in _MODES.items() if _mode_behind(name, words)]):
        return Meaning((*named,), is_sure=is_of_all_aid(words))
    added = ("+".join(modes),) if len(modes) == 2 else ()
    is_sure = part != "?" and is_of_all_aid(words) and not PART.search(words.by)
    return Meaning((ITEMS, *added), ("aid.items_all",), is_sure=is_sure)


def _mode_behind(name: str, words: Near) -> bool:
    """Return whether "khoản" is one of a mode: "3 khoản phi dự án"."""
    return bool(re.match(rf"\s*(?:là\s+|viện trợ\s+)?(?:thuộc\s+)?{name}(?!\w)", words.after, re.IGNORECASE))
