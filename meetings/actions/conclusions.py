"""The sentences of the chair's conclusion and their marks."""

from core.history import action, save_version
from core.legal import RuleError
from meetings import rules
from meetings.actions.checks import checked, refuse_if_closed
from meetings.models import Conclusion, Meeting


def append_sentences(meeting, sentences):
    """Append sentences after those that are there, each waiting for its mark; returns them."""
    last = Conclusion.objects.filter(meeting=meeting).count()
    made = [Conclusion(meeting=meeting, ordinal=at, text=text) for at, text in enumerate(sentences, last + 1)]
    for sentence in made:
        checked(sentence).save()
    return made


@action("Thêm kết luận")
def add_conclusion(*, meeting, text, by) -> list[Conclusion]:
    """Add a text, split into sentences, to the conclusion; the meeting then has a conclusion."""
    refuse_if_closed(meeting)
    made = append_sentences(meeting, rules.split_sentences(text))
    if not made:
        raise RuleError("Nhập ít nhất một câu kết luận.", field="text")
    if meeting.status != Meeting.Status.CONCLUDED:
        meeting.status = Meeting.Status.CONCLUDED
        save_version(meeting, expected=meeting.version)
    return made


@action("Sửa câu kết luận")
def edit_conclusion(*, conclusion, text, version, by) -> Conclusion:
    """Change the words of one sentence; its mark and its follow-ups stay."""
    refuse_if_closed(conclusion.meeting)
    conclusion.text = text
    return save_version(checked(conclusion), expected=version)


@action("Xóa câu kết luận")
def remove_conclusion(*, conclusion, version, by) -> None:
    """Delete a sentence that no follow-up rests on."""
    refuse_if_closed(conclusion.meeting)
    if count := conclusion.follow_ups.count():
        raise RuleError(f"Câu này đã giao {count} việc nên không xóa được; sửa lời câu nếu cần.")
    save_version(conclusion, expected=version)
    conclusion.delete()


@action("Đánh dấu không giao việc")
def mark_conclusion_none(*, conclusion, version, by) -> Conclusion:
    """Mark a sentence as one that gives no work; refused when it has given some."""
    refuse_if_closed(conclusion.meeting)
    if count := conclusion.follow_ups.count():
        raise RuleError(f"Câu này đã giao {count} việc; không thể ghi là không giao việc.")
    conclusion.mark = Conclusion.Mark.NONE
    return save_version(conclusion, expected=version)


@action("Bỏ đánh dấu câu kết luận")
def unmark_conclusion(*, conclusion, version, by) -> Conclusion:
    """Take the mark off a sentence, so that it waits again; refused when it has given work."""
    refuse_if_closed(conclusion.meeting)
    if count := conclusion.follow_ups.count():
        raise RuleError(f"Câu này đã giao {count} việc; không bỏ đánh dấu được.")
    conclusion.mark = Conclusion.Mark.OPEN
    return save_version(conclusion, expected=version)
