"""Sentences that say there was none: "không tiếp nhận khoản nào", "Viện trợ khẩn cấp: không phát sinh".

A claim of zero is read as a number; what it denies with a condition ("khoản nào sai mục đích") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.figures import FigureValue
from reports.text_checks.meant import AID_NOUNS, OTHER_NOUNS, meant
from reports.text_checks.parts import near
from reports.text_checks.typed import Typed

_AID = r"viện trợ|phi chính phủ|PCPNN|cứu trợ(?= khẩn cấp)"
_NOUNS = rf"{AID_NOUNS}|{OTHER_NOUNS}|{_AID}"
_VERBS = (
    r"(?:hề|có|còn|phát sinh|tiếp nhận|đón nhận|nhận|ghi nhận|vận động|thu hút|huy động|kêu gọi|tổ chức"
    r"|diễn ra|được giao|được|chủ trì|mới|bất cứ|bất kỳ|một|các|số)"
)
# What may follow the noun and still mean all of them.
_WHOLE = (
    r"(?:viện trợ|cứu trợ|tài trợ|phi chính phủ|PCPNN|nước ngoài|nhân dân|không hoàn lại|khẩn cấp|mới|nào|cả"
    r"|hữu nghị|đối ngoại|kiều bào|gặp mặt|kỷ niệm|tuyên truyền|bồi dưỡng"
    r"|được|tiếp nhận|phê duyệt|tổ chức|phát sinh|giao lưu|giao|thành viên|đã|cho tỉnh)"
)
_LATE = r"(?:bị\s+)?(?:quá hạn|chậm(?:\s+(?:tiến độ|hạn))?|trễ hạn)"
_WHEN = (
    r"(?:\s+(?:(?:trong|của|từ|ở|vào)\s+)?(?:năm nay|năm qua|năm(?:\s+20\d\d)?|kỳ(?:\s+báo cáo)?|kỳ này"
    r"|quý\s+[IVX1-4]+(?:[/\s]+(?:năm\s+)?20\d\d)?|(?:6|9)\s+tháng(?:\s+đầu)?\s+năm(?:\s+20\d\d)?"
    r"|tháng\s+\d{1,2}(?:[/\s]+(?:năm\s+)?20\d\d)?|toàn tỉnh|(?:trên\s+)?địa bàn tỉnh|tỉnh)){0,2}"
)
_END = r"(?=\s*(?:[.,;:!)|\n]|$))(?!\s*,?\s*(?:ngoài|trừ|ngoại trừ)(?!\w))"
_DENIED = re.compile(
    rf"(?<!\w)(?:không|chưa)(?:\s+{_VERBS}){{1,5}}\s+(?P<noun>{_NOUNS})(?!\w)"
    rf"(?P<more>(?:\s+(?:{_WHOLE}|{_LATE})(?!\w)){{0,8}}){_WHEN}{_END}"
    rf"|(?<!\w)không\s+(?P<bare>{_NOUNS})(?!\w)(?P<some>(?:\s+{_WHOLE}(?!\w)){{0,6}}?)\s+nào(?!\w){_WHEN}{_END}",
    re.IGNORECASE,
)
_NOT_PAID = re.compile(
    r"(?<!\w)(?:không|chưa)\s+(?:có\s+)?"
    r"(?P<paid>giải ngân\s+(?:được\s+)?(?:đồng|khoản|số|nguồn)?\s*(?:vốn\s+)?nào"
    r"|giải ngân\s+được\s+vốn(?:\s+viện trợ)?)"
    rf"{_WHEN}{_END}",
    re.IGNORECASE,
)
_NONE = (
    r"(?:không|chưa)(?:\s+(?:có|phát sinh|tổ chức|tiếp nhận|diễn ra|ghi nhận))?"
    r"(?:\s+(?:gì|mới|thêm|hoạt động nào|nội dung nào|trường hợp nào))?"
)
_OPENING = (
    r"(?:(?:trong|năm nay|năm qua|năm(?:\s+20\d\d)?|kỳ(?:\s+báo cáo)?|này|toàn tỉnh|tỉnh|nhìn chung|cũng|vẫn"
    r"|hiện)[\s,]+)*"
)
# "Viện trợ khẩn cấp: không phát sinh", "Về viện trợ phi chính phủ, trong năm chưa phát sinh".
_AFTER_TOPIC = re.compile(rf"(?<!\w)(?P<none>{_NONE}){_WHEN}{_END}", re.IGNORECASE)
_TOPIC = re.compile(
    r"(?:^|[\n,;:(•–-]|\d[.)])\s*(?P<about>(?:(?:về|công tác|tổng|số|lượng|vận động|tiếp nhận|thu hút"
    r"|tình hình|kết quả|việc|các|nguồn|trong|năm|kỳ)\s+)*)"
    rf"(?P<noun>{_NOUNS})(?!\w)(?P<more>(?:\s+(?:{_WHOLE}|{_LATE})(?!\w)){{0,8}})[\s:,–-]*{_OPENING}$",
    re.IGNORECASE,
)
_WHOLE_PASSAGE = re.compile(rf"\W*{_OPENING}{_NONE}{_WHEN}\W*", re.IGNORECASE)
# What is left out, or told of one time or of others, is no claim about all.
_EXCEPT = re.compile(
    r"(?<!\w)(?:(?<!nước )ngoài|trừ|ngoại trừ|sau|kể từ|trước|nếu|trường hợp|khi|nơi"
    r"|(?:nhiều|một số|các|có)\s+(?:xã|huyện|phường|thôn|bản|hội|sở|ngành|đơn vị|địa phương|cơ quan|trường"
    r"|bệnh viện)|(?:từ|đến)\s+(?:tháng|ngày)\s+\d)(?!\w)",
    re.IGNORECASE,
)
_MAY_BE_LATE = ("nhiệm vụ", "việc")


def zeros_in(text: str, start: int, end: int, lead: str = "") -> Iterator[Typed]:
    """Yield the claims of zero between two places as numbers that only zero bears out.

    `lead` is the line with a colon that opens the list, as in "Viện trợ khẩn cấp:\\n- Không phát sinh".
    """
    taken = start
    for found in _DENIED.finditer(text, start, end):
        noun, more = found["noun"] or found["bare"], found["more"] or ""
        if _is_claim(text[start : found.start()], noun, more):
            last = found.end("noun") if found["noun"] else found.end("bare")
            taken = found.end()
            yield _zero(found.start(), last, found.end(), noun)
    for found in _NOT_PAID.finditer(text, start, end):
        if not _EXCEPT.search(text[start : found.start()]):
            taken = found.end()
            yield Typed(found.start(), found.start("paid"), "", _is_zero, last=found.end(), is_zero=True)
    for found in _AFTER_TOPIC.finditer(text, taken, end):
        before = text[start : found.start()]
        topic = _TOPIC.search(before)
        if topic and _is_claim(before[: topic.start("noun")], topic["noun"], topic["more"]):
            at = start + topic.start("about")
            yield _zero(at, start + topic.end("noun"), found.end(), topic["noun"])
            return
        listed = None if before.strip(" •–-+") else _TOPIC.search(f"{lead} ")
        if listed and _is_claim("", listed["noun"], listed["more"]):
            yield _zero(found.start(), found.start(), found.end(), listed["noun"])
            return


def _zero(start: int, end: int, last: int, noun: str) -> Typed:
    return Typed(start, end, _counted(noun), _is_zero, last=last, is_zero=True)


def _counted(noun: str) -> str:
    """Return the noun as numbers have it: aid as such is counted in items."""
    noun = " ".join(noun.lower().split())
    return "khoản" if noun == "cứu trợ" or re.fullmatch(_AID, noun, re.IGNORECASE) else noun


def _is_zero(exact: Decimal) -> bool:
    return exact == 0


def _is_claim(before: str, noun: str, more: str) -> bool:
    is_late = bool(re.search(_LATE, more, re.IGNORECASE))
    return not _EXCEPT.search(before) and (not is_late or _counted(noun) in _MAY_BE_LATE)


@dataclass(frozen=True)
class Denied:
    """Words that say there was nothing, where a figure says something; sure where all the passage says so."""

    words: str
    code: str
    right: FigureValue
    is_sure: bool


def denied_under(
    title: str, text: str, leads: Sequence[str], values: Mapping[str, FigureValue]
) -> Denied | None:
    """Return what a bare "Không phát sinh." under a heading denies, None where it denies nothing.

    `leads` are the beginnings of the codes of the figures that the portal prints in this passage.
    """
    lines = [line.strip() for line in text.splitlines() if _WHOLE_PASSAGE.fullmatch(line)]
    if not lines:
        return None
    topic = _TOPIC.search(f"{title}: ")
    codes = [code for lead in leads for code in values if code == lead or code.startswith(f"{lead}.")]
    if topic:
        noun = Typed(0, 0, _counted(topic["noun"]), _is_zero)
        words = near(title[: topic.start("noun")], title[topic.end("noun") :])
        codes = [*(code for code in meant(noun, words).codes if code in values), *codes]
    for code in codes:
        if values[code].value:
            is_all = text.split() == lines[0].split()
            return Denied(lines[0].rstrip("."), code, values[code], is_sure=is_all)
    return None
