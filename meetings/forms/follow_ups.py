"""Forms of follow-ups: give out, report, stop, open again."""

from django import forms
from django.utils import timezone

from core.attachments import AttachmentField
from core.dates import DateError
from core.forms import PortalForm, VersionField, VnDateField
from meetings import rules
from meetings.forms.names import AGENCY_LIST, DirectoryMixin, name_input
from meetings.models import FollowUp, FollowUpReport
from programs.models import DueKind

# In a list each choice is reached by its first letters: "ngay" must not stop at the choice already shown.
_DUE_KINDS = [(code, "vào một ngày" if code == DueKind.DAY else label) for code, label in DueKind.choices]


class FollowUpForm(DirectoryMixin, PortalForm):
    """What is given, to whom, until when. `follow_up` fills it for editing, `conclusion` for a new one."""

    lead = forms.CharField(
        label="Cơ quan chủ trì",
        max_length=250,
        widget=name_input(AGENCY_LIST),
        error_messages={"required": "Nhập cơ quan chủ trì: mã hoặc tên."},
    )
    due_kind = forms.ChoiceField(label="Loại thời hạn", choices=_DUE_KINDS, initial=DueKind.DAY)
    due = forms.CharField(label="Hạn", required=False, max_length=40)
    verb = forms.ChoiceField(label="Mức giao", choices=FollowUp.Verb, initial=FollowUp.Verb.ASSIGN)
    text = forms.CharField(label="Việc", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    co = forms.CharField(
        label="Phối hợp",
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    horizon = forms.ChoiceField(
        label="Tính chất", choices=FollowUp.Horizon, initial=FollowUp.Horizon.ORDINARY
    )
    deliverable = forms.CharField(label="Sản phẩm", required=False, max_length=300)
    due_reason = forms.CharField(
        label="Lý do đổi hạn",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = VersionField(required=False)

    hints = {
        "due_reason": "Chỉ cần khi hạn đã giao thay đổi; cơ quan chủ trì đọc được lý do này",
        "lead": "Gõ mã (sngv) hoặc tên",
        "due": "31/12/2025; tháng 12/2025; quý IV/2025; năm 2026",
        "co": "Mã hoặc tên, cách nhau bằng dấu chấm phẩy",
        "verb": "Thông báo kết luận dùng một từ cho mỗi cơ quan",
    }

    def __init__(self, *args, conclusion=None, follow_up=None, co_agencies=(), **kwargs):
        """Fill in what is stored, or what the sentence says by its own words."""
        if follow_up is not None:
            kwargs["initial"] = {
                name: initial_of(follow_up, name, co_agencies) for name in FollowUpForm.base_fields
            }
        elif conclusion is not None:
            kwargs["initial"] = {
                "text": rules.suggested_text(conclusion.text),
                "verb": rules.suggested_verb(conclusion.text),
                "due_kind": rules.suggested_due_kind(conclusion.text),
            }
        self.co_agencies = co_agencies
        super().__init__(*args, **kwargs)
        if follow_up is None or follow_up.due_on is None:
            del self.fields["due_reason"]  # there is no deadline yet that could move

    def clean_lead(self):
        """Return the agency."""
        return self.typed_agency("lead")

    def clean_co(self):
        """Return the co-ordinating agencies."""
        return self.typed_agencies("co")

    def clean(self):
        """Read the deadline for its kind; check that the lead does not co-ordinate as well."""
        cleaned = super().clean()
        if "due_kind" in cleaned and "due" in cleaned:
            try:
                cleaned["due"] = rules.typed_due(
                    cleaned["due_kind"], cleaned["due"], today=timezone.localdate()
                )
            except DateError as error:
                self.add_error("due", str(error))
        if cleaned.get("lead") and cleaned.get("co"):
            for problem in rules.lead_problems(cleaned["lead"].pk, [agency.pk for agency in cleaned["co"]]):
                self.add_error("co", str(problem))
        return cleaned

    def fields_of_follow_up(self):
        """Return the model fields."""
        names = ("text", "verb", "horizon", "due_kind", "deliverable")
        return {name: self.cleaned_data[name] for name in names} | {"lead_agency": self.cleaned_data["lead"]}

    def initial_for_record(self, record, name):
        """Return the value of a field as `record` has it now, for the page of a conflict."""
        return initial_of(record, name, self.co_agencies)

    def field_of(self, problem_field):
        """Return the field at which a refusal of the rules is shown."""
        return problem_field if problem_field in self.fields else None


def initial_of(follow_up, name, co_agencies):
    """Return the stored value of a form field, as it is shown in the form."""
    if name == "lead":
        return follow_up.lead_agency.label
    if name == "due":
        return rules.due_words(follow_up.due_kind, follow_up.due_on)
    if name == "due_reason":
        return ""
    if name == "co":
        return "; ".join(agency.label for agency in co_agencies)
    return getattr(follow_up, name)


class StartForm(PortalForm):
    """The day on which work began."""

    day = VnDateField(label="Bắt đầu ngày")
    version = VersionField()


class CompletionForm(PortalForm):
    """The day on which work was done, and what came of it."""

    day = VnDateField(label="Xong ngày")
    result = forms.CharField(label="Kết quả", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    version = VersionField()

    hints = {"result": "Văn bản, sản phẩm hoặc việc đã làm, một hai dòng"}


class ReportForm(PortalForm):
    """What an agency reports: how far, what was done, with which evidence; two buttons say which it is."""

    kind = forms.ChoiceField(
        label="Nội dung báo",
        choices=FollowUpReport.Kind,
        required=False,
        widget=forms.HiddenInput(),
    )
    percent = forms.IntegerField(
        label="Tiến độ (%)",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    text = forms.CharField(
        label="Việc đã làm",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi việc đã làm: văn bản, sản phẩm hoặc phần đã xong."},
    )
    file = AttachmentField(label="Minh chứng", required=False)
    day = VnDateField(label="Ngày")

    hints = {"text": "Văn bản, sản phẩm hoặc phần đã xong, một hai dòng"}


class ReasonForm(PortalForm):
    """A reason, for acts that take something back."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = VersionField()
