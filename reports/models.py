"""Reports: the record, its narrative blocks, and the PDFs made from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Agency, Person, Record, RecordQuerySet
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach


class ReportQuerySet(RecordQuerySet):
    """Which reports."""

    def visible_to(self, user):
        """Reports that this account may read; associations and focal points those of their agency."""
        how_far = reach(user, Area.REPORTS)
        if how_far is Reach.OWN:
            return self.filter(issuer_id__in=user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def for_list(self):
        """Everything one row of the report list shows, in one query."""
        return self.select_related("issuer").order_by("-year", "pk").fetch_mode(models.FETCH_RAISE)


class Report(Record):
    """A report over a window (báo cáo); figures are inserted by code, never typed."""

    class Kind(models.TextChoices):
        """Which report."""

        YEAR_END = "TONG_KET_NAM", "Báo cáo tổng kết năm"

    class Status(models.TextChoices):
        """Life of a report at this stage."""

        DRAFT = "DRAFT", "Đang soạn"
        CONTENT_APPROVED = "CONTENT_APPROVED", "Đã duyệt nội dung"

    class Basis(models.TextChoices):
        """Which window (Điều 12 Nghị định 09/2019/NĐ-CP or the calendar)."""

        CALENDAR = "CALENDAR", "năm dương lịch (01/01 - 31/12)"
        ND09 = "ND09", "kỳ chốt số liệu 15/12 - 14/12"

    kind = models.CharField("loại báo cáo", max_length=20, choices=Kind, default=Kind.YEAR_END)
    code = models.SlugField("mã", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    basis = models.CharField("kỳ số liệu", max_length=20, choices=Basis, default=Basis.CALENDAR)
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
    signature_lines = models.JSONField("thể thức ký", default=list, blank=True)
    recipients = models.JSONField("nơi nhận", default=list, blank=True)
    search_text = FoldedField(sources=("title", "number"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="report_year_code_unique",
                violation_error_message="Năm này đã có báo cáo mang mã đó.",
            ),
            models.CheckConstraint(condition=Q(year__range=(1990, 2100)), name="report_year"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the address of the report's page."""
        return reverse("reports:report_page", args=[self.year, self.code])


class NarrativeBlock(Record):
    """A passage that staff type; figures stand in it as tokens such as {{aid.items_received}}."""

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="narratives"
    )
    key = models.CharField("mục", max_length=40)
    text = models.TextField("lời văn", blank=True)

    objects = RecordQuerySet.as_manager()

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
        return self.key


class BackgroundFile(Record):
    """One making of a file in the background: how far it came, who asked, and the file's checksum."""

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "CHO", "Đang chờ"
        RUNNING = "DANG_TAO", "Đang tạo"
        DONE = "XONG", "Đã xong"
        FAILED = "LOI", "Chưa tạo được"

    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    step = models.CharField("bước", max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    message = models.CharField("thông báo", max_length=500, blank=True)
    sha256 = models.CharField("mã băm", max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người yêu cầu", on_delete=models.PROTECT, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField("lần thử", default=0)
    leased_until = models.DateTimeField("giữ đến lúc", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


class PdfExport(BackgroundFile):
    """One making of a report's PDF in the background, and its result."""

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="exports"
    )
    file = models.FileField("tệp", upload_to="reports/", blank=True, max_length=200)

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "state")

    class Meta:
        verbose_name = "lần xuất PDF"
        verbose_name_plural = "lần xuất PDF"

    def __str__(self):
        return f"{self.report_id} · {self.state}"


class PaperJob(BackgroundFile):
    """One making of a long paper or bundle in the background, and its result (tệp tạo ở nền)."""

    kind = models.CharField("loại tệp", max_length=30)
    subject = models.CharField("đối tượng", max_length=100)
    label = models.CharField("tên", max_length=250)
    file = models.FileField("tệp", upload_to="papers/", blank=True, max_length=200)
    filename = models.CharField("tên tệp", max_length=255, blank=True)

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("label", "state")

    class Meta:
        verbose_name = "tệp tạo ở nền"
        verbose_name_plural = "tệp tạo ở nền"
        indexes = [models.Index(fields=["kind", "subject"], name="paper_job_subject")]

    def __str__(self):
        return self.label


class AidReportForm(Record):
    """A table of aid items that the office sends out: which rows, which columns (mẫu báo cáo viện trợ).

    The forms that the decrees leave to the ministries are not fixed, so the columns are data.
    """

    class Rows(models.TextChoices):
        """Which items stand in it."""

        APPROVED = "PHE_DUYET", "khoản phê duyệt trong kỳ"
        RUNNING = "CO_HIEU_LUC", "khoản còn thực hiện trong kỳ"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên mẫu", max_length=150)
    paper_type = models.CharField("tên loại văn bản", max_length=60, default="DANH MỤC")
    subject = models.CharField("trích yếu", max_length=250)
    rows = models.CharField("dòng của bảng", max_length=12, choices=Rows, default=Rows.APPROVED)
    columns = models.JSONField("cột", default=list)
    citation = models.CharField("căn cứ", max_length=250, blank=True, default="")
    is_confirmed = models.BooleanField("đã xác nhận với cơ quan nhận", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo viện trợ"
        verbose_name_plural = "mẫu báo cáo viện trợ"
        ordering = ["pk"]

    def __str__(self):
        return self.name
