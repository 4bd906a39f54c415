"""What holds for drafts of a program; plain values in, findings out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.legal import Blocker, Caution
from core.secrecy import SECRECY_REFUSAL, secrecy_mark

PARTS = 3
LONGEST_PARAGRAPH, LONGEST_SHOWN = 20_000, "20.000"


class Passage(Protocol):
    """What the rules look at in a node of a draft."""

    @property
    def kind(self) -> str:
        """Part, heading, paragraph or table."""
        ...

    @property
    def text(self) -> str:
        """Its words; a table has none of its own."""
        ...

    @property
    def table(self) -> list[list[dict[str, object]]] | None:
        """Its cells, row by row."""
        ...


def freeze_blockers(*, is_frozen: bool, name: str) -> list[Blocker]:
    """Return why a version may not be changed: what was sent out stays as it was sent (domain.md 3.2)."""
    if not is_frozen:
        return []
    return [Blocker(f"{name} đã chốt nên không sửa được; lập bản mới rồi sửa ở đó.", None)]


def move_blockers(*, is_heading: bool, goes_up: bool, meets_part: bool) -> list[Blocker]:
    """Return why a node may not change places: headings stay, and a part keeps what is its own."""
    if is_heading:
        return [Blocker("Chỉ chuyển được đoạn và bảng; đề mục giữ chỗ để không đổi bố cục.", None)]
    if meets_part:
        edge = "đầu" if goes_up else "cuối"
        return [Blocker(f"Đoạn đã ở {edge} phần; chuyển sang phần khác thì thêm đoạn ở phần đó.", None)]
    return []


def text_problems(nodes: Iterable[Passage]) -> list[Blocker]:
    """Return why words may not stand in a draft: marks of secrecy, passages without end."""
    found = []
    for node in nodes:
        words = node.text or _table_text(node)
        mark = secrecy_mark(words)
        if mark:
            found.append(Blocker(f"“{words[:60]}…” mang dấu “{mark}”. {SECRECY_REFUSAL}", None, "text"))
        if len(words) > LONGEST_PARAGRAPH:
            found.append(
                Blocker(
                    f"Đoạn “{words[:60]}…” dài quá {LONGEST_SHOWN} ký tự; tách thành nhiều đoạn.",
                    None,
                    "text",
                )
            )
    return found


def layout_problems(nodes: Sequence[Passage]) -> list[Blocker | Caution]:
    """Return what is wrong with the layout of a whole text: it has three parts (domain.md 4.9 C)."""
    parts = [node for node in nodes if node.kind == "PHAN"]
    if not parts:
        return [
            Blocker(
                "Không thấy dòng “Phần thứ nhất” hay “Phần I” nên không xếp được dự thảo; "
                "thêm dòng tên phần vào tệp Word rồi tải lại.",
                None,
            )
        ]
    if len(parts) != PARTS:
        return [Caution(f"Dự thảo có {len(parts)} phần; bố cục chương trình gồm {PARTS} phần.", None)]
    return []


def budget_problems(whole: int | None, parts: dict[str, int], *, unit: str = "từ") -> list[Blocker]:
    """Return why lengths do not fit: the parts together hold no more than the whole."""
    shared = sum(parts.values())
    if whole is None or shared <= whole:
        return []
    return [
        Blocker(
            f"Các phần cộng lại {shared} {unit}, nhiều hơn mức giao {whole} {unit}; giảm bớt ở các phần.",
            None,
            "words" if unit == "từ" else "pages",
        )
    ]


def part_budget(
    number: int, budget: int | None, parts: dict[str, int], before: Mapping[int, float]
) -> int | None:
    """Return how many words or pages a part may have: its own, else its share of what the others leave.

    Shares follow `before`, the words of each part in the version that this one was made of.
    """
    if str(number) in parts:
        return parts[str(number)]
    if budget is None:
        return None
    left = budget - sum(parts.values())
    open_words = sum(words for part, words in before.items() if str(part) not in parts)
    return round(left * before.get(number, 0) / open_words) if open_words else None


def _table_text(node: Passage) -> str:
    return "\n".join(str(cell["text"]) for row in node.table or [] for cell in row)
