"""What each unit gets of an emergency grant: the whole table saved at once."""

from typing import Any

from aid.actions.places import allocated_rows, follow_allocation
from aid.emergency import allocation_cautions
from aid.models import AidItem, Allocation
from core.history import action, save_version
from core.legal import Caution, RuleError, cautions
from core.models import User


@action("Ghi phân bổ cứu trợ")
def save_allocations(
    *, item: AidItem, expected: int, rows: list[dict[str, Any]], by: User
) -> tuple[AidItem, list[Caution]]:
    """Write rows {"pk", "remove", "fields"}; the item's version guards them all, a row not named stays.

    The communes of the item follow, unless somebody wrote others (`follow_allocation`).

    Raises RuleError for a row of another item, VersionConflictError when somebody saved the item meanwhile.
    """
    if not item.is_emergency:
        raise RuleError("Chỉ khoản viện trợ khẩn cấp mới có bảng phân bổ; đánh dấu khẩn cấp ở trang Sửa.")
    before = allocated_rows(item)
    save_version(item, expected=expected)
    stored = {row.pk: row for row in item.allocations.all()}
    if any(row["pk"] and row["pk"] not in stored for row in rows):
        raise RuleError("Có dòng không còn trong bảng phân bổ; mở lại trang rồi sửa.")
    for row in rows:
        if row["remove"]:
            stored[row["pk"]].delete()
            continue
        record = stored.get(row["pk"]) or Allocation(item=item, origin=item.origin)
        if record.pk and all(getattr(record, name) == value for name, value in row["fields"].items()):
            continue
        for name, value in row["fields"].items():
            setattr(record, name, value)
        record.full_clean()
        record.save()
    found = allocation_cautions(allocated_of(item), *committed_of(item))
    return item, cautions([*found, *follow_allocation(item, before)])


def allocated_of(item: AidItem) -> dict[str, int]:
    """Return what was shared out by currency, in minor units."""
    return _sums(item.allocations.exclude(amount_minor=None).values_list("currency", "amount_minor"))


def committed_of(item: AidItem) -> tuple[dict[str, int], int | None]:
    """Return what was promised by currency in minor units, and in đồng; None without every rate."""
    rows = list(item.commitments.order_by().values_list("currency", "amount_minor", "vnd"))
    vnd = [row[2] for row in rows]
    known = None if None in vnd or not vnd else sum(value for value in vnd if value is not None)
    return _sums(row[:2] for row in rows), known


def _sums(rows: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for currency, minor in rows:
        found[currency] = found.get(currency, 0) + minor
    return found
