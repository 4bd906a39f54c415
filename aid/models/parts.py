"""What belongs to an aid item: its sectors and communes with their shares, the papers of its dossier."""

from django.db import models
from django.db.models import Q

from aid.models.catalogue import Sector
from aid.models.items import AidItem
from core.models import Attachment, Locality, Record, RecordQuerySet
from core.models.fields import FoldedField


class ItemSector(Record):
    """A sector that an item serves, with its share."""

    # Indexes that hold sums begin with the item; one of the key alone would only be met first by planners.
    item = models.ForeignKey(
        AidItem,
        verbose_name="khoản viện trợ",
        on_delete=models.CASCADE,
        related_name="item_sectors",
        db_index=False,
    )
    sector = models.ForeignKey(
        Sector, verbose_name="lĩnh vực", on_delete=models.PROTECT, related_name="item_sectors"
    )
    share_percent = models.PositiveSmallIntegerField("tỷ lệ (%)", default=100)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "sector")

    class Meta:
        verbose_name = "lĩnh vực của khoản viện trợ"
        verbose_name_plural = "lĩnh vực của khoản viện trợ"
        ordering = ["-share_percent", "pk"]
        indexes = [
            models.Index(fields=["item", "sector", "share_percent", "id"], name="item_sector_shares"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "sector"],
                name="item_sector_unique",
                violation_error_message="Lĩnh vực này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(share_percent__range=(1, 100)),
                name="item_sector_share",
                violation_error_message="Tỷ lệ từ 1 đến 100 phần trăm.",
            ),
        ]

    def __str__(self):
        return f"{self.item_id} · {self.sector_id}"


class ItemPlace(Record):
    """A commune where an item works."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="places"
    )
    locality = models.ForeignKey(
        Locality, verbose_name="xã, phường", on_delete=models.PROTECT, related_name="aid_places"
    )

    # Hundredths of a per cent, so that the shares of any number of communes can sum to exactly 100 %.
    share_e2 = models.PositiveIntegerField("tỷ lệ (phần vạn)", default=10_000)
    # As the document names it; communes have no district above them since 01/07/2025.
    former_district = models.CharField("huyện cũ", max_length=100, blank=True, default="")

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("item", "locality")

    class Meta:
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "locality"],
                name="item_place_unique",
                violation_error_message="Địa bàn này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(share_e2__range=(1, 10_000)),
                name="item_place_share",
                violation_error_message="Tỷ lệ của một địa bàn từ 0,01 đến 100 phần trăm.",
            ),
        ]

    def __str__(self):
        return f"{self.item_id} · {self.locality_id}"


class DossierDocumentQuerySet(RecordQuerySet):
    """Which papers; visible with their item."""

    def visible_to(self, user):
        """Papers of items that this account may read."""
        return self.filter(item__in=AidItem.objects.visible_to(user).values("pk"))


class DossierDocument(Record):
    """A paper of an item's dossier (hồ sơ)."""

    class Kind(models.TextChoices):
        """Which paper (Điều 8 Nghị định 80/2020)."""

        DECISION = "QUYET_DINH", "quyết định phê duyệt"
        AGREEMENT = "VAN_BAN_NHAT_TRI", "văn bản nhất trí viện trợ"
        PROJECT_DOCUMENT = "VAN_KIEN", "văn kiện"
        LEGAL_STATUS = "TU_CACH_PHAP_NHAN", "giấy tờ pháp lý của bên viện trợ"
        VOUCHER = "CHUNG_TU", "chứng từ giải ngân"
        REQUEST = "DE_NGHI", "văn bản đề nghị phê duyệt"
        TRANSLATION = "BAN_DICH", "bản dịch tiếng Việt có chứng thực"
        EXPERT = "CHUYEN_GIA", "hồ sơ chuyên gia"
        QUALITY = "CHAT_LUONG", "giấy giám định, đăng ký hàng đã qua sử dụng"
        CONSULTATION = "Y_KIEN", "văn bản ý kiến"
        APPRAISAL = "THAM_DINH", "báo cáo thẩm định"
        NOTICE = "THONG_BAO", "văn bản thông báo"
        ADJUSTMENT = "DIEU_CHINH", "quyết định điều chỉnh"
        HANDOVER = "BAN_GIAO", "biên bản nghiệm thu, bàn giao"
        FINAL_REPORT = "BAO_CAO_KT", "báo cáo kết thúc"
        SETTLEMENT = "QUYET_TOAN", "hồ sơ quyết toán"
        OTHER = "KHAC", "tài liệu khác"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="documents"
    )
    attachment = models.OneToOneField(
        Attachment, verbose_name="tệp", on_delete=models.PROTECT, related_name="dossier_document"
    )
    kind = models.CharField("loại tài liệu", max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField("tên tài liệu", max_length=250, blank=True)
    search_text = FoldedField(sources=("title", "file_name"))

    objects = DossierDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu hồ sơ"
        verbose_name_plural = "tài liệu hồ sơ"

    def __str__(self):
        return self.title or self.get_kind_display()

    @property
    def file_name(self):
        """The name that the file was handed in with."""
        return self.attachment.name
