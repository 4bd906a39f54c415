"""What the pages of looking show: board by state, map of communes, one sector, five years."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from aid.fact_filters import matching_facts
from aid.facts import NOWHERE, Amounts
from aid.models import AidItem, AidStep, AidSum
from aid.shapes import commune_paths, line, quantiles
from aid.sums import sums_by
from aid.tables.items import state_badge, usd
from core.lists import in_sight
from core.models import Locality
from core.money import format_number, from_minor
from core.permissions import Area, sees_everything
from core.speed import index_only

Dimension = AidSum.Dimension
WAITING = "Chưa phê duyệt, không cộng"
CARDS = 12  # so many cards a column shows; the rest are behind its link
MEASURES = {
    "cam-ket": ("Cam kết", "committed_usd_minor"),
    "giai-ngan": ("Giải ngân", "disbursed_usd_minor"),
    "so-khoan": ("Số khoản", "items"),
}


# What the figures of these pages count, said once on each of them.
# Figures of a period go by the booked day instead, so that the two may differ.
OF_TODAY = "Số hiện nay, gồm điều chỉnh ghi sau khi khóa sổ."
COUNTING = (
    "Tính khoản đã phê duyệt, kể cả khẩn cấp; không cộng khoản chưa phê duyệt, không tiếp nhận, nhà tài trợ "
    f"rút hoặc bị thu hồi. {OF_TODAY}"
)


def counted_url(year=None, **query):
    """Return where the items that a figure counts are listed: of a year, any (None), not yet approved (0)."""
    return list_url(**query, nam=year or None, tinh="cho" if year == 0 else "co")


def list_url(**query):
    """Return the address of the list of items with these filters."""
    kept = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{reverse('aid:item_list')}?{urlencode(kept)}" if kept else reverse("aid:item_list")


def payments_url(**query):
    """Return the address of the payments with these filters that figures count."""
    return f"{reverse('aid:disbursement_list')}?{urlencode(query | {'tinh': 'co'})}"


def board_columns(items, *, counts, today, law, query):
    """Return the columns {label, count, url, cards} of the states that have items, and the empty states."""
    columns, empty = [], []
    for state, label in AidItem.Status.choices:
        if not counts.get(state):
            empty.append(label)
            continue
        rows = items.in_state(state, today).annotate(step_on=Subquery(_last_step()))
        rows = rows.with_totals().select_related("donor")
        rows = rows.newest_first()
        cards = [_card(item, state, today, law) for item in in_sight(rows, 0, CARDS)]
        url = list_url(**{**query, "trang_thai": state})
        left = counts[state] - len(cards)
        columns.append(
            {"label": label, "count": counts[state], "url": url, "cards": cards, "left": left, "code": state}
        )
    return columns, empty


def _last_step():
    steps = AidStep.objects.filter(item=OuterRef("pk"), to_status=OuterRef("status")).order_by()
    return steps.values("item").annotate(last=Max("on")).values("last")


def _card(item, state, today, law):
    since = _since(item, state)
    days = max(0, (today - since).days)
    return {
        "item": item,
        "amount": usd(item.committed_usd_minor),
        "days": days,
        "badge": state_badge(item, today=today, law=law),
    }


def _since(item, state):
    """Return the day from which the item is in the state that the board shows."""
    if state == "ENDED" and item.status != "ENDED" and item.ended_on:
        return item.ended_on + timedelta(days=1)
    if state == "IMPLEMENTING" and item.status != "IMPLEMENTING" and item.started_on:
        return max(filter(None, (item.started_on, item.approved_on)))
    return item.step_on or item.approved_on or timezone.localdate(item.created_at)


def state_counts(user, asked, today):
    """Return {state: number of items} of the day: from the kept sums, or the facts that filters leave."""
    if not asked:
        found = sums_by(user, Dimension.STATE, "key", until=today.toordinal())
        return {state: amounts.rows for state, amounts in found.items()}
    of_state = AidItem.objects.state_condition
    counts = {state: Count("item", filter=of_state(state, today)) for state in AidItem.Status.values}
    with index_only():
        return matching_facts(asked, user, today).aggregate(**counts)


def map_page(user, *, year, measure):
    """Return everything the map shows: communes with values and classes, legend, what names no commune.

    Of the items approved in the year, ever (None), or not yet (0).
    """
    label, column = MEASURES[measure]
    which = {"is_approved": True} if year is None else {"years": [year]}
    found = sums_by(user, Dimension.PLACE, "key", **which)
    paths, height = commune_paths()
    places = Locality.objects.defer("boundary").order_by("sort_key", "pk")
    rows = []
    for place in places:
        amounts = found.get(str(place.pk), Amounts())
        if not amounts and place.pk not in paths:
            continue
        rows.append(_place_row(place, amounts, getattr(amounts, column), paths.get(place.pk, ""), year))
    bounds = quantiles([row["value"] for row in rows if row["value"] > 0])
    for row in rows:
        row["tone"] = 1 + sum(row["value"] > bound for bound in bounds) if row["value"] > 0 else 0
    nowhere = found.get(NOWHERE, Amounts())
    whole = sums_by(user, Dimension.ALL, **which).get((), Amounts())
    waiting = sums_by(user, Dimension.ALL, years=[0]).get((), Amounts()) if year is None else Amounts()
    shown = sorted((row for row in rows if row["items"]), key=lambda row: -row["value"])
    return {
        "areas": [row for row in rows if row["path"]],
        "height": height,
        "rows": shown,
        "nowhere": _row("Chưa ghi địa bàn", nowhere, counted_url(year, dia_ban=0)),
        "whole": _row("Toàn tỉnh", whole, counted_url(year)),
        "waiting": _row(WAITING, waiting, counted_url(0)),
        "legend": _legend(bounds, column),
        "measure_label": label,
        "reached": len(shown),
    }


def _legend(bounds, column):
    lower, rows = None, []
    for tone, bound in enumerate(bounds, start=1):
        text = _value_text(bound, column)
        rows.append({"tone": tone, "text": f"đến {text}" if lower is None else f"trên {lower} đến {text}"})
        lower = text
    return rows


def _value_text(value, column):
    return format_number(value) if column == "items" else f"{usd(value)} USD"


def _place_row(place, amounts, value, path, year):
    row = _row(place.full_name, amounts, counted_url(year, dia_ban=place.pk))
    return row | {"value": value, "path": path, "place": place}


def _row(label, amounts, url):
    return {
        "label": label,
        "url": url,
        "items": amounts.items,
        "committed": usd(amounts.committed_usd_minor),
        "disbursed": usd(amounts.disbursed_usd_minor),
        "amounts": amounts,
        "unrated": amounts.unrated,
    }


def sector_rows(user, sector):
    """Return the rows of a sector by approval year, the latest first, their sum, what is not approved yet."""
    found = sums_by(user, Dimension.SECTOR_SHARE, "year", key=str(sector.pk))
    waiting = found.pop(0, Amounts())
    rows = [
        _row(str(year), amounts, counted_url(year, linh_vuc=sector.pk))
        for year, amounts in sorted(found.items(), reverse=True)
    ]
    whole = sum(found.values(), Amounts())
    return (
        rows,
        _row("Cộng", whole, counted_url(linh_vuc=sector.pk)),
        _row(WAITING, waiting, counted_url(0, linh_vuc=sector.pk)),
    )


def five_years(user, last_year, *, is_late):
    """Return the rows of five years, the first first: approved items, commitments, money paid in the year."""
    years = list(range(last_year - 4, last_year + 1))
    by, paid_by = (Dimension.LATE, Dimension.PAID_LATE) if is_late else (Dimension.ALL, Dimension.PAID)
    approved = sums_by(user, by, "year", "is_emergency", years=years)
    paid = sums_by(user, paid_by, "year", "is_emergency", years=years)
    rows = []
    for year in years:
        first, last = (
            (date(year - 1, 12, 15), date(year, 12, 14))
            if is_late
            else (date(year, 1, 1), date(year, 12, 31))
        )
        regular, urgent = (approved.get((year, kind), Amounts()) for kind in (False, True))
        given = paid.get((year, False), Amounts()) + paid.get((year, True), Amounts())
        both = regular + urgent
        days = {"tu": f"{first:%d/%m/%Y}", "den": f"{last:%d/%m/%Y}"}
        rows.append(
            {
                "year": year,
                "first": first,
                "last": last,
                "window": f"{first:%d/%m/%Y}–{last:%d/%m/%Y}",
                "regular": regular.items,
                "urgent": urgent.items,
                "committed_minor": both.committed_usd_minor,
                "disbursed_minor": given.disbursed_usd_minor,
                "committed": usd(both.committed_usd_minor),
                "disbursed": usd(given.disbursed_usd_minor),
                "unrated": both.unrated,
                "regular_url": counted_url(**days, khan_cap="khong"),
                "urgent_url": counted_url(**days, khan_cap="co"),
                "committed_url": counted_url(**days),
                "disbursed_url": payments_url(**days),
            }
        )
    return rows


def year_lines(rows):
    """Return the two lines of the drawing with their points, labels and the marks of the axis."""
    largest = max((max(row["committed_minor"], row["disbursed_minor"]) for row in rows), default=0)
    lines = []
    for name, label in (("committed", "Cam kết"), ("disbursed", "Giải ngân")):
        points = line([max(0, row[f"{name}_minor"]) for row in rows], largest)
        dots = [
            {"x": x, "y": y, "text": row[name], "url": row[f"{name}_url"], "year": row["year"]}
            for (x, y), row in zip(points, rows, strict=True)
        ]
        lines.append(
            {"name": name, "label": label, "dots": dots, "points": " ".join(f"{x},{y}" for x, y in points)}
        )
    marks = [
        {"y": y, "text": _short_usd(largest * part // 4)}
        for part, y in ((0, 260), (2, 140), (4, 20))
        if largest
    ]
    return {"lines": lines, "marks": marks}


def _short_usd(minor):
    value = from_minor(minor, "USD")
    if value >= 1_000_000:
        return f"{format_number(round(value / 1_000_000, 1), decimals=1)} triệu"
    return format_number(round(value / 1000) if value >= 1000 else value.to_integral_value()) + (
        " nghìn" if value >= 1000 else ""
    )


def numbers_of(row):
    """Return a row of the pages for a file: its name, items, dollars."""
    amounts = row["amounts"]
    return [
        row["label"],
        amounts.items,
        _dollars(amounts.committed_usd_minor),
        _dollars(amounts.disbursed_usd_minor),
    ]


def _dollars(minor) -> Decimal:
    return from_minor(minor, "USD")


def whole_is_known(user):
    """Return whether the reader sees every item, so that totals are those of the province."""
    return sees_everything(user, Area.AID)
