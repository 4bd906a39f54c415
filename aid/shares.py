"""Shares over communes: parts that make up a whole exactly, and amounts divided by them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

from core.legal import Blocker, Caution
from core.money import format_number

# Hundredths of a per cent.
WHOLE = 10_000


def split(amount: int, shares: Sequence[int]) -> list[int]:
    """Return the amount divided by the shares, by largest remainder: the parts sum to it exactly.

    A refund or a correction below 0 is divided as its opposite is. No shares: no parts.
    """
    whole = sum(shares)
    if not shares or whole <= 0:
        return [0] * len(shares)
    sign, size = (-1, -amount) if amount < 0 else (1, amount)
    parts = [size * share // whole for share in shares]
    # Whose remainder is largest gets the next unit; equal ones go by their order.
    order = sorted(range(len(shares)), key=lambda place: (-(size * shares[place] % whole), place))
    for place in order[: size - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def equal_shares(count: int) -> list[int]:
    """Return equal parts of 100 %: of three 33,34 and twice 33,33."""
    return split(WHOLE, [1] * count)


def weighed_shares[K: Hashable](weights: Mapping[K, int]) -> dict[K, int]:
    """Return shares by these weights that make up 100 %; the lightest still gets 0,01 %."""
    parts = dict(zip(weights, split(WHOLE, list(weights.values())), strict=True))
    for key in [key for key, part in parts.items() if not part]:
        parts[max(parts, key=lambda other: parts[other])] -= 1
        parts[key] = 1
    return parts


def share_text(share_e2: int) -> str:
    """Return a share in per cent, as it is typed: 60 or 33,34."""
    return format_number(Decimal(share_e2) / 100)


def place_share_problems(shares: Iterable[int | None]) -> list[Blocker | Caution]:
    """Return what is wrong with the shares of communes: all named or none, and 100 % together."""
    shares = list(shares)
    named = [share for share in shares if share is not None]
    if not named:
        return []
    if len(named) < len(shares):
        return [Blocker("Ghi tỷ lệ cho mọi xã, phường, hoặc bỏ hết tỷ lệ để chia đều.", None, "places")]
    if any(not 1 <= share <= WHOLE for share in named) or sum(named) != WHOLE:
        total = share_text(sum(named))
        return [Blocker(f"Tỷ lệ các xã, phường cộng lại là {total}%; cần đúng 100%.", None, "places")]
    return []


def shared_out[K: Hashable](named: Mapping[K, int | None], stored: Mapping[K, int]) -> dict[K, int]:
    """Return a share for each place: those named, else those stored for the same places, else equal parts."""
    if named and all(share is not None for share in named.values()):
        return {key: share for key, share in named.items() if share is not None}
    if set(named) == set(stored):
        return dict(stored)
    return dict(zip(named, equal_shares(len(named)), strict=True))


def by_place[K: Hashable](rows: Iterable[tuple[int, Mapping[K, int]]]) -> dict[K | None, int]:
    """Return the sum of amounts by place; None holds those of items without a place. Sums to the whole."""
    found: dict[K | None, int] = {}
    for amount, shares in rows:
        if not shares:
            found[None] = found.get(None, 0) + amount
            continue
        for key, part in zip(shares, split(amount, list(shares.values())), strict=True):
            found[key] = found.get(key, 0) + part
    return found
