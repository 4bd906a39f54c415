"""What may stand in an outline of reports: the words of its titles, its headings; pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.legal import Blocker, Caution

# What a title may name instead of a year that is typed.
WORDS = {
    "nam": "năm báo cáo",
    "namsau": "năm sau năm báo cáo",
    "namdau": "năm đầu của kỳ chương trình",
    "namcuoi": "năm cuối của kỳ chương trình",
}
OF_PROGRAM = frozenset({"namdau", "namcuoi"})
_WORD = re.compile(r"\{([^{}]*)\}")
LEAST_HEADINGS = 1


def pattern_problems(text: str, *, has_program: bool, field: str) -> list[Blocker | Caution]:
    """Return what in a title no report could fill in; `has_program`: its period is that of the program."""
    known = ", ".join(f"{{{word}}}" for word in WORDS)
    problems: list[Blocker | Caution] = []
    for word in dict.fromkeys(_WORD.findall(text)):
        if word not in WORDS:
            problems.append(
                Blocker(f"Cổng không biết chữ {{{word}}}; chỉ dùng {known} hoặc viết thẳng chữ.", None, field)
            )
        elif word in OF_PROGRAM and not has_program:
            problems.append(
                Blocker(
                    f"{{{word}}} là {WORDS[word]}; mẫu này không theo kỳ chương trình, hãy dùng {{nam}}.",
                    None,
                    field,
                )
            )
    if re.search(r"[{}]", _WORD.sub("", text)):
        problems.append(Blocker(f"Dấu ngoặc nhọn chưa đủ cặp; mẫu là {known}.", None, field))
    return problems


def in_words(text: str) -> str:
    """Return a pattern as people read it: "năm [năm báo cáo]" for "năm {nam}"."""
    return _WORD.sub(lambda found: f"[{WORDS.get(found[1], found[1])}]", text)


def basis_problems(basis: str) -> list[Blocker | Caution]:
    """Return why a kind whose period lies within a year may not count its days this way."""
    if basis != "CUSTOM":
        return []
    words = (
        "Kỳ này có ngày theo lịch nên không dùng “khoảng ngày tự chọn”; chọn năm dương lịch hoặc kỳ 15/12 - "
        "14/12, hoặc đổi Kỳ thành “khoảng ngày tự chọn”."
    )
    return [Blocker(words, None, "basis")]


def heading_problems(
    title: str, *, is_opening: bool, is_written: bool, sentences: Sequence[str]
) -> list[Blocker | Caution]:
    """Return what a heading lacks."""
    problems: list[Blocker | Caution] = []
    if not is_opening and not title.strip():
        problems.append(Blocker("Nhập tên đề mục; chỉ đoạn mở đầu không có đề mục.", None, "title"))
    if sentences and not is_written:
        problems.append(
            Blocker(
                "Câu số liệu đứng dưới lời văn; chọn “có lời văn” hoặc bỏ các câu này.", None, "is_written"
            )
        )
    return problems


def removal_problems(*, headings: int) -> list[Blocker | Caution]:
    """Return why a heading of an outline may not go; `headings`: how many there are now."""
    if headings <= LEAST_HEADINGS:
        return [Blocker("Mẫu phải còn ít nhất một mục; thêm mục khác rồi bỏ mục này.", None)]
    return []
