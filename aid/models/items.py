"""Aid items: foreign non-refundable aid outside ODA."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from aid.models.day_numbers import LastDay
from aid.models.querysets import AidItemQuerySet
from core.models import Agency, Partner, Person, Record
from core.models.fields import FoldedField, SortKeyField


class AidItem(Record):
    """One grant: programme, project or non-project (khoản viện trợ)."""

    class Mode(models.TextChoices):
        """The three modes (khoản 3 Điều 3 Nghị định 80/2020; the new decree keeps them)."""

        PROGRAMME = "CHUONG_TRINH", "Chương trình"
        PROJECT = "DU_AN", "Dự án"
        NON_PROJECT = "PHI_DU_AN", "Phi dự án"
        UNSORTED = "CHUA_XEP", "Chưa xếp loại"

    class Emergency(models.TextChoices):
        """Emergency grants under their own decree."""

        RELIEF = "CUU_TRO", "Cứu trợ khẩn cấp"
        RECOVERY = "KHAC_PHUC", "Khắc phục hậu quả"

    class RuleSet(models.TextChoices):
        """Which decree governs the item; decided by the approval date."""

        ND93 = "ND93", "Nghị định 93/2009/NĐ-CP"
        ND80 = "ND80", "Nghị định 80/2020/NĐ-CP"
        ND313 = "ND313", "Nghị định 313/2025/NĐ-CP"
        ND50 = "ND50", "Nghị định 50/2020/NĐ-CP"

    class Status(models.TextChoices):
        """Life of an item (domain.md 6.5)."""

        MOBILISING = "MOBILISING", "Đang vận động"
        COMMITTED = "COMMITTED", "Có cam kết"
        DOSSIER = "DOSSIER", "Đang lập hồ sơ"
        RECEIVED = "RECEIVED", "Đã tiếp nhận hồ sơ"
        RETURNED = "RETURNED", "Trả hồ sơ bổ sung"
        CONSULTING = "CONSULTING", "Đang lấy ý kiến"
        APPRAISED = "APPRAISED", "Đã thẩm định"
        APPROVED = "APPROVED", "Đã phê duyệt"
        NOTIFIED = "NOTIFIED", "Đã thông báo"
        IMPLEMENTING = "IMPLEMENTING", "Đang thực hiện"
        ADJUSTING = "ADJUSTING", "Đang điều chỉnh"
        ENDED = "ENDED", "Đã kết thúc"
        HANDED_OVER = "HANDED_OVER", "Đã bàn giao"
        FINAL_REPORTED = "FINAL_REPORTED", "Đã báo cáo kết thúc"
        SETTLED = "SETTLED", "Đã quyết toán"
        REJECTED = "REJECTED", "Không tiếp nhận"
        WITHDRAWN = "WITHDRAWN", "Nhà tài trợ rút"
        REVOKED = "REVOKED", "Đã thu hồi quyết định"
        STOPPED = "STOPPED", "Đã dừng sau khóa sổ"

    class ManagementForm(models.TextChoices):
        """Who runs it (Điều 12 Nghị định 80/2020)."""

        EXISTING_STAFF = "BO_MAY_CHUYEN_MON", "bộ máy chuyên môn sẵn có"
        EXISTING_PMU = "BQL_HIEN_CO", "ban quản lý hiện có"
        OWN_PMU = "BQL_RIENG", "ban quản lý riêng"

    class ManagedBy(models.TextChoices):
        """Who manages the grant itself (điểm đ khoản 1 Điều 11 Nghị định 80/2020)."""

        RECIPIENT = "BEN_TIEP_NHAN", "bên tiếp nhận"
        DONOR = "BEN_TAI_TRO", "bên tài trợ"
        MIXED = "CA_HAI", "cả hai bên"

    class Authority(models.TextChoices):
        """Who approves it (Điều 7 Nghị định 80/2020)."""

        PROVINCE = "UBND_TINH", "Chủ tịch UBND tỉnh"
        PRIME_MINISTER = "THU_TUONG", "Thủ tướng Chính phủ"
        MINISTRY = "BO", "Bộ trưởng, thủ trưởng cơ quan trung ương"
        FRONT = "MTTQ", "Ủy ban Mặt trận Tổ quốc"
        UNION = "LIEN_HIEP", "người đứng đầu liên hiệp, hội"

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên khoản viện trợ", max_length=500)
    name_en = models.CharField("tên tiếng Anh", max_length=500, blank=True)
    mode = models.CharField("loại", max_length=20, choices=Mode, default=Mode.UNSORTED)
    emergency_kind = models.CharField("khẩn cấp", max_length=20, choices=Emergency, blank=True, default="")
    disaster_event = models.CharField("thiên tai, sự cố", max_length=250, blank=True)
    disaster_on = models.DateField("ngày xảy ra", null=True, blank=True)
    rule_set = models.CharField("bộ quy tắc", max_length=10, choices=RuleSet, blank=True, default="")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.APPROVED)
    donor = models.ForeignKey(
        Partner, verbose_name="nhà tài trợ", on_delete=models.PROTECT, related_name="aid_items"
    )
    recipient = models.ForeignKey(
        Agency, verbose_name="cơ quan tiếp nhận", on_delete=models.PROTECT, related_name="received_aid"
    )
    owner = models.ForeignKey(
        Agency, verbose_name="chủ khoản viện trợ", on_delete=models.PROTECT, related_name="owned_aid"
    )
    governing_body = models.ForeignKey(
        Agency,
        verbose_name="cơ quan chủ quản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mobilised_by = models.ForeignKey(
        Agency,
        verbose_name="cơ quan vận động",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mobilised_aid",
    )
    started_on = models.DateField("ngày bắt đầu", null=True, blank=True)
    ended_on = models.DateField("ngày kết thúc", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=50, blank=True)
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    signer = models.ForeignKey(
        Person, verbose_name="người ký", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer_title = models.CharField("chức vụ người ký", max_length=250, blank=True)
    objectives = models.TextField("mục tiêu, kết quả chính", blank=True)
    is_budget_revenue = models.BooleanField("thuộc nguồn thu ngân sách", null=True, blank=True)
    management_form = models.CharField("hình thức quản lý", max_length=20, choices=ManagementForm, blank=True)
    managed_by = models.CharField("bên quản lý vốn", max_length=20, choices=ManagedBy, blank=True, default="")
    authority = models.CharField("cấp phê duyệt", max_length=20, choices=Authority, blank=True, default="")
    beneficiaries = models.PositiveIntegerField("số người hưởng lợi", null=True, blank=True)
    beneficiaries_indirect = models.PositiveIntegerField("hưởng lợi gián tiếp", null=True, blank=True)
    # The days that the legal clocks run from; the steps of its life (AidStep) set them.
    received_on = models.DateField("ngày nhận đủ hồ sơ", null=True, blank=True, editable=False)
    returned_on = models.DateField("ngày trả hồ sơ", null=True, blank=True, editable=False)
    days_returned = models.PositiveIntegerField("số ngày hồ sơ ở nơi khác", default=0, editable=False)
    appraised_on = models.DateField("ngày thẩm định xong", null=True, blank=True, editable=False)
    notified_on = models.DateField("ngày thông báo", null=True, blank=True, editable=False)
    closed_on = models.DateField("ngày kết thúc thực tế", null=True, blank=True, editable=False)
    handed_over_on = models.DateField("ngày bàn giao", null=True, blank=True, editable=False)
    final_report_on = models.DateField("ngày báo cáo kết thúc", null=True, blank=True, editable=False)
    settled_on = models.DateField("ngày quyết toán", null=True, blank=True, editable=False)
    # Set where the approval day lies in a period that was closed before the item was written.
    booked_on = models.DateField("ngày ghi bổ sung", null=True, blank=True, editable=False)
    # Under which another publisher's file names the activity, so that it is known again.
    iati_identifier = models.CharField("mã IATI", max_length=150, blank=True, default="", editable=False)
    booking_reason = models.CharField("lý do ghi bổ sung", max_length=500, blank=True, default="")
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(
        sources=("code", "name", "name_en", "decision_number", "disaster_event", "donor_name")
    )

    sort_key = SortKeyField(source="name")

    objects = AidItemQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản viện trợ"
        verbose_name_plural = "khoản viện trợ"
        indexes = [
            models.Index(fields=["approved_on", "emergency_kind"]),
            models.Index(fields=["donor", "approved_on"]),
            models.Index(fields=["status"]),
            models.Index(fields=["owner", "approved_on"]),
            # Deadlines are asked for by state and the day that their clock runs from.
            models.Index(fields=["status", "approved_on"], name="aid_item_state_approved"),
            models.Index(
                fields=[
                    "status",
                    "ended_on",
                    "started_on",
                    "emergency_kind",
                    "approved_on",
                    "booked_on",
                    "id",
                ],
                name="aid_item_state_ended",
            ),
            models.Index(
                fields=["received_on"], condition=Q(received_on__isnull=False), name="aid_item_received"
            ),
            models.Index(fields=["closed_on"], condition=Q(closed_on__isnull=False), name="aid_item_closed"),
            models.Index(
                fields=["disaster_on"], condition=Q(disaster_on__isnull=False), name="aid_item_disaster"
            ),
            models.Index(
                fields=["booked_on", "approved_on", "emergency_kind", "status", "id"],
                condition=Q(booked_on__isnull=False),
                name="aid_item_booked_late",
            ),
            # What figures of a window ask of an item, so that they read no row (reports/figures/aid.py).
            models.Index(
                Coalesce("booked_on", "approved_on"),
                "emergency_kind",
                "status",
                "mode",
                "approved_on",
                "booked_on",
                "donor",
                "id",
                name="aid_item_counting_day",
            ),
            models.Index(fields=["emergency_kind", "status", "id"], name="aid_item_emergency"),
            # PostgreSQL asks it whether one item is an emergency grant.
            models.Index(
                fields=["id", "status"], condition=Q(emergency_kind__gt=""), name="aid_item_emergency_keys"
            ),
            # What the reports ask that owners owe (aid/owner_reports.py).
            models.Index(
                LastDay("closed_on", "ended_on"),
                "status",
                "approved_on",
                "rule_set",
                "final_report_on",
                "closed_on",
                "ended_on",
                "id",
                name="aid_item_last_day",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="aid_item_period",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "APPROVED",
                        "NOTIFIED",
                        "IMPLEMENTING",
                        "ADJUSTING",
                        "ENDED",
                        "HANDED_OVER",
                        "FINAL_REPORTED",
                        "SETTLED",
                        "REVOKED",
                    ]
                )
                | Q(approved_on__isnull=False),
                name="aid_item_approved_has_date",
                violation_error_message="Khoản đã phê duyệt cần ngày phê duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | ~Q(rule_set=""),
                name="aid_item_approved_has_rule_set",
                violation_error_message="Khoản đã phê duyệt cần bộ quy tắc theo ngày phê duyệt.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of the item's page."""
        return reverse("aid:item_detail", args=[self.code])

    @property
    def donor_name(self):
        """The donor's names, so that search finds the item by its donor."""
        return f"{self.donor.name} {self.donor.name_en}"

    @property
    def is_emergency(self):
        """Whether the item is an emergency grant under its own decree."""
        return bool(self.emergency_kind)
