"""Fields in which agencies and people are typed: a code or a name, resolved against the directory."""

import re

from django import forms
from django.core.exceptions import ValidationError

from meetings import rules
from meetings.directory import UnknownNameError

AGENCY_LIST = "ds-co-quan"
PERSON_LIST = "ds-nguoi"
BOTH_LIST = "ds-co-quan-nguoi"
SEPARATOR = "Các cơ quan cách nhau bằng dấu chấm phẩy, ví dụ sngv; stc; bchqs."


def name_input(list_id, **attrs):
    """Return a text box with the suggestions of one of the page's lists."""
    return forms.TextInput(attrs={"list": list_id, "autocomplete": "off", "data-names": "", **attrs})


class DirectoryMixin:
    """Resolves typed names for the `clean_…` methods of a form; takes `directory` when it is made."""

    def __init__(self, *args, directory, **kwargs):
        self.directory = directory
        super().__init__(*args, **kwargs)

    def typed_agency(self, name):
        """Return the agency typed in this field, or None. Raises ValidationError."""
        text = self.cleaned_data.get(name)
        return _resolved(self.directory.agency, text) if text else None

    def typed_person(self, name):
        """Return the person typed in this field, or None. Raises ValidationError."""
        text = self.cleaned_data.get(name)
        return _resolved(self.directory.person, text) if text else None

    def typed_agencies(self, name):
        """Return the agencies of a line, separated by semicolons, each once. Raises ValidationError."""
        agencies, problems = {}, []
        text = self.cleaned_data.get(name)
        for entry in (one for each in entries(text) for one in self.directory.names_in(each)):
            try:
                agency = self.directory.agency(entry)
            except UnknownNameError as error:
                problems.append(str(error))
            else:
                agencies[agency.pk] = agency
        if problems:
            raise ValidationError([*problems, *separator_hint(text)])
        return list(agencies.values())

    def refuse_agency_of_another_day(self, name, agency, day):
        """Add the error to the field when the agency did not exist on the day."""
        if agency is not None and day is not None:
            for problem in rules.agency_problems(agency.label, agency.valid_from, agency.valid_to, day):
                self.add_error(name, str(problem))


def _resolved(resolve, text):
    try:
        return resolve(text)
    except UnknownNameError as error:
        raise ValidationError(str(error), code="unknown") from error


def entries(text):
    """Return the entries of a line: separated by semicolons or line breaks."""
    return [entry.strip() for entry in re.split(r"[;\n]", text or "") if entry.strip()]


def separator_hint(text):
    """Return how agencies are set apart, when commas were typed."""
    return [SEPARATOR] if "," in text else []


def named_agencies(directory, text):
    """Return rows {"agency", "title_then"} of a typed attendance; every unknown entry is told by name.

    An entry is a code or a name, with the title of that day after a colon: "sngv: Giám đốc". Raises
    ValidationError with one message for each entry that is not in the directory.
    """
    rows, problems = [], []
    for entry in _with_titles(directory, text):
        name, _, title = (part.strip() for part in entry.partition(":"))
        try:
            row = {"agency": directory.agency(name), "title_then": title}
        except UnknownNameError as error:
            problems.append(str(error))
        else:
            if row not in rows:
                rows.append(row)
    if problems:
        raise ValidationError([*problems, *separator_hint(text)])
    return rows


def _with_titles(directory, text):
    """Return the entries; commas part agencies only where no title stands, because titles hold commas."""
    found = []
    for entry in entries(text):
        found += [entry] if ":" in entry else directory.names_in(entry)
    return found
