"""What may be typed about a report of an owner."""

from django import forms

from aid.models import OwnerReport
from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField, VnDateField

_COLUMNS = ("kind", "year", "sent_on", "document_number", "summary")


class OwnerReportForm(PortalForm):
    """Which report, when it was sent, by which letter, what it says."""

    kind = forms.ChoiceField(label="Loại báo cáo", choices=OwnerReport.Kind.choices)
    year = forms.IntegerField(label="Năm báo cáo", min_value=1990, max_value=2100)
    sent_on = VnDateField(label="Ngày gửi")
    document_number = forms.CharField(label="Số văn bản", max_length=50, required=False)
    file = AttachmentField(label="Tệp báo cáo", max_length=255, required=False)
    summary = forms.CharField(
        label="Kết quả, vướng mắc", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    hints = {
        "year": "Báo cáo kết thúc: năm khoản kết thúc",
        "sent_on": "dd/mm/yyyy – ngày ghi trên văn bản gửi",
    }

    def __init__(self, *args, row=None, initial=None, **kwargs):
        """Start from the stored report, or from the report that the board asks for."""
        start = {name: getattr(row, name) for name in _COLUMNS} if row else initial
        super().__init__(*args, initial=start, **kwargs)
        if row:
            self.fields["version"] = VersionField(initial=row.version)
        self.fields["sent_on"].widget.attrs["autofocus"] = ""

    def values(self):
        """Return the columns of the report."""
        return {name: self.cleaned_data[name] for name in _COLUMNS}


class RemindForm(PortalForm):
    """Which report the owner is reminded of."""

    kind = forms.ChoiceField(label="Loại báo cáo", choices=OwnerReport.Kind.choices)
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)
