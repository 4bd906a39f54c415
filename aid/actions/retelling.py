"""What a change of an item would tell anew in the tables of a closed period."""

from typing import TYPE_CHECKING

from aid.models import AidItem
from aid.periods import Books, booking_day, kept_end_problems, kept_shares_problems, retold_problems
from aid.place_shares import place_columns
from aid.rules import NOT_RECEIVED
from core.legal import Blocker, Caution

if TYPE_CHECKING:
    from aid.actions.items import ItemContent

# Columns that tables of a report are made by; what amounts are shared out over is never told anew.
_COLUMNS = ("donor", "mode", "owner", "recipient", "mobilised_by")


def retold_findings(item: AidItem, content: "ItemContent", books: Books) -> list[Blocker | Caution]:
    """Return what an edit changes of an item that a closed period counted; a page states a new reason."""
    if item.pk is None or books.last is None:
        return []
    before = content.stored or AidItem.objects.filter(pk=item.pk).first()
    if before is None or before.status in NOT_RECEIVED:
        return []
    day = booking_day(before.approved_on, before.booked_on)
    moved = _moved(before, content)
    if moved and is_counted(before, books):
        return list(kept_shares_problems(moved, books))
    if not books.is_closed(day):
        return []
    if found := kept_end_problems(before.ended_on, item.ended_on, day, books):
        return found
    columns = [AidItem._meta.get_field(name) for name in _COLUMNS]
    changed = [
        str(column.verbose_name)  # type: ignore[union-attr]
        for column in columns
        if getattr(item, column.attname) != getattr(before, column.attname)  # type: ignore[union-attr]
    ]
    is_new = item.booking_reason != before.booking_reason
    reason = item.booking_reason if is_new else ""
    return retold_problems(day, changed, books, reason=reason, is_asked="booking_reason" in content.values)


def _moved(before: AidItem, content: "ItemContent") -> dict[str, str]:
    """Return which shares an edit would change, in words by field: of sectors, of communes."""
    # All of them, so that what a table read beforehand is used.
    sectors = {row.sector_id: row.share_percent for row in before.item_sectors.all()}
    rows = list(before.places.all())
    places = {row.locality_id: row.share_e2 for row in rows}
    wanted = {key: columns["share_e2"] for key, columns in place_columns(content.places, rows).items()}
    found = {}
    if {sector.pk: share for sector, share in content.shares} != sectors:
        found["sector"] = "lĩnh vực"
    if wanted != places:
        found["places"] = "địa bàn"
    return found


def is_counted(item: AidItem, books: Books) -> bool:
    """Return whether a closed period counts the item, or money of it: it is then shared out as it was."""
    if books.last is None or item.status in NOT_RECEIVED:
        return False
    if books.is_closed(booking_day(item.approved_on, item.booked_on)):
        return True
    return (
        item.disbursements.filter(paid_on__lte=books.last).exists()
        or item.commitments.filter(booked_on__lte=books.last).exists()
        or item.counterparts.filter(booked_on__lte=books.last).exists()
    )
