"""Where an item stands in its life: its rows read once, as the values that the rules judge."""

from collections import Counter

from aid.dossier import lacking_labels, papers_of
from aid.law import aid_law
from aid.life_rules import Facts, decree_day
from aid.models import AidStep
from aid.rules import rule_set_for, state_on

DAY_COLUMNS = (
    "received_on", "returned_on", "appraised_on", "approved_on", "notified_on", "started_on", "closed_on",
    "handed_over_on", "final_report_on", "settled_on",
)  # fmt: skip
_LEAVES = (AidStep.Kind.ASK_CHANGE, AidStep.Kind.WITHDRAW)


class ItemLife:
    """The decree and the law of an item's own day, its steps in the order of writing, its checklist."""

    def __init__(self, item, today, *, documents=None):
        """Read what the item stands on; its `documents` may have been read before."""
        self.item, self.today = item, today
        day = decree_day(item.approved_on, item.received_on, today)
        self.law = aid_law(day)
        self.decree = rule_set_for(day, item.emergency_kind, self.law.rule_sets)
        self.steps = list(item.steps.select_related("document", "document__attachment").order_by("pk"))
        self.papers = papers_of(item, self.decree, documents)

    def authors(self):
        """Return who wrote each step, by its key."""
        if not self.steps:
            return {}
        keys = [step.pk for step in self.steps]
        rows = AidStep.history.filter(history_type="+", id__in=keys).select_related("history_user")
        return {row.id: str(row.history_user or "") for row in rows}

    @property
    def last(self):
        """The step written last, or None."""
        return self.steps[-1] if self.steps else None

    @property
    def facts(self):
        """The values that the rules judge."""
        item, received = self.item, Counter()
        lines = item.disbursements.order_by().values_list("currency", "amount_minor")
        for currency, amount in lines:
            received[currency] += amount
        left = next((step for step in reversed(self.steps) if step.kind in _LEAVES), None)
        moved = [step.on for step in self.steps if step.from_status != step.to_status]
        return Facts(
            status=item.status,
            state=state_on(item.status, item.started_on, item.ended_on, self.today),
            emergency_kind=item.emergency_kind,
            decree=self.decree,
            days={name: getattr(item, name) for name in DAY_COLUMNS},
            days_returned=item.days_returned,
            ended_on=item.ended_on,
            came_from=left.from_status if left and left.to_status == item.status else "",
            last_on=max(moved, default=None),
            has_money=bool(lines),
            money_stands=any(received.values()),
            lacking=lacking_labels(self.papers),
        )
