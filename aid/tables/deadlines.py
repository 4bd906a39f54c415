"""The table of deadlines."""

import django_tables2 as tables
from django.template.loader import render_to_string

from aid.alarms import STATE_LABELS, State
from aid.tables.items import PlainColumn
from core.lists import PortalTable

TONES = {State.LATE: "bad", State.TODAY: "warn", State.SOON: "warn", State.FAR: "mute"}


def state_words(row):
    """Return how a deadline stands, with the number of days."""
    if row.state is State.LATE:
        return f"quá hạn {-row.days} ngày"
    return "đến hạn hôm nay" if row.state is State.TODAY else f"còn {row.days} ngày"


class DeadlineTable(PortalTable):
    """Deadlines: the day, what is due of which item, by which clause."""

    export_only = ("subject", "allowed", "source", "certainty", "why")

    due_on = tables.Column("Hạn", order_by=("due_on",), attrs={"td": {"class": "num nw inline"}})
    kind = tables.TemplateColumn(
        verbose_name="Việc phải làm",
        template_name="aid/_deadline_name.html",
        attrs={"td": {"class": "main"}},
        order_by=("kind__label", "due_on"),
    )
    owner = PlainColumn(
        verbose_name="Chủ khoản",
        accessor="subject__owner",
        order_by=("subject__owner", "due_on"),
        attrs={"td": {"class": "plain"}},
    )
    subject = PlainColumn(verbose_name="Khoản", accessor="subject__name", order_by=("subject__name",))
    allowed = PlainColumn(verbose_name="Thời hạn", accessor="allowed")
    source = PlainColumn(verbose_name="Căn cứ", accessor="source")
    certainty = PlainColumn(verbose_name="Độ chắc chắn", accessor="is_sure")
    why = PlainColumn(verbose_name="Vì sao", accessor="why")
    state = tables.Column("Tình trạng", order_by=("due_on",), attrs={"td": {"class": "end"}})

    class Meta(PortalTable.Meta):
        attrs = {"class": "aid-deadlines", "caption": "Hạn của viện trợ"}
        row_attrs = {"data-href": lambda record: record.subject.url}
        sequence = ("due_on", "kind", "subject", "owner", "...", "state")

    def render_due_on(self, value):
        """Return the day as it is read."""
        return f"{value:%d/%m/%Y}"

    def value_due_on(self, value):
        """Return the day itself for exports."""
        return value

    def value_kind(self, record):
        """Return the words for exports."""
        return f"{record.kind.label}: {record.kind.todo}"

    def value_certainty(self, record):
        """Return whether the value behind it is confirmed."""
        return "đã kiểm chứng" if record.is_sure else "chờ xác nhận"

    def render_state(self, record):
        """Return the badge."""
        context = {"label": state_words(record), "tone": TONES[record.state]}
        return render_to_string("components/badge.html", context)

    def value_state(self, record):
        """Return how it stands, for exports."""
        return STATE_LABELS[record.state]
