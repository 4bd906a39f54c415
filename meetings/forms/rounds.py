"""What may be typed about a consultation round, and what an agency writes in it."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError

from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField
from core.models import Agency, AgencyKind
from meetings.forms.opinions import (
    LONGEST_OPINION,
    LONGEST_PLACE,
    PLACE_HINT,
    LetterForm,
    label_of,
    typed_section,
)
from meetings.forms.parts import RowForm, row_formset
from meetings.models import Contribution
from meetings.rules.opinions import LONGEST_DEADLINE
from programs.models import Draft

# The order of the register's groups on the form: whom a province asks first.
KINDS = list(AgencyKind)


class _Agencies(forms.ModelMultipleChoiceField):
    """Agencies of the register as boxes."""

    def label_from_instance(self, agency):
        """Return the short name."""
        return agency.label


class RoundForm(PortalForm):
    """Which version, until when, whom."""

    draft = forms.ModelChoiceField(Draft.objects.none(), label="Bản dự thảo", empty_label=None)
    title = forms.CharField(label="Tên đợt", required=False, max_length=200)
    asked_on = forms.DateField(label="Ngày gửi")
    working_days = forms.IntegerField(
        label="Số ngày làm việc", required=False, min_value=1, max_value=LONGEST_DEADLINE
    )
    due_on = forms.DateField(label="Hoặc hạn trả lời", required=False)
    letter_number = forms.CharField(label="Công văn lấy ý kiến", required=False, max_length=50)
    note = forms.CharField(
        label="Nội dung cần góp ý", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    agencies = _Agencies(
        Agency.objects.none(), label="Cơ quan được hỏi", widget=forms.CheckboxSelectMultiple, required=False
    )

    hints = {
        "title": "Để trống: Lấy ý kiến đợt … về bản …",
        "due_on": "Chỉ nhập khi không tính theo ngày làm việc",
        "working_days": "Không tính ngày gửi, ngày nghỉ, lễ, Tết",
    }

    def __init__(self, *args, program, day, asked=(), **kwargs):
        """Offer the versions of the program and the agencies that exist on the day, or are asked already."""
        super().__init__(*args, **kwargs)
        self.fields["draft"].queryset = Draft.objects.filter(program=program).latest_first()
        there = Agency.objects.valid_on(day) | Agency.objects.filter(pk__in=asked)
        self.fields["agencies"].queryset = there.distinct().order_by("sort_key", "pk")

    def clean(self):
        """Ask for one of the two ways to say until when."""
        cleaned = super().clean()
        if cleaned.get("working_days") and cleaned.get("due_on"):
            self.add_error("due_on", "Chỉ nhập một trong hai: số ngày làm việc hoặc hạn trả lời.")
        return cleaned

    def groups(self):
        """Return [(kind in words, boxes)] of the agencies, each box with whether it is ticked."""
        chosen = {str(getattr(one, "pk", one)) for one in self["agencies"].value() or ()}
        agencies = sorted(self.fields["agencies"].queryset, key=lambda one: KINDS.index(one.kind))
        return [
            (
                AgencyKind(kind).label,
                [{"pk": one.pk, "label": one.label, "is_chosen": str(one.pk) in chosen} for one in rows],
            )
            for kind, rows in groupby(agencies, key=lambda one: one.kind)
        ]


class RoundEditForm(RoundForm):
    """What may still change while the round runs: the version it asks about may not."""

    reason = forms.CharField(label="Lý do đổi hạn", required=False, max_length=500)
    version = VersionField()

    def __init__(self, *args, opened, **kwargs):
        """Start from what is stored."""
        asked = list(opened.asked.values_list("agency_id", flat=True))
        names = ("title", "due_on", "letter_number", "note", "version")
        start = {name: getattr(opened, name) for name in names} | {"agencies": asked}
        super().__init__(
            *args, program=opened.program, day=opened.asked_on, asked=asked, initial=start, **kwargs
        )
        for name in ("draft", "asked_on", "working_days"):
            del self.fields[name]
        self.fields["title"].required = self.fields["due_on"].required = True
        self.fields["due_on"].label = "Hạn trả lời"
        self.fields["title"].help_text = self.fields["due_on"].help_text = ""

    def values(self):
        """Return the changed fields of the round."""
        return {name: self.cleaned_data[name] for name in ("title", "due_on", "letter_number", "note")}


class RequestRowForm(RowForm):
    """One request of a contribution: where, what, and the words wished for."""

    place = forms.CharField(label="Phần, mục, đoạn", required=False, max_length=LONGEST_PLACE)
    text = forms.CharField(
        label="Nội dung góp ý",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    requested_change = forms.CharField(
        label="Đề nghị sửa thành",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    nothing = ("place", "text", "requested_change")

    hints = {"place": PLACE_HINT}

    def __init__(self, *args, directory, **kwargs):
        """Take the version that is spoken of, and whether the row may be half typed."""
        self.draft, self.is_half = directory
        super().__init__(*args, **kwargs)
        self.section_key = ""

    def clean_place(self):
        """Return the words typed; the paragraph they name goes into `section_key`."""
        text = self.cleaned_data["place"]
        try:
            self.section_key = typed_section(self.draft, text).key if text else ""
        except ValidationError:
            # Saved while somebody types: the words are kept as they are, and asked about when it is sent.
            if not self.is_half:
                raise
        return text

    def clean(self):
        """Ask for the request itself where only its place was typed."""
        cleaned = super().clean()
        is_gone = cleaned.get("DELETE") or self.is_half
        if not self.errors and not is_gone and not self.is_blank and not cleaned.get("text"):
            self.add_error("text", "Ghi nội dung góp ý cho dòng này, hoặc bỏ dòng.")
        return cleaned

    def values(self):
        """Return the fields of the request."""
        fields = {name: self.cleaned_data.get(name, "") for name in ("text", "requested_change")}
        words = "" if self.section_key else self.cleaned_data.get("place", "")
        return fields | {"section_key": self.section_key, "place": words}


def request_rows(draft, *, data=None, contribution=None, extra=1, is_half=False):
    """Return the rows of requests of a contribution about this version; half typed ones may stay so."""
    stored = []
    # What was posted stands for itself: a row like the stored one would count as untouched, and go.
    if contribution is not None and data is None:
        stored = [
            {
                "pk": opinion.pk,
                "place": label_of(draft, opinion.section_key) or opinion.place,
                "text": opinion.text,
                "requested_change": opinion.requested_change,
            }
            for opinion in contribution.opinions.order_by("number")
        ]
    return row_formset(
        RequestRowForm,
        extra=1 if stored else extra,
        data=data,
        initial=stored,
        prefix="yk",
        directory=(draft, is_half),
    )


def with_stored_rows(posted, rows, stored):
    """Return what was posted and, behind it, the stored requests that the poster did not know of."""
    known = {form.cleaned_data.get("pk") for form in rows if hasattr(form, "cleaned_data")}
    data = posted.copy()
    at = len(rows.forms)
    for opinion in stored:
        if opinion.pk in known:
            continue
        values = {
            "pk": opinion.pk,
            "place": label_of(opinion.draft, opinion.section_key) or opinion.place,
            "text": opinion.text,
            "requested_change": opinion.requested_change,
        }
        data.update({f"{rows.prefix}-{at}-{name}": str(value) for name, value in values.items()})
        at += 1
    data[f"{rows.prefix}-TOTAL_FORMS"] = str(at)
    return data


def requests_of(rows):
    """Return the requests typed in the rows: {"pk", "section_key", "text", "requested_change"}."""
    return [{"pk": row["pk"], **row["fields"]} for row in rows.rows() if not row["remove"]]


def keys_of(rows, stored):
    """Return the key of each row of the page in order, None where nothing of it is stored.

    `stored` are the requests by number: new ones stand behind the old in the order of the page.
    """
    by_key = {opinion.pk: opinion for opinion in stored}
    typed = [form.cleaned_data.get("pk") if _is_kept(form) else None for form in rows.forms]
    fresh = iter([key for key in by_key if key not in typed])
    return [
        (key if key in by_key else next(fresh, None)) if _is_kept(form) else None
        for form, key in zip(rows.forms, typed, strict=True)
    ]


def _is_kept(form):
    cleaned = form.cleaned_data
    return bool(cleaned.get("text", "").strip()) and not cleaned.get("DELETE")


def wordless(rows):
    """Return the numbers of rows in which something was typed, but not the request itself."""
    return [
        str(at)
        for at, form in enumerate(rows.forms, 1)
        if not form.is_blank and not form.cleaned_data.get("DELETE") and not form.cleaned_data.get("text")
    ]


def first_errors(form, rows):
    """Return what is wrong, each with the number of its row."""
    told = [str(error) for errors in form.errors.values() for error in errors]
    told += [str(error) for error in rows.non_form_errors()]
    for at, errors in enumerate(rows.errors, 1):
        told += [f"Khung {at}: {error}" for each in errors.values() for error in each]
    return told


class StanceForm(PortalForm):
    """How the agency stands to the draft as a whole."""

    stance = forms.ChoiceField(
        label="Quan điểm của cơ quan",
        choices=[
            one
            for one in Contribution.Stance.choices
            if one[0] not in (Contribution.Stance.NO_REPLY, Contribution.Stance.NOT_STATED)
        ],
        widget=forms.RadioSelect,
    )
    version = VersionField()

    def __init__(self, *args, contribution=None, is_half=False, **kwargs):
        """Start from what is kept; before the first saving there is no version, and nothing is chosen.

        Half written it may be kept without a stance; nobody hands in one that was not chosen.
        """
        start = {"version": 0}
        if contribution is not None:
            start = {"version": contribution.version, "stance": contribution.stance}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["stance"].required = not is_half


class NewLetterForm(LetterForm):
    """A letter that comes in."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Cơ quan", empty_label="Chọn cơ quan")
    file = AttachmentField(label="Bản chụp", required=False)

    field_order = ("agency", "stance", "letter_number", "letter_on", "received_on", "file")

    def __init__(self, *args, opened, waiting, **kwargs):
        """Offer first those who were asked and did not answer, then everybody else of that day."""
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.valid_on(opened.asked_on) | Agency.objects.filter(pk__in=waiting)
        field = self.fields["agency"]
        field.queryset = agencies.distinct().order_by("sort_key", "pk")
        rows = list(field.queryset)
        field.choices = [
            ("", field.empty_label),
            ("Đã hỏi, chưa trả lời", [(one.pk, one.label) for one in rows if one.pk in waiting]),
            ("Cơ quan khác", [(one.pk, one.label) for one in rows if one.pk not in waiting]),
        ]


class LetterEditForm(LetterForm):
    """How a letter, or what was said at a meeting, was recorded."""

    speaker = forms.CharField(label="Người phát biểu (chức vụ)", required=False, max_length=200)
    file = AttachmentField(label="Bản chụp khác", required=False)
    version = VersionField()

    def __init__(self, *args, contribution, **kwargs):
        """Start from what is stored; a letter has no speaker, and words said have no number."""
        names = ("stance", "letter_number", "letter_on", "received_on", "speaker", "version")
        super().__init__(*args, initial={name: getattr(contribution, name) for name in names}, **kwargs)
        gone = ("speaker",) if contribution.round_id else ("letter_number", "letter_on", "received_on")
        for name in gone:
            del self.fields[name]

    def values(self):
        """Return the changed fields of the contribution."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "file")}
