"""Headings of a draft become paragraphs again, or go a level up or down with what stands below them."""

from core.history import action, bulk_update, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from programs.actions.draft_shape import previous_of
from programs.actions.drafts import hold
from programs.draft_rules import level_blockers
from programs.models import Section


@action("Đổi đề mục thành đoạn")
def demote_section(*, section: Section, expected: int, by: User) -> Section:
    """Store a heading as a paragraph; what stood under it stands under the heading before it."""
    hold(section)
    _only_heading(section)
    above = previous_of(section)
    assert above is not None  # noqa: S101 - a part stands before every heading
    behind = _behind(section)
    level, chapter = above.level_behind, above.chapter_behind
    for row in behind:
        if row.is_heading:
            break
        row.level = level
    if section.level == 1:
        for row in behind:
            row.chapter = chapter
    section.kind, section.level, section.chapter = Section.Kind.PARAGRAPH, level, chapter
    saved = save_version(section, expected=expected)
    bulk_update(behind, ["level", "chapter"])
    return saved


@action("Đổi cấp đề mục")
def shift_heading(*, section: Section, expected: int, deeper: bool, by: User) -> Section:
    """Store a heading one level deeper or higher, with what stands below it.

    On the first level it opens a chapter, to which all that stands behind it in the old one goes along.
    """
    hold(section)
    _only_heading(section)
    above = previous_of(section)
    assert above is not None  # noqa: S101 - a part stands before every heading
    behind = _behind(section)
    below = []
    for row in behind:
        if row.is_heading and row.level <= section.level:
            break
        below.append(row)
    deepest = max([section.level, *(row.level for row in below if row.is_heading)])
    refuse_if(
        level_blockers(level=section.level, above=_heading_above(section), deepest=deepest, deeper=deeper)
    )
    step = 1 if deeper else -1
    for row in below:
        row.level += step
    changed = below
    if deeper and section.level == 1:
        chapter = above.chapter_behind
    elif not deeper and section.level == 2:
        chapter = section.key
    else:
        chapter = section.chapter
    if chapter != section.chapter:
        changed = behind
        for row in behind:
            row.chapter = chapter
        section.chapter = chapter
    section.level += step
    saved = save_version(section, expected=expected)
    bulk_update(changed, ["level", "chapter"])
    return saved


def _only_heading(section: Section) -> None:
    if section.kind != Section.Kind.HEADING:
        raise RuleError("Chỉ đề mục mới đổi cấp hoặc đổi thành đoạn được; tên phần thì giữ nguyên.")


def _behind(section: Section) -> list[Section]:
    """Return what stands behind a heading in its chapter, in order."""
    rows = Section.objects.filter(
        draft=section.draft_id, part=section.part, chapter=section.chapter, position__gt=section.position
    )
    return list(rows.in_order())


def _heading_above(section: Section) -> int:
    """Return the level of the heading before this one in its part; 0 for the part itself."""
    rows = Section.objects.filter(
        draft=section.draft_id, part=section.part, position__lt=section.position, kind=Section.Kind.HEADING
    )
    return rows.order_by("-position").values_list("level", flat=True).first() or 0
