"""Opinions on a draft: who was asked until when, what each agency said, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Agency, Attachment, Record, RecordQuerySet, Role
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from meetings.models.meetings import Meeting
from programs.models import Draft, Program


def reads_words(user):
    """Return how far the account reads what agencies said: the provincial Party sees sums only."""
    return Reach.NONE if user.role == Role.TU_VIEWER else reach(user, Area.OPINIONS)


def closed_rounds_asking(user):
    """Return the keys of closed rounds that asked an agency of the account, as a subquery."""
    asked = RoundAgency.objects.filter(agency_id__in=user.agency_ids(), round__closed_on__isnull=False)
    return asked.values("round_id")


class RoundQuerySet(RecordQuerySet):
    """Which consultation rounds."""

    def visible_to(self, user):
        """Rounds that this account may read: all, or those that ask its agencies."""
        how_far = reach(user, Area.OPINIONS)
        if how_far is Reach.OWN:
            asked = RoundAgency.objects.filter(agency_id__in=user.agency_ids()).values("round_id")
            return self.filter(pk__in=asked)
        return self if how_far is Reach.ALL else self.none()


class ConsultationRound(Record):
    """A round in which agencies are asked about one version of a draft, in writing (lấy ý kiến)."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="rounds"
    )
    draft = models.ForeignKey(
        Draft, verbose_name="bản dự thảo", on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField("đợt số")
    title = models.CharField("tên đợt", max_length=200)
    asked_on = models.DateField("ngày gửi")
    working_days = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    due_on = models.DateField("hạn trả lời")
    letter_number = models.CharField("công văn lấy ý kiến", max_length=50, blank=True)
    note = models.CharField("nội dung cần góp ý", max_length=500, blank=True)
    closed_on = models.DateField("kết thúc ngày", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt lấy ý kiến"
        verbose_name_plural = "đợt lấy ý kiến"
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="round_number_unique",
                violation_error_message="Chương trình đã có đợt lấy ý kiến mang số này.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")),
                name="round_due_after_asked",
                violation_error_message="Hạn trả lời phải từ ngày gửi trở đi.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the address of the round's page."""
        return reverse("opinions:round_detail", args=[self.program.slug, self.number])

    @property
    def is_closed(self):
        """Whether no agency can answer in the portal any more and all see each other's opinions."""
        return self.closed_on is not None


class RoundAgency(Record):
    """An agency that a round asks."""

    round = models.ForeignKey(
        ConsultationRound, verbose_name="đợt lấy ý kiến", on_delete=models.CASCADE, related_name="asked"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="asked_rounds"
    )
    reminded_on = models.DateField("đã nhắc ngày", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("round", "agency")

    class Meta:
        verbose_name = "cơ quan được hỏi"
        verbose_name_plural = "cơ quan được hỏi"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "agency"],
                name="round_agency_once",
                violation_error_message="Cơ quan này đã có trong đợt lấy ý kiến.",
            )
        ]

    def __str__(self):
        return f"{self.round_id} · {self.agency_id}"


class ContributionQuerySet(RecordQuerySet):
    """Which contributions."""

    def handed_in(self):
        """Contributions that were handed in."""
        return self.filter(sent_at__isnull=False)

    def visible_to(self, user):
        """Contributions that this account may read: what is not handed in, only its own agency.

        Agencies read their own, and those of the others once a round that asked them is closed.
        """
        own = Q(agency_id__in=user.agency_ids())
        match reads_words(user):
            case Reach.ALL:
                return self.filter(own | Q(sent_at__isnull=False))
            case Reach.OWN:
                others = Q(sent_at__isnull=False, round_id__in=closed_rounds_asking(user))
                return self.filter(own | others)
        return self.none()


class Contribution(Record):
    """What one agency said in a round or at a meeting: one stance and any number of opinions."""

    class Stance(models.TextChoices):
        """How the agency stands to the draft (domain.md 3.3); silence is never agreement."""

        AGREES = "NHAT_TRI", "Nhất trí"
        AGREES_MOSTLY = "CO_BAN_THONG_NHAT", "Cơ bản thống nhất"
        ADD = "DE_NGHI_BO_SUNG", "Đề nghị bổ sung"
        CHANGE = "DE_NGHI_SUA", "Đề nghị sửa"
        DISAGREES = "KHONG_NHAT_TRI", "Không nhất trí"
        NO_OPINION = "KHONG_CO_Y_KIEN", "Không có ý kiến"
        NOT_STATED = "KHONG_NEU", "Không nêu quan điểm"
        NO_REPLY = "CHUA_TRA_LOI", "Chưa trả lời"

    class Channel(models.TextChoices):
        """How it reached the office."""

        PORTAL = "CONG", "trên cổng"
        LETTER = "CONG_VAN", "bằng văn bản"
        MEETING = "HOI_NGHI", "tại hội nghị"

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="contributions"
    )
    draft = models.ForeignKey(
        Draft, verbose_name="bản dự thảo", on_delete=models.PROTECT, related_name="contributions"
    )
    round = models.ForeignKey(
        ConsultationRound,
        verbose_name="đợt lấy ý kiến",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="cuộc họp",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="contributions"
    )
    speaker = models.CharField("người phát biểu (chức vụ)", max_length=200, blank=True)
    channel = models.CharField("cách góp ý", max_length=10, choices=Channel, default=Channel.PORTAL)
    stance = models.CharField("quan điểm", max_length=20, choices=Stance, default=Stance.NOT_STATED)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    letter_number = models.CharField("số văn bản", max_length=50, blank=True)
    letter_on = models.DateField("ngày văn bản", null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name="bản chụp", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("agency", "channel")

    class Meta:
        verbose_name = "văn bản góp ý"
        verbose_name_plural = "văn bản góp ý"
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=True, meeting__isnull=False)
                | Q(round__isnull=False, meeting__isnull=True),
                name="contribution_round_or_meeting",
                violation_error_message="Góp ý thuộc một đợt lấy ý kiến hoặc một cuộc họp.",
            ),
            models.UniqueConstraint(
                fields=["round", "agency"],
                name="contribution_once_in_round",
                violation_error_message="Cơ quan này đã góp ý trong đợt này; sửa bản góp ý đã có.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "agency"],
                name="contribution_once_at_meeting",
                violation_error_message="Cơ quan này đã có phần góp ý tại cuộc họp.",
            ),
        ]

    def __str__(self):
        return f"{self.agency_id} · {self.get_stance_display()}"

    @property
    def is_sent(self):
        """Whether the agency handed it in; before that only the agency itself sees it."""
        return self.sent_at is not None


class OpinionQuerySet(RecordQuerySet):
    """Which opinions."""

    def handed_in(self):
        """Opinions of contributions that were handed in."""
        return self.filter(contribution__sent_at__isnull=False)

    def visible_to(self, user):
        """Opinions that this account may read: what is not handed in, only its own agency.

        Agencies read their own, and those of the others once a round that asked them is closed.
        """
        own = Q(contribution__agency_id__in=user.agency_ids())
        sent = Q(contribution__sent_at__isnull=False)
        match reads_words(user):
            case Reach.ALL:
                return self.filter(own | sent)
            case Reach.OWN:
                return self.filter(own | sent & Q(contribution__round_id__in=closed_rounds_asking(user)))
        return self.none()

    def for_list(self):
        """Everything one row of the list of opinions shows, in one query."""
        return self.select_related(
            "program",
            "draft",
            "drafter",
            "contribution__agency",
            "contribution__round",
            "contribution__meeting",
            "response__draft",
        ).order_by("number")

    def open(self):
        """Opinions that nobody has answered yet."""
        return self.filter(response__isnull=True)


class Opinion(Record):
    """One request of a contribution: about the whole or about a passage, as the agency saw it (ý kiến)."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="opinions"
    )
    contribution = models.ForeignKey(
        Contribution, verbose_name="văn bản góp ý", on_delete=models.CASCADE, related_name="opinions"
    )
    number = models.PositiveSmallIntegerField("số thứ tự")
    draft = models.ForeignKey(
        Draft, verbose_name="góp ý vào bản", on_delete=models.PROTECT, related_name="opinions"
    )
    section_key = models.CharField("khóa đoạn được góp ý", max_length=16, blank=True, db_index=True)
    place = models.CharField("phần, mục", max_length=120, blank=True)
    text = models.TextField("nội dung góp ý")
    requested_change = models.TextField("đề nghị sửa thành", blank=True)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xử lý",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    search_text = FoldedField(sources=("code", "text", "requested_change", "place"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="opinion_number_unique",
                violation_error_message="Chương trình đã có ý kiến mang số này.",
            )
        ]

    def __str__(self):
        return f"{self.code}: {self.text[:60]}"

    def get_absolute_url(self):
        """Return the address of the opinion's page."""
        return reverse("opinions:opinion_detail", args=[self.program.slug, self.number])

    @property
    def code(self):
        """How people name it: "YK-07"."""
        return f"YK-{self.number:02d}"


class OpinionResponse(Record):
    """What the drafter answered to an opinion, and the paragraph that it changed (tiếp thu, giải trình)."""

    class Kind(models.TextChoices):
        """The three answers, and what needs none: an agency that only agrees is noted."""

        ACCEPTED = "TIEP_THU", "Tiếp thu"
        PARTLY = "MOT_PHAN", "Tiếp thu một phần"
        EXPLAINED = "GIAI_TRINH", "Giải trình"
        NOTED = "GHI_NHAN", "Ghi nhận"

    opinion = models.OneToOneField(
        Opinion, verbose_name="ý kiến", on_delete=models.CASCADE, related_name="response"
    )
    kind = models.CharField("cách xử lý", max_length=12, choices=Kind)
    text = models.TextField("nội dung tiếp thu, giải trình", blank=True)
    draft = models.ForeignKey(
        Draft,
        verbose_name="thể hiện ở bản",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    section_key = models.CharField("khóa đoạn đã sửa", max_length=16, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người xử lý", on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("ngày xử lý")

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("opinion", "kind")

    class Meta:
        verbose_name = "trả lời ý kiến"
        verbose_name_plural = "trả lời ý kiến"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("GIAI_TRINH", "GHI_NHAN")) | ~Q(section_key=""),
                name="response_accepted_names_paragraph",
                violation_error_message="Chọn đoạn đã sửa theo ý kiến tiếp thu.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("TIEP_THU", "GHI_NHAN")) | ~Q(text=""),
                name="response_explains",
                violation_error_message="Ghi nội dung giải trình hoặc phần tiếp thu.",
            ),
        ]

    def __str__(self):
        return f"{self.opinion_id} · {self.get_kind_display()}"
