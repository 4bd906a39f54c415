"""The form of an award."""

from django import forms

from core.forms import PortalForm, VersionField, VnDateField
from meetings.forms.names import AGENCY_LIST, DirectoryMixin, name_input
from meetings.models import Award, Meeting

MODEL_FIELDS = (
    "form", "target_kind", "target_name", "giving_agency", "recipients_count", "period_year", "reason",
    "decision_number", "awarded_on", "meeting",
)  # fmt: skip


class AwardForm(DirectoryMixin, PortalForm):
    """Who was given what, for what, when and where."""

    form = forms.ChoiceField(label="Hình thức", choices=Award.Form, initial=Award.Form.MERIT)
    target_kind = forms.ChoiceField(label="Đối tượng", choices=Award.Target)
    target_name = forms.CharField(label="Tên tập thể, cá nhân", required=False, max_length=250)
    recipients_count = forms.IntegerField(label="Số lượng", required=False, min_value=1, max_value=100000)
    giving_agency = forms.CharField(
        label="Cơ quan tặng",
        max_length=250,
        widget=name_input(AGENCY_LIST),
        error_messages={"required": "Nhập cơ quan tặng: mã hoặc tên."},
    )
    awarded_on = VnDateField(label="Ngày trao")
    period_year = forms.IntegerField(label="Thành tích năm", min_value=1990, max_value=2100)
    decision_number = forms.CharField(label="Số quyết định", required=False, max_length=50)
    reason = forms.CharField(label="Thành tích", required=False, max_length=300)
    meeting = forms.ModelChoiceField(
        label="Trao tại cuộc họp",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Không trao tại cuộc họp",
    )
    version = VersionField(required=False)

    hints = {"giving_agency": "Gõ mã (lhhn) hoặc tên"}

    def __init__(self, *args, meetings, award=None, **kwargs):
        """Fill in the stored values; `meetings` are those that may be chosen."""
        if award is not None:
            kwargs["initial"] = {name: initial_of(award, name) for name in AwardForm.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: (
            f"{meeting.held_on:%d/%m/%Y} · {meeting.title}"
        )

    def clean_giving_agency(self):
        """Return the agency."""
        return self.typed_agency("giving_agency")

    def clean(self):
        """Check that the giver existed on the day."""
        cleaned = super().clean()
        self.refuse_agency_of_another_day(
            "giving_agency", cleaned.get("giving_agency"), cleaned.get("awarded_on")
        )
        return cleaned

    def fields_of_award(self):
        """Return the model fields."""
        return {name: self.cleaned_data[name] for name in MODEL_FIELDS}

    def initial_for_record(self, record, name):
        """Return the value of a field as `record` has it now, for the page of a conflict."""
        return initial_of(record, name)


def initial_of(award, name):
    """Return the stored value of a form field, as it is shown in the form."""
    if name == "giving_agency":
        return award.giving_agency.label
    return award.meeting_id if name == "meeting" else getattr(award, name)
