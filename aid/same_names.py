"""What makes an exported row come back unchanged where its text alone does not say enough."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from aid import permissions
from aid.models import AidItem, Commitment
from aid.models.money import Entry
from core.dates import format_date
from core.imports.resource import cut_to
from core.models import Agency, Locality, User
from core.spreadsheets.names import NameList, name_key


def all_localities(current: NameList[Locality]) -> Callable[[str], Locality]:
    """Return the lookup of communes; one that no longer exists is found where no present one has its name."""
    former = NameList(
        [
            (name, place)
            for place in Locality.objects.filter(valid_to__isnull=False)
            .only("pk", "code", "name", "full_name", "valid_to")
            .order_by("-valid_to", "pk")
            for name in (place.full_name, place.code)
        ]
    )

    def find(text: str) -> Locality:
        return current.get(text) or former.get(text) or current.find(text)

    return find


def take_back_names(row: Any, original: Any, *, today: date, note_length: int) -> None:
    """Make the row mean the stored records where it names them, though others have the same name.

    Raises ValidationError where it newly names a commune that no longer exists.
    """
    for key in ("donor", "owner"):
        new, old = getattr(row, key), getattr(original, key)
        if new is not None and old is not None and new != old and _same(str(new), old):
            setattr(row, key, old)
    known = {name_key(place.full_name): place for place in original.places}
    row.places = [place.meaning(known.get(name_key(place.full_name), place)) for place in row.places]
    kept = {place.pk for place in original.places}
    for place in row.places:
        if place.valid_to and place.valid_to < today and place.pk not in kept:
            raise ValidationError(
                {
                    "places": f"'{place.full_name}' đã hết hiệu lực từ {format_date(place.valid_to)}; "
                    "hãy ghi xã, phường hiện nay."
                }
            )
    if original.note and row.note == cut_to(original.note, note_length):
        row.note = original.note


def first_commitment(item: AidItem) -> Commitment | None:
    """Return the commitment that the one amount of the table stands for; corrections are not typed."""
    rows = [row for row in item.commitments.all() if row.entry == Entry.ORIGINAL]
    return min(rows, key=lambda row: row.pk, default=None)


def promised(item: AidItem) -> tuple[Commitment, int] | None:
    """Return the line of the table's amount and what all lines of its currency add up to, in minor units.

    Corrections and further commitments are in the sum, so that the table says what the item's page says;
    lines of another currency have no place in its one cell.
    """
    rows = sorted(item.commitments.all(), key=lambda row: row.pk)
    head = first_commitment(item) or (rows[0] if rows else None)
    if head is None:
        return None
    return head, sum(row.amount_minor for row in rows if row.currency == head.currency)


def owned_so_already(user: User, item: AidItem, owner: Agency) -> bool:
    """Whether a row under this owner leaves a stored item of the person's as it is."""
    return item.owner.name == owner.name and permissions.can_edit_item(user, item)


def _same(name: str, record: Any) -> bool:
    return name_key(name) == name_key(record.name)
