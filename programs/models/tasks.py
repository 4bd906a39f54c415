"""Tasks of the program: one lead agency, co-ordinating agencies, a deadline, a deliverable."""

from django.db import models
from django.db.models import Q

from core.models import Agency, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
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

    def done(self, today):
        """Tasks completed on or before `today`."""
        return self.filter(completed_on__lte=today).exclude(override_status=TaskStatus.STOPPED)

    def open(self, today):
        """Tasks neither completed by `today` nor stopped."""
        return self.filter(Q(completed_on__isnull=True) | Q(completed_on__gt=today)).exclude(
            override_status=TaskStatus.STOPPED
        )

    def overdue(self, today):
        """Open tasks whose deadline day lies before `today`, unless an override says otherwise."""
        return (
            self.open(today)
            .filter(due_on__lt=today)
            .filter(Q(override_status="") | Q(override_status=TaskStatus.OVERDUE))
        )

    def of_year(self, start, end):
        """Tasks of a window: due in it, completed in it, or running through it without a day."""
        undated = Q(due_on__isnull=True) & (Q(started_on__isnull=True) | Q(started_on__lte=end))
        within_program = Q(program__period_start_year__lte=end.year, program__period_end_year__gte=start.year)
        due = Q(due_on__range=(start, end))
        carried = Q(due_on__lt=start) & (Q(completed_on__isnull=True) | Q(completed_on__gte=start))
        return self.filter(within_program & (due | undated | carried))

    def for_list(self):
        """Everything one row of the task list shows, in one query."""
        return (
            self.select_related("lead_agency", "pillar", "group", "program")
            .order_by("pillar__ordinal", "group__ordinal", "ordinal", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


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
