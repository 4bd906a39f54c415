"""Meetings and what they leave behind."""

from meetings.models.followups import Award, FollowUp, FollowUpAgency, FollowUpReport
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    Conclusion,
    Meeting,
    MeetingDocument,
    MeetingPaper,
    SourceQuote,
    Speech,
)
from meetings.models.opinions import (
    ConsultationRound,
    Contribution,
    Opinion,
    OpinionResponse,
    RoundAgency,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Award",
    "Conclusion",
    "ConsultationRound",
    "Contribution",
    "FollowUp",
    "FollowUpAgency",
    "FollowUpReport",
    "Meeting",
    "MeetingDocument",
    "MeetingPaper",
    "Opinion",
    "OpinionResponse",
    "RoundAgency",
    "SourceQuote",
    "Speech",
]
