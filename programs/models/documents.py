"""The text of a program: its drafts, each a tree of parts, headings, paragraphs and tables."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from core.models import Record, RecordQuerySet, Role
from core.models.fields import FoldedField
from core.permissions import Area, Reach, reach
from programs.models.programs import Program
from programs.sent import sent_to

# Who reads a draft as it was sent out for opinions, and who only after it went up.
CONSULTED = frozenset({Role.FOCAL, Role.FIN, Role.LH_STAFF, Role.LH_LEADER})
_ISSUED = (Program.Status.ISSUED,)
SENT_TO = {
    Role.HOI_EDITOR: _ISSUED,
    Role.TU_VIEWER: (Program.Status.SUBMITTED, Program.Status.PARTY_REVIEW, *_ISSUED),
}
_KEY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key():
    """Return a key for a paragraph: ten signs that nobody mistakes for each other."""
    return "".join(secrets.choice(_KEY_SIGNS) for _ in range(10))


class DraftQuerySet(RecordQuerySet):
    """Which versions."""

    def visible_to(self, user):
        """Versions that this account may read (domain.md 2.3).

        Agencies read the frozen versions that they were asked about, and what was issued; the Party
        committee what was submitted, associations what was issued.
        """
        if reach(user, Area.PROGRAM) is not Reach.ALL:
            return self.none()
        if user.role in CONSULTED:
            issued = self.model._base_manager.filter(steps__to_status__in=_ISSUED)
            told = Q(pk__in=issued.values("pk"))
            for asked in sent_to(user):
                told |= Q(pk__in=asked)
            return self.filter(told, frozen_at__isnull=False)
        if user.role in SENT_TO:
            sent = self.model._base_manager.filter(steps__to_status__in=SENT_TO[user.role])
            return self.filter(pk__in=sent.values("pk"))
        return self

    def latest_first(self):
        """The newest version first."""
        return self.order_by("-number")


class Draft(Record):
    """A version of the program's text (bản dự thảo); frozen once it was sent out."""

    class Reason(models.TextChoices):
        """Why this version was made (domain.md 3.2)."""

        FIRST = "BAN_DAU", "Bản đầu"
        COMMENTS = "TIEP_THU", "Tiếp thu ý kiến"
        SHORTER = "RUT_GON", "Rút gọn"
        OTHER = "CHINH_LY", "Chỉnh lý khác"

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="drafts"
    )
    number = models.PositiveSmallIntegerField("bản số")
    reason = models.CharField("lý do lập bản", max_length=20, choices=Reason, default=Reason.FIRST)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    made_from = models.ForeignKey(
        "self", verbose_name="lập từ bản", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_name = models.CharField("tệp gốc", max_length=200, blank=True)
    preamble = models.TextField("căn cứ ban hành", blank=True)
    budget_words = models.PositiveIntegerField("mức giao (từ)", null=True, blank=True)
    budget_pages = models.PositiveSmallIntegerField("mức giao (trang)", null=True, blank=True)
    part_budgets = models.JSONField("mức giao từng phần (từ)", default=dict, blank=True)
    part_page_budgets = models.JSONField("mức giao từng phần (trang)", default=dict, blank=True)
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    frozen_reason = models.CharField("lý do chốt", max_length=300, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "bản dự thảo"
        verbose_name_plural = "bản dự thảo"
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="draft_number_unique",
                violation_error_message="Chương trình đã có bản dự thảo mang số này.",
            )
        ]

    def __str__(self):
        return f"Bản {self.number}"

    def get_absolute_url(self):
        """Address of the draft's page."""
        return reverse("programs:draft_detail", args=self.address)

    @property
    def address(self):
        """The arguments of the addresses of the draft's pages."""
        return [self.program.slug, self.number]

    @property
    def is_frozen(self):
        """Whether the version was sent out: nobody changes it any more."""
        return self.frozen_at is not None


class SectionQuerySet(RecordQuerySet):
    """Nodes of drafts."""

    def visible_to(self, user):
        """Nodes of the versions that this account may read."""
        return self.filter(draft__in=Draft.objects.visible_to(user))

    def in_order(self):
        """In reading order."""
        return self.order_by("position")

    def outline(self):
        """Parts and headings of the first level: what the outline shows."""
        return self.filter(Q(kind=Section.Kind.PART) | Q(kind=Section.Kind.HEADING, level=1)).in_order()

    def chapters(self):
        """Headings of the first level: each opens a chapter."""
        return self.filter(kind=Section.Kind.HEADING, level=1).in_order()

    def words_by_chapter(self):
        """Return {(part, chapter): words}, counted in the database."""
        rows = self.order_by().values_list("part", "chapter").annotate(total=Sum("words"))
        return {(part, chapter): total for part, chapter, total in rows}


class Section(Record):
    """A node of a draft: part, heading, paragraph or table; its key stays from version to version."""

    class Kind(models.TextChoices):
        """What the node is."""

        PART = "PHAN", "Phần"
        HEADING = "MUC", "Mục"
        PARAGRAPH = "DOAN", "Đoạn"
        TABLE = "BANG", "Bảng"

    draft = models.ForeignKey(
        Draft, verbose_name="bản dự thảo", on_delete=models.PROTECT, related_name="sections"
    )
    key = models.CharField("khóa", max_length=16)
    kind = models.CharField("loại", max_length=8, choices=Kind)
    level = models.PositiveSmallIntegerField("cấp")
    part = models.PositiveSmallIntegerField("phần")
    chapter = models.CharField("mục lớn", max_length=16, blank=True)
    position = models.PositiveIntegerField("vị trí")
    number = models.CharField("số mục", max_length=20, blank=True)
    text = models.TextField("nội dung", blank=True)
    footnotes = models.JSONField("chú thích", default=list, blank=True)
    table = models.JSONField("bảng", null=True, blank=True)
    words = models.PositiveIntegerField("số từ", default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người soạn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    came_from = models.JSONField("khóa các đoạn gốc", default=list, blank=True)
    search_text = FoldedField(sources=("text",))

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "đoạn dự thảo"
        verbose_name_plural = "đoạn dự thảo"
        ordering = ["draft", "position"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="section_key_unique"),
        ]
        indexes = [
            models.Index(fields=["draft", "position"], name="section_order"),
            models.Index(fields=["draft", "part", "chapter", "words"], name="section_words"),
            # The outline is read without walking through the paragraphs.
            models.Index(fields=["draft", "kind", "level", "position"], name="section_outline"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number} {self.text[:60]}".replace("  ", " ").strip()

    def get_absolute_url(self):
        """Address of the chapter that the node lies in."""
        return reverse("programs:draft_section", args=[*self.draft.address, self.key])

    @property
    def is_heading(self):
        """Whether the node is a part or a heading."""
        return self.kind in (self.Kind.PART, self.Kind.HEADING)

    @property
    def chapter_behind(self):
        """The chapter of a paragraph right behind the node: a heading of the first level opens its own."""
        opens = self.kind == self.Kind.HEADING and self.level == 1
        return self.key if opens else self.chapter

    @property
    def level_behind(self):
        """The depth of a paragraph right behind the node."""
        return self.level + 1 if self.is_heading else self.level


class DraftPages(Record):
    """How many pages the official PDF of a version had when it was last laid out."""

    draft = models.OneToOneField(
        Draft, verbose_name="bản dự thảo", on_delete=models.CASCADE, related_name="paper_size"
    )
    pages = models.PositiveSmallIntegerField("số trang")
    part_pages = models.JSONField("số trang từng phần", default=dict, blank=True)
    counted_at = models.DateTimeField("dựng trang lúc")
    words_then = models.PositiveIntegerField("số từ khi dựng trang")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "số trang bản dự thảo"
        verbose_name_plural = "số trang bản dự thảo"

    def __str__(self):
        return f"{self.pages} trang"
