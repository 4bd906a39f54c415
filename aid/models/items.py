"""Aid items: foreign non-refundable aid outside ODA."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from aid.models.catalogue import Sector
from core.models import Agency, Attachment, Locality, Partner, Person, Record, RecordQuerySet
from core.models.fields import FoldedField, SortKeyField
from core.permissions import Area, Reach, reach


class DayNumber(models.Func):
    """The number of a day, so that days can be subtracted alike on both databases."""

    template = "CAST(julianday(%(expressions)s) AS INTEGER)"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler, connection, **extra):
        """Return the day counted from 1970."""
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '1970-01-01')", **extra)


class AidItemQuerySet(RecordQuerySet):
    """Which aid items."""

    def visible_to(self, user):
        """Items that this account may read: all, or those its agencies own, receive or mobilise."""
        how_far = reach(user, Area.AID)
        if how_far is Reach.OWN:
            return self.of_agencies(user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def of_agencies(self, agency_ids):
        """Items that these agencies own, receive or mobilised."""
        ids = list(agency_ids)
        return self.filter(Q(owner_id__in=ids) | Q(recipient_id__in=ids) | Q(mobilised_by_id__in=ids))

    def in_state(self, state, today):
        """Items in this state on that day; the same table as rules.state_on."""
        running = Q(status__in=["APPROVED", "IMPLEMENTING"])
        over = Q(ended_on__lt=today)
        not_over = Q(ended_on__isnull=True) | Q(ended_on__gte=today)
        begun = Q(status="IMPLEMENTING") | Q(started_on__lte=today)
        matches = {
            "APPROVED": Q(status="APPROVED")
            & (Q(started_on__isnull=True) | Q(started_on__gt=today))
            & not_over,
            "IMPLEMENTING": running & begun & not_over,
            "ENDED": Q(status="ENDED") | (running & over),
        }
        return self.filter(matches.get(state, Q(status=state)))

    def ending_within(self, days, today):
        """Running items whose last day comes within so many days."""
        return self.in_state("IMPLEMENTING", today).filter(ended_on__lte=today + timedelta(days=days))

    def slow(self, today, *, points, quiet_days):
        """Running items whose disbursements lag behind the time gone; reckoned as rules.slow_reason does."""
        rows = self.with_totals().in_state("IMPLEMENTING", today)
        begun = DayNumber(F("started_on"))
        gone = DayNumber(models.Value(today, models.DateField())) - begun
        whole = DayNumber(F("ended_on")) - begun
        rows = rows.annotate(_gone=_real(gone), _whole=_real(whole))
        silent = Q(has_disbursement=False, started_on__lt=today - timedelta(days=quiet_days))
        # An item with an amount that has no rate is not judged by its share: the share is not known.
        lagging = Q(is_unrated=False, _whole__gt=0, _paid__lt=F("_due"))
        return rows.annotate(
            _paid=_real(Coalesce(F("disbursed_usd_minor"), 0)) * 100.0 * F("_whole"),
            _due=_real(F("committed_usd_minor")) * (F("_gone") * 100.0 - F("_whole") * float(points)),
        ).filter(silent | lagging)

    def approved_in(self, start, end):
        """Items whose approval date lies in the window."""
        return self.filter(approved_on__range=(start, end))

    def regular(self):
        """Items under the regular decree; emergency grants have their own and are counted beside them."""
        return self.filter(emergency_kind="")

    def emergency(self):
        """Emergency grants under their own decree (NĐ 50/2020)."""
        return self.exclude(emergency_kind="")

    def with_totals(self):
        """Add `committed_usd_minor`, `disbursed_usd_minor` (US cents, null = no rate or no row) per item.

        Also `is_unrated` (some amount has no rate) and `has_disbursement`.
        """

        def total(relation):
            rows = self.model._meta.get_field(relation).related_model.objects
            return models.Subquery(
                rows.filter(item=models.OuterRef("pk"))
                .order_by()
                .values("item")
                .annotate(total=models.Sum("usd_minor"))
                .values("total"),
                output_field=models.BigIntegerField(),
            )

        def rows(relation, **lookup):
            model = self.model._meta.get_field(relation).related_model
            return models.Exists(model.objects.filter(item=models.OuterRef("pk"), **lookup))

        return self.annotate(
            committed_usd_minor=total("commitments"),
            disbursed_usd_minor=total("disbursements"),
            has_disbursement=rows("disbursements"),
            is_unrated=models.ExpressionWrapper(
                Q(rows("commitments", usd_minor__isnull=True))
                | Q(rows("disbursements", usd_minor__isnull=True)),
                output_field=models.BooleanField(),
            ),
        )

    def for_list(self):
        """Everything one row of the aid list shows."""
        return (
            self.with_totals()
            .select_related("donor", "donor__country", "recipient", "owner")
            .prefetch_related(
                models.Prefetch("item_sectors", ItemSector.objects.select_related("sector")), "commitments"
            )
            .order_by(F("approved_on").desc(nulls_last=True), "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_page(self):
        """Everything the page of one item shows about itself."""
        return self.with_totals().select_related(
            "donor", "donor__country", "recipient", "owner", "governing_body", "mobilised_by", "signer"
        )


def _real(expression):
    """Return the expression as a float: products of cents and days pass the limit of a whole number."""
    return Cast(expression, models.FloatField())


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
        """Life of an item (domain.md 6.5), the states that this stage needs."""

        MOBILISING = "MOBILISING", "Đang vận động"
        COMMITTED = "COMMITTED", "Có cam kết"
        DOSSIER = "DOSSIER", "Đang lập hồ sơ"
        APPROVED = "APPROVED", "Đã phê duyệt"
        IMPLEMENTING = "IMPLEMENTING", "Đang thực hiện"
        ENDED = "ENDED", "Đã kết thúc"
        REJECTED = "REJECTED", "Không tiếp nhận"

    class ManagementForm(models.TextChoices):
        """Who runs it (Điều 12 Nghị định 80/2020)."""

        EXISTING_STAFF = "BO_MAY_CHUYEN_MON", "bộ máy chuyên môn sẵn có"
        EXISTING_PMU = "BQL_HIEN_CO", "ban quản lý hiện có"
        OWN_PMU = "BQL_RIENG", "ban quản lý riêng"

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
    beneficiaries = models.PositiveIntegerField("số người hưởng lợi", null=True, blank=True)
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
                condition=~Q(status__in=["APPROVED", "IMPLEMENTING", "ENDED"]) | Q(approved_on__isnull=False),
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


class ItemSector(Record):
    """A sector that an item serves, with its share."""

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="item_sectors"
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
            )
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
        OTHER = "KHAC", "tài liệu khác"

    item = models.ForeignKey(
        AidItem, verbose_name="khoản viện trợ", on_delete=models.CASCADE, related_name="documents"
    )
    attachment = models.OneToOneField(
        Attachment, verbose_name="tệp", on_delete=models.PROTECT, related_name="dossier_document"
    )
    kind = models.CharField("loại tài liệu", max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField("tên tài liệu", max_length=250, blank=True)

    objects = DossierDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu hồ sơ"
        verbose_name_plural = "tài liệu hồ sơ"

    def __str__(self):
        return self.title or self.get_kind_display()
