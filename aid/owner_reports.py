"""Which reports owners owe for a year, which they sent, which are late: the rows of the board."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import Prefetch, Q

from aid.alarms import BY_CODE, Chain, DeadlineLaw, base_range
from aid.models import OwnerReminder, OwnerReport
from aid.models.day_numbers import LastDay
from aid.models.deadline_sets import DONE, EMERGENCY, REPORTED, RUNNING
from core.dates import format_date

KINDS = OwnerReport.Kind
_CODES: dict[str, str] = {KINDS.HALF_YEAR: "BAO_CAO_6T", KINDS.YEAR: "BAO_CAO_NAM"}
COUNTED = (*RUNNING, *DONE, *REPORTED)


@dataclass(frozen=True)
class Duty:
    """One report of one item for a year: by when, whether it was sent, how it stands."""

    kind: str
    year: int
    due_on: date | None
    report: OwnerReport | None
    is_owed: bool
    is_sure: bool
    source: str
    today: date
    told_on: date | None = None
    # The portal knows that it was sent, by a step of the item, but not the report itself.
    sent_on: date | None = None

    @property
    def label(self) -> str:
        """The name of the report: Báo cáo 6 tháng."""
        words = str(KINDS(self.kind).label)
        return words[:1].upper() + words[1:]

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.report is not None or self.sent_on is not None

    @property
    def is_late(self) -> bool:
        """Whether it is owed, not sent, and its day has passed."""
        return self.is_owed and not self.is_sent and self.due_on is not None and self.due_on < self.today

    @property
    def words(self) -> str:
        """How it stands, in words."""
        sent = self.report.sent_on if self.report else self.sent_on
        if sent:
            late = (sent - self.due_on).days if self.due_on else 0
            return f"đã gửi {format_date(sent)}" + (f", muộn {late} ngày" if late > 0 else "")
        if not self.is_owed:
            return "không phải gửi"
        if self.due_on is None:
            return "chưa có hạn"
        days = (self.due_on - self.today).days
        if days < 0:
            return f"quá hạn {-days} ngày"
        return "đến hạn hôm nay" if not days else f"còn {days} ngày"

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        if self.is_sent:
            return "ok"
        if not self.is_owed:
            return "mute"
        if self.is_late:
            return "bad"
        is_near = self.told_on is not None and self.told_on <= self.today
        return "warn" if is_near else "info"


@dataclass(frozen=True)
class Year:
    """The year of a board: its periods and the days on which their reports are due."""

    number: int
    today: date
    law: DeadlineLaw

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.number, 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.number, 12, 31)

    def period_end(self, kind: str) -> date:
        """Return the last day of the period that a report covers."""
        return date(self.number, 6, 30) if kind == KINDS.HALF_YEAR else self.end

    def due_on(self, kind: str) -> date | None:
        """Return when the half-year's or the year's report is due."""
        end = self.period_end(kind)
        term = self.law.on(BY_CODE[_CODES[kind]].codes[0], end)
        return term.after(end, self.law.swapped) if term else None

    def items(self, rows):
        """Return the items whose owners owe some report for this year, final reports left over included."""
        running = Q(approved_on__lte=self.end) & (Q(end_on__isnull=True) | Q(end_on__gte=self.start))
        left_over = Q(end_on__lt=self.start, end_on__gte=date(self.number - 1, 1, 1)) & self._final_unsent()
        emergency = Q(rule_set=EMERGENCY)
        ended = emergency & Q(end_on__lte=self.end, end_on__gte=self.start)
        rows = rows.alias(last_day=LastDay("closed_on", "ended_on")).with_end()
        return rows.filter(
            # All of them end in or after the year before: an index on that day holds what is asked of them.
            (running & ~emergency) | left_over | ended,
            last_day__gte=date(self.number - 1, 1, 1),
            status__in=COUNTED,
        )

    def missing(self, rows, *, late_only: bool = False):
        """Return those of the items whose owners have not sent something that they owe, or owe too late."""
        found = Q(pk__in=[])
        for kind in (KINDS.HALF_YEAR, KINDS.YEAR):
            due = self.due_on(kind)
            if due is not None and (not late_only or due < self.today):
                found |= self._owed(kind) & ~Q(pk__in=self._sent(kind))
        ended = Q(end_on__lte=self.end) & self._final_unsent()
        return rows.filter(found | (ended & self._final_late() if late_only else ended))

    def _owed(self, kind: str) -> Q:
        end = self.period_end(kind)
        return (
            Q(approved_on__lte=end)
            & (Q(end_on__isnull=True) | Q(end_on__gte=self.start))
            & ~Q(rule_set=EMERGENCY)
        )

    def _sent(self, kind: str):
        return OwnerReport.objects.filter(kind=kind, year=self.number).values("item")

    def _final_unsent(self) -> Q:
        sent = OwnerReport.objects.filter(kind=KINDS.COMPLETION).values("item")
        return Q(final_report_on__isnull=True) & ~Q(pk__in=sent)

    def _final_late(self) -> Q:
        """Return which ends lie so far back that their final report is late today."""
        yesterday = self.today - timedelta(days=1)
        found = Q(pk__in=[])
        for code in ("BAO_CAO_KT", "KC_CHU_KHOAN"):
            is_emergency = Q(rule_set=EMERGENCY)
            mine = is_emergency if code == "KC_CHU_KHOAN" else ~is_emergency
            for chain in self.law.chains(BY_CODE[code]):
                due_of = partial(chain.due_on, swapped=self.law.swapped)
                bounds = base_range(due_of, date(1991, 1, 1), yesterday)
                if bounds is None:
                    continue
                governed = Q(approved_on__gte=chain.first) if chain.first else Q()
                governed &= Q(approved_on__lte=chain.last) if chain.last else Q()
                found |= mine & governed & Q(end_on__lte=bounds[1])
        return found

    def duties(self, item) -> list[Duty]:
        """Return the three reports of an item; its reports must be read with it."""
        sent = {(row.kind, row.year): row for row in item.owner_reports.all()}
        return [
            *(self._period_duty(item, kind, sent) for kind in (KINDS.HALF_YEAR, KINDS.YEAR)),
            self._final_duty(item, sent),
        ]

    def _period_duty(self, item, kind: str, sent) -> Duty:
        end = self.period_end(kind)
        term = self.law.on(BY_CODE[_CODES[kind]].codes[0], end)
        runs = (
            item.approved_on
            and item.approved_on <= end
            and (item.end_on is None or item.end_on >= self.start)
        )
        due = self.due_on(kind)
        return Duty(
            kind=kind,
            year=self.number,
            due_on=due,
            report=sent.get((kind, self.number)),
            is_owed=bool(runs) and item.rule_set != EMERGENCY and item.status in COUNTED,
            is_sure=bool(term and term.is_sure),
            source=term.source if term else "",
            today=self.today,
            told_on=self._first_told(end, due),
        )

    def _final_duty(self, item, sent) -> Duty:
        report = next((row for (kind, _), row in sent.items() if kind == KINDS.COMPLETION), None)
        chain = self._final_chain(item)
        due = chain.due_on(item.end_on, self.law.swapped) if chain and item.end_on else None
        return Duty(
            kind=KINDS.COMPLETION,
            year=item.end_on.year if item.end_on else self.number,
            due_on=due,
            report=report,
            is_owed=bool(item.end_on and item.end_on <= self.end) and item.status in COUNTED,
            is_sure=bool(chain and chain.is_sure),
            source=chain.source if chain else "",
            today=self.today,
            told_on=self._first_told(item.end_on, due),
            sent_on=item.final_report_on,
        )

    def _final_chain(self, item) -> Chain | None:
        code = "KC_CHU_KHOAN" if item.rule_set == EMERGENCY else "BAO_CAO_KT"
        terms = (
            [self.law.on(value, item.approved_on) for value in BY_CODE[code].codes]
            if item.approved_on
            else []
        )
        return Chain(tuple(term for term in terms if term)) if terms and all(terms) else None

    def _first_told(self, base: date | None, due: date | None) -> date | None:
        if base is None or due is None:
            return None
        term = self.law.on("AID_REPORT_ALERT_DAYS", base)
        return term.before(due) if term else due


def for_board(rows):
    """Return the items with what a row of the board shows."""
    return rows.select_related("owner", "donor").prefetch_related(
        "owner_reports", Prefetch("owner_reminders", OwnerReminder.objects.order_by("-sent_on", "-pk"))
    )
