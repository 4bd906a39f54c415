"""What may be typed about a number that no register holds."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core.attachments import AttachmentField
from core.forms import PortalModelForm, VersionField
from core.models import Agency, User
from core.money import format_number
from core.permissions import Right
from reports.authors import acts_for, agencies_of
from reports.manual_rules import person_problem, source_problem, told_day_problem
from reports.models import ManualFigure
from reports.text_checks.same_count import counted_by

# Vietnamese writing: dots between thousands, a comma before at most two decimals.
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,2}))?", re.ASCII)


def read_number(text: str) -> int:
    """Return the number in hundredths. Raises ValidationError for what is not written the Vietnamese way."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise forms.ValidationError(
            f"Chưa đọc được số “{text}”. Viết dấu chấm ở hàng nghìn, dấu phẩy trước phần lẻ, "
            "ví dụ 1.250 hoặc 12,5."
        )
    sign, whole, fraction = match.groups()
    value = int(Decimal(f"{whole.replace('.', '')}.{fraction or 0}").scaleb(2))
    if value >= 10**17:
        raise forms.ValidationError("Số quá lớn; kiểm tra lại số hoặc đổi đơn vị tính, ví dụ triệu đồng.")
    return -value if sign else value


class ManualFigureForm(PortalModelForm):
    """One number: what it counts, how much, and where it comes from."""

    agency = forms.ModelChoiceField(
        label="Số của", queryset=Agency.objects.none(), required=False, empty_label="toàn tỉnh"
    )
    value = forms.CharField(label="Giá trị", max_length=30)
    scan = AttachmentField(label="Tệp văn bản", required=False, max_length=255)

    hints = {
        "agency": "Báo cáo lấy số của chính cơ quan ban hành trước; không có thì lấy số của toàn tỉnh.",
        "code": "Tên trong ô số của lời văn, ví dụ doan-vao: {{tay.doan-vao}}. Các năm dùng chung một mã.",
        "value": "Ví dụ 1.250 hoặc 12,5",
        "unit": "Ví dụ đoàn, lượt người, %",
        "start_on": "Chỉ ghi khi số không tính đủ năm, ví dụ sáu tháng; báo cáo cùng kỳ mới lấy số này",
        "source": "Số, ký hiệu, ngày và nơi gửi văn bản, ví dụ Công văn 123/CAT-PA08 ngày 05/12/2025",
        "told_by": "Họ tên, đơn vị của người cung cấp",
        "is_estimate": "Số ước khi báo cáo trước ngày hết kỳ; in kèm chữ “ước”",
    }

    class Meta:
        model = ManualFigure
        fields = [
            "agency", "label", "code", "unit", "year", "start_on", "end_on", "is_estimate", "source",
            "told_by", "told_on", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Start from what is stored, and offer those for whom the account writes.

        A stored number carries its version.
        """
        super().__init__(*args, **kwargs)
        # Who issues papers has written down how they begin.
        others = ~Q(header_lines=[]) & agencies_of(user, Right.WRITE)
        kept = Q(pk__in=[*user.agency_ids(), *filter(None, [self.instance.agency_id])])
        whose: Any = self.fields["agency"]
        whose.queryset = Agency.objects.filter(others | kept).order_by("sort_key", "pk")
        if not acts_for(user, Right.WRITE, None):
            whose.required, whose.empty_label = True, None
        self.fields["label"].widget.attrs["autofocus"] = ""
        if self.instance.pk:
            self.fields["version"] = VersionField(initial=self.instance.version)
            self.initial["value"] = format_number(self.instance.value)

    @property
    def counted_by(self) -> str:
        """The figure of the portal that counts the same by the name and unit on the page, "" for none."""
        label, unit = (str(self[name].value() or "") for name in ("label", "unit"))
        return counted_by(label, unit) if label and unit else ""

    def clean_value(self) -> str:
        """Read the number; the text stays for the form."""
        self.instance.value_e2 = read_number(self.cleaned_data["value"])
        return str(self.cleaned_data["value"])

    def clean_told_by(self) -> str:
        """Refuse what names nobody."""
        return self._told("told_by", person_problem(self.cleaned_data["told_by"]))

    def clean_told_on(self) -> date:
        """Refuse a day to come."""
        day = self.cleaned_data["told_on"]
        return self._told("told_on", told_day_problem(day, today=timezone.localdate()))

    def _told(self, name: str, problem: str) -> Any:
        if problem:
            raise forms.ValidationError(problem)
        return self.cleaned_data[name]

    def _check_source(self, cleaned: dict[str, Any]) -> None:
        """Ask for the paper by its number, unless it is attached, now or before."""
        has_file = bool(cleaned.get("scan") or self.instance.attachment_id)
        problem = source_problem(cleaned.get("source") or "", has_file=has_file)
        if problem and "source" not in self.errors:
            self.add_error("source", problem)

    def clean(self) -> dict[str, Any]:
        """Both days or none, in their order, ending in the year named; a whole calendar year needs none.

        So one agency has one number for the same days, however they were typed.
        """
        cleaned = super().clean() or {}
        self._check_source(cleaned)
        start, end = cleaned.get("start_on"), cleaned.get("end_on")
        if bool(start) != bool(end) and not {"start_on", "end_on"} & self.errors.keys():
            self.add_error(
                "end_on" if start else "start_on", "Ghi cả ngày đầu và ngày cuối, hoặc để trống cả hai."
            )
        elif start and end and end < start:
            self.add_error("end_on", f"Ngày cuối phải từ ngày đầu {start:%d/%m/%Y} trở đi.")
        elif end and cleaned.get("year") and end.year != cleaned["year"]:
            self.add_error("end_on", f"Ngày cuối không thuộc năm {cleaned['year']}; xem lại ngày hoặc năm.")
        elif start and end and (start, end) == (date(end.year, 1, 1), date(end.year, 12, 31)):
            cleaned["start_on"] = cleaned["end_on"] = None
        return cleaned
