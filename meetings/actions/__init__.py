"""Everything that changes a meeting or what it leaves behind, in the office's own verbs."""

from meetings.actions.answers import accept_opinions, answer_opinion, assign_opinions, withdraw_answer
from meetings.actions.awards import add_award, edit_award, remove_award
from meetings.actions.conclusions import (
    add_conclusion,
    edit_conclusion,
    mark_conclusion_none,
    remove_conclusion,
    unmark_conclusion,
)
from meetings.actions.documents import (
    drop_replacement,
    number_document,
    replace_document,
    write_document,
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
from meetings.actions.opinions import (
    add_opinion,
    discard_contribution,
    edit_letter,
    edit_opinion,
    record_letter,
    remove_letter,
    remove_opinion,
    save_contribution,
    take_back_contribution,
)
from meetings.actions.papers import attach_paper, remove_paper
from meetings.actions.parts import save_agenda, save_attendances, save_speeches
from meetings.actions.reports import accept_report, report_follow_up, return_report
from meetings.actions.rounds import close_round, edit_round, open_round, remind
from meetings.actions.spoken import log_opinion, record_speech

__all__ = [
    "accept_opinions",
    "accept_report",
    "add_award",
    "add_conclusion",
    "add_follow_up",
    "add_opinion",
    "answer_opinion",
    "assign_opinions",
    "attach_paper",
    "cancel_follow_up",
    "cancel_meeting",
    "close_meeting",
    "close_round",
    "complete_follow_up",
    "discard_contribution",
    "drop_replacement",
    "edit_award",
    "edit_conclusion",
    "edit_follow_up",
    "edit_letter",
    "edit_meeting",
    "edit_opinion",
    "edit_round",
    "log_meeting",
    "log_opinion",
    "mark_conclusion_none",
    "meeting_problems",
    "number_document",
    "open_round",
    "record_letter",
    "record_speech",
    "remind",
    "remove_award",
    "remove_conclusion",
    "remove_letter",
    "remove_opinion",
    "remove_paper",
    "reopen_follow_up",
    "reopen_meeting",
    "replace_document",
    "report_follow_up",
    "return_report",
    "right_after_on",
    "save_agenda",
    "save_attendances",
    "save_contribution",
    "save_speeches",
    "start_follow_up",
    "take_back_contribution",
    "unmark_conclusion",
    "withdraw_answer",
    "write_document",
]
