"""What a meeting leaves behind: follow-ups and awards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Agency, Attachment, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from meetings import rules
from meetings.models.meetings import Conclusion, Meeting
from programs.models import DATED_KINDS, DueKind


class FollowUpQuerySet(RecordQuerySet):
    """Which follow-ups; `today` is the day as of which they are judged."""

    def visible_to(self, user):
        """Follow-ups that this account may read; focal points those of their agencies."""
        how_far = reach(user, Area.FOLLOW_UPS)
        if how_far is Reach.OWN:
            return self.led_or_joined_by(user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def led_or_joined_by(self, agency_ids):
        """Follow-ups that these agencies lead or co-ordinate."""
        joined = FollowUpAgency.objects.filter(agency_id__in=agency_ids).values("follow_up_id")
        return self.filter(Q(lead_agency_id__in=agency_ids) | Q(pk__in=joined))

    def assigned_in(self, start, end):
        """Follow-ups of meetings held in the window."""
        return self.filter(meeting__held_on__range=(start, end))

    def done(self, today):
        """Follow-ups completed on or before `today`."""
        return self.filter(completed_on__lte=today)

    def open(self, today):
        """Follow-ups neither completed by `today` nor cancelled."""
        return self.filter(
            Q(completed_on__isnull=True) | Q(completed_on__gt=today), cancelled_on__isnull=True
        )

    def overdue(self, today):
        """Open follow-ups whose deadline day lies before `today`."""
        return self.open(today).filter(due_on__lt=today)

    def undated(self):
        """Follow-ups without a computable day ("chưa xác định thời hạn")."""
        return self.filter(due_on__isnull=True)

    def for_list(self):
        """Everything one row of the follow-up list shows, in one query."""
        return (
            self.select_related("lead_agency", "meeting")
            .order_by(models.F("due_on").asc(nulls_last=True), "pk")
            .fetch_mode(models.FETCH_RAISE)
        )

    def with_co_agencies(self):
        """The same rows with their co-ordinating agencies as `joined`."""
        joined = FollowUpAgency.objects.select_related("agency").order_by("agency__sort_key")
        return self.prefetch_related(models.Prefetch("co_agencies", joined, to_attr="joined"))

    def with_report_mark(self):
        """The same rows with `report_mark`: what the last report leaves on open work (rules.MARKS)."""
        of_last = FollowUpReport.objects.filter(follow_up=models.OuterRef("pk")).order_by("-pk")
        mark = models.Case(
            models.When(state=FollowUpReport.State.RETURNED, then=models.Value(rules.SENT_BACK)),
            models.When(
                kind=FollowUpReport.Kind.DONE,
                state=FollowUpReport.State.SENT,
                then=models.Value(rules.WAITING),
            ),
            default=models.Value(""),
            output_field=models.CharField(),
        )
        return self.annotate(report_mark=models.Subquery(of_last.values_list(mark)[:1]))

    def overdue_first(self, today):
        """The same rows: overdue, then open by deadline, then undated, then ended."""
        rank = models.Case(
            models.When(Q(completed_on__isnull=False) | Q(cancelled_on__isnull=False), then=3),
            models.When(due_on__lt=today, then=0),
            models.When(due_on__isnull=False, then=1),
            default=2,
        )
        return self.annotate(rank=rank).order_by("rank", models.F("due_on").asc(nulls_last=True), "pk")


class FollowUp(Record):
    """Work that a conclusion gives to an agency (việc sau hội nghị)."""

    class Verb(models.TextChoices):
        """How strongly it was said."""

        ASSIGN = "GIAO", "giao"
        PROPOSE = "DE_NGHI", "đề nghị"
        REQUIRE = "YEU_CAU", "yêu cầu"

    class Horizon(models.TextChoices):
        """Immediate work or ordinary work."""

        ORDINARY = "THUONG", "thường"
        IMMEDIATE = "TRUOC_MAT", "trước mắt"

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.PROTECT, related_name="follow_ups"
    )
    conclusion = models.ForeignKey(
        Conclusion,
        verbose_name="câu kết luận",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    code = models.CharField("mã việc", max_length=30, unique=True)
    text = models.CharField("việc", max_length=500)
    verb = models.CharField("mức giao", max_length=10, choices=Verb, default=Verb.ASSIGN)
    horizon = models.CharField("tính chất", max_length=10, choices=Horizon, default=Horizon.ORDINARY)
    lead_agency = models.ForeignKey(
        Agency, verbose_name="cơ quan chủ trì", on_delete=models.PROTECT, related_name="led_follow_ups"
    )
    due_kind = models.CharField("loại thời hạn", max_length=20, choices=DueKind, default=DueKind.DAY)
    due_on = models.DateField("hạn", null=True, blank=True)
    deliverable = models.CharField("sản phẩm", max_length=300, blank=True)
    started_on = models.DateField("bắt đầu ngày", null=True, blank=True)
    completed_on = models.DateField("xong ngày", null=True, blank=True)
    result = models.TextField("kết quả", blank=True)
    first_due_on = models.DateField("hạn giao ban đầu", null=True, blank=True)
    due_reason = models.CharField("lý do đổi hạn", max_length=500, blank=True)
    accepted_on = models.DateField("nghiệm thu ngày", null=True, blank=True)
    cancelled_on = models.DateField("dừng ngày", null=True, blank=True)
    cancel_reason = models.CharField("lý do dừng", max_length=500, blank=True)
    search_text = FoldedField(sources=("code", "text", "deliverable", "result"))

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "việc sau hội nghị"
        verbose_name_plural = "việc sau hội nghị"
        indexes = [models.Index(fields=["lead_agency", "due_on"]), models.Index(fields=["due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(due_kind__in=[kind for kind in DATED_KINDS if kind != DueKind.RIGHT_AFTER])
                | Q(due_on__isnull=False),
                name="followup_dated_kind_has_day",
                violation_error_message="Nhập hạn cho loại thời hạn này.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | ~Q(cancel_reason=""),
                name="followup_cancel_has_reason",
                violation_error_message="Ghi lý do khi dừng việc.",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(cancelled_on__isnull=True),
                name="followup_done_or_cancelled",
                violation_error_message="Việc đã xong thì không dừng được nữa.",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        """Return the address of the follow-up's page."""
        return reverse("meetings:followup_detail", args=[self.code])


class FollowUpAgency(Record):
    """An agency that co-ordinates on a follow-up."""

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="việc", on_delete=models.CASCADE, related_name="co_agencies"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan phối hợp", on_delete=models.PROTECT, related_name="joined_follow_ups"
    )

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("follow_up", "agency")

    class Meta:
        verbose_name = "cơ quan phối hợp"
        verbose_name_plural = "cơ quan phối hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "agency"],
                name="followup_agency_unique",
                violation_error_message="Cơ quan này đã có trong danh sách phối hợp.",
            )
        ]

    def __str__(self):
        return f"{self.follow_up_id} · {self.agency_id}"


class FollowUpReport(Record):
    """What an agency reported on a follow-up, with its evidence, and what the office answered."""

    class Kind(models.TextChoices):
        """How far the work came."""

        PROGRESS = "TIEN_DO", "báo tiến độ"
        DONE = "XONG", "báo xong"

    class State(models.TextChoices):
        """What the office said of it."""

        SENT = "DA_GUI", "Chờ xem"
        ACCEPTED = "NGHIEM_THU", "Đã nghiệm thu"
        RETURNED = "TRA_LAI", "Trả lại"

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="việc", on_delete=models.CASCADE, related_name="reports"
    )
    kind = models.CharField("nội dung báo", max_length=10, choices=Kind, default=Kind.PROGRESS)
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan báo", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField("ngày")
    percent = models.PositiveSmallIntegerField("tiến độ (%)", null=True, blank=True)
    text = models.TextField("việc đã làm")
    attachment = models.ForeignKey(
        Attachment,
        verbose_name="minh chứng",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField("trạng thái", max_length=12, choices=State, default=State.SENT)
    answer = models.CharField("ý kiến của cơ quan giao", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_on = models.DateField("ngày xem", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("follow_up", "day")

    class Meta:
        verbose_name = "báo cáo việc"
        verbose_name_plural = "báo cáo việc"
        ordering = ["follow_up", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="TRA_LAI") | ~Q(answer=""),
                name="followup_report_returned_with_reason",
                violation_error_message="Ghi lý do trả lại.",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="followup_report_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self):
        return self.text[:60]


class AwardQuerySet(RecordQuerySet):
    """Which awards."""

    def visible_to(self, user):
        """Awards that this account may read."""
        how_far = reach(user, Area.MEETINGS)
        if how_far is Reach.OWN:
            return self.filter(giving_agency_id__in=user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def for_list(self):
        """Everything one row of the award list shows, in one query."""
        return (
            self.select_related("giving_agency", "meeting", "meeting__organiser")
            .order_by("-awarded_on", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class Award(Record):
    """A certificate given for a year's work (khen thưởng)."""

    class Form(models.TextChoices):
        """What was given (domain.md 7.5)."""

        MERIT = "GIAY_KHEN", "Giấy khen"
        PROVINCE = "BANG_KHEN_UBND", "Bằng khen của Chủ tịch UBND tỉnh"
        MINISTRY = "BANG_KHEN_BO", "Bằng khen của bộ, ngành"
        PRIME_MINISTER = "BANG_KHEN_TTG", "Bằng khen của Thủ tướng Chính phủ"
        ORDER = "HUAN_CHUONG", "Huân chương"
        MEDAL = "KY_NIEM_CHUONG", "Kỷ niệm chương"
        FLAG = "CO_THI_DUA", "Cờ thi đua"

    class Target(models.TextChoices):
        """Who received it."""

        COLLECTIVE = "TAP_THE", "tập thể"
        INDIVIDUAL = "CA_NHAN", "cá nhân"
        BOTH = "TAP_THE_CA_NHAN", "tập thể và cá nhân"

    meeting = models.ForeignKey(
        Meeting,
        verbose_name="trao tại",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
    )
    form = models.CharField("hình thức", max_length=20, choices=Form, default=Form.MERIT)
    target_kind = models.CharField("đối tượng", max_length=20, choices=Target)
    target_name = models.CharField("tên tập thể, cá nhân", max_length=250, blank=True)
    giving_agency = models.ForeignKey(
        Agency, verbose_name="cơ quan tặng", on_delete=models.PROTECT, related_name="given_awards"
    )
    recipients_count = models.PositiveIntegerField("số lượng", null=True, blank=True)
    period_year = models.PositiveSmallIntegerField("thành tích năm")
    reason = models.CharField("thành tích", max_length=300, blank=True)
    decision_number = models.CharField("số quyết định", max_length=50, blank=True)
    awarded_on = models.DateField("ngày trao")
    search_text = FoldedField(sources=("target_name", "reason", "decision_number"))

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"

    def __str__(self):
        return f"{self.get_form_display()} · {self.target_name or self.get_target_kind_display()}"

    def get_absolute_url(self):
        """Return the address of the award's page."""
        return reverse("meetings:award_detail", args=[self.pk])
