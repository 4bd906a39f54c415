"""What may be typed while a report is written: a passage, a heading, a comment, a reason."""

from django import forms
from django.urls import reverse

from core.forms import PortalForm, PortalModelForm, VersionField
from reports.models import NarrativeBlock
from reports.narrative import relations, unknown_token_sentence, unknown_tokens
from reports.placements import known_codes, misplaced

MAX_PASSAGE = 20_000
# The page that has all passages of a report asks for its own answers by this name and value.
WHOLE = ("trang", "soan")


def passage_prefix(pk):
    """Return how the fields of one passage are called where all of a report stand on one page."""
    return f"doan-{pk}"


def saves_itself(report, pk):
    """Return the attributes of a box that stores its passage after a pause of five seconds and on leaving."""
    prefix = passage_prefix(pk)
    url = reverse("reports:passage_edit", args=[report.year, report.code, pk])
    return {
        "data-passage": "",
        "data-quiet": "",
        "hx-post": f"{url}?{'='.join(WHOLE)}",
        "hx-trigger": "input changed delay:5s, blur changed",
        "hx-params": f"csrfmiddlewaretoken,{prefix}-text,{prefix}-version",
        "hx-target": f"#luu-{pk}",
        "hx-swap": "outerHTML",
        "hx-sync": "this:queue last",
    }


def wrong_tokens(text, known):
    """Return a sentence for each token that names no number, or is a table inside a sentence."""
    wrong = [unknown_token_sentence(token) for token in unknown_tokens(text, known)]
    return wrong + [f"{token} phải đứng một mình trên một dòng." for token in misplaced(text)]


class PassageForm(PortalForm):
    """The words of one passage, on the version that it was opened on."""

    text = forms.CharField(
        label="Lời văn",
        required=False,
        max_length=MAX_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 8, "data-passage": ""}),
    )
    version = VersionField()

    hints = {
        "text": "Mỗi dòng một đoạn; dòng bắt đầu bằng “- ” là gạch đầu dòng. "
        "Số liệu chèn bằng ô số trong hai dấu ngoặc nhọn.",
    }

    def __init__(self, *args, block, **kwargs):
        """Begin with the words as stored."""
        super().__init__(*args, initial={"text": block.text, "version": block.version}, **kwargs)

    def clean_text(self):
        """Return the words. Refuses tokens that name no number, and tables inside a sentence."""
        text = self.cleaned_data["text"]
        if wrong := wrong_tokens(text, known_codes(relations())):
            raise forms.ValidationError(wrong)
        return text


class HeadingForm(PortalModelForm):
    """A heading of a report."""

    class Meta:
        model = NarrativeBlock
        fields = ("title", "level", "is_written")

    hints = {"is_written": "Bỏ chọn với đề mục chỉ mở các mục nhỏ bên dưới."}

    def __init__(self, *args, report, **kwargs):
        """Carry the version of a stored heading; offer a new one its place."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
            return
        blocks = report.narratives.order_by("ordinal", "pk")
        self.fields["after"] = forms.ModelChoiceField(
            label="Đứng sau mục",
            queryset=blocks,
            required=False,
            empty_label="trên cùng",
            initial=blocks.last(),
        )


class CommentForm(PortalForm):
    """What one author says to the others about a passage."""

    text = forms.CharField(label="Trao đổi", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class KeepWordsForm(PortalForm):
    """Why words of a passage need no source."""

    reason = forms.CharField(
        label="Không cần nguồn vì", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    hints = {
        "reason": "Số lấy ở văn bản nào, vì sao khác cổng; ví dụ: theo Báo cáo 45/BC-SNgV ngày 12/12/2025"
    }
