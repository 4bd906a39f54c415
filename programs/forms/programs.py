"""What may be typed about a program and its solution groups."""

from django import forms

from core.forms import PortalForm, VersionField, VnDateField
from core.models import Agency
from programs.life import FIRST_STATES
from programs.models import Pillar, Program


class ProgramForm(PortalForm):
    """Who drafts, issuing document and summary of a program; its state is moved on the page of its steps."""

    title = forms.CharField(label="Tên chương trình", max_length=300)
    drafting_agency = forms.ModelChoiceField(
        label="Cơ quan chủ trì soạn thảo",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Chưa ghi",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "cơ quan"}),
    )
    draft_due_on = VnDateField(label="Hạn trình dự thảo", required=False)
    issued_number = forms.CharField(label="Số văn bản ban hành", max_length=50, required=False)
    issued_on = VnDateField(label="Ngày ban hành", required=False)
    issued_by = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    signer = forms.CharField(label="Người ký", max_length=200, required=False)
    summary = forms.CharField(label="Tóm tắt", required=False, max_length=8000, widget=forms.Textarea)

    hints = {"summary": "Mỗi đoạn một dòng"}
    columns: tuple[str, ...] = (
        "title", "drafting_agency", "draft_due_on", "issued_number", "issued_on", "issued_by", "signer",
        "summary",
    )  # fmt: skip

    def __init__(self, *args, program, **kwargs):
        """Start from what is stored."""
        start = {name: getattr(program, name) for name in self.columns}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["version"] = VersionField(initial=program.version)
        self.fields["summary"].widget.attrs["rows"] = 6

    def values(self):
        """Return the columns for the action."""
        return {name: self.cleaned_data[name] for name in self.columns}


class NewProgramForm(ProgramForm):
    """A program that is not there yet: its period too."""

    start = forms.IntegerField(label="Từ năm", min_value=1990, max_value=2095)
    end = forms.IntegerField(label="Đến năm", min_value=1990, max_value=2100)
    status = forms.ChoiceField(
        label="Trạng thái",
        choices=[(code, code.label) for code in FIRST_STATES],
        initial=Program.Status.DRAFTING,
    )
    columns = ("status", *ProgramForm.columns)
    field_order = ("start", "end", *columns)

    hints = ProgramForm.hints | {"start": "Ví dụ 2031", "end": "Năm cuối của giai đoạn, ví dụ 2035"}

    def __init__(self, *args, **kwargs):
        """Start as a draft."""
        super().__init__(*args, program=Program(), **kwargs)
        del self.fields["version"]


class GroupForm(PortalForm):
    """A solution group: its pillar (only when new), number and name."""

    pillar = forms.ModelChoiceField(
        label="Trụ cột", queryset=Pillar.objects.order_by("ordinal"), empty_label="Chọn trụ cột"
    )
    ordinal = forms.IntegerField(label="Số thứ tự", required=False, min_value=1, max_value=999)
    title = forms.CharField(label="Tên nhóm giải pháp", max_length=300)

    hints = {"ordinal": "Để trống: đứng cuối trụ cột"}

    def __init__(self, *args, group=None, **kwargs):
        """Start from what is stored; a stored group stays under its pillar."""
        start = {"ordinal": group.ordinal, "title": group.title} if group else {}
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        if group is not None:
            del self.fields["pillar"]
            self.fields["ordinal"].required = True
            self.fields["ordinal"].help_text = ""
            self.fields["version"] = VersionField(initial=group.version)
