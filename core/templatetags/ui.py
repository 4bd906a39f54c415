"""Helpers of the page components: icons, query strings, bars, form controls."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from django import forms, template
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from core.text import fold

register = template.Library()

ICON_DIR = Path(__file__).resolve().parents[2] / "static" / "vendor" / "icons"
BAR = 1000  # width of every bar in SVG units

STATUS_ICONS = {
    "ok": "circle-check",
    "info": "circle-dashed",
    "warn": "clock",
    "bad": "alert-circle",
    "mute": "circle-dashed",
    "plain": "check",
}
MESSAGE_TONES = {"success": "ok", "error": "bad", "warning": "warn", "info": "info", "debug": "info"}
FILE_ICONS = {
    "pdf": "file-type-pdf",
    "xlsx": "file-spreadsheet",
    "xls": "file-spreadsheet",
    "csv": "file-spreadsheet",
}


@cache
def icon_shapes(name: str) -> str:
    """Return the drawing inside a vendored icon. Raises LookupError if the icon is not vendored."""
    path = ICON_DIR / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise LookupError(f'icon "{name}": add it to static/vendor/icons and VENDOR.toml')
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    if drawing is None:
        raise LookupError(f'icon "{name}": the file holds no <svg> element')
    return " ".join(re.findall(r"<(?!path stroke=\"none\")[^>]+>", drawing[1]))


@register.simple_tag
def icon(name, size="", label="", tone=""):
    """Return the icon as inline SVG; hidden from screen readers unless it is given a label."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    # The drawing is a vendored file whose sha256 a test recomputes.
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        " ".join(part for part in ("ico", size, tone) if part),
        role,
        mark_safe(icon_shapes(name)),  # noqa: S308 – vendored drawing, never user text
    )


@register.simple_tag
def status_icon(tone):
    """Return the icon that stands beside the words of a status of this tone."""
    return icon(STATUS_ICONS.get(tone, "circle-dashed"))


@register.simple_tag
def file_icon(name):
    """Return the icon for a file, chosen by its extension."""
    return icon(FILE_ICONS.get(str(name).rsplit(".", 1)[-1].lower(), "file-text"))


@register.filter
def message_tone(tags):
    """Return the tone (ok, info, warn, bad) of a Django message from its tags."""
    return next((MESSAGE_TONES[tag] for tag in str(tags).split() if tag in MESSAGE_TONES), "info")


def _request(context):
    # A part included with "only" loses the variable; the context object itself keeps the request.
    return getattr(context, "request", None) or context.get("request")


@register.simple_tag(takes_context=True)
def query_value(context, name):
    """Return the value that the query string of this page has under name, or ""."""
    request = _request(context)
    return request.GET.get(name, "") if request else ""


@register.simple_tag(takes_context=True)
def here(context):
    """Return the path of this page without its query string."""
    request = _request(context)
    return request.path if request else ""


@register.simple_tag(takes_context=True)
def qs(context, **changes):
    """Return "?…" of this page with the given keys replaced; None or "" removes a key."""
    request = _request(context)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def nav_active(context, url):
    """Return aria-current="page" when url is the page being shown, else nothing."""
    request = _request(context)
    return mark_safe('aria-current="page"') if request and request.path == url else ""


def as_number(value) -> Decimal:
    try:
        return Decimal(str(value))
    except (InvalidOperation, TypeError, ValueError):
        return Decimal(0)


@register.filter
def bar(percent):
    """Return the width, out of 1000, of a bar for a percentage; kept within the bar."""
    return int(min(max(as_number(percent), Decimal(0)), Decimal(100)) * 10)


@register.filter
def initials(name):
    """Return at most two capital letters for a name, e.g. "Lê Hà" gives "LH"."""
    words = str(name).replace(".", " ").replace("_", " ").split()
    letters = [word[0] for word in words if word[0].isalnum()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


@register.simple_tag
def bar_segments(segments, total=None):
    """Return segments (dicts with value and tone) as rectangles {"x", "width", "tone"} of a 1000-wide bar."""
    values = [max(as_number(segment.get("value")), Decimal(0)) for segment in segments]
    whole = max(as_number(total), sum(values)) if total is not None else sum(values)
    if not whole:
        return []
    drawn, x = [], Decimal(0)
    for segment, value in zip(segments, values, strict=True):
        width = value * BAR / whole
        if width:
            gap = 4 if x and width > 8 else 0
            drawn.append(
                {"x": int(x) + gap, "width": max(int(width) - gap, 2), "tone": segment.get("tone", "none")}
            )
        x += width
    return drawn


@register.simple_tag
def squares(groups):
    """Return {"squares", "width"}: a square per thing counted in groups, gaps between groups."""
    drawn, x = [], 1
    for group in groups:
        count, urgent = int(group.get("count", 0)), int(group.get("urgent", 0))
        for index in range(count):
            drawn.append({"x": x, "tone": group.get("tone", "done"), "urgent": index >= count - urgent})
            x += 15
        x += 6 if count else 0
    return {"squares": drawn, "width": max(x - 6, 14)}


@register.filter
def kind(field):
    """Return how a bound field is drawn, e.g. "radio", "combobox", "date", "amount" or "text"."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    for types, name in (
        (forms.CheckboxSelectMultiple, "checks"),
        (forms.RadioSelect, "radio"),
        (forms.CheckboxInput, "checkbox"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
    ):
        if isinstance(widget, types):
            return name
    if "data-combobox" in widget.attrs or "data-combobox-url" in widget.attrs:
        return "combobox"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(field.field, forms.DateField) or "data-date" in widget.attrs:
        return "date"
    if "data-amount" in widget.attrs:
        return "amount"
    return "text"


@register.simple_tag
def control(field, classes="", hint="", **extra):
    """Return the widget of a bound field with our classes, described by its hint and its error."""
    drawn_as = kind(field)
    attrs = {name.replace("_", "-"): value for name, value in extra.items()}
    if "type" in attrs:
        # As an attribute it would come second, after the widget's own, and be ignored.
        field.field.widget.input_type = attrs.pop("type")
    if drawn_as not in {"radio", "checks", "checkbox", "hidden"}:
        base = "form-select" if drawn_as in {"select", "combobox"} else "form-control"
        own = field.field.widget.attrs.get("class", "")
        attrs["class"] = " ".join(part for part in (own, base, classes) if part)
    if drawn_as == "date":
        attrs |= {
            "data-date": "",
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": attrs["class"] + " date num",
        }
    if drawn_as == "amount":
        attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": attrs["class"] + " num"}
    described = []
    if hint or field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if described and drawn_as not in {"radio", "checks"}:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def amount_choices(field):
    """Return the readings (label, value) that the form offers for an ambiguous amount."""
    return getattr(field.form, "amount_readings", {}).get(field.name, [])


@register.filter
def error_count(form):
    """Return how many messages a form (or a list of forms) holds."""
    forms_ = form if isinstance(form, (list, tuple)) else [form]
    return sum(len(messages) for each in forms_ for messages in each.errors.values())


@register.filter
def highlight(text, term):
    """Return text, escaped, with the first occurrence of term marked; else of its words without marks."""
    text, term = str(text), " ".join(str(term).split())
    at = text.lower().find(term.lower()) if term else -1
    start, end = (at, at + len(term)) if at >= 0 else _place_without_marks(text, fold(term))
    if start == end:
        return conditional_escape(text)
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


def _place_without_marks(text, folded):
    """Return where the folded words begin and end in the text, else the longest of them; 0, 0: nowhere."""
    signs = [" " if sign.isspace() else fold(sign) for sign in text]
    plain = "".join(signs)
    for words in (folded, max(folded.split(), key=len, default="")):
        found = re.search(rf"(?<![a-z0-9]){re.escape(words)}", plain) or re.search(re.escape(words), plain)
        if words and found:
            places = [place for place, sign in enumerate(signs) for _ in sign]
            return places[found.start()], places[found.end() - 1] + 1
    return 0, 0


@register.simple_tag
def page_numbers(page):
    """Return the page numbers worth a link; None stands for a gap."""
    return [
        None if number == page.paginator.ELLIPSIS else number
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
