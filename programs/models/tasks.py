"""Tasks of the program: one lead agency, co-ordinating agencies, a deadline, a deliverable."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from core.models import Agency, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from programs import rules
from programs.deadlines import due_in_words
from programs.models.documents import Draft
from programs.models.programs import Pillar, Program, SolutionGroup


class DueKind(models.TextChoices):
    """How a deadline is given (domain.md 7.4)."""

    DAY = "NGAY", "ngày cụ thể"
    MONTH = "THANG", "trong tháng"
    QUARTER = "QUY", "trong quý"
    YEAR = "NAM", "trong năm"
    YEARLY = "HANG_NAM", "hằng năm"
    CONTINUOUS = "THUONG_XUYEN", "thường xuyên"
    RIGHT_AFTER = "NGAY_SAU_HOP", "ngay sau hội nghị"
    SOON = "SOM", "sớm, chưa có ngày"
    NONE = "KHONG", "không nêu thời hạn"


# Kinds whose deadline is a day that can be overdue.
DATED_KINDS = (DueKind.DAY, DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR, DueKind.RIGHT_AFTER)


class TaskStatus(models.TextChoices):
    """Status of a task, computed from its dates (domain.md 3.4)."""

    NOT_DUE = "CHUA_DEN_HAN", "Chưa bắt đầu"
    RUNNING = "DANG_THUC_HIEN", "Đang thực hiện"
    DONE = "HOAN_THANH_DUNG_HAN", "Hoàn thành đúng hạn"
    DONE_LATE = "HOAN_THANH_QUA_HAN", "Hoàn thành quá hạn"
    OVERDUE = "QUA_HAN_CHUA_HOAN_THANH", "Quá hạn"
    STOPPED = "KHONG_THUC_HIEN", "Dừng thực hiện"
    CONTINUOUS = "THUONG_XUYEN", "Thường xuyên"


# States in which nobody has to work on a task any more.
CLOSED_STATES = (TaskStatus.DONE, TaskStatus.DONE_LATE, TaskStatus.STOPPED)
_ENDLESS = (DueKind.YEARLY, DueKind.CONTINUOUS)


def _conditions(today):
    """Return the condition of each status as of `today`; the set-wise twin of rules.task_status.

    Null-safe on purpose: each condition says what holds of a missing day.
    """
    plain = Q(override_status="")
    finished = plain & Q(completed_on__lte=today)
    unfinished = plain & (Q(completed_on__isnull=True) | Q(completed_on__gt=today))
    late = Q(due_on__isnull=False) & Q(completed_on__gt=F("due_on"))
    in_time = Q(due_on__isnull=True) | Q(completed_on__lte=F("due_on"))
    ahead = unfinished & (Q(due_on__isnull=True) | Q(due_on__gte=today))
    dated = ahead & ~Q(due_kind__in=_ENDLESS)
    begun = Q(progress_percent__gt=0) | Q(started_on__isnull=False, started_on__lte=today)
    waiting = Q(progress_percent=0) & (Q(started_on__isnull=True) | Q(started_on__gt=today))
    computed = {
        TaskStatus.NOT_DUE: dated & waiting,
        TaskStatus.RUNNING: dated & begun,
        TaskStatus.DONE: finished & in_time,
        TaskStatus.DONE_LATE: finished & late,
        TaskStatus.OVERDUE: unfinished & Q(due_on__lt=today),
        TaskStatus.CONTINUOUS: ahead & Q(due_kind__in=_ENDLESS),
    }
    conditions = {code: Q(override_status=code) | found for code, found in computed.items()}
    return conditions | {TaskStatus.STOPPED: Q(override_status=TaskStatus.STOPPED)}


class TaskQuerySet(RecordQuerySet):
    """Which tasks; `today` is the day as of which they are judged."""

    def visible_to(self, user):
        """Tasks that this account may read: all, or those its agencies lead or co-ordinate."""
        how_far = reach(user, Area.TASKS)
        if how_far is Reach.OWN:
            return self.led_or_joined_by(user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def led_or_joined_by(self, agency_ids):
        """Tasks that these agencies lead or co-ordinate."""
        joined = TaskAgency.objects.filter(agency_id__in=agency_ids).values("task_id")
        return self.filter(Q(lead_agency_id__in=agency_ids) | Q(pk__in=joined))

    def with_status(self, today, *codes):
        """Tasks whose status as of `today` is one of the codes."""
        conditions, wanted = _conditions(today), Q(pk__in=[])
        for code in codes:
            wanted |= conditions[TaskStatus(code)]
        return self.filter(wanted)

    def annotate_status(self, today):
        """The tasks with their status code as of `today` in `status_code`, for grouping and sorting."""
        cases = [When(condition, then=Value(str(code))) for code, condition in _conditions(today).items()]
        return self.annotate(status_code=Case(*cases, output_field=models.CharField()))

    def done(self, today):
        """Tasks finished by `today`, in time or late."""
        return self.with_status(today, TaskStatus.DONE, TaskStatus.DONE_LATE)

    def open(self, today):
        """Tasks that are neither finished by `today` nor stopped."""
        return self.with_status(today, *(code for code in TaskStatus if code not in CLOSED_STATES))

    def overdue(self, today):
        """Unfinished tasks whose deadline day lies before `today`, or that are ruled to be overdue."""
        return self.with_status(today, TaskStatus.OVERDUE)

    def due_within(self, today, days):
        """Open tasks due from `today` to so many days later."""
        return self.open(today).filter(due_on__range=(today, today + timedelta(days=days)))

    def of_year(self, start, end):
        """Tasks of a window: due or finished in it, carried into it, or without a day and running through it.

        The set-wise twin of rules.belongs_to_window.
        """
        within_program = Q(program__period_start_year__lte=end.year, program__period_end_year__gte=start.year)
        unfinished_before = Q(completed_on__isnull=True) | Q(completed_on__gte=start)
        undated = Q(due_on__isnull=True) & (Q(started_on__isnull=True) | Q(started_on__lte=end))
        carried = Q(due_on__lt=start) & ~Q(override_status__in=CLOSED_STATES)
        here = Q(due_on__range=(start, end)) | Q(completed_on__range=(start, end))
        return self.filter(within_program & (here | (unfinished_before & (undated | carried))))

    def in_outline_order(self):
        """The newest program first, its tasks in its order; what is not placed stands at the end."""
        return self.order_by(
            "-program__period_start_year",
            F("pillar__ordinal").asc(nulls_last=True),
            F("group__ordinal").asc(nulls_last=True),
            "ordinal",
            "pk",
        )

    def for_list(self):
        """Everything one row of the task list shows, in one query."""
        rows = self.select_related("lead_agency", "pillar", "group", "program")
        return rows.in_outline_order().fetch_mode(models.FETCH_RAISE)

    def with_partners(self):
        """The tasks with their co-ordinating agencies (one further query)."""
        partners = TaskAgency.objects.select_related("agency").order_by("agency__sort_key", "pk")
        return self.prefetch_related(models.Prefetch("co_agencies", partners))


class Task(Record):
    """A task of the program (nhiệm vụ); exactly one lead agency."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="tasks"
    )
    pillar = models.ForeignKey(
        Pillar, verbose_name="trụ cột", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    group = models.ForeignKey(
        SolutionGroup,
        verbose_name="nhóm giải pháp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    ordinal = models.PositiveSmallIntegerField("thứ tự trong nhóm", default=1)
    code = models.CharField("mã nhiệm vụ", max_length=30, unique=True)
    title = models.CharField("tên nhiệm vụ", max_length=500)
    lead_agency = models.ForeignKey(
        Agency, verbose_name="cơ quan chủ trì", on_delete=models.PROTECT, related_name="led_tasks"
    )
    due_kind = models.CharField("loại thời hạn", max_length=20, choices=DueKind, default=DueKind.DAY)
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    started_on = models.DateField("ngày bắt đầu", null=True, blank=True)
    completed_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    progress_percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    deliverable = models.CharField("sản phẩm", max_length=300, blank=True)
    override_status = models.CharField(
        "trạng thái ấn định", max_length=30, choices=TaskStatus, blank=True, default=""
    )
    override_reason = models.CharField("lý do ấn định", max_length=500, blank=True, default="")
    note = models.TextField("ghi chú", blank=True)
    source_draft = models.ForeignKey(
        Draft,
        verbose_name="bản giao việc này",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source_key = models.CharField("khóa đoạn giao việc", max_length=16, blank=True)
    search_text = FoldedField(sources=("code", "title", "deliverable"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        indexes = [models.Index(fields=["program", "due_on"]), models.Index(fields=["lead_agency", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(due_on__gte=models.F("started_on")),
                name="task_due_after_start",
                violation_error_message="Hạn hoàn thành phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(override_status="") | ~Q(override_reason=""),
                name="task_override_has_reason",
                violation_error_message="Ghi lý do khi ấn định trạng thái.",
            ),
            models.CheckConstraint(
                condition=Q(progress_percent__lte=100),
                name="task_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=~Q(due_kind__in=DATED_KINDS) | Q(due_on__isnull=False),
                name="task_dated_kind_has_day",
                violation_error_message="Nhập hạn hoàn thành cho loại thời hạn này.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Address of the task's page."""
        return reverse("programs:task_detail", args=[self.code])

    @property
    def dates(self):
        """What its status is computed from."""
        return rules.TaskDates(
            self.due_kind, self.due_on, self.started_on, self.completed_on, self.progress_percent
        )

    def status_on(self, today):
        """Return the status as of `today` (rules.Status)."""
        return rules.task_status(
            self.dates, self.override_status, today, override_reason=self.override_reason
        )

    @property
    def due_words(self):
        """The deadline as a person says it."""
        return due_in_words(self.due_kind, self.due_on)

    @property
    def outline(self):
        """The computed number in the program, such as II.1.1, or "chưa xếp"."""
        numeral = self.pillar.numeral if self.pillar else ""
        return rules.outline_number(numeral, self.group.ordinal if self.group else None, self.ordinal)

    @property
    def is_closed(self):
        """Whether the task is finished or stopped; imports do not change it any more."""
        return self.completed_on is not None or self.override_status == TaskStatus.STOPPED


class TaskAgency(Record):
    """An agency that co-ordinates on a task (cơ quan phối hợp)."""

    task = models.ForeignKey(
        Task, verbose_name="nhiệm vụ", on_delete=models.CASCADE, related_name="co_agencies"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan phối hợp", on_delete=models.PROTECT, related_name="joined_tasks"
    )

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("task", "agency")

    class Meta:
        verbose_name = "cơ quan phối hợp"
        verbose_name_plural = "cơ quan phối hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency"],
                name="task_agency_unique",
                violation_error_message="Cơ quan này đã có trong danh sách phối hợp.",
            )
        ]

    def __str__(self):
        return f"{self.task_id} · {self.agency_id}"
