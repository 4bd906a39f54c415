"""Key points (ý chính) of a draft: what may not be lost when it is shortened, proposed from its words.

The portal only proposes; a person confirms. Pure functions: values in, values out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.text import fold
from programs.wording.comparing import Passage
from programs.wording.strangers import stranger_at
from programs.wording.task_tables import columns_of
from programs.wording.tokens import (
    Names,
    Token,
    clauses_of,
    folded_words,
    holds_in_order,
    holds_run,
    tokens_of,
)


class Kind(StrEnum):
    """What a key point is about."""

    TASK = "NHIEM_VU"
    AGENCY = "CO_QUAN"
    DEADLINE = "THOI_HAN"
    TARGET = "CHI_TIEU"
    PARTNER = "DOI_TAC"
    FIGURE = "SO_LIEU"


# Bodies that a program gives tasks to without naming one of them.
COLLECTIVES = (
    "các trường đại học", "các trường đại học, cao đẳng", "các cơ sở giáo dục đại học", "các sở, ban, ngành",
    "các sở, ngành", "các cơ quan, đơn vị", "UBND cấp xã", "Ủy ban nhân dân cấp xã", "UBND các xã, phường",
    "Ủy ban nhân dân các xã, phường", "các hội thành viên", "các doanh nghiệp", "các cơ quan, địa phương",
    "các cấp, các ngành", "các tổ chức thành viên",
)  # fmt: skip
# Longer names that look like one of them and are none.
_OTHERS = ("các doanh nghiệp nước ngoài", "các doanh nghiệp của", "các cơ quan, đơn vị của bạn")
# Behind these words an agency only says whose post somebody holds.
_POSTS = (
    "chủ tịch", "bí thư", "giám đốc", "thường vụ", "trưởng ban", "đại biểu", "lãnh đạo", "chánh văn phòng",
    "ủy viên", "thường trực",
)  # fmt: skip
# Words that say nothing of a task; without them it is still the same task.
_FILLERS = (
    "tiep tuc tich cuc chu dong day manh tang cuong khong ngung mot cach trong viec cong tac cac nhung va "
    "la cua cho voi duoc da dang se nham"
)
FILLERS = frozenset(_FILLERS.split(" "))
_LONGEST_TASK = 32
_SHORTEST_TASK = 5
_ASSIGNING = re.compile(
    r"(?<!ngoại )(?<!bàn )(?<!chuyển )(?<!được )\bgiao\b(?! lưu| thông| dịch| thương| tiếp| ban| bóng)|"
    r"\bchủ trì\b|\bchịu trách nhiệm\b|\bcó trách nhiệm\b|\bphối hợp với\b|\btham mưu\b|\bphân công\b",
    re.IGNORECASE,
)
_DATE = r"\d{1,2}/\d{1,2}/\d{4}"
_LONG_DATE = r"\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+(?:19|20)\d\d"
# Numbers and dates of documents, and periods from one year to another: neither deadlines nor figures.
_PAPER = re.compile(
    rf"(?:số\s+)?\d+[\d/]*[-/](?-i:[A-ZĐ])[\w/.-]*(?:,?\s+ngày\s+(?:{_DATE}|{_LONG_DATE}))?"
    rf"|số\s+\d[\w/.-]*(?:,?\s+ngày\s+(?:{_DATE}|{_LONG_DATE}))?"
    r"|(?:giai đoạn|nhiệm kỳ)\s+(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"từ\s+(?:năm\s+)?(?:19|20)\d\d\s+đến\s+(?:năm\s+)?(?:19|20)\d\d", re.IGNORECASE)
_SINCE = re.compile(r"(?:từ|kể từ|sau)\s+$", re.IGNORECASE)
# Behind these words a year says which plan is meant, not until when.
_OF_YEAR = re.compile(
    r"(?:kế hoạch|chương trình|nhiệm vụ|hoạt động|công tác|dự toán|thành tích|kết quả|tình hình)\s+$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DEADLINE = re.compile(
    rf"(?:(?:trước|chậm nhất|đến hết|đến|hết|xong)\s+)*(?:ngày\s+)?(?:{_DATE}|{_LONG_DATE})"
    r"|(?:(?:trước|chậm nhất|đến hết|đến|hết|xong)\s+)+(?:ngày\s+)?\d{1,2}/\d{1,2}(?![\d/])"
    r"(?:\s+(?:hằng|hàng)\s+năm)?"
    rf"|(?:(?:trước|chậm nhất|đến hết|đến|hết|xong|trong)\s+)+(?:(?:tháng|quý)\s+[\dIVX]+\s*(?:/|năm\s+)\s*)?"
    r"(?:năm\s+)?(?:19|20)\d\d(?!\d|[.,]\d)"
    r"|(?:tháng|quý)\s+[\dIVX]{1,3}\s*(?:/|năm\s+)\s*(?:19|20)\d\d|năm\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\d/.,])(?:(?:khoảng|trên|hơn|gần|ít nhất|tối thiểu|tối đa|từ)\s+)?\d+(?:[.,]\d+)*"
    r"(?:\s*[-–]\s*\d+(?:[.,]\d+)*)?\s*"
    r"(?:%|phần trăm|(?:(?:nghìn|triệu|tỷ|tỉ)\s+)*(?:USD|EUR|đô la(?: Mỹ)?|đồng|khoản|dự án|"
    r"thỏa thuận|bản ghi nhớ|đoàn(?: ra| vào)?|lượt|người|hội|nước|quốc gia|địa phương|tổ chức|hoạt động|"
    r"hội nghị|chương trình|nhiệm vụ|suất|lưu học sinh|học sinh|sinh viên|"
    r"cán bộ|lớp|xã|điểm|công trình|triệu|tỷ|tỉ|nghìn))",
    re.IGNORECASE,
)
# Words that deny a task or put an end to it; so many words before it they still speak of it.
_NEGATION = re.compile(
    r"(?<!\w)(?:không(?! ngừng| chỉ| những)|chưa|bãi bỏ|hủy bỏ|thôi|dừng|(?<!không )ngừng|hoãn)(?!\w)"
)
_BEFORE_TASK = 5
_ASKING = re.compile(r"(?:giao|đề nghị|yêu cầu)\s+(?:cho\s+)?(?=[^\W\d_])", re.IGNORECASE)
_RELATED = ("có", "liên", "quan", "và")
_PARTS = 3
_SHORTEST_CELL = 2
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_NUMBER = re.compile(r"[<>≥≤]?\s*\d+(?:[.,]\d+)*\s*%?(?:\s*[-–]\s*\d+(?:[.,]\d+)*\s*%?)?")
_OF_PROVINCE = re.compile(r"(.*\w(?<!tại) tỉnh) \w+ \w+")
_AIMING = re.compile(
    r"\b(?:phấn đấu|mục tiêu|đạt|tăng|giảm|ít nhất|tối thiểu|trở lên|bình quân|mỗi năm|hằng năm|đến năm)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\bđã\b", re.IGNORECASE)
_TOLD_YEAR = re.compile(r"\b(?:giai đoạn|trong năm)\s+(20\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A key point that the text seems to hold, and the passages that carry it."""

    kind: Kind
    text: str
    keys: tuple[str, ...]


def propose(
    passages: Iterable[Passage],
    *,
    agencies: Iterable[str],
    partners: Iterable[str],
    tables: Mapping[str, Sequence[Sequence[str]]] | None = None,
    since: int = 0,
) -> list[Proposal]:
    """Return the key points of a text in reading order.

    An agency and a partner are one point, wherever they stand; tasks, deadlines, targets and figures are
    one point for each passage. `tables` are the cells of the passages that are tables: each row of a table of
    tasks is one task, a row with a number in any other table is a target. The first of three parts tells what
    was done, so nothing there is a task or a deadline, and a year before `since` is none either.
    """
    texts = list(passages)
    bodies, others = Names([*_with_short(agencies), *COLLECTIVES, *_OTHERS]), Names(partners)
    has_assessment = max((one.part for one in texts), default=0) == _PARTS
    found: dict[tuple[Kind, str, str], Proposal] = {}
    for passage in texts:
        if passage.is_heading:
            continue
        if tables and passage.key in tables:
            points = _points_of_table(tables[passage.key], bodies, others, since)
        else:
            points = _points_of(passage.text, bodies, others, since)
        for kind, text in points:
            if has_assessment and passage.part == 1 and kind in (Kind.TASK, Kind.DEADLINE, Kind.TARGET):
                continue
            is_name = kind in (Kind.AGENCY, Kind.PARTNER)
            identity = kind, identity_of(text), "" if is_name else passage.key
            before = found.get(identity)
            keys = before.keys if before else ()
            if passage.key not in keys:
                found[identity] = Proposal(kind, before.text if before else text, (*keys, passage.key))
    return list(found.values())


def _with_short(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, those of the province also without its own name, as texts of the province say them."""
    for name in names:
        yield name
        shorter = _OF_PROVINCE.fullmatch(name)
        if shorter:
            yield shorter[1]


def identity_of(text: str) -> str:
    """Return what two wordings of the same point have in common."""
    return " ".join(folded_words(text))


def _points_of(text: str, bodies: Names, partners: Names, since: int) -> Iterator[tuple[Kind, str]]:
    for start, end in clauses_of(text):
        clause = text[start:end]
        tokens = tokens_of(clause)
        named = [
            (name, at)
            for name, at in bodies.found_in(tokens)
            if name not in _OTHERS and _is_meant(clause, tokens, name, at)
        ]
        stranger = _stranger_in(clause) if not named else ""
        if (named or stranger) and _is_task(clause, tokens, named, since):
            yield Kind.TASK, _cut(clause, tokens)
        if stranger:
            yield Kind.AGENCY, stranger
        for name, _place in named:
            yield Kind.AGENCY, name
        for name, _place in partners.found_in(tokens):
            yield Kind.PARTNER, name
        yield from _numbers_of(clause, since)


def _stranger_in(clause: str) -> str:
    """Return the body that no register knows and that the clause gives something to do."""
    asked = _ASKING.match(clause)
    found = stranger_at(clause, asked.end(), asked=True) if asked else None
    return found.name if found and found.name[:1].isupper() else ""


def _numbers_of(clause: str, since: int) -> Iterator[tuple[Kind, str]]:
    taken = [found.span() for pattern in (_PAPER, _PERIOD) for found in pattern.finditer(clause)]
    is_past = _is_past(clause, since)
    for deadline in _DEADLINE.finditer(clause):
        if _overlaps(deadline, taken):
            continue
        taken.append(deadline.span())
        if not is_past and _is_deadline(clause, deadline, since):
            yield Kind.DEADLINE, " ".join(deadline[0].split())
    for number in _NUMBER.finditer(clause):
        if _overlaps(number, taken):
            continue
        is_target = _AIMING.search(clause) and not is_past
        yield Kind.TARGET if is_target else Kind.FIGURE, " ".join(number[0].split())


def _points_of_table(
    rows: Sequence[Sequence[str]], bodies: Names, partners: Names, since: int
) -> Iterator[tuple[Kind, str]]:
    """Yield what the rows under the head of a table say: its task, or words and a number as a target."""
    columns = columns_of(rows[0]) if rows else {}
    if "title" in columns and len(columns) > 1:
        yield from _points_of_tasks(rows[1:], columns["title"], bodies, partners, since)
        return
    for row in rows[1:]:
        words = [cell for cell in row if len(_WORD.findall(cell)) >= _SHORTEST_CELL]
        if words and any(_PLAIN_NUMBER.fullmatch(cell.strip()) for cell in row[1:]):
            said = [cell for at, cell in enumerate(row) if at or cell in words]
            yield Kind.TARGET, " · ".join(" ".join(cell.split()) for cell in said if cell.strip())
            continue
        for cell in row:
            yield from _points_of(cell, bodies, partners, since)


def _points_of_tasks(
    rows: Sequence[Sequence[str]], title: int, bodies: Names, partners: Names, since: int
) -> Iterator[tuple[Kind, str]]:
    """Yield one task for each row, then the agencies, partners and days that its cells name."""
    for row in rows:
        if len({cell for cell in row if cell.strip()}) < _SHORTEST_CELL:
            continue
        if title < len(row) and len(_WORD.findall(row[title])) >= _SHORTEST_CELL:
            yield Kind.TASK, " ".join(row[title].split())
        for cell in row:
            yield from (point for point in _points_of(cell, bodies, partners, since) if point[0] != Kind.TASK)


def _overlaps(match: re.Match[str], taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in taken)


def _is_deadline(clause: str, deadline: re.Match[str], since: int) -> bool:
    before = clause[: deadline.start()]
    if _SINCE.search(before) or any(int(year) < since for year in _YEAR.findall(deadline[0])):
        return False
    return not (deadline[0].lower().startswith("năm") and _OF_YEAR.search(before))


def _is_meant(clause: str, tokens: list[Token], name: str, at: int) -> bool:
    """Return whether a name stands for the body itself: written with a capital, not as part of a post."""
    if any(clause[: tokens[at].start].lower().rstrip().endswith(post) for post in _POSTS):
        return False
    written = clause[tokens[at].start : tokens[at + len(tokens_of(name)) - 1].end]
    return name in COLLECTIVES or written != written.lower()


def _is_past(clause: str, since: int) -> bool:
    """Return whether the clause tells what was done: in words, or by a year before the program's first."""
    return _PAST.search(clause) is not None or any(int(year) < since for year in _TOLD_YEAR.findall(clause))


def _is_task(clause: str, tokens: list[Token], named: list[tuple[str, int]], since: int) -> bool:
    """Return whether the clause gives a body something to do: it begins with the body, or says so."""
    if len(tokens) < _SHORTEST_TASK or _is_past(clause, since) or "đồng chí" in clause.lower():
        return False
    if _is_only_names(tokens, named):
        return False
    return not named or named[0][1] == 0 or _ASSIGNING.search(clause) is not None


def _is_only_names(tokens: list[Token], named: list[tuple[str, int]]) -> bool:
    """Return whether a clause is a list of bodies and gives them nothing to do."""
    taken = {place for name, at in named for place in range(at, at + len(tokens_of(name)))}
    return all(at in taken or token.key in _RELATED for at, token in enumerate(tokens))


def _cut(clause: str, tokens: list[Token]) -> str:
    """Return the beginning of a long clause, up to a comma where there is one."""
    if len(tokens) <= _LONGEST_TASK:
        return clause
    cut = clause[: tokens[_LONGEST_TASK].start].rstrip()
    comma = cut.rfind(",")
    return cut[:comma] if comma > len(cut) // 2 else clause[: tokens[_LONGEST_TASK - 1].end]


def still_says(kind: str, point: str, passage: str) -> bool:
    """Return whether a passage still holds the words of a point; marks, case and punctuation do not matter.

    A task may lose filling words and gain others between its own, within each of its clauses, but no word
    that turns it into its opposite; everything else must stand as it is.
    """
    if kind != Kind.TASK:
        return holds_run(folded_words(passage), folded_words(point))
    clauses = [passage[start:end] for start, end in clauses_of(passage)]
    said = [point[start:end] for start, end in clauses_of(point)]
    runs = [(one, [word for word in folded_words(one) if word not in FILLERS]) for one in said]
    runs = [(one, run) for one, run in runs if run]
    return bool(runs) and all(any(_says(clause, one, run) for clause in clauses) for one, run in runs)


def _says(clause: str, point: str, run: Sequence[str]) -> bool:
    return holds_in_order(folded_words(clause), run) and not _turned_round(clause, point, run)


def _turned_round(clause: str, point: str, run: Sequence[str]) -> bool:
    """Return whether the clause denies or ends what the point says."""
    words = [(fold(token.key), token.key) for token in tokens_of(clause)]
    last = max((at for at, (folded, _) in enumerate(words) if folded == run[-1]), default=len(words))
    first = next((at for at, (folded, _) in enumerate(words) if folded == run[0]), 0)
    reach = " ".join(key for _, key in words[max(0, first - _BEFORE_TASK) : last + 1])
    own = " ".join(token.key for token in tokens_of(point))
    return len(_NEGATION.findall(reach)) > len(_NEGATION.findall(own))
