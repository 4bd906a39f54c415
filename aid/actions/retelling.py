"""What a change of an item would tell anew in the tables of a closed period."""

from typing import TYPE_CHECKING

from aid.models import AidItem
from aid.periods import Books, booking_day, retold_problems
from aid.rules import NOT_RECEIVED
from core.legal import Blocker, Caution

if TYPE_CHECKING:
    from aid.actions.items import ItemContent

# Columns that tables of a report are made by; sectors are rows of their own.
_COLUMNS = ("donor", "mode", "owner", "recipient", "mobilised_by")


def retold_findings(item: AidItem, content: "ItemContent", books: Books) -> list[Blocker | Caution]:
    """Return what an edit changes of an item that a closed period counted; a page states a new reason."""
    if item.pk is None or books.last is None:
        return []
    before = content.stored or AidItem.objects.filter(pk=item.pk).first()
    if before is None or before.status in NOT_RECEIVED:
        return []
    day = booking_day(before.approved_on, before.booked_on)
    if not books.is_closed(day):
        return []
    columns = [AidItem._meta.get_field(name) for name in _COLUMNS]
    changed = [
        str(column.verbose_name)  # type: ignore[union-attr]
        for column in columns
        if getattr(item, column.attname) != getattr(before, column.attname)  # type: ignore[union-attr]
    ]
    wanted = {sector.pk: share for sector, share in content.shares}
    # All of them, so that what a table read beforehand is used.
    stored = {row.sector_id: row.share_percent for row in before.item_sectors.all()}
    if wanted and wanted != stored:
        changed.append("lĩnh vực")
    is_new = item.booking_reason != before.booking_reason
    reason = item.booking_reason if is_new else ""
    return retold_problems(day, changed, books, reason=reason, is_asked="booking_reason" in content.values)
