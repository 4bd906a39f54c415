"""The form that logs a whole meeting on one page, and the form that edits what, when and where."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.forms import PortalForm, VersionField, VnDateField
from core.models import Appointment
from meetings import rules
from meetings.forms.names import AGENCY_LIST, BOTH_LIST, DirectoryMixin, entries, name_input, named_agencies
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.previous import previous_choices, proposed_previous
from programs.models import Draft, Program

PROPOSED = "tu-noi"
PURPOSES = [("", "Chọn mục đích"), *Meeting.Purpose.choices]
MODEL_FIELDS = (
    "title", "kind", "purpose", "held_on", "session", "starts_at", "ends_at", "place", "organiser", "program",
    "draft", "previous", "summary", "source_title", "source_newspaper", "source_published_on",
)  # fmt: skip


class DraftField(forms.ModelChoiceField):
    """A version of a program's draft, told by its program and number."""

    def label_from_instance(self, obj):
        """Return "2026-2030 · Bản 3"."""
        return f"{obj.program.slug} · {obj}"


class MeetingBaseForm(DirectoryMixin, PortalForm):
    """What, when and where."""

    title = forms.CharField(label="Tên cuộc họp", max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=Meeting.Kind, initial=Meeting.Kind.CONFERENCE)
    purpose = forms.ChoiceField(label="Mục đích", choices=PURPOSES)
    held_on = VnDateField(label="Ngày họp")
    hours = forms.CharField(label="Buổi, giờ", required=False, max_length=40)
    place = forms.CharField(label="Địa điểm", required=False, max_length=200)
    organiser = forms.CharField(
        label="Cơ quan tổ chức",
        max_length=250,
        widget=name_input(AGENCY_LIST),
        error_messages={"required": "Nhập cơ quan tổ chức: mã hoặc tên."},
    )
    program = forms.ModelChoiceField(
        label="Chương trình",
        queryset=Program.objects.order_by("-period_start_year"),
        required=False,
        empty_label="Không gắn chương trình",
    )
    draft = DraftField(
        label="Bản dự thảo được xem xét",
        queryset=Draft.objects.select_related("program").order_by("-program__period_start_year", "-number"),
        required=False,
        empty_label="Không xem xét bản nào",
    )
    previous = forms.ChoiceField(label="Cuộc họp trước", choices=(), required=False)
    summary = forms.CharField(
        label="Diễn biến", required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_title = forms.CharField(label="Bài báo", required=False, max_length=300)
    source_newspaper = forms.CharField(label="Báo", required=False, max_length=100)
    source_published_on = VnDateField(label="Ngày đăng", required=False)

    hints = {
        "held_on": "Đủ ngày, tháng, năm: 28/11/2025 hoặc 281125",
        "hours": "chiều, hoặc 14:00-16:30",
        "organiser": "Gõ mã (ubnd, sngv) hoặc tên",
        "draft": "Ý kiến ghi tại cuộc họp gắn với bản này",
    }

    def __init__(self, *args, user, meeting=None, **kwargs):
        """Offer the latest meetings that this account may read as the one before."""
        super().__init__(*args, **kwargs)
        self.user, self.meeting = user, meeting
        kept = Q(pk=meeting.draft_id) if meeting is not None and meeting.draft_id else Q()
        readable = Q(pk__in=Draft.objects.visible_to(user).values("pk"))
        drafts = self.fields["draft"].queryset
        self.fields["draft"].queryset = drafts.filter(readable | kept)
        stored = []
        if meeting is not None and meeting.previous_id:
            stored = [(str(meeting.previous_id), f"{meeting.previous.held_on:%d/%m/%Y} · {meeting.previous}")]
        offered = previous_choices(user, but=meeting and meeting.pk)
        kept = [choice for choice in stored if choice[0] not in dict(offered)]
        self.fields["previous"].choices = [
            (PROPOSED, "Tự nối: cuộc họp gần nhất cùng chương trình, hoặc cùng mục đích và cơ quan tổ chức"),
            ("", "Không nối cuộc họp nào"),
            *kept,
            *offered,
        ]

    def clean_hours(self):
        """Return the half-day and hours."""
        try:
            return rules.time_of_day(self.cleaned_data["hours"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_organiser(self):
        """Return the agency."""
        return self.typed_agency("organiser")

    def clean(self):
        """Check that the organiser existed on the day; find the meeting before."""
        cleaned = super().clean()
        self.refuse_agency_of_another_day("organiser", cleaned.get("organiser"), cleaned.get("held_on"))
        draft = cleaned.get("draft")
        if draft and cleaned.get("program") not in (None, draft.program):
            self.add_error("draft", f"{draft} thuộc {draft.program}; chọn lại bản hoặc chương trình.")
        elif draft:
            cleaned["program"] = draft.program
        if {"organiser", "held_on", "purpose", "previous"} <= cleaned.keys():
            cleaned["previous"] = self._previous(cleaned)
        return cleaned

    def _previous(self, cleaned):
        """Return the meeting before this one, or None; one that was not before is this field's error."""
        chosen, but = cleaned["previous"], self.meeting and self.meeting.pk
        if chosen == PROPOSED:
            names = ("program", "purpose", "organiser", "held_on")
            wanted = {name: cleaned.get(name) for name in names}
            return proposed_previous(**wanted, user=self.user, but=but)
        found = Meeting.objects.filter(pk=chosen).first() if chosen else None
        if found is not None and found.held_on > cleaned["held_on"]:
            self.add_error(
                "previous",
                f"Cuộc họp này họp ngày {found.held_on:%d/%m/%Y}, sau ngày họp; chọn cuộc họp trước.",
            )
        return found

    def fields_of_meeting(self):
        """Return the model fields of the meeting."""
        cleaned = self.cleaned_data
        hours = cleaned["hours"]
        values = cleaned | {"session": hours.session, "starts_at": hours.starts_at, "ends_at": hours.ends_at}
        return {name: values[name] for name in MODEL_FIELDS}


def initial_of(meeting, name):
    """Return the stored value of a form field, as it is shown in the form."""
    if name == "hours":
        label = meeting.get_session_display() if meeting.session else ""
        return rules.time_words(label, meeting.starts_at, meeting.ends_at)
    if name == "organiser":
        return meeting.organiser.label if meeting.organiser_id else ""
    if name == "previous":
        return str(meeting.previous_id or "")
    return getattr(meeting, f"{name}_id") if name in ("program", "draft") else getattr(meeting, name)


class MeetingForm(MeetingBaseForm):
    """Edit what, when and where."""

    version = VersionField()

    def __init__(self, *args, meeting, **kwargs):
        """Fill in the stored values."""
        names = list(MeetingBaseForm.base_fields)
        kwargs["initial"] = {name: initial_of(meeting, name) for name in names} | {"version": meeting.version}
        super().__init__(*args, meeting=meeting, **kwargs)

    def initial_for_record(self, record, name):
        """Return the value of a field as `record` has it now, for the page of a conflict."""
        return initial_of(record, name)


class LogMeetingForm(MeetingBaseForm):
    """Everything about one meeting, on one page, from the keyboard."""

    chair = forms.CharField(label="Chủ trì", required=False, max_length=150, widget=name_input(BOTH_LIST))
    chair_title = forms.CharField(label="Chức danh hôm đó", required=False, max_length=300)
    present = forms.CharField(
        label="Cơ quan dự họp", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    groups = forms.CharField(
        label="Thành phần không nêu tên",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    agenda = forms.CharField(
        label="Chương trình họp", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )
    conclusion = forms.CharField(
        label="Kết luận của chủ trì",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    hints = MeetingBaseForm.hints | {
        "chair": "Họ tên trong danh mục, hoặc mã cơ quan khi chưa rõ tên",
        "chair_title": "Bỏ trống thì lấy chức vụ trong danh mục",
        "present": (
            "Gõ mã, cách nhau bằng dấu chấm phẩy: sngv; bchqs; lhhn. "
            "Chức danh ghi sau dấu hai chấm: sngv: Giám đốc"
        ),
        "groups": "Ví dụ: Lãnh đạo các sở, ngành liên quan; các trường đại học",
        "agenda": "Mỗi mục một dòng",
        "conclusion": "Dán hoặc gõ cả đoạn; cổng tách từng câu, sau khi lưu đánh dấu câu nào thành việc",
    }

    field_order = (
        "title", "kind", "purpose", "held_on", "hours", "place", "organiser", "chair", "chair_title",
        "present", "groups", "agenda", "conclusion", "program", "draft", "previous", "summary",
        "source_title", "source_newspaper", "source_published_on",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        """Begin at the title."""
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autofocus"] = True
        self.fields["previous"].initial = PROPOSED

    def clean_chair(self):
        """Return (agency, person) of the chair, or None."""
        text = self.cleaned_data["chair"]
        if not text:
            return None
        try:
            return self.directory.agency_or_person(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_present(self):
        """Return the rows of the attendance; unknown names are listed, nothing typed is lost."""
        return named_agencies(self.directory, self.cleaned_data["present"])

    def clean_groups(self):
        """Return the labels of unnamed groups."""
        return _short_enough(entries(self.cleaned_data["groups"]), Attendance, "group_label")

    def clean_agenda(self):
        """Return the points of the agenda, one for each line."""
        lines = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        return _short_enough(lines, AgendaItem, "title")

    def clean(self):
        """Check the agencies against the day, and a title of nobody."""
        cleaned = super().clean()
        day = cleaned.get("held_on")
        for row in cleaned.get("present") or []:
            self.refuse_agency_of_another_day("present", row["agency"], day)
        return cleaned

    def attendances(self):
        """Return the rows of everyone named on this form, the chair first."""
        cleaned = self.cleaned_data
        rows = []
        if cleaned["chair"] or cleaned["chair_title"]:
            rows.append(self._chair_row(cleaned["chair"] or (None, None)))
        rows += [row | {"role": Attendance.Role.DELEGATE} for row in cleaned["present"]]
        rows += [{"group_label": label} for label in cleaned["groups"]]
        return rows

    def _chair_row(self, chair):
        agency, person = chair
        title = self.cleaned_data["chair_title"]
        if person is not None:
            posts = _posts_on(person, self.cleaned_data["held_on"])
            title = title or ", ".join(post.title for post in posts)[:300]
            agency = _agency_of(posts, self.cleaned_data["organiser"])
        row = {"agency": agency, "person": person, "title_then": title, "role": Attendance.Role.CHAIR}
        return row if agency or person else row | {"group_label": title[:250]}


def _posts_on(person, day):
    """Return the posts that the person held on the day, in the order of protocol."""
    posts = Appointment.objects.filter(person=person).select_related("agency")
    return [
        post
        for post in posts
        if (post.started_on is None or post.started_on <= day)
        and (post.ended_on is None or day <= post.ended_on)
    ]


def _agency_of(posts, organiser):
    """Return the agency for which somebody chairs: the organiser where they hold a post there."""
    agencies = [post.agency for post in posts]
    return next((agency for agency in agencies if agency == organiser), agencies[0] if agencies else None)


def _short_enough(lines, model, field):
    limit = model._meta.get_field(field).max_length
    if long := [line for line in lines if len(line) > limit]:
        raise ValidationError(
            [f"“{line[:40]}…” dài {len(line)} ký tự; mỗi mục tối đa {limit} ký tự." for line in long]
        )
    return lines
