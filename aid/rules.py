"""What the law and the office say about an aid item: values in, findings out, each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from aid.money_rules import rate_slip
from core.dates import add_months, format_date
from core.legal import Blocker, Caution, Citation
from core.money import format_money, format_number, from_minor

RELIEF, RECOVERY = "CUU_TRO", "KHAC_PHUC"
# Approved and not over: their first and last day say whether they run.
RUNNING = ("APPROVED", "NOTIFIED", "IMPLEMENTING")
DECIDED = (*RUNNING, "ADJUSTING", "ENDED", "HANDED_OVER", "FINAL_REPORTED", "SETTLED")
# Refused, withdrawn or revoked: no aid received, in no figure and no total.
NOT_RECEIVED = ("REJECTED", "WITHDRAWN", "REVOKED")
# Called off after a closed period had counted it: it goes on counting there, corrections take its money out.
STOPPED = "STOPPED"
CALLED_OFF = (*NOT_RECEIVED, STOPPED)
# From so many days on, a rate says little about the day on which money was promised or paid.
RATE_KEEPS_DAYS = 31


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a text fixes, and the clause."""

    value: int
    source: Citation


@dataclass(frozen=True, slots=True)
class RuleSetPeriod:
    """A decree and the days on which it decides: code ND80, first and last day (None: open)."""

    code: str
    first: date | None
    last: date | None
    source: Citation

    def covers(self, day: date) -> bool:
        """Return whether the decree is in force on the day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def rule_set_for(
    approved_on: date | None, emergency_kind: str, periods: Iterable[RuleSetPeriod]
) -> RuleSetPeriod | None:
    """Return the decree that governs an item approved on that day, or None before approval.

    Emergency grants stand under their own decree (ND50) where it is in force; else, and for all other
    items, the decree of the approval day decides. Source: the citation that each period carries.
    """
    if approved_on is None:
        return None
    in_force = [period for period in periods if period.covers(approved_on)]
    own = [period for period in in_force if period.code == "ND50"]
    regular = [period for period in in_force if period.code != "ND50"]
    chosen = own if emergency_kind and own else regular
    return chosen[0] if chosen else None


def rule_set_problems(approved_on: date | None, chosen: RuleSetPeriod | None) -> list[Blocker | Caution]:
    """Return why an approved item cannot be filed: no decree is known for its approval day."""
    if approved_on is None or chosen is not None:
        return []
    return [
        Blocker(
            f"Chưa có bộ quy tắc cho ngày phê duyệt {format_date(approved_on)}; "
            "quản trị viên thêm ở Danh mục, mục Giá trị pháp lý.",
            None,
            "approved_on",
        )
    ]


def emergency_scope(
    emergency_kind: str,
    disaster_on: date | None,
    approved_on: date | None,
    ended_on: date | None = None,
    *,
    relief_months: Limit | None,
    recovery_months: Limit | None,
) -> list[Blocker | Caution]:
    """Return cautions when an emergency grant was approved, or ends, too late to stand under its own decree.

    Both have to lie within the months since the disaster (Điều 1 Nghị định 80/2020/NĐ-CP).
    """
    limit = {RELIEF: relief_months, RECOVERY: recovery_months}.get(emergency_kind)
    if limit is None or disaster_on is None:
        return []
    last = add_months(disaster_on, limit.value)
    days = (("approved_on", approved_on, "Phê duyệt"), ("ended_on", ended_on, "Thực hiện đến"))
    return [
        Caution(
            f"{what} ngày {format_date(day)}, sau hạn {limit.value} tháng kể từ thiên tai "
            f"({format_date(last)}); viện trợ khẩn cấp phải phê duyệt và thực hiện xong trong hạn đó (Điều 1 "
            "Nghị định 80/2020/NĐ-CP), quá hạn là viện trợ thường: xem lại ngày, hoặc bỏ dấu khẩn cấp.",
            limit.source,
            field,
        )
        for field, day, what in days
        if day and day > last
    ]


def item_problems(
    *,
    started_on: date | None,
    ended_on: date | None,
    approved_on: date | None,
    decision_number: str,
    disaster_on: date | None,
    today: date,
) -> list[Blocker | Caution]:
    """Return what is wrong with the dates and the decision of an item."""
    found: list[Blocker | Caution] = []
    if started_on and ended_on and ended_on < started_on:
        found.append(
            Blocker(f"Ngày kết thúc phải sau ngày bắt đầu {format_date(started_on)}.", None, "ended_on")
        )
    if approved_on and approved_on > today:
        found.append(
            Blocker(f"Ngày phê duyệt chưa tới; nhập ngày đến {format_date(today)}.", None, "approved_on")
        )
    if disaster_on and disaster_on > today:
        found.append(
            Blocker(
                f"Ngày xảy ra thiên tai chưa tới; nhập ngày đến {format_date(today)}.", None, "disaster_on"
            )
        )
    if decision_number and approved_on is None:
        found.append(Blocker("Nhập ngày phê duyệt ghi trên quyết định.", None, "approved_on"))
    if approved_on and ended_on and ended_on < approved_on:
        found.append(
            Caution(
                f"Khoản kết thúc trước ngày phê duyệt {format_date(approved_on)}; xem lại hai ngày này.",
                None,
                "ended_on",
            )
        )
    return found


def agency_problems(
    name: str,
    valid_from: date | None,
    valid_to: date | None,
    day: date,
    *,
    field: str,
    is_successor: bool = False,
) -> list[Blocker | Caution]:
    """Return why an agency cannot own or receive an item: it does not exist on the day.

    An old register names the successor of today: with `is_successor` one founded later is a caution.
    """
    if valid_to and valid_to < day:
        return [
            Blocker(
                f"{name} đã thôi hoạt động từ sau ngày {format_date(valid_to)}; chọn cơ quan kế thừa.",
                None,
                field,
            )
        ]
    if valid_from and valid_from > day and is_successor:
        since, then = format_date(valid_from), format_date(day)
        return [
            Caution(
                f"{name} có từ ngày {since}, sau ngày {then}: ghi theo đơn vị kế thừa hiện nay; "
                "đơn vị khi đó nêu ở Ghi chú nếu khác.",
                None,
                field,
            )
        ]
    if valid_from and valid_from > day:
        return [
            Blocker(f"{name} chưa thành lập vào ngày {format_date(day)}; chọn cơ quan khi đó.", None, field)
        ]
    return []


def state_on(status: str, started_on: date | None, ended_on: date | None, today: date) -> str:
    """Return the state that the page shows: an approved item runs from its first to its last day."""
    if status not in RUNNING:
        return status
    if ended_on and ended_on < today:
        return "ENDED"
    if status == "IMPLEMENTING" or (started_on and started_on <= today):
        return "IMPLEMENTING"
    return status


def slow_reason(
    *,
    state: str,
    started_on: date | None,
    ended_on: date | None,
    committed: int | None,
    disbursed: int | None,
    has_disbursement: bool,
    is_unrated: bool,
    today: date,
    points: int,
    quiet_days: int,
) -> str:
    """Return why a running item is flagged as slow, or "".

    Two readings: no money in so many days after the start; or the share disbursed lies more than `points`
    percentage points below the share of time gone. Amounts in US cents. Source: the office's own convention.
    """
    if state != "IMPLEMENTING" or started_on is None:
        return ""
    if not has_disbursement and started_on < today - timedelta(days=quiet_days):
        return f"Chưa giải ngân lần nào sau {quiet_days} ngày kể từ ngày bắt đầu {format_date(started_on)}."
    if is_unrated or committed is None or ended_on is None or ended_on <= started_on:
        return ""
    gone, whole = (today - started_on).days, (ended_on - started_on).days
    paid = disbursed or 0
    if 100 * paid * whole >= committed * (100 * gone - points * whole):
        return ""
    share, time = round(100 * paid / committed), round(100 * gone / whole)
    return f"Đã giải ngân {share}%, thời gian đã qua {time}%: chậm hơn {points} điểm phần trăm."


def disbursement_problems(
    *,
    paid_on: date,
    approved_on: date | None,
    status: str,
    today: date,
    amount_minor: int,
    currency: str,
    others_minor: dict[str, int],
    committed_minor: dict[str, int],
    usd_minor: int | None,
    others_usd_minor: int | None,
    committed_usd_minor: int | None,
    started_on: date | None = None,
    is_emergency: bool = False,
    is_table: bool = False,
) -> list[Blocker | Caution]:
    """Return what is wrong with one disbursement beside the others of its item.

    Amounts by currency decide where commitment and payments share one; else the USD equivalents, which can
    only caution, because rates move. None: some amount has no rate. A payment before the approval is refused
    on a page, and only warned of in a table (`is_table`).
    """
    found: list[Blocker | Caution] = []
    if status in CALLED_OFF:
        found.append(
            Blocker("Khoản không được tiếp nhận, đã rút hoặc bị thu hồi nên không ghi giải ngân.", None)
        )
    elif status not in DECIDED and amount_minor > 0 and not is_emergency:
        # Items of other systems arrive without their decision, and their payments with them.
        words = "Khoản chưa được phê duyệt"
        found.append(
            Caution(f"{words} mà đã có giải ngân; ghi quyết định phê duyệt của khoản.", None)
            if is_table
            else Blocker(f"{words} nên chưa ghi giải ngân; ghi quyết định phê duyệt của khoản trước.", None)
        )
    if paid_on > today:
        found.append(
            Blocker(f"Ngày giải ngân chưa tới; nhập ngày đến {format_date(today)}.", None, "paid_on")
        )
    if approved_on and paid_on < approved_on:
        found.append(
            Caution(
                f"Giải ngân trước ngày phê duyệt {format_date(approved_on)}; xem lại ngày.", None, "paid_on"
            )
        )
    if started_on and paid_on < started_on:
        found.append(
            Caution(
                f"Giải ngân trước ngày bắt đầu khoản {format_date(started_on)}; xem lại ngày.",
                None,
                "paid_on",
            )
        )
    if set(committed_minor) == {currency} and set(others_minor) <= {currency}:
        over = others_minor.get(currency, 0) + amount_minor - committed_minor[currency]
        if over > 0 and amount_minor > 0:
            money = format_money(from_minor(over, currency), currency)
            found.append(
                Blocker(
                    f"Lần này làm tổng giải ngân vượt cam kết {money}; sửa số tiền, hoặc sửa cam kết trước.",
                    None,
                    "amount",
                )
            )
    elif None not in (usd_minor, others_usd_minor, committed_usd_minor):
        over = (usd_minor or 0) + (others_usd_minor or 0) - (committed_usd_minor or 0)
        if over > 0 and amount_minor > 0:
            money = format_money(from_minor(over, "USD"), "USD")
            found.append(
                Caution(f"Quy đổi ra USD, tổng giải ngân vượt cam kết {money}; xem lại.", None, "amount")
            )
    return found


def rate_cautions(
    currency: str,
    typed: Decimal | None,
    known: Decimal | None,
    known_on: date | None,
    *,
    band_percent: int,
    field: str,
) -> list[Blocker | Caution]:
    """Return a caution when a typed rate lies further from the nearest known one than the band allows."""
    if typed is None or known is None or known_on is None:
        return []
    if abs(typed - known) * 100 <= known * band_percent:
        return []
    return [
        Caution(
            f"Tỷ giá {currency} {format_number(typed)} lệch quá {band_percent}% so với "
            f"{format_number(known)} ngày {format_date(known_on)}; {rate_slip(typed, known, band_percent)}.",
            None,
            field,
        )
    ]


def is_old_rate(rate_on: date | None, day: date) -> bool:
    """Return whether the rate of `rate_on` is too old for an amount of `day`."""
    return rate_on is not None and day - rate_on > timedelta(days=RATE_KEEPS_DAYS)


def old_rate_cautions(rates: Iterable[tuple[date | None, date]]) -> list[Blocker | Caution]:
    """Return one caution for amounts converted at an old rate; pairs of the rate's day and the amount's."""
    old = sorted({(day, rate_on) for rate_on, day in rates if rate_on and is_old_rate(rate_on, day)})
    if not old:
        return []
    words = "; ".join(
        f"số tiền ngày {format_date(day)} theo tỷ giá ngày {format_date(rate_on)}" for day, rate_on in old
    )
    return [
        Caution(
            f"Tỷ giá cũ hơn {RATE_KEEPS_DAYS} ngày: {words}. Nhập tỷ giá riêng, hoặc báo Sở thêm ở Danh mục.",
            None,
            "rate",
        )
    ]


def status_written(status: str, approved_on: date | None) -> str:
    """Return the state of an item as a form or a file states it: approved where it has its decision."""
    if approved_on and status not in (*DECIDED, *CALLED_OFF):
        return "APPROVED"
    return "DOSSIER" if approved_on is None and status in DECIDED else status


def decision_problems(
    *,
    status: str,
    was_approved_on: date | None,
    approved_on: date | None,
    received_on: date | None,
    first_paid_on: date | None = None,
) -> list[Blocker | Caution]:
    """Return why a form may not set or clear the decision: an item that goes step by step has its step.

    Money that came stands on the decision: with it, the decision is neither cleared nor moved behind it.
    """
    is_set, is_cleared = approved_on and not was_approved_on, was_approved_on and not approved_on
    if is_set and status in CALLED_OFF:
        words = "Khoản không được tiếp nhận hoặc đã rút; ghi bước “Mở lại” trước."
    elif is_set and received_on:
        words = "Hồ sơ đang được xử lý; ghi quyết định ở bước “Phê duyệt” trên trang của khoản."
    elif is_cleared and (received_on or status in CALLED_OFF):
        words = "Quyết định đã ghi ở bước “Phê duyệt”; hủy bước đó thay cho xóa ngày."
    elif is_cleared and first_paid_on:
        words = "Khoản đã có giải ngân nên không xóa ngày phê duyệt; sửa giải ngân trước."
    elif was_approved_on and first_paid_on and approved_on and was_approved_on <= first_paid_on < approved_on:
        words = f"Đã giải ngân từ ngày {format_date(first_paid_on)}, trước ngày phê duyệt này; sửa lại ngày."
    else:
        return []
    return [Blocker(words, None, "approved_on")]


def share_problems(shares: Iterable[int]) -> list[Blocker | Caution]:
    """Return what is wrong with the shares of the sectors: whole per cents that make up 100."""
    shares = list(shares)
    if not shares:
        return [Blocker("Chọn ít nhất một lĩnh vực.", None, "sector")]
    if any(share < 1 for share in shares) or sum(shares) != 100:
        return [Blocker(f"Tỷ lệ các lĩnh vực cộng lại là {sum(shares)}%; cần đúng 100%.", None, "sector")]
    return []
