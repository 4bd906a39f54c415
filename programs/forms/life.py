"""What may be typed when a program is moved to its next state."""

from django import forms

from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField, VnDateField
from programs import life
from programs.actions.life import ISSUED, Paper
from programs.models import Draft

UPLOADS = ".pdf,.docx,.jpg,.png"


class MoveForm(PortalForm):
    """The day, the paper with its number and file, and a note; for issuing also who signed and for whom.

    A move that rests on a paper of others, such as the office's check of the dossier, asks for that too.
    """

    on = VnDateField(label="Ngày chuyển")
    basis = forms.CharField(max_length=80, required=False)
    basis_on = VnDateField(required=False)
    paper_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=50, required=False)
    paper_on = VnDateField(label="Ngày văn bản", required=False)
    issued_by = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    signer = forms.CharField(label="Người ký (chức vụ, họ tên)", max_length=200, required=False)
    draft = forms.ModelChoiceField(label="Bản được ban hành", queryset=Draft.objects.none(), empty_label=None)
    file = AttachmentField(label="Tệp văn bản", required=False, max_length=255)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False, widget=forms.Textarea)

    hints = {"note": "Ví dụ: số kết luận, lý do trả lại, việc cần bổ sung"}

    def __init__(self, *args, program, state, today, drafts, draft=None, **kwargs):
        """Start with today; only issuing asks for signer, issuer and which version."""
        start = {"on": today, "issued_by": "UBND tỉnh Thanh Hóa", "draft": draft}
        super().__init__(*args, initial=start, **kwargs)
        self.state = state
        self.fields["note"].widget.attrs["rows"] = 3
        self.fields["version"] = VersionField(initial=program.version)
        proof = life.proof_of(program.status, state.code)
        if proof:
            self.fields["basis"].label = f"Số, ký hiệu {proof}"
            self.fields["basis_on"].label = f"Ngày {proof}"
        else:
            del self.fields["basis"], self.fields["basis_on"]
        if state.needs:
            self.fields["paper_number"].label = f"Số, ký hiệu {state.artefact}"
        if state.code == ISSUED:
            self.fields["draft"].queryset = drafts
            self.fields["file"].label = "Bản đã ký"
            self.fields["paper_on"].label = "Ngày ban hành"
            self.fields["draft"].required = drafts.exists()
        else:
            for name in ("issued_by", "signer", "draft"):
                del self.fields[name]

    def paper(self):
        """Return the paper for the action."""
        typed = self.cleaned_data
        return Paper(
            number=typed["paper_number"],
            dated_on=typed["paper_on"],
            upload=typed["file"],
            signer=typed.get("signer", ""),
            issued_by=typed.get("issued_by", ""),
            basis=typed.get("basis", ""),
            basis_on=typed.get("basis_on"),
        )

    @property
    def rows(self):
        """The fields with their width, in the order of the form."""
        halves = {"on", "paper_number", "paper_on", "basis", "basis_on", "issued_by", "signer", "draft"}
        needed = {"basis", "basis_on"}
        needed |= {"paper_number", "paper_on"} if self.state.needs == life.PAPER else set()
        return [
            (
                field,
                12 if field.name == "on" and "basis" in self.fields else 6 if field.name in halves else 12,
                not field.field.required and field.name not in needed,
            )
            for field in self.visible_fields()
        ]
