"""What may be typed about a certificate of a foreign NGO."""

from django import forms

from aid.models import NgoRegistration, Sector
from core.attachments import AttachmentField
from core.form_fields import LinesField
from core.forms import PortalModelForm, VersionField


class RegistrationForm(PortalModelForm):
    """One certificate: number and days first, then what it permits."""

    provinces = LinesField(label="Địa bàn được phép", max_length=4000)
    sectors = forms.ModelMultipleChoiceField(
        label="Lĩnh vực được phép",
        queryset=Sector.objects.order_by("ordinal", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scan = AttachmentField(label="Bản chụp giấy đăng ký", required=False, max_length=255)

    class Meta:
        model = NgoRegistration
        fields = [
            "kind", "number", "issued_on", "expires_on", "is_nationwide", "provinces", "representative",
            "ruling", "ruling_on", "note",
        ]  # fmt: skip

    hints = {
        "expires_on": "Ngày cuối cùng còn hiệu lực",
        "provinces": "Mỗi dòng một tỉnh, thành phố, ví dụ: Thanh Hóa; để trống nếu giấy không ghi",
        "sectors": "Không chọn lĩnh vực nào nếu giấy không giới hạn lĩnh vực",
        "ruling": "Quyết định đình chỉ hoặc thu hồi của nơi cấp, nếu có",
    }

    def __init__(self, *args, **kwargs):
        """Start from what is stored; a stored certificate carries its version."""
        super().__init__(*args, **kwargs)
        self.fields["ruling"].label = "Đình chỉ, thu hồi"
        self.fields["ruling_on"].label = "Từ ngày"
        self.fields["number"].widget.attrs["autofocus"] = ""
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
            self.initial["sectors"] = list(self.instance.sectors.values_list("sector_id", flat=True))

    def clean(self):
        """Ask for the day of a ruling, and for a ruling to go with a day."""
        cleaned = super().clean()
        issued, ends = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and ends and ends < issued:
            self.add_error("expires_on", f"Ngày hết hạn phải sau ngày cấp {issued:%d/%m/%Y}.")
        if cleaned.get("ruling") and not cleaned.get("ruling_on") and "ruling_on" not in self.errors:
            self.add_error("ruling_on", "Nhập ngày đình chỉ hoặc thu hồi.")
        return cleaned
