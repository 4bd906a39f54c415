"""What may be typed about key points."""

from django import forms

from core.forms import PortalForm, VersionField
from programs.models import KeyPoint
from programs.versions import passages_of


class PassageField(forms.ChoiceField):
    """A paragraph or table of a version, chosen by its label and first words."""

    def offer(self, draft):
        """Offer the paragraphs and tables of a version."""
        rows = [
            (one.key, f"{one.label}: {one.text[:90]}") for one in passages_of(draft) if not one.is_heading
        ]
        self.choices = [("", "Chọn đoạn"), *rows]


class LinkForm(PortalForm):
    """The paragraph that carries a point."""

    key = PassageField(label="Đoạn chứa ý này")

    def __init__(self, *args, draft, point, **kwargs):
        """Offer the paragraphs of the version."""
        super().__init__(*args, **kwargs)
        self.fields["key"].offer(draft)
        self.fields["version"] = VersionField(initial=point.version)


class DropForm(PortalForm):
    """Why a point may leave the text."""

    reason = forms.CharField(label="Lý do bỏ", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    hints = {"reason": "Ví dụ: đã có trong đề án riêng của ngành giáo dục"}

    def __init__(self, *args, point, **kwargs):
        """Carry the version of the point."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=point.version)


class DropManyForm(PortalForm):
    """Why several points may leave the text; which ones, the page says."""

    reason = forms.CharField(label="Lý do bỏ", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    hints = {"reason": "Ví dụ: đã có trong đề án riêng của ngành giáo dục"}


class PointForm(PortalForm):
    """A point that a person names."""

    kind = forms.ChoiceField(label="Loại ý", choices=KeyPoint.Kind.choices)
    text = forms.CharField(label="Ý chính", max_length=500)
    key = PassageField(label="Đoạn chứa ý này")

    hints = {"text": "Một câu ngắn, dùng đúng chữ của đoạn"}

    def __init__(self, *args, draft, **kwargs):
        """Offer the paragraphs of the version."""
        super().__init__(*args, **kwargs)
        self.fields["key"].offer(draft)
