"""Which figures and reports an aid item goes into, asked of the figures themselves."""

from datetime import date

from django.db.models import Exists, Q

from aid.models import AidItem
from core.models import User
from core.uses import Use, UsedIn
from reports.figures.base import figure_named, may_read_figure, records, scope_of_year
from reports.models import Report
from reports.scopes import figure_url

# The numbers that readers know; their parts by sector and by mode lie behind them.
SHOWN = (
    "aid.items_received",
    "aid.committed_usd",
    "aid.disbursed_usd",
    "aid.emergency_items",
    "aid.emergency_usd",
    "aid.without_rate",
    "aid.slow_items",
)


def uses_of_item(item: AidItem, user: User, today: date) -> list[UsedIn]:
    """Return for each year the figures that cover the item or its payments, and the reports of the year."""
    payments = list(item.disbursements.values_list("paid_on", flat=True))
    paid = {day.year for day in payments if day <= today}
    approved = {item.approved_on.year} if item.approved_on else set()
    years = sorted((approved | paid) & set(range(1990, today.year + 1)))
    asked = [(year, code) for year in years for code in SHOWN if may_read_figure(user, code)]
    if not asked:
        return []
    scopes = {year: scope_of_year(user, year, today=today) for year in years}
    covers = {
        f"u{number}": Exists(_rows_of(item, code, scopes[year])) for number, (year, code) in enumerate(asked)
    }
    [answers] = AidItem.objects.filter(pk=item.pk).order_by().values_list(*covers.values())
    found: dict[int, list[Use]] = {}
    for (year, code), is_covered in zip(asked, answers, strict=True):
        if is_covered:
            url = figure_url(code, scopes[year], today=today)
            found.setdefault(year, []).append(Use(figure_named(code).label, url))
    papers = Report.objects.visible_to(user).filter(year__in=found)
    for report in papers.order_by("year", "pk"):
        found[report.year].append(Use(report.title, report.get_absolute_url()))
    return [
        UsedIn(f"Số liệu năm {year}", tuple(uses), _note(year, item, paid)) for year, uses in found.items()
    ]


def _rows_of(item, code, scope):
    """Return the records behind the figure that are this item or its money."""
    rows = records(code, scope)
    own = Q(pk=item.pk) if rows.model is AidItem else Q(item_id=item.pk)
    return rows.filter(own).order_by()


def _note(year: int, item: AidItem, paid: set[int]) -> str:
    """Return what surprises a reader: payments of another year count there."""
    is_own = item.approved_on is not None and item.approved_on.year == year
    others = sorted(paid - {year})
    if not is_own or not others:
        return ""
    words = ", ".join(str(other) for other in others)
    return f"Giải ngân trong năm {words} không tính vào giải ngân năm {year}."
