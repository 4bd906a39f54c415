"""Figures over aid: items, money, sectors. Emergency grants are counted beside the regular items."""

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models import Sum as SumRows
from django.db.models.functions import Coalesce, Greatest

from aid.models import AidItem, Commitment, Disbursement, ItemSector
from core.models import Partner
from core.permissions import Area
from reports.figures.base import figure
from reports.figures.measures import Count, Share, Sum

# The four sectors that the Union's report names; everything else is told as one.
SECTORS = {
    "AN_SINH": "An sinh xã hội",
    "Y_TE": "Y tế",
    "GIAO_DUC": "Giáo dục",
    "SINH_KE": "Hỗ trợ sinh kế",
    "": "Lĩnh vực khác, chưa xếp",
}
_APPROVED_ON = "ngày phê duyệt"
_PAID_ON = "ngày giải ngân"
_BOOKED = (
    "Cam kết tính vào ngày phê duyệt của khoản; điều chỉnh và khoản ghi bổ sung cho kỳ đã khóa sổ tính vào "
    "ngày ghi, trong kỳ mở."
)
_LEFT_OUT = "Dòng tiền chưa có tỷ giá thì không cộng và được nêu riêng."


def items(scope):
    """Items that the reader may see, of the agency asked for; without those not received."""
    rows = AidItem.objects.visible_to(scope.user).received()
    if scope.agency is not None:
        own = scope.agency.pk
        rows = rows.filter(Q(owner_id=own) | Q(recipient_id=own) | Q(mobilised_by_id=own))
    return rows


def received(scope):
    """Regular items approved in the window, and those entered late in it for a closed period."""
    return items(scope).booked_in(scope.start, scope.end).regular()


def emergency(scope):
    """Emergency grants approved in the window, and those entered late in it."""
    return items(scope).booked_in(scope.start, scope.end).emergency()


def committed(scope, of_items):
    """What the window counts as committed to these items: what was booked in it, corrections too."""
    return counted(Commitment, scope, of_items)


def counted(model, scope, of_items):
    """Return the lines of these items that the window counts: of new ones, and what was booked in it."""
    span = (scope.start, scope.end)
    fresh = of_items.booked_in(*span).values("pk")
    return model.objects.filter(
        Q(booked_on__isnull=True, item__in=fresh) | Q(booked_on__range=span, item__in=of_items.values("pk"))
    )


def committed_by(scope, of_items):
    """What these items had been committed by the end of the window; later corrections are not in it."""
    return Commitment.objects.filter(
        Q(booked_on__isnull=True) | Q(booked_on__lte=scope.end), item__in=of_items.values("pk")
    )


def disbursements(of_items):
    """Disbursements of these items."""
    return Disbursement.objects.filter(item__in=of_items.values("pk"))


@figure(
    "aid.items_received",
    label="Chương trình, dự án, phi dự án tiếp nhận mới",
    unit="khoản",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Khoản viện trợ có ngày phê duyệt trong kỳ. Cứu trợ khẩn cấp theo nghị định riêng "
    "và khoản không tiếp nhận, nhà tài trợ rút, bị thu hồi không tính vào đây.",
)
def items_received(scope):
    """Aid items whose approval date lies in the window; emergency relief is left out."""
    return Count(received(scope))


def _mode_figure(mode, code, label):
    @figure(
        code,
        label=label,
        unit="khoản",
        date_field=_APPROVED_ON,
        area=Area.AID,
        definition=f"Trong số khoản tiếp nhận mới, khoản thuộc loại “{AidItem.Mode(mode).label}”.",
    )
    def of_mode(scope):
        """New items of one mode."""
        return Count(received(scope).filter(mode=mode))


_mode_figure(AidItem.Mode.PROGRAMME, "aid.programmes", "Chương trình tiếp nhận mới")
_mode_figure(AidItem.Mode.PROJECT, "aid.projects", "Dự án tiếp nhận mới")
_mode_figure(AidItem.Mode.NON_PROJECT, "aid.non_projects", "Phi dự án tiếp nhận mới")
_mode_figure(AidItem.Mode.UNSORTED, "aid.unsorted", "Khoản tiếp nhận mới chưa xếp loại")


@figure(
    "aid.committed_usd",
    label="Giá trị cam kết của khoản tiếp nhận mới",
    unit="USD",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition=f"Tổng cam kết, quy đổi USD, của các khoản tiếp nhận mới trong kỳ. {_BOOKED} {_LEFT_OUT}",
)
def committed_usd(scope):
    """Commitments of the new items."""
    return Sum(committed(scope, items(scope).regular()))


@figure(
    "aid.disbursed_usd",
    label="Giải ngân trong kỳ",
    unit="USD",
    date_field=_PAID_ON,
    area=Area.AID,
    definition="Tổng các lần giải ngân có ngày giải ngân trong kỳ, quy đổi USD, của mọi khoản viện trợ "
    "thường, kể cả khoản phê duyệt năm trước: tiền, hiện vật, trừ hoàn trả, cộng điều chỉnh kỳ trước. "
    f"{_LEFT_OUT}",
)
def disbursed_usd(scope):
    """Money paid in the window to regular items of any year."""
    return Sum(paid_in(scope))


def paid_in(scope):
    """Lines of the ledger of regular items on days of the window: money, goods, refunds, corrections."""
    paid = Disbursement.objects.filter(paid_on__range=(scope.start, scope.end))
    # The window leaves few payments and the items are nearly all: each payment asks after its own item.
    return paid.filter(Exists(items(scope).regular().filter(pk=OuterRef("item_id"))))


def _paid_to(of_items, scope):
    return disbursements(of_items).filter(paid_on__lte=scope.end)


@figure(
    "aid.disbursed_new_usd",
    label="Đã giải ngân của khoản tiếp nhận mới",
    unit="USD",
    date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
    area=Area.AID,
    definition=f"Phần đã giải ngân đến hết kỳ của các khoản tiếp nhận mới trong kỳ, quy đổi USD. {_LEFT_OUT}",
)
def disbursed_new_usd(scope):
    """Money paid to the new items up to the end of the window."""
    return Sum(_paid_to(received(scope), scope))


@figure(
    "aid.disbursed_share",
    label="Tỷ lệ giải ngân của khoản tiếp nhận mới",
    unit="%",
    date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
    area=Area.AID,
    definition="Phần đã giải ngân của các khoản tiếp nhận mới so với tổng cam kết của chính các khoản đó.",
)
def disbursed_share(scope):
    """Disbursed part of what the new items committed."""
    return Share(Sum(_paid_to(received(scope), scope)), Sum(committed_by(scope, received(scope))))


@figure(
    "aid.emergency_items",
    label="Khoản cứu trợ khẩn cấp",
    unit="khoản",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Khoản cứu trợ, khắc phục hậu quả khẩn cấp theo nghị định riêng, phê duyệt trong kỳ; "
    "nêu bên cạnh, không cộng vào khoản tiếp nhận mới.",
)
def emergency_items(scope):
    """Emergency grants approved in the window."""
    return Count(emergency(scope))


@figure(
    "aid.emergency_usd",
    label="Giá trị cứu trợ khẩn cấp",
    unit="USD",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition=f"Tổng cam kết, quy đổi USD, của các khoản cứu trợ khẩn cấp phê duyệt trong kỳ. {_LEFT_OUT}",
)
def emergency_usd(scope):
    """Commitments of the emergency grants."""
    return Sum(committed(scope, items(scope).emergency()))


@figure(
    "aid.emergency_share",
    label="Tỷ lệ giải ngân cứu trợ khẩn cấp",
    unit="%",
    date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
    area=Area.AID,
    definition="Phần đã giải ngân của các khoản cứu trợ khẩn cấp so với cam kết của chính các khoản đó.",
)
def emergency_share(scope):
    """Disbursed part of what the emergency grants committed."""
    return Share(Sum(_paid_to(emergency(scope), scope)), Sum(committed_by(scope, emergency(scope))))


@figure(
    "aid.items_all",
    label="Khoản tiếp nhận mới, gồm cả khẩn cấp",
    unit="khoản",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Khoản viện trợ có ngày phê duyệt trong kỳ, gồm cả cứu trợ, khắc phục hậu quả khẩn cấp; "
    "khoản không tiếp nhận không tính.",
)
def items_all(scope):
    """New items with the emergency grants."""
    return Count(items(scope).booked_in(scope.start, scope.end))


@figure(
    "aid.committed_all_usd",
    label="Giá trị cam kết, gồm cả khẩn cấp",
    unit="USD",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Tổng cam kết, quy đổi USD, của các khoản phê duyệt trong kỳ, gồm cả khẩn cấp. " + _LEFT_OUT,
)
def committed_all_usd(scope):
    """Commitments of the new items with those of the emergency grants."""
    return Sum(committed(scope, items(scope)))


@figure(
    "aid.without_rate",
    label="Khoản còn cam kết chưa có tỷ giá",
    unit="khoản",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Khoản có cam kết tính vào kỳ, kể cả khẩn cấp, chưa quy đổi được ra USD vì thiếu tỷ giá. "
    f"{_BOOKED}",
)
def without_rate(scope):
    """Items with a commitment that the window counts and that has no rate to USD."""
    lacking = committed(scope, items(scope)).filter(usd_minor__isnull=True)
    return Count(items(scope).filter(pk__in=lacking.values("item_id")))


@figure(
    "aid.without_rate_any_year",
    label="Khoản còn cam kết chưa có tỷ giá, mọi năm",
    unit="khoản",
    date_field="ngày tính số liệu (mọi khoản đã phê duyệt đến ngày đó)",
    area=Area.AID,
    definition="Khoản đã phê duyệt đến ngày tính số liệu, của mọi năm, kể cả khẩn cấp, "
    "có cam kết chưa quy đổi được ra USD vì thiếu tỷ giá.",
)
def without_rate_any_year(scope):
    """Items of any year up to the day whose commitment has no rate to USD."""
    known = items(scope).booked_by(scope.end)
    lacking = committed_by(scope, known).filter(usd_minor__isnull=True)
    return Count(known.filter(pk__in=lacking.values("item_id")))


@figure(
    "aid.slow_items",
    label="Khoản chậm giải ngân",
    unit="khoản",
    date_field="ngày tính số liệu (mọi khoản đã phê duyệt đến ngày đó)",
    area=Area.AID,
    definition="Khoản viện trợ thường đang thực hiện mà lâu ngày chưa giải ngân lần nào, hoặc tỷ lệ "
    "giải ngân kém xa tỷ lệ thời gian đã qua, theo ngưỡng ghi trong Danh mục; xét trên mọi lần "
    "giải ngân đã ghi.",
)
def slow_items(scope):
    """Running regular items that lag behind, by the office's own limits."""
    limits = {
        "points": scope.law.convention("AID_SLOW_DISBURSEMENT_POINTS").value,
        "quiet_days": scope.law.convention("AID_NO_DISBURSEMENT_DAYS").value,
    }
    return Count(items(scope).regular().booked_by(scope.end).slow(scope.as_of, **limits))


@figure(
    "aid.donors",
    label="Nhà tài trợ của khoản tiếp nhận mới",
    unit="nhà tài trợ",
    date_field=_APPROVED_ON,
    area=Area.AID,
    definition="Số nhà tài trợ khác nhau của các khoản tiếp nhận mới trong kỳ.",
)
def donors(scope):
    """Different donors of the new items."""
    return Count(Partner.objects.filter(pk__in=received(scope).values("donor_id")))


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


def _by_sector(money, sector):
    """Rows of money with the per cent (`share`) that goes to the sector; "" is what the named ones leave."""
    shares = ItemSector.objects.filter(item=OuterRef("item_id")).order_by()
    if sector:
        share = Coalesce(Subquery(shares.filter(sector__code=sector).values("share_percent")[:1]), Value(0))
    else:
        named = shares.filter(sector__code__in=[code for code in SECTORS if code])
        total = named.values("item").annotate(total=SumRows("share_percent")).values("total")
        share = Greatest(Value(100) - Coalesce(Subquery(total), Value(0)), Value(0))
    return money.annotate(share=share).filter(share__gt=0)


# The day on which a commitment counts, by which a year is split as its sum is.
DAY_OF_COMMITMENT = Coalesce("booked_on", "item__booked_on", "item__approved_on")
SECTOR_OF_MONEY = "item__item_sectors__sector__code"


def split_by_sector(measure):
    """The same money with each amount divided among its item's sectors, to be split by SECTOR_OF_MONEY."""
    rows = measure.rows.filter(item__item_sectors__isnull=False)
    return Sum(rows.annotate(share=F("item__item_sectors__share_percent")), by_share=True)


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
        date_field=_APPROVED_ON,
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
        date_field=_APPROVED_ON,
        area=Area.AID,
        definition=f"Phần cam kết của khoản tiếp nhận mới dành cho lĩnh vực “{label}”. {shared} {_LEFT_OUT}",
    )
    def sector_usd(scope):
        """What the new items committed to one sector."""
        return Sum(_by_sector(committed(scope, items(scope).regular()), sector), by_share=True)

    @figure(
        f"aid.sector_disbursed_usd.{name}",
        label=f"Đã giải ngân của khoản mới: {label}",
        unit="USD",
        date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
        area=Area.AID,
        definition=f"Phần đã giải ngân của khoản tiếp nhận mới cho lĩnh vực “{label}”. {shared} {_LEFT_OUT}",
    )
    def sector_disbursed_usd(scope):
        """What the new items paid to one sector."""
        return Sum(_by_sector(_paid_to(received(scope), scope), sector), by_share=True)


for _code, _label in SECTORS.items():
    _sector_figures(_code, _label)
