"""Cut, join, move and bring back the paragraphs of a draft; change its tables; say who writes a chapter."""

from collections.abc import Sequence
from typing import Any

from core.history import action, bulk_update, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from programs.actions.drafts import hold, place_behind, refuse_frozen
from programs.draft_rules import move_blockers, text_problems
from programs.models import Draft, Section
from programs.models.documents import new_key
from programs.wording.grids import Grid
from programs.wording.outline import Kind, Node, count_words
from programs.wording.pieces import in_order, joined, pieces_of

WORDING = ("text", "footnotes", "table", "number")
_TEXT = (Section.Kind.PARAGRAPH,)


@action("Tách đoạn dự thảo")
def split_section(*, section: Section, expected: int, text: str, by: User) -> list[Section]:
    """Store the pieces of a text cut at its empty lines; the first keeps the key, the others come from it.

    Raises RuleError for a text in one piece, VersionConflictError when somebody saved the paragraph.
    """
    hold(section)
    _only(section, _TEXT, "Chỉ tách được đoạn văn; đầu mục và bảng thì không.")
    pieces = pieces_of(text, section.footnotes)
    if len(pieces) < 2:
        raise RuleError("Đặt một dòng trống ở chỗ cần tách rồi bấm Tách đoạn.", field="text")
    # A mark without its footnote would vanish with the cut.
    kept = sum(len(notes) for _, notes in pieces)
    if kept < len(section.footnotes):
        raise RuleError("Dấu chú thích bị mất khi tách; đặt lại dấu [^1], [^2]… rồi tách.", field="text")
    _word(section, *pieces[0])
    made = [save_version(section, expected=expected)]
    for words, notes in pieces[1:]:
        new = _beside(made[-1], key=new_key(), came_from=_joined_keys([section.key], section.came_from))
        new.level = section.level
        _word(new, words, notes)
        new.full_clean()
        new.save()
        made.append(new)
    return made


@action("Gộp đoạn dự thảo")
def merge_section(*, section: Section, expected: int, by: User) -> Section:
    """Store a paragraph with the next one's words behind its own; the key stays, came_from names both.

    Raises RuleError where no paragraph follows under the same heading.
    """
    hold(section)
    following = next_of(section)
    if section.kind not in _TEXT or following is None or following.kind not in _TEXT:
        raise RuleError("Sau đoạn này không phải đoạn văn nên không gộp được.")
    if following.chapter != section.chapter:
        raise RuleError("Đoạn sau thuộc mục khác; chuyển đoạn lên cùng mục rồi gộp.")
    text, notes = joined((section.text, section.footnotes), (following.text, following.footnotes))
    section.came_from = _joined_keys(section.came_from, [section.key, following.key], following.came_from)
    _word(section, text, notes)
    saved = save_version(section, expected=expected)
    delete_version(following, expected=following.version)
    return saved


@action("Chuyển chỗ đoạn dự thảo")
def move_section(*, section: Section, expected: int, up: bool, by: User) -> Section:
    """Store a paragraph or table one place up or down; past a heading it goes to the chapter there."""
    hold(section)
    neighbour = previous_of(section) if up else next_of(section)
    refuse_if(
        move_blockers(
            is_heading=section.is_heading,
            goes_up=up,
            meets_part=neighbour is None or neighbour.kind == Section.Kind.PART,
        )
    )
    assert neighbour is not None  # noqa: S101 - refused above
    above = previous_of(neighbour) if up else neighbour
    assert above is not None  # noqa: S101 - a part stands before everything
    section.position = place_behind(above, but=section)
    if neighbour.is_heading:
        section.chapter, section.level = above.chapter_behind, above.level_behind
    return save_version(section, expected=expected)


@action("Đổi đoạn thành đề mục")
def promote_section(*, section: Section, expected: int, by: User) -> Section:
    """Store a paragraph as a heading at its depth; what follows up to the next heading stands under it."""
    hold(section)
    _only(section, _TEXT, "Chỉ đoạn văn mới đổi được thành đề mục.")
    if not section.text.strip() or "\n" in section.text or len(section.text.split()) > 60:
        raise RuleError("Đề mục phải có tên trên một dòng, không quá 60 từ; tách đoạn rồi đổi dòng đầu.")
    below = []
    for row in Section.objects.filter(
        draft=section.draft, part=section.part, chapter=section.chapter, position__gt=section.position
    ).in_order():
        if row.is_heading:
            break
        row.level += 1
        below.append(row)
    section.kind = Section.Kind.HEADING
    if section.level == 1:
        # A heading of the first level opens a chapter: all that stood behind it in this one goes along.
        rest = Section.objects.filter(
            draft=section.draft, part=section.part, chapter=section.chapter, position__gt=section.position
        )
        deeper = {row.pk: row for row in below}
        below = [deeper.get(row.pk, row) for row in rest]
        for row in below:
            row.chapter = section.key
        section.chapter = section.key
    saved = save_version(section, expected=expected)
    bulk_update(below, ["level", "chapter"])
    return saved


@action("Lấy lại lời cũ của đoạn")
def restore_wording(*, section: Section, expected: int, version: Any, by: User) -> Section:
    """Store the words, footnotes and cells that a paragraph had in a row of its history."""
    hold(section)
    for name in WORDING:
        setattr(section, name, getattr(version, name))
    section.words = _words_of(section)
    refuse_if(text_problems([section]))
    return save_version(section, expected=expected)


@action("Khôi phục đoạn đã bỏ")
def restore_section(*, draft: Draft, removed: Any, by: User) -> Section:
    """Store a removed paragraph again with its key, where it stood; `removed` is its last row of history.

    Raises RuleError when it is there already.
    """
    refuse_frozen(draft)
    if Section.objects.filter(draft=draft, key=removed.key).exists():
        raise RuleError("Đoạn này đã có trong bản; không khôi phục thêm lần nữa.")
    before = Section.objects.filter(draft=draft, position__lte=removed.position).order_by("-position").first()
    if before is None:
        raise RuleError("Không còn chỗ đứng của đoạn này trong bản; thêm đoạn mới rồi chép lời vào.")
    before.draft = draft
    back = _beside(before, key=removed.key, came_from=removed.came_from)
    back.kind = removed.kind
    for name in WORDING:
        setattr(back, name, getattr(removed, name))
    back.words = _words_of(back)
    refuse_if(text_problems([back]))
    back.full_clean()
    back.save()
    return back


@action("Sửa bảng dự thảo")
def edit_table(*, section: Section, expected: int, table: Grid, by: User) -> Section:
    """Store the cells of a table, and count their words."""
    hold(section)
    _only(section, (Section.Kind.TABLE,), "Đây không phải bảng.")
    if not table or not any(table):
        raise RuleError("Bảng phải còn ít nhất một dòng; muốn bỏ cả bảng thì bấm Bỏ.")
    section.table = table
    section.words = _words_of(section)
    refuse_if(text_problems([section]))
    return save_version(section, expected=expected)


@action("Phân công soạn mục")
def assign_author(*, section: Section, expected: int, author: User | None, by: User) -> Section:
    """Store who writes a part or a chapter; None takes the name off."""
    hold(section)
    if not section.is_heading or section.level > 1:
        raise RuleError("Phân công theo phần hoặc mục lớn (I, II…).")
    section.author = author
    return save_version(section, expected=expected)


def next_of(section: Section) -> Section | None:
    """Return the node behind this one in its version."""
    rows = Section.objects.filter(draft=section.draft_id, position__gt=section.position)
    return _of(section, rows.order_by("position").first())


def previous_of(section: Section) -> Section | None:
    """Return the node before this one in its version."""
    rows = Section.objects.filter(draft=section.draft_id, position__lt=section.position)
    return _of(section, rows.order_by("-position").first())


def _of(section: Section, other: Section | None) -> Section | None:
    if other is not None:
        other.draft = section.draft
    return other


def _beside(after: Section, *, key: str, came_from: Sequence[str]) -> Section:
    """Return a new paragraph behind a node, under the same heading."""
    return Section(
        draft=after.draft,
        key=key,
        kind=Section.Kind.PARAGRAPH,
        level=after.level_behind,
        part=after.part,
        chapter=after.chapter_behind,
        position=place_behind(after),
        came_from=list(came_from),
        origin=after.origin,
    )


def _word(section: Section, text: str, notes: Sequence[str]) -> None:
    section.text, section.footnotes = in_order(text, notes)
    section.words = count_words(section.text)
    refuse_if(text_problems([section]))


def _words_of(section: Section) -> int:
    return Node(Kind(section.kind), section.level, text=section.text, table=section.table).words


def _only(section: Section, kinds: Sequence[str], sentence: str) -> None:
    if section.kind not in kinds:
        raise RuleError(sentence)


def _joined_keys(*groups: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(key for group in groups for key in group))
