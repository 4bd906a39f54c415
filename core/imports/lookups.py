"""Catalogues by the names that people write in tables."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models

from core.models import Agency, Locality, Partner
from core.money import CURRENCIES
from core.spreadsheets.names import NameList
from core.spreadsheets.reader import Resolved

ONE_LEAD = "chỉ ghi một cơ quan; hãy chuyển cơ quan còn lại sang cột phối hợp"


@dataclass(frozen=True, slots=True)
class NewDonor:
    """A donor that no catalogue knows yet; becomes a partner to be confirmed."""

    name: str

    def __str__(self) -> str:
        """Return the name as it was typed."""
        return self.name


def agency_names(today: date) -> NameList[Agency]:
    """Return agencies by name, short name, code and typing codes.

    Names win over codes, and of two agencies of one name the one that exists today.
    """
    agencies = sorted(
        Agency.objects.order_by("sort_key", "pk"),
        key=lambda agency: bool(agency.valid_to and agency.valid_to < today),
    )
    entries = [(agency.name, agency) for agency in agencies]
    entries += [(agency.short_name, agency) for agency in agencies if agency.short_name]
    entries += [
        (str(code), agency) for agency in agencies for code in (agency.code, *agency.typing_codes) if code
    ]
    return NameList(entries)


def locality_names(today: date) -> NameList[Locality]:
    """Return communes by full name and code; a bare name counts where only one commune has it."""
    places = list(
        Locality.objects.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=today))
        .only("pk", "code", "name", "full_name", "sort_key", "valid_to")
        .order_by("sort_key", "pk")
    )
    named: dict[str, list[Locality]] = {}
    for place in places:
        named.setdefault(place.name.casefold(), []).append(place)
    entries = [(place.full_name, place) for place in places]
    entries += [(found[0].name, found[0]) for found in named.values() if len(found) == 1]
    entries += [(place.code, place) for place in places]
    return NameList(entries)


def donor_lookup() -> Callable[[str], Partner | Resolved]:
    """Return the lookup of donors: an unknown one is taken with a remark, never refused."""
    partners = list(Partner.objects.order_by("-is_confirmed", "sort_key", "pk"))
    entries = [(partner.name, partner) for partner in partners]
    entries += [
        (str(name), partner)
        for partner in partners
        for name in (partner.name_en, *partner.aliases)
        if name and str(name).strip()
    ]
    names = NameList(entries)

    def find(text: str) -> Partner | Resolved:
        found = names.get(text)
        if found is not None:
            return found
        nearest = names.nearest(text, 1)
        hint = f" (gần giống '{nearest[0]}' đã có)" if nearest else ""
        return Resolved(
            NewDonor(text), f"nhà tài trợ mới '{text}'{hint}: sẽ thêm vào danh mục với dấu chờ xác nhận"
        )

    return find


def currency_names() -> NameList[str]:
    """Return currency codes by code and by their Vietnamese names."""
    entries = [(code, code) for code in CURRENCIES]
    entries += [(currency.name, code) for code, currency in CURRENCIES.items()]
    return NameList([*entries, ("đ", "VND"), ("đồng", "VND"), ("đô la Mỹ", "USD"), ("$", "USD")])


def choice_names(choices: Iterable[tuple[str, str]], *further: tuple[str, str]) -> NameList[str]:
    """Return stored codes of a choice field by label and by code."""
    pairs = list(choices)
    return NameList(
        [*((label, code) for code, label in pairs), *((code, code) for code, _ in pairs), *further]
    )
