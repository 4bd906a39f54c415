"""The one line in which an opinion is logged while it is spoken: agency, place, words."""

from django import forms

from core.forms import PortalForm
from meetings.forms.names import AGENCY_LIST, DirectoryMixin, name_input
from meetings.models import Contribution
from programs.places import passages_cited

SAME = "="
NOBODY_BEFORE = "Chưa có ý kiến nào trước đó; gõ mã hoặc tên cơ quan."


class OpinionLineForm(DirectoryMixin, PortalForm):
    """Who speaks, about which passage, and what they ask for."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=250,
        widget=name_input(AGENCY_LIST, placeholder="vd: stc"),
        error_messages={"required": "Gõ mã hoặc tên cơ quan."},
    )
    place = forms.CharField(
        label="Phần, mục",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "vd: khoản 4, mục II, phần III"}),
    )
    text = forms.CharField(
        label="Nội dung góp ý",
        max_length=8000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Một ý một dòng, Enter để ghi"}),
        error_messages={"required": "Ghi nội dung góp ý."},
    )
    so = forms.IntegerField(required=False, widget=forms.HiddenInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, draft, before=None, **kwargs):
        """Take the version that is spoken of, and the agency that spoke last."""
        self.draft, self.before = draft, before
        super().__init__(*args, **kwargs)

    def clean_agency(self):
        """Return the agency; "=" is the one that spoke last."""
        if self.cleaned_data["agency"].strip() != SAME:
            return self.typed_agency("agency")
        if self.before is None:
            raise forms.ValidationError(NOBODY_BEFORE)
        return self.before

    def place_fields(self):
        """Return the passage that the place names; words that name none stay as they were typed."""
        words = self.cleaned_data["place"]
        found = passages_cited(self.draft, words) if words and self.draft else None
        if not found or len(found) > 1:
            return {"section_key": "", "place": words}
        return {"section_key": found[0].key, "place": ""}


class SpeechForm(DirectoryMixin, PortalForm):
    """What one agency said at a meeting, recorded at leisure: who, how it stands; its requests are rows."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=250,
        widget=name_input(AGENCY_LIST),
        error_messages={"required": "Gõ mã hoặc tên cơ quan."},
    )
    speaker = forms.CharField(label="Người phát biểu (chức vụ)", required=False, max_length=200)
    stance = forms.ChoiceField(
        label="Quan điểm",
        choices=[one for one in Contribution.Stance.choices if one[0] != Contribution.Stance.NO_REPLY],
        initial=Contribution.Stance.NOT_STATED,
    )

    hints = {"agency": "Mã hoặc tên, ví dụ stc"}

    def clean_agency(self):
        """Return the agency."""
        return self.typed_agency("agency")
