"""Find the legal deadlines that fall in a stretch of days, by day ranges in SQL and never item by item."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, OuterRef
from django.urls import reverse

from aid.alarms import BY_CODE, Chain, Deadline, DeadlineLaw, Subject, base_range, deadline, in_order
from aid.deadline_law import deadline_law
from aid.models import AidItem, NgoRegistration
from aid.office_duties import office_deadlines
from core.dates import add_months, format_date
from core.lists import search as search_words
from core.models import User
from core.permissions import Area, sees_everything

# So many deadlines of one kind are read at most; whoever sees more than that must narrow the days.
LIMIT = 500
_COLUMNS = ("pk", "code", "name", "owner_id", "owner__name", "owner__short_name", "version", "updated_at")
_PERIODS = (("BAO_CAO_6T", "6_THANG", 6), ("BAO_CAO_NAM", "NAM", 12))
# Kind, column of the day that chooses the value, column that it runs from, column that says it is met.
_MET = (
    ("THAM_DINH", "received_on", "received_on", "appraised_on"),
    ("THONG_BAO", "approved_on", "approved_on", "notified_on"),
    ("BAT_DAU", "approved_on", "approved_on", "started_on"),
    ("BAO_CAO_KT", "approved_on", "end_on", "final_report_on"),
)
_FINAL = ("BAO_CAO_KT", "KC_CHU_KHOAN")
_EMERGENCIES = (("KC_CUU_TRO", "CUU_TRO"), ("KC_KHAC_PHUC", "KHAC_PHUC"))


@dataclass(frozen=True)
class Wanted:
    """Which deadlines: due from the first to the last day, of these kinds (empty: all), as a reader sees."""

    user: User
    today: date
    first: date
    last: date
    kinds: frozenset[str] = frozenset()
    words: str = ""
    agency_id: int | None = None
    person_id: int | None = None
    limit: int = LIMIT

    def takes(self, code: str) -> bool:
        """Return whether deadlines of this kind are asked for."""
        return not self.kinds or code in self.kinds

    @property
    def is_narrowed(self) -> bool:
        """Whether only some items are asked for, so that what belongs to no item stays out."""
        return bool(self.words or self.agency_id or self.person_id)

    def items(self):
        """Return the items in question that the reader may see."""
        rows = AidItem.objects.visible_to(self.user)
        if self.words:
            rows = search_words(rows, self.words)
        if self.agency_id:
            rows = rows.of_agencies([self.agency_id])
        if self.person_id:
            rows = rows.written_by(self.person_id)
        return rows


@dataclass
class Found:
    """Deadlines in order, and the kinds of which there were more than the limit."""

    rows: list[Deadline] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def find(wanted: Wanted, law: DeadlineLaw | None = None) -> Found:
    """Return every deadline still open that falls due in the days asked for, in order."""
    law = law or deadline_law()
    found = Found()
    for code, rows in _sources(wanted, law):
        taken = [row for row, _ in zip(rows, range(wanted.limit + 1), strict=False)]
        if len(taken) > wanted.limit:
            found.cut.append(code)
        found.rows += taken[: wanted.limit]
    found.rows = in_order(found.rows)
    return found


def shown_from(today: date, law: DeadlineLaw) -> date:
    """Return from which due day on overdue deadlines still stand in lists and warnings."""
    term = law.on("AID_OVERDUE_SHOWN_MONTHS", today)
    return add_months(today, -term.value) if term else today - timedelta(days=365)


def _sources(wanted: Wanted, law: DeadlineLaw) -> Iterator[tuple[str, Iterator[Deadline]]]:
    items = wanted.items()
    for code, rows, law_day, base in _of_items(items, wanted.today):
        if wanted.takes(code):
            yield code, _item_deadlines(code, rows, law_day, base, wanted, law)
    for code, report, months in _PERIODS:
        if wanted.takes(code):
            yield code, _report_deadlines(code, report, months, items, wanted, law)
    for code in ("GIA_HAN_GIAY", "GIAY_HET_HAN"):
        if wanted.takes(code) and not (wanted.agency_id or wanted.person_id):
            yield code, _certificates(code, wanted, law)
    if wanted.takes("CO_QUAN") and not wanted.is_narrowed:
        yield "CO_QUAN", office_deadlines(wanted.user, wanted.today, wanted.first, wanted.last, law)


def _of_items(items, today: date):
    """Yield (kind, items that it binds, column of the day that chooses the value, column it runs from)."""
    yield "THAM_DINH", items.awaiting_appraisal(), "received_on", "received_on"
    yield "THONG_BAO", items.awaiting_notice(), "approved_on", "approved_on"
    yield "BAT_DAU", items.not_begun(today), "approved_on", "approved_on"
    yield "SAP_KET_THUC", items.ending(today), "ended_on", "ended_on"
    yield "BAO_CAO_KT", items.owing_final_report(), "approved_on", "end_on"
    for code, kind in _EMERGENCIES:
        yield code, items.in_emergency(kind, today), "disaster_on", "disaster_on"
    yield "KC_THONG_BAO", items.awaiting_emergency_notice(), "approved_on", "approved_on"
    yield "KC_DON_VI", items.owing_emergency_report(), "approved_on", "end_on"
    yield "KC_CHU_KHOAN", items.owing_emergency_report(), "approved_on", "end_on"


def met(wanted: Wanted, law: DeadlineLaw, since: date) -> Iterator[Deadline]:
    """Yield the deadlines in the days asked for that were met since a day."""
    items = wanted.items()
    for code, law_day, base, done in _MET:
        rows = items.with_end().exclude(rule_set="ND50").filter(**{f"{done}__range": (since, wanted.today)})
        yield from _item_deadlines(code, rows, law_day, base, wanted, law)


def count_late(user: User, today: date) -> int:
    """Return how many deadlines the list shows as late, in one question."""
    law = deadline_law()
    wanted = Wanted(user, today, shown_from(today, law), today - timedelta(days=1))
    items = wanted.items()
    parts = [
        bound
        for code, rows, law_day, base in _of_items(items, today)
        for _, bound in _bound(code, rows, law_day, base, wanted, law)
    ]
    parts += [
        rows for _, report, months in _PERIODS for *_, rows in _owed(report, months, items, wanted, law)
    ]
    parts += [rows for code in ("GIA_HAN_GIAY", "GIAY_HET_HAN") for _, rows in _held(code, wanted, law)]
    first, *rest = (rows.order_by().values("pk") for rows in parts)
    return first.union(*rest, all=True).count()


def _bound(code: str, rows, law_day: str, base: str, wanted: Wanted, law: DeadlineLaw):
    """Yield the items that fall due in the days asked for, one lot for each value that governs some."""
    for chain in law.chains(BY_CODE[code]):
        bounds = base_range(partial(chain.due_on, swapped=law.swapped), wanted.first, wanted.last)
        if bounds is not None:
            yield chain, _governed(_between(rows, base, bounds), law_day, chain)


def _item_deadlines(
    code: str, rows, law_day: str, base: str, wanted: Wanted, law: DeadlineLaw
) -> Iterator[Deadline]:
    kind = BY_CODE[code]
    for chain, bound in _bound(code, rows, law_day, base, wanted, law):
        days_away = ("days_returned",) if code == "THAM_DINH" else ()
        for row in bound.order_by(base, "pk").values(*_COLUMNS, base, *days_away)[: wanted.limit + 1]:
            away = row["days_returned"] if days_away else 0
            begun = row[base] + timedelta(days=away)
            # The clock begins later by the days that the dossier was away; the sentence names both.
            note = f"nhận {format_date(row[base])}, cộng {away} ngày chờ bổ sung" if away else ""
            year = row[base].year if code in _FINAL else None
            yield deadline(kind, _item(row, year=year), begun, chain, law, wanted.today, note=note)


def _between(rows, base: str, bounds: tuple[date, date]):
    if base == "end_on":
        return rows.ending_in(*bounds)
    if base == "received_on":
        return rows.clock_in(*bounds)
    return rows.filter(**{f"{base}__range": bounds})


def _governed(rows, law_day: str, chain: Chain):
    if chain.first:
        rows = rows.filter(**{f"{law_day}__gte": chain.first})
    return rows.filter(**{f"{law_day}__lte": chain.last}) if chain.last else rows


def _report_deadlines(
    code: str, report: str, months: int, items, wanted: Wanted, law: DeadlineLaw
) -> Iterator[Deadline]:
    """Yield the reports of owners, one period after the other; the period's last day chooses the value."""
    kind = BY_CODE[code]
    for term, end, year, rows in _owed(report, months, items, wanted, law):
        for row in rows.values(*_COLUMNS)[: wanted.limit + 1]:
            period = f"{report}-{year}"
            note = f"6 tháng đầu năm {year}" if months == 6 else f"năm {year}"
            yield deadline(
                kind, _item(row, period, year=year), end, Chain((term,)), law, wanted.today, note=note
            )


def _owed(report: str, months: int, items, wanted: Wanted, law: DeadlineLaw):
    """Yield the items whose owner has not sent a report that falls due in the days asked for."""
    code = next(code for code, kind, _ in _PERIODS if kind == report)
    for year in range(wanted.first.year - 1, wanted.last.year + 1):
        start = date(year, 1, 1)
        end = add_months(start, months) - timedelta(days=1)
        term = law.on(BY_CODE[code].codes[0], end)
        if term and wanted.first <= term.after(end, law.swapped) <= wanted.last:
            rows = items.reporting_in(start, end).without_report(report, year)
            yield term, end, year, rows.order_by("pk")


def _certificates(code: str, wanted: Wanted, law: DeadlineLaw) -> Iterator[Deadline]:
    kind = BY_CODE[code]
    for chain, rows in _held(code, wanted, law):
        for row in rows[: wanted.limit + 1]:
            subject = Subject(
                ref=f"giay-{row.pk}",
                name=f"{row.get_kind_display()} {row.number} – {row.partner.name}",
                url=reverse("aid:donor_detail", args=[row.partner_id]),
                version=row.version,
                changed_at=row.updated_at,
            )
            yield deadline(kind, subject, row.expires_on, chain, law, wanted.today)


def _held(code: str, wanted: Wanted, law: DeadlineLaw):
    """Yield the certificates that run out without a newer one of their kind."""
    newer = NgoRegistration.objects.filter(
        ruling="", partner=OuterRef("partner"), kind=OuterRef("kind"), expires_on__gt=OuterRef("expires_on")
    )
    rows = NgoRegistration.objects.filter(~Exists(newer), ruling="").select_related("partner")
    if not sees_everything(wanted.user, Area.AID):
        rows = rows.filter(partner__in=AidItem.objects.visible_to(wanted.user).values("donor"))
    if wanted.words:
        rows = search_words(rows, wanted.words, "partner__search_text")
    for chain in law.chains(BY_CODE[code]):
        bounds = base_range(partial(chain.due_on, swapped=law.swapped), wanted.first, wanted.last)
        if bounds is not None:
            bound = _governed(rows, "expires_on", chain).filter(expires_on__range=bounds)
            yield chain, bound.order_by("expires_on", "pk")


def _item(row: dict, part: str = "", *, year: int | None = None) -> Subject:
    reports = reverse("aid:owner_reports", args=[row["code"]])
    return Subject(
        report_url=f"{reports}?nam={year}" if year else "",
        ref=f"{row['code']}/{part}" if part else row["code"],
        name=f"{row['code']} – {row['name']}",
        url=reverse("aid:item_detail", args=[row["code"]]),
        owner_id=row["owner_id"],
        owner=row["owner__short_name"] or row["owner__name"],
        version=row["version"],
        changed_at=row["updated_at"],
    )
