"""Who does what, until when, with which result: the assignments of part three, by paragraph and by table."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.legal import Citation
from core.text import match_key
from programs.wording.checks.findings import Finding, Piece, Severity, around
from programs.wording.checks.sentences import sentences_of
from programs.wording.strangers import stranger_at
from programs.wording.tokens import Names, Token, longest_at, tokens_of

LAST_PART = 3
APPENDIX_RULE = Citation("Phụ lục phân công nhiệm vụ: mỗi việc một cơ quan chủ trì, có thời hạn và sản phẩm")
# Bodies that a program gives tasks to without naming one of them.
COLLECTIVES = (
    "các trường đại học", "các trường đại học, cao đẳng", "các cơ sở giáo dục đại học", "các sở, ban, ngành",
    "các sở, ngành", "các cơ quan, đơn vị", "các cơ quan, địa phương", "UBND cấp xã",
    "Ủy ban nhân dân cấp xã", "UBND các xã, phường", "Ủy ban nhân dân các xã, phường", "các xã, phường",
    "các hội thành viên",
    "các hội hữu nghị thành viên", "các doanh nghiệp", "các đoàn thể", "các tổ chức chính trị - xã hội",
    "các cơ quan liên quan", "các đơn vị liên quan", "các cơ quan, đơn vị liên quan", "các địa phương",
    "các cơ quan, đơn vị, địa phương", "các cấp, các ngành",
)  # fmt: skip
# Groups of which nobody answers for the work; communes, schools, associations each do it at home.
_NOBODY = frozenset({
    "các sở, ban, ngành", "các sở, ngành", "các cơ quan, đơn vị", "các cơ quan, địa phương",
    "các cơ quan liên quan", "các đơn vị liên quan", "các cơ quan, đơn vị liên quan",
    "các cơ quan, đơn vị, địa phương", "các cấp, các ngành",
})  # fmt: skip
_ASSIGNING_HEADING = re.compile(r"phân công|trách nhiệm|nhiệm vụ|tổ chức thực hiện", re.IGNORECASE)
_OTHER_HEADING = re.compile(r"kinh phí|chế độ|báo cáo|sơ kết|kiểm tra|điều khoản|hiệu lực", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*\.?|[a-zđ]\))\Z")
DEADLINE = re.compile(
    r"\d{1,2}/\d{1,2}|(?<!\w)(?:năm\s+20\d\d|20\d\d\s*[-–]\s*20\d\d|quý\s+[IVX\d]+|tháng\s+\d{1,2}|"
    r"(?:hằng|hàng|mỗi|từng)\s+"
    r"(?:năm|quý|tháng)|thường xuyên|định kỳ|(?:6|sáu)\s+tháng|cả giai đoạn|toàn giai đoạn|ngay sau)(?!\w)",
    re.IGNORECASE,
)
DELIVERABLE = re.compile(
    r"(?<!\w)(?:kế hoạch|báo cáo|đề án|danh mục|quyết định|nghị quyết|văn bản|quy chế|quy định cụ thể|"
    r"tờ trình|biên bản|"
    r"thỏa thuận|bản ghi nhớ|hồ sơ|sổ tay|cẩm nang|cơ sở dữ liệu|ấn phẩm|chuyên trang|chuyên mục|"
    r"phóng sự|bộ tài liệu|chuyên đề|"
    r"chương trình hợp tác|chương trình công tác|chương trình hoạt động|dự toán|đề xuất|công văn|"
    r"hướng dẫn số)(?!\w)"
    r"|(?<![\d/.,])\d+(?:[.,]\d+)?\s*(?:%|phần trăm|lớp|cuộc|đoàn|hội nghị|hội thảo|sự kiện|dự án|"
    r"khoản|hoạt động|người|"
    r"lượt|suất|lưu học sinh|khóa|khoá|mô hình|bài|tin|"
    r"ấn phẩm|thỏa thuận|triệu|tỷ|cán bộ|xã|sinh viên|học sinh|chương trình|đề tài)",
    re.IGNORECASE,
)
_ASKING = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?", re.IGNORECASE)
_OPENINGS = frozenset(
    tuple(words.split())
    for words in ("", "giao", "giao cho", "đề nghị", "yêu cầu", "phân công", "phân công cho")
)
_LEADS = "chủ trì"
_EACH = re.compile(
    r"theo (?:chức năng|lĩnh vực|thẩm quyền|phân công)|mỗi cơ quan|lần lượt|luân phiên", re.IGNORECASE
)
_COLUMNS = {
    "task": ("nội dung", "nhiệm vụ"),
    "lead": ("chủ trì",),
    "coop": ("phối hợp",),
    "due": ("thời gian", "thời hạn", "hạn", "hoàn thành"),
    "product": ("sản phẩm", "kết quả"),
}


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as a program names it; `gives_tasks` are those above, which take none."""

    name: str
    names: tuple[str, ...]
    gives_tasks: bool = False
    url: str = ""


@dataclass(slots=True)
class Assignment:
    """One task as the text gives it: who leads, who joins, and its words."""

    key: str
    text: str
    leads: list[str]
    joins: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    due: str | None = None
    product: str | None = None

    @property
    def has_deadline(self) -> bool:
        """Whether it says until when."""
        return bool(self.due.strip(" -–")) if self.due is not None else DEADLINE.search(self.text) is not None

    @property
    def has_deliverable(self) -> bool:
        """Whether it says with which result: a kind of paper or a number."""
        words = self.text if self.product is None else self.product
        return (self.product is not None and bool(words.strip(" -–"))) or DELIVERABLE.search(
            words
        ) is not None


class Bodies:
    """The agencies of the register and the groups that texts name."""

    def __init__(self, known: Iterable[Body]) -> None:
        """Take the agencies; groups of agencies are known anyway."""
        every = [*known, *(Body(name, (name,)) for name in COLLECTIVES)]
        self._by_name = {name: body for body in every for name in body.names}
        self._names = Names(self._by_name)

    def found_in(self, tokens: Sequence[Token]) -> list[tuple[Body, int]]:
        """Return each body that the words name, with the index of its first word."""
        return [(self._by_name[name], at) for name, at in self._names.found_in(tokens)]

    def names_in(self, text: str) -> list[str]:
        """Return the names of the bodies in a text, each once."""
        return list(dict.fromkeys(body.name for body, _ in self.found_in(tokens_of(text))))


def assignments_in(pieces: Sequence[Piece], bodies: Bodies) -> list[Assignment]:
    """Return the tasks that part three gives, by numbered paragraph, by heading of an agency, by table."""
    last = [piece for piece in pieces if piece.part == LAST_PART]
    has_own_chapter = any(piece.kind == "MUC" and _ASSIGNING_HEADING.search(piece.text) for piece in last)
    found: list[Assignment] = []
    # What stands above a passage: [(level, whether tasks stand under it, agencies named)].
    above: list[tuple[int, bool, list[str]]] = []
    for piece in last:
        if piece.kind == "MUC":
            above = [one for one in above if one[0] < piece.level]
            above.append((piece.level, _gives(piece, above, has_own_chapter), bodies.names_in(piece.text)))
        elif piece.kind == "BANG":
            found += _of_table(piece, bodies)
        elif piece.kind == "DOAN":
            gives = above[-1][1] if above else not has_own_chapter
            heads = next((names for _, _, names in reversed(above) if names), [])
            if gives and (one := _of_paragraph(piece, bodies, heads)):
                found.append(one)
            elif gives:
                found += _of_nobody(piece, bodies)
            elif asked := _ASKING.match(piece.text):
                # What asks a body to do something is a task in whichever chapter it stands.
                named = bodies.found_in(tokens_of(piece.text[asked.end() :]))
                one = _of_paragraph(piece, bodies, []) if named and named[0][1] == 0 else None
                found += [one] if one else []
    return found


def _of_nobody(piece: Piece, bodies: Bodies) -> Iterator[Assignment]:
    """Yield the sentences of a passage that begin with a group of which nobody answers for the work."""
    for sentence in sentences_of(piece.text):
        words = sentence.text.strip()
        named = bodies.found_in(tokens_of(words))
        if named and named[0][1] == 0 and named[0][0].name in _NOBODY:
            yield Assignment(piece.key, words, [named[0][0].name])


def _gives(piece: Piece, above: list[tuple[int, bool, list[str]]], has_own_chapter: bool) -> bool:  # noqa: FBT001
    if above:
        return above[-1][1]
    if has_own_chapter:
        return _ASSIGNING_HEADING.search(piece.text) is not None
    return _OTHER_HEADING.search(piece.text) is None


def _of_paragraph(piece: Piece, bodies: Bodies, heads: list[str]) -> Assignment | None:
    tokens = tokens_of(piece.text)
    named = bodies.found_in(tokens)
    is_numbered = _NUMBER.match(piece.number) is not None
    begins = bool(named) and _starts_with(named, tokens)
    if not (is_numbered or heads or begins or _LEADS in piece.text.casefold()):
        return None
    leads, joins = _roles(piece.text, tokens, named)
    if not leads:
        words = piece.text.strip()
        asked = _ASKING.match(words)
        unknown = stranger_at(words, asked.end() if asked else 0, asked=asked is not None)
        leads = heads[:1] or ([unknown.name] if unknown else [])
    names = list(dict.fromkeys(body.name for body, _ in named))
    if _EACH.search(piece.text) and len(leads) > 1:
        leads = leads[:1]
    return Assignment(piece.key, piece.text, leads, joins, [*heads, *names])


def _starts_with(named: list[tuple[Body, int]], tokens: list[Token]) -> bool:
    """Return whether the words begin with a body, "Giao" and the like before it allowed."""
    before = tuple(token.key for token in tokens[: named[0][1]])
    return before in _OPENINGS


def _roles(text: str, tokens: list[Token], named: list[tuple[Body, int]]) -> tuple[list[str], list[str]]:
    """Return who leads and who joins: before "chủ trì", after "phối hợp"; else who the words begin with."""
    keys = [token.key for token in tokens]
    stop = next((at for at in range(len(keys) - 1) if keys[at : at + 2] == ["chủ", "trì"]), None)
    join = next((at for at in range(len(keys) - 1) if keys[at : at + 2] == ["phối", "hợp"]), len(keys))
    joined = _run_after(text, tokens, named, join)
    if stop is not None:
        leads = [
            body.name for body, at in named if at < min(stop, join) and _same_clause(text, tokens, at, stop)
        ]
        # "Giao chủ trì: Sở Ngoại vụ".
        leads = leads or [body.name for body, at in named if stop < at < join][:1]
    else:
        leads = [body.name for body, at in named[:1] if _starts_with(named, tokens)]
        leads = leads or [body.name for body, at in named if at < join][:1]
    return list(dict.fromkeys(leads)), list(dict.fromkeys(joined))


def _same_clause(text: str, tokens: list[Token], at: int, stop: int) -> bool:
    return not any(sign in text[tokens[at].start : tokens[stop].start] for sign in ";.:")


def _run_after(text: str, tokens: list[Token], named: list[tuple[Body, int]], join: int) -> list[str]:
    """Return the bodies listed right after "phối hợp (với)", up to the next verb."""
    found: list[str] = []
    if join >= len(tokens):
        return found
    end = tokens[join + 1].end
    for body, at in named:
        if at <= join:
            continue
        between = match_key(text[end : tokens[at].start]).strip(" ,")
        if between not in ("", "với", "và", "cùng", "với các", "và các", "cùng với", "chặt chẽ với"):
            break
        found.append(body.name)
        end = tokens[at + longest_at(tokens, at, body.names) - 1].end
    return found


def _of_table(piece: Piece, bodies: Bodies) -> Iterator[Assignment]:
    """Yield the rows of a table with a column of lead agencies."""
    if not piece.table:
        return
    columns = _columns_of(piece.table[0])
    if "lead" not in columns or "task" not in columns:
        return
    for row in piece.table[1:]:
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        # A row that holds a title alone groups what follows.
        if not cells["task"] or not any(cells.get(name) for name in ("lead", "coop", "due", "product")):
            continue
        leads = bodies.names_in(cells["lead"]) or ([cells["lead"]] if cells["lead"] else [])
        joins = bodies.names_in(cells.get("coop", ""))
        due, product = cells.get("due"), cells.get("product")
        yield Assignment(piece.key, cells["task"], leads, joins, [*leads, *joins], due, product)


def _columns_of(head: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        words = cell.casefold()
        for name in ("lead", "coop", "product", "due", "task"):
            if name not in found and any(sign in words for sign in _COLUMNS[name]):
                found[name] = at
                break
    return found


def check_assignments(
    pieces: Sequence[Piece], *, known: Sequence[Body], in_register: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what the tasks of a program lack, and agencies that the text names and gives nothing to do.

    `in_register` are the names of agencies that have a task of this program in the register of tasks.
    """
    bodies = Bodies(known)
    given = assignments_in(pieces, bodies)
    for one in given:
        yield from _judge(one)
    if not given and not in_register:
        # Nobody has anything yet: no register of tasks, and no part that assigns.
        return
    busy = {name for one in given for name in (*one.leads, *one.joins, *one.named)} | set(in_register)
    yield from _idle(pieces, bodies, busy)


def _judge(one: Assignment) -> Iterator[Finding]:
    words = around(one.text, 0, len(one.text), most=100)

    def finding(code: str, severity: Severity, message: str) -> Finding:
        return Finding(code, severity, one.key, words, message, APPENDIX_RULE)

    if not one.leads:
        yield finding("TASK_NO_LEAD", Severity.BLOCK, "Chưa ghi cơ quan chủ trì; ghi một cơ quan.")
    is_nobody = bool(one.leads) and set(one.leads) <= _NOBODY and not _EACH.search(one.text)
    if is_nobody:
        message = f"“{one.leads[0].capitalize()}” chưa là một cơ quan; ghi một cơ quan chủ trì."
        yield finding("TASK_NO_LEAD", Severity.WARN, message)
    if len(one.leads) > 1:
        names = ", ".join(one.leads)
        message = f"{len(one.leads)} cơ quan cùng chủ trì ({names}); giữ một, cơ quan còn lại phối hợp."
        yield finding("TASK_TWO_LEADS", Severity.BLOCK, message)
    for name in one.leads:
        if name in one.joins:
            message = f"{name} vừa chủ trì vừa phối hợp; bỏ tên này khỏi phần phối hợp."
            yield finding("TASK_LEAD_IN_COOP", Severity.BLOCK, message)
    if not one.has_deadline:
        message = "Chưa ghi thời hạn; ghi ngày, quý, năm, hằng năm hoặc thường xuyên."
        yield finding("TASK_NO_DEADLINE", Severity.WARN, message)
    if not one.has_deliverable and not is_nobody:
        message = "Chưa ghi sản phẩm; nêu loại văn bản hoặc con số phải đạt."
        yield finding("TASK_NO_DELIVERABLE", Severity.WARN, message)


def _idle(pieces: Sequence[Piece], bodies: Bodies, busy: set[str]) -> Iterator[Finding]:
    """Yield agencies of the province that parts two and three name, and that no task is given to."""
    told = set(busy)
    for piece in pieces:
        if piece.part < 2 or piece.is_heading:
            continue
        for body, _ in bodies.found_in(tokens_of(piece.text)):
            if body.gives_tasks or body.name in told or body.name in COLLECTIVES:
                continue
            told.add(body.name)
            message = (
                f"{body.name} được nêu nhưng phần tổ chức thực hiện chưa giao việc nào; bổ sung hoặc bỏ tên."
            )
            source = Citation(f"Danh mục cơ quan: {body.name}", body.url) if body.url else APPENDIX_RULE
            yield Finding("AGENCY_NO_TASK", Severity.WARN, piece.key, body.name, message, source)
