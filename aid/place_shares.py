"""Communes of an item as they are named in a form or a file: with a share, with the district of old."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from aid.models import ItemPlace
from aid.shares import WHOLE, equal_shares, share_text, shared_out
from core.models import Locality
from core.spreadsheets.cells import CellRefused

NAMED = re.compile(r"(?P<name>.*?)\s*\(\s*(?P<whole>[0-9]{1,3})(?:[.,](?P<part>[0-9]{1,2}))?\s*%\s*\)")


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """A commune, its share in hundredths of a per cent and the former district; None: not told."""

    locality: Locality
    share: int | None = None
    former_district: str | None = None

    def __str__(self) -> str:
        """Return the commune as a table names it."""
        if self.share in (None, WHOLE):
            return self.locality.full_name
        return f"{self.locality.full_name} ({share_text(self.share or 0)}%)"

    @property
    def pk(self) -> int:
        """The key of the commune."""
        return self.locality.pk

    @property
    def full_name(self) -> str:
        """The name of the commune."""
        return self.locality.full_name

    @property
    def valid_to(self) -> Any:
        """The last day of the commune, None for one of today."""
        return self.locality.valid_to

    def meaning(self, place: "PlaceShare") -> "PlaceShare":
        """Return this share for the commune that `place` means."""
        return replace(self, locality=place.locality)


type Place = Locality | PlaceShare


def named_share(text: str) -> tuple[str, int | None]:
    """Return the name and the share of "Xã A (33,34%)"; None where none is named."""
    found = NAMED.fullmatch(text.strip())
    if not found:
        return text, None
    return found["name"], int(found["whole"]) * 100 + int((found["part"] or "0").ljust(2, "0"))


def place_lookup(find: Callable[[str], Locality]) -> Callable[[str], PlaceShare]:
    """Return the lookup of communes that also reads a share behind the name."""

    def look(text: str) -> PlaceShare:
        name, share = named_share(text)
        if share is not None and not 1 <= share <= WHOLE:
            raise CellRefused(f"'{text[:80]}': tỷ lệ từ 0,01 đến 100%. Hãy sửa tỷ lệ.")
        return PlaceShare(find(name), share)

    return look


def places_of(rows: Iterable[ItemPlace]) -> list[PlaceShare]:
    """Return stored communes as a table names them: shares where they make a whole and not equal parts."""
    rows = sorted(rows, key=lambda row: row.locality_id)
    parts = sorted((row.share_e2 for row in rows), reverse=True)
    is_plain = parts == equal_shares(len(rows)) or sum(parts) != WHOLE
    return [PlaceShare(row.locality, None if is_plain else row.share_e2) for row in rows]


def typed_places(rows: Iterable[ItemPlace]) -> list[PlaceShare]:
    """Return stored communes as the form of an item shows them, in the order given."""
    rows = list(rows)
    shares = {place.pk: place.share for place in places_of(rows)}
    return [PlaceShare(row.locality, shares[row.locality_id], row.former_district) for row in rows]


def same_shares(named: list[PlaceShare], stored: list[PlaceShare]) -> list[PlaceShare]:
    """Return the places as stored where the same ones are named without shares."""
    keys = {place.pk for place in named}
    plain = all(place.share is None for place in named)
    return stored if plain and keys == {place.pk for place in stored} else named


def place_columns(named: Iterable[Place], rows: Iterable[ItemPlace]) -> dict[int, dict[str, Any]]:
    """Return by commune what its row holds: the share, and the former district where it is told."""
    places = [place if isinstance(place, PlaceShare) else PlaceShare(place) for place in named]
    stored = {row.locality_id: row.share_e2 for row in rows}
    shares = shared_out({place.pk: place.share for place in places}, stored)
    return {
        place.pk: {"share_e2": shares[place.pk]}
        | ({} if place.former_district is None else {"former_district": place.former_district})
        for place in places
    }
