"""What may be typed about activities and member associations."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import PortalForm, VersionField, VnDateField
from core.models import Certainty, Country
from programs import permissions
from programs.forms.fields import agency_choice, combobox
from programs.models import Activity, FriendshipAssociation, Pillar


def _country(**kwargs):
    return forms.ModelChoiceField(
        label="Quốc gia",
        queryset=Country.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Không gắn quốc gia",
        widget=combobox("core:country_options", "quốc gia"),
        **kwargs,
    )


class ActivityForm(PortalForm):
    """One activity."""

    kind = forms.ChoiceField(label="Loại", choices=Activity.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="Tên hoạt động", max_length=300)
    held_on = VnDateField(label="Ngày")
    ended_on = VnDateField(label="Đến ngày", required=False)
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    country = _country()
    agency = agency_choice("Cơ quan tổ chức")
    pillar = forms.ModelChoiceField(
        label="Trụ cột", queryset=Pillar.objects.order_by("ordinal"), required=False, empty_label="Chưa xếp"
    )
    participants = forms.IntegerField(
        label="Số người tham gia", required=False, min_value=0, max_value=1_000_000
    )
    summary = forms.CharField(label="Nội dung", required=False, max_length=8000, widget=forms.Textarea)

    hints = {
        "held_on": "dd/mm/yyyy – gõ 280925 cũng được",
        "country": "Số năm kỷ niệm quan hệ ngoại giao tính từ bảng quốc gia",
    }
    columns = (
        "kind", "title", "held_on", "ended_on", "place", "country", "agency", "pillar", "participants",
        "summary",
    )  # fmt: skip

    def __init__(self, *args, user, activity=None, **kwargs):
        """Start from what is stored, a new one from the account's agency."""
        self.user = user
        start = {name: _shown(activity, name) for name in self.columns} if activity else {}
        start = start or {"agency": user.agency_id}
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        self.fields["summary"].widget.attrs["rows"] = 3
        if activity is None:
            self.fields["title"].widget.attrs["autofocus"] = ""
        else:
            self.fields["version"] = VersionField(initial=activity.version)

    def clean(self):
        """Return the cleaned data; refuse an agency that the account does not write for."""
        cleaned = super().clean()
        agency = cleaned.get("agency")
        if agency and not permissions.can_log_activity(self.user, agency.pk):
            self.add_error("agency", "Anh/chị chỉ ghi được hoạt động do cơ quan mình tổ chức.")
        return cleaned

    def values(self):
        """Return the columns for the action."""
        return {name: self.cleaned_data[name] for name in self.columns}


def _shown(record, name):
    """Return the stored value as a form starts from it: the key of another record, else the value."""
    field = record._meta.get_field(name)
    return getattr(record, field.attname)


class AssociationForm(PortalForm):
    """What is known about a member association."""

    name = forms.CharField(label="Tên hội", max_length=200)
    is_name_known = forms.BooleanField(label="Đã rõ tên", required=False)
    aliases = forms.CharField(label="Tên khác", required=False, max_length=1000, widget=forms.Textarea)
    country = _country()
    founded_on = VnDateField(label="Ngày thành lập", required=False, min_year=1945)
    joined_year = forms.IntegerField(
        label="Là thành viên từ năm", required=False, min_value=1945, max_value=2100
    )
    left_year = forms.IntegerField(label="Đến năm", required=False, min_value=1945, max_value=2100)
    term_start = forms.IntegerField(label="Nhiệm kỳ từ năm", required=False, min_value=1945, max_value=2100)
    term_end = forms.IntegerField(label="Nhiệm kỳ đến năm", required=False, min_value=1945, max_value=2100)
    certainty = forms.ChoiceField(label="Độ chắc chắn", choices=Certainty.choices)
    source = forms.CharField(label="Nguồn", max_length=250, required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=4000, widget=forms.Textarea)

    hints = {"aliases": "Mỗi dòng một tên", "source": "Văn bản hoặc báo nêu tên hội"}
    columns = (
        "name", "is_name_known", "country", "founded_on", "joined_year", "left_year", "term_start",
        "term_end", "certainty", "source", "note",
    )  # fmt: skip

    def __init__(self, *args, association, **kwargs):
        """Start from what is stored."""
        self.association = association
        start = {name: _shown(association, name) for name in self.columns}
        super().__init__(*args, initial=start | {"aliases": "\n".join(association.aliases)}, **kwargs)
        self.fields["version"] = VersionField(initial=association.version)
        for name in ("aliases", "note"):
            self.fields[name].widget.attrs["rows"] = 3

    def clean_name(self):
        """Return the name; two associations do not share one."""
        name = self.cleaned_data["name"]
        if FriendshipAssociation.objects.filter(name=name).exclude(pk=self.association.pk).exists():
            raise ValidationError("Đã có hội mang tên này; ghi tên đầy đủ kèm địa phương.")
        return name

    def values(self):
        """Return the columns for the action."""
        aliases = [line for line in self.cleaned_data["aliases"].splitlines() if line]
        return {name: self.cleaned_data[name] for name in self.columns} | {"aliases": aliases}
