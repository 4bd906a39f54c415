"""Who publishes the aid register as open data, and whether."""

from django import forms

from aid.models import OpenData
from core.forms import PortalModelForm, VersionField

ORG_TYPES = [
    ("11", "chính quyền địa phương"),
    ("10", "cơ quan nhà nước trung ương"),
    ("15", "tổ chức công khác"),
]


class OpenDataForm(PortalModelForm):
    """The settings of publication."""

    org_type = forms.ChoiceField(label="Loại tổ chức", choices=ORG_TYPES)

    class Meta:
        model = OpenData
        fields = ["is_public", "org_ref", "org_name", "org_type", "with_objectives", "with_vouchers"]

    hints = {
        "is_public": "Tắt: địa chỉ công khai trả lời không có tệp.",
        "with_objectives": "Chữ tự do, có thể nêu tên người: bật khi đã rà. Tắt thì tệp lặp lại tên khoản.",
        "with_vouchers": "Chữ tự do, có thể nêu tên người nhận tiền. Tắt thì tệp không có số chứng từ.",
        "org_ref": "Mã đăng ký của cơ quan, ví dụ VN-TH-SNGV; chờ xác nhận với cơ quan đăng ký IATI",
    }

    def __init__(self, *args, **kwargs):
        """Carry the version; 0 where nothing is stored yet."""
        super().__init__(*args, **kwargs)
        stored = not self.instance._state.adding
        self.fields["version"] = VersionField(initial=self.instance.version if stored else 0)
