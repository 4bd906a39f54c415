"""What closed periods count of some items: read before and after a write that must leave it as it was."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from aid.models import AidItem, Commitment, Counterpart, Disbursement, ItemPlace, ItemSector
from aid.periods import Books, booking_day
from aid.rules import NOT_RECEIVED
from core.dates import format_date
from core.legal import Blocker
from core.money import format_money, format_number, from_minor

type ClosedFigures = Counter[tuple[Any, ...]]

_AMOUNT = ("currency", "amount_minor", "usd_minor", "vnd")


def closed_figures(keys: Iterable[int], books: Books) -> ClosedFigures:
    """Return each item and each line of money of these items that a closed period counts, with its days.

    Each goes with the sectors and communes that its amount is shared out over; an item with the end that
    takes it out of later tables.
    """
    found: ClosedFigures = Counter()
    if books.last is None:
        return found
    columns = ("pk", "approved_on", "booked_on", "emergency_kind", "ended_on")
    rows = AidItem.objects.filter(pk__in=list(keys)).exclude(status__in=NOT_RECEIVED).order_by()
    items, ends = {}, {}
    for pk, approved_on, booked_on, emergency, ended_on in rows.values_list(*columns):
        items[pk] = (booking_day(approved_on, booked_on), bool(emergency))
        # Tables of a period leave out what ended before it.
        ends[pk] = ended_on if books.is_closed(ended_on) else None
    over = _shared_over(list(items))
    found.update(
        ("item", day, urgent, over[pk], ends[pk])
        for pk, (day, urgent) in items.items()
        if books.is_closed(day)
    )
    for model, own in ((Commitment, "booked_on"), (Counterpart, "booked_on"), (Disbursement, "paid_on")):
        lines = model.objects.filter(item__in=list(items)).order_by()
        for item_id, *amount in lines.values_list("item_id", *_AMOUNT, own):
            of_item, urgent = items[item_id]
            day = amount.pop() or of_item
            if books.is_closed(day):
                at = of_item if books.is_closed(of_item) else None
                found[(model._meta.model_name, day, urgent, at, *amount, over[item_id])] += 1
    return found


def _shared_over(keys: list[int]) -> dict[int, tuple[Any, ...]]:
    """Return by item its sectors and communes with their shares."""
    found: dict[int, list[Any]] = {key: [] for key in keys}
    for model, of, share in (
        (ItemSector, "sector_id", "share_percent"),
        (ItemPlace, "locality_id", "share_e2"),
    ):
        rows = model.objects.filter(item__in=keys).order_by(of)
        for item_id, *part in rows.values_list("item_id", of, share):
            found[item_id].append((of, *part))
    return {key: tuple(parts) for key, parts in found.items()}


def closed_blockers(before: ClosedFigures, after: ClosedFigures, books: Books, hint: str) -> list[Blocker]:
    """Return that closed figures would no longer be as they were reported; `hint` says what to do instead."""
    if before == after or books.last is None:
        return []
    told, now = _words(before), _words(after)
    if told == now:
        told, now = (
            "như báo cáo đã phát hành",
            "ngày kết thúc, vốn đối ứng, hoặc lĩnh vực, địa bàn và tỷ lệ sẽ khác",
        )
    return [
        Blocker(
            f"Số liệu của kỳ đã khóa sổ đến hết ngày {format_date(books.last)} sẽ đổi: đã báo cáo "
            f"{told}; sau bước này {now}. {hint}",
            None,
        )
    ]


def closed_donors(keys: Iterable[int], books: Books) -> set[int]:
    """Return which of these donors closed periods count by an item."""
    if books.last is None:
        return set()
    counted = AidItem.objects.received().booked_by(books.last).filter(donor__in=list(keys)).order_by()
    return set(counted.values_list("donor_id", flat=True))


def donor_blockers(before: int, after: int, books: Books, hint: str) -> list[Blocker]:
    """Return that closed periods would no longer count as many donors as were reported."""
    if before == after or books.last is None:
        return []
    return [
        Blocker(
            f"Số nhà tài trợ của kỳ đã khóa sổ đến hết ngày {format_date(books.last)} sẽ đổi: ở đây đã "
            f"tính là {before}, sau bước này là {after}. {hint}",
            None,
        )
    ]


def _words(figures: ClosedFigures) -> str:
    """Return the items with what was committed to them and what was paid, in USD."""

    def usd(name: str) -> str:
        cents = sum((key[6] or 0) * times for key, times in figures.items() if key[0] == name)
        return format_money(from_minor(cents, "USD"), "USD")

    items = sum(times for key, times in figures.items() if key[0] == "item")
    return f"{format_number(items)} khoản, cam kết {usd('commitment')}, giải ngân {usd('disbursement')}"
