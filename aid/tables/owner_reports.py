"""The board of reports that owners owe."""

from django.template.loader import render_to_string
from django.urls import reverse

from aid.tables.items import PlainColumn
from core.lists import PortalTable

_CELL = {"td": {"class": "inline"}}


class OwnerBoardTable(PortalTable):
    """One row for each item; a cell for each report of the year."""

    export_only = ("half_due", "year_due", "final_due", "reminded")

    name = PlainColumn(
        verbose_name="Khoản viện trợ", order_by=("sort_key", "pk"), attrs={"td": {"class": "main"}}
    )
    owner = PlainColumn(
        verbose_name="Chủ khoản",
        accessor="owner__name",
        order_by=("owner__name", "pk"),
        attrs={"td": {"class": "plain"}},
    )
    half = PlainColumn(verbose_name="6 tháng", empty_values=(), orderable=False, attrs=_CELL)
    half_due = PlainColumn(verbose_name="Hạn 6 tháng", empty_values=())
    year = PlainColumn(verbose_name="Năm", empty_values=(), orderable=False, attrs=_CELL)
    year_due = PlainColumn(verbose_name="Hạn năm", empty_values=())
    final = PlainColumn(verbose_name="Kết thúc", empty_values=(), orderable=False, attrs=_CELL)
    final_due = PlainColumn(verbose_name="Hạn kết thúc", empty_values=())
    reminded = PlainColumn(verbose_name="Nhắc gần nhất", empty_values=())

    class Meta(PortalTable.Meta):
        attrs = {"class": "aid-board", "caption": "Báo cáo của chủ khoản viện trợ"}
        row_attrs = {"data-href": lambda record, table: table.address(record)}

    def __init__(self, *args, year, **kwargs):
        """Take the year of the board with its deadlines."""
        self.board_year = year
        super().__init__(*args, **kwargs)

    def address(self, record):
        """Return the page of the item's reports in the year of the board."""
        return f"{reverse('aid:owner_reports', args=[record.code])}?nam={self.board_year.number}"

    def _duty(self, record, at):
        return self.board_year.duties(record)[at]

    def _badge(self, record, at):
        duty = self._duty(record, at)
        return render_to_string("aid/_duty.html", {"duty": duty, "in_table": True})

    def render_name(self, record):
        """Return the name as a link, with code and donor below."""
        context = {"item": record, "url": self.address(record)}
        return render_to_string("aid/_board_name.html", context)

    def value_name(self, record):
        """Return the bare name."""
        return f"{record.code} – {record.name}"

    def render_half(self, record):
        """Return how the half-year's report stands."""
        return self._badge(record, 0)

    def render_year(self, record):
        """Return how the year's report stands."""
        return self._badge(record, 1)

    def render_final(self, record):
        """Return how the final report stands."""
        return self._badge(record, 2)

    def value_half(self, record):
        """Return the words."""
        return self._duty(record, 0).words

    def value_year(self, record):
        """Return the words."""
        return self._duty(record, 1).words

    def value_final(self, record):
        """Return the words."""
        return self._duty(record, 2).words

    def value_half_due(self, record):
        """Return the day."""
        return self._duty(record, 0).due_on

    def value_year_due(self, record):
        """Return the day."""
        return self._duty(record, 1).due_on

    def value_final_due(self, record):
        """Return the day."""
        return self._duty(record, 2).due_on

    def value_reminded(self, record):
        """Return the day of the last reminder."""
        reminders = record.owner_reminders.all()
        return reminders[0].sent_on if reminders else None
