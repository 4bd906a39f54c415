"""Meetings and what they leave behind."""

from meetings.models.followups import Award, FollowUp, FollowUpAgency
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    Conclusion,
    Meeting,
    MeetingPaper,
    SourceQuote,
    Speech,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Award",
    "Conclusion",
    "FollowUp",
    "FollowUpAgency",
    "Meeting",
    "MeetingPaper",
    "SourceQuote",
    "Speech",
]
