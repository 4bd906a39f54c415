"""Which aid items."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import In

from aid.models.day_numbers import DayNumber
from aid.models.deadline_sets import DeadlineSets
from aid.models.listed_day import ListedDay
from aid.rules import NOT_RECEIVED
from core.big_sums import wide_sum
from core.permissions import Area, Reach, reach

# What an approved item has both of, equal; the second is what lists are ordered by.
_DAYS = ("approved_on", "listed_day")
# Statuses of an item that may run on a day; its dates decide.
RUNNING = ["APPROVED", "NOTIFIED", "IMPLEMENTING"]


class Unindexed(models.Func):
    """A column for whose sake SQLite does not leave the order of the index that it walks."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        """Return the column with the sign that keeps indexes away."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class AidItemQuerySet(DeadlineSets):
    """Which aid items."""

    def visible_to(self, user):
        """Items that this account may read: all, or those its agencies own, receive or mobilise."""
        how_far = reach(user, Area.AID)
        if how_far is Reach.OWN:
            return self.of_agencies(user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def of_agencies(self, agency_ids):
        """Items that these agencies own, receive or mobilised."""
        ids = list(agency_ids)
        return self.filter(Q(owner_id__in=ids) | Q(recipient_id__in=ids) | Q(mobilised_by_id__in=ids))

    def written_by(self, user_id):
        """Items that this account entered."""
        entered = self.model.history.filter(history_type="+", history_user_id=user_id)
        return self.filter(pk__in=entered.values("id"))

    def in_state(self, state, today):
        """Items in this state on that day; the same table as rules.state_on."""
        return self.filter(AidItemQuerySet.state_condition(state, today))

    @staticmethod
    def state_condition(state, today):
        """Return the condition of being in this state on that day."""
        running = Q(status__in=RUNNING)
        # Much of the register runs: its newest are met soon on the way, all of them would have to be sorted.
        walked = Q(In(Unindexed("status"), RUNNING))
        over = Q(ended_on__lt=today)
        not_over = Q(ended_on__isnull=True) | Q(ended_on__gte=today)
        begun = Q(status="IMPLEMENTING") | Q(started_on__lte=today)
        waiting = (Q(started_on__isnull=True) | Q(started_on__gt=today)) & not_over
        matches = {
            "APPROVED": Q(status="APPROVED") & waiting,
            "NOTIFIED": Q(status="NOTIFIED") & waiting,
            "IMPLEMENTING": walked & begun & not_over,
            "ENDED": Q(status="ENDED") | (running & over),
        }
        return matches.get(state, Q(status=state))

    def received(self):
        """Items that count as aid: not those refused, withdrawn by the donor, or revoked."""
        return self.exclude(status__in=NOT_RECEIVED)

    def not_received(self):
        """Items that `received` leaves out."""
        return self.filter(status__in=NOT_RECEIVED)

    def counted(self):
        """Items that figures count: approved, and neither refused, withdrawn nor revoked."""
        return self.received().filter(approved_on__isnull=False)

    def ending_within(self, days, today):
        """Running items whose last day comes within so many days."""
        return self.in_state("IMPLEMENTING", today).filter(ended_on__lte=today + timedelta(days=days))

    def slow(self, today, *, points, quiet_days):
        """Running items whose disbursements lag behind the time gone; reckoned as rules.slow_reason does."""
        # Few of all items run; they are found by their state, and only then by the rest.
        running = self.filter(status__in=RUNNING)
        return running.with_totals().lagging(today, points=points, quiet_days=quiet_days)

    def lagging(
        self,
        today,
        *,
        points,
        quiet_days,
        committed="committed_usd_minor",
        disbursed="disbursed_usd_minor",
    ):
        """Running items that lag, of rows that carry their totals in these columns already."""
        rows = AidItemQuerySet.in_state(self, "IMPLEMENTING", today)
        begun = DayNumber(F("started_on"))
        gone = DayNumber(models.Value(today, models.DateField())) - begun
        whole = DayNumber(F("ended_on")) - begun
        rows = rows.annotate(_gone=_real(gone), _whole=_real(whole))
        silent = Q(has_disbursement=False, started_on__lt=today - timedelta(days=quiet_days))
        # An item with an amount that has no rate is not judged by its share: the share is not known.
        lagging = Q(is_unrated=False, _whole__gt=0, _paid__lt=F("_due"))
        return rows.annotate(
            _paid=Coalesce(_real(F(disbursed)), 0.0) * 100.0 * F("_whole"),
            _due=_real(F(committed)) * (F("_gone") * 100.0 - F("_whole") * float(points)),
        ).filter(silent | lagging)

    def approved_in(self, start, end):
        """Items whose approval date lies in the window."""
        return self.filter(approved_on__range=(start, end))

    def approved_between(self, start=None, end=None):
        """Items approved from the one day to the other, met in the order of lists without leaving it."""
        bounds = {"gte": start, "lte": end}
        asked = {f"{column}__{name}": day for name, day in bounds.items() if day for column in _DAYS}
        return self.alias(listed_day=ListedDay()).filter(**asked)

    def booked_in(self, start, end):
        """Items that a window counts: approved in it, or entered late in it for a closed period."""
        return self._by_counting_day().filter(counting_day__range=(start, end))

    def booked_by(self, end):
        """Items that had been counted by the end of that day."""
        return self._by_counting_day().filter(counting_day__lte=end, approved_on__isnull=False)

    def booked_after(self, end):
        """Items that count later than that day."""
        return self._by_counting_day().filter(counting_day__gt=end)

    def _by_counting_day(self):
        """Add the day on which an item counts, in the words of the index that figures are read from."""
        return self.alias(counting_day=Coalesce("booked_on", "approved_on"))

    def regular(self):
        """Items under the regular decree; emergency grants have their own and are counted beside them."""
        return self.filter(emergency_kind="")

    def emergency(self):
        """Emergency grants under their own decree (NĐ 50/2020)."""
        return self.exclude(emergency_kind="")

    def with_totals(self):
        """Add `committed_usd_minor`, `disbursed_usd_minor` (US cents, null = no rate or no row) per item.

        Also `is_unrated` (some amount has no rate) and `has_disbursement`.
        """

        def total(relation):
            rows = self.model._meta.get_field(relation).related_model.objects
            return models.Subquery(
                rows.filter(item=models.OuterRef("pk"))
                .order_by()
                .values("item")
                .annotate(total=wide_sum("usd_minor"))
                .values("total"),
                output_field=models.BigIntegerField(),
            )

        def rows(relation, **lookup):
            model = self.model._meta.get_field(relation).related_model
            return models.Exists(model.objects.filter(item=models.OuterRef("pk"), **lookup))

        return self.annotate(
            committed_usd_minor=total("commitments"),
            disbursed_usd_minor=total("disbursements"),
            has_disbursement=rows("disbursements"),
            is_unrated=models.ExpressionWrapper(
                Q(rows("commitments", usd_minor__isnull=True))
                | Q(rows("disbursements", usd_minor__isnull=True)),
                output_field=models.BooleanField(),
            ),
        )

    def newest_first(self):
        """Items in the order of lists: by approval day, before that by the day on which they were entered."""
        return self.order_by(ListedDay().desc(), "-pk")

    def for_list(self):
        """Everything one row of the aid list shows."""
        item_sectors = self.model._meta.get_field("item_sectors").related_model.objects
        return (
            self.with_totals()
            .select_related("donor", "donor__country", "recipient", "owner")
            .prefetch_related(
                models.Prefetch("item_sectors", item_sectors.select_related("sector")), "commitments"
            )
            .newest_first()
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_page(self):
        """Everything the page of one item shows about itself."""
        return self.with_totals().select_related(
            "donor", "donor__country", "recipient", "owner", "governing_body", "mobilised_by", "signer"
        )


def _real(expression):
    """Return the expression as a float: products of cents and days pass the limit of a whole number."""
    return Cast(expression, models.FloatField())
