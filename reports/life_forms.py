"""What may be typed when a report takes a step of its way, and what a clerk writes into the book."""

from django import forms

from core.attachments import AttachmentField
from core.forms import PortalForm, VersionField, VnDateField
from core.models import Agency
from reports.actions.numbering import Entry
from reports.number_book import SERIES
from reports.signer_fields import SignerField
from reports.signers import usual_signer

NOTE = "Ý kiến"


class StepForm(PortalForm):
    """A word to go with a step, and the version of the report that its page showed."""

    note = forms.CharField(
        label=NOTE, max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, report, **kwargs):
        """Keep which version of the report is on the page."""
        super().__init__(*args, **kwargs)
        self.report = report
        self.fields["version"] = VersionField(initial=report.version)

    @property
    def shown(self):
        """The fields in the order of the page: (field, columns of twelve, whether it may stay empty)."""
        rows = [self[name] for name in self.fields if name not in {"version", "confirmed", "seen"}]
        return [(row, self.widths.get(row.name, 12), not row.field.required) for row in rows]

    widths: dict[str, int] = {}

    def renew(self, version):
        """Let what was typed be sent again, on the version of the report as it is now."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class LockForm(StepForm):
    """The year of the report, typed by whoever locks it."""

    typed_year = forms.CharField(
        label="Gõ năm báo cáo để xác nhận",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("typed_year", "note")
    widths = {"typed_year": 4}

    def __init__(self, *args, seen, **kwargs):
        """Say which words the page shows; what an earlier page showed is kept for the lock to compare."""
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen
        self.seen_before = self.data.get("seen")
        if self.seen_before is not None:
            self.data = self.data.copy()
            self.data["seen"] = seen


class SignForm(StepForm):
    """Who signs, where the draft did not say."""

    signer = SignerField()

    def __init__(self, *args, name, today, **kwargs):
        """Ask for the name only where it is missing; `name` is that of the account that signs."""
        super().__init__(*args, **kwargs)
        if self.report.signer_id:
            del self.fields["signer"]
        else:
            self.fields["signer"].offer(self.report.issuer, today)
            self.fields["signer"].required = True
            self.fields["signer"].error_messages["required"] = "Chọn người ký: tên in dưới chức vụ."
            self.initial["signer"] = usual_signer(self.report.issuer, today, name=name)
            self.order_fields(["signer", "note", "version"])


class ReturnForm(StepForm):
    """Why a report goes back to its authors."""

    note = forms.CharField(
        label="Lý do trả lại", max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class DiscardForm(ReturnForm):
    """Why a draft that was never locked is taken out."""

    note = forms.CharField(
        label="Lý do bỏ", max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class EntryFields(PortalForm):
    """What stands in the book of numbers; `confirmed` is the mark of the warnings that the clerk has read."""

    number = forms.IntegerField(label="Số văn bản", min_value=1, max_value=99_999)
    dated_on = VnDateField(label="Ngày văn bản")
    copies = forms.IntegerField(label="Số bản phát hành", min_value=1, max_value=999, required=False)
    file_notation = forms.CharField(label="Số, ký hiệu hồ sơ lưu", max_length=20, required=False)
    retention = forms.CharField(label="Thời hạn bảo quản", max_length=30, required=False)
    confirmed = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    widths = {"number": 4, "dated_on": 4, "copies": 4, "file_notation": 6, "retention": 6}

    def confirm(self, mark):
        """Let the clerk confirm what the page now warns of."""
        self.data = self.data.copy()
        self.data["confirmed"] = mark

    def entry(self, subject=""):
        """Return what was typed, ready for the action."""
        names = ("number", "dated_on", "copies", "file_notation", "retention")
        return Entry(**{name: self.cleaned_data[name] for name in names}, subject=subject)


class NumberForm(EntryFields, StepForm):
    """Number and day of a report."""

    field_order = ("number", "dated_on", "copies", "file_notation", "retention", "note")
    hints = {"file_notation": "Theo danh mục hồ sơ, ví dụ 05-BC", "retention": "Ví dụ: Vĩnh viễn, 10 năm"}


class NoteNumberForm(EntryFields):
    """A paper that took its number outside the portal."""

    agency = forms.ModelChoiceField(label="Cơ quan", queryset=Agency.objects.none(), empty_label=None)
    series = forms.ChoiceField(
        label="Loại văn bản", choices=[(code, f"{code} – {name}") for code, name in SERIES.items()]
    )
    subject = forms.CharField(label="Trích yếu", max_length=300)

    field_order = ("agency", "series", "subject", "number", "dated_on", "copies")
    hints = NumberForm.hints

    def __init__(self, *args, user, **kwargs):
        """Offer the agencies whose book the account keeps."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=user.agency_ids()).order_by("pk")


class ReplaceForm(StepForm):
    """Why an issued report is corrected by another one."""

    note = forms.CharField(
        label="Lý do đính chính, thay thế",
        help_text="In nguyên văn vào văn bản thay thế, sau chữ “lý do:”; viết như lời của văn bản.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignedCopyForm(PortalForm):
    """The paper as signed and stamped, before anybody looked at it."""

    file = AttachmentField(label="Bản đã ký, đóng dấu", max_length=255)


class ConfirmCopyForm(StepForm):
    """The signed copy that was looked at; why it takes the place of another one."""

    note = forms.CharField(
        label="Lý do thay bản trước", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_whole = forms.BooleanField(
        error_messages={"required": "Xem lại các trang rồi đánh dấu, hoặc chọn tệp khác."}
    )
    # Which copy stood there when the page was opened, and which file was shown.
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, before, waiting, missing, **kwargs):
        """Ask why where a copy is replaced, and twice where it has fewer pages than what was issued.

        `missing` is how many pages the copy and the issued PDF have, None where nothing is missing.
        """
        super().__init__(*args, **kwargs)
        self.initial |= {"seen": before.ordinal if before else 0, "sha256": waiting.sha256 if waiting else ""}
        if before is None:
            del self.fields["note"]
        if missing is None:
            del self.fields["is_whole"]
        else:
            copy, issued = missing
            words = f"Vẫn lưu: bản ký chỉ có {copy} trang, dù bản PDF đã lấy số có {issued} trang"
            self.fields["is_whole"].label = words

    @property
    def shown(self):
        """Only the reason and the second question are seen."""
        return [row for row in super().shown if row[0].name in {"note", "is_whole"}]


class VerifyForm(PortalForm):
    """A file, or its SHA-256, to be compared with what was issued."""

    file = forms.FileField(label="Tệp cần kiểm tra", required=False, allow_empty_file=True)
    sha256 = forms.CharField(label="Hoặc mã băm SHA-256", required=False, max_length=100)

    hints = {"sha256": "64 ký tự, in ở trang báo cáo và trong danh mục của gói lưu trữ"}

    def clean(self):
        """Ask for one of the two; a typed checksum has 64 letters and digits."""
        cleaned = super().clean()
        typed = "".join((cleaned.get("sha256") or "").split()).lower()
        if not typed and not cleaned.get("file"):
            self.add_error("file", "Chọn tệp hoặc nhập mã băm cần kiểm tra.")
        elif typed and not (len(typed) == 64 and all(sign in "0123456789abcdef" for sign in typed)):
            self.add_error("sha256", "Mã băm SHA-256 gồm 64 ký tự 0-9, a-f; chép lại đủ mã.")
        cleaned["sha256"] = typed
        return cleaned
