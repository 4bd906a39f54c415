"""What happened to a report: its steps from state to state, its comments, its snapshots, its issued files."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Agency, Record, RecordQuerySet, WriteOnce, WriteOnceQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from reports.authors import part_in
from reports.models import guards
from reports.models.reports import ISSUED, Report


class ReportStep(Record):
    """One move of a report from state to state (bước): who, when, with which words."""

    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="steps")
    from_status = models.CharField("từ trạng thái", max_length=20, choices=Report.Status)
    to_status = models.CharField("sang trạng thái", max_length=20, choices=Report.Status)
    happened_on = models.DateField("ngày")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("ý kiến, lý do", max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "to_status")

    row_guards = guards.STEP

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "bước của báo cáo"
        ordering = ["report", "pk"]

    def __str__(self):
        return self.get_to_status_display()


class ReportComment(Record):
    """What one author says to the others about a passage (trao đổi); settled or open."""

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="comments"
    )
    key = models.CharField("mục", max_length=40, blank=True)
    text = models.TextField("nội dung", max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("xong lúc", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đánh dấu xong",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "key")

    class Meta:
        verbose_name = "trao đổi về báo cáo"
        verbose_name_plural = "trao đổi về báo cáo"
        ordering = ["report", "pk"]

    def __str__(self):
        return self.text[:60]


class ReportSnapshotQuerySet(WriteOnceQuerySet):
    """Which snapshots."""

    def visible_to(self, user):
        """Snapshots of reports that this account may read."""
        return self.filter(report__in=Report.objects.visible_to(user).values("pk"))

    def for_list(self):
        """Everything one row of the list shows, in one query; the newest first."""
        rows = self.select_related("report", "report__issuer", "taken_by").defer("document")
        return rows.annotate(figure_count=models.Count("figures")).order_by("-taken_at", "-pk")


class ReportSnapshot(WriteOnce):
    """The numbers of a report as they were locked: written once, read ever after (bản chốt số liệu)."""

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="snapshots"
    )
    ordinal = models.PositiveSmallIntegerField("lần chốt")
    taken_at = models.DateTimeField("chốt lúc", auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người chốt", on_delete=models.PROTECT, related_name="+"
    )
    start_on = models.DateField("số liệu từ ngày")
    end_on = models.DateField("số liệu đến ngày")
    as_of = models.DateField("tính đến ngày")
    # The whole paper but its number and day: head, words, tables, charts; see reports/frozen_blocks.py.
    document = models.JSONField("văn bản đã chốt", default=dict)
    # Over the figures and the paper in one fixed order of writing.
    sha256 = models.CharField("mã băm", max_length=64)

    objects = ReportSnapshotQuerySet.as_manager()  # type: ignore[misc]  # the base class names it a class variable

    row_guards = guards.SNAPSHOT

    class Meta:
        verbose_name = "bản chốt số liệu"
        verbose_name_plural = "bản chốt số liệu"
        ordering = ["report", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="report_snapshot_unique"),
        ]

    def __str__(self):
        return f"{self.report_id}-{self.ordinal}"


class ReportFigure(WriteOnce):
    """One figure of a snapshot: value, words, and identity and version of each record behind it."""

    snapshot = models.ForeignKey(
        ReportSnapshot, verbose_name="bản chốt số liệu", on_delete=models.PROTECT, related_name="figures"
    )
    code = models.CharField("mã", max_length=100)
    label = models.CharField("tên", max_length=250)
    unit = models.CharField("đơn vị", max_length=30, blank=True)
    # A whole number or a decimal, written out in full; empty where there was nothing to measure.
    value = models.CharField("giá trị", max_length=40, blank=True)
    text = models.CharField("cách viết", max_length=150)
    exact = models.CharField("giá trị đầy đủ", max_length=150)
    definition = models.TextField("cách tính", blank=True)
    date_field = models.CharField("ngày quyết định", max_length=100, blank=True)
    records = models.PositiveIntegerField("số bản ghi")
    left_out = models.PositiveIntegerField("bản ghi chưa tính", default=0)
    # [{"model": "aid.aiditem", "rows": [[pk, version, what it adds], ...]}]; of a share part and whole.
    sources = models.JSONField("bản ghi nguồn", default=list)

    row_guards = guards.FIGURE

    class Meta:
        verbose_name = "số liệu đã chốt"
        verbose_name_plural = "số liệu đã chốt"
        ordering = ["snapshot", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "code"], name="report_figure_unique"),
        ]

    def __str__(self):
        return self.code


class IssuedFile(WriteOnce):
    """A file of an issued report: stored bytes and checksum, what everyone downloads (tệp ban hành)."""

    class Kind(models.TextChoices):
        """Which file."""

        PDF = "PDF", "bản PDF đã lấy số"
        DOCX = "DOCX", "bản Word đã lấy số"
        SIGNED = "BAN_KY", "bản đã ký, đóng dấu"
        METADATA = "SIEU_DU_LIEU", "siêu dữ liệu"

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="issued_files"
    )
    kind = models.CharField("loại", max_length=15, choices=Kind)
    file = models.FileField("tệp", upload_to="issued/", max_length=200)
    filename = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    size = models.PositiveIntegerField("kích thước (byte)")
    made_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ban hành", on_delete=models.PROTECT, related_name="+"
    )
    # A signed copy that was handed in by mistake stays; the last one is in force.
    ordinal = models.PositiveSmallIntegerField("lần", default=1)
    reason = models.CharField("lý do thay bản trước", max_length=500, blank=True)

    row_guards = guards.FILE

    class Meta:
        verbose_name = "tệp ban hành"
        verbose_name_plural = "tệp ban hành"
        ordering = ["report", "pk"]
        constraints = [
            # A report is issued once: a worker that runs twice leaves one file of each kind.
            models.UniqueConstraint(fields=["report", "kind", "ordinal"], name="issued_file_unique"),
            models.CheckConstraint(
                condition=models.Q(ordinal=1)
                | (models.Q(kind="BAN_KY", ordinal__gt=1) & ~models.Q(reason="")),
                name="issued_file_replaced_with_reason",
                violation_error_message="Chỉ bản đã ký thay được, và phải ghi lý do.",
            ),
        ]

    def __str__(self):
        return self.filename


class DocumentNumberQuerySet(RecordQuerySet):
    """Which numbers."""

    def visible_to(self, user):
        """Numbers that this account may read: where it reads reports, of all agencies or of its own.

        Those of meetings' papers are shown beside them, to who may read the meeting; that of a report which
        is not issued yet, to who has a part in it.
        """
        how_far = reach(user, Area.REPORTS)
        rows = self.filter(meeting_document=None)
        if how_far is Reach.OWN:
            rows = rows.filter(agency_id__in=user.agency_ids())
        part = part_in(user, "agency__")
        if part is not None:
            rows = rows.filter(Q(report=None) | Q(report__status__in=ISSUED) | part)
        return rows if how_far is not Reach.NONE else rows.none()

    def for_list(self):
        """Everything one row of the book shows, in one query; the last number of a series first."""
        return self.select_related("agency", "report").order_by("-dated_on", "-number", "pk")


class DocumentNumber(Record):
    """A number taken from an agency's series of a year (sổ số văn bản), Điều 15 Nghị định 30/2020/NĐ-CP.

    Papers made outside the portal may be noted too, so that the next number is the right one.
    """

    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="document_numbers"
    )
    year = models.PositiveSmallIntegerField("năm")
    series = models.CharField("loại văn bản", max_length=10)
    number = models.PositiveIntegerField("số")
    # As the paper has it: what the agency is called later does not rename what it issued.
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    dated_on = models.DateField("ngày văn bản")
    subject = models.CharField("trích yếu", max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField("số bản phát hành", null=True, blank=True)
    file_notation = models.CharField("số, ký hiệu hồ sơ lưu", max_length=20, blank=True)
    retention = models.CharField("thời hạn bảo quản", max_length=30, blank=True)
    report = models.OneToOneField(
        Report,
        verbose_name="báo cáo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_number",
    )
    meeting_document = models.OneToOneField(
        "meetings.MeetingDocument",
        verbose_name="văn bản của cuộc họp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_number",
    )
    search_text = FoldedField(sources=("mark", "number", "series", "subject"))

    objects = DocumentNumberQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("agency", "number")

    row_guards = guards.NUMBER

    class Meta:
        verbose_name = "số văn bản"
        verbose_name_plural = "số văn bản"
        ordering = ["-year", "series", "-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="document_number_from_one",
                violation_error_message="Số văn bản bắt đầu từ 1.",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "series", "number"],
                name="document_number_unique",
                violation_error_message="Số này đã được cấp trong năm.",
            ),
        ]

    def __str__(self):
        return f"{self.number}/{self.series}"

    @property
    def mark(self):
        """Number and symbol as they stand on the paper: "05/BC-LHHN"."""
        return f"{self.number:02}/{self.symbol or self._own_symbol}"

    @property
    def _own_symbol(self):
        """What the agency would write on a paper of this kind today."""
        return f"{self.series}-{self.agency.symbol or self.agency.code}"

    def save(self, *args, **kwargs):
        """Keep the symbol that the agency has now where the paper does not say another."""
        self.symbol = self.symbol or self._own_symbol
        super().save(*args, **kwargs)
