"""Assignments in the third part of a program: who does what with whom until when, read from its words.

The portal only proposes; a person looks at each line before it becomes a task. Pure functions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from programs.wording.assigned import COLLECTIVES, Assignment, Body, Reading, Source, Unread
from programs.wording.due_words import due_of, split_due
from programs.wording.strangers import doing_begins, stranger_at
from programs.wording.task_tables import columns_of, grid_of
from programs.wording.tokens import Names, Token, tokens_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZĐÀ-Ỹ])|\n+")
_CLAUSE = re.compile(r"(?<=;)\s+")
_NUMBERED = re.compile(r"^(?:[-+•]|\d+(?:\.\d+)*[.)]|[a-zđ]\))\s*")
_ASKING = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?", re.IGNORECASE)
_ASKING_LAST = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?$", re.IGNORECASE)
_LINK = re.compile(r"[\s,;]*(?:và|cùng|với|cùng với)?[\s,;]*", re.IGNORECASE)
_LEADS = re.compile(
    r"[\s,]*(?:là\s+cơ\s+quan\s+(?:thường\s+trực|đầu\s+mối)[\s,]*)?(?:chủ\s+trì)?"
    r"(?:[\s,]*(?:cần|phải|(?:có|chịu)\s+trách\s+nhiệm)(?!\w))?[\s,:]*",
    re.IGNORECASE,
)
_WITH = re.compile(r"[\s,]*phối\s+hợp\s+(?:chặt\s+chẽ\s+)?(?:cùng\s+)?(?:với|cùng)\s+", re.IGNORECASE)
# Words that say more about the bodies before them: "các cơ quan liên quan của tỉnh".
_OF = re.compile(r"\s*(?:của|thuộc|trong|tại|trên)\s")
# A day or an aim before the body: "Hằng năm, Sở Y tế …".
_OPENING = re.compile(r"[^,;:.]{2,80},\s+")
# Signs that a sentence gives somebody something to do.
_GIVING = re.compile(
    r"(?:^|[,;:]\s|\b(?:và|đồng thời)\s)(?:giao|đề nghị|yêu cầu|phân công)"
    r"(?!\s+(?:lưu|thông|dịch|thương|tiếp|ban|bóng))\s|"
    r"\bchủ\s+trì\b|\b(?:có|chịu)\s+trách\s+nhiệm\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?|[a-zđ]\)")
# What joins one body of a list to the next.
_LIST = re.compile(r"\s*(?:[,;]\s*(?:và\s+|cùng\s+)?|(?:và|cùng)\s+)(?:với\s+)?")
_UNLED = "Dòng chưa ghi cơ quan chủ trì; chọn cơ quan chủ trì."
_RELATED = re.compile(r"\s*(?:có\s+)?liên\s+quan", re.IGNORECASE)
_MADE = r"(?:xây dựng|lập|ban hành|trình|đề xuất|tham mưu|soạn thảo|rà soát|sửa đổi, bổ sung)"
_PAPER = re.compile(
    rf"{_MADE}\s+(?:\w+\s+){{0,2}}?"
    r"(kế hoạch|đề án|danh mục|quy chế|tờ trình|chương trình|cơ sở dữ liệu|báo cáo)\b"
    r"|(?:^|tổng hợp,?\s+)(báo cáo)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<![\d/.,])\d+(?:[.,]\d+)?\s+(?:lớp|khóa|khoá|cuộc|đoàn|hội nghị|hội thảo|sự kiện|dự án|chuyên đề|"
    r"chuyên trang|chuyên mục|phóng sự|bài|tin|ấn phẩm|thỏa thuận|bản ghi nhớ|lưu học sinh|học sinh|"
    r"sinh viên|cán bộ|lượt người|suất học bổng|suất|hoạt động|chương trình|đề tài|công trình|mô hình|"
    r"điểm)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500
_SHORTEST_TITLE = 3


class _Named(NamedTuple):
    """A body of the register or a group of bodies, and where it stands."""

    name: str
    start: int
    end: int


class _Leads(NamedTuple):
    """Who leads: agencies of the register, the words for those that are none, and what to say of it."""

    known: tuple[int, ...]
    words: str
    note: str


class Reader:
    """Reads assignments with the agencies that it knows."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        """Take the agencies."""
        self._pk = {name: body.pk for body in bodies for name in body.names}
        self._names = Names([*self._pk, *COLLECTIVES])

    def read(self, sources: Iterable[Source]) -> Reading:
        """Return what a text assigns, in reading order, and what could not be read.

        A heading or line that is nothing but a body's name gives what stands below it to that body. The same
        sentence in several paragraphs is one assignment.
        """
        found = Reading()
        holder: _Leads | None = None
        heading = ""
        for source in sources:
            before = len(found.assignments)
            alone = self._named_alone(source) if source.table is None else None
            if source.table is not None:
                self._of_table(source, found)
            elif alone is not None:
                holder = alone
            elif source.is_heading:
                holder, heading = None, source.text
                found.assignments += self._of_heading(source)
            else:
                self._of_paragraph(source, holder, found)
            for place in range(before, len(found.assignments)):
                one = found.assignments[place]
                found.assignments[place] = replace(one, group=one.group or heading)
        return found

    def _of_paragraph(self, source: Source, holder: _Leads | None, found: Reading) -> None:
        known = {replace(one, key="", group="") for one in found.assignments}
        is_numbered = _OWN_NUMBER.fullmatch(source.number) or _OWN_NUMBER.match(source.text)
        gives_any = False
        missed = []
        for sentence in _SENTENCE.split(source.text):
            rows = list(self._of_clauses(source.key, sentence, holder))
            found.assignments += [one for one in rows if replace(one, key="") not in known]
            gives_any = gives_any or bool(rows)
            if not rows and _GIVING.search(_NUMBERED.sub("", sentence.strip())):
                missed.append(sentence)
        if is_numbered and not gives_any and not missed and any(self._names_in(source.text)):
            missed = [source.text]
        found.unread += [Unread(source.key, " ".join(one.split())) for one in missed]

    def _of_heading(self, source: Source) -> list[Assignment]:
        """Return what a sentence gives that stands as a heading: "1. Giao Sở Y tế chủ trì rà soát …"."""
        words = _NUMBERED.sub("", source.text.strip())
        asked = _ASKING.match(words)
        if asked is None or not any(self._chain(words, asked.end())):
            return []
        return list(self._of_clauses(source.key, source.text, None))

    def _of_clauses(self, key: str, sentence: str, holder: _Leads | None) -> Iterator[Assignment]:
        """Yield the assignments of a sentence; a clause that names nobody goes on with the one before."""
        before: Assignment | None = None
        for clause in _CLAUSE.split(sentence):
            goes_on = holder
            if before is not None:
                goes_on = _Leads((before.lead,) if before.lead else (), before.lead_words, before.note)
            one = self._of_sentence(key, clause, goes_on)
            if one is None:
                continue
            before = one
            yield one

    def _named_alone(self, source: Source) -> _Leads | None:
        """Return the bodies that a line names and nothing else."""
        words = _NUMBERED.sub("", source.text.strip()).rstrip(" :.;")
        asked = _ASKING.match(words)
        at = asked.end() if asked else 0
        names = list(self._chain(words, at))
        if names and names[-1].end == len(words):
            return self._leads_of(words, at, names)
        if source.is_heading and not names:
            stranger = stranger_at(words, at, asked=True)
            if stranger and stranger.end == len(words) and stranger_at(f"{words} chủ trì", at):
                return _Leads((), stranger.name, _missing(stranger.name))
        return None

    def _leads_of(self, words: str, at: int, names: Sequence[_Named]) -> _Leads:
        known = tuple(dict.fromkeys(self._pk[one.name] for one in names if one.name in self._pk))
        if known:
            more = f"Câu nêu {len(known)} cơ quan; đề xuất cơ quan đầu chủ trì, các cơ quan sau phối hợp."
            return _Leads(known, self._beside(words[at : names[-1].end]), more if len(known) > 1 else "")
        written = _capital(words[at : names[-1].end])
        return _Leads((), written, _unknown(written))

    def _of_sentence(self, key: str, sentence: str, holder: _Leads | None) -> Assignment | None:
        words = _NUMBERED.sub("", sentence.strip())
        asked = _ASKING.match(words)
        at = asked.end() if asked else 0
        named = list(self._chain(words, at))
        stranger = None if named else stranger_at(words, at, asked=asked is not None)
        if not named and stranger is None and (inside := self._lead_inside(words)) is not None:
            at = inside
            named = list(self._chain(words, at))
        if named:
            leads, end = self._leads_of(words, at, named), named[-1].end
        elif stranger:
            inner = tuple(self._pk[name] for name, _ in self._names_in(stranger.name) if name in self._pk)
            leads, end = _Leads((), _capital(stranger.name), _missing(stranger.name)), stranger.end
        elif holder is not None:
            leads, end, at = holder, 0, 0
        else:
            return None
        has_own = bool(named or stranger)
        head = _ASKING_LAST.sub("", words[:at]) if has_own and not asked else ""
        partners = list(leads.known[1:] if leads.known else inner if stranger else ())
        others = [leads.words] if leads.known and leads.words else []
        rest = self._without_partners(words[end:], partners, others, has_own=has_own)
        lead = leads.known[0] if leads.known else None
        title, kind, due_on = split_due(f"{head} {rest}".strip())
        if len(tokens_of(title)) < _SHORTEST_TITLE:
            return None
        return Assignment(
            key, _titled(title), lead, tuple(dict.fromkeys(pk for pk in partners if pk != lead)),
            kind, due_on, _deliverable_in(title), leads.note,
            "" if leads.known else leads.words, "; ".join(dict.fromkeys(others)),
        )  # fmt: skip

    def _without_partners(self, rest: str, partners: list[int], others: list[str], *, has_own: bool) -> str:
        """Return the words of the task itself; put the bodies that join in into `partners` and `others`."""
        if has_own and (joined := self._stranger_behind(rest)):
            self._sort_in(joined, partners, others)
            rest = rest[rest.index(joined) + len(joined) :]
        rest = rest[led.end() :] if (led := _LEADS.match(rest)) else rest
        if not (joined_by := _WITH.match(rest)):
            return rest
        start = joined_by.end()
        names = list(self._chain(rest, start))
        end = names[-1].end if names else start
        if (names and (_OF.match(rest, end) or self._stranger_behind(rest[end:]))) or not names:
            end = doing_begins(rest, end + 1) or end
        if end == start:
            return rest
        self._sort_in(rest[start:end], partners, others)
        return rest[end:]

    def _stranger_behind(self, rest: str) -> str:
        """Return the words from a body that no register knows, listed right after one that it knows."""
        link = _LIST.match(rest)
        stranger = stranger_at(rest, link.end()) if link else None
        return rest[link.end() : stranger.end] if link and stranger else ""

    def _sort_in(self, words: str, partners: list[int], others: list[str]) -> None:
        partners += [self._pk[name] for name, _ in self._names_in(words) if name in self._pk]
        if beside := self._beside(words):
            others.append(beside)

    def _beside(self, words: str) -> str:
        """Return the bodies among the words that are no agency of the register, as they are written."""
        tokens = tokens_of(words)
        left, at = [], 0
        for name, place in self._names.found_in(tokens):
            if name not in self._pk:
                continue
            left.append(words[at : tokens[place].start])
            at = tokens[place + len(tokens_of(name)) - 1].end
        left.append(words[at:])
        said = [_trimmed(part) for whole in left for part in re.split(r"[;\n]", whole)]
        return "; ".join(dict.fromkeys(_capital(one) for one in said if one))

    def _lead_inside(self, words: str) -> int | None:
        """Return where a body stands that "chủ trì" follows, behind "giao" or behind the opening words."""
        tokens = tokens_of(words)
        for name, place in self._names.found_in(tokens):
            end = tokens[place + len(tokens_of(name)) - 1].end
            if re.match(r"[\s,]*chủ\s+trì", words[end:], re.IGNORECASE) and _ASKING.search(
                words[: tokens[place].start]
            ):
                return tokens[place].start
        opening = _OPENING.match(words)
        if opening is None or _GIVING.match(words) or re.search(r"\bđã\b", words):
            return None
        asked = _ASKING.match(words, opening.end())
        at = asked.end() if asked else opening.end()
        return at if next(self._chain(words, at), None) else None

    def _chain(self, words: str, at: int) -> Iterator[_Named]:
        """Yield the bodies that follow each other from a place on."""
        tokens = tokens_of(words)
        starts = {token.start: index for index, token in enumerate(tokens)}
        while True:
            link = _LINK.match(words, at)
            place = starts.get(link.end() if link else at, starts.get(at))
            if place is None:
                return
            name = self._name_at(tokens, place)
            if name is None:
                return
            at = tokens[place + len(tokens_of(name)) - 1].end
            if related := _RELATED.match(words, at):
                at = related.end()
            yield _Named(name, tokens[place].start, at)

    def _name_at(self, tokens: Sequence[Token], place: int) -> str | None:
        for name, index in self._names.found_in(tokens[place:]):
            return name if index == 0 else None
        return None

    def _of_table(self, source: Source, found: Reading) -> None:
        """Read each row; one without a task, and all of a table without a column of leads, stay unread."""
        grid = grid_of(source.table or [])
        columns = columns_of(grid[0]) if grid else {}
        if "lead" not in columns and not ("title" in columns and {"due", "partners"} & set(columns)):
            return
        group = ""
        for row in grid[1:]:
            words = set(filter(None, map(str.strip, row)))
            says_more = any(row[at].strip() for name, at in columns.items() if name != "title")
            if len(words) <= 1 or not (says_more or _OWN_NUMBER.fullmatch(row[0].strip())):
                group = " ".join(sorted(words, key=len)) or group
                continue
            cell = {name: " ".join(row[at].split()) for name, at in columns.items()}
            if not cell.get("title") or "lead" not in columns:
                found.unread.append(Unread(source.key, " · ".join(filter(None, map(str.strip, row)))))
                continue
            found.assignments.append(replace(self._of_row(source.key, cell), group=group))

    def _of_row(self, key: str, cell: dict[str, str]) -> Assignment:
        lead_words, title = cell["lead"], cell["title"]
        names = list(self._chain(lead_words, 0))
        leads = self._leads_of(lead_words, 0, names) if names else None
        if leads is None:
            leads = _Leads((), lead_words, _missing(lead_words) if lead_words else _UNLED)
        partners, others = list(leads.known[1:]), [leads.words] if leads.known and leads.words else []
        self._sort_in(cell.get("partners", ""), partners, others)
        kind, due_on = due_of(cell.get("due", ""))
        lead = leads.known[0] if leads.known else None
        return Assignment(
            key, _titled(title), lead, tuple(dict.fromkeys(pk for pk in partners if pk != lead)),
            kind, due_on, (cell.get("deliverable") or _deliverable_in(title))[:300], leads.note,
            "" if leads.known else leads.words, "; ".join(dict.fromkeys(others)),
        )  # fmt: skip

    def _names_in(self, words: str) -> Iterator[tuple[str, int]]:
        return self._names.found_in(tokens_of(words))


def _unknown(words: str) -> str:
    return f"“{words[:60]}” không phải một cơ quan trong danh mục; chọn cơ quan chủ trì."


def _missing(words: str) -> str:
    return f"Cơ quan chưa có trong danh mục: “{words[:80]}”; chọn cơ quan chủ trì hoặc thêm vào danh mục."


def _capital(words: str) -> str:
    text = " ".join(words.split())
    return text[:1].upper() + text[1:]


def _trimmed(words: str) -> str:
    """Return the words without the signs and small words that join bodies to each other."""
    text = re.sub(r"^(?:[\s,.–-]|(?:và|cùng|với)(?!\w))+|[\s,.–-]+$", "", words)
    return re.sub(r"(?:[\s,]|(?<!\w)(?:và|cùng|với))+$", "", text)


def _titled(text: str) -> str:
    words = " ".join(text.split()).strip(" ,;:.-")
    return (words[:1].upper() + words[1:])[:_LONGEST_TITLE]


def _deliverable_in(title: str) -> str:
    """Return the kind of paper that a task makes, else the number of things: "Kế hoạch", "10 lớp"."""
    if found := _PAPER.search(title):
        return (found[1] or found[2]).capitalize()
    counted = _COUNTED.search(title)
    return " ".join(counted[0].split()) if counted else ""
