"""Everything that changes a meeting or what it leaves behind, in the office's own verbs."""

from meetings.actions.awards import add_award, edit_award, remove_award
from meetings.actions.conclusions import (
    add_conclusion,
    edit_conclusion,
    mark_conclusion_none,
    remove_conclusion,
    unmark_conclusion,
)
from meetings.actions.follow_ups import (
    add_follow_up,
    cancel_follow_up,
    complete_follow_up,
    edit_follow_up,
    reopen_follow_up,
    right_after_on,
    start_follow_up,
)
from meetings.actions.meetings import (
    cancel_meeting,
    close_meeting,
    edit_meeting,
    log_meeting,
    meeting_problems,
    reopen_meeting,
)
from meetings.actions.papers import attach_paper, remove_paper
from meetings.actions.parts import save_agenda, save_attendances, save_speeches

__all__ = [
    "add_award",
    "add_conclusion",
    "add_follow_up",
    "attach_paper",
    "cancel_follow_up",
    "cancel_meeting",
    "close_meeting",
    "complete_follow_up",
    "edit_award",
    "edit_conclusion",
    "edit_follow_up",
    "edit_meeting",
    "log_meeting",
    "mark_conclusion_none",
    "meeting_problems",
    "remove_award",
    "remove_conclusion",
    "remove_paper",
    "reopen_follow_up",
    "reopen_meeting",
    "right_after_on",
    "save_agenda",
    "save_attendances",
    "save_speeches",
    "start_follow_up",
    "unmark_conclusion",
]
