"""What may be typed about the papers of a dossier, and about the papers that decrees ask for."""

from django import forms

from aid.actions.dossier import Found
from aid.dossier import THERE, UNSEEN
from aid.models import DossierCheck, DossierRequirement
from core.attachments import AttachmentField
from core.forms import PortalForm, PortalModelForm, VersionField
from core.models import PartnerKind

_STATES = DossierCheck.State.choices


class DossierForm(PortalForm):
    """The whole checklist of one item: state, file and note of each paper."""

    def __init__(self, *args, item, papers, documents, **kwargs):
        """Add the fields of each paper, as it stands now."""
        self.papers = papers
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=item.version)
        self.documents = {str(document.pk): document for document in documents}
        files = [("", "Không chọn tệp")]
        files += [(pk, f"{document} – {document.attachment.name}") for pk, document in self.documents.items()]
        for paper in papers:
            self._add(paper, files)
        if any(paper.state == UNSEEN for paper in papers):
            self.fields["rest_not_needed"] = forms.BooleanField(
                label="Giấy tờ còn “chưa xét”: ghi là không áp dụng cho khoản này", required=False
            )

    def _add(self, paper, files):
        key, label = paper.requirement.pk, paper.requirement.label
        states = _STATES if paper.check or not paper.requirement.when else [(UNSEEN, "chưa xét"), *_STATES]
        self.fields[f"state_{key}"] = forms.ChoiceField(
            label=f"Tình trạng: {label}", choices=states, required=False, initial=paper.state
        )
        self.fields[f"note_{key}"] = forms.CharField(
            label=f"Ghi chú: {label}",
            max_length=300,
            required=False,
            initial=paper.check.note if paper.check else "",
        )
        if len(files) > 1:
            self.fields[f"document_{key}"] = forms.ChoiceField(
                label=f"Tệp trong hồ sơ: {label}",
                choices=files,
                required=False,
                initial=str(paper.document.pk) if paper.document else "",
            )
        self.fields[f"file_{key}"] = AttachmentField(
            label=f"Tải tệp: {label}", required=False, max_length=255
        )

    def clean(self):
        """Return the cleaned data; a paper with a file is there."""
        cleaned = super().clean()
        for paper in self.papers:
            key = paper.requirement.pk
            if cleaned.get(f"state_{key}") == DossierCheck.State.NOT_NEEDED and cleaned.get(f"file_{key}"):
                self.add_error(f"state_{key}", "Đã tải tệp thì chọn “đã có”, hoặc bỏ tệp.")
        return cleaned

    def found(self):
        """Return what was found of each paper."""
        typed = self.cleaned_data
        rows = []
        for paper in self.papers:
            key = paper.requirement.pk
            state = typed[f"state_{key}"]
            document = self.documents.get(typed.get(f"document_{key}", ""))
            was = str(paper.document.pk) if paper.document else ""
            upload = typed[f"file_{key}"]
            if document and str(document.pk) != was and state in (UNSEEN, DossierCheck.State.LACKING):
                state = THERE
            if state == UNSEEN and typed.get("rest_not_needed") and not upload:
                state = DossierCheck.State.NOT_NEEDED
            rows.append(Found(paper.requirement, state, typed[f"note_{key}"], document, upload))
        return rows

    def rows(self):
        """Return the papers with their fields."""
        names = ("state", "document", "file", "note")
        for paper in self.papers:
            fields = {name: f"{name}_{paper.requirement.pk}" for name in names}
            yield {"paper": paper} | {
                name: self[field] if field in self.fields else None for name, field in fields.items()
            }


class RequirementForm(PortalModelForm):
    """A paper that a decree asks for."""

    donor_kind = forms.ChoiceField(
        label="Loại nhà tài trợ", choices=[("", "mọi loại"), *PartnerKind.choices], required=False
    )

    field_order = [
        "label", "code", "rule_set", "mode", "donor_kind", "when", "document_kind", "citation", "certainty",
        "ordinal", "is_active",
    ]  # fmt: skip

    class Meta:
        model = DossierRequirement
        fields = [
            "label", "code", "rule_set", "mode", "donor_kind", "when", "document_kind", "citation",
            "certainty", "ordinal", "is_active",
        ]  # fmt: skip

    hints = {
        "code": "Chữ hoa không dấu và gạch dưới, ví dụ VAN_KIEN",
        "citation": "Ví dụ: Điều 8 Nghị định 80/2020/NĐ-CP",
        "ordinal": "Số nhỏ đứng trước",
    }

    def __init__(self, *args, **kwargs):
        """Carry the version of a stored paper."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
