"""What may be typed about accounts."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from core.forms import PortalForm, PortalModelForm, VersionField
from core.models import Agency, User

EXTRA_SLOTS = 3
USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,49}$",
    "Tên đăng nhập gồm 3 đến 50 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, ví dụ nguyen.van.a.",
)


def agency_choice(label, *, required=False):
    """Return a field that picks one agency."""
    return forms.ModelChoiceField(
        Agency.objects.order_by("sort_key"),
        label=label,
        required=required,
        empty_label="– chọn cơ quan –",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "cơ quan"}),
    )


class AccountForm(PortalModelForm):
    """An account: who, which role, for which agencies."""

    agency = agency_choice("Cơ quan", required=True)

    class Meta:
        model = User
        fields = ["username", "full_name", "job_title", "email", "role", "agency"]
        labels = {"username": "Tên đăng nhập", "email": "Thư điện tử"}

    hints = {
        "username": "Chữ thường không dấu, ví dụ nguyen.van.a",
        "job_title": "Chức danh ghi dưới tên, ví dụ Chuyên viên",
        "full_name": "Họ, chữ đệm và tên, ví dụ Nguyễn Văn An",
        "email": "Nếu muốn đăng nhập bằng địa chỉ này",
        "role": "Quyết định xem và sửa được gì",
        "agency": "Quyết định bản ghi nào là của mình",
    }

    def __init__(self, *args, **kwargs):
        """Add a row for each further agency, and the version of a stored account."""
        super().__init__(*args, **kwargs)
        self.fields["username"].validators = [USERNAME]
        self.fields["role"].choices = [("", "– chọn vai trò –"), *self.fields["role"].choices[1:]]
        rows = (
            list(self.instance.extra_agencies.select_related("agency").order_by("pk"))
            if self.instance.pk
            else []
        )
        for number in range(1, max(EXTRA_SLOTS, len(rows) + 1) + 1):
            name = f"extra_{number}"
            self.fields[name] = agency_choice(f"Cơ quan kiêm thêm {number}")
            self.fields[name].initial = rows[number - 1].agency_id if number <= len(rows) else None
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)

    def clean_username(self):
        """Return the name unless another account has it in any writing."""
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(f"Đã có tài khoản {name}; chọn tên đăng nhập khác.")
        return name

    def clean_email(self):
        """Return the address unless another account has it: people may sign in with it."""
        email = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                "Đã có tài khoản khác dùng thư điện tử này; nhập địa chỉ khác hoặc để trống."
            )
        return email

    @property
    def extra_fields(self):
        """The bound fields of the further agencies."""
        return [self[name] for name in self.fields if name.startswith("extra_")]

    def extra_agencies(self):
        """Return the further agencies chosen, each once."""
        chosen = [self.cleaned_data.get(bound.name) for bound in self.extra_fields]
        return list(dict.fromkeys(agency for agency in chosen if agency))


class ReasonForm(PortalForm):
    """Why an account is closed or loses its second factor."""

    reason = forms.CharField(label="Lý do", max_length=300)
