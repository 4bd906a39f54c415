"""Fields that tasks and activities need: agencies by name, places in the program, boxes with suggestions."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from core.models import Agency
from core.text import fold, near_spellings


def combobox(url_name, noun):
    """Return a select that becomes a box with suggestions; without scripts it stays a select."""
    return forms.Select(attrs={"data-combobox-url": reverse_lazy(url_name), "data-combobox-noun": noun})


def agency_choice(label, **kwargs):
    """Return a field that takes one agency."""
    kwargs.setdefault("empty_label", "Chọn cơ quan")
    return forms.ModelChoiceField(
        label=label,
        queryset=Agency.objects.order_by("sort_key", "pk"),
        widget=combobox("core:agency_options", "cơ quan"),
        **kwargs,
    )


class AgenciesField(forms.CharField):
    """Agencies by code, short name or name, with ";" or a new line between them; the value is their list."""

    widget = forms.Textarea

    def clean(self, value):
        """Return the agencies named, each once; an unknown name is told with the nearest ones."""
        text = super().clean(value)
        names = [name.strip(" .") for name in re.split(r"[\n;]", text or "") if name.strip(" .")]
        if not names:
            return []
        known = agencies_by_name()
        problems = [problem for name in names if (problem := _problem(name, known))]
        if problems:
            raise ValidationError(problems)
        return list({agency.pk: agency for name in names for agency in known[fold(name)]}.values())

    def prepare_value(self, value):
        """Return one name a line for stored agencies; what was typed stays as typed."""
        return value if isinstance(value, str) or value is None else "\n".join(each.name for each in value)

    def has_changed(self, initial, data):
        """Return whether the text differs from the one shown for the stored agencies."""
        return super().has_changed(self.prepare_value(initial), data)


def agencies_by_name():
    """Return every agency by the folded ways to write it; a way may mean several agencies."""
    known = {}
    for agency in Agency.objects.order_by("sort_key", "pk"):
        for written in {fold(text) for text in (agency.code, agency.name, agency.short_name)}:
            known.setdefault(written, []).append(agency)
        for typed in {fold(text) for text in agency.typing_codes}:
            if agency not in known.setdefault(typed, []):
                known[typed].append(agency)
    known.pop("", None)
    return known


def _problem(name, known):
    found = known.get(fold(name), [])
    if len(found) == 1:
        return None
    if found:
        several = ", ".join(f"{agency.name} ({agency.code})" for agency in found)
        return ValidationError(f"“{name}” là tên gọi của nhiều cơ quan: {several}; gõ mã.", code="several")
    near = [known[key][0].name for key in near_spellings(fold(name), known)]
    hint = f" Gần giống: {', '.join(dict.fromkeys(near))}." if near else " Gõ mã hoặc tên đầy đủ."
    return ValidationError(f"Chưa có cơ quan “{name}” trong danh mục.{hint}", code="unknown")
