"""What a combobox offers while somebody types: at most ten options, codes and word beginnings first."""

from dataclasses import dataclass

from django.db.models import Q

from core.lists import best_first
from core.models import Agency, Country, Locality, Partner, Person
from core.text import fold, nfc

MOST = 10


@dataclass(frozen=True)
class Option:
    """One suggestion: the key that the form sends, the words shown, and a small remark."""

    value: int
    text: str
    meta: str = ""


def agency_options(text, today):
    """Return agencies that exist today; a typing code such as `stc` comes first."""
    typed = fold(nfc(text)[:200])
    rows = best_first(Agency.objects.valid_on(today), text)
    return [
        Option(agency.pk, agency.label, agency.name if agency.short_name else agency.code)
        for agency in sorted(rows, key=lambda agency: _agency_rank(agency, typed))[:MOST]
    ]


def _agency_rank(agency, typed):
    codes = [fold(code) for code in (agency.code, *agency.typing_codes)]
    if typed in codes:
        return 0
    if any(code.startswith(typed) for code in codes):
        return 1
    names = (fold(agency.name), fold(agency.short_name))
    return 2 if any(name.startswith(typed) for name in names) else 3


def person_options(text):
    """Return people, those whose name begins with the text first; the remark is their first post."""
    rows = _ranked(Person.objects.prefetch_related("appointments"), text)
    return [
        Option(person.pk, person.full_name, next((post.title for post in person.appointments.all()), ""))
        for person in rows
    ]


def partner_options(text):
    """Return partners; the remark is their country, or their kind where the country is unknown."""
    rows = _ranked(Partner.objects.select_related("country"), text)
    return [partner_option(partner) for partner in rows]


def partner_option(partner):
    """Return the option of one partner."""
    return Option(
        partner.pk, partner.name, partner.country.name if partner.country else partner.get_kind_display()
    )


def locality_options(text, today):
    """Return communes and wards that exist today."""
    rows = Locality.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).defer("boundary")
    return [Option(place.pk, place.full_name, place.former_district) for place in _ranked(rows, text)]


def country_options(text):
    """Return countries; the remark is the official name."""
    return [
        Option(country.pk, country.name, country.official_name)
        for country in _ranked(Country.objects.all(), text)
    ]


def _ranked(queryset, text):
    """Return the first matches, the nearest first."""
    return best_first(queryset, text)[:MOST]
