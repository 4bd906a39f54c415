"""Agencies and people as they are typed: a code, a short name, a full name, with or without marks."""

from dataclasses import dataclass, field

from core.models import Agency, Person
from core.text import fold, near_spellings, nfc

LEAVE_EMPTY = " Bỏ trống ô này và ghi chức danh; quản trị viên thêm người ở Danh mục."


class UnknownNameError(ValueError):
    """Nobody of that name in the catalogue, or several; as text, the sentence that says what to do."""


@dataclass(frozen=True)
class Suggestion:
    """One entry of the list under a field: the words, the small remark, and what else may be typed."""

    value: str
    remark: str
    keys: str


@dataclass
class Directory:
    """Every agency and person by what people type for them; loaded once for a page."""

    agencies: list[Agency]
    people: list[Person]
    _agency_keys: dict[str, dict[int, Agency]] = field(default_factory=dict, repr=False)
    _person_keys: dict[str, dict[int, Person]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls):
        """Return the directory of the whole catalogue (two queries)."""
        return cls(
            list(Agency.objects.order_by("sort_key", "pk")), list(Person.objects.order_by("sort_key", "pk"))
        )

    def __post_init__(self):
        """Index both lists by their folded keys."""
        for agency in self.agencies:
            for key in (agency.code, *agency.typing_codes, agency.short_name, agency.name):
                if key:
                    self._agency_keys.setdefault(fold(key), {})[agency.pk] = agency
        for person in self.people:
            for key in (person.full_name, *person.aliases):
                self._person_keys.setdefault(fold(key), {})[person.pk] = person

    def names_in(self, entry):
        """Return the agency names of an entry with commas; a comma inside a known name parts nothing.

        An entry of which no part is known stays whole: it may be one name with a slip.
        """
        parts = [part.strip() for part in entry.split(",")]
        names, known, at = [], False, 0
        while at < len(parts):
            for stop in range(len(parts), at, -1):
                name = ", ".join(parts[at:stop])
                if fold(nfc(name)) in self._agency_keys:
                    known = True
                    break
            else:
                stop, name = at + 1, parts[at]
            names.append(name)
            at = stop
        return [name for name in names if name] if known else [entry]

    def codes_on(self, day):
        """Return (short code, label) of every agency that exists on the day."""
        return [
            (min((agency.code, *agency.typing_codes), key=len).lower(), agency.label)
            for agency in self.agencies
            if (agency.valid_from is None or agency.valid_from <= day)
            and (agency.valid_to is None or day <= agency.valid_to)
        ]

    def agency(self, text):
        """Return the agency that the text names. Raises UnknownNameError with the nearest names."""
        found = self._agency_keys.get(fold(nfc(text)), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            names = " hoặc ".join(_with_code(agency) for agency in found.values())
            raise UnknownNameError(f"“{text}” có thể là {names}; gõ mã để chọn.")
        near = [_with_code(agency) for agency in self._nearest(self._agency_keys, text)]
        raise UnknownNameError(
            f"Chưa có cơ quan “{text}” trong danh mục."
            + (f" Gần giống: {', '.join(near)}." if near else " Gõ mã hoặc tên cơ quan.")
        )

    def person(self, text):
        """Return the person of that name. Raises UnknownNameError with the nearest names."""
        found = self._person_keys.get(fold(nfc(text)), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise UnknownNameError(
                f"Có {len(found)} người tên “{text}”; bỏ trống tên và ghi chức danh, hoặc ghi tên viết khác."
            )
        near = [person.full_name for person in self._nearest(self._person_keys, text)]
        raise UnknownNameError(
            f"Chưa có “{text}” trong danh mục người."
            + (f" Gần giống: {', '.join(near)}." if near else "")
            + LEAVE_EMPTY
        )

    def agency_or_person(self, text):
        """Return (agency, person), one of them None. Raises UnknownNameError."""
        key = fold(nfc(text))
        if key not in self._agency_keys and key in self._person_keys:
            return None, self.person(text)
        try:
            return self.agency(text), None
        except UnknownNameError:
            if key in self._agency_keys:
                raise
            near = [_with_code(agency) for agency in self._nearest(self._agency_keys, text)]
            near += [person.full_name for person in self._nearest(self._person_keys, text)]
            raise UnknownNameError(
                f"Chưa có “{text}” trong danh mục cơ quan và người."
                + (f" Gần giống: {', '.join(near[:4])}." if near else "")
                + LEAVE_EMPTY
            ) from None

    def _nearest(self, keys, text):
        typed = fold(nfc(text))
        close = near_spellings(typed, keys, 4)
        if len(typed) > 2:
            close += [key for key in keys if typed in key][:4]
        records = {record.pk: record for key in close for record in keys[key].values()}
        return list(records.values())[:3]

    def agency_suggestions(self):
        """Return the list under an agency field."""
        return [
            Suggestion(
                agency.label,
                agency.code,
                " ".join(fold(code) for code in (agency.code, *agency.typing_codes)),
            )
            for agency in self.agencies
        ]

    def person_suggestions(self):
        """Return the list under a person field."""
        return [Suggestion(person.full_name, "", "") for person in self.people]


def _with_code(agency):
    return f"{agency.label} ({agency.code.lower()})"
