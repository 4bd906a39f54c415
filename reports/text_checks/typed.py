"""Numbers as people type them: "12 khoản", "Mười hai (12) khoản", "số dự án là 99", "USD 1.900.400"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from reports.text_checks.printed import DIGITS, LEADS, MONEY, UNDER, Printed, printed

_UNITS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
          "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}  # fmt: skip
_SCALES = (("tỷ", 10**9), ("tỉ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("ngàn", 10**3))
_UNIT = "|".join(_UNITS)
_HUNDREDS = re.compile(
    rf"(?:(?P<hundreds>{_UNIT}) trăm(?: |$))?"
    rf"(?:(?:(?P<tens>{_UNIT}) (?:mươi|chục)|(?P<ten>mười))(?: (?P<unit>{_UNIT}))?"
    rf"|(?:linh|lẻ) (?P<odd>{_UNIT})|(?P<only>{_UNIT}))?"
)
_WORD = rf"(?:{_UNIT}|mười|mươi|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|linh|lẻ)"
_DOZEN = "tá"
# What may stand once more behind the number of "số hội thành viên: 12 hội".
AGAIN = "tổ chức|nhà tài trợ|đơn vị|tập thể|hội|khoản|dự án|nhiệm vụ|việc|cuộc|hội nghị|hoạt động"
# A number in words.
WORDS = rf"(?:(?:{_UNIT}|nửa)[^\S\n]{{1,8}}{_DOZEN}|(?:{_UNIT}|mười)(?:[^\S\n]{{1,8}}{_WORD}){{0,15}})"
COUNTED_IN_WORDS = re.compile(
    r"(?<!\w)(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|lăm|mốt|trăm)$", re.IGNORECASE
)
# "một hoạt động" is an article, "năm dự án" after another word than these the year.
_VERBS = re.compile(r"(?:tiếp nhận|có|được|gồm|là|với|tổng số|triển khai|vận động)\s+$", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>")
# Signs around a number alone: "“12” khoản", "**12** khoản", and signs that nobody sees.
_QUOTED = re.compile(r"[“”\"'‘’«»](\d[\d.,]*)[“”\"'‘’«»]")
_STARS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\d)|(?<=\d)_{1,2}(?!\w)|[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_FOOTNOTE = re.compile(r"(?<=\d)[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")
# A line that ends with the number of what the next one names is no end.
_TORN = re.compile(
    r"(?<=\d)([^\S\n]{0,8})\n"
    r"(?=[^\S\n]{0,8}(?:khoản|dự án|phi dự án|chương trình|nhà tài trợ|triệu|USD)(?!\w))"
)

# A number that belongs to a citation, a date or an order counts nothing.
_CITED = re.compile(
    r"(?<!\w)(?:(?:Điều|Chương|Mục|Phần|Phụ lục|Biểu|Bảng|Mẫu|Nghị định|Thông tư|Luật|khoản|điểm|thứ|khóa"
    r"|khoá|tháng|ngày|quý)"
    r"|(?:Nghị định|Thông tư|Luật|Quyết định|Nghị quyết|Chỉ thị|Kết luận|Kế hoạch|Báo cáo"
    r"|Công văn|Tờ trình|Thông báo|Hướng dẫn|Văn bản|Phụ lục|Biểu|Bảng|Mẫu)\s+số)\s*$",
    re.IGNORECASE,
)
_OF_A_LAW = re.compile(r"(?<!\w)Điều\s+\d+[^.;\n]*$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_RANGE = re.compile(r"(?<![\w.,/])(?P<low>\d{1,6})\s*(?:[-–]|đến)\s*$")
# "(1) nước sạch, (2) sinh kế" counts nothing.
_LISTED = re.compile(r"\(\d{1,2}\)")
_BLANK = r"[^\S\n]{1,8}"
# So many signs before a number tell whether it is cited.
_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A number in a text: where it stands, what it counts ("" money), whether it fits an exact value."""

    start: int
    end: int
    noun: str
    accepts: Callable[[Decimal], bool]
    is_sure: bool = True
    # The second number of "20/24 nhiệm vụ".
    is_whole: bool = False
    # Where its words end, if not at `end`: behind that stand the words about it. 0 for `end`.
    last: int = 0
    is_zero: bool = False
    # Typed in a way that tells little of what it counts ("từ 10 đến 12 khoản"): worth a look at most.
    is_odd: bool = False


# Cyrillic letters that a keyboard of two languages leaves inside Vietnamese words.
_LIKE_LATIN = str.maketrans("аеорсухікмнвтАЕОРСУХІКМНВТ", "aeopcyxikmhbtAEOPCYXIKMHBT")


def plain(text: str) -> str:
    """Return the text with tags and quotes around a number blanked out, every letter at its place."""
    text = _STARS.sub(blank, _TAG.sub(blank, text.translate(_LIKE_LATIN)))
    text = _FOOTNOTE.sub(blank, text).replace("khỏan", "khoản")
    text = _QUOTED.sub(lambda found: f" {found[1]} ", text)
    return _TORN.sub(lambda found: f"{found[1]} ", text)


def blank(found: re.Match[str]) -> str:
    """Return as many blanks as a match is long."""
    return " " * len(found[0])


def nouns_pattern(nouns: str) -> re.Pattern[str]:
    """Return what finds a number before these nouns, or behind them: "số dự án là 99", "Dự án: 99", "(99)".

    `nouns` is the inside of a group; a blank in it stands for any run of blanks.
    """
    noun = nouns.replace(" ", _BLANK)
    number = rf"(?<![\w.,/])(?:{DIGITS})(?:,\d+)?"
    between = rf"{_BLANK}(?:các|những|số|lượt){_BLANK}|[^\S\n]{{0,8}}[-–(]?[^\S\n]{{0,8}}"
    before = (
        rf"(?:(?<!\w)(?P<lead>{LEADS}){_BLANK})?"
        rf"(?:(?<!\w)(?P<words>{WORDS})(?:{_BLANK}\([^()\n]{{1,60}}\))?"
        rf"|(?P<number>{number})\)?(?:{_BLANK}\([^()\n\d]{{1,60}}\))?)"
        rf"(?:{between})(?P<noun>{noun})(?!\w)"
    )
    behind = (
        rf"(?:(?:tổng{_BLANK})?số(?:{_BLANK}lượng)?{_BLANK}(?P<noun_of>{noun})(?!\w)"
        rf"[^\d\n.;:,()]{{0,60}}?(?:\([^\d\n()]{{1,40}}\))?"
        rf"(?:{_BLANK}(?:là|đạt|bằng|gồm|lên)(?:{_BLANK}(?:tới|đến|mức|được))?(?:{_BLANK}con{_BLANK}số)?|:|=)"
        rf"|(?:^|(?<=[\n•;,(+])|(?<=[-–] ))[^\S\n]*(?:các{_BLANK})?(?P<noun_at>{noun})(?!\w)"
        r"[^\d\n.;:,()]{0,40}?:)"
        rf"[^\S\n]*(?:(?P<last>{number})|(?P<last_words>{WORDS})(?!\w))"
        rf"(?:[^\S\n]*\([^()\d\n]{{1,40}}\))?(?:[^\S\n]+(?:{AGAIN}))?(?=[^\S\n]*(?:[.;)\n]|,(?!\d)|$))"
    )
    bracketed = (
        rf"(?:(?<!\w)(?:các|những|số(?:{_BLANK}lượng)?|tổng số){_BLANK}|(?:^|(?<=[\n.;,]))[^\S\n]*)"
        rf"(?P<noun_over>{noun})(?!\w)[^\d\n.;:,()]{{0,60}}\((?P<inside>{number})(?:[^\S\n]+(?:{AGAIN}))?\)"
    )
    return re.compile(f"{before}|{behind}|{bracketed}", re.IGNORECASE | re.MULTILINE)


def counts_in(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[Typed]:
    """Yield the numbers of things between two places; `pattern` comes from `nouns_pattern`."""
    at = start
    while found := pattern.search(text, at, end):
        first, typed = _counted(text, found, start)
        # A run of words that is no number may hide one: "mỗi năm hai dự án".
        at = found.end() if typed else max(first, found.start() + 1)
        if typed:
            yield typed


_RESULT = re.compile(
    r"[^\d,;:.\n]{0,40},\s*(?:kết quả\s+|đã\s+)?(?:thực hiện|đạt|được|tiếp nhận|hoàn thành)\s+"
    r"(?:được\s+|đạt\s+)?"
    rf"(?P<number>{DIGITS})(?=\s*(?:[.;:)\n]|,(?!\d)|$))"
)


def result_behind(text: str, planned: Typed, end: int) -> Typed | None:
    """Return the number without a noun behind a planned one: "kế hoạch giao 10 khoản, thực hiện 12"."""
    found = _RESULT.match(text, planned.last or planned.end, end)
    if found is None:
        return None
    said = printed(found["number"])
    return Typed(found.start("number"), found.end(), planned.noun, _fits(said))


def _counted(text: str, found: re.Match[str], start: int) -> tuple[int, Typed | None]:
    """Return where to look on, and the number of a match or None."""
    name = next(name for name in ("noun", "noun_of", "noun_at", "noun_over") if found[name])
    noun, first = " ".join(found[name].lower().split()), found.start()
    # What stands between a noun and the number behind it tells of the noun.
    end, last = (found.end(), 0) if name == "noun" else (found.end(name), found.end())
    before = text[max(start, first - _BEFORE) : first]
    if said := found["words"] or found["last_words"]:
        words = said.lower().split()
        if (said[0].isupper() and words[0] == "năm") or before.lower().endswith(("một ", "mỗi ")):
            return found.start("words") + 1, None
        number = in_words(" ".join(words))
        is_year = words == ["năm"] and not found["last_words"] and not _VERBS.search(before)
        if number is None or words == ["một"] or is_year:
            return (last or found.start("words") + len(said.split()[0])), None
        return first, Typed(
            first, end, noun, _fits(printed(str(number), lead=found["lead"] or "")), last=last
        )
    group = next(name for name in ("number", "last", "inside") if found[name])
    digits, place = found[group], found.start(group)
    behind = text[found.end() : found.end() + 20]
    lead_in = text[max(start, place - _BEFORE) : place]
    if group == "number" and (span := _RANGE.search(lead_in)):
        return found.end() - 1, _of_a_range(first - len(span[0]), span["low"], lead_in, found, noun)
    if _counts_nothing(lead_in, digits, noun, behind):
        return found.end() - 1, None
    is_odd = group == "inside" and not found[0].lower().lstrip().startswith(("số", "tổng"))
    if group == "inside" and len(_LISTED.findall(text, start, place + _BEFORE)) > 1:
        return found.end() - 1, None
    fits = _fits(printed(digits, lead=found["lead"] or ""))
    return first, Typed(first, end, noun, fits, last=last, is_odd=is_odd)


def _of_a_range(first: int, low: str, lead_in: str, found: re.Match[str], noun: str) -> Typed | None:
    """Return "10 đến 12 khoản" as a number that any count between bears out; None for days and years."""
    if _YEAR.match(low) or _CITED.search(_RANGE.sub("", lead_in)):
        return None
    least, most = printed(low).value, printed(found["number"]).value
    if not least < most:
        return None
    return Typed(first, found.end(), noun, lambda exact: least <= exact <= most, is_odd=True)


def _fits(said: Printed) -> Callable[[Decimal], bool]:
    """Return what a count fits; "gần 12" is 11, too."""
    return lambda exact: said.accepts(exact) or (said.lead in UNDER and exact == said.value - 1)


def _counts_nothing(before: str, digits: str, noun: str, after: str) -> bool:
    if _CITED.search(before):
        return True
    if _YEAR.match(digits) and re.search(
        r"(?:năm|giai đoạn)\s+(?:20\d\d\s*[-–]\s*)?$", before, re.IGNORECASE
    ):
        return True
    # "Điều 12 khoản 3", "Điều 7 gồm 4 khoản".
    return noun == "khoản" and bool(
        re.match(r"\s+\d", after) or (_OF_A_LAW.search(before) and "viện trợ" not in before + after)
    )


@cache
def _fraction(nouns: str) -> re.Pattern[str]:
    between = r"(?:\s*/\s*|\s+(?:trên|trong)\s+(?:tổng(?:\s+số)?\s+)?)"
    pattern = rf"(?<![\w.,/])(?P<part>\d{{1,5}}){between}(?P<whole>\d{{1,5}})"
    return re.compile(rf"{pattern}\s+(?P<noun>{nouns})(?!\w)", re.IGNORECASE)


def fractions_in(text: str, nouns: str, start: int, end: int) -> Iterator[Typed]:
    """Yield both numbers of "20/24 nhiệm vụ", "5 trên tổng số 6 việc" between two places."""
    for found in _fraction(nouns).finditer(text, start, end):
        for name in ("part", "whole"):
            said = _fits(printed(found[name]))
            last = found.end(name) if name == "part" else 0
            noun = found["noun"].lower()
            yield Typed(found.start(name), found.end(), noun, said, is_whole=name == "whole", last=last)


_GOT = re.compile(
    r"(?<!\w)(?P<got>(?:tiếp nhận|vận động|thu hút|huy động)(?:\s+(?:được|mới))*|đạt)\s+$", re.IGNORECASE
)


def beyond_plans_in(text: str, nouns: str, start: int, end: int) -> Iterator[Typed]:
    """Yield what was received of what was planned: the 12 of "tiếp nhận 12/10 khoản"."""
    for found in _fraction(nouns).finditer(text, start, end):
        got = _GOT.search(text[max(start, found.start() - _BEFORE) : found.start()])
        is_more = int(found["part"]) > int(found["whole"])
        if got and "/" in found[0] and (is_more or got["got"].lower() != "đạt"):
            said = _fits(printed(found["part"]))
            yield Typed(found.start(), found.end(), found["noun"].lower(), said, is_odd=True)


def money_in(text: str, start: int, end: int) -> Iterator[tuple[Typed, bool]]:
    """Yield the amounts between two places, and whether their currency is said to be US dollars."""
    for found in MONEY.finditer(text, start, end):
        said = printed(found["number"], unit=found["unit"] or "", lead=found["about"] or "")
        is_dollars = bool(found["currency"] or found["front"])
        is_bare = not is_dollars and not found["unit"]
        if is_bare and not _is_bare_amount(text, found):
            continue
        last = found.start() + len(found[0].rstrip())
        yield Typed(found.start(), last, "", said.accepts, is_sure=not is_bare), is_dollars
    words = text[start:end].lower()
    if not any(sign in words for sign in ("usd", "us$", "đô")):
        return
    for found in _MONEY_OF_MONEY.finditer(text, start, end) if "/" in words else ():
        said = printed(found["part"], unit=found["unit"] or "")
        yield Typed(found.start(), found.end(), "", said.accepts, is_odd=True), True
    for found in _MONEY_WORDS.finditer(text, start, end):
        number = in_words(" ".join(found["words"].lower().split()))
        if number:
            said = printed(str(number), lead=found["lead"] or "")
            yield Typed(found.start(), found.end(), "", said.accepts), True


_OF_AID = re.compile(r"(?:viện trợ|cam kết|giải ngân|tài trợ)[^.;:\d\n]{0,40}(?::|là|đạt)\s*$", re.IGNORECASE)


def _is_bare_amount(text: str, found: re.Match[str]) -> bool:
    """Return whether a number without a currency is an amount: "tổng giá trị viện trợ: 2.900.400."."""
    is_long = bool(re.fullmatch(r"\d{1,3}(?:[. \u00a0\u202f]\d{3}){1,2}", found["number"]))
    is_last = bool(re.match(r"\s*(?:[.,;)\n]|$)", text[found.end() : found.end() + 20]))
    return is_long and is_last and bool(_OF_AID.search(text[max(0, found.start() - _BEFORE) : found.start()]))


# "Đã giải ngân 1,5/1,9 triệu USD".
_MONEY_OF_MONEY = re.compile(
    r"(?<![\w.,/])(?P<part>\d{1,9}(?:[.,]\d{1,6})*)\s?/\s?\d{1,9}(?:[.,]\d{1,6})*\s*"
    r"(?P<unit>nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:USD|US\$|đô[\s-]?la(?:\s+Mỹ)?)(?!\w)",
    re.IGNORECASE,
)
_MONEY_WORDS = re.compile(
    rf"(?:(?<!\w)(?P<lead>{LEADS}){_BLANK})?(?<!\w)(?P<words>{WORDS}){_BLANK}"
    r"(?:USD|US\$|đô[\s-]?la(?:\s+Mỹ)?)(?!\w)",
    re.IGNORECASE,
)


def in_words(words: str) -> int | None:
    """Return 12 for "mười hai", None for what is no number; small letters with one blank between words."""
    head, found, tail = words.rpartition(f" {_DOZEN}")
    if found and not tail:
        return 6 if head == "nửa" else 12 * (_below_thousand(head) or 0) or None
    rest, total = words, 0
    for name, scale in _SCALES:
        head, found, tail = rest.partition(name)
        if found:
            count = _below_thousand(head.strip())
            if not count:
                return None
            total, rest = total + count * scale, tail.strip()
    small = _below_thousand(rest) if rest else 0
    return None if small is None else (total + small) or None


def _below_thousand(words: str) -> int | None:
    found = _HUNDREDS.fullmatch(words)
    if not words or found is None:
        return None
    tens = 10 if found["ten"] else 10 * _UNITS.get(found["tens"] or "", 0)
    units = found["unit"] or found["odd"] or found["only"] or ""
    return 100 * _UNITS.get(found["hundreds"] or "", 0) + tens + _UNITS.get(units, 0)
