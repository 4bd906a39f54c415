"""What may be chosen for a table of aid items, and typed about its form."""

from django import forms

from core.forms import PortalForm, PortalModelForm, VersionField
from reports.aid_tables import BASES, FIRST_YEAR, KINDS, LAST_YEAR
from reports.kinds.aid_columns import CHOICES, COLUMNS, WIDEST
from reports.models import AidReportForm
from reports.windows import BASIS_LABELS, KIND_LABELS


class AidTableForm(PortalForm):
    """Which table, over which window."""

    mau = forms.ChoiceField(label="Mẫu")
    ky = forms.ChoiceField(label="Kỳ", choices=[(kind, KIND_LABELS[kind]) for kind in KINDS])
    nam = forms.IntegerField(label="Năm", min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args, **kwargs):
        """Offer the forms that the office keeps."""
        super().__init__(*args, **kwargs)
        self.fields["mau"].choices = list(AidReportForm.objects.order_by("pk").values_list("code", "name"))
        # A name with a hyphen, as addresses have it.
        self.fields["co-so"] = forms.ChoiceField(
            label="Cách chốt kỳ", choices=[(basis, BASIS_LABELS[basis]) for basis in BASES]
        )


class AidReportFormForm(PortalModelForm):
    """A table of aid items: names, rows, columns in their order."""

    columns = forms.MultipleChoiceField(
        label="Cột của bảng", choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    order = forms.CharField(
        label="Thứ tự cột",
        required=False,
        max_length=500,
    )

    class Meta:
        model = AidReportForm
        fields = ["name", "code", "paper_type", "subject", "rows", "columns", "citation", "is_confirmed"]

    hints = {
        "code": "Chữ thường không dấu và gạch nối, ví dụ bieu-6-thang",
        "order": "Tên cột cách nhau bằng dấu chấm phẩy; cột chọn mà không nêu thì đứng sau. "
        "Để trống: theo thứ tự ở trên.",
    }
    field_order = [
        "name",
        "code",
        "paper_type",
        "subject",
        "rows",
        "columns",
        "order",
        "citation",
        "is_confirmed",
    ]

    def __init__(self, *args, **kwargs):
        """Carry the version of a stored table, and show the order of its columns."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
            known = [key for key in self.instance.columns if key in COLUMNS]
            self.initial["order"] = "; ".join(COLUMNS[key].label for key in known)

    def clean_order(self):
        """Return the keys of the columns named, in that order."""
        names = {column.label.casefold(): key for key, column in COLUMNS.items()}
        typed = [part.strip() for part in self.cleaned_data["order"].split(";") if part.strip()]
        unknown = [part for part in typed if part.casefold() not in names]
        if unknown:
            raise forms.ValidationError(
                f"Không có cột “{unknown[0]}”; dùng đúng tên ở danh sách trên, cách nhau bằng dấu chấm phẩy."
            )
        return [names[part.casefold()] for part in typed]

    def clean(self):
        """Put the chosen columns into the order that was typed."""
        super().clean()
        chosen, order = self.cleaned_data.get("columns"), self.cleaned_data.get("order")
        if chosen is None or order is None:
            return self.cleaned_data
        columns = [key for key in order if key in chosen]
        columns += [key for key in COLUMNS if key in chosen and key not in columns]
        width = sum(COLUMNS[key].width for key in columns)
        if width > WIDEST:
            self.add_error("columns", f"Bảng rộng quá khổ giấy A4 ngang ({len(columns)} cột); bỏ bớt cột.")
        self.cleaned_data["columns"] = columns
        return self.cleaned_data
