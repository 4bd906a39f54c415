"""The words of a lost key point come back into the version that lost them, from its own history."""

from typing import Any

from core.history import action
from core.legal import RuleError
from core.models import User
from programs.actions.drafts import edit_section, refuse_frozen
from programs.actions.hints import bring_back
from programs.keypoint_rules import print_of
from programs.models import Draft, KeyPoint, Section
from programs.versions import words_of
from programs.wording.keypoints import still_says
from programs.wording.restoring import with_lost_words

Status = KeyPoint.Status


@action("Khôi phục chữ mang ý chính")
def restore_last_words(*, point: KeyPoint, draft: Draft, by: User) -> str:
    """Put back what the version said last of a lost point, and return the key of the paragraph.

    A paragraph that was taken out comes back whole at its place; one that was rewritten gets the lost clause
    again. Raises RuleError where the version is frozen or never said the point.
    """
    refuse_frozen(draft)
    if point.status != Status.CONFIRMED or point.program_id != draft.program_id:
        raise RuleError("Ý này chưa xác nhận hoặc đã bỏ; mở lại danh sách ý chính.")
    row = last_words(point, draft)
    if row is None:
        raise RuleError(f"{draft} chưa có đoạn nào mang ý này; khôi phục từ bản trước ở trang so sánh.")
    section = draft.sections.filter(key=row.key).first()
    if section is None:
        bring_back(row)
        return str(row.key)
    if section.kind == Section.Kind.TABLE:
        raise RuleError("Ý này ở trong bảng; xem Lịch sử của bảng rồi sửa lại ô.")
    section.draft = draft
    text = with_lost_words(point.kind, point.text, row.text, section.text)
    if text == section.text:
        raise RuleError("Đoạn đã có lại ý này; mở lại danh sách ý chính.")
    edit_section(section=section, expected=section.version, text=text, by=by)
    return str(section.key)


def last_words(point: KeyPoint, draft: Draft) -> Any:
    """Return the last row of the version's history whose paragraph carried the point, or None."""
    carriers = {one.section_key: one.linked_to for one in point.carriers.all()}
    rows = Section.history.filter(draft_id=draft.pk, key__in=list(carriers)).order_by("-history_id")
    for row in rows.iterator():
        words = words_of(row.text, row.table)
        if still_says(point.kind, point.text, words) or carriers[row.key] == print_of(words):
            return row
    return None
