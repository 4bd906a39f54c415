"""What may be typed about a draft and its paragraphs."""

import re

from django import forms

from core.forms import PortalForm, VersionField
from programs.draft_rules import LONGEST_PARAGRAPH
from programs.models import Draft

PART_NAMES = ("một", "hai", "ba")


class DraftFileForm(PortalForm):
    """The Word file of a draft."""

    file = forms.FileField(label="Tệp Word của dự thảo", max_length=255, allow_empty_file=True)


class TakeInForm(PortalForm):
    """Why the version is made."""

    reason = forms.ChoiceField(label="Lý do lập bản", choices=Draft.Reason.choices)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    hints = {"note": "Ví dụ: bản sau hội nghị 28/11/2025"}


class NewVersionForm(TakeInForm):
    """Why the next version is made of the newest one."""

    def __init__(self, *args, draft, **kwargs):
        """Carry the version of the draft that is copied."""
        super().__init__(*args, initial={"reason": Draft.Reason.COMMENTS}, **kwargs)
        self.fields["version"] = VersionField(initial=draft.version)


class FreezeForm(PortalForm):
    """Why a version is frozen."""

    reason = forms.CharField(label="Lý do chốt", max_length=300)

    hints = {"reason": "Ví dụ: gửi lấy ý kiến các sở, ngành"}

    def __init__(self, *args, draft, **kwargs):
        """Carry the version of the draft."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=draft.version)


class BudgetForm(PortalForm):
    """How many words the whole and each part may have."""

    words = forms.IntegerField(label="Cả dự thảo", min_value=1, max_value=1_000_000, required=False)

    hints = {"words": "Để trống: không giới hạn"}

    def __init__(self, *args, draft, **kwargs):
        """Start from what is stored; parts without a length of their own share the whole."""
        start = {"words": draft.budget_words} | {
            f"part{number}": draft.part_budgets.get(str(number)) for number in (1, 2, 3)
        }
        super().__init__(*args, initial=start, **kwargs)
        for number, name in enumerate(PART_NAMES, start=1):
            self.fields[f"part{number}"] = forms.IntegerField(
                label=f"Phần {name}", min_value=1, max_value=1_000_000, required=False
            )
        self.fields["version"] = VersionField(initial=draft.version)

    def parts(self):
        """Return {"1": words, …} of the parts that have a length of their own."""
        typed = {str(number): self.cleaned_data.get(f"part{number}") for number in (1, 2, 3)}
        return {number: words for number, words in typed.items() if words}


class SectionForm(PortalForm):
    """The words of a paragraph or heading."""

    text = forms.CharField(
        label="Nội dung", max_length=LONGEST_PARAGRAPH, required=False, widget=forms.Textarea
    )

    def __init__(self, *args, section=None, **kwargs):
        """Start from what is stored; a new paragraph carries no version."""
        start = {"text": section.text} if section else {}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 6
        if section:
            self.fields["version"] = VersionField(initial=section.version)

    def clean_text(self):
        """Return the words with single line breaks: an empty line would be a paragraph of its own."""
        return re.sub(r"\n{2,}", "\n", self.cleaned_data["text"].strip())


class NewSectionForm(SectionForm):
    """The words of a new paragraph."""

    def __init__(self, *args, **kwargs):
        """Ask for words."""
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "Nhập nội dung đoạn."


class RemoveForm(PortalForm):
    """Why a paragraph is taken out."""

    reason = forms.CharField(label="Lý do bỏ", max_length=300, required=False)

    hints = {"reason": "Lý do ghi vào lịch sử; nội dung đoạn vẫn còn ở các bản trước"}

    def __init__(self, *args, section, **kwargs):
        """Carry the version of the paragraph."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=section.version)
