"""What may be typed about a step of an item's life, and when it is taken back."""

from django import forms

from aid.actions.adjusting import Adjustment, committed
from aid.actions.life import StepPaper
from aid.forms.fields import combobox
from aid.life import CHANGES, NOTE, NUMBER
from aid.models import AidStep, DossierDocument
from core.attachments import AttachmentField
from core.dates import format_date
from core.forms import AmountField, PortalForm, VersionField, VnDateField
from core.models import Agency
from core.money import format_money, from_minor

_PERIOD = ("started_on", "ended_on")


class StepForm(PortalForm):
    """The day of a step, its paper with number and file, and for an adjustment what it changes."""

    on = VnDateField(label="Ngày")
    document_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=50, required=False)
    document_on = VnDateField(label="Ngày văn bản", required=False)
    signer_title = forms.CharField(label="Người ký, chức vụ", max_length=250, required=False)
    started_on = VnDateField(label="Ngày bắt đầu mới", required=False)
    ended_on = VnDateField(label="Ngày kết thúc mới", required=False)
    owner = forms.ModelChoiceField(
        label="Chủ khoản viện trợ mới",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Giữ nguyên",
        widget=combobox("core:agency_options", "cơ quan"),
    )
    objectives = forms.CharField(
        label="Mục tiêu, kết quả chính mới", max_length=5000, required=False, widget=forms.Textarea
    )
    note = forms.CharField(label="Ghi chú", max_length=2000, required=False, widget=forms.Textarea)
    document = forms.ModelChoiceField(
        label="Tệp đã có trong hồ sơ",
        queryset=DossierDocument.objects.none(),
        required=False,
        empty_label="Không chọn",
    )
    file = AttachmentField(label="Tệp văn bản", required=False, max_length=255)

    def __init__(self, *args, item, step, today, **kwargs):
        """Start with today and ask what the table says that the step needs."""
        self.item, self.step = item, step
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.fields["version"] = VersionField(initial=item.version)
        self.fields["document"].queryset = item.documents.select_related("attachment").order_by("pk")
        self.fields["document"].label_from_instance = lambda row: f"{row} – {row.attachment.name}"
        self.fields["on"].widget.attrs["autofocus"] = ""
        for name in ("note", "objectives"):
            self.fields[name].widget.attrs["rows"] = 3
        if step.is_paper_day:
            self.fields["on"].label = "Ngày quyết định"
            self.fields["document_number"].label = "Số quyết định"
            del self.fields["document_on"]
        if NOTE in step.needs:
            is_asking = step.kind in (AidStep.Kind.ASK_CHANGE, AidStep.Kind.KEEP)
            self.fields["note"].label = "Nội dung" if is_asking else "Lý do"
        if CHANGES in step.needs:
            self._offer_changes()
        else:
            for name in (*_PERIOD, "owner", "objectives"):
                del self.fields[name]
        if not self.fields["document"].queryset:
            del self.fields["document"]

    def _offer_changes(self):
        """Say beside each part that may change how it stands."""
        for name in _PERIOD:
            day = getattr(self.item, name)
            self.fields[name].help_text = f"Đang là {format_date(day) if day else 'chưa ghi'}"
        self.fields["owner"].help_text = f"Đang là {self.item.owner.name}"
        self.fields["objectives"].help_text = "Để trống thì giữ nguyên"
        self.amounts = {}
        for row in self.item.commitments.filter(corrects=None).order_by("pk"):
            name = f"amount_{row.pk}"
            total = from_minor(committed(row)["amount_minor"] or 0, row.currency)
            words = format_money(total, row.currency)
            self.fields[name] = AmountField(
                label=f"Vốn cam kết mới ({row.currency})",
                currency=row.currency,
                required=False,
                help_text=f"Đang là {words}; gõ tổng mới như 120.000,00",
            )
            self.amounts[row.pk] = name

    def clean(self):
        """Return the cleaned data; one file is enough."""
        cleaned = super().clean()
        if cleaned.get("file") and cleaned.get("document"):
            self.add_error("document", "Chọn tệp đã có, hoặc tải tệp mới; bỏ một trong hai.")
        return cleaned

    def paper(self):
        """Return the paper for the action."""
        typed = self.cleaned_data
        return StepPaper(
            number=typed["document_number"],
            dated_on=typed.get("document_on"),
            signer_title=typed["signer_title"],
            upload=typed["file"],
            document=typed.get("document"),
        )

    def adjustment(self):
        """Return what an adjustment sets, None for any other step."""
        if CHANGES not in self.step.needs:
            return None
        typed = self.cleaned_data
        amounts = {pk: typed[name] for pk, name in self.amounts.items() if typed.get(name)}
        return Adjustment(
            started_on=typed["started_on"],
            ended_on=typed["ended_on"],
            owner=typed["owner"],
            objectives=typed["objectives"] or None,
            amounts=amounts,
        )

    def paper_fields(self):
        """Return (field, width, optional) of the day and the paper."""
        needed = {"on"} | ({"document_number", "document_on"} if NUMBER in self.step.needs else set())
        widths = {"on": 4, "document_number": 4, "document_on": 4, "signer_title": 12}
        if self.step.is_paper_day:
            widths |= {"on": 6, "document_number": 6}
        return [
            (self[name], width, name not in needed) for name, width in widths.items() if name in self.fields
        ]

    def change_fields(self):
        """Return (field, width) of what an adjustment changes."""
        if CHANGES not in self.step.needs:
            return []
        rows = [(self[name], 6) for name in _PERIOD]
        rows += [(self[name], 6) for name in self.amounts.values()]
        return [*rows, (self["owner"], 12), (self["objectives"], 12)]

    @property
    def needs_note(self):
        """Whether the step needs words."""
        return NOTE in self.step.needs


class UndoForm(PortalForm):
    """Why a step is taken back."""

    reason = forms.CharField(label="Lý do hủy", max_length=500, widget=forms.Textarea)
    version = VersionField()

    def __init__(self, *args, item, **kwargs):
        """Carry the version of the item."""
        super().__init__(*args, initial={"version": item.version}, **kwargs)
        self.fields["reason"].widget.attrs |= {"rows": 3, "autofocus": ""}
