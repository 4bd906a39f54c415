"""What may be typed when an item is approved, moves on, or takes a paper."""

from django import forms

from aid.models import AidItem, DossierDocument
from aid.rules import TRANSITIONS
from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField, VnDateField


class ApprovalForm(PortalForm):
    """The approval decision of an item."""

    decision_number = forms.CharField(label="Số quyết định phê duyệt", max_length=50)
    approved_on = VnDateField(label="Ngày phê duyệt")
    signer_title = forms.CharField(label="Chức vụ người ký", max_length=250, required=False)
    version = VersionField()

    def __init__(self, *args, item, **kwargs):
        """Start from what the item already has."""
        start = {
            "decision_number": item.decision_number,
            "approved_on": item.approved_on,
            "signer_title": item.signer_title,
            "version": item.version,
        }
        super().__init__(*args, initial=start, **kwargs)
        self.fields["decision_number"].widget.attrs["autofocus"] = ""


class StatusForm(PortalForm):
    """The next state of an item; a step back needs its reason."""

    status = forms.ChoiceField(label="Chuyển sang")
    reason = forms.CharField(label="Lý do", max_length=500, required=False)
    version = VersionField()

    hints = {"reason": "Cần khi đưa khoản quay lại trạng thái trước"}

    def __init__(self, *args, item, **kwargs):
        """Offer the steps that the table of transitions has from here."""
        super().__init__(*args, initial={"version": item.version}, **kwargs)
        labels = dict(AidItem.Status.choices)
        self.fields["status"].choices = [(code, labels[code]) for code in TRANSITIONS.get(item.status, ())]


class DocumentForm(PortalForm):
    """A paper for the dossier."""

    kind = forms.ChoiceField(label="Loại tài liệu", choices=DossierDocument.Kind.choices)
    title = forms.CharField(label="Tên tài liệu", max_length=250, required=False)
    file = AttachmentField(label="Tệp", max_length=255)
