"""Which aid items a legal deadline still binds; one method for each kind of `aid.alarms.KINDS`."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from aid.models.day_numbers import DayNumber
from core.models import RecordQuerySet

# Under its own decree, with its own deadlines.
EMERGENCY = "ND50"
NOT_BEGUN = ("APPROVED", "NOTIFIED")
RUNNING = (*NOT_BEGUN, "IMPLEMENTING", "ADJUSTING")
DONE = ("ENDED", "HANDED_OVER")
REPORTED = ("FINAL_REPORTED", "SETTLED")
AT_DOOR = ("RECEIVED", "CONSULTING")
BEFORE_DECISION = ("MOBILISING", "COMMITTED", "DOSSIER", "RETURNED", *AT_DOOR, "APPRAISED")


class DeadlineSets(RecordQuerySet):
    """Which aid items a legal deadline still binds."""

    def awaiting_appraisal(self):
        """Dossiers on the desk; the clock of those that were sent back stands still."""
        return self.filter(
            status__in=AT_DOOR, emergency_kind="", appraised_on__isnull=True, returned_on__isnull=True
        )

    def awaiting_notice(self):
        """Approved items whose decision nobody was told, emergency grants aside."""
        return self.filter(status="APPROVED", notified_on__isnull=True).exclude(rule_set=EMERGENCY)

    def awaiting_emergency_notice(self):
        """Emergency grants whose decision nobody was told."""
        return self.filter(status="APPROVED", notified_on__isnull=True, rule_set=EMERGENCY)

    def not_begun(self, today):
        """Approved items that have not begun, neither by a step nor by the day they were to begin."""
        return (
            self.filter(status__in=NOT_BEGUN)
            .filter(Q(started_on__isnull=True) | Q(started_on__gt=today))
            .exclude(rule_set=EMERGENCY)
        )

    def ending(self, today):
        """Items that still run and have a last day."""
        return self.filter(status__in=RUNNING, ended_on__gte=today)

    def owing_final_report(self):
        """Items whose final report nobody has sent; those without a last day owe none yet."""
        return (
            self.with_end()
            .filter(status__in=(*RUNNING, *DONE), final_report_on__isnull=True, end_on__isnull=False)
            .exclude(rule_set=EMERGENCY)
            .without_report("KET_THUC")
        )

    def owing_emergency_report(self):
        """Emergency grants whose final report nobody has sent."""
        return (
            self.with_end()
            .filter(status__in=(*RUNNING, *DONE), final_report_on__isnull=True, rule_set=EMERGENCY)
            .without_report("KET_THUC")
        )

    def in_emergency(self, kind, today):
        """Emergency grants of this kind that are not done yet."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=today),
            emergency_kind=kind,
            disaster_on__isnull=False,
            closed_on__isnull=True,
            status__in=(*BEFORE_DECISION, *RUNNING),
        )

    def reporting_in(self, start, end):
        """Items whose owner owes a report for these days: approved by their end, not over before them."""
        return (
            self.with_end()
            .filter(status__in=(*RUNNING, *DONE, *REPORTED), approved_on__lte=end)
            .filter(Q(end_on__isnull=True) | Q(end_on__gte=start))
            .exclude(rule_set=EMERGENCY)
        )

    def budget_revenue_in(self, start, end):
        """Items of budget revenue that run in these days."""
        return self.reporting_in(start, end).filter(is_budget_revenue=True)

    def without_report(self, kind, year=None):
        """Items whose owner has not sent this report."""
        return self.exclude(Exists(self.reports_sent(kind, year)))

    def reports_sent(self, kind, year=None):
        """Return the reports of this kind of the outer item."""
        rows = self.model._meta.get_field("owner_reports").related_model.objects
        sent = rows.filter(item=OuterRef("pk"), kind=kind)
        return sent if year is None else sent.filter(year=year)

    def with_end(self):
        """Add `end_on`: the day it really ended, or else the day it is to end."""
        return self.annotate(end_on=Coalesce("closed_on", "ended_on"))

    def ending_in(self, start, end):
        """Items that ended, or are to end, in these days; asked so that indexes on both columns serve."""
        days = (start, end)
        return self.filter(Q(closed_on__range=days) | Q(closed_on__isnull=True, ended_on__range=days))

    def clock_in(self, start, end):
        """Dossiers whose clock, less the days they were away, began in these days."""

        def number(day):
            return DayNumber(models.Value(day, models.DateField()))

        return (
            self.filter(received_on__lte=end)
            .annotate(_clock=DayNumber(F("received_on")) + F("days_returned"))
            .filter(_clock__gte=number(start), _clock__lte=number(end))
        )
