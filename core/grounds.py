"""The grounds of an official paper ("Căn cứ …"): how each begins and ends (Nghị định 30/2020/NĐ-CP, ô 6)."""

import re
from collections.abc import Sequence

_BEGINS = re.compile(r"(?:căn cứ|theo|xét|thực hiện|trên cơ sở)\s+\w", re.IGNORECASE)
_PAPER = re.compile(
    r"(?:hiến pháp|bộ luật|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kết luận|kế hoạch"
    r"|chương trình|công văn|công điện|văn bản|thông báo|hướng dẫn|quy chế|quy định|điều lệ|đề án|chiến lược"
    r"|tờ trình|báo cáo|biên bản|hiệp định|thỏa thuận)\b",
    re.IGNORECASE,
)
# Always written with a capital; "báo cáo của …" and "quy định tại …" as they are typed.
_LAW = re.compile(
    r"(?:hiến pháp|bộ luật|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư|chỉ thị)\b", re.IGNORECASE
)
_MATTER = re.compile(r"(?:chức năng|nhiệm vụ|tình hình|yêu cầu|nhu cầu|kết quả|ý kiến)\b", re.IGNORECASE)
_ASKED = re.compile(r"đề nghị của\b", re.IGNORECASE)
_NO_PAPER = re.compile(r"luật\s+(?:sư|gia|lệ)\b", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–+*•]|\d{1,2}[.)])\s+")
# The next ground in the same line; a further paper is one where it is named with a number or a day.
_NEXT = re.compile(
    r";\s+(?=(?:căn cứ|theo đề nghị|xét|thực hiện)\s|(?:bộ luật|luật|pháp lệnh|nghị quyết|nghị định"
    r"|quyết định|thông tư|chỉ thị)\s(?!sư\b|gia\b)[^;]*\d)",
    re.IGNORECASE,
)
_SIGNS = " .;,:"
_AND_SO_ON = re.compile(r"\bv\.v$", re.IGNORECASE)
_BASED_ON = "Căn cứ "
# The sentence that leads from the grounds to the program; a paper "về việc ban hành …" is a ground.
_LEADS = re.compile(r"ban hành|như sau|:$", re.IGNORECASE)
_NAMED = re.compile(r"(?:luật|bộ luật|pháp lệnh)\b|.*\bsố\s*:?\s*\d", re.IGNORECASE)
_LEADS_ON = re.compile(r"như sau\W*$|:$", re.IGNORECASE)


def grounds_of(lines: Sequence[str]) -> list[str]:
    """Return the grounds typed in these lines, each as papers begin it and without the sign at its end.

    "Nghị định số 80/2020/NĐ-CP" becomes "Căn cứ Nghị định số 80/2020/NĐ-CP", "đề nghị của Giám đốc …"
    "Theo đề nghị của Giám đốc …"; two in one line become two. What is no ground by its words stays as it is.
    """
    parts = [part for line in lines for part in _NEXT.split(_BULLET.sub("", line.strip()))]
    return [_begun(_unsigned(part)) for part in parts if part.strip(_SIGNS)]


def _unsigned(line: str) -> str:
    """Return a line without the sign at its end; the stop of "v.v." belongs to the word."""
    bare = line.rstrip(_SIGNS)
    return f"{bare}." if _AND_SO_ON.search(bare) else bare


def with_signs(grounds: Sequence[str]) -> list[str]:
    """Return the grounds as they are printed: ";" behind each, "." behind the last."""
    last = len(grounds)
    return [
        line if at == last and line.endswith(".") else f"{line}{'.' if at == last else ';'}"
        for at, line in enumerate(grounds, start=1)
    ]


def is_ground(line: str) -> bool:
    """Return whether a line begins as a ground: "Căn cứ …", "Theo đề nghị …", "Xét …", "Thực hiện …"."""
    return bool(_BEGINS.match(line)) and line[:1].isupper()


def ground_words(line: str) -> str:
    """Return what to tell about a line that is no ground by its words."""
    shown = line if len(line) <= 50 else f"{line[:50].rsplit(' ', 1)[0]}…"
    return (
        f"“{shown}” chưa mở đầu như một căn cứ: viết “Căn cứ …”, “Thực hiện …”, “Theo đề nghị của …” "
        "hoặc “Xét …”."
    )


def _begun(line: str) -> str:
    if line.casefold().startswith(_BASED_ON.casefold()):
        line = line[len(_BASED_ON) :].lstrip()
        return f"{_BASED_ON}{_upper_first(line) if _LAW.match(line) else line}"
    if _BEGINS.match(line):
        return _upper_first(line)
    if _is_paper(line):
        return f"{_BASED_ON}{_upper_first(line) if _LAW.match(line) else line}"
    if _MATTER.match(line):
        return f"{_BASED_ON}{line[:1].lower()}{line[1:]}"
    return f"Theo {line[:1].lower()}{line[1:]}" if _ASKED.match(line) else line


def _is_paper(line: str) -> bool:
    return bool(_PAPER.match(line)) and not _NO_PAPER.match(line)


def _upper_first(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}"


def preamble_lines(lines: Sequence[str]) -> list[str]:
    """Return what stands before the first part of a program: its grounds, each with its sign.

    A last line that is no ground is the sentence that leads to the program, and stays as it was typed.
    """
    if len(lines) > 1 and _is_lead(lines[-1]):
        return [*with_signs(grounds_of(lines[:-1])), lines[-1]]
    return with_signs(grounds_of(lines))


def preamble_problems(lines: Sequence[str]) -> list[str]:
    """Return what to tell about lines that are no grounds, the leading sentence aside."""
    grounds = lines[:-1] if len(lines) > 1 and _is_lead(lines[-1]) else lines
    return [ground_words(line.rstrip(_SIGNS)) for line in grounds if not is_ground(line)]


def _is_lead(line: str) -> bool:
    """Return whether a line leads on: it says so at its end, or that somebody issues the program.

    A paper named with its number that is "về việc ban hành …", or a "Luật Ban hành …", is a ground without
    "Căn cứ" too.
    """
    if is_ground(line):
        return False
    line = line.rstrip()
    return bool(
        _LEADS_ON.search(line) or (_LEADS.search(line) and not (_is_paper(line) and _NAMED.match(line)))
    )
