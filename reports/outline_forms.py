"""What may be typed about an outline of reports and its headings."""

from django import forms

from core.form_fields import GroundsField, LinesField
from core.forms import PortalModelForm, VersionField
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import OutlineSection, Report, ReportOutline
from reports.outline_rules import WORDS
from reports.placements import PLACEMENTS

# Days of one's own choice belong to a report; a kind only says that it asks for them (its period).
YEARLY_BASES = Report.Basis.choices[:2]
_WORDS_HINT = "; ".join(f"{{{word}}} là {meaning}" for word, meaning in WORDS.items())


class OutlineForm(PortalModelForm):
    """A kind of report: title, window, issuer, what goes with it."""

    basis = forms.ChoiceField(label="Cách chốt kỳ", choices=YEARLY_BASES)
    bases = GroundsField(label="Căn cứ")
    addressees = LinesField(label="Kính gửi")
    recipients = LinesField(label="Nơi nhận")
    appendices = forms.MultipleChoiceField(
        label="Phụ lục",
        required=False,
        choices=[(code, placement.label) for code, placement in PLACEMENTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReportOutline
        fields = (
            "name", "code", "title_pattern", "period", "basis", "issuer", "addressees", "bases", "recipients",
            "appendices", "deadline", "citation", "is_confirmed", "is_active",
        )  # fmt: skip

    hints = {
        "code": "Đứng trong địa chỉ của báo cáo; chữ thường không dấu và gạch nối, ví dụ tong-ket",
        "title_pattern": f"Viết thẳng chữ; năm thì dùng: {_WORDS_HINT}",
        "basis": "Kỳ theo chương trình và kỳ tự chọn có ngày riêng, không theo cách chốt này.",
        "addressees": "Mỗi dòng một nơi; để trống nếu báo cáo không ghi Kính gửi.",
        "bases": "Mỗi dòng một căn cứ, in trước mục đầu; cổng tự thêm chữ “Căn cứ” và dấu câu.",
        "recipients": "Mỗi dòng một nơi nhận; để trống thì chỉ có Lưu: VT.",
        "appendices": "In theo thứ tự trên, số liệu lấy từ sổ.",
        "deadline": "Ví dụ: ngày 18 tháng cuối của kỳ (18/12)",
        "citation": "Văn bản quy định mẫu này",
    }

    def __init__(self, *args, **kwargs):
        """Carry the version of a stored kind; its code stays, reports have it in their addresses."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
            self.fields["version"] = VersionField(initial=self.instance.version)

    def clean_code(self):
        """Return the code; one word of the addresses is taken."""
        code = self.cleaned_data["code"]
        if code == "them":
            raise forms.ValidationError("Mã “them” trùng địa chỉ của trang Thêm mẫu; chọn mã khác.")
        return code

    def clean_appendices(self):
        """Return the chosen tables in the order of the choice."""
        chosen = self.cleaned_data["appendices"]
        return [code for code in PLACEMENTS if code in chosen]


class OutlineSectionForm(PortalModelForm):
    """A heading of an outline."""

    sentences = forms.MultipleChoiceField(
        label="Câu số liệu cổng tự viết dưới mục",
        required=False,
        choices=[(code, sentence.about) for code, sentence in SENTENCES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = OutlineSection
        fields = ("title", "level", "is_written", "guidance", "sentences")
        widgets = {"guidance": forms.Textarea(attrs={"rows": 3})}

    hints = {
        "title": f"Năm trong đề mục: {_WORDS_HINT}",
        "is_written": "Bỏ chọn với đề mục chỉ mở các mục nhỏ bên dưới.",
        "guidance": "Hiện cho người soạn khi mục còn trống.",
        "sentences": "Câu nào lời văn đã nói bằng ô số thì cổng không viết lại.",
    }

    def __init__(self, *args, outline, **kwargs):
        """Carry the version of a stored heading; offer a new one its place."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
            return
        self.fields["after"] = forms.ModelChoiceField(
            label="Đứng sau mục",
            queryset=outline.sections.all(),
            required=False,
            empty_label="trên cùng",
            initial=outline.sections.last(),
        )
