"""The tabs above the list of aid items, each with the number of items behind it."""

from django.db.models import Count, Max, Q

from aid.filters import standing_view


def item_tabs(items, *, query, user, today, law):
    """Return the tabs {label, url, count, active}; the year is the latest in which an item was approved."""
    latest = items.aggregate(latest=Max("approved_on"))["latest"]
    year = latest.year if latest else today.year
    of_year, urgent = Q(approved_on__year=year), ~Q(emergency_kind="")
    counts = items.aggregate(
        all=Count("pk"),
        regular=Count("pk", filter=of_year & ~urgent),
        beside=Count("pk", filter=of_year & urgent),
        urgent=Count("pk", filter=urgent),
    )
    this_year = f"{counts['regular']} + {counts['beside']}" if counts["beside"] else counts["regular"]
    rows = [
        ("Tất cả", "", counts["all"]),
        (f"Năm {year}", f"nam={year}", this_year),
        ("Khẩn cấp", "khan_cap=co", counts["urgent"]),
    ]
    for view, label in (
        ("cham", "Chậm giải ngân"),
        ("don-vi-toi", "Đơn vị tôi"),
        ("sap-ket-thuc", "Sắp kết thúc"),
    ):
        found = standing_view(items, view, user=user, today=today, law=law)
        rows.append((label, f"xem={view}", found.count()))
    current = "&".join(
        f"{name}={value}" for name, value in query.items() if value and name not in ("sort", "page")
    )
    return [
        {"label": label, "url": f"?{address}", "count": count, "active": address == current}
        for label, address, count in rows
    ]
