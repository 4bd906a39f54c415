"""The communes of an item: as a form names them, or as an emergency grant was shared out."""

from collections.abc import Iterable

from aid.actions.ledger import books_now
from aid.actions.retelling import is_counted
from aid.emergency import Allocated, allocated_shares
from aid.models import AidItem, ItemPlace
from aid.place_shares import Place, PlaceShare, place_columns
from aid.shares import equal_shares, share_text
from core.legal import Blocker, Caution
from core.models import Locality


def set_places(item: AidItem, rows: Iterable[ItemPlace], places: Iterable[Place], origin: str) -> None:
    """Make the communes those given with their shares; a row that stays is changed, not replaced."""
    rows = list(rows)
    wanted = place_columns(places, rows)
    for row in rows:
        columns = wanted.pop(row.locality_id, None)
        if columns is None:
            row.delete()
        elif any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()
    for locality_id, columns in sorted(wanted.items()):
        ItemPlace(item=item, locality_id=locality_id, origin=origin, **columns).save()


def allocated_rows(item: AidItem) -> list[Allocated]:
    """Return what the rows of the item's allocation say of communes and amounts."""
    rows = item.allocations.order_by("pk").values_list("locality_id", "currency", "amount_minor")
    return [Allocated(*row) for row in rows]


def follow_allocation(item: AidItem, before: list[Allocated]) -> list[Blocker | Caution]:
    """Make the item's communes those of its allocation, by amount; return what is to be told.

    Communes that somebody wrote otherwise stay: only an item without any, with those that the allocation
    gave `before`, or with the same ones in equal parts, as without shares, follows it.
    """
    shares, found = allocated_shares(allocated_rows(item))
    stored = list(item.places.select_related("locality"))
    now = {row.locality_id: row.share_e2 for row in stored}
    given = allocated_shares(before)[0]
    if not shares and not found and now and now == given:
        words = "Bảng phân bổ không còn ghi xã, phường; địa bàn đã ghi của khoản giữ nguyên."
        return [Caution(words, None)]
    if not shares or now == shares:
        return found
    places = Locality.objects.defer("boundary").in_bulk(shares)
    told = ", ".join(f"{places[key].full_name} {share_text(share)}%" for key, share in shares.items())
    is_plain = set(now) == set(shares) and sorted(now.values(), reverse=True) == equal_shares(len(now))
    if now and now != given and not is_plain:
        return [Caution(f"Địa bàn đã ghi của khoản giữ nguyên; theo bảng phân bổ là {told}.", None)]
    books = books_now()
    if is_counted(item, books):
        # What a closed period counted stays shared out as it was reported.
        words = f"Địa bàn của khoản giữ nguyên vì đã tính vào {books.why_closed}"
        return [*found, Caution(f"{words}; theo bảng phân bổ là {told}.", None)]
    set_places(item, stored, [PlaceShare(places[key], share) for key, share in shares.items()], item.origin)
    return [*found, Caution(f"Địa bàn của khoản ghi theo giá trị phân bổ: {told}.", None)]
