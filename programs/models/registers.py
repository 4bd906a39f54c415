"""Activities of people-to-people diplomacy and the member associations."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from core.models import Agency, Certainty, Country, Record, RecordQuerySet
from core.models.fields import FoldedField, SortKeyField
from core.permissions import Area, Reach, reach
from programs import rules
from programs.models.programs import Pillar


class ActivityQuerySet(RecordQuerySet):
    """Which activities."""

    def visible_to(self, user):
        """Activities that this account may read."""
        how_far = reach(user, Area.ACTIVITIES)
        if how_far is Reach.OWN:
            return self.filter(agency_id__in=user.agency_ids())
        return self if how_far is Reach.ALL else self.none()

    def held_in(self, start, end):
        """Activities whose day lies in the window."""
        return self.filter(held_on__range=(start, end))

    def for_list(self):
        """Everything one row of the activity list shows, in one query."""
        return (
            self.select_related("country", "agency", "pillar")
            .order_by("-held_on", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class Activity(Record):
    """An exchange, gathering, anniversary or other activity (hoạt động đối ngoại)."""

    class Kind(models.TextChoices):
        """Kinds of activity that the Union's year-end report counts."""

        EXCHANGE = "GIAO_LUU", "giao lưu"
        GATHERING = "GAP_MAT", "gặp mặt hữu nghị"
        ANNIVERSARY = "KY_NIEM", "kỷ niệm"
        OVERSEAS = "KIEU_BAO", "công tác kiều bào"
        INFORMATION = "TTDN", "thông tin đối ngoại"
        TRAINING = "DAO_TAO", "đào tạo, bồi dưỡng"

    code = models.CharField("mã", max_length=30, unique=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    title = models.CharField("tên hoạt động", max_length=300)
    held_on = models.DateField("ngày")
    ended_on = models.DateField("đến ngày", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    country = models.ForeignKey(
        Country,
        verbose_name="quốc gia",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan tổ chức", on_delete=models.PROTECT, related_name="activities"
    )
    pillar = models.ForeignKey(
        Pillar,
        verbose_name="trụ cột",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    participants = models.PositiveIntegerField("số người tham gia", null=True, blank=True)
    summary = models.TextField("nội dung", blank=True)
    search_text = FoldedField(sources=("code", "title", "place", "summary"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        indexes = [models.Index(fields=["held_on", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("held_on")),
                name="activity_dates",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Address of the activity's page."""
        return reverse("programs:activity_detail", args=[self.code])

    @property
    def anniversary_years(self):
        """Years of relations that the activity marks, computed from the country table; else None."""
        if self.country is None:
            return None
        return rules.marked_years(
            self.title,
            is_anniversary=self.kind == self.Kind.ANNIVERSARY,
            established_on=self.country.established_on,
            held_on=self.held_on,
        )


class FriendshipAssociationQuerySet(RecordQuerySet):
    """Which member associations."""

    def for_list(self):
        """Everything one row of the list shows, in one query; unknown names stand last, as entered."""
        known_name = Case(When(is_name_known=True, then=F("sort_key")), default=Value(""))
        return (
            self.select_related("agency", "country")
            .order_by("-is_name_known", known_name, "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class FriendshipAssociation(Record):
    """A member association of the Union (hội hữu nghị thành viên)."""

    name = models.CharField("tên hội", max_length=200, unique=True)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    agency = models.OneToOneField(
        Agency,
        verbose_name="cơ quan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="association",
    )
    country = models.ForeignKey(
        Country,
        verbose_name="quốc gia",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="associations",
    )
    is_name_known = models.BooleanField("đã rõ tên", default=True)
    founded_on = models.DateField("ngày thành lập", null=True, blank=True)
    joined_year = models.PositiveSmallIntegerField("là thành viên từ năm", null=True, blank=True)
    left_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    term_start = models.PositiveSmallIntegerField("nhiệm kỳ từ năm", null=True, blank=True)
    term_end = models.PositiveSmallIntegerField("nhiệm kỳ đến năm", null=True, blank=True)
    certainty = models.CharField(
        "độ chắc chắn", max_length=12, choices=Certainty, default=Certainty.UNCERTAIN
    )
    source = models.CharField("nguồn", max_length=250, blank=True)
    note = models.TextField("ghi chú", blank=True)
    search_text = FoldedField(sources=("name", "aliases"))
    sort_key = SortKeyField(source="name")

    objects = FriendshipAssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "hội thành viên"
        verbose_name_plural = "hội thành viên"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Address of the association's page."""
        return reverse("programs:association_detail", args=[self.pk])
