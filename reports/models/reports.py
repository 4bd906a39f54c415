"""Reports: the record with its state, and the passages that staff write."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from core.models import Agency, Person, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from reports.authors import part_in
from reports.models import guards
from reports.models.outlines import ReportOutline, SectionLevel
from reports.states import ReportState

# What everybody reads who reads reports at all.
ISSUED = ("ISSUED", "CORRECTED")


class ReportQuerySet(RecordQuerySet):
    """Which reports."""

    def visible_to(self, user):
        """Reports that this account may read; associations and focal points those of their agency.

        One that is not issued yet is read by those who have a part in it: who writes, approves or signs for
        its issuer, and the issuer's clerk.
        """
        how_far, part = reach(user, Area.REPORTS), part_in(user)
        if how_far is Reach.NONE:
            return self.none()
        if part is None:
            return self
        own = Q(issuer_id__in=user.agency_ids())
        issued = Q(status__in=ISSUED) & (own if how_far is Reach.OWN else Q())
        return self.filter(issued | part)

    def for_list(self):
        """Everything one row of the report list shows, in one query."""
        return (
            self.select_related("issuer", "outline", "document_number", "replaces__document_number")
            .order_by("-year", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class Report(Record):
    """A report over a window (báo cáo); figures are inserted by code, never typed."""

    Status = ReportState

    class Basis(models.TextChoices):
        """Which window (Điều 12 Nghị định 09/2019/NĐ-CP or the calendar)."""

        CALENDAR = "CALENDAR", "năm dương lịch (01/01 - 31/12)"
        ND09 = "ND09", "kỳ chốt số liệu 15/12 - 14/12"
        CUSTOM = "CUSTOM", "khoảng ngày tự chọn"

    class CountStyle(models.TextChoices):
        """How counts under ten are written."""

        PLAIN = "5", "5 đoàn"
        PADDED = "05", "05 đoàn"

    outline = models.ForeignKey(
        ReportOutline,
        verbose_name="mẫu báo cáo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    code = models.SlugField("mã", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    basis = models.CharField("kỳ số liệu", max_length=20, choices=Basis, default=Basis.CALENDAR)
    period = models.CharField(
        "kỳ", max_length=20, choices=ReportOutline.Period, default=ReportOutline.Period.YEAR
    )
    # Only where the period does not say it: a review of the program, days of one's own choice.
    start_on = models.DateField("số liệu từ ngày", null=True, blank=True)
    end_on = models.DateField("số liệu đến ngày", null=True, blank=True)
    as_of = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    title = models.CharField("tên báo cáo", max_length=300)
    issuer = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="reports"
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    number = models.CharField("số văn bản", max_length=20, blank=True)
    dated_on = models.DateField("ngày văn bản", null=True, blank=True)
    signer = models.ForeignKey(
        Person, verbose_name="người ký", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    counts_emergency = models.BooleanField("số khoản tiếp nhận mới gồm cả cứu trợ khẩn cấp", default=False)
    bases = models.JSONField("căn cứ", default=list, blank=True)
    addressees = models.JSONField("kính gửi", default=list, blank=True)
    signature_lines = models.JSONField("thể thức ký", default=list, blank=True)
    recipients = models.JSONField("nơi nhận", default=list, blank=True)
    count_style = models.CharField(
        "cách viết số nhỏ", max_length=2, choices=CountStyle, default=CountStyle.PLAIN
    )
    appendices = models.JSONField("phụ lục", default=list, blank=True)
    replaces = models.ForeignKey(
        "self",
        verbose_name="đính chính, thay thế cho",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    replacement_reason = models.CharField("lý do đính chính, thay thế", max_length=500, blank=True)
    search_text = FoldedField(sources=("title", "number", "code"))

    objects = ReportQuerySet.as_manager()

    row_guards = guards.REPORT

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="report_year_code_unique",
                violation_error_message="Năm này đã có báo cáo mang mã đó.",
            ),
            # Each agency has its own report of a kind and year; a correction stands beside what it corrects.
            models.UniqueConstraint(
                fields=["year", "outline", "issuer"],
                condition=Q(replaces__isnull=True) & ~Q(period="CUSTOM"),
                name="report_of_issuer_unique",
                violation_error_message="Cơ quan này đã có báo cáo loại này trong năm; mở bản đó viết tiếp.",
            ),
            models.UniqueConstraint(
                fields=["year", "outline", "issuer", "start_on", "end_on"],
                condition=Q(replaces__isnull=True, period="CUSTOM"),
                name="report_of_days_unique",
                violation_error_message="Cơ quan này đã có báo cáo loại này của các ngày đó; mở báo cáo đó.",
            ),
            models.CheckConstraint(condition=Q(year__range=(1990, 2100)), name="report_year"),
            models.CheckConstraint(
                condition=Q(end_on__gte=models.F("start_on")),
                name="report_window_in_order",
                violation_error_message="Ngày cuối của kỳ số liệu không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=False, end_on__isnull=False)
                | (Q(period__in=["NAM", "SAU_THANG_DAU", "CHIN_THANG"]) & ~Q(basis="CUSTOM")),
                name="report_own_days_given",
                violation_error_message="Khoảng ngày tự chọn cần ngày đầu và ngày cuối của kỳ số liệu.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def snapshot(self):
        """The snapshot that the report is printed from; None while it is a draft."""
        return None if self.status == self.Status.DRAFT else self._last_snapshot

    @cached_property
    def _last_snapshot(self):
        return self.snapshots.order_by("-ordinal").first()

    @property
    def mark(self):
        """Number and symbol as they stand on the paper: "05/BC-LHHN"; without an entry the bare number."""
        entry = getattr(self, "document_number", None)
        return entry.mark if entry else self.number

    def get_absolute_url(self):
        """Return the address of the report's page."""
        return reverse("reports:report_page", args=[self.year, self.code])


class NarrativeBlockQuerySet(RecordQuerySet):
    """Which passages."""

    def visible_to(self, user):
        """Passages with all that they ever said: of reports that the account has a part in."""
        part = part_in(user, "report__issuer__")
        return self if part is None else self.filter(part)


class NarrativeBlock(Record):
    """A heading of one report with the passage under it; figures stand in it as tokens ({{aid.donors}}).

    A report owns its headings: what the office changes in the outline later does not move them. A heading
    without words of its own (is_written false) only opens those below it.
    """

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="narratives"
    )
    key = models.CharField("mục", max_length=40)
    ordinal = models.PositiveSmallIntegerField("thứ tự", default=0)
    level = models.CharField("cấp", max_length=10, choices=SectionLevel, default=SectionLevel.ARABIC)
    title = models.CharField("đề mục", max_length=250, blank=True)
    guidance = models.TextField("gợi ý viết", blank=True)
    sentences = models.JSONField("câu số liệu tự đặt", default=list, blank=True)
    is_written = models.BooleanField("có lời văn", default=True)
    is_carried = models.BooleanField("chép từ báo cáo trước, phải viết lại", default=False)
    text = models.TextField("lời văn", blank=True)

    objects = NarrativeBlockQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "key")

    class Meta:
        verbose_name = "đoạn lời văn"
        verbose_name_plural = "đoạn lời văn"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="narrative_key_unique",
                violation_error_message="Mục này đã có.",
            )
        ]

    def __str__(self):
        return self.title or self.key
