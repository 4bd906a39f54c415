"""What the 409 page shows: each field as typed beside the same field as stored now."""

from django import forms
from django.forms.models import ModelChoiceField


def conflict_rows(typed_form, stored_form):
    """Return rows {label, typed, stored, differs} for every visible field, in words."""
    rows = []
    for bound in typed_form.visible_fields():
        if bound.name not in stored_form.fields or isinstance(bound.field, forms.FileField):
            continue
        typed, stored = in_words(bound), in_words(stored_form[bound.name])
        rows.append({"label": bound.label, "typed": typed, "stored": stored, "differs": typed != stored})
    return rows


def in_words(bound):
    """Return the value of a bound field as a reader would say it."""
    value, field = bound.value(), bound.field
    if isinstance(field, forms.BooleanField):
        return "có" if value else "không"
    if value in (None, ""):
        return ""
    if isinstance(field, ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if str(value).isdigit() else None
        return str(row or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), value))
    return str(value)
