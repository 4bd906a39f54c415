"""Tables of the lists of meetings, follow-ups and awards."""

import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html

from core.dates import format_date
from core.lists import PortalTable
from meetings import rules
from meetings.models import Award, FollowUp, Meeting

# How many co-ordinating agencies a row of the list names.
NAMED_AGENCIES = 4
MEETING_TONES = {
    Meeting.Status.PLANNED: "info",
    Meeting.Status.HELD: "warn",
    Meeting.Status.CONCLUDED: "ok",
    Meeting.Status.CLOSED: "plain",
    Meeting.Status.CANCELLED: "mute",
}


def chair_words(chair):
    """Return who chaired: the name with the title of that day, or the one of the two that is known."""
    if chair is None:
        return ""
    if chair.person_id or chair.title_then:
        name = chair.person.full_name if chair.person_id else ""
        return ", ".join(filter(None, [name, chair.title_then]))
    return chair.agency.label if chair.agency_id else chair.group_label


def sentence_case(words):
    """Return the words with a capital at the beginning only where they have none."""
    return words[:1].upper() + words[1:]


class _Name(tables.Column):
    """The title cell: a link and a small line; the export has the title alone."""

    def __init__(self, sub, **kwargs):
        self.sub = sub
        super().__init__(attrs={"td": {"class": "main"}}, **kwargs)

    def render(self, value, record):
        """Return the link with the small line."""
        url = record.get_absolute_url()
        return format_html(
            '<a class="nm" href="{}">{}</a><span class="sub">{}</span>', url, value, self.sub(record)
        )

    def value(self, value, record):
        """Return the title for the export."""
        return value


class _Day(tables.Column):
    """A day as dd/mm/yyyy; a real date in the export."""

    def __init__(self, **kwargs):
        super().__init__(attrs={"td": {"class": "num"}}, **kwargs)

    def render(self, value):
        """Return the day in Vietnamese writing."""
        return f"{value:%d/%m/%Y}"

    def value(self, value):
        """Return the date."""
        return value


class MeetingTable(PortalTable):
    """The meeting list."""

    held_on = _Day(verbose_name="Ngày họp")
    title = _Name(
        lambda meeting: sentence_case(f"{meeting.get_kind_display()} · {meeting.get_purpose_display()}"),
        verbose_name="Cuộc họp",
    )
    chair = tables.Column(verbose_name="Chủ trì", accessor="chairs", orderable=False, default="–")
    organiser = tables.Column(verbose_name="Cơ quan tổ chức", order_by="organiser__sort_key", default="–")
    status = tables.TemplateColumn(
        template_name="components/badge.html",
        extra_context=lambda record: {
            "label": record.get_status_display(),
            "tone": MEETING_TONES[record.status],
            "status": "",
            "icon": "lock" if record.status == Meeting.Status.CLOSED else "",
        },
        verbose_name="Tình trạng",
        attrs={"td": {"class": "inline"}},
    )
    kind = tables.Column(verbose_name="Loại")
    purpose = tables.Column(verbose_name="Mục đích")
    place = tables.Column(verbose_name="Địa điểm")

    export_only = ("kind", "purpose", "place")

    class Meta(PortalTable.Meta):
        model = Meeting
        fields = ("held_on", "title", "chair", "organiser", "status", "kind", "purpose", "place")
        attrs = {"caption": "Hội nghị, cuộc họp"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_chair(self, value):
        """Return who chaired."""
        return chair_words(value[0]) if value else "–"

    def render_organiser(self, value):
        """Return the short name."""
        return value.label

    def value_organiser(self, value):
        """Return the full name for the export."""
        return value.name

    def value_status(self, record):
        """Return the status in words."""
        return record.get_status_display()


class FollowUpTable(PortalTable):
    """The follow-up list; `rights` says which buttons each row has."""

    code = tables.Column(verbose_name="Mã", attrs={"td": {"class": "code hide"}})
    text = _Name(lambda row: f"{row.meeting.held_on:%d/%m/%Y} · {row.meeting.title}", verbose_name="Việc")
    lead_agency = tables.Column(
        verbose_name="Chủ trì", order_by="lead_agency__sort_key", attrs={"td": {"class": "mt-ag"}}
    )
    joined = tables.Column(verbose_name="Phối hợp", orderable=False, default="–", empty_values=(None, "", []))
    due_on = _Day(verbose_name="Hạn", empty_values=())
    status = tables.TemplateColumn(
        template_name="meetings/_followup_status.html",
        extra_context=lambda record, table: {
            "status": table.status_of(record),
            "mark": table.mark_of(record),
        },
        verbose_name="Tình trạng",
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": "inline"}},
    )
    acts = tables.TemplateColumn(
        template_name="meetings/_followup_acts.html",
        extra_context=lambda record, table: {"acts": table.rights(record)},
        verbose_name="",
        orderable=False,
        empty_values=(),
        exclude_from_export=True,
        attrs={"td": {"class": "end"}},
    )
    verb = tables.Column(verbose_name="Mức giao")
    started_on = _Day(verbose_name="Bắt đầu")
    completed_on = _Day(verbose_name="Xong")
    result = tables.Column(verbose_name="Kết quả")
    first_due_on = _Day(verbose_name="Hạn giao ban đầu")
    due_reason = tables.Column(verbose_name="Lý do đổi hạn")

    meeting = tables.Column(verbose_name="Cuộc họp", accessor="meeting__title")
    met_on = _Day(verbose_name="Ngày họp", accessor="meeting__held_on")

    export_only = (
        "verb", "started_on", "completed_on", "result", "first_due_on", "due_reason", "meeting", "met_on",
    )  # fmt: skip

    class Meta(PortalTable.Meta):
        model = FollowUp
        fields = (
            "code", "text", "lead_agency", "joined", "due_on", "status", "acts", "verb", "started_on",
            "completed_on", "result", "first_due_on", "due_reason", "meeting", "met_on",
        )  # fmt: skip
        attrs = {"caption": "Việc sau hội nghị"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def __init__(self, *args, today, rights, **kwargs):
        """Take the day as of which rows are judged, and `rights(follow_up)` for the buttons."""
        self.today, self.rights = today, rights
        super().__init__(*args, **kwargs)

    def order_due_on(self, queryset, is_descending):
        """Sort by the deadline; what has no day stands last either way."""
        due = F("due_on").desc(nulls_last=True) if is_descending else F("due_on").asc(nulls_last=True)
        return queryset.order_by(due, "pk"), True

    def status_of(self, record):
        """Return the computed status of a row."""
        return status_of(record, self.today)

    def render_lead_agency(self, value):
        """Return the short name."""
        return value.label

    def value_lead_agency(self, value):
        """Return the full name for the export."""
        return value.name

    def render_joined(self, value):
        """Return the short names; of many only the first two, the record's page names all."""
        names = [row.agency.label for row in value]
        if len(names) > NAMED_AGENCIES:
            return f"{', '.join(names[:2])} và {len(names) - 2} cơ quan khác"
        return ", ".join(names)

    def value_joined(self, value):
        """Return all short names for the export."""
        return ", ".join(row.agency.label for row in value)

    def mark_of(self, record):
        """Return what the last report leaves on open work, or None."""
        is_open = record.completed_on is None and record.cancelled_on is None
        return rules.MARKS.get(record.report_mark) if is_open else None

    def render_due_on(self, value, record):
        """Return the day with the first one where it moved, or the kind of deadline where it has none."""
        words = f"{value:%d/%m/%Y}" if value else record.get_due_kind_display()
        if record.first_due_on is None:
            return words
        return format_html('{}<span class="sub">ban đầu {}</span>', words, format_date(record.first_due_on))

    def value_due_on(self, value, record):
        """Return the date, or the kind of deadline."""
        return value or record.get_due_kind_display()

    def value_status(self, record):
        """Return the status in words, with what the last report left."""
        mark = self.mark_of(record)
        label = self.status_of(record).label
        return f"{label}; {mark.label.lower()}" if mark else label


def status_of(follow_up, today):
    """Return the computed status of a follow-up as of `today`."""
    return rules.follow_up_status(
        due_on=follow_up.due_on,
        started_on=follow_up.started_on,
        completed_on=follow_up.completed_on,
        cancelled_on=follow_up.cancelled_on,
        today=today,
    )


class AwardTable(PortalTable):
    """The award list."""

    awarded_on = _Day(verbose_name="Ngày trao")
    form = _Name(
        lambda award: award.target_name or sentence_case(award.get_target_kind_display()),
        verbose_name="Hình thức",
    )
    recipients_count = tables.Column(
        verbose_name="Số lượng", attrs={"th": {"class": "r"}, "td": {"class": "r num"}}, default="–"
    )
    giving_agency = tables.Column(verbose_name="Cơ quan tặng", order_by="giving_agency__sort_key")
    period_year = tables.Column(verbose_name="Thành tích năm", attrs={"td": {"class": "num"}})
    meeting = tables.Column(verbose_name="Trao tại", orderable=False, default="–")
    target_kind = tables.Column(verbose_name="Đối tượng")
    target_name = tables.Column(verbose_name="Tên tập thể, cá nhân")
    reason = tables.Column(verbose_name="Thành tích")
    decision_number = tables.Column(verbose_name="Số quyết định")

    export_only = ("target_kind", "target_name", "reason", "decision_number")

    class Meta(PortalTable.Meta):
        model = Award
        fields = (
            "awarded_on", "form", "recipients_count", "giving_agency", "period_year", "meeting",
            "target_kind", "target_name", "reason", "decision_number",
        )  # fmt: skip
        attrs = {"caption": "Khen thưởng"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_giving_agency(self, value):
        """Return the short name."""
        return value.label

    def value_giving_agency(self, value):
        """Return the full name for the export."""
        return value.name

    def render_period_year(self, value):
        """Return the year without a thousands mark."""
        return str(value)

    def value_period_year(self, value):
        """Return the year as a number."""
        return value
