"""What may be typed about agencies, people, partners, countries, legal values and swapped days."""

from django import forms

from core.account_forms import agency_choice
from core.form_fields import CodesField, LinesField
from core.forms import PortalForm, PortalModelForm, VersionField, VnDateField
from core.models import Agency, Appointment, Country, LegalValue, Partner, Person, SwappedDay

HEADER_LINES = 4
# Bodies and relations are older than what the office records from day to day.
OLDEST = 1850


class CatalogueForm(PortalModelForm):
    """A form of the catalogue: carries the version of a stored record."""

    def __init__(self, *args, **kwargs):
        """Add the version when the record is stored."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)


class AgencyForm(CatalogueForm):
    """An agency with what its papers begin and end with."""

    typing_codes = CodesField(label="Mã gõ nhanh")
    parent = agency_choice("Cơ quan cấp trên")
    signature_lines = LinesField(label="Thể thức ký, cấp trưởng")
    deputy_lines = LinesField(label="Thể thức ký, cấp phó")
    valid_from = VnDateField(label="Có từ ngày", required=False, min_year=OLDEST)

    class Meta:
        model = Agency
        fields = [
            "code", "name", "short_name", "typing_codes", "kind", "parent", "signature_lines", "deputy_lines",
            "place", "symbol", "valid_from", "valid_to", "is_uncertain", "note",
        ]  # fmt: skip

    hints = {
        "code": "Chữ hoa không dấu, ví dụ SNGV",
        "short_name": "Dùng trong danh sách, ví dụ Sở Ngoại vụ",
        "typing_codes": "Cách nhau bằng dấu phẩy, ví dụ sngv, ngoaivu",
        "kind": "Dùng khi lọc danh sách và lập báo cáo",
        "signature_lines": "Mỗi dòng một ý, ví dụ TM. ỦY BAN NHÂN DÂN rồi CHỦ TỊCH",
        "deputy_lines": "Mỗi dòng một ý, ví dụ KT. GIÁM ĐỐC rồi PHÓ GIÁM ĐỐC",
        "place": "Địa danh ghi trước ngày, tháng, năm của văn bản",
        "symbol": "Phần sau số văn bản, ví dụ SNGV trong 12/SNGV-HTQT",
        "is_uncertain": "Còn điều phải hỏi lại cơ quan này",
    }

    def __init__(self, *args, **kwargs):
        """Add four header lines, each with its own bold mark."""
        super().__init__(*args, **kwargs)
        stored = self.instance.header_lines or []
        for number in range(1, max(HEADER_LINES, len(stored)) + 1):
            line = stored[number - 1] if number <= len(stored) else {"text": "", "bold": False}
            self.fields[f"header_{number}"] = forms.CharField(
                label=f"Dòng đầu {number}", max_length=150, required=False, initial=line["text"]
            )
            self.fields[f"bold_{number}"] = forms.BooleanField(
                label="In đậm", required=False, initial=line["bold"]
            )

    @property
    def header_rows(self):
        """Pairs of bound fields: the text of a header line and its bold mark."""
        numbers = [name.removeprefix("header_") for name in self.fields if name.startswith("header_")]
        return [(self[f"header_{number}"], self[f"bold_{number}"]) for number in numbers]

    def _post_clean(self):
        """Put the header lines into their column before the model checks itself."""
        self.instance.header_lines = [
            {"text": text, "bold": bool(self.cleaned_data.get(bold.name))}
            for line, bold in self.header_rows
            if (text := self.cleaned_data.get(line.name))
        ]
        super()._post_clean()


class SuccessionForm(PortalForm):
    """Who takes over from an agency, and from which day."""

    successor = agency_choice("Cơ quan kế thừa", required=True)
    effective_on = VnDateField(label="Từ ngày", min_year=1945)


class PersonForm(CatalogueForm):
    """A person who acts in office."""

    aliases = LinesField(label="Tên viết khác")

    class Meta:
        model = Person
        fields = ["full_name", "aliases", "is_foreign", "note"]

    hints = {
        "aliases": "Mỗi dòng một cách viết; dùng khi tìm và khi đọc danh sách",
        "note": "Không ghi thông tin đời tư",
    }


class AppointmentForm(CatalogueForm):
    """A post that a person holds at an agency."""

    agency = agency_choice("Cơ quan", required=True)

    class Meta:
        model = Appointment
        fields = ["title", "agency", "rank", "started_on", "ended_on"]

    hints = {
        "title": "Ghi như trong văn bản, ví dụ Giám đốc Sở Ngoại vụ",
        "rank": "Số nhỏ đứng trước trong danh sách đại biểu",
        "ended_on": "Để trống khi đang giữ chức vụ",
    }

    def __init__(self, *args, person, **kwargs):
        """Say whose post it is, so that a post held twice is noticed."""
        super().__init__(*args, **kwargs)
        self.instance.person = person

    def clean(self):
        """Return the data unless the post ends before it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", f"Ngày thôi giữ chức vụ phải từ {start:%d/%m/%Y} trở đi.")
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"person"}


class PartnerForm(CatalogueForm):
    """A foreign partner."""

    aliases = LinesField(label="Tên khác")
    country = forms.ModelChoiceField(
        Country.objects.order_by("sort_key"),
        label="Quốc gia",
        required=False,
        empty_label="– chưa rõ –",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "quốc gia"}),
    )

    class Meta:
        model = Partner
        fields = [
            "name",
            "name_en",
            "aliases",
            "kind",
            "country",
            "relation",
            "since_year",
            "is_confirmed",
            "note",
        ]

    hints = {
        "aliases": "Mỗi dòng một tên; dùng khi tìm và khi nhập từ Excel",
        "relation": "Ví dụ kết nghĩa, hợp tác",
        "is_confirmed": "Đã đối chiếu tên và quốc gia",
    }


class CountryForm(CatalogueForm):
    """A country and the day of its relations."""

    aliases = LinesField(label="Tên khác")
    established_on = VnDateField(label="Ngày thiết lập quan hệ", required=False, min_year=OLDEST)

    class Meta:
        model = Country
        fields = [
            "name",
            "official_name",
            "name_en",
            "aliases",
            "established_on",
            "certainty",
            "source",
            "note",
        ]

    hints = {
        "official_name": "Tên đầy đủ dùng trong văn bản",
        "source": "Văn bản, trang công bố ngày thiết lập quan hệ",
    }


class LegalValueForm(CatalogueForm):
    """A deadline, threshold or period that a text fixes."""

    code = forms.ChoiceField(
        label="Mã", widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "mã"})
    )

    class Meta:
        model = LegalValue
        fields = ["code", "label", "value", "unit", "citation", "valid_from", "valid_to", "certainty", "note"]

    hints = {
        "code": "Chọn mã cổng đang tra; mã khác không được dùng ở đâu",
        "value": "Đơn vị là ngày trong năm thì ghi liền ngày và tháng: 1501 là 15/01",
        "citation": "Điều, khoản, văn bản",
        "valid_to": "Để trống khi còn áp dụng",
    }

    def __init__(self, *args, **kwargs):
        """Offer the codes that the portal looks up; a stored row keeps its own."""
        super().__init__(*args, **kwargs)
        rows = LegalValue.objects.order_by("label", "valid_from", "pk")
        if self.instance.pk:
            rows = rows.filter(code=self.instance.code)
        names = {code: f"{label} ({code})" for code, label in rows.values_list("code", "label")}
        own = [] if self.instance.pk else [("", "Chọn mã")]
        self.fields["code"].choices = own + list(names.items())


class SwappedDayForm(CatalogueForm):
    """A day that the office works or rests against the calendar."""

    is_working = forms.TypedChoiceField(
        label="Ngày này",
        choices=[("False", "được nghỉ"), ("True", "phải làm việc")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SwappedDay
        fields = ["day", "is_working", "note"]

    hints = {"note": "Số thông báo, ví dụ Thông báo số 100/TB-SNV"}
