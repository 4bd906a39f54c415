"""A lost key point comes back: its words are put into the version again, and that can be undone."""

from core.history import action, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from programs.actions.drafts import hold, place_behind, refuse_frozen
from programs.actions.keypoints import link_passage
from programs.draft_rules import text_problems
from programs.keypoint_check import as_point
from programs.keypoint_rules import carried_by
from programs.models import Draft, KeyPoint, Section
from programs.versions import words_of
from programs.wording.outline import count_words
from programs.wording.restoring import with_lost_words

RESTORED = "programs.restore_lost_words"


@action("Khôi phục ý đã rơi")
def restore_lost_words(
    *, point: KeyPoint, before: Draft, draft: Draft, into: Section | None, expected: int, by: User
) -> Section:
    """Put the words that carried a point in the older version `before` back into `draft`.

    `into` is the paragraph that continues the old one: it gets the lost clause again. Where nothing continues
    it, the paragraph comes back at its place with its key. Raises RuleError where the version is frozen or
    the older one does not say the point either, VersionConflictError when the paragraph was saved meanwhile.
    """
    refuse_frozen(draft)
    if point.status != KeyPoint.Status.CONFIRMED or point.program_id != draft.program_id:
        raise RuleError("Ý này chưa xác nhận hoặc đã bỏ; mở lại danh sách ý chính.")
    old = _carrier_in(before, point)
    if into is None or (into.table is None) != (old.table is None):
        return _put_back(old, before, draft)
    hold(into)
    if old.table is not None:
        into.table, into.footnotes, into.words = old.table, old.footnotes, old.words
    else:
        into.text = with_lost_words(point.kind, point.text, old.text, into.text)
        if into.text == old.text:
            into.footnotes = old.footnotes
        into.words = count_words(into.text)
    refuse_if(text_problems([into]))
    save_version(into, expected=expected)
    if into.key != old.key:
        link_passage(point, into)
    return into


@action("Hoàn tác khôi phục ý")
def undo_restored_words(*, section: Section, expected: int, by: User) -> None:
    """Take back what `restore_lost_words` put in, if nobody changed the paragraph after it."""
    hold(section)
    if not was_just_restored(section):
        raise RuleError("Đoạn đã được sửa sau khi khôi phục nên không hoàn tác được; sửa ở trang dự thảo.")
    rows = list(Section.history.filter(id=section.pk).order_by("-history_id")[:2])
    if rows[0].history_type == "+":
        delete_version(section, expected=expected)
        return
    for name in ("text", "words", "table", "footnotes"):
        setattr(section, name, getattr(rows[1], name))
    save_version(section, expected=expected)


def was_just_restored(section: Section) -> bool:
    """Return whether the last thing that happened to the paragraph was that lost words came back."""
    last = Section.history.filter(id=section.pk).order_by("-history_id").first()
    return last is not None and last.action == RESTORED


def _carrier_in(before: Draft, point: KeyPoint) -> Section:
    seen = as_point(point)
    keys = [carrier.key for carrier in seen.carriers]
    rows = {row.key: row for row in Section.objects.filter(draft=before, key__in=keys)}
    key = carried_by(seen, {name: words_of(row.text, row.table) for name, row in rows.items()})
    if not key:
        raise RuleError(f"{before} cũng không còn đoạn nào chứa ý này; chọn bản cũ hơn rồi khôi phục.")
    return rows[key]


def _put_back(old: Section, before: Draft, draft: Draft) -> Section:
    """Store a paragraph again behind the nearest one before it that the version still has."""
    here = Section.objects.filter(draft=draft)
    if here.filter(key=old.key).exists():
        raise RuleError("Đoạn này đã có lại trong bản; mở lại trang so sánh.")
    standing = set(here.values_list("key", flat=True))
    earlier = Section.objects.filter(draft=before, position__lt=old.position).order_by("-position")
    key = next((key for key in earlier.values_list("key", flat=True) if key in standing), None)
    after = here.filter(key=key).first() if key else here.in_order().first()
    if after is None:
        raise RuleError(f"{draft} chưa có đầu mục nào để đặt đoạn vào; nhận lại bản từ tệp Word.")
    new = Section(
        draft=draft,
        key=old.key,
        kind=old.kind,
        level=old.level,
        part=after.part,
        chapter=after.chapter_behind,
        position=place_behind(after),
        number=old.number,
        text=old.text,
        footnotes=old.footnotes,
        table=old.table,
        words=old.words,
        origin=draft.origin,
    )
    refuse_if(text_problems([new]))
    new.full_clean()
    new.save()
    return new
