"""What people may type about meetings, and what they are told when it is wrong."""

from meetings.forms.awards import AwardForm
from meetings.forms.documents import DocumentForm, NumberForm
from meetings.forms.follow_ups import CompletionForm, FollowUpForm, ReasonForm, ReportForm, StartForm
from meetings.forms.meetings import LogMeetingForm, MeetingForm
from meetings.forms.parts import (
    AgendaRowForm,
    AttendanceRowForm,
    ConclusionForm,
    PaperForm,
    SpeechRowForm,
    row_formset,
)

__all__ = [
    "AgendaRowForm",
    "AttendanceRowForm",
    "AwardForm",
    "CompletionForm",
    "ConclusionForm",
    "DocumentForm",
    "FollowUpForm",
    "LogMeetingForm",
    "MeetingForm",
    "NumberForm",
    "PaperForm",
    "ReasonForm",
    "ReportForm",
    "SpeechRowForm",
    "StartForm",
    "row_formset",
]
