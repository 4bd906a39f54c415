"""What a hint proposes is carried out by a click, and taken back by another one."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.history import action, delete_version
from core.legal import RuleError
from core.models import User
from programs.actions.drafts import edit_section, place_behind, refuse_frozen
from programs.models import Draft, Section
from programs.versions import words_of
from programs.wording.cutting import cut
from programs.wording.formulas import BY_CODE, Place, formulas_in
from programs.wording.outline import count_words

# What one click does and another takes back.
DONE = ("programs.apply_hint", "programs.apply_formula", "programs.restore_last_words")


def stale(name: str) -> str:
    """Return why a hint is not carried out: the words are no longer those that its reader saw."""
    return (
        f"{name} vừa được sửa nên gợi ý không còn đúng chỗ; chưa đổi chữ nào. Xem lại gợi ý ở danh sách dưới."
    )


@action("Rút gọn theo gợi ý")
def apply_hint(
    *, section: Section, expected: int, start: int, end: int, found: str, code: str, name: str, by: User
) -> int:
    """Put the shorter words at their place, once, and return how many words that saved.

    Without the code of a formula the words are taken out; a paragraph left empty goes. `found` is what the
    reader saw: raises RuleError, and changes nothing, where something else stands there now.
    """
    refuse_frozen(section.draft)
    plain = words_of(section.text, None)
    if section.kind != Section.Kind.PARAGRAPH or section.version != expected:
        raise RuleError(stale(name))
    if not found.strip() or plain[start:end].split() != found.split():
        raise RuleError(stale(name))
    instead = ""
    if code:
        place = next((one for one in _places(plain, code) if one.start == start), None)
        if place is None:
            raise RuleError(stale(name))
        instead = place.instead
    return _store(section, expected, cut(section.text, start, end, instead), name, by)


@action("Rút gọn cụm từ cả bản")
def apply_formula(
    *, draft: Draft, code: str, chosen: Sequence[tuple[Section, int, str]], by: User
) -> tuple[int, int]:
    """Shorten one formula in all these paragraphs (section, version seen, name); all of them, or none.

    Returns (paragraphs, words saved). Raises RuleError where one of them was changed meanwhile.
    """
    refuse_frozen(draft)
    saved = 0
    for section, expected, name in chosen:
        places = _places(words_of(section.text, None), code)
        if section.version != expected or not places:
            raise RuleError(stale(name))
        saved += _store(section, expected, all_cut(section.text, places), name, by)
    return len(chosen), saved


@action("Hoàn tác rút gọn")
def undo_hints(*, draft: Draft, turn: str, by: User) -> tuple[int, int]:
    """Give the paragraphs of one click their words back, and return (how many, how many stayed as they are).

    A paragraph that somebody changed after the click keeps what it says now.
    """
    refuse_frozen(draft)
    rows = done_rows(draft, turn)
    before = rows_before(rows)
    stored = {row.key: row for row in draft.sections.filter(key__in=[row.key for row in rows])}
    count = 0
    for row in rows:
        section = stored.get(row.key)
        if row.history_type == "-":
            if section is None:
                bring_back(row)
                count += 1
            continue
        if section is None or section.version != row.version:
            continue
        section.draft = draft
        if row.history_type == "+":
            delete_version(section, expected=row.version)
            count += 1
            continue
        edit_section(section=section, expected=row.version, text=before[row.history_id].text, by=by)
        count += 1
    return count, len(rows) - count


def all_cut(raw: str, places: Iterable[Any]) -> str | None:
    """Return the paragraph with all these places shortened; a place with the mark of a footnote stays.

    None where nothing could go.
    """
    text = raw
    for place in sorted(places, key=lambda one: -one.start):
        text = cut(text, place.start, place.end, place.instead) or text
    return text if text != raw else None


def done_rows(draft: Draft, turn: str) -> list[Any]:
    """Return the rows of the history that one click wrote in this version, in reading order."""
    if not turn:
        return []
    rows = Section.history.filter(draft_id=draft.pk, request_id=turn, action__in=DONE)
    return list(rows.order_by("position", "history_id"))


def rows_before(rows: Sequence[Any]) -> dict[int, Any]:
    """Return {history_id: the row of the same paragraph before it}, in one statement."""
    if not rows:
        return {}
    wanted = {row.id: row.history_id for row in rows}
    found: dict[int, Any] = {}
    earlier = Section.history.filter(id__in=list(wanted), history_id__lt=max(wanted.values()))
    for row in earlier.order_by("history_id"):
        if row.history_id < wanted[row.id]:
            found[wanted[row.id]] = row
    return found


def _places(plain: str, code: str) -> list[Place]:
    return [place for place in formulas_in(plain) if place.code == code] if code in BY_CODE else []


def _store(section: Section, expected: int, text: str | None, name: str, by: User) -> int:
    if text is None:
        raise RuleError(f"{name} có chú thích ngay ở chữ này; mở đoạn để sửa tay.")
    before = count_words(section.text)
    if text.strip():
        edit_section(section=section, expected=expected, text=text, by=by)
    else:
        delete_version(section, expected=expected)
    return before - count_words(text)


def bring_back(row: Any) -> None:
    """Store a paragraph again as its last row of the history says, where it stood; call it in an act."""
    section = row.instance
    section.version = row.version + 1
    section._state.adding = True
    here = Section.objects.filter(draft=section.draft_id, position__lte=section.position)
    before = here.order_by("-position").first()
    if before is not None:
        # Its place may be taken by now, and its chapter be another one.
        section.position = place_behind(before)
        section.part, section.chapter = before.part, before.chapter_behind
    section.save(force_insert=True)
