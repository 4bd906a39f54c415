"""What an item has been promised and has received: what a line of its ledger is judged beside."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Q

from aid.models import Commitment, Disbursement

AT_ONCE = 500


@dataclass
class Standing:
    """Amounts by currency and in US cents of one item; cents are None where an amount has no rate."""

    committed_minor: Counter[str] = field(default_factory=Counter)
    committed_usd: int | None = 0
    received_minor: Counter[str] = field(default_factory=Counter)
    received_usd: int | None = 0
    # The first day on which something came, or which a line that came late is about.
    first_day: date | None = None

    def commit(self, currency: str, amount_minor: int, usd_minor: int | None) -> None:
        """Count a commitment in."""
        self.committed_minor[currency] += amount_minor
        self.committed_usd = _added(self.committed_usd, usd_minor)

    def receive(self, currency: str, amount_minor: int, usd_minor: int | None, *days: date | None) -> None:
        """Count a line of the ledger in, on its day and the one that it is about."""
        self.received_minor[currency] += amount_minor
        self.received_usd = _added(self.received_usd, usd_minor)
        if amount_minor > 0:
            known = [day for day in (*days, self.first_day) if day]
            self.first_day = min(known, default=None)


def _added(total: int | None, more: int | None) -> int | None:
    return None if total is None or more is None else total + more


def standings_of(item_ids: Iterable[int], *, leaving_out: int | None = None) -> dict[int, Standing]:
    """Return how these items stand, by key; two queries for a few hundred of them.

    `leaving_out` is a line of the ledger that is about to be written anew; its corrections go with it.
    """
    found: dict[int, Standing] = defaultdict(Standing)
    lines: Any = Disbursement.objects.all()
    if leaving_out is not None:
        lines = lines.exclude(Q(pk=leaving_out) | Q(corrects=leaving_out))
    amount = ("item_id", "currency", "amount_minor", "usd_minor")
    for keys in batched(sorted(set(item_ids)), AT_ONCE):
        promised: Any = Commitment.objects.filter(item__in=keys).order_by()
        received: Any = lines.filter(item__in=keys).order_by()
        for key in keys:
            found[key] = Standing()
        for item_id, *columns in promised.values_list(*amount).iterator():
            found[item_id].commit(*columns)
        for item_id, *columns in received.values_list(*amount, "paid_on", "effective_on").iterator():
            found[item_id].receive(*columns)
    return dict(found)
