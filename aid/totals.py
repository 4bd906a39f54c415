"""What a list of aid items sums up: one reckoning for the sentence, the total row and the export."""

from dataclasses import astuple, dataclass
from decimal import Decimal

from django.db.models import Count, Q, Value

from aid.models import AidItem, Commitment, Disbursement
from aid.rules import NOT_RECEIVED
from core.big_sums import half_sums
from core.halves import whole
from core.money import ABOUT, approx_text, format_money, format_number, from_minor


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
    """Regular items and, beside them, emergency grants; `not_received` of them are counted nowhere.

    `waiting` says how many of both are not approved yet.
    """

    regular: Part
    emergency: Part
    not_received: int = 0
    waiting: int = 0

    @property
    def rows(self):
        """How many items the list shows."""
        return self.regular.count + self.emergency.count + self.not_received


# Refused, withdrawn or revoked: listed, and in no total.
_OUT = Q(status__in=NOT_RECEIVED)
_MONEY_OUT = Q(item__status__in=NOT_RECEIVED)


def item_totals(items):
    """Return the totals of these items; amounts without a rate are counted as left out, not summed."""
    items = items.order_by()
    counts = items.aggregate(
        regular=Count("pk", filter=Q(emergency_kind="") & ~_OUT),
        emergency=Count("pk", filter=~Q(emergency_kind="") & ~_OUT),
        not_received=Count("pk", filter=_OUT),
        waiting=Count("pk", filter=~_OUT & Q(approved_on__isnull=True)),
    )
    committed, disbursed = (_sums(_of(items, model.objects.all())) for model in (Commitment, Disbursement))
    parts = {
        name: Part(
            count=counts[name],
            committed_usd_minor=committed[name].usd,
            disbursed_usd_minor=disbursed[name].usd,
            committed_vnd=committed[name].vnd,
            unrated=committed[name].unrated_items,
        )
        for name in ("regular", "emergency")
    }
    return ItemTotals(**parts, not_received=counts["not_received"], waiting=counts["waiting"])


def _of(items, rows):
    """Return the rows of these items; a list without any filter needs no comparing of keys."""
    return rows.filter(item__in=items.values("pk")) if items.query.where else rows


@dataclass(frozen=True)
class _Sums:
    """What the database adds up over rows of money."""

    rows: int = 0
    usd: int = 0
    vnd: int = 0
    unrated: int = 0
    unrated_items: int = 0

    @classmethod
    def read(cls, columns):
        """Return the sums from the columns of a row; sums of amounts come in halves."""
        rows, *halves, unrated, unrated_items = (column or 0 for column in columns)
        return cls(rows, whole(*halves[:2]), whole(*halves[2:]), unrated, unrated_items)

    def without(self, other):
        """Return the sums of the rows that `other` does not hold."""
        mine, theirs = astuple(self), astuple(other)
        return _Sums(*(whole - part for whole, part in zip(mine, theirs, strict=True)))


def _sums(rows):
    """Return the sums of regular items and of emergency grants, in one query."""
    rows = rows.order_by()
    if rows.query.where:
        regular = Q(item__emergency_kind="")
        kinds = {"regular": regular & ~_MONEY_OUT, "emergency": ~regular & ~_MONEY_OUT}
        named = {
            f"{kind}{name}": sum_ for kind, which in kinds.items() for name, sum_ in _columns(which).items()
        }
        found = rows.aggregate(**named)
        return {
            kind: _Sums.read([found[f"{kind}{name}"] for name in _columns(which)])
            for kind, which in kinds.items()
        }
    # Over everything, emergency grants and items not received are few: their rows are summed apart and taken
    # from the whole, so that the others need no look at their item.
    urgent, out = AidItem.objects.emergency(), AidItem.objects.filter(_OUT)
    few = {"urgent": urgent.exclude(_OUT), "out": out}
    arms = [_arm(name, rows.filter(item__in=items.values("pk"))) for name, items in few.items()]
    found = {name: _Sums.read(sums) for name, *sums in _arm("whole", rows).union(*arms, all=True).order_by()}
    beside, left = found.get("urgent", _Sums()), found.get("out", _Sums())
    return {"regular": found.get("whole", _Sums()).without(beside).without(left), "emergency": beside}


def _arm(name, rows):
    sums = _columns(Q())
    return rows.annotate(_name=Value(name)).values("_name").annotate(**sums).values_list("_name", *sums)


def _columns(which):
    """Return the columns that `_Sums.read` takes over the rows of that kind, in its order."""
    missing = which & Q(usd_minor__isnull=True)
    of = which or None
    return {
        "_rows": Count("pk", filter=of),
        **half_sums("_usd", "usd_minor", filter=of),
        **half_sums("_vnd", "vnd", filter=of),
        "_unrated": Count("pk", filter=missing),
        "_unrated_items": Count("item", filter=missing, distinct=True),
    }


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
    if 0 < totals.waiting < regular.count + emergency.count:
        parts.append(f"trong đó {format_number(totals.waiting)} khoản chưa phê duyệt")
    if totals.not_received:
        parts.append(f"{format_number(totals.not_received)} khoản không tiếp nhận, rút, thu hồi không cộng")
    return "; ".join(parts) + "."


def _money(part):
    words = f"cam kết {_usd(part.committed_usd_minor)}"
    if part.committed_vnd and not part.unrated:
        words += f" (≈\u00a0{approx_text(Decimal(part.committed_vnd), 'VND').removeprefix(ABOUT)})"
    if part.disbursed_usd_minor:
        words += f", giải ngân {_usd(part.disbursed_usd_minor)}"
        words += f" ({part.percent}%)" if part.percent is not None else ""
    if part.unrated:
        words += f", {format_number(part.unrated)} khoản chưa có tỷ giá nên chưa cộng"
    return words


def _usd(minor):
    return format_money(from_minor(minor, "USD"), "USD")


def commune_sentence(name, part):
    """Return what a commune gets of the items in sight, in words; "" where nothing was asked of one."""
    if part is None:
        return ""
    words = f" Phần của {name} theo tỷ lệ địa bàn của từng khoản, kể cả khẩn cấp, như trên bản đồ: cam kết "
    words += f"{_usd(part.committed_usd_minor)}, giải ngân {_usd(part.disbursed_usd_minor)}."
    return words


def payment_sums(rows):
    """Return what these payments sum to by kind of grant; those of items called off are in no sum."""
    return _sums(rows)


def payments_sentence(sums):
    """Return how many payments there are and what they sum to, emergency grants beside."""
    regular, emergency = sums["regular"], sums["emergency"]
    words = f"{format_number(regular.rows)} lần giải ngân, cộng {_usd(regular.usd)}"
    if emergency.rows:
        words += f"; khẩn cấp {format_number(emergency.rows)} lần tính riêng {_usd(emergency.usd)}"
    if unrated := regular.unrated + emergency.unrated:
        words += f"; {format_number(unrated)} lần chưa có tỷ giá nên chưa cộng"
    return words + "."


def donors_sentence(totals):
    """Return how many donors there are and what they committed, emergency grants included."""
    words = f"{format_number(totals.donors)} nhà tài trợ, {format_number(totals.items)} khoản thường"
    money = _usd(totals.committed_usd)
    if not totals.emergency:
        return f"{words}, cam kết {money}."
    return f"{words} và {format_number(totals.emergency)} khoản khẩn cấp, cam kết cộng cả hai {money}."
