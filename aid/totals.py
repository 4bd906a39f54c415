"""What a list of aid items sums up: one reckoning for the sentence, the total row and the export."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from aid.models import Commitment, Disbursement
from core.money import approx_text, format_money, format_number, from_minor


@dataclass(frozen=True)
class Part:
    """Sums over regular items, or over emergency grants: numbers of items, US cents, đồng."""

    count: int = 0
    committed_usd_minor: int = 0
    disbursed_usd_minor: int = 0
    committed_vnd: int = 0
    unrated: int = 0

    @property
    def percent(self):
        """Share disbursed in per cent, or None without a commitment."""
        if not self.committed_usd_minor:
            return None
        return round(Decimal(100 * self.disbursed_usd_minor) / self.committed_usd_minor)


@dataclass(frozen=True)
class ItemTotals:
    """Regular items and, beside them, emergency grants."""

    regular: Part
    emergency: Part


def item_totals(items):
    """Return the totals of these items; amounts without a rate are counted as left out, not summed."""
    keys = items.order_by().values("pk")
    counts = items.order_by().aggregate(
        regular=Count("pk", filter=Q(emergency_kind="")), emergency=Count("pk", filter=~Q(emergency_kind=""))
    )
    committed = _sums(Commitment.objects.filter(item__in=keys))
    disbursed = _sums(Disbursement.objects.filter(item__in=keys))
    parts = {
        name: Part(
            count=counts[name],
            committed_usd_minor=committed[f"{name}_usd"] or 0,
            disbursed_usd_minor=disbursed[f"{name}_usd"] or 0,
            committed_vnd=committed[f"{name}_vnd"] or 0,
            unrated=committed[f"{name}_unrated"],
        )
        for name in ("regular", "emergency")
    }
    return ItemTotals(**parts)


def _sums(rows):
    sums = {}
    for name, which in (("regular", Q(item__emergency_kind="")), ("emergency", ~Q(item__emergency_kind=""))):
        sums[f"{name}_usd"] = Sum("usd_minor", filter=which)
        sums[f"{name}_vnd"] = Sum("vnd", filter=which)
        sums[f"{name}_unrated"] = Count("item", filter=which & Q(usd_minor__isnull=True), distinct=True)
    return rows.order_by().aggregate(**sums)


def totals_sentence(totals, basis):
    """Return what is summed, in words: items by `basis`, commitments, what is left out."""
    regular, emergency = totals.regular, totals.emergency
    parts = []
    if regular.count or not emergency.count:
        parts.append(f"{format_number(regular.count)} khoản {basis}, {_money(regular)}")
    if emergency.count:
        beside = "khẩn cấp " if parts else "viện trợ khẩn cấp: "
        apart = "tính riêng " if parts else f"{basis}, "
        parts.append(f"{beside}{format_number(emergency.count)} khoản {apart}{_money(emergency)}")
    return "; ".join(parts) + "."


def _money(part):
    words = f"cam kết {_usd(part.committed_usd_minor)}"
    if part.committed_vnd and not part.unrated:
        words += f" (≈ {approx_text(Decimal(part.committed_vnd), 'VND').removeprefix('khoảng\u00a0')})"
    if part.disbursed_usd_minor:
        words += f", giải ngân {_usd(part.disbursed_usd_minor)}"
        words += f" ({part.percent}%)" if part.percent is not None else ""
    if part.unrated:
        words += f", {format_number(part.unrated)} khoản chưa có tỷ giá nên chưa cộng"
    return words


def _usd(minor):
    return format_money(from_minor(minor, "USD"), "USD")


def payments_sentence(rows):
    """Return how many payments there are and what they sum to, emergency grants beside."""
    sums = _sums(rows)
    count = rows.order_by().aggregate(
        regular=Count("pk", filter=Q(item__emergency_kind="")),
        emergency=Count("pk", filter=~Q(item__emergency_kind="")),
        unrated=Count("pk", filter=Q(usd_minor__isnull=True)),
    )
    words = f"{format_number(count['regular'])} lần giải ngân, cộng {_usd(sums['regular_usd'] or 0)}"
    if count["emergency"]:
        beside = _usd(sums["emergency_usd"] or 0)
        words += f"; khẩn cấp {format_number(count['emergency'])} lần tính riêng {beside}"
    if count["unrated"]:
        words += f"; {format_number(count['unrated'])} lần chưa có tỷ giá nên chưa cộng"
    return words + "."


def donors_sentence(rows):
    """Return how many donors there are and what they committed, emergency grants included."""
    rows = list(rows)
    items = sum(row.item_count for row in rows)
    urgent = sum(row.emergency_count for row in rows)
    total = sum(row.committed_usd or 0 for row in rows)
    words = f"{format_number(len(rows))} nhà tài trợ, {format_number(items)} khoản thường"
    words += f" và {format_number(urgent)} khoản khẩn cấp" if urgent else ""
    return f"{words}, cam kết cộng cả hai {_usd(total)}." if urgent else f"{words}, cam kết {_usd(total)}."
