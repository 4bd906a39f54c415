"""Rows of a meeting: attendance, speeches, agenda; the conclusion; papers."""

import re

from django import forms
from django.core.exceptions import ValidationError

from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField
from meetings.forms.names import AGENCY_LIST, BOTH_LIST, PERSON_LIST, DirectoryMixin, name_input
from meetings.models import Attendance, Conclusion, Speech

MAX_ROWS = 400
TOO_MANY_ROWS = f"Một trang có tối đa {MAX_ROWS} dòng nên chưa lưu gì. Bớt dòng rồi lưu lại."


class RowForm(PortalForm):
    """A row that may be one of the meeting's already; an empty row says nothing."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput())
    nothing: tuple[str, ...] = ()

    @property
    def is_blank(self):
        """Whether nothing was typed in this row."""
        return not any(self.cleaned_data.get(name) for name in self.nothing)

    def row(self):
        """Return {"pk", "remove", "fields"}; an emptied row is removed."""
        return {
            "pk": self.cleaned_data.get("pk"),
            "remove": self.is_blank or bool(self.cleaned_data.get("DELETE")),
            "fields": self.values(),
        }

    def values(self):
        """Return the model fields of the row."""
        raise NotImplementedError


class AgendaRowForm(RowForm):
    """A point of the agenda."""

    title = forms.CharField(label="Nội dung", required=False, max_length=300)
    detail = forms.CharField(label="Chi tiết", required=False, max_length=300)
    nothing = ("title", "detail")

    def clean(self):
        """Ask for the point itself when only its detail was typed."""
        cleaned = super().clean()
        if cleaned.get("detail") and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "Nhập nội dung của mục này.")
        return cleaned

    def values(self):
        """Return the model fields of the point."""
        return {name: self.cleaned_data.get(name, "") for name in ("title", "detail")}


class AttendanceRowForm(DirectoryMixin, RowForm):
    """Who came: an agency, a person, or an unnamed group, with the title used that day."""

    agency = forms.CharField(label="Cơ quan", required=False, max_length=250, widget=name_input(AGENCY_LIST))
    person = forms.CharField(
        label="Người (nếu rõ)", required=False, max_length=150, widget=name_input(PERSON_LIST)
    )
    title_then = forms.CharField(label="Chức danh hôm đó", required=False, max_length=300)
    group_label = forms.CharField(label="Thành phần không nêu tên", required=False, max_length=250)
    role = forms.ChoiceField(label="Vai trò", choices=Attendance.Role, initial=Attendance.Role.DELEGATE)
    presence = forms.ChoiceField(
        label="Có mặt", choices=Attendance.Presence, initial=Attendance.Presence.PRESENT
    )
    nothing = ("agency", "person", "title_then", "group_label")

    def clean_agency(self):
        """Return the agency, or None."""
        return self.typed_agency("agency")

    def clean_person(self):
        """Return the person, or None."""
        return self.typed_person("person")

    def clean(self):
        """Ask who it was when only a title was typed."""
        cleaned = super().clean()
        if self.errors or self.is_blank:
            return cleaned
        if not (cleaned["agency"] or cleaned["person"] or cleaned["group_label"]):
            self.add_error("agency", "Ghi cơ quan, người hoặc thành phần cho chức danh này.")
        return cleaned

    def values(self):
        """Return the model fields of the row."""
        names = ("agency", "person", "title_then", "group_label", "role", "presence")
        return {name: self.cleaned_data.get(name) for name in names}


class SpeechRowForm(DirectoryMixin, RowForm):
    """Who spoke, how, and what was said."""

    who = forms.CharField(label="Ai nói", required=False, max_length=250, widget=name_input(BOTH_LIST))
    kind = forms.ChoiceField(label="Loại", choices=Speech.Kind, initial=Speech.Kind.SPEECH)
    summary = forms.CharField(
        label="Tóm tắt", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 1})
    )
    title_then = forms.CharField(label="Chức danh hôm đó", required=False, max_length=300)
    agency_too = forms.CharField(required=False, widget=forms.HiddenInput())
    nothing = ("who", "summary", "title_then")

    def clean_who(self):
        """Return (agency, person), both None when nobody was named."""
        text = self.cleaned_data["who"]
        if not text:
            return None, None
        try:
            return self.directory.agency_or_person(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def is_blank(self):
        """Whether nothing was typed in this row."""
        cleaned = self.cleaned_data
        return not (any(cleaned.get("who") or ()) or cleaned.get("summary") or cleaned.get("title_then"))

    def clean(self):
        """Ask who spoke when only words were typed."""
        cleaned = super().clean()
        if not self.errors and cleaned.get("summary") and not (any(cleaned["who"]) or cleaned["title_then"]):
            self.add_error("who", "Ghi ai nói: mã cơ quan, họ tên, hoặc chỉ chức danh.")
        return cleaned

    def values(self):
        """Return the model fields of the speech; the agency of a named person stays as it was."""
        agency, person = self.cleaned_data.get("who") or (None, None)
        if person is not None and self.cleaned_data.get("agency_too"):
            agency = next(
                (one for one in self.directory.agencies if str(one.pk) == self.cleaned_data["agency_too"]),
                None,
            )
        names = ("kind", "summary", "title_then")
        return {"agency": agency, "person": person} | {
            name: self.cleaned_data.get(name, "") for name in names
        }


class RowFormSet(forms.BaseFormSet):
    """Rows in the order of the page."""

    default_error_messages = {
        "missing_management_form": "Trang này thiếu số dòng của biểu mẫu; mở lại trang rồi sửa.",
    }

    is_too_long = False

    def clean(self):
        """Refuse a page of more rows than one may have."""
        if self.is_too_long:
            raise ValidationError(TOO_MANY_ROWS)

    def rows(self):
        """Return the rows to write, numbered as they stand."""
        rows = [form.row() for form in self.forms if form.has_changed() or form.initial]
        for at, row in enumerate(rows, 1):
            row["ordinal"] = at
        return [row for row in rows if row["pk"] or not row["remove"]]


def row_formset(form, *, extra, data=None, initial=None, prefix, directory=None, removable=True):
    """Return a formset of these rows with some blank ones."""
    made = forms.formset_factory(
        form, formset=RowFormSet, extra=extra, can_delete=removable, max_num=MAX_ROWS, absolute_max=MAX_ROWS
    )
    own = {} if directory is None else {"directory": directory}
    data, is_too_long = (None, False) if data is None else _rows_sent(data, prefix)
    rows = made(data, initial=initial, prefix=prefix, form_kwargs=own)
    rows.is_too_long = is_too_long
    return rows


def _rows_sent(data, prefix):
    """Return (data, is too long): the number of rows is that of the rows that were really sent."""
    told = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not re.fullmatch(r"[0-9]{1,9}", str(told)):
        return data, False
    row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,9}})-")
    sent = max((int(found[1]) + 1 for name in data if (found := row.match(name))), default=0)
    is_too_long = max(int(told), sent) > MAX_ROWS
    data = data.copy()
    data[f"{prefix}-TOTAL_FORMS"] = str(min(int(told), sent, MAX_ROWS))
    return data, is_too_long


class ConclusionForm(PortalForm):
    """A text that becomes sentences, or one sentence to edit."""

    text = forms.CharField(
        label="Kết luận", max_length=20000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Nhập câu kết luận."},
    )  # fmt: skip
    version = VersionField(required=False)

    def initial_for_record(self, record: Conclusion, name):
        """Return the value of a field as `record` has it now."""
        return getattr(record, name)


class PaperForm(PortalForm):
    """A paper of the meeting."""

    file = AttachmentField(label="Tệp")
    title = forms.CharField(label="Tên tài liệu", required=False, max_length=250)
