"""Ways to look at aid: board by state, map of communes, one sector, five years."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from aid.books import workbook
from aid.filters import ItemFilter
from aid.law import aid_law
from aid.list_totals import asked_of, list_totals
from aid.looking import (
    COUNTING,
    MEASURES,
    board_columns,
    five_years,
    list_url,
    map_page,
    numbers_of,
    sector_rows,
    state_counts,
    year_lines,
)
from aid.models import AidItem, Sector
from aid.sums import years_with_items
from aid.totals import totals_sentence
from core.http import render_page
from core.lists import with_any
from core.money import from_minor
from core.permissions import Area, area_required

FIVE_YEARS = f"{COUNTING} Cam kết xếp theo ngày phê duyệt của khoản, giải ngân theo ngày giải ngân."
HEAD = ["Số khoản", "Cam kết (USD)", "Giải ngân (USD)"]


@require_safe
@area_required(Area.AID)
def board(request):
    """Items by the state of today, newest first in each column, filtered like the list."""
    today = timezone.localdate()
    items = AidItem.objects.visible_to(request.user)
    found = ItemFilter(request.GET or None, queryset=items.with_totals(), request=request)
    query = {name: value for name, value in request.GET.items() if name in found.form.fields and value}
    rows = found.qs
    asked = asked_of(found.form.cleaned_data) if found.form.is_bound and found.form.is_valid() else {}
    counts = state_counts(request.user, asked, today)
    columns, empty = board_columns(rows, counts=counts, today=today, law=aid_law(today), query=query)
    context = {
        "form": found.form,
        "columns": columns,
        "empty": empty,
        "count": sum(counts.values()),
        "export_url": f"{list_url(**query)}{'&' if query else '?'}xuat=xlsx",
        "list_url": list_url(**query),
    }
    return render_page(request, "aid/board.html", context, parts=["ket-qua"])


@require_safe
@area_required(Area.AID)
def map_of_communes(request):
    """Communes coloured by what reached them, with the table beside."""
    years = years_with_items(request.user)
    year = _chosen(request.GET.get("nam"), {str(year): year for year in (0, *years)}, None)
    measure = _chosen(request.GET.get("so"), {name: name for name in MEASURES}, "cam-ket")
    page = map_page(request.user, year=year, measure=measure)
    if request.GET.get("xuat") == "xlsx":
        beside = [page["waiting"]] if year is None else []
        rows = [numbers_of(row) for row in (*page["rows"], page["nowhere"], page["whole"], *beside)]
        span = "mọi năm" if year is None else f"năm {year}" if year else "chưa phê duyệt"
        counted = [("Năm phê duyệt", span), ("Cách tính", COUNTING)]
        return workbook(request, f"Viện trợ theo địa bàn {span}", ["Xã, phường", *HEAD], rows, notes=counted)
    choices = [(name, label) for name, (label, _) in MEASURES.items()]
    context = {"page": page, "years": years, "year": year, "measure": measure, "measures": choices}
    context["counting"] = COUNTING
    return render_page(request, "aid/map.html", context)


@require_safe
@area_required(Area.AID)
def sector_detail(request, code):
    """One sector year by year, by the share that items give it."""
    sector = get_object_or_404(Sector, code=code)
    rows, whole, waiting = sector_rows(request.user, sector)
    if request.GET.get("xuat") == "xlsx":
        table = [numbers_of(row) for row in (*rows, whole, waiting)]
        counted = [("Cách tính", f"{COUNTING} Tiền theo tỷ lệ của lĩnh vực trong từng khoản.")]
        return workbook(request, f"Lĩnh vực {sector.name}", ["Năm phê duyệt", *HEAD], table, notes=counted)
    totals = list_totals({"linh_vuc": sector, "tinh": "co"}, request.user, timezone.localdate())
    of_sector = with_any(AidItem.objects.visible_to(request.user), sector.item_sectors.all(), "item_id")
    context = {
        "sector": sector,
        "rows": rows,
        "whole": whole,
        "waiting": waiting,
        "list_url": list_url(linh_vuc=sector.pk),
        "counting": COUNTING,
        "newest": of_sector.select_related("donor").order_by("-pk")[:10],
        "totals": totals_sentence(totals, "đã phê duyệt có lĩnh vực này, tính cả khoản"),
        "sectors": Sector.objects.order_by("ordinal", "pk"),
        "breadcrumb": [{"label": "Khoản viện trợ", "url": "/vien-tro/"}, {"label": sector.name, "url": ""}],
    }
    return render_page(request, "aid/sector_detail.html", context)


@require_safe
@area_required(Area.AID)
def five_years_line(request):
    """Five years of commitments, payments and items, in the calendar or from 15/12 to 14/12."""
    is_late = request.GET.get("chot") == "14-12"
    this_year = timezone.localdate().year
    last = _chosen(
        request.GET.get("den"), {str(year): year for year in range(1995, this_year + 2)}, this_year
    )
    rows = five_years(request.user, last, is_late=is_late)
    if request.GET.get("xuat") == "xlsx":
        head = ["Năm", "Từ ngày, đến ngày", "Khoản thường", "Khoản khẩn cấp", *HEAD[1:]]
        today = timezone.localdate()
        counted = [
            (
                "Cách tính năm",
                "15/12 năm trước đến hết 14/12 (Nghị định 09/2019/NĐ-CP)" if is_late else "năm dương lịch",
            ),
            ("Khoảng thời gian", f"{rows[0]['first']:%d/%m/%Y}–{rows[-1]['last']:%d/%m/%Y}"),
            ("Tính đến ngày", f"{today:%d/%m/%Y}"),
            ("Cách tính", FIVE_YEARS),
        ]
        table = [
            [
                row["year"], row["window"], row["regular"], row["urgent"],
                from_minor(row["committed_minor"], "USD"), from_minor(row["disbursed_minor"], "USD"),
            ]
            for row in rows
        ]  # fmt: skip
        return workbook(request, f"Viện trợ năm năm đến {last}", head, table, notes=counted)
    years = range(this_year + 1, this_year - 10, -1)
    context = {
        "rows": rows,
        "drawing": year_lines(rows),
        "is_late": is_late,
        "counting": FIVE_YEARS,
        "last": last,
        "years": years,
        "sectors": Sector.objects.order_by("ordinal", "pk"),
    }
    return render_page(request, "aid/five_years.html", context)


def _chosen(typed, known, otherwise):
    """Return what the address asks for among what there is."""
    if typed and typed not in known:
        raise Http404
    return known.get(typed, otherwise)
