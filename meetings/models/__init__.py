"""Meetings and what they leave behind."""

from meetings.models.followups import Award, FollowUp, FollowUpAgency, FollowUpReport
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    Conclusion,
    Meeting,
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
from meetings.models.papers import MeetingDocument

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
