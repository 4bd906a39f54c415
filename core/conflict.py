"""What the 409 page shows: each field as typed beside the same field as stored now."""

from typing import Any

from django import forms
from django.forms.models import ModelChoiceField

# In the address of a save that a writer chose after reading what somebody else had stored meanwhile.
OVER = "ghi_de"


def conflict_rows(typed_form: Any, stored_form: Any) -> list[dict[str, Any]]:
    """Return a row for every visible field, in words: {label, typed, stored, differs}.

    Where each field has one value, rows also carry {name, typed_value, stored_value}: what choosing one
    of the two texts would post.
    """
    choosable = not any(
        isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        for field in typed_form.fields.values()
    )
    rows = []
    for bound in typed_form.visible_fields():
        if bound.name not in stored_form.fields or isinstance(bound.field, forms.FileField):
            continue
        other = stored_form[bound.name]
        typed, stored = in_words(bound), in_words(other)
        row = {"label": bound.label, "typed": typed, "stored": stored, "differs": typed != stored}
        if choosable:
            row |= {
                "name": bound.html_name,
                "typed_value": _posted(bound),
                "stored_value": _posted(other),
            }
        rows.append(row)
    return rows


def in_words(bound: forms.BoundField) -> str:
    """Return the value of a bound field as a reader would say it."""
    value, field = bound.value(), bound.field
    if isinstance(field, forms.BooleanField):
        return "có" if value else "không"
    if value in (None, "", []):
        return ""
    if isinstance(field, ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if str(value).isdigit() else None  # type: ignore[union-attr]
        return str(row or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
    # Browsers send line breaks as two signs, the database keeps one.
    return str(value).replace("\r\n", "\n").strip()


def _posted(bound: forms.BoundField) -> str:
    """Return what a browser would post for this value."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value)


def last_save(record: Any) -> Any:
    """Return the row of the history that says who stored the record as it is now and when, or None."""
    rows = getattr(record, "history", None)
    return rows.select_related("history_user").order_by("-history_id").first() if rows is not None else None


def written_over(request: Any, record: Any) -> Any:
    """Return the history row of what a chosen save took the place of; None for any other save.

    The address of the save says that it was chosen (OVER); one that changed nothing took no place.
    """
    if OVER not in request.GET:
        return None
    now, *before = record.history.select_related("history_user").order_by("-history_id")[:2]
    return before[0] if before and now.history_user_id == request.user.pk else None
