"""What search finds here: opinions, meetings with their conclusions and papers, follow-ups, awards."""

from django.urls import reverse

from core.dates import format_date
from core.models import Attachment
from core.permissions import Area
from core.search import SearchSource, register
from meetings.documents import slug_of
from meetings.models import (
    Award,
    Conclusion,
    Contribution,
    FollowUp,
    FollowUpReport,
    Meeting,
    MeetingDocument,
    MeetingPaper,
    Opinion,
)


def register_search() -> None:
    """Let search look through opinions that were handed in, meetings, follow-ups and their papers."""
    register(
        SearchSource(
            label="Ý kiến về dự thảo",
            area=Area.OPINIONS,
            model=Opinion,
            queryset=lambda user: (
                Opinion.objects.visible_to(user).handed_in().select_related("program", "contribution__agency")
            ),
            title=lambda opinion: f"{opinion.code}: {opinion.text}",
            meta=lambda opinion: f"{opinion.contribution.agency.label} · {opinion.place or 'toàn văn'}",
            url=lambda opinion: opinion.get_absolute_url(),
            icon="messages",
        )
    )
    register(
        SearchSource(
            label="Hội nghị, cuộc họp",
            area=Area.MEETINGS,
            model=Meeting,
            queryset=lambda user: Meeting.objects.visible_to(user),
            title=lambda meeting: meeting.title,
            meta=lambda meeting: f"{meeting.get_kind_display()} · {format_date(meeting.held_on)}",
            url=lambda meeting: meeting.get_absolute_url(),
            icon="users-group",
            exact=("title",),
            newest="-held_on",
            list_url="meetings:meeting_list",
        )
    )
    register(
        SearchSource(
            label="Việc sau hội nghị",
            area=Area.FOLLOW_UPS,
            model=FollowUp,
            queryset=lambda user: FollowUp.objects.visible_to(user).select_related("lead_agency"),
            title=lambda follow_up: follow_up.text,
            meta=lambda follow_up: f"{follow_up.code} · {follow_up.lead_agency.label}",
            url=lambda follow_up: follow_up.get_absolute_url(),
            icon="list-check",
            exact=("code",),
            list_url="meetings:followup_list",
        )
    )
    _register_meeting_parts()
    _register_files()


def _register_meeting_parts() -> None:
    register(
        SearchSource(
            label="Kết luận",
            area=Area.MEETINGS,
            model=Conclusion,
            queryset=lambda user: _of_meetings(Conclusion, user),
            title=lambda conclusion: conclusion.text,
            meta=lambda conclusion: _meeting_words(conclusion.meeting),
            url=lambda conclusion: f"{conclusion.meeting.get_absolute_url()}#ket-luan",
            icon="gavel",
        )
    )
    register(
        SearchSource(
            label="Văn bản của cuộc họp",
            area=Area.MEETINGS,
            model=MeetingDocument,
            queryset=lambda user: _of_meetings(MeetingDocument, user).filter(pdf__isnull=False),
            title=lambda document: f"{document.get_kind_display()} {document.code}",
            meta=lambda document: _meeting_words(document.meeting),
            url=lambda document: reverse(
                "reports:meeting_paper", args=[document.meeting.slug, slug_of(document.kind)]
            ),
            icon="file-text",
        )
    )
    register(
        SearchSource(
            label="Tài liệu họp",
            area=Area.MEETINGS,
            model=MeetingPaper,
            queryset=lambda user: _of_meetings(MeetingPaper, user).select_related("attachment"),
            title=lambda paper: paper.title or paper.attachment.name,
            meta=lambda paper: f"{paper.attachment.name} · {_meeting_words(paper.meeting)}",
            url=lambda paper: paper.meeting.get_absolute_url(),
            icon="paperclip",
            exact=("title",),
        )
    )
    register(
        SearchSource(
            label="Khen thưởng",
            area=Area.MEETINGS,
            model=Award,
            queryset=lambda user: Award.objects.visible_to(user).select_related("giving_agency"),
            title=str,
            meta=lambda award: f"{award.giving_agency.label} · {format_date(award.awarded_on)}",
            url=lambda award: award.get_absolute_url(),
            icon="award",
            exact=("target_name", "decision_number"),
            newest="-awarded_on",
            list_url="meetings:award_list",
        )
    )


def _register_files() -> None:
    register(
        SearchSource(
            label="Tệp góp ý",
            area=Area.OPINIONS,
            model=Attachment,
            queryset=lambda user: (
                Contribution.objects.visible_to(user)
                .handed_in()
                .select_related("attachment", "agency", "program")
            ),
            title=lambda contribution: contribution.attachment.name,
            meta=lambda contribution: f"{contribution.agency.label} · {contribution.program}",
            url=lambda contribution: (
                f"{reverse('opinions:opinion_list', args=[contribution.program.slug])}"
                f"?agency={contribution.agency_id}"
            ),
            icon="paperclip",
            key="attachment_id",
        )
    )
    register(
        SearchSource(
            label="Minh chứng của việc",
            area=Area.FOLLOW_UPS,
            model=Attachment,
            queryset=lambda user: FollowUpReport.objects.filter(
                follow_up__in=FollowUp.objects.visible_to(user).values("pk")
            ).select_related("attachment", "follow_up"),
            title=lambda report: report.attachment.name,
            meta=lambda report: f"{report.follow_up.code} · {format_date(report.day)}",
            url=lambda report: report.follow_up.get_absolute_url(),
            icon="paperclip",
            key="attachment_id",
        )
    )


def _of_meetings(model, user):
    """Return what belongs to the meetings that this account may read."""
    meetings = Meeting.objects.visible_to(user).values("pk")
    return model.objects.filter(meeting__in=meetings).select_related("meeting")


def _meeting_words(meeting):
    return f"{meeting.title} · {format_date(meeting.held_on)}"
