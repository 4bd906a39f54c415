"""Figures of aid by sector: items by their main one, money divided by the shares of each item."""

from dataclasses import replace

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models import Sum as SumRows
from django.db.models.functions import Coalesce, Greatest

from aid.models import Commitment, ItemSector
from core.permissions import Area
from reports.figures.aid import APPROVED_ON, LEFT_OUT, REGULAR, paid_to, received, sum_counted
from reports.figures.base import figure
from reports.figures.measures import Count, Sum

# The four sectors that the Union's report names; everything else is told as one.
SECTORS = {
    "AN_SINH": "An sinh xã hội",
    "Y_TE": "Y tế",
    "GIAO_DUC": "Giáo dục",
    "SINH_KE": "Hỗ trợ sinh kế",
    "": "Lĩnh vực khác, chưa xếp",
}


def main_sector():
    """The sector with an item's largest share; equal shares go by the order of the catalogue."""
    ranked = ItemSector.objects.filter(item=OuterRef("pk")).order_by(
        "-share_percent", "sector__ordinal", "pk"
    )
    return Subquery(ranked.values("sector__code")[:1])


def _in_main_sector(of_items, sector):
    rows = of_items.annotate(main_sector=main_sector())
    if sector:
        return rows.filter(main_sector=sector)
    named = [code for code in SECTORS if code]
    return rows.filter(Q(main_sector__isnull=True) | ~Q(main_sector__in=named))


def _by_sector(total, sector):
    """The sum of what goes to the sector of each amount (`share`); "" is what the named ones leave."""
    return _divided(total, lambda rows: _with_share(rows, sector))


def _divided(total, divide):
    """The same sum over rows that were divided: each carries its per cent in `share`."""
    apart = tuple(divide(rows) for rows in total.apart)
    return replace(total, rows=divide(total.rows), apart=apart, by_share=True)


def _with_share(money, sector):
    shares = ItemSector.objects.filter(item=OuterRef("item_id")).order_by()
    if sector:
        share = Coalesce(Subquery(shares.filter(sector__code=sector).values("share_percent")[:1]), Value(0))
    else:
        named = shares.filter(sector__code__in=[code for code in SECTORS if code])
        total = named.values("item").annotate(total=SumRows("share_percent")).values("total")
        share = Greatest(Value(100) - Coalesce(Subquery(total), Value(0)), Value(0))
    return money.annotate(share=share).filter(share__gt=0)


SECTOR_OF_MONEY = "item__item_sectors__sector__code"


def split_by_sector(measure):
    """The same money with each amount divided among its item's sectors, to be split by SECTOR_OF_MONEY."""
    return _divided(measure, _joined_to_sectors)


def _joined_to_sectors(rows):
    rows = rows.filter(item__item_sectors__isnull=False)
    return rows.annotate(share=F("item__item_sectors__share_percent"))


def _sector_figures(sector, label):
    name = sector.lower() or "khac"
    rule = (
        "Khoản thuộc nhiều lĩnh vực được đếm một lần, ở lĩnh vực có tỷ lệ lớn nhất; "
        "bằng nhau thì theo thứ tự của danh mục."
    )
    shared = "Khoản thuộc nhiều lĩnh vực được chia theo tỷ lệ ghi ở khoản đó."

    @figure(
        f"aid.sector_items.{name}",
        label=f"Khoản tiếp nhận mới: {label}",
        unit="khoản",
        date_field=APPROVED_ON,
        area=Area.AID,
        definition=f"Khoản tiếp nhận mới trong kỳ thuộc lĩnh vực “{label}”. {rule}",
    )
    def sector_items(scope):
        """New items of one sector."""
        return Count(_in_main_sector(received(scope), sector))

    @figure(
        f"aid.sector_usd.{name}",
        label=f"Cam kết của khoản mới: {label}",
        unit="USD",
        date_field=APPROVED_ON,
        area=Area.AID,
        definition=f"Phần cam kết của khoản tiếp nhận mới dành cho lĩnh vực “{label}”. {shared} {LEFT_OUT}",
    )
    def sector_usd(scope):
        """What the new items committed to one sector."""
        return _by_sector(sum_counted(Commitment, scope, REGULAR), sector)

    @figure(
        f"aid.sector_disbursed_usd.{name}",
        label=f"Đã giải ngân của khoản mới: {label}",
        unit="USD",
        date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
        area=Area.AID,
        definition=f"Phần đã giải ngân của khoản tiếp nhận mới cho lĩnh vực “{label}”. {shared} {LEFT_OUT}",
    )
    def sector_disbursed_usd(scope):
        """What the new items paid to one sector."""
        return _by_sector(Sum(paid_to(received(scope), scope)), sector)


for _code, _label in SECTORS.items():
    _sector_figures(_code, _label)
