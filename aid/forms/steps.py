"""What may be typed about a paper of the dossier."""

from django import forms

from aid.models import DossierDocument
from core.attachments import AttachmentField
from core.forms import PortalForm


class DocumentForm(PortalForm):
    """A paper for the dossier."""

    kind = forms.ChoiceField(label="Loại tài liệu", choices=DossierDocument.Kind.choices)
    title = forms.CharField(label="Tên tài liệu", max_length=250, required=False)
    file = AttachmentField(label="Tệp", max_length=255)
