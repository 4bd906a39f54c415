"""The life of an aid item: steps with their documents, the checklist of its dossier, reports it owes."""

from django.db import models
from django.db.models import Q

from aid.models.items import AidItem
from aid.models.parts import DossierDocument
from core.models import Record, RecordQuerySet
from core.models.places import Certainty
from core.money import from_minor


class OfItemQuerySet(RecordQuerySet):
    """Rows that are visible with their item."""

    def visible_to(self, user):
        """Rows of items that this account may read."""
        return self.filter(item__in=AidItem.objects.visible_to(user).values("pk"))


class AidStep(Record):
    """One step of an item's life: what, when, by which document (bước xử lý); never changed afterwards."""

    class Kind(models.TextChoices):
        """Which step (domain.md 6.5)."""

        LETTER = "CAM_KET", "Nhận thư cam kết của nhà tài trợ"
        PREPARE = "LAP_HO_SO", "Lập hồ sơ, văn kiện"
        RECEIVE = "TIEP_NHAN", "Tiếp nhận đủ hồ sơ"
        RETURN = "TRA_BO_SUNG", "Trả hồ sơ để bổ sung"
        RESUBMIT = "NHAN_LAI", "Nhận lại hồ sơ đã bổ sung"
        CONSULT = "LAY_Y_KIEN", "Lấy ý kiến cơ quan liên quan"
        APPRAISE = "THAM_DINH", "Thẩm định xong"
        APPROVE = "PHE_DUYET", "Phê duyệt"
        REJECT = "TU_CHOI", "Không tiếp nhận"
        NOTIFY = "THONG_BAO", "Thông báo quyết định"
        START = "BAT_DAU", "Bắt đầu thực hiện"
        ASK_CHANGE = "DE_NGHI_DC", "Đề nghị điều chỉnh"
        ADJUST = "DIEU_CHINH", "Phê duyệt điều chỉnh"
        KEEP = "GIU_NGUYEN", "Không điều chỉnh"
        REVOKE = "THU_HOI", "Thu hồi quyết định"
        WITHDRAW = "RUT", "Nhà tài trợ rút"
        END = "KET_THUC", "Kết thúc thực hiện"
        HAND_OVER = "BAN_GIAO", "Nghiệm thu, bàn giao"
        FINAL_REPORT = "BAO_CAO_KT", "Báo cáo kết thúc"
        SETTLE = "QUYET_TOAN", "Quyết toán"
        REOPEN = "MO_LAI", "Mở lại"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField("bước", max_length=20, choices=Kind)
    on = models.DateField("ngày")
    from_status = models.CharField("từ trạng thái", max_length=20, choices=AidItem.Status)
    to_status = models.CharField("đến trạng thái", max_length=20, choices=AidItem.Status)
    document_number = models.CharField("số văn bản", max_length=50, blank=True, default="")
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    signer_title = models.CharField("người ký, chức vụ", max_length=250, blank=True, default="")
    document = models.ForeignKey(
        DossierDocument,
        verbose_name="tệp",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.TextField("nội dung, lý do", blank=True, default="")
    # What an adjustment changes: [{"field", "label", "old", "new"}], as texts.
    changes = models.JSONField("nội dung điều chỉnh", default=list, blank=True)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = "bước xử lý khoản viện trợ"
        verbose_name_plural = "bước xử lý khoản viện trợ"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["item", "on"])]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"


class DossierRequirement(Record):
    """A paper that a dossier needs, by decree and kind of item (thành phần hồ sơ); the office can edit it."""

    class When(models.TextChoices):
        """On what the paper depends beside the mode; asked of the item's checklist."""

        ALWAYS = "", "luôn cần"
        FOREIGN = "TIENG_NUOC_NGOAI", "khi có giấy tờ tiếng nước ngoài"
        EXPERTS = "CHUYEN_GIA", "khi có chuyên gia, tình nguyện viên"
        USED_GOODS = "DA_QUA_SU_DUNG", "khi có hàng hóa, phương tiện đã qua sử dụng"
        CONSTRUCTION = "DAU_TU_CONG", "khi có nội dung đầu tư công, xây dựng"

    code = models.CharField("mã", max_length=40)
    label = models.CharField("tên giấy tờ", max_length=250)
    rule_set = models.CharField("bộ quy tắc", max_length=10, choices=AidItem.RuleSet)
    mode = models.CharField(
        "loại khoản",
        max_length=20,
        choices=AidItem.Mode,
        blank=True,
        default="",
        help_text="Trống: mọi loại.",
    )
    donor_kind = models.CharField("loại nhà tài trợ", max_length=20, blank=True, default="")
    when = models.CharField("khi nào cần", max_length=20, choices=When, blank=True, default="")
    document_kind = models.CharField("loại tài liệu", max_length=20, choices=DossierDocument.Kind)
    citation = models.CharField("căn cứ", max_length=250)
    certainty = models.CharField(
        "độ chắc chắn", max_length=12, choices=Certainty, default=Certainty.UNCERTAIN
    )
    ordinal = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_active = models.BooleanField("đang dùng", default=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        ordering = ["rule_set", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "rule_set", "mode", "donor_kind"],
                name="dossier_requirement_unique",
                violation_error_message="Đã có giấy tờ này cho bộ quy tắc và loại khoản đó.",
            )
        ]

    def __str__(self):
        return self.label


class DossierCheck(Record):
    """How one required paper of an item stands (đối chiếu hồ sơ)."""

    class State(models.TextChoices):
        """What was found."""

        THERE = "CO", "đã có"
        LACKING = "THIEU", "còn thiếu"
        NOT_NEEDED = "KHONG_CAN", "không áp dụng"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="dossier_checks"
    )
    requirement = models.ForeignKey(
        DossierRequirement, verbose_name="giấy tờ", on_delete=models.PROTECT, related_name="checks"
    )
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.LACKING)
    document = models.ForeignKey(
        DossierDocument,
        verbose_name="tệp",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField("ghi chú", max_length=300, blank=True, default="")

    objects = OfItemQuerySet.as_manager()

    named_by = ("item", "requirement")

    class Meta:
        verbose_name = "đối chiếu hồ sơ"
        verbose_name_plural = "đối chiếu hồ sơ"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "requirement"],
                name="dossier_check_unique",
                violation_error_message="Giấy tờ này đã được đối chiếu.",
            )
        ]

    def __str__(self):
        return f"{self.item_id} · {self.requirement_id}"


class OwnerReport(Record):
    """A report that the owner of an item sent in (báo cáo của chủ khoản viện trợ)."""

    class Kind(models.TextChoices):
        """Which report (domain.md 5.2)."""

        HALF_YEAR = "6_THANG", "báo cáo 6 tháng"
        YEAR = "NAM", "báo cáo năm"
        COMPLETION = "KET_THUC", "báo cáo kết thúc"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="owner_reports"
    )
    kind = models.CharField("loại báo cáo", max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField("năm")
    sent_on = models.DateField("ngày gửi")
    document_number = models.CharField("số văn bản", max_length=50, blank=True, default="")
    document = models.ForeignKey(
        DossierDocument,
        verbose_name="tệp",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    summary = models.TextField("kết quả, vướng mắc", blank=True, default="")

    objects = OfItemQuerySet.as_manager()

    named_by = ("item", "kind", "year")

    class Meta:
        verbose_name = "báo cáo của chủ khoản"
        verbose_name_plural = "báo cáo của chủ khoản"
        ordering = ["-year", "kind"]
        indexes = [models.Index(fields=["sent_on", "item"], name="owner_report_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "year"],
                name="owner_report_unique",
                violation_error_message="Báo cáo của kỳ này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="owner_report_year",
                violation_error_message="Năm từ 1990 đến 2100.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}"


class OwnerReminder(Record):
    """A reminder of a report that the department sent to the owner of an item (nhắc chủ khoản)."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="owner_reminders"
    )
    kind = models.CharField("loại báo cáo", max_length=10, choices=OwnerReport.Kind)
    year = models.PositiveSmallIntegerField("năm")
    sent_on = models.DateField("ngày nhắc")
    told = models.PositiveSmallIntegerField("số người được báo", default=0)

    objects = OfItemQuerySet.as_manager()

    named_by = ("item", "kind", "year")

    class Meta:
        verbose_name = "lần nhắc chủ khoản"
        verbose_name_plural = "lần nhắc chủ khoản"
        ordering = ["-sent_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}, {self.sent_on:%d/%m/%Y}"


class Allocation(Record):
    """What one unit gets of an emergency grant (phân bổ cứu trợ)."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="allocations"
    )
    unit_name = models.CharField("đơn vị nhận", max_length=250)
    locality = models.ForeignKey(
        "core.Locality",
        verbose_name="xã, phường",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
    )
    goods = models.CharField("hàng, tiền", max_length=250)
    quantity_e3 = models.BigIntegerField("số lượng × 1.000", null=True, blank=True)
    measure = models.CharField("đơn vị tính", max_length=50, blank=True, default="")
    amount_minor = models.BigIntegerField("giá trị (đơn vị nhỏ nhất)", null=True, blank=True)
    currency = models.CharField("loại tiền", max_length=3, default="VND")
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    distributed_on = models.DateField("ngày phát", null=True, blank=True)
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True, default="")

    objects = OfItemQuerySet.as_manager()

    named_by = ("item", "unit_name")

    class Meta:
        verbose_name = "phân bổ cứu trợ"
        verbose_name_plural = "phân bổ cứu trợ"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0),
                name="allocation_positive",
                violation_error_message="Giá trị phân bổ phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return self.unit_name

    @property
    def amount(self):
        """The value in its own currency, as a Decimal, or None."""
        return None if self.amount_minor is None else from_minor(self.amount_minor, self.currency)
