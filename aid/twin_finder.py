"""Reads what is compared for duplicates: a bounded number of rows, whatever the register holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from aid.merged import merged_codes
from aid.models import AidItem, Commitment, DuplicateKind, ItemPlace, TwinVerdict
from aid.twins import (
    NEAR_DAYS,
    Gift,
    Giver,
    Likeness,
    alike_groups,
    gift_likeness,
    gift_twins,
    giver_twins,
)
from core.legal import Blocker, Caution
from core.models import Partner
from core.text import fold, sort_key

# How many of the items written last are compared at a time, and how many donors.
ITEMS_AT_ONCE = 2000
DONORS_AT_ONCE = 5000
# With how many stored items of its donor a new one is compared.
CANDIDATES = 200
CANDIDATES_OF_A_FILE = 5000
SHOWN = 200
_COLUMNS = ("pk", "code", "name", "donor_id", "donor__name", "approved_on", "decision_number")


@dataclass(frozen=True)
class Proposals:
    """Pairs that look alike; `compared` of `total` records were looked at."""

    pairs: list[Likeness]
    compared: int
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there were more records than are compared at a time."""
        return self.total > self.compared


def item_twins(items) -> Proposals:
    """Return the proposed pairs among the items written last; `items` are those that the reader may see."""
    gifts = gifts_of(items.order_by("-pk"), limit=ITEMS_AT_ONCE, groups=donor_groups())
    pairs = _undecided(gift_twins(gifts), DuplicateKind.ITEM)
    total = len(gifts) if len(gifts) < ITEMS_AT_ONCE else items.count()
    return Proposals(pairs[:SHOWN], len(gifts), total)


def donor_twins() -> Proposals:
    """Return the proposed pairs of donors."""
    givers = _givers()
    pairs = _undecided(giver_twins(givers), DuplicateKind.DONOR)
    total = len(givers) if len(givers) < DONORS_AT_ONCE else Partner.objects.count()
    return Proposals(pairs[:SHOWN], len(givers), total)


def donor_groups() -> dict[int, int]:
    """Return which donors look alike: {donor: group}."""
    return alike_groups(giver_twins(_givers()))


def _givers() -> list[Giver]:
    rows = Partner.objects.order_by("-pk").values_list(
        "pk", "name", "name_en", "aliases", "country_id", "kind"
    )
    return [
        Giver(pk, name, tuple(known for known in (name, name_en, *aliases) if known), country, kind)
        for pk, name, name_en, aliases, country, kind in rows[:DONORS_AT_ONCE]
    ]


def _undecided(pairs: list[Likeness], kind: str) -> list[Likeness]:
    """Return the pairs that nobody has told apart yet."""
    keys = {pair.first for pair in pairs}
    rows = TwinVerdict.objects.filter(kind=kind, first_id__in=keys)
    told = set(rows.values_list("first_id", "second_id")) if keys else set()
    return [pair for pair in pairs if (pair.first, pair.second) not in told]


def gifts_of(items, *, limit: int, groups: dict[int, int] | None = None) -> list[Gift]:
    """Return so many items as the comparison takes them, in three queries."""
    rows = list(items.values(*_COLUMNS)[:limit])
    keys = [row["pk"] for row in rows]
    amounts: dict[int, list[tuple[str, int, int | None]]] = {}
    places: dict[int, set[int]] = {}
    if keys:
        money = Commitment.objects.filter(item_id__in=keys).order_by()
        for item, currency, minor, cents in money.values_list(
            "item_id", "currency", "amount_minor", "usd_minor"
        ):
            amounts.setdefault(item, []).append((currency, minor, cents))
        for item, place in ItemPlace.objects.filter(item_id__in=keys).values_list("item_id", "locality_id"):
            places.setdefault(item, set()).add(place)
    return [
        gift(
            pk=row["pk"], code=row["code"], name=row["name"], donor=row["donor_id"],
            donor_name=row["donor__name"], day=row["approved_on"], decision=row["decision_number"],
            money=amounts.get(row["pk"], ()), places=places.get(row["pk"], ()), groups=groups or {},
        )
        for row in rows
    ]  # fmt: skip


def gift(
    *, pk: int, code: str, name: str, donor: int, donor_name: str, day: date | None, decision: str,
    money: Iterable[tuple[str, int, int | None]], places: Iterable[int], groups: dict[int, int],
) -> Gift:  # fmt: skip
    """Return one item as the comparison takes it; `money` are (currency, minor units, US cents)."""
    money = list(money)
    cents = [row[2] for row in money]
    usd = None if not cents or None in cents else sum(value for value in cents if value is not None)
    return Gift(
        pk=pk, code=code, name=name, donor=donor, donor_name=donor_name, donor_group=groups.get(donor, 0),
        day=day, amounts=frozenset((row[0], row[1]) for row in money), usd=usd, places=frozenset(places),
        decision=decision, folded=fold(name),
    )  # fmt: skip


class Lookalikes:
    """Stored items that new ones may be: read once for a file, or for the one item of a form."""

    def __init__(self, gifts: Iterable[Gift] = (), merged: Iterable[str] = ()) -> None:
        self.merged = frozenset(merged)
        self.found: dict[object, list[Gift]] = {}
        for one in gifts:
            for key in _keys(one):
                self.found.setdefault(key, []).append(one)

    @classmethod
    def newest(cls) -> "Lookalikes":
        """Return the items written last, with which the rows of a file are compared."""
        rows = AidItem.objects.order_by("-pk")
        return cls(gifts_of(rows, limit=CANDIDATES_OF_A_FILE), merged=merged_codes())

    def caution(self, new: Gift) -> list[Caution]:
        """Return a caution where the new item looks like a stored one; its own code is not its likeness."""
        near = {one.pk: one for key in _keys(new) for one in self.found.get(key, [])[:CANDIDATES]}
        alike = [(gift_likeness(new, one), one) for one in near.values() if one.code != new.code]
        pairs = [(pair, one) for pair, one in alike if pair]
        if not pairs:
            return []
        pair, twin = max(pairs, key=lambda found: (found[0].score, -found[1].pk))
        return [
            Caution(
                f"Giống khoản {twin.code} đã có: {', '.join(pair.reasons)}. Nếu là một khoản thì gộp ở "
                "trang Trùng lặp.",
                None,
                "name",
            )
        ]


def _keys(one: Gift) -> list[object]:
    """Return what two items share that may be one: the name; of one donor the amount or the decision."""
    keys: list[object] = [one.folded, *((one.donor, *amount) for amount in one.amounts)]
    return [*keys, (one.donor, one.decision)] if one.decision else keys


def lookalikes_of(new: Gift) -> Lookalikes:
    """Return the stored items that one new item may be: of its name, or of its donor around its day."""
    same = Q(sort_key=sort_key(new.name)[:600])
    if new.day:
        same |= Q(
            donor_id=new.donor,
            approved_on__range=(new.day - timedelta(NEAR_DAYS), new.day + timedelta(NEAR_DAYS)),
        )
    rows = AidItem.objects.filter(same).exclude(code=new.code).order_by("-pk")
    return Lookalikes(gifts_of(rows, limit=CANDIDATES))


def new_item_findings(item: AidItem, content: Any) -> list[Blocker | Caution]:
    """Return what speaks against a new item: a stored one that it looks like, a code that was merged away.

    `content` is the ItemContent that it is made of.
    """
    if not item.donor_id:
        return []
    row = content.commitment
    new = gift(
        pk=0, code=item.code, name=item.name, donor=item.donor_id, donor_name=item.donor.name,
        day=item.approved_on, decision=item.decision_number,
        money=[(row["currency"], row["amount_minor"], row["usd_minor"])] if row else (),
        places=[getattr(place, "locality", place).pk for place in content.places], groups={},
    )  # fmt: skip
    stored = content.lookalikes or lookalikes_of(new)
    if item.code and item.code in stored.merged:
        return [
            Blocker(f"Mã {item.code} là mã của một khoản đã gộp vào khoản khác; dùng mã mới.", None, "code")
        ]
    return list(stored.caution(new))
