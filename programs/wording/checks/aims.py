"""Objectives without a task, pillars without an objective: what a program promises and nobody does."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from core.legal import Citation
from programs.wording.checks.findings import Finding, Piece, Severity, around
from programs.wording.tokens import tokens_of

RULE = Citation("Bố cục chương trình: mục tiêu theo ba trụ cột, mỗi mục tiêu có nhiệm vụ")
PILLARS = {
    "Đối ngoại Đảng": ("đối ngoại Đảng",),
    "Ngoại giao chính quyền": ("ngoại giao chính quyền", "ngoại giao Nhà nước", "đối ngoại chính quyền"),
    "Đối ngoại Nhân dân": ("đối ngoại Nhân dân", "ngoại giao Nhân dân"),
}
_ALL_PILLARS = re.compile(r"ba trụ cột", re.IGNORECASE)
_AIMS = re.compile(r"(?<!\w)(?:mục tiêu|chỉ tiêu)(?!\w)", re.IGNORECASE)
_GENERAL = re.compile(r"mục tiêu (?:chung|tổng quát)", re.IGNORECASE)
_DOING = re.compile(r"nhiệm vụ|giải pháp", re.IGNORECASE)
# Words that every aim of an office has, so that they tell nothing about which task serves it.
_EMPTY = frozenset((
    "và", "các", "của", "cho", "với", "trong", "từ", "đến", "năm", "được", "có", "là", "về", "theo",
    "trên", "tại", "để", "một", "những", "này", "đó", "khi", "đã", "sẽ", "không", "phấn", "đấu", "đạt",
    "tăng", "giảm", "ít", "nhất", "tối", "thiểu", "bình", "quân", "mỗi", "hằng", "hàng", "giai", "đoạn",
    "tỉnh", "thanh", "hóa", "số", "lượng", "tỷ", "lệ", "giá", "trị", "tổng", "mới", "thêm", "trở",
    "lên", "hiệu", "quả", "nâng", "cao", "đẩy", "mạnh", "cường", "phát", "triển", "công", "tác", "hoạt",
    "động", "thực", "hiện", "khai", "chất", "cấp", "việc", "bằng", "khoảng", "nước", "ngoài", "quan",
    "hệ", "hợp", "đơn", "vị", "cơ", "chung", "100",
))  # fmt: skip
_TABLE_HEAD = ("chỉ tiêu", "mục tiêu", "nội dung")


def check_aims(pieces: Sequence[Piece], *, titles: Iterable[str] = ()) -> Iterator[Finding]:
    """Yield the aims of part two that no task speaks of, and the pillars that no aim names.

    `titles` are the tasks of this program in the register of tasks.
    """
    aims, tasks = _sorted_out(pieces)
    if not aims:
        return
    yield from _pillars(aims)
    doing = [_pairs(text) for text in (*tasks, *titles)]
    covered = set().union(*doing) if doing else set()
    for piece, text in _each(aims):
        pairs = _pairs(text)
        if pairs and not pairs & covered:
            yield Finding(
                "OBJECTIVE_NO_TASK",
                Severity.WARN,
                piece.key,
                around(text, 0, len(text)),
                "Chưa thấy nhiệm vụ nào nói tới mục tiêu này; thêm nhiệm vụ hoặc nêu rõ tên mục tiêu "
                "ở nhiệm vụ.",
                RULE,
            )


def _sorted_out(pieces: Sequence[Piece]) -> tuple[list[tuple[Piece, bool]], list[str]]:
    """Return the passages under aims, each with whether they are general, and the words of the tasks."""
    aims: list[tuple[Piece, bool]] = []
    tasks: list[str] = []
    above: list[tuple[int, str]] = []
    for piece in pieces:
        if piece.kind == "PHAN":
            above = []
        elif piece.kind == "MUC":
            above = [*(one for one in above if one[0] < piece.level), (piece.level, piece.text)]
        elif piece.part == 2 and any(_AIMS.search(title) for _, title in above):
            aims.append((piece, any(_GENERAL.search(title) for _, title in above)))
        elif piece.part == 3 or any(_DOING.search(title) for _, title in above):
            tasks.append(piece.text)
    return aims, tasks


def _pillars(aims: Sequence[tuple[Piece, bool]]) -> Iterator[Finding]:
    words = "\n".join(piece.text for piece, _ in aims)
    if _ALL_PILLARS.search(words):
        return
    for name, forms in PILLARS.items():
        if not any(form.casefold() in words.casefold() for form in forms):
            message = f"Phần mục tiêu chưa nêu trụ cột {name}; thêm mục tiêu của trụ cột này."
            yield Finding("PILLAR_NO_OBJECTIVE", Severity.WARN, aims[0][0].key, name, message, RULE)


def _each(aims: Sequence[tuple[Piece, bool]]) -> Iterator[tuple[Piece, str]]:
    """Yield each aim that is not a general one: a paragraph, or a row of a table."""
    for piece, is_general in aims:
        if is_general:
            continue
        if not piece.table:
            yield piece, piece.text
            continue
        head = [cell.casefold() for cell in piece.table[0]]
        at = next((at for at, cell in enumerate(head) if any(word in cell for word in _TABLE_HEAD)), -1)
        for row in piece.table[1:] if at >= 0 else ():
            if at < len(row) and row[at].strip():
                yield piece, row[at].strip()


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return the neighbouring words of a text that say something."""
    words = [token.key for token in tokens_of(text)]
    return {
        (one, two)
        for one, two in itertools.pairwise(words)
        if one not in _EMPTY and two not in _EMPTY and not (one + two).isdigit()
    }
