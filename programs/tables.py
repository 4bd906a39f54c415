"""Tables of the lists of programs."""

import django_tables2 as tables
from django.template.loader import render_to_string

from core.dates import format_date
from core.lists import PortalTable
from programs.models import Activity, FriendshipAssociation, ProgramStep, Task, TaskStatus
from programs.rules import ALL_DONE, OVERDUE, progress_of

_NUMBER = {"th": {"class": "r"}, "td": {"class": "r num"}}


def _link(record):
    return record.get_absolute_url()


def badge(status):
    """Return the badge of a task's status."""
    context = {"label": status.label, "tone": status.tone, "status": status.code}
    return render_to_string("components/badge.html", context)


def progress_bar(status, percent):
    """Return the small bar of a task; red while it is overdue. A stopped task has none."""
    shown = progress_of(status.code, percent)
    if shown is None:
        return "–"
    tone = "late" if status.code == OVERDUE else "done" if status.code in ALL_DONE else "doing"
    return render_to_string("components/rate.html", {"percent": shown, "text": f"{shown}%", "tone": tone})


class TaskTable(PortalTable):
    """Tasks of all programs. The export holds the columns of the official template, and nothing else."""

    export_only = ("m_code", "m_title", "m_lead", "m_partners", "m_start", "m_due", "m_status", "m_note")

    title = tables.TemplateColumn(
        template_name="programs/_task_name.html",
        verbose_name="Nhiệm vụ",
        order_by=("title",),
        exclude_from_export=True,
        attrs={"td": {"class": "main"}},
    )
    lead_agency = tables.Column(
        verbose_name="Chủ trì", order_by=("lead_agency__sort_key",), exclude_from_export=True
    )
    due_on = tables.Column(
        verbose_name="Hạn", empty_values=(), exclude_from_export=True, attrs={"td": {"class": "num"}}
    )
    progress_percent = tables.Column(
        verbose_name="Tiến độ", exclude_from_export=True, attrs={"td": {"class": "inline"}}
    )
    status = tables.Column(
        verbose_name="Tình trạng",
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
        attrs={"td": {"class": "inline end"}},
    )
    m_code = tables.Column(verbose_name="Mã nhiệm vụ", accessor="code")
    m_title = tables.Column(verbose_name="Tên nhiệm vụ", accessor="title")
    m_lead = tables.Column(verbose_name="Cơ quan chủ trì", accessor="lead_agency__name")
    m_partners = tables.Column(verbose_name="Cơ quan phối hợp", accessor="pk")
    m_start = tables.Column(verbose_name="Ngày bắt đầu", accessor="started_on")
    m_due = tables.Column(verbose_name="Hạn hoàn thành", accessor="due_on")
    m_status = tables.Column(verbose_name="Trạng thái", accessor="pk")
    m_note = tables.Column(verbose_name="Ghi chú", accessor="note")

    class Meta(PortalTable.Meta):
        model = Task
        fields = ()
        attrs = {"caption": "Nhiệm vụ"}
        row_attrs = {"data-href": _link}

    def __init__(self, *args, as_of, **kwargs):
        """Keep the day as of which statuses are judged."""
        self.as_of = as_of
        super().__init__(*args, **kwargs)

    def render_lead_agency(self, record):
        """Return the short name."""
        return record.lead_agency.label

    def render_due_on(self, record):
        """Return the deadline in words."""
        return record.due_words

    def render_progress_percent(self, record):
        """Return the bar with the percentage."""
        return progress_bar(record.status_on(self.as_of), record.progress_percent)

    def render_status(self, record):
        """Return the badge."""
        return badge(record.status_on(self.as_of))

    def value_m_partners(self, record):
        """Return the co-ordinating agencies as the template wants them."""
        return "; ".join(row.agency.name for row in record.co_agencies.all())

    def value_m_status(self, record):
        """Return the computed status; an import compares it and never writes it."""
        return TaskStatus(record.status_on(self.as_of).code).label


class ActivityTable(PortalTable):
    """Activities."""

    export_only = ("code", "ended_on", "pillar", "summary")

    code = tables.Column(verbose_name="Mã")
    held_on = tables.Column(verbose_name="Ngày", attrs={"td": {"class": "num nw"}})
    ended_on = tables.Column(verbose_name="Đến ngày")
    title = tables.TemplateColumn(
        template_name="programs/_activity_name.html",
        verbose_name="Hoạt động",
        attrs={"td": {"class": "main"}},
    )
    kind = tables.Column(verbose_name="Loại")
    country = tables.Column(verbose_name="Quốc gia", order_by=("country__sort_key",), default="–")
    years = tables.Column(
        verbose_name="Số năm", accessor="anniversary_years", orderable=False, default="–", attrs=_NUMBER
    )
    place = tables.Column(verbose_name="Địa điểm", default="–")
    agency = tables.Column(verbose_name="Cơ quan tổ chức", order_by=("agency__sort_key",))
    participants = tables.Column(verbose_name="Số người", default="–", attrs=_NUMBER)
    pillar = tables.Column(verbose_name="Trụ cột")
    summary = tables.Column(verbose_name="Nội dung")

    class Meta(PortalTable.Meta):
        model = Activity
        fields = ()
        attrs = {"caption": "Hoạt động đối ngoại"}
        row_attrs = {"data-href": _link}
        sequence = ("code", "title", "held_on", "ended_on", "...")

    def render_held_on(self, record):
        """Return the day, or both days."""
        first = format_date(record.held_on)
        return f"{first} – {format_date(record.ended_on)}" if record.ended_on else first

    def value_held_on(self, record):
        """Return the day as a date."""
        return record.held_on

    def value_title(self, record):
        """Return the name alone."""
        return record.title

    def render_agency(self, record):
        """Return the short name."""
        return record.agency.label

    def value_agency(self, record):
        """Return the full name."""
        return record.agency.name

    def value_country(self, record):
        """Return the name of the country, or nothing."""
        return record.country.name if record.country else None

    def value_pillar(self, record):
        """Return the name of the pillar, or nothing."""
        return record.pillar.name if record.pillar else None


class AssociationTable(PortalTable):
    """Member associations."""

    export_only = ("note",)

    name = tables.TemplateColumn(
        template_name="programs/_association_name.html",
        verbose_name="Hội",
        order_by=("sort_key",),
        attrs={"td": {"class": "main"}},
    )
    country = tables.Column(verbose_name="Quốc gia", order_by=("country__sort_key",), default="–")
    founded_on = tables.Column(verbose_name="Thành lập", default="–", attrs={"td": {"class": "num"}})
    term = tables.Column(
        verbose_name="Nhiệm kỳ", accessor="term_start", default="–", attrs={"td": {"class": "num"}}
    )
    certainty = tables.TemplateColumn(
        template_name="programs/_certainty.html",
        verbose_name="Độ chắc chắn",
        attrs={"td": {"class": "inline"}},
    )
    source = tables.Column(verbose_name="Nguồn", default="–")
    note = tables.Column(verbose_name="Ghi chú")

    class Meta(PortalTable.Meta):
        model = FriendshipAssociation
        fields = ()
        attrs = {"caption": "Hội hữu nghị thành viên"}
        row_attrs = {"data-href": _link}

    def render_founded_on(self, value):
        """Return the day."""
        return format_date(value)

    def value_founded_on(self, record):
        """Return the day as a date."""
        return record.founded_on

    def render_term(self, record):
        """Return the years of the term."""
        return f"{record.term_start}–{record.term_end}" if record.term_end else f"từ {record.term_start}"

    def value_name(self, record):
        """Return the name alone."""
        return record.name

    def value_certainty(self, record):
        """Return the mark in words."""
        return record.get_certainty_display()


class StepTable(PortalTable):
    """Steps of a program, the newest first."""

    export_only = ("paper_on", "note_text")

    happened_on = tables.Column(verbose_name="Ngày", orderable=False, attrs={"td": {"class": "num nw"}})
    to_status = tables.TemplateColumn(
        template_name="programs/_step_name.html",
        verbose_name="Bước",
        orderable=False,
        attrs={"td": {"class": "main"}},
    )
    paper_number = tables.Column(verbose_name="Văn bản", orderable=False)
    paper_on = tables.Column(verbose_name="Ngày văn bản", orderable=False)
    draft = tables.Column(
        verbose_name="Bản dự thảo",
        orderable=False,
        linkify=lambda record, table: table.address_of(record.draft),
    )
    attachment = tables.TemplateColumn(
        template_name="programs/_step_file.html", verbose_name="Tệp", orderable=False
    )
    note_text = tables.Column(verbose_name="Ghi chú", accessor="note", orderable=False)

    class Meta(PortalTable.Meta):
        model = ProgramStep
        fields = ()
        attrs = {"caption": "Các bước đã ghi, bước mới nhất trước"}

    def __init__(self, *args, readable, **kwargs):
        """Take the keys of the versions that the account may read; the others are named without a link."""
        self.readable = readable
        super().__init__(*args, **kwargs)

    def address_of(self, draft):
        """Return the address of a version that the account may read, None of others."""
        return draft.get_absolute_url() if draft and draft.pk in self.readable else None

    def render_happened_on(self, value):
        """Return the day as people write it."""
        return format_date(value)

    def value_happened_on(self, value):
        """Return the day itself."""
        return value

    def value_to_status(self, record):
        """Return both states in words."""
        return f"{record.get_from_status_display()} → {record.get_to_status_display()}"

    def render_paper_number(self, record):
        """Return number and date."""
        day = f" ngày {format_date(record.paper_on)}" if record.paper_on else ""
        return f"{record.paper_number}{day}"

    def value_paper_number(self, value):
        """Return the number alone."""
        return value

    def value_attachment(self, record):
        """Return the name of the file."""
        return record.attachment.name if record.attachment else ""
