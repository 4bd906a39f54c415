"""What may be typed about a report: its beginning, its particulars, its words."""

from datetime import date

from django import forms
from django.utils import timezone

from core.dates import format_date
from core.form_fields import GroundsField, LinesField
from core.forms import PortalForm, PortalModelForm, VersionField, VnDateField
from core.models import Agency, AgencyKind
from core.permissions import Right
from reports.actions.reports import TypedPassage
from reports.authors import agencies_of
from reports.kinds.year_end import passage_label, sections_of
from reports.models import Report, ReportOutline, SectionLevel
from reports.outlines import follows_program, has_basis, program_of, words_of_period
from reports.signer_fields import SignerField
from reports.signers import usual_signer
from reports.writing_forms import MAX_PASSAGE, passage_prefix, saves_itself, wrong_tokens

# Who issues a kind of report, where its outline says so.
_ISSUERS = {ReportOutline.Issuer.UNION: AgencyKind.UNION}


class SourceField(forms.ModelChoiceField):
    """An earlier report; a correction has the title of what it corrects, so number and day stand behind."""

    def label_from_instance(self, report):
        """Return title, number and day, and of a correction what it replaces."""
        replaced = f"thay thế số {report.replaces.mark}" if report.replaces_id else ""
        day = f", ngày {format_date(report.dated_on)}" if report.dated_on else ""
        number = f"số {report.mark}{day}" if report.number else "chưa lấy số"
        return f"{report.title} ({'; '.join(filter(None, (number, replaced)))})"


class ReportAddForm(PortalForm):
    """A new report: its kind, and what a report of that kind must be told."""

    outline = forms.ModelChoiceField(
        label="Loại báo cáo",
        queryset=ReportOutline.objects.filter(is_active=True),
        widget=forms.HiddenInput(),
        error_messages={"required": "Chọn loại báo cáo ở danh sách dưới đây."},
    )
    year = forms.IntegerField(label="Năm báo cáo", min_value=2015, max_value=2100)
    issuer = forms.ModelChoiceField(
        label="Cơ quan ban hành",
        queryset=Agency.objects.none(),
        empty_label="Chọn cơ quan",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "cơ quan"}),
    )
    basis = forms.ChoiceField(
        label="Cách chốt kỳ", choices=Report.Basis.choices[:2], widget=forms.RadioSelect, required=False
    )
    start_on = VnDateField(label="Số liệu từ ngày", required=False)
    end_on = VnDateField(label="Số liệu đến ngày", required=False)
    source = SourceField(
        label="Chép lời văn từ báo cáo",
        queryset=Report.objects.none(),
        required=False,
        empty_label="không chép, viết mới",
    )

    hints = {
        "source": "Đoạn chép sang được đánh dấu phải viết lại; ô số tự lấy số của kỳ mới.",
    }

    def __init__(self, *args, user, outline=None, **kwargs):
        """Offer the agencies for which the account may write, and what this kind of report asks for."""
        super().__init__(*args, **kwargs)
        self.outline, self.year = outline, self._asked_year()
        # Who issues papers has written down how they begin; a body that was dissolved before writes none.
        issuers = _bodies_of(self.year).exclude(header_lines=[]).filter(agencies_of(user, Right.WRITE))
        self.fields["issuer"].queryset = issuers.order_by("sort_key", "pk")
        self.fields["issuer"].error_messages["invalid_choice"] = (
            f"Không lập được cho cơ quan này: năm {self.year} không có cơ quan ấy, cơ quan chưa ghi dòng đầu "
            "văn bản, hoặc anh/chị không soạn cho cơ quan ấy. Chọn cơ quan khác."
        )
        if len(issuers) == 1:
            self.initial.setdefault("issuer", issuers[0].pk)
        if outline is None:
            return
        self.initial |= {"outline": outline.pk, "basis": outline.basis}
        if ReportOutline.Period(outline.period) is not ReportOutline.Period.CUSTOM:
            del self.fields["start_on"], self.fields["end_on"]
        if not has_basis(outline.period):
            del self.fields["basis"]
        numbered = Report.objects.select_related("document_number", "replaces__document_number")
        earlier = numbered.visible_to(user).filter(outline=outline).order_by("-year", "pk")
        self.fields["source"].queryset = earlier
        if not earlier:
            del self.fields["source"]
        named = issuers.filter(kind=_ISSUERS[outline.issuer]) if outline.issuer in _ISSUERS else ()
        issuing = named or issuers.filter(pk=user.agency_id)
        if len(issuing) == 1:
            self.initial.setdefault("issuer", issuing[0].pk)

    def _asked_year(self):
        """Return the year that was typed, else the usual one."""
        typed = str(self.data.get("year", "")).strip()
        is_year = typed.isascii() and typed.isdigit() and 2015 <= int(typed[:5]) <= 2100
        return int(typed) if is_year else self.initial.get("year") or timezone.localdate().year

    @property
    def title(self):
        """How the report will be called, with its year; of a review whose program is not known, in words."""
        if self.outline is None:
            return ""
        program = program_of(self.year) if follows_program(self.outline.period) else None
        if program is None and follows_program(self.outline.period):
            return self.outline.title_in_words
        return self.outline.title_pattern.format(**words_of_period(self.year, program))

    def clean(self):
        """Find the program that a review is about; a report over days of one's own choice needs them."""
        cleaned = super().clean()
        outline, year = cleaned.get("outline"), cleaned.get("year")
        cleaned["program"] = None
        if outline is None or year is None:
            return cleaned
        if follows_program(outline.period):
            cleaned["program"] = program_of(year)
            if cleaned["program"] is None:
                self.add_error("year", f"Chưa có chương trình nào có kỳ gồm năm {year}; chọn năm khác.")
        self._check_days(cleaned.get("start_on"), cleaned.get("end_on"), year)
        return cleaned

    def _check_days(self, start, end, year):
        if "start_on" not in self.fields:
            return
        if not (start and end) and not {"start_on", "end_on"} & set(self.errors):
            self.add_error("start_on", "Loại báo cáo này cần ngày đầu và ngày cuối của kỳ số liệu.")
        elif start and end and end < start:
            self.add_error("end_on", "Ngày cuối của kỳ số liệu không được trước ngày đầu.")
        elif end and end.year != year:
            self.add_error("end_on", _other_year(year))


def _bodies_of(year):
    """Return the agencies that exist when the year begins or when it ends."""
    return Agency.objects.valid_on(date(year, 1, 1)) | Agency.objects.valid_on(date(year, 12, 31))


def _other_year(year):
    return f"Ngày cuối của kỳ số liệu phải thuộc năm {year} của báo cáo; sửa ngày hoặc chọn năm khác."


class ReportDetailsForm(PortalModelForm):
    """Title, signer, recipients and window of a report; number and day are the clerk's."""

    title = forms.CharField(label="Tên báo cáo", max_length=300)
    basis = forms.ChoiceField(label="Kỳ số liệu", choices=Report.Basis.choices[:2], widget=forms.RadioSelect)
    start_on = VnDateField(label="Số liệu từ ngày")
    end_on = VnDateField(label="Số liệu đến ngày")
    as_of = VnDateField(label="Số liệu tính đến ngày", required=False)
    signer = SignerField()
    addressees = LinesField(label="Kính gửi")
    bases = GroundsField(label="Căn cứ")
    signature_lines = LinesField(label="Thể thức ký", rows=5, required=True)
    recipients = LinesField(label="Nơi nhận", rows=5, required=True)
    replacement_reason = forms.CharField(
        label="Lý do đính chính, thay thế", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = VersionField()

    hints = {
        "as_of": "Để trống: năm đã qua tính hết kỳ, năm đang chạy tính đến hôm nay.",
        "counts_emergency": "Câu số liệu và mục viện trợ nêu cả hai tổng, dù chọn cách nào.",
        "addressees": "Mỗi dòng một nơi; để trống nếu báo cáo không ghi Kính gửi.",
        "bases": "Mỗi dòng một căn cứ, in trước mục đầu; cổng tự thêm chữ “Căn cứ” và dấu câu.",
        "signature_lines": "Mỗi dòng một ý, dòng cuối là chức vụ người ký; cấp phó ký thì cổng đổi thành KT.",
        "recipients": "Mỗi dòng một nơi nhận; cổng tự thêm dấu gạch và dấu câu.",
    }

    class Meta:
        model = Report
        fields = (
            "title", "replacement_reason", "addressees", "bases", "basis", "start_on", "end_on", "as_of",
            "counts_emergency", "signer", "signature_lines", "recipients",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        """Ask for days only where the report has its own, for a regime only where its period follows one.

        Only who holds a post at the issuer today may be named as the one who signs.
        """
        super().__init__(*args, **kwargs)
        issuer, today = self.instance.issuer, timezone.localdate()
        self.fields["signer"].offer(issuer, today)
        if self.instance.signer_id is None:
            self.initial["signer"] = usual_signer(issuer, today)
        if self.instance.replaces_id is None:
            del self.fields["replacement_reason"]
        if not has_basis(self.instance.period):
            del self.fields["basis"]
        if self.instance.period != ReportOutline.Period.CUSTOM:
            del self.fields["start_on"], self.fields["end_on"]

    def clean_end_on(self):
        """Refuse days that end in another year than the report's."""
        end = self.cleaned_data["end_on"]
        if end and end.year != self.instance.year:
            raise forms.ValidationError(_other_year(self.instance.year))
        return end


class NarrativeForm(PortalForm):
    """All passages of a report, each with the version that it was opened on."""

    def __init__(self, *args, report, blocks, known, **kwargs):
        """Make a box and a version for each passage; `known` are the codes that a token may name."""
        self.report, self.known = report, known
        written = [block for block in sections_of(report) if block.is_written]
        # Named like the form of one passage: a box saves itself with what it has here.
        self.names = {block.key: f"{passage_prefix(block.pk)}-text" for block in written}
        self.versions = {block.key: f"{passage_prefix(block.pk)}-version" for block in written}
        labels = {block.key: passage_label(block) for block in written}
        self.base_fields = {}
        for key, name in self.names.items():
            block = blocks[key]
            text = block.text
            self.base_fields[name] = forms.CharField(
                label=labels[key],
                required=False,
                max_length=MAX_PASSAGE,
                initial=text,
                widget=forms.Textarea(
                    attrs={"rows": 7 if len(text) > 400 else 4, **saves_itself(report, block.pk)}
                ),
            )
            self.base_fields[self.versions[key]] = VersionField(initial=block.version)
        super().__init__(*args, **kwargs)

    def clean(self):
        """Refuse tokens that name no number, at their passage."""
        cleaned = super().clean()
        for name in self.names.values():
            for wrong in wrong_tokens(cleaned.get(name) or "", self.known):
                self.add_error(name, wrong)
        return cleaned

    def passages(self):
        """Return what was typed, ready for the action."""
        return [
            TypedPassage(key, self.cleaned_data[name] or "", self.cleaned_data[self.versions[key]])
            for key, name in self.names.items()
        ]

    def groups(self):
        """Return the passages by section: (title, [(section, field, version field)])."""
        found = []
        for block in sections_of(self.report):
            if not found or block.level in {SectionLevel.PART, SectionLevel.ROMAN}:
                found.append((passage_label(block), []))
            if block.is_written:
                key = block.key
                found[-1][1].append((block, self[self.names[key]], self[self.versions[key]]))
        return [(title, boxes) for title, boxes in found if boxes]


class KeepFindingForm(PortalForm):
    """Why words stay that a check objects to."""

    reason = forms.CharField(label="Giữ lại vì", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    hints = {"reason": "Ví dụ: trích nguyên văn tên cũ trong nghị quyết"}
