"""What was last done to a paragraph is taken back whole: its words, or an act that touched its neighbours."""

from dataclasses import dataclass
from typing import Any

from core.history import action, bulk_update, delete_version, save_version
from core.legal import RuleError
from core.models import User
from programs.actions.draft_shape import WORDING, restore_wording
from programs.actions.drafts import hold
from programs.actions.hints import bring_back
from programs.models import Section

# Acts that write more than the words of one paragraph; to take one back is such an act too.
WHOLE = frozenset(
    f"programs.{name}"
    for name in (
        "split_section", "merge_section", "promote_section", "demote_section", "shift_heading", "undo_act",
    )
)  # fmt: skip
_PLACE = ("kind", "level", "part", "chapter")
_FIELDS = (*WORDING, *_PLACE, "words", "came_from", "author_id")
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act did to one node: its rows of history before and after the act, None where it was not."""

    before: Any
    after: Any

    @property
    def changed(self) -> list[str]:
        """The fields that the act changed."""
        if self.before is None or self.after is None:
            return list(_FIELDS)
        return [name for name in _FIELDS if getattr(self.before, name) != getattr(self.after, name)]


def last_change(section: Section) -> Any:
    """Return the row of history of the last change of the words or the kind of a node, with the one before.

    Moving a paragraph, or giving it to an author, is none. None where nothing was changed.
    """
    rows = list(Section.history.filter(id=section.pk).order_by("-history_id")[:_LOOKED_AT])
    for after, before in zip(rows, [*rows[1:], None], strict=True):
        if after.history_type == "+":
            return after if after.action in WHOLE else None
        if before is None:
            return None
        names = (*WORDING, "kind", "level") if after.action in WHOLE else WORDING
        if any(getattr(after, name) != getattr(before, name) for name in names):
            return after
    return None


def undo_last(*, section: Section, expected: int, by: User) -> tuple[Section, str]:
    """Take back the last change of a paragraph; return what stands there now, and what was done in words.

    Raises RuleError where nothing was changed, or what the act touched was changed by somebody since.
    """
    last = last_change(section)
    if last is None:
        raise RuleError("Đoạn này chưa đổi lời lần nào trong bản này nên không có gì để hoàn tác.")
    if last.action in WHOLE:
        return undo_act(section=section, expected=expected, last=last, by=by), last.action_label
    before = Section.history.filter(id=section.pk, history_id__lt=last.history_id).order_by("-history_id")
    return restore_wording(section=section, expected=expected, version=before.first(), by=by), ""


@action("Hoàn tác việc với đoạn")
def undo_act(*, section: Section, expected: int, last: Any, by: User) -> Section:
    """Take back all that one act wrote, and return the paragraph, or the one that it is part of again."""
    hold(section)
    touched = _touched(section, last)
    stored = {
        row.key: row
        for row in Section.objects.select_for_update().filter(draft=section.draft_id, key__in=list(touched))
    }
    for key, one in touched.items():
        _refuse_changed(stored.get(key), one, last)
    shifted = []
    for key, one in touched.items():
        row = stored.get(key)
        if row is None:
            bring_back(one.before)
            continue
        row.draft = section.draft
        seen = expected if key == section.key else row.version
        if one.before is None:
            delete_version(row, expected=seen)
            continue
        for name in one.changed:
            setattr(row, name, getattr(one.before, name))
        if key != section.key and set(one.changed) <= set(_PLACE):
            shifted.append(row)
        else:
            save_version(row, expected=seen)
    bulk_update(shifted, ["level", "chapter"])
    left = Section.objects.filter(draft=section.draft_id, key__in=list(touched)).in_order()
    back = left.filter(key=section.key).first() or left.first()
    assert back is not None  # noqa: S101 - no act made all that it touched
    back.draft = section.draft
    return back


def _touched(section: Section, last: Any) -> dict[str, Touched]:
    """Return {key: what the act did to it}; what only made room for others is not among them."""
    if not last.request_id:
        raise RuleError(
            f"Việc “{last.action_label}” không ghi từ trang này nên không hoàn tác được; mở Lời cũ của đoạn."
        )
    act = Section.history.filter(
        draft_id=section.draft_id, request_id=last.request_id, action=last.action
    ).order_by("history_id")
    rows: dict[int, list[Any]] = {}
    for row in act:
        rows.setdefault(row.id, []).append(row)
    earlier = {}
    before = Section.history.filter(
        id__in=list(rows), history_id__lt=min(own[0].history_id for own in rows.values())
    )
    for row in before.order_by("history_id"):
        earlier[row.id] = row
    found = {}
    for pk, own in rows.items():
        first = None if own[0].history_type == "+" else earlier.get(pk)
        after = None if own[-1].history_type == "-" else own[-1]
        # A paragraph that comes back does so as it was when it went.
        one = Touched(own[-1] if after is None else first, after)
        if one.changed and (first is not None or after is not None):
            found[own[0].key] = one
    return found


def _refuse_changed(row: Section | None, one: Touched, last: Any) -> None:
    """Raise RuleError where a node is no longer as the act left it."""
    there = row is not None
    if there is (one.after is not None) and (
        row is None or all(getattr(row, name) == getattr(one.after, name) for name in one.changed)
    ):
        return
    words = (row or one.after or one.before).text[:40]
    raise RuleError(
        f"Sau việc “{last.action_label}”, “{words}…” đã được sửa tiếp nên không hoàn tác được cả việc; "
        "mở Lời cũ của đoạn hoặc trang Đoạn đã bỏ để lấy lại từng đoạn."
    )
