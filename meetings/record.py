"""What the page of a meeting shows, computed once from the record."""

from dataclasses import dataclass, field

from django.urls import reverse

from core.attachments import attachment_row
from core.dates import format_date, weekday_name
from meetings import permissions, rules
from meetings.actions import meeting_problems
from meetings.documents import document_rows, numbering_words
from meetings.models import Attendance, Award, FollowUp
from meetings.previous import previous_work
from meetings.tables import MEETING_TONES, chair_words, sentence_case, status_of


@dataclass
class Sentence:
    """A sentence of the conclusion with what came of it."""

    record: object
    follow_ups: list = field(default_factory=list)
    note: str = ""
    tone: str = ""

    @property
    def is_open(self):
        """Whether the sentence still waits for its mark."""
        return self.record.mark == self.record.Mark.OPEN


def when_words(meeting):
    """Return "Chiều thứ Sáu 28/11/2025" with the hours where they are known."""
    half = meeting.get_session_display() if meeting.session else ""
    hours = rules.time_words("", meeting.starts_at, meeting.ends_at)
    words = f"{half} {weekday_name(meeting.held_on)} {format_date(meeting.held_on)}".strip()
    return sentence_case(words) + (f", {hours}" if hours else "")


def who_words(row):
    """Return who stands in a row of attendance or speech, as one line."""
    person = row.person.full_name if row.person_id else ""
    title = row.title_then
    agency = row.agency.label if row.agency_id else ""
    group = getattr(row, "group_label", "")
    if person and title:
        return f"{person}, {title}"
    return person or title or agency or group


def follow_up_rows(follow_ups, today):
    """Return follow-ups with their computed status and joined agencies, for a table."""
    return [
        {
            "record": row,
            "status": status_of(row, today),
            "joined": ", ".join(one.agency.label for one in row.joined),
        }
        for row in follow_ups
    ]


def meeting_page(meeting, user, today):
    """Return the context of the page: the meeting was loaded with `for_page()`."""
    follow_ups = list(
        FollowUp.objects.filter(meeting=meeting).visible_to(user).for_list().with_co_agencies().order_by("pk")
    )
    attendances = list(meeting.attendances.all())
    chair = next((row for row in attendances if row.role == Attendance.Role.CHAIR), None)
    can_edit = permissions.can_edit_meeting(user, meeting)
    is_locked = bool(rules.change_problems(meeting.status))
    sentences = sentences_of(meeting, follow_ups, today)
    documents = document_rows(meeting, user)
    return {
        "meeting": meeting,
        "when": when_words(meeting),
        "chair": chair_words(chair),
        "status": {"label": meeting.get_status_display(), "tone": MEETING_TONES[meeting.status]},
        "is_locked": is_locked,
        "can_edit": can_edit and not is_locked,
        "can_close": permissions.can_close_meeting(user, meeting),
        "can_add_paper": can_edit,
        "sentences": sentences,
        "previous": previous_work(meeting, user, today),
        "open_count": sum(sentence.is_open for sentence in sentences),
        "follow_up_rows": follow_up_rows(follow_ups, today),
        "speeches": [
            {"record": speech, "number": at, "who": who_words(speech) or "Chưa rõ ai nói"}
            for at, speech in enumerate(meeting.speeches.all(), 1)
        ],
        "agenda": [{"title": item.title, "text": item.detail} for item in meeting.agenda.all()],
        "people": [_attendee(row) for row in attendances if not _is_plain_agency(row)],
        "agencies": [row.agency.label for row in attendances if _is_plain_agency(row)],
        "documents": documents,
        "numbering_words": numbering_words(meeting, user, documents),
        "bound_url": reverse("reports:paper_job_start", args=["meeting-file", meeting.slug])
        if permissions.can_close_meeting(user, meeting)
        and permissions.reads_all_opinions(user)
        and meeting.organiser_id
        else "",
        "files": paper_rows(meeting, removable=can_edit),
        "awards": list(Award.objects.filter(meeting=meeting).visible_to(user).for_list()),
        "quotes": list(meeting.quotes.all()),
        "problems": meeting_problems(meeting, today) if can_edit and not is_locked else [],
    }


def sentences_of(meeting, follow_ups, today):
    """Return the sentences of the conclusion, each with its follow-ups and a short word on them."""
    by_sentence = {}
    for row in follow_ups:
        by_sentence.setdefault(row.conclusion_id, []).append(row)
    made = []
    for record in meeting.conclusions.all():
        rows = by_sentence.get(record.pk, [])
        note, tone = _note(rows, today) if rows else ("", "")
        made.append(Sentence(record, rows, note, tone))
    return made


def _note(rows, today):
    statuses = [status_of(row, today) for row in rows]
    count = f"{len(rows)} việc"
    late = sum(status.code == "qua-han" for status in statuses)
    if late:
        return f"{count} · {late} quá hạn", "red"
    done = sum(status.code.startswith("xong") for status in statuses)
    if done == len(rows):
        return f"{count} · đã xong", "grn"
    dated = [row.due_on for row in rows if row.due_on]
    if done:
        return f"{count} · {done}/{len(rows)} xong", ""
    if dated:
        return f"{count} · hạn {format_date(max(dated))}", ""
    # "Ngay sau hội nghị" is a deadline, only no day: said as the conclusion says it.
    words = dict.fromkeys(row.get_due_kind_display() for row in rows)
    return f"{count} · hạn: {', '.join(words)}; chưa ghi ngày", ""


def _is_plain_agency(row):
    return bool(
        row.agency_id and not row.person_id and not row.title_then and row.role == Attendance.Role.DELEGATE
    )


def _attendee(row):
    remarks = []
    if row.role != Attendance.Role.DELEGATE:
        remarks.append(row.get_role_display())
    if row.agency_id and (row.person_id or row.title_then):
        remarks.append(row.agency.label)
    if row.presence != Attendance.Presence.PRESENT:
        remarks.append(row.get_presence_display())
    return {"who": who_words(row), "remarks": " · ".join(remarks)}


def paper_rows(meeting, *, removable):
    """Return the papers as rows of components/attachment_list.html."""
    rows = []
    for paper in meeting.papers.all():
        keys = [meeting.slug, paper.pk]
        remove = reverse("meetings:paper_remove", args=keys) if removable else None
        row = attachment_row(
            paper.attachment,
            url=reverse("meetings:paper_download", args=keys),
            remove_url=remove,
            version=paper.version,
        )
        rows.append(row | {"name": f"{paper.title} ({row['name']})"} if paper.title else row)
    return rows
