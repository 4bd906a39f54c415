"""What may be typed about a draft and its paragraphs."""

import json
import re

from django import forms

from core.forms import PortalForm, VersionField
from core.models import Role, User
from programs.draft_rules import LONGEST_PARAGRAPH, MOST_COLUMNS
from programs.models import Draft, Section
from programs.wording.grids import continues, filled, shape_of

WRITERS = (Role.SNGV_STAFF, Role.SNGV_HEAD, Role.SNGV_LEADER)
MOST_ROWS, MOST_CELLS = 500, 2_500
_NOTE_NAME = re.compile(r"note\d{1,3}")
DAMAGED = "Trang gửi lên không đủ các ô của bảng nên chưa lưu gì; mở lại trang Sửa bảng rồi sửa lại."
PARTS, PART_NAMES = (1, 2, 3), ("một", "hai", "ba")


class DraftFileForm(PortalForm):
    """The Word file of a draft."""

    file = forms.FileField(label="Tệp Word của dự thảo", max_length=255, allow_empty_file=True)


class TakeInForm(PortalForm):
    """Why the version is made."""

    reason = forms.ChoiceField(label="Lý do lập bản", choices=Draft.Reason.choices)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    hints = {"note": "Ví dụ: bản sau hội nghị 28/11/2025"}


class ConvertedForm(TakeInForm):
    """Also asks whether the words, turned from an old code page, read right."""

    converted = forms.BooleanField(
        label="Tôi đã xem mẫu: chữ chuyển sang Unicode đọc đúng",
        error_messages={
            "required": "Xem mẫu chuyển mã rồi đánh dấu ô này; chữ sai thì chuyển tệp ở nơi khác."
        },
    )


class NewVersionForm(TakeInForm):
    """Why the next version is made of the newest one."""

    def __init__(self, *args, draft, **kwargs):
        """Carry the version of the draft that is copied."""
        super().__init__(*args, initial={"reason": Draft.Reason.COMMENTS}, **kwargs)
        self.fields["version"] = VersionField(initial=draft.version)


class FreezeForm(PortalForm):
    """Why a version is frozen."""

    reason = forms.CharField(label="Lý do chốt", max_length=300)

    hints = {"reason": "Ví dụ: gửi lấy ý kiến các sở, ngành"}

    def __init__(self, *args, draft, **kwargs):
        """Carry the version of the draft."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=draft.version)


class PreambleForm(PortalForm):
    """The lines on which the program rests."""

    text = forms.CharField(
        label="Căn cứ, mỗi căn cứ một dòng", max_length=LONGEST_PARAGRAPH, required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip

    hints = {"text": "Cổng tự thêm chữ “Căn cứ” và dấu câu; dòng cuối có thể là câu dẫn vào Chương trình."}

    def __init__(self, *args, draft, **kwargs):
        """Start from what is stored, with the version of the draft."""
        super().__init__(*args, initial={"text": draft.preamble}, **kwargs)
        self.fields["version"] = VersionField(initial=draft.version)


class BudgetForm(PortalForm):
    """How many words and pages the whole and each part may have."""

    words = forms.IntegerField(label="Cả dự thảo (từ)", min_value=1, max_value=1_000_000, required=False)
    pages = forms.IntegerField(label="Cả dự thảo (trang)", min_value=1, max_value=2_000, required=False)

    hints = {"words": "Để trống: không giới hạn", "pages": "Trang A4 của bản PDF theo thể thức"}

    def __init__(self, *args, draft, **kwargs):
        """Start from what is stored; parts without a length of their own share the whole."""
        start = {"words": draft.budget_words, "pages": draft.budget_pages}
        for number in PARTS:
            start[f"part{number}"] = draft.part_budgets.get(str(number))
            start[f"pages{number}"] = draft.part_page_budgets.get(str(number))
        super().__init__(*args, initial=start, **kwargs)
        for number, name in zip(PARTS, PART_NAMES, strict=True):
            self.fields[f"part{number}"] = forms.IntegerField(
                label=f"Phần {name} (từ)", min_value=1, max_value=1_000_000, required=False
            )
            self.fields[f"pages{number}"] = forms.IntegerField(
                label=f"Phần {name} (trang)", min_value=1, max_value=2_000, required=False
            )
        self.fields["version"] = VersionField(initial=draft.version)

    def parts(self, name="part"):
        """Return {"1": words, …} of the parts that have a length of their own; "pages" for their pages."""
        typed = {str(number): self.cleaned_data.get(f"{name}{number}") for number in PARTS}
        return {number: length for number, length in typed.items() if length}


class SectionForm(PortalForm):
    """The words of a paragraph or heading, its number as typed, and its footnotes."""

    text = forms.CharField(
        label="Nội dung", max_length=LONGEST_PARAGRAPH, required=False, widget=forms.Textarea
    )

    def __init__(self, *args, section=None, **kwargs):
        """Start from what is stored; a new paragraph carries no version, number or footnotes."""
        self.section = section
        start = {"text": section.text} if section else {}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 6
        if section is None:
            return
        if section.kind != Section.Kind.PART:
            self.fields["number"] = forms.CharField(
                label="Số mục", max_length=20, required=False, initial=section.number
            )
        # The stored footnotes, and room for one more.
        typed = [name for name in self.data if _NOTE_NAME.fullmatch(name)]
        for place in range(1, max(len(section.footnotes) + 1, len(typed)) + 1):
            stored = section.footnotes[place - 1] if place <= len(section.footnotes) else ""
            self.fields[f"note{place}"] = forms.CharField(
                label=f"Chú thích {place}", max_length=2_000, required=False, initial=stored,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.fields["version"] = VersionField(initial=section.version)

    def clean_text(self):
        """Return the words with single line breaks: an empty line would be a paragraph of its own."""
        return re.sub(r"\n{2,}", "\n", self.cleaned_data["text"].strip())

    @property
    def note_fields(self):
        """The fields of the footnotes, bound."""
        return [self[name] for name in self.fields if _NOTE_NAME.fullmatch(name)]

    @property
    def number_field(self):
        """The field of the number, bound; None for a part, whose number is its place."""
        return self["number"] if "number" in self.fields else None

    def typed_notes(self):
        """Return the footnotes as typed, without empty ones at the end; None where none were sent."""
        if not any(field.html_name in self.data for field in self.note_fields):
            return None
        notes = [self.cleaned_data[field.name].strip() for field in self.note_fields]
        while notes and not notes[-1]:
            notes.pop()
        return notes

    def typed_number(self):
        """Return the number as typed; None where none was sent."""
        return self.cleaned_data["number"].strip() if "number" in self.data else None


class NewSectionForm(SectionForm):
    """The words of a new paragraph."""

    def __init__(self, *args, **kwargs):
        """Ask for words."""
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "Nhập nội dung đoạn."


class RemoveForm(PortalForm):
    """Why a paragraph is taken out."""

    reason = forms.CharField(label="Lý do bỏ", max_length=300, required=False)

    hints = {"reason": "Lý do ghi vào lịch sử; nội dung đoạn vẫn còn ở các bản trước"}

    def __init__(self, *args, section, **kwargs):
        """Carry the version of the paragraph."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=section.version)


class SplitForm(PortalForm):
    """The words of a paragraph with an empty line where it is to be cut."""

    text = forms.CharField(label="Nội dung", max_length=LONGEST_PARAGRAPH, widget=forms.Textarea)

    hints = {"text": "Đặt một dòng trống ở mỗi chỗ cần tách"}

    def __init__(self, *args, section, **kwargs):
        """Start from what is stored."""
        super().__init__(*args, initial={"text": section.text}, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 12
        self.fields["text"].strip = True
        self.fields["version"] = VersionField(initial=section.version)


class AuthorForm(PortalForm):
    """Who writes a part or a chapter."""

    author = forms.ModelChoiceField(
        User.objects.none(), label="Người soạn", required=False, empty_label="chưa phân công"
    )

    def __init__(self, *args, section, **kwargs):
        """Offer the department's people."""
        super().__init__(*args, initial={"author": section.author_id}, **kwargs)
        people = User.objects.filter(is_active=True, role__in=WRITERS).order_by("full_name", "username")
        self.fields["author"].queryset = people
        self.fields["version"] = VersionField(initial=section.version)


class TableForm(PortalForm):
    """The words in the cells of a table; what the table looks like travels with them."""

    shape = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, *args, section, table=None, **kwargs):
        """Make a field for each cell of `table`, else of the stored table, or of the one that was sent."""
        super().__init__(*args, **kwargs)
        self.table = table if table is not None else section.table
        sent = _sent_shape(self.data, section.table) if self.is_bound else None
        if sent is not None:
            self.table = filled(sent, {})
        self.is_damaged = self.is_bound and (sent is None or not self._has_all_cells())
        if self.is_damaged:
            # Nothing of what came fits the table: it is shown again as it is stored.
            self.table = section.table
        for line, row in enumerate(self.table):
            for place, cell in enumerate(row):
                self.fields[cell_name(line, place)] = forms.CharField(
                    label=f"Dòng {line + 1}, ô {place + 1}", required=False, initial=cell["text"],
                    max_length=LONGEST_PARAGRAPH, widget=forms.Textarea(attrs={"rows": 1}),
                )  # fmt: skip
        self.fields["shape"].initial = json.dumps(shape_of(self.table))
        self.fields["version"] = VersionField(initial=section.version)

    def clean(self):
        """Refuse what is no whole table: a cell that did not come would be emptied."""
        cleaned = super().clean()
        if self.is_damaged:
            raise forms.ValidationError(DAMAGED)
        return cleaned

    def _has_all_cells(self):
        """Return whether every cell of the table was sent."""
        rows = enumerate(self.table)
        return all(cell_name(line, place) in self.data for line, row in rows for place, _ in enumerate(row))

    @property
    def rows(self):
        """Rows of bound fields with the spans of their cells."""
        return [
            [
                {"field": self[cell_name(line, place)], "columns": cell["columns"], "rows": cell["rows"]}
                for place, cell in enumerate(row)
            ]
            for line, row in enumerate(self.table)
        ]

    def typed_table(self):
        """Return the table as typed."""
        texts = {
            (line, place): self.cleaned_data.get(cell_name(line, place), "").strip()
            for line, row in enumerate(self.table)
            for place, _ in enumerate(row)
        }
        return filled(shape_of(self.table), texts)


def cell_name(line, place):
    """Return the name of a cell's field."""
    return f"o{line}-{place}"


def _sent_shape(data, stored):
    """Return the spans that were sent, or None where they are not those of a table.

    A table that came damaged from Word keeps its own shape.
    """
    try:
        shape = json.loads(data.get("shape", ""))
    except ValueError:
        return None
    is_shape = (
        isinstance(shape, list)
        and len(shape) <= MOST_ROWS
        and all(
            isinstance(row, list) and len(row) <= MOST_COLUMNS and all(_is_span(cell) for cell in row)
            for row in shape
        )
    )
    if not is_shape:
        return None
    return shape if continues(shape, stored) else None


def _is_span(cell):
    return (
        isinstance(cell, list) and len(cell) == 2 and all(type(one) is int and 0 < one <= 500 for one in cell)
    )
