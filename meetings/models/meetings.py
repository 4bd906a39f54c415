"""Meetings: who came, what was said, what was concluded."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Agency, Attachment, Person, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from programs.models import Draft, Program


class MeetingQuerySet(RecordQuerySet):
    """Which meetings."""

    def visible_to(self, user):
        """Meetings that this account may read; focal points those that their agency attends."""
        how_far = reach(user, Area.MEETINGS)
        if how_far is Reach.OWN:
            attended = Attendance.objects.filter(agency_id__in=user.agency_ids()).values("meeting_id")
            return self.filter(Q(organiser_id__in=user.agency_ids()) | Q(pk__in=attended))
        return self if how_far is Reach.ALL else self.none()

    def held_in(self, start, end):
        """Meetings whose day lies in the window."""
        return self.filter(held_on__range=(start, end))

    def for_list(self):
        """Everything one row of the meeting list shows."""
        return (
            self.select_related("organiser")
            .prefetch_related(
                models.Prefetch(
                    "attendances",
                    Attendance.objects.filter(role=Attendance.Role.CHAIR).select_related("person", "agency"),
                    to_attr="chairs",
                )
            )
            .order_by("-held_on", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_page(self):
        """Everything the page of one meeting shows but its follow-ups and awards."""
        return (
            self.select_related("organiser", "program", "previous", "draft__program")
            .prefetch_related(
                "agenda",
                "conclusions",
                "quotes",
                models.Prefetch("attendances", Attendance.objects.select_related("agency", "person")),
                models.Prefetch("speeches", Speech.objects.select_related("agency", "person")),
                models.Prefetch("papers", MeetingPaper.objects.select_related("attachment")),
            )
            .fetch_mode(models.FETCH_RAISE)
        )


class Meeting(Record):
    """A conference, meeting, congress or gathering (hội nghị, cuộc họp)."""

    class Kind(models.TextChoices):
        """What sort of meeting (domain.md 1.2)."""

        CONFERENCE = "HOI_NGHI", "hội nghị"
        MEETING = "HOP", "cuộc họp"
        WORKSHOP = "HOI_THAO", "hội thảo"
        TALK = "TOA_DAM", "tọa đàm"
        GATHERING = "GAP_MAT", "gặp mặt hữu nghị"
        CONGRESS = "DAI_HOI", "đại hội"

    class Purpose(models.TextChoices):
        """What for (domain.md 7.1)."""

        OPINION = "CHO_Y_KIEN", "cho ý kiến vào dự thảo"
        YEAR_REVIEW = "TONG_KET", "tổng kết"
        INTERIM_REVIEW = "SO_KET", "sơ kết"
        BRIEFING = "GIAO_BAN", "giao ban"
        COMMITTEE = "BCH", "Ban Chấp hành, Ban Thường trực"
        WORKING = "LAM_VIEC", "làm việc với đối tác"
        TALKS = "HOI_DAM", "hội đàm"
        PROMOTION = "XUC_TIEN", "xúc tiến, vận động"
        OTHER = "KHAC", "việc khác"

    class Session(models.TextChoices):
        """Half of the day."""

        MORNING = "SANG", "sáng"
        AFTERNOON = "CHIEU", "chiều"
        EVENING = "TOI", "tối"

    class Status(models.TextChoices):
        """Life of a meeting record."""

        PLANNED = "DU_KIEN", "Dự kiến"
        HELD = "DA_HOP", "Đã họp"
        CONCLUDED = "DA_CO_KET_LUAN", "Có kết luận"
        CLOSED = "DONG", "Đã xác nhận biên bản"
        CANCELLED = "HUY", "Hủy"

    slug = models.SlugField("địa chỉ", max_length=80, unique=True)
    title = models.CharField("tên cuộc họp", max_length=300)
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.CONFERENCE)
    purpose = models.CharField("mục đích", max_length=20, choices=Purpose, default=Purpose.OTHER)
    held_on = models.DateField("ngày họp")
    session = models.CharField("buổi", max_length=10, choices=Session, blank=True)
    starts_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ends_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    organiser = models.ForeignKey(
        Agency,
        verbose_name="cơ quan tổ chức",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_meetings",
    )
    program = models.ForeignKey(
        Program,
        verbose_name="chương trình",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    draft = models.ForeignKey(
        Draft,
        verbose_name="bản dự thảo được xem xét",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    previous = models.ForeignKey(
        "self",
        verbose_name="cuộc họp trước",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_meetings",
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.HELD)
    summary = models.TextField("diễn biến", blank=True)
    source_title = models.CharField("bài báo", max_length=300, blank=True)
    source_newspaper = models.CharField("báo", max_length=100, blank=True)
    source_published_on = models.DateField("ngày đăng", null=True, blank=True)
    search_text = FoldedField(sources=("title", "place", "summary"))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "hội nghị, cuộc họp"
        verbose_name_plural = "hội nghị, cuộc họp"
        indexes = [models.Index(fields=["held_on", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="meeting_times",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the address of the meeting's page."""
        return reverse("meetings:meeting_detail", args=[self.slug])


class MeetingPart(Record):
    """What belongs to one meeting, in its order."""

    ordinal = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        abstract = True


class AgendaItem(MeetingPart):
    """A point of the agenda (chương trình họp)."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="agenda"
    )
    title = models.CharField("nội dung", max_length=300)
    detail = models.CharField("chi tiết", max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "mục chương trình họp"
        verbose_name_plural = "chương trình họp"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.title


class Attendance(MeetingPart):
    """An agency at a meeting; the person may be unknown, the title is the one used that day."""

    class Role(models.TextChoices):
        """What the delegate was there for."""

        CHAIR = "CHU_TRI", "chủ trì"
        CO_CHAIR = "DONG_CHU_TRI", "đồng chủ trì"
        SECRETARY = "THU_KY", "thư ký"
        DELEGATE = "DAI_BIEU", "đại biểu"

    class Presence(models.TextChoices):
        """Whether they came."""

        PRESENT = "CO_MAT", "có mặt"
        EXCUSED = "VANG_CO_PHEP", "vắng có lý do"
        ABSENT = "VANG_KHONG_PHEP", "vắng không lý do"
        SUBSTITUTE = "CU_DAI_DIEN", "cử đại diện"

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="attendances"
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="người",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    group_label = models.CharField("thành phần", max_length=250, blank=True)
    title_then = models.CharField("chức danh hôm đó", max_length=300, blank=True)
    role = models.CharField("vai trò", max_length=20, choices=Role, default=Role.DELEGATE)
    presence = models.CharField("có mặt", max_length=20, choices=Presence, default=Presence.PRESENT)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("group_label", "title_then", "person", "agency")

    class Meta:
        verbose_name = "thành phần dự họp"
        verbose_name_plural = "thành phần dự họp"
        ordering = ["ordinal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(person__isnull=False) | ~Q(group_label=""),
                name="attendance_names_someone",
                violation_error_message="Ghi cơ quan, người hoặc thành phần dự họp.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(role="CHU_TRI"),
                name="attendance_one_chair",
                violation_error_message="Cuộc họp đã có người chủ trì; người thứ hai ghi là đồng chủ trì.",
            ),
        ]

    def __str__(self):
        return self.group_label or self.title_then or f"{self.agency_id}"


class Speech(MeetingPart):
    """A report, presentation or speech at the meeting (phát biểu)."""

    class Kind(models.TextChoices):
        """What sort of contribution."""

        REPORT = "BAO_CAO", "báo cáo"
        PRESENTATION = "TRINH_BAY", "trình bày"
        PAPER = "THAM_LUAN", "tham luận"
        SPEECH = "PHAT_BIEU", "phát biểu"
        DISCUSSION = "THAO_LUAN", "thảo luận"
        CLOSING = "KET_LUAN", "phát biểu kết luận"

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="speeches"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.SPEECH)
    agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="speeches",
    )
    person = models.ForeignKey(
        Person, verbose_name="người", on_delete=models.PROTECT, null=True, blank=True, related_name="speeches"
    )
    title_then = models.CharField("chức danh hôm đó", max_length=300, blank=True)
    summary = models.TextField("tóm tắt", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "phát biểu"
        verbose_name_plural = "phát biểu"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.summary[:80]


class Conclusion(MeetingPart):
    """One sentence of the chair's conclusion: a follow-up, or marked as none (kết luận)."""

    class Mark(models.TextChoices):
        """What became of the sentence."""

        OPEN = "CHUA_DANH_DAU", "chưa đánh dấu"
        TASK = "GIAO_VIEC", "thành việc"
        NONE = "KHONG_GIAO_VIEC", "không giao việc"

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="conclusions"
    )
    text = models.TextField("câu kết luận")
    mark = models.CharField("đánh dấu", max_length=20, choices=Mark, default=Mark.OPEN)
    search_text = FoldedField(sources=("text",))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "câu kết luận"
        verbose_name_plural = "kết luận"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.text[:80]


class MeetingPaper(MeetingPart):
    """A paper attached to a meeting (tài liệu họp)."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="papers"
    )
    attachment = models.OneToOneField(
        Attachment, verbose_name="tệp", on_delete=models.PROTECT, related_name="meeting_paper"
    )
    title = models.CharField("tên tài liệu", max_length=250, blank=True)
    search_text = FoldedField(sources=("title", "file_name"))

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("title", "attachment")

    class Meta:
        verbose_name = "tài liệu họp"
        verbose_name_plural = "tài liệu họp"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.title

    @property
    def file_name(self):
        """The name that the file was handed in with."""
        return self.attachment.name


class SourceQuote(MeetingPart):
    """A few printed words of the source that the portal checks (đối chiếu nguồn)."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="quotes"
    )
    code = models.CharField("mã sự việc", max_length=10)
    quote = models.CharField("chữ in trên báo", max_length=300)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "chữ in trên báo"
        verbose_name_plural = "chữ in trên báo"
        ordering = ["ordinal", "pk"]

    def __str__(self):
        return self.code
