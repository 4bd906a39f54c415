"""Figures over aid: items, money, sectors. Emergency grants are counted beside the regular items."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from aid.models import AidItem, Commitment, Disbursement
from aid.models.querysets import Unindexed
from core.models import Partner
from core.permissions import Area, Reach, reach
from reports.figures.base import figure
from reports.figures.measures import Count, CountNamed, Share, Sum

APPROVED_ON = "ngày phê duyệt"
_PAID_ON = "ngày giải ngân"
# Which items: under the regular decree, emergency grants, both.
REGULAR, EMERGENCY, ANY_KIND = "regular", "emergency", "any"
_BOOKED = (
    "Cam kết tính vào ngày phê duyệt của khoản; điều chỉnh và khoản ghi bổ sung cho kỳ đã khóa sổ tính vào "
    "ngày ghi, trong kỳ mở."
)
LEFT_OUT = "Dòng tiền chưa có tỷ giá thì không cộng và được nêu riêng."


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


def sum_counted(model, scope, kind=ANY_KIND, **how):
    """Return the sum of the lines that the window counts: of new items, and what was booked in it.

    The two are asked apart: an index finds new items' lines by item, the window's own by day.
    """
    span = (scope.start, scope.end)
    fresh = Q(booked_on__isnull=True, item__in=_of_kind(items(scope), kind).booked_in(*span).values("pk"))
    booked = of_counted_items(scope, kind) & Q(booked_on__range=span)
    lines = model.objects
    return Sum(lines.filter(fresh | booked), apart=(lines.filter(fresh), lines.filter(booked)), **how)


def committed(scope, kind):
    """Return the commitments that the window counts: of new items, and what was booked in it."""
    return sum_counted(Commitment, scope, kind).rows


def of_counted_items(scope, kind=ANY_KIND):
    """Return the condition that what belongs to an item belongs to one of `items`, of this kind.

    Nearly all items count: the few that do not are left out, so that no line looks up its item by its key.
    """
    if not _is_of_all(scope):
        return Q(Exists(_of_kind(items(scope), kind).filter(pk=OuterRef("item_id"))))
    others = AidItem.objects.order_by()
    # Above nothing: an index finds those, where it cannot find what differs from nothing.
    emergency_items = Q(item__in=others.filter(emergency_kind__gt="").values("pk"))
    of_kind = {REGULAR: ~emergency_items, EMERGENCY: emergency_items, ANY_KIND: Q()}[kind]
    return ~Q(item__in=others.not_received().values("pk")) & of_kind


def _is_of_all(scope):
    return scope.agency is None and reach(scope.user, Area.AID) is Reach.ALL


def _of_kind(rows, kind):
    return {REGULAR: rows.regular, EMERGENCY: rows.emergency, ANY_KIND: rows.all}[kind]()


def committed_by(scope, of_items):
    """What these items had been committed by the end of the window; later corrections are not in it."""
    return Commitment.objects.filter(
        Q(booked_on__isnull=True) | Q(booked_on__lte=scope.end), item__in=of_items.values("pk")
    )


def disbursements(of_items):
    """Disbursements of these items."""
    return Disbursement.objects.filter(item__in=of_items.values("pk"))


# The day on which a commitment counts, by which a year is split as its sum is.
DAY_OF_COMMITMENT = Coalesce("booked_on", "item__booked_on", "item__approved_on")


@figure(
    "aid.items_received",
    label="Chương trình, dự án, phi dự án tiếp nhận mới",
    unit="khoản",
    date_field=APPROVED_ON,
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
        date_field=APPROVED_ON,
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
    date_field=APPROVED_ON,
    area=Area.AID,
    definition=f"Tổng cam kết, quy đổi USD, của các khoản tiếp nhận mới trong kỳ. {_BOOKED} {LEFT_OUT}",
)
def committed_usd(scope):
    """Commitments of the new items."""
    return sum_counted(Commitment, scope, REGULAR)


@figure(
    "aid.disbursed_usd",
    label="Giải ngân trong kỳ",
    unit="USD",
    date_field=_PAID_ON,
    area=Area.AID,
    definition="Tổng các lần giải ngân có ngày giải ngân trong kỳ, quy đổi USD, của mọi khoản viện trợ "
    "thường, kể cả khoản phê duyệt năm trước: tiền, hiện vật, trừ hoàn trả, cộng điều chỉnh kỳ trước. "
    f"{LEFT_OUT}",
)
def disbursed_usd(scope):
    """Money paid in the window to regular items of any year."""
    return Sum(paid_in(scope))


def paid_in(scope):
    """Lines of the ledger of regular items on days of the window: money, goods, refunds, corrections."""
    days = (scope.start, scope.end)
    return Disbursement.objects.filter(of_counted_items(scope, REGULAR), paid_on__range=days)


def paid_to(of_items, scope):
    return disbursements(of_items).filter(paid_on__lte=scope.end)


@figure(
    "aid.disbursed_new_usd",
    label="Đã giải ngân của khoản tiếp nhận mới",
    unit="USD",
    date_field="ngày phê duyệt của khoản, ngày giải ngân đến hết kỳ",
    area=Area.AID,
    definition=f"Phần đã giải ngân đến hết kỳ của các khoản tiếp nhận mới trong kỳ, quy đổi USD. {LEFT_OUT}",
)
def disbursed_new_usd(scope):
    """Money paid to the new items up to the end of the window."""
    return Sum(paid_to(received(scope), scope))


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
    return Share(Sum(paid_to(received(scope), scope)), Sum(committed_by(scope, received(scope))))


@figure(
    "aid.emergency_items",
    label="Khoản cứu trợ khẩn cấp",
    unit="khoản",
    date_field=APPROVED_ON,
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
    date_field=APPROVED_ON,
    area=Area.AID,
    definition=f"Tổng cam kết, quy đổi USD, của các khoản cứu trợ khẩn cấp phê duyệt trong kỳ. {LEFT_OUT}",
)
def emergency_usd(scope):
    """Commitments of the emergency grants."""
    return sum_counted(Commitment, scope, EMERGENCY)


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
    return Share(Sum(paid_to(emergency(scope), scope)), Sum(committed_by(scope, emergency(scope))))


@figure(
    "aid.items_all",
    label="Khoản tiếp nhận mới, gồm cả khẩn cấp",
    unit="khoản",
    date_field=APPROVED_ON,
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
    date_field=APPROVED_ON,
    area=Area.AID,
    definition="Tổng cam kết, quy đổi USD, của các khoản phê duyệt trong kỳ, gồm cả khẩn cấp. " + LEFT_OUT,
)
def committed_all_usd(scope):
    """Commitments of the new items with those of the emergency grants."""
    return sum_counted(Commitment, scope)


@figure(
    "aid.without_rate",
    label="Khoản còn cam kết chưa có tỷ giá",
    unit="khoản",
    date_field=APPROVED_ON,
    area=Area.AID,
    definition="Khoản có cam kết tính vào kỳ, kể cả khẩn cấp, chưa quy đổi được ra USD vì thiếu tỷ giá. "
    f"{_BOOKED}",
)
def without_rate(scope):
    """Items with a commitment that the window counts and that has no rate to USD."""
    span = (scope.start, scope.end)
    lacking = Commitment.objects.filter(usd_minor__isnull=True)
    late = lacking.filter(booked_on__range=span).values("item_id")
    fresh = (
        items(scope).booked_in(*span).filter(pk__in=lacking.filter(booked_on__isnull=True).values("item_id"))
    )
    rows = items(scope).filter(Q(pk__in=fresh.values("pk")) | Q(pk__in=late))
    new = Q(booked_on__isnull=True) & _in(items(scope).booked_in(*span))
    naming = lacking.filter(of_counted_items(scope) & (new | Q(booked_on__range=span)))
    return _told_by_commitments(rows, naming, scope)


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
    lacking = Commitment.objects.filter(
        Q(booked_on__isnull=True) | Q(booked_on__lte=scope.end), usd_minor__isnull=True
    )
    rows = items(scope).booked_by(scope.end).filter(pk__in=lacking.values("item_id"))
    others = AidItem.objects.order_by()
    not_yet = _in(others.filter(approved_on__isnull=True)) | _in(others.booked_after(scope.end))
    return _told_by_commitments(rows, lacking.filter(of_counted_items(scope) & ~not_yet), scope)


def _in(of_items):
    """Return that the item is one of these, met by what is asked and not sought by these."""
    return Q(In(Unindexed("item_id"), of_items.order_by().values("pk")))


def _told_by_commitments(rows, naming, scope):
    """Return the count of items, of all told from the commitments that name them.

    SQLite would look each of these items up by its key. PostgreSQL joins indexes; a list of keys that is too
    long for its memory it would walk for each line.
    """
    if connection.vendor == "sqlite" and _is_of_all(scope):
        return CountNamed(rows, naming=naming, column="item_id")
    return Count(rows)


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
    rows = items(scope).regular().booked_by(scope.end).slow(scope.as_of, **limits)
    # Apart, an index holds all that is asked of each; one or the other is looked up in the rows.
    return Count(rows, (rows.filter(ended_on__isnull=True), rows.filter(ended_on__gte=scope.as_of)))


@figure(
    "aid.donors",
    label="Nhà tài trợ của khoản tiếp nhận mới",
    unit="nhà tài trợ",
    date_field=APPROVED_ON,
    area=Area.AID,
    definition="Số nhà tài trợ khác nhau của các khoản tiếp nhận mới trong kỳ.",
)
def donors(scope):
    """Different donors of the new items."""
    new = received(scope)
    return CountNamed(Partner.objects.filter(pk__in=new.values("donor_id")), naming=new, column="donor_id")
