"""What the office says about meetings and follow-ups: pure functions, values in, findings out.

Codes are the stored ones (domain.md 1.2 and 7.4), so that nothing here needs the database.
"""

from meetings.rules.days import TimeOfDay, slug_for, status_for, time_of_day, time_words
from meetings.rules.deadlines import (
    DATED,
    RIGHT_AFTER_CODE,
    UNDATED_LABEL,
    RightAfter,
    TypedDue,
    due_on_for,
    due_problems,
    due_words,
    typed_due,
)
from meetings.rules.follow_ups import (
    ACTS,
    CANCELLED,
    DONE,
    OPEN,
    STARTED,
    Status,
    act_problems,
    acts_open,
    day_problems,
    follow_up_status,
    lead_problems,
    progress,
)
from meetings.rules.minutes import (
    agency_problems,
    cancelling_problems,
    change_problems,
    closing_problems,
    reopening_problems,
)
from meetings.rules.sentences import split_sentences, suggested_due_kind, suggested_text, suggested_verb

__all__ = [
    "ACTS",
    "CANCELLED",
    "DATED",
    "DONE",
    "OPEN",
    "RIGHT_AFTER_CODE",
    "STARTED",
    "UNDATED_LABEL",
    "RightAfter",
    "Status",
    "TimeOfDay",
    "TypedDue",
    "act_problems",
    "acts_open",
    "agency_problems",
    "cancelling_problems",
    "change_problems",
    "closing_problems",
    "day_problems",
    "due_on_for",
    "due_problems",
    "due_words",
    "follow_up_status",
    "lead_problems",
    "progress",
    "reopening_problems",
    "slug_for",
    "split_sentences",
    "status_for",
    "suggested_due_kind",
    "suggested_text",
    "suggested_verb",
    "time_of_day",
    "time_words",
    "typed_due",
]
