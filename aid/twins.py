"""Which records look alike: names, donors, amounts, days, places compared, with reasons in words. Pure rules.

Nothing is compared with everything: records are neighbours in a sorted order or share a key.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.dates import format_date
from core.money import format_money, from_minor
from core.text import fold

LIKELY = 55
NEAR_DAYS = 45
TOLERANCE_PERCENT = 5
NEIGHBOURS = 10
# Words that say nothing about which record it is.
_EMPTY = frozenset(
    (
        "va", "cua", "cho", "cac", "tai", "de", "the", "of", "for", "and", "in", "to", "a", "an", "du",
        "chuong", "trinh", "vien", "tro", "ho", "tinh", "thanh", "hoa",
    )
)  # fmt: skip
_EMPTY_OF_DONORS = frozenset(
    (
        "to", "chuc", "quy", "hoi", "phi", "chinh", "phu", "cua", "nuoc", "ngoai", "the", "of", "for", "and",
        "international", "foundation", "fund", "inc", "organization", "organisation", "association", "quoc",
        "te",
    )
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Gift:
    """An item as the comparison sees it; amounts are {(currency, minor units)}, `usd` US cents or None."""

    pk: int
    code: str
    name: str
    donor: int
    donor_name: str = ""
    # Donors that look alike share a group; alone, a donor is its own.
    donor_group: int = 0
    day: date | None = None
    amounts: frozenset[tuple[str, int]] = frozenset()
    usd: int | None = None
    places: frozenset[int] = frozenset()
    decision: str = ""
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Giver:
    """A donor as the comparison sees it; `names` are all the names that it is known by."""

    pk: int
    name: str
    names: tuple[str, ...]
    country: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two records look alike, from 0 to 100, and why."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


@lru_cache(maxsize=20_000)
def _words(folded: str) -> frozenset[str]:
    return words_of(folded)


def words_of(name: str, empty: frozenset[str] = _EMPTY) -> frozenset[str]:
    """Return the folded words of a name without those that say nothing."""
    found = _WORD.findall(fold(name))
    return frozenset(word for word in found if word not in empty) or frozenset(found)


def share_of_words(first: frozenset[str], second: frozenset[str]) -> float:
    """Return which part of all words of two names both have."""
    return len(first & second) / len(first | second) if first and second else 0.0


def gift_likeness(one: Gift, other: Gift) -> Likeness | None:
    """Return how much two items look alike, or None below the threshold."""
    share = share_of_words(_words(one.folded), _words(other.folded))
    same_decision = bool(one.decision) and fold(one.decision) == fold(other.decision)
    if share < 0.5 and not same_decision:
        return None
    score, reasons = _name_points(one, other, share)
    if one.donor == other.donor:
        score, reasons = score + 20, [*reasons, "cùng nhà tài trợ"]
    elif one.donor_group and one.donor_group == other.donor_group:
        score, reasons = (
            score + 12,
            [*reasons, f"nhà tài trợ gần giống ({one.donor_name} – {other.donor_name})"],
        )
    else:
        score -= 10
    points, words = _amount_points(one, other)
    score, reasons = score + points, reasons + words
    if one.day and other.day:
        gap = abs((one.day - other.day).days)
        if gap == 0:
            score, reasons = score + 12, [*reasons, f"cùng ngày phê duyệt {format_date(one.day)}"]
        elif gap <= NEAR_DAYS:
            score, reasons = score + 6, [*reasons, f"phê duyệt cách nhau {gap} ngày"]
        elif gap > 366:
            score -= 15
    if same_decision:
        score, reasons = score + 20, [*reasons, f"cùng số quyết định {one.decision}"]
    if one.places and one.places & other.places:
        score, reasons = score + 5, [*reasons, "chung xã, phường"]
    elif one.places and other.places:
        score -= 10
    return _told(one.pk, other.pk, score, reasons)


def _name_points(one: Gift, other: Gift, share: float) -> tuple[int, list[str]]:
    if one.folded == other.folded:
        return 40, ["tên giống hệt (không kể dấu, chữ hoa)"]
    points = 30 if share >= 0.8 else 22 if share >= 0.65 else 15 if share >= 0.5 else 0
    # "giai đoạn 1" and "giai đoạn 2" are two grants.
    if {
        word
        for word in _words(one.folded) ^ _words(other.folded)
        if word.isdigit() or word in ("i", "ii", "iii", "iv")
    }:
        points -= 20
    return points, [f"tên giống nhau {round(share * 100)}%"] if points > 0 else []


def _amount_points(one: Gift, other: Gift) -> tuple[int, list[str]]:
    if same := one.amounts & other.amounts:
        currency, minor = min(same)
        return 20, [f"số tiền bằng nhau {format_money(from_minor(minor, currency), currency)}"]
    if not one.usd or not other.usd:
        return 0, []
    apart = 100 * abs(one.usd - other.usd) / max(one.usd, other.usd)
    if apart <= TOLERANCE_PERCENT:
        return 15, [f"quy đổi USD lệch {f'{apart:.1f}'.replace('.', ',')}%"]
    return (-10 if apart > 50 else 0), []


def giver_likeness(one: Giver, other: Giver) -> Likeness | None:
    """Return how much two donors look alike, or None below the threshold."""
    first, second = ({fold(name) for name in giver.names} for giver in (one, other))
    reasons: list[str] = []
    if first & second:
        is_alias = fold(one.name) != fold(other.name)
        score = 60
        reasons.append("trùng một tên khác" if is_alias else "tên giống hệt (không kể dấu, chữ hoa)")
    else:
        share = max(
            share_of_words(words_of(a, _EMPTY_OF_DONORS), words_of(b, _EMPTY_OF_DONORS))
            for a in one.names
            for b in other.names
        )
        if share < 0.6:
            return None
        score = 50 if share >= 0.8 else 40
        reasons.append(f"tên giống nhau {round(share * 100)}%")
    if one.country and one.country == other.country:
        score, reasons = score + 20, [*reasons, "cùng nước"]
    elif one.country and other.country:
        score -= 25
    if one.kind and one.kind == other.kind and one.kind != "CHUA_RO":
        score, reasons = score + 10, [*reasons, "cùng loại"]
    return _told(one.pk, other.pk, score, reasons)


def _told(first: int, second: int, score: int, reasons: list[str]) -> Likeness | None:
    if score < LIKELY:
        return None
    low, high = sorted((first, second))
    return Likeness(low, high, min(score, 100), tuple(reasons))


def gift_twins(gifts: Sequence[Gift]) -> list[Likeness]:
    """Return the pairs that look alike, the likeliest first.

    Compared are neighbours by name among all, and by name, amount and day among those of one donor: the
    work grows with the number of items and never with its square.
    """
    return _ranked(gift_likeness(one, other) for one, other in _near(gifts))


def _near(gifts: Sequence[Gift]) -> Iterator[tuple[Gift, Gift]]:
    seen: set[tuple[int, int]] = set()
    orders = [sorted(gifts, key=lambda gift: (gift.folded, gift.pk))]
    of_donor: dict[int, list[Gift]] = {}
    for gift in gifts:
        of_donor.setdefault(gift.donor_group or gift.donor, []).append(gift)
    for group in of_donor.values():
        if len(group) > 1:
            orders.append(sorted(group, key=lambda gift: (gift.folded, gift.pk)))
            orders.append(sorted(group, key=lambda gift: (gift.usd or 0, gift.pk)))
            orders.append(sorted(group, key=lambda gift: (gift.day or date.min, gift.pk)))
    for order in orders:
        for at, one in enumerate(order):
            for other in order[at + 1 : at + 1 + NEIGHBOURS]:
                key = (min(one.pk, other.pk), max(one.pk, other.pk))
                if key not in seen:
                    seen.add(key)
                    yield one, other


def giver_twins(givers: Sequence[Giver], *, shared_by: int = 30) -> list[Likeness]:
    """Return the pairs of donors that look alike: those that share a word which few donors have."""
    by_word: dict[str, list[Giver]] = {}
    for giver in givers:
        for word in {word for name in giver.names for word in words_of(name, _EMPTY_OF_DONORS)}:
            by_word.setdefault(word, []).append(giver)
    pairs = {
        (min(one.pk, other.pk), max(one.pk, other.pk)): (one, other)
        for group in by_word.values()
        if 1 < len(group) <= shared_by
        for at, one in enumerate(group)
        for other in group[at + 1 :]
    }
    return _ranked(giver_likeness(one, other) for one, other in pairs.values())


def _ranked(found: Iterable[Likeness | None]) -> list[Likeness]:
    return sorted((one for one in found if one), key=lambda one: (-one.score, one.first, one.second))


def alike_groups(pairs: Iterable[Likeness]) -> dict[int, int]:
    """Return {donor: group} of donors that look alike; the smallest key names the group."""
    group: dict[int, int] = {}
    for pair in pairs:
        low = min(group.get(pair.first, pair.first), group.get(pair.second, pair.second))
        for key in (pair.first, pair.second):
            old = group.get(key, key)
            for member, name in list(group.items()):
                if name == old:
                    group[member] = low
            group[key] = low
    return group
