"""Items and donors that were merged into another one: where their addresses lead; whose codes stay taken."""

from aid.models import AidItem, DuplicateKind, Merge
from core.models import Partner

_CHAIN = 20


def merged_into(code: str) -> int | None:
    """Return the key of the item that the item of this code was merged into, or None."""
    standing = Merge.objects.filter(kind=DuplicateKind.ITEM, undone_on__isnull=True)
    found = standing.filter(gone_label__startswith=f"{code} – ").order_by("-pk").first()
    for _ in range(_CHAIN):
        if found is None:
            return None
        key = found.kept_id
        if AidItem.objects.filter(pk=key).exists():
            return key
        found = standing.filter(gone_id=key).order_by("-pk").first()
    return None


def donor_merged_into(key: int) -> int | None:
    """Return the key of the donor that the donor of this key was merged into at last, or None."""
    standing = Merge.objects.filter(kind=DuplicateKind.DONOR, undone_on__isnull=True)
    for _ in range(_CHAIN):
        found = standing.filter(gone_id=key).order_by("-pk").first()
        if found is None:
            return None
        key = found.kept_id
        if Partner.objects.filter(pk=key).exists():
            return key
    return None


def merged_codes(start: str = "") -> set[str]:
    """Return the codes that begin so and belong to items merged into others; they can come back."""
    rows = Merge.objects.filter(kind=DuplicateKind.ITEM, undone_on__isnull=True)
    labels = rows.filter(gone_label__startswith=start).values_list("gone_label", flat=True)
    return {label.split(" – ", 1)[0] for label in labels}
