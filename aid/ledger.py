"""The money of an item as its page shows it: lines, where each amount comes from, corrections under them."""

from django.db.models import Count, Q
from django.urls import reverse

from aid.models import AidItem, ClosedPeriod, Commitment, Counterpart, Disbursement, Entry
from aid.periods import SETTLED, booking_day
from aid.shares import share_text
from core.dates import format_date
from core.money import format_money, format_number, from_minor

NO_RATE = "chưa có tỷ giá"
KIND_TONES = {"TIEN": "info", "HIEN_VAT": "plain", "HOAN_TRA": "warn"}
KIND_WORDS = {"TIEN": "Tiền", "HIEN_VAT": "Hiện vật", "HOAN_TRA": "Hoàn trả"}


def money_words(row):
    """Return one amount in words: original, rates with source and day, equivalents, and how they came."""
    rates = []
    if row.currency != "VND" and row.rate is not None:
        rates.append(f"{format_number(row.rate)} đ/{row.currency}")
    if row.currency != "USD" and row.usd_rate is not None:
        rates.append(f"{format_number(row.usd_rate)} đ/USD")
    kind = row.get_rate_kind_display() if row.rate_kind else ""
    source = [row.rate_source or kind, format_date(row.rate_on) if row.rate_on else ""]
    return {
        "amount": format_money(row.amount, row.currency),
        "rates": rates or [NO_RATE],
        "source": ", ".join(part for part in source if part),
        "usd": NO_RATE if row.usd_minor is None else format_money(row.amount_usd, "USD"),
        "vnd": NO_RATE if row.vnd is None else format_money(from_minor(row.vnd, "VND"), "VND"),
        "is_unrated": row.usd_minor is None,
        "why": explanation(row, kind),
    }


def explanation(row, kind):
    """Return where the equivalents come from, a sentence each; nothing where there is none to explain."""
    own = format_money(row.amount, row.currency)
    if getattr(row, "corrects_id", None):
        return ["Chênh lệch giữa số đúng và số đã ghi, quy đổi theo tỷ giá của dòng gốc."]
    found = []
    rate = None if row.rate is None else format_number(row.rate)
    usd_rate = None if row.usd_rate is None else format_number(row.usd_rate)
    if row.vnd is not None and row.currency != "VND":
        by = rate or usd_rate
        found.append(f"{own} × {by} = {format_money(from_minor(row.vnd, 'VND'), 'VND')}")
    if row.usd_minor is not None and row.currency != "USD":
        by = f"÷ {usd_rate}" if row.currency == "VND" else f"× {rate} ÷ {usd_rate}"
        found.append(f"{own} {by} = {format_money(row.amount_usd, 'USD')}")
    if found and (kind or row.rate_source):
        about = ", ".join(part for part in (kind, row.rate_source) if part)
        day = f", ngày {format_date(row.rate_on)}" if row.rate_on else ""
        found.append(f"Tỷ giá: {about}{day}.")
    return found


def money_rows(item, *, can_edit, books):
    """Return commitments, their corrections under them, and counterpart funds as rows of words."""
    rows = []
    for row, is_head in _ordered(item.commitments.order_by("pk")):
        day = f" ngày {format_date(row.committed_on)}" if row.committed_on else ""
        label = f"Cam kết{day}"
        if row.is_correction:
            label = "Điều chỉnh cam kết" if row.corrects_id else f"Cam kết ghi bổ sung{day}"
        closed = books.is_closed(booking_day(item.approved_on, item.booked_on, row.booked_on))
        urls = _urls(item, row, "commitment", can_edit=can_edit, is_head=is_head, is_closed=closed)
        rows.append(
            {
                "label": label,
                "under": not is_head,
                "commitment": row,
                **_correction(row, row.booked_on),
                **urls,
                **money_words(row),
            }
        )
    for row, is_head in _ordered(item.counterparts.order_by("pk")):
        closed = books.is_closed(booking_day(item.approved_on, item.booked_on, row.booked_on))
        urls = _urls(item, row, "counterpart", can_edit=can_edit, is_head=is_head, is_closed=closed)
        words = "Điều chỉnh đối ứng" if row.corrects_id else "Đối ứng"
        label = f"{words} {row.get_kind_display()}" + (
            " ghi bổ sung" if row.is_correction and is_head else ""
        )
        correction = _correction(row, row.booked_on)
        rows.append({"label": label, "under": not is_head, **correction, **urls, **money_words(row)})
    return rows


def commitments_sum(rows):
    """Return what is promised after every correction, in words; None where one line says it already."""
    lines = [row["commitment"] for row in rows if "commitment" in row]
    if len(lines) < 2:
        return None
    by_currency = {}
    for line in lines:
        by_currency[line.currency] = by_currency.get(line.currency, 0) + line.amount_minor
    amounts = [format_money(from_minor(minor, code), code) for code, minor in by_currency.items()]
    return _sum("Cam kết", lines) | {"amounts": amounts}


def disbursement_rows(item, lines, *, can_edit, books):
    """Return the lines of the ledger with their running number, each correction under what it corrects."""
    rows, number = [], 0
    for row, is_head in _ordered(lines):
        number += is_head
        closed = books.is_closed(row.paid_on)
        quantity = f"{format_number(row.quantity)} {row.unit}" if row.quantity is not None else ""
        rows.append(
            {
                "number": number if is_head else "",
                "row": row,
                "under": not is_head,
                "kind": {"label": KIND_WORDS[row.kind], "tone": KIND_TONES[row.kind]},
                "goods": ", ".join(part for part in (row.goods, quantity) if part),
                **_correction(row, row.paid_on),
                **_urls(item, row, "disbursement", can_edit=can_edit, is_head=is_head, is_closed=closed),
                **money_words(row),
            }
        )
    return rows


def _ordered(rows):
    """Return pairs of a line and whether it is one by itself; what corrects a line follows it."""
    rows = list(rows)
    under = {}
    for row in rows:
        if row.corrects_id:
            under.setdefault(row.corrects_id, []).append(row)
    return [
        pair
        for row in rows
        if not row.corrects_id
        for pair in [(row, True), *((correction, False) for correction in under.get(row.pk, ()))]
    ]


def _correction(row, booked_on):
    """Return what the page says of a correction: for which day, on which day, why."""
    if not row.is_correction:
        return {"correction": "", "reason": ""}
    about = f"cho ngày {format_date(row.effective_on)}" if row.effective_on else ""
    on = f"ghi ngày {format_date(booked_on)}" if booked_on else ""
    return {"correction": ", ".join(part for part in (about, on) if part), "reason": row.reason}


def _urls(item, row, noun, *, can_edit, is_head, is_closed):
    """Return the addresses for who may write; a line under another one can only be taken out, while open."""
    address = [item.code, row.pk]
    may_remove = can_edit and (is_head or not is_closed)
    return {
        "edit_url": reverse(f"aid:{noun}_edit", args=address) if can_edit and is_head else "",
        "remove_url": reverse(f"aid:{noun}_remove", args=address) if may_remove else "",
        "is_closed": is_closed,
        "closed": "đã quyết toán" if item.status == SETTLED else "kỳ đã khóa",
    }


def item_places(rows):
    """Return the communes of an item with the share of each and the district that it belonged to."""
    return [
        {
            "name": row.locality.full_name,
            "share": f"{share_text(row.share_e2)}%",
            "district": row.former_district or "không rõ",
        }
        for row in rows
    ]


def ledger_sums(rows):
    """Return the sums of the lines: one for each kind, one for corrections, and all together."""
    rows = list(rows)
    shown = []
    for kind, label in KIND_WORDS.items():
        own = [row for row in rows if row.kind == kind and not row.is_correction]
        if own:
            shown.append(_sum(label, own))
    corrections = [row for row in rows if row.is_correction]
    if corrections:
        shown.append(_sum("Điều chỉnh kỳ trước", corrections))
    return {"parts": shown if len(shown) > 1 else [], "net": _sum("Cộng", rows)}


def _sum(label, rows):
    usd = sum(row.usd_minor for row in rows if row.usd_minor is not None)
    vnd = sum(row.vnd for row in rows if row.vnd is not None)
    unrated = sum(row.usd_minor is None for row in rows)
    return {
        "label": label,
        "count": len(rows),
        "usd": format_money(from_minor(usd, "USD"), "USD"),
        "vnd": format_money(from_minor(vnd, "VND"), "VND"),
        "unrated": unrated,
        "without_vnd": sum(row.vnd is None for row in rows),
    }


def is_closed_line(row):
    """Return whether a commitment or a line of counterpart funds may only be corrected."""
    day = booking_day(row.item.approved_on, row.item.booked_on, row.booked_on)
    return ClosedPeriod.objects.books().of(row.item.status).is_closed(day)


def period_rows(user):
    """Return the closed periods, newest first, with how many corrections of each the reader sees."""
    rows = []
    periods = list(ClosedPeriod.objects.order_by("-last_day"))
    for index, period in enumerate(periods):
        is_first = period is periods[-1]
        counts = {name: found.count() for name, found in said_later(period, user, is_first=is_first).items()}
        is_told = index == 0 and any(found.exists() for found in _said_later(period, is_first=is_first))
        rows.append({"period": period, **counts, "may_undo": index == 0 and not is_told})
    return rows


def said_later(period, user, *, is_first):
    """Return what was said later about a closed period and the reader may see, by its kind."""
    found = [rows.visible_to(user) for rows in _said_later(period, is_first=is_first)]
    return dict(zip(("disbursements", "commitments", "counterparts", "items"), found, strict=True))


def _said_later(period, *, is_first):
    span = period.span(is_first=is_first)
    which = {"entry": Entry.CORRECTION, "effective_on__range": span}
    lines = [model.objects.filter(**which) for model in (Disbursement, Commitment, Counterpart)]
    return [*lines, AidItem.objects.filter(booked_on__isnull=False, approved_on__range=span)]


def correction_rows(lines, day):
    """Return corrections as a page and a file tell them, the last one first; `day`: when each was booked."""
    return [
        {
            "item": line.item,
            "booked_on": getattr(line, day),
            "effective_on": line.effective_on,
            "amount": format_money(line.amount, line.currency),
            "usd_minor": line.usd_minor,
            "usd": "chưa có tỷ giá"
            if line.usd_minor is None
            else format_money(from_minor(line.usd_minor, "USD"), "USD"),
            "reason": line.reason,
        }
        for line in lines.select_related("item").order_by(f"-{day}", "-pk")
    ]


def unrated_rows():
    """Return how many commitments and payments have no rate, for the warning before a closing."""
    missing = Count("pk", filter=Q(usd_minor__isnull=True))
    return sum(model.objects.aggregate(missing=missing)["missing"] for model in (Commitment, Disbursement))
