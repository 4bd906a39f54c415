"""What may be typed about opinions: the answer, the place of a passage by its number."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import PortalForm, VersionField
from meetings.models import Contribution, OpinionResponse
from programs.models import Draft, Section
from programs.places import passages_cited, place_words

LONGEST_OPINION = 8000
LONGEST_PLACE = 200
PLACE_HINT = "Như “khoản 4, mục II, Phần III”, “Phần III, mục II”, “Phụ lục”"


def typed_section(draft, text):
    """Return the passage that the text names by its number. Raises ValidationError."""
    found = passages_cited(draft, text)
    if found is None:
        raise ValidationError(f"Chưa đọc được “{text}”; ghi như khoản 4, mục II, Phần III.")
    if not found:
        raise ValidationError(f"Bản {draft.number} không có “{text}”; xem lại số ghi ở lề của bản dự thảo.")
    if len(found) > 1:
        places = "; ".join(one.words for one in found[:4])
        raise ValidationError(f"“{text}” có ở {len(found)} chỗ: {places}; ghi đủ phần, mục.")
    return found[0]


def label_of(draft, key):
    """Return the name of a passage as it may be typed: "khoản 4, mục II, Phần thứ ba"; "" where it is not."""
    return place_words(draft, key) if key else ""


class AnswerForm(PortalForm):
    """The answer to an opinion: how, with which words, shown at which paragraph of which version."""

    kind = forms.ChoiceField(
        label="Cách xử lý", choices=OpinionResponse.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Nội dung tiếp thu, giải trình",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    draft = forms.ModelChoiceField(Draft.objects.none(), label="Thể hiện ở bản", empty_label=None)
    place = forms.CharField(label="Đoạn đã sửa", required=False, max_length=LONGEST_PLACE)
    dropped = forms.BooleanField(label="Đoạn được góp ý đã bỏ khỏi bản này", required=False)
    version = VersionField()

    hints = {
        "text": "Một dòng: đã bổ sung gì, hoặc vì sao giữ như dự thảo",
        "place": f"{PLACE_HINT}; tiếp thu thì phải có",
    }

    def __init__(self, *args, opinion, newest, key="", **kwargs):
        """Start from the stored answer; without one, at the paragraph that the opinion spoke of."""
        self.opinion = opinion
        response = getattr(opinion, "response", None)
        draft = response.draft if response and response.draft_id else newest
        section_key = key or (response.section_key if response else opinion.section_key)
        start = {
            "kind": response.kind if response else None,
            "text": response.text if response else "",
            "draft": draft.pk if draft else None,
            "place": label_of(draft, section_key) if draft else "",
            "version": response.version if response else 0,
        }
        start["dropped"] = bool(
            response
            and response.section_key
            and not start["place"]
            and response.section_key == opinion.section_key
        )
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        versions = Draft.objects.filter(program=opinion.program_id, number__gte=opinion.draft.number)
        self.fields["draft"].queryset = versions.latest_first()
        is_there = (
            newest is not None and Section.objects.filter(draft=newest, key=opinion.section_key).exists()
        )
        if not opinion.section_key or (is_there and not start["dropped"]):
            del self.fields["dropped"]

    def clean(self):
        """Turn the typed place into the paragraph of the chosen version."""
        cleaned = super().clean()
        cleaned["section_key"] = ""
        draft, text = cleaned.get("draft"), cleaned.get("place")
        if cleaned.get("dropped"):
            cleaned["section_key"] = self.opinion.section_key
        elif draft and text:
            try:
                cleaned["section_key"] = typed_section(draft, text).key
            except ValidationError as error:
                self.add_error("place", error)
        return cleaned


class WithdrawForm(PortalForm):
    """Why an answer is taken back."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    version = VersionField()

    hints = {"reason": "Ghi vào lịch sử; ý kiến trở lại tình trạng chưa xử lý"}


class OpinionForm(PortalForm):
    """One request as its clerk reads it."""

    place = forms.CharField(label="Phần, mục", required=False, max_length=LONGEST_PLACE)
    text = forms.CharField(
        label="Nội dung góp ý", max_length=LONGEST_OPINION, widget=forms.Textarea(attrs={"rows": 4})
    )
    requested_change = forms.CharField(
        label="Đề nghị sửa thành",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    hints = {"place": f"{PLACE_HINT}; để trống nếu góp ý chung"}

    def __init__(self, *args, draft, opinion=None, **kwargs):
        """Take the version that is spoken of, and the stored request where it is changed."""
        self.draft = draft
        start = {}
        if opinion is not None:
            start = {name: getattr(opinion, name) for name in ("text", "requested_change")}
            start["place"] = label_of(draft, opinion.section_key) or opinion.place
        super().__init__(*args, initial=start, **kwargs)
        if opinion is not None:
            self.fields["version"] = VersionField(initial=opinion.version)

    def clean_place(self):
        """Return the words typed; the paragraph they name goes into `section_key`."""
        text = self.cleaned_data["place"]
        self.section_key = typed_section(self.draft, text).key if text else ""
        return text

    def row(self):
        """Return the fields of the request."""
        names = ("text", "requested_change")
        return {name: self.cleaned_data[name] for name in names} | {"section_key": self.section_key}


class LetterForm(PortalForm):
    """A letter as it lies on the clerk's desk."""

    stance = forms.ChoiceField(
        label="Quan điểm",
        choices=[
            ("", "Chọn quan điểm"),
            *(one for one in Contribution.Stance.choices if one[0] != Contribution.Stance.NO_REPLY),
        ],
    )
    letter_number = forms.CharField(label="Số, ký hiệu", max_length=50)
    letter_on = forms.DateField(label="Ngày văn bản")
    received_on = forms.DateField(label="Ngày nhận")

    hints = {
        "letter_number": "Ví dụ: 125/STC-QLNS",
        "received_on": "Đúng hạn hay muộn tính theo ngày này",
    }
