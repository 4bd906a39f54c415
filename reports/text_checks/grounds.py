"""The grounds of a report or a program that do not begin or end as grounds do: taken in so, or older."""

from __future__ import annotations

from collections.abc import Iterator

from core.grounds import ground_words, grounds_of, is_ground, preamble_lines, preamble_problems
from programs.models import Draft
from programs.wording.checks.dates import ND30
from programs.wording.checks.findings import Finding, Severity
from reports.models import Report
from reports.text_checks.details import NO_SECTION

# They belong to no paragraph of a draft: a page of their own changes them.
PREAMBLE = "can-cu"
PREAMBLE_LABEL = "Căn cứ ban hành"


def check_grounds(report: Report) -> Iterator[Finding]:
    """Yield the grounds of a report that are written otherwise than its form would write them."""
    for line in report.bases:
        right = grounds_of([line])
        if len(right) == 1 and is_ground(right[0]) and right[0].rstrip(".") == line.rstrip(" .;"):
            continue
        message = f"Căn cứ: {_told(right)}"
        yield Finding("FORMAT_ND30", Severity.WARN, NO_SECTION, line, message, ND30)


def _told(right: list[str]) -> str:
    wrong = [one for one in right if not is_ground(one)]
    if wrong:
        return ground_words(wrong[0])
    if len(right) > 1:
        return "mỗi căn cứ đứng ở một dòng riêng."
    return f"viết “{''.join(right)}”."


def check_preamble(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with the grounds of a draft: its beginning or its sign at the end."""
    lines = draft.preamble.splitlines()
    for words in preamble_problems(lines):
        yield Finding("FORMAT_ND30", Severity.WARN, PREAMBLE, words.split("”")[0].lstrip("“"), words, ND30)
    right = preamble_lines(lines)
    if right != lines and not preamble_problems(right):
        before, after = next(
            ((was, now) for was, now in zip([*lines, ""], [*right, ""], strict=False) if was != now), ("", "")
        )
        message = (
            f"Viết “{after}”: mỗi căn cứ một dòng, hết dòng “;”, căn cứ cuối “.”. Mở Căn cứ rồi lưu lại."
        )
        yield Finding("FORMAT_ND30", Severity.WARN, PREAMBLE, before, message, ND30)
