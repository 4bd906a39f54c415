"""Figures over the ledger of aid: goods, refunds, counterpart funds, and what corrects earlier periods."""

from aid.models import Commitment, Counterpart, Disbursement, Entry
from core.permissions import Area
from reports.figures.aid import REGULAR, of_counted_items, paid_in, received, sum_counted
from reports.figures.base import figure
from reports.figures.measures import Count, Sum

_PAID_ON = "ngày giải ngân"
_BOOKED_ON = "ngày ghi điều chỉnh"
_LEFT_OUT = "Dòng tiền chưa có tỷ giá thì không cộng và được nêu riêng."


@figure(
    "aid.goods_usd",
    label="Hiện vật nhận trong kỳ",
    unit="USD",
    date_field=_PAID_ON,
    area=Area.AID,
    definition="Phần giải ngân trong kỳ bằng hiện vật, theo giá trị hàng, quy đổi USD, của các khoản "
    f"viện trợ thường; đã nằm trong giải ngân trong kỳ. {_LEFT_OUT}",
)
def goods_usd(scope):
    """Goods received in the window by regular items, at their value."""
    return Sum(paid_in(scope).filter(kind=Disbursement.Kind.GOODS))


@figure(
    "aid.refunded_usd",
    label="Hoàn trả nhà tài trợ trong kỳ",
    unit="USD",
    date_field=_PAID_ON,
    area=Area.AID,
    definition="Tiền trả lại nhà tài trợ trong kỳ, quy đổi USD, ghi số âm; đã trừ trong giải ngân trong kỳ. "
    f"{_LEFT_OUT}",
)
def refunded_usd(scope):
    """Money that went back in the window, below 0."""
    return Sum(paid_in(scope).filter(kind=Disbursement.Kind.REFUND))


@figure(
    "aid.counterpart_vnd",
    label="Vốn đối ứng của khoản tiếp nhận mới",
    unit="đồng",
    date_field="ngày phê duyệt",
    area=Area.AID,
    definition="Vốn đối ứng bằng tiền và hiện vật, quy đổi ra đồng, của các khoản tiếp nhận mới trong kỳ, "
    f"cộng các dòng điều chỉnh kỳ trước ghi trong kỳ. {_LEFT_OUT}",
)
def counterpart_vnd(scope):
    """Counterpart funds of the new items, and what the window corrects of closed periods, in đồng."""
    return sum_counted(Counterpart, scope, REGULAR, column="vnd", usd=False)


@figure(
    "aid.correction_disbursed_usd",
    label="Giải ngân: trong đó điều chỉnh kỳ trước",
    unit="USD",
    date_field=_BOOKED_ON,
    area=Area.AID,
    definition="Các dòng điều chỉnh ghi trong kỳ cho giải ngân trước kỳ này, quy đổi USD; đã nằm trong "
    f"giải ngân trong kỳ. {_LEFT_OUT}",
)
def correction_disbursed_usd(scope):
    """What the window's payments correct of closed periods."""
    return Sum(paid_in(scope).filter(entry=Entry.CORRECTION, effective_on__lt=scope.start))


@figure(
    "aid.correction_committed_usd",
    label="Cam kết: trong đó điều chỉnh kỳ trước",
    unit="USD",
    date_field=_BOOKED_ON,
    area=Area.AID,
    definition="Các dòng điều chỉnh ghi trong kỳ cho cam kết của khoản phê duyệt trước kỳ này, quy đổi USD; "
    f"đã nằm trong giá trị cam kết của kỳ. {_LEFT_OUT}",
)
def correction_committed_usd(scope):
    """What the window's commitments correct of closed periods."""
    span = (scope.start, scope.end)
    rows = Commitment.objects.filter(
        entry=Entry.CORRECTION, booked_on__range=span, effective_on__lt=scope.start
    )
    return Sum(rows.filter(of_counted_items(scope, REGULAR)))


@figure(
    "aid.late_items",
    label="Khoản ghi bổ sung cho kỳ đã khóa sổ",
    unit="khoản",
    date_field="ngày ghi bổ sung",
    area=Area.AID,
    definition="Khoản viện trợ thường phê duyệt trước kỳ này, trong kỳ đã khóa sổ, mà nay mới ghi; đã nằm "
    "trong khoản tiếp nhận mới của kỳ này.",
)
def late_items(scope):
    """Regular items that were entered in the window for a closed period."""
    return Count(received(scope).filter(booked_on__isnull=False, approved_on__lt=scope.start))
