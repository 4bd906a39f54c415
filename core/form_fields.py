"""Fields that edit lists kept in one column: codes, names one a line."""

from django import forms
from django.core.exceptions import ValidationError

from core.grounds import ground_words, grounds_of, is_ground
from core.text import fold

MAX_LINES = 50
MAX_LINE = 300


class LinesField(forms.CharField):
    """A list of texts, typed one a line: at most MAX_LINES of MAX_LINE characters."""

    def __init__(self, *, rows=3, **kwargs):
        """Draw a text area of that many lines."""
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """Return a stored list as lines; what was typed stays as typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """Return the lines that hold something. Raises ValidationError for too many or too long ones."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(f"Tối đa {MAX_LINES} dòng, ô này có {len(lines)}; bớt dòng rồi lưu lại.")
        for at, line in enumerate(lines, 1):
            if len(line) > MAX_LINE:
                raise ValidationError(
                    f"Dòng {at} có {len(line)} ký tự, mỗi dòng tối đa {MAX_LINE}; rút ngắn dòng này."
                )
        return lines

    def has_changed(self, initial, data):
        """Return whether the lines differ from the stored list."""
        return super().has_changed(self.prepare_value(initial), data)


class GroundsField(LinesField):
    """The grounds of a paper, one a line: what was left out of their beginnings is put there."""

    def clean(self, value):
        """Return the grounds without signs at their ends. Raises ValidationError for what is no ground."""
        lines = grounds_of(super().clean(value))
        wrong = [ground_words(line) for line in lines if not is_ground(line)]
        if wrong:
            raise ValidationError(wrong)
        return lines


class CodesField(forms.CharField):
    """Short codes without marks, typed with commas between them."""

    def __init__(self, **kwargs):
        """Codes are never required."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """Return a stored list with commas; what was typed stays as typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """Return the codes, lower case and without marks, each once."""
        codes = (fold(part).replace(" ", "") for part in super().clean(value).split(","))
        return list(dict.fromkeys(code for code in codes if code))

    def has_changed(self, initial, data):
        """Return whether the codes differ from the stored list."""
        return super().has_changed(self.prepare_value(initial), data)
