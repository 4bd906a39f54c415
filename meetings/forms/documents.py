"""What people type for an official paper of a meeting."""

from django import forms

from core.form_fields import LinesField
from core.forms import PortalForm, VersionField, VnDateField
from meetings import rules
from meetings.documents import Kind, ways_to_sign


class DocumentForm(PortalForm):
    """Symbol, first sentence, signers and recipients; fields that the kind does not print are left out."""

    symbol = forms.CharField(label="Ký hiệu", required=False, max_length=40)
    opening = forms.CharField(
        label="Lời mở đầu", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    notes = forms.CharField(
        label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    signing = forms.ChoiceField(label="Thể thức ký", widget=forms.RadioSelect)
    lines = LinesField(label="Thể thức ký tự ghi", rows=3)
    signer_name = forms.CharField(label="Người ký", required=False, max_length=100)
    co_signer_name = forms.CharField(label="Thư ký", required=False, max_length=100)
    recipients = LinesField(label="Nơi nhận", rows=4)
    version = VersionField()

    hints = {
        "opening": "Bỏ trống thì cổng viết từ bản ghi cuộc họp",
        "lines": "Chỉ dùng khi chọn “Tự ghi”: mỗi dòng một ý, dòng cuối là chức vụ",
        "signer_name": "Họ và tên, không ghi học hàm, học vị",
        "recipients": "Mỗi dòng một nơi nhận; dòng cuối là nơi lưu",
        "notes": "In ở cuối văn bản, mỗi dòng một đoạn",
    }

    def __init__(self, *args, document, **kwargs):
        """Fill in what is stored or proposed, and offer the ways in which the organiser signs."""
        self.document, self.kind = document, Kind(document.kind)
        self.ways = ways_to_sign(document.meeting.organiser)
        names = [*self.base_fields]
        kwargs["initial"] = {name: self.initial_for_record(document, name) for name in names}
        super().__init__(*args, **kwargs)
        for name in _LEFT_OUT[self.kind]:
            del self.fields[name]
        if "signing" in self.fields:
            choices = [(way.key, way.label) for way in self.ways]
            self.fields["signing"].choices = [*choices, (rules.OTHER, "Tự ghi ở ô dưới")]
        if self.kind == Kind.MINUTES:
            self.fields["signer_name"].label = "Chủ tọa"

    def initial_for_record(self, record, name):
        """Return the value of a field as `record` has it, for the form and for the page of a conflict."""
        if name in ("signing", "lines"):
            lines = [*record.capacity, record.signer_title] if record.signer_title else []
            key = rules.signing_of(self.ways, lines)
            return key if name == "signing" else lines if key == rules.OTHER else []
        return getattr(record, name)

    def clean(self):
        """Check the lines that somebody wrote for the signature."""
        cleaned = super().clean()
        if "signing" in self.fields and not self.errors:
            problems = rules.signing_problems(self._lines(cleaned))
            for problem in problems:
                self.add_error("lines", str(problem))
        return cleaned

    def _lines(self, cleaned):
        chosen = next((way for way in self.ways if way.key == cleaned["signing"]), None)
        return list(chosen.lines) if chosen else cleaned["lines"]

    def fields_of_document(self):
        """Return the model fields of the paper."""
        cleaned = self.cleaned_data
        fields = {
            name: value for name, value in cleaned.items() if name not in ("signing", "lines", "version")
        }
        if "signing" in cleaned:
            lines = self._lines(cleaned)
            fields |= {"capacity": lines[:-1], "signer_title": lines[-1]}
        elif self.document.signer_title:
            fields |= {
                "signer_title": self.document.signer_title,
                "co_signer_title": self.document.co_signer_title,
            }
        return fields


_SIGNED = {"signing", "lines"}
_LEFT_OUT = {
    Kind.INVITATION: {"co_signer_name"},
    Kind.AGENDA: {"symbol", "signer_name", "co_signer_name", "recipients", *_SIGNED},
    Kind.ATTENDANCE: {"symbol", "opening", "co_signer_name", "recipients", *_SIGNED},
    Kind.MINUTES: {"opening", *_SIGNED},
    Kind.NOTICE: {"co_signer_name", "notes"},
}


class NumberForm(PortalForm):
    """The number and the day that the clerk gives."""

    number = forms.IntegerField(label="Số", required=False, min_value=1, max_value=99999)
    dated_on = VnDateField(label="Ngày văn bản", required=False)
    version = VersionField()
    # The mark of the warnings that the clerk has read.
    confirmed = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    hints = {
        "number": "Số trong sổ văn bản đi của năm; bỏ trống cả hai ô để thu hồi số",
        "dated_on": "Ngày ký, ví dụ 28/11/2025",
    }

    def __init__(self, *args, document, proposed, **kwargs):
        """Fill in the number that the paper has; of one that has none yet, tell which is next.

        `proposed` is that number in words, "" for none.
        """
        self.document = document
        kwargs["initial"] = {name: self.initial_for_record(document, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if proposed:
            self.fields["number"].help_text = proposed

    def initial_for_record(self, record, name):
        """Return the value of a field as `record` has it now, for the page of a conflict."""
        return "" if name == "confirmed" else getattr(record, name)

    def confirm(self, mark):
        """Let the clerk confirm what the page now warns of."""
        self.data = self.data.copy()
        self.data["confirmed"] = mark

    def clean(self):
        """Ask for both or none."""
        cleaned = super().clean()
        if cleaned.get("dated_on") and not cleaned.get("number") and "number" not in self.errors:
            self.add_error("number", "Nhập số cùng với ngày văn bản, hoặc bỏ trống cả hai để thu hồi số.")
        return cleaned
