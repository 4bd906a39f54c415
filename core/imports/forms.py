"""What is asked for before a table is taken in."""

from django import forms

from core.forms import PortalForm


class ImportForm(PortalForm):
    """The file; an app may ask for more."""

    file = forms.FileField(label="Tệp cần nhập", max_length=255, allow_empty_file=True)

    def chosen(self) -> dict[str, str]:
        """Return what was chosen beside the file, as it is kept with the upload."""
        return {}
