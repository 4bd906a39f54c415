"""What holds for drafts of a program; plain values in, findings out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.legal import Blocker, Caution
from core.secrecy import SECRECY_REFUSAL, secrecy_mark

PARTS = 3
LONGEST_PARAGRAPH, LONGEST_SHOWN = 20_000, "20.000"
LONGEST_WORD = 300
# What is taken in can be changed cell by cell in the browser.
MOST_COLUMNS = 40
# "1.1.1.1." is the deepest number that the decree's way of counting knows.
DEEPEST_HEADING = 5
_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


class Passage(Protocol):
    """What the rules look at in a node of a draft."""

    @property
    def kind(self) -> str:
        """Part, heading, paragraph or table."""
        ...

    @property
    def number(self) -> str:
        """Its number as typed."""
        ...

    @property
    def text(self) -> str:
        """Its words; a table has none of its own."""
        ...

    @property
    def footnotes(self) -> list[str]:
        """The words of its footnotes."""
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


def level_blockers(*, level: int, above: int, deepest: int, deeper: bool) -> list[Blocker]:
    """Return why a heading may not go a level up or down; `above` is the level of the heading before it.

    `deepest` is the deepest heading among it and those below it.
    """
    if not deeper and level <= 1:
        return [Blocker("Đề mục đã ở cấp cao nhất của phần nên không lên cấp được nữa.", None)]
    if deeper and above < level:
        return [
            Blocker("Trước đề mục này chưa có đề mục cùng cấp để đứng dưới nên không xuống cấp được.", None)
        ]
    if deeper and deepest >= DEEPEST_HEADING:
        return [Blocker(f"Đề mục có tối đa {DEEPEST_HEADING} cấp; đưa đề mục con lên cấp trước.", None)]
    return []


def text_problems(nodes: Iterable[Passage]) -> list[Blocker]:
    """Return why words may not stand in a draft: marks of secrecy, passages and words without end."""
    found = []
    for node in nodes:
        words = node.text or _table_text(node)
        shown = f"“{words[:60]}…”"
        whole = "\n".join([node.number, words, *node.footnotes])
        if mark := secrecy_mark(whole):
            found.append(Blocker(f"{shown} mang dấu “{mark}”. {SECRECY_REFUSAL}", None, "text"))
        if len(words) > LONGEST_PARAGRAPH:
            found.append(
                Blocker(f"Đoạn {shown} dài quá {LONGEST_SHOWN} ký tự; tách thành nhiều đoạn.", None, "text")
            )
        if endless := _ENDLESS.search(whole):
            found.append(
                Blocker(
                    f"Đoạn {shown} có một chuỗi dài {len(endless[0])} ký tự không có dấu cách; "
                    f"một từ hay một địa chỉ dài tối đa {LONGEST_WORD} ký tự, thêm dấu cách hoặc bỏ bớt.",
                    None,
                    "text",
                )
            )
        if (width := _columns(node)) > MOST_COLUMNS:
            found.append(
                Blocker(
                    f"Bảng {shown} rộng {width} cột; bảng trong dự thảo có tối đa {MOST_COLUMNS} cột. "
                    "Sửa bảng trong tệp Word rồi tải lại.",
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


def _columns(node: Passage) -> int:
    """Return how many columns the widest row of a table covers."""
    return max((sum(_span(cell) for cell in row) for row in node.table or []), default=0)


def _span(cell: Mapping[str, object]) -> int:
    columns = cell.get("columns", 1)
    return columns if isinstance(columns, int) else 1


def _table_text(node: Passage) -> str:
    return "\n".join(str(cell["text"]) for row in node.table or [] for cell in row)
