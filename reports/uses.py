"""Which figures and reports an aid item goes into, asked of the figures themselves."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from aid.models import AidItem
from core.models import User
from core.uses import Use, UsedIn
from reports.figures.base import figure_named, may_read_figure, records, scope_of_year
from reports.kinds.year_end import report_scope
from reports.models import Report, ReportFigure, ReportSnapshot
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
    """Return for each year the figures that cover the item or its payments, and the reports that count it."""
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
    for report in _reports_with(item, user, years, today):
        found.setdefault(report.year, []).append(Use(report.title, report.get_absolute_url()))
    return [
        UsedIn(f"Số liệu năm {year}", tuple(found[year]), _note(year, item, paid)) for year in sorted(found)
    ]


def _reports_with(item: AidItem, user: User, years: list[int], today: date) -> list[Report]:
    """Return the reports that count the item: by the records of their lock, of drafts by today's figures.

    A period may begin in the December before its year, and a review of a program years before.
    """
    days = Q(start_on__year__lte=years[-1], end_on__year__gte=years[0])
    near = Q(year__range=(years[0], years[-1] + 1)) | days
    reports = list(Report.objects.visible_to(user).filter(near).order_by("year", "pk"))
    drafts = [report for report in reports if report.status == Report.Status.DRAFT]
    locked = [report.pk for report in reports if report.status != Report.Status.DRAFT]
    counted = _drafts_with(item, drafts, today) | _locks_with(item, locked)
    return [report for report in reports if report.pk in counted]


def _drafts_with(item: AidItem, drafts: list[Report], today: date) -> set[int]:
    """Return the keys of the drafts whose figures cover the item now, in one statement.

    Reports over the same days have the same numbers, so each window is asked once.
    """
    scopes = {report.pk: report_scope(report, today=today) for report in drafts}
    windows = {(scope.window, scope.as_of): scope for scope in scopes.values()}
    covers = [
        reduce(or_, (Q(Exists(_rows_of(item, code, scope))) for code in SHOWN)) for scope in windows.values()
    ]
    if not covers:
        return set()
    asked = {f"w{at}": ExpressionWrapper(cover, BooleanField()) for at, cover in enumerate(covers)}
    [answers] = AidItem.objects.filter(pk=item.pk).order_by().annotate(**asked).values_list(*asked)
    counting = {days for days, is_covered in zip(windows, answers, strict=True) if is_covered}
    return {pk for pk, scope in scopes.items() if (scope.window, scope.as_of) in counting}


def _locks_with(item: AidItem, locked: list[int]) -> set[int]:
    """Return the keys of the reports in whose last lock a figure counts the item or its money.

    The database looks for the keys in the stored lists, so that only those with a hit are read.
    """
    if not locked:
        return set()
    own = {
        "aid.aiditem": {item.pk},
        "aid.commitment": set(item.commitments.values_list("pk", flat=True)),
        "aid.disbursement": set(item.disbursements.values_list("pk", flat=True)),
    }
    newest = ReportSnapshot.objects.filter(report=OuterRef("snapshot__report")).order_by("-ordinal")
    rows = ReportFigure.objects.filter(
        snapshot__report__in=locked, code__in=SHOWN, snapshot=Subquery(newest.values("pk")[:1])
    ).order_by()
    named = reduce(or_, (Q(listed__contains=f"[{pk}, ") for keys in own.values() for pk in keys))
    rows = rows.annotate(listed=Cast("sources", TextField())).filter(named)
    return {
        report
        for report, sources in rows.values_list("snapshot__report", "sources")
        if any(row[0] in own.get(part["model"], ()) for part in sources for row in part["rows"])
    }


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
