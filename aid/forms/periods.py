"""What may be typed when a period of the books is closed."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from aid.models import ClosedPeriod
from aid.periods import closing_problems
from core.forms import PortalForm, VnDateField
from core.legal import blockers


class ClosingForm(PortalForm):
    """The days of the period and on what basis it is closed."""

    first_day = VnDateField(label="Từ ngày")
    last_day = VnDateField(label="Đến hết ngày")
    reason = forms.CharField(label="Căn cứ khóa sổ", max_length=500)

    hints = {
        "first_day": "Kỳ đầu tiên: các ngày trước đó cũng khóa theo",
        "last_day": "Kỳ đã qua, ví dụ 31/12/2025 hoặc 14/12/2025",
        "reason": "Ví dụ: Báo cáo năm 2025 số 115/BC-SNgV đã ban hành",
    }

    def __init__(self, *args, **kwargs):
        """Propose the period that follows the last one: to the end of that year as far as it is over."""
        self.today = timezone.localdate()
        self.books = ClosedPeriod.objects.books()
        super().__init__(*args, initial=self._proposal(), **kwargs)
        if self.books.last:
            self.fields["first_day"].widget.attrs["readonly"] = ""

    def _proposal(self):
        last = self.books.last
        first = last + timedelta(days=1) if last else date(self.today.year - 1, 1, 1)
        end = date(first.year, 12, 31)
        return {"first_day": first, "last_day": end if end < self.today else None}

    def clean(self):
        """Return the cleaned data; what the rules say stands at its field."""
        cleaned = super().clean()
        if not self.errors:
            problems = closing_problems(
                cleaned["first_day"], cleaned["last_day"], self.books, self.today, reason=cleaned["reason"]
            )
            for blocker in blockers(problems):
                self.add_error(blocker.field, str(blocker))
        return cleaned
