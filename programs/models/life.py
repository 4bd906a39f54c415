"""What happened to a program on its way from the order to the final review."""

from django.db import models

from core.models import Attachment, Record, RecordQuerySet
from programs.models.documents import Draft
from programs.models.programs import Program


class ProgramStepQuerySet(RecordQuerySet):
    """Which steps."""

    def newest_first(self):
        """The latest step first."""
        return self.order_by("-pk")


class ProgramStep(Record):
    """One move of a program from state to state (bước): when, by which paper, with which version."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="steps"
    )
    from_status = models.CharField("từ trạng thái", max_length=20, choices=Program.Status)
    to_status = models.CharField("sang trạng thái", max_length=20, choices=Program.Status)
    happened_on = models.DateField("ngày")
    draft = models.ForeignKey(
        Draft,
        verbose_name="bản dự thảo",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    paper_number = models.CharField("số, ký hiệu văn bản", max_length=50, blank=True)
    paper_on = models.DateField("ngày văn bản", null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment,
        verbose_name="tệp văn bản",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    basis_number = models.CharField("văn bản làm căn cứ chuyển", max_length=80, blank=True)
    basis_on = models.DateField("ngày văn bản làm căn cứ", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    objects = ProgramStepQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("program", "to_status")

    class Meta:
        verbose_name = "bước của chương trình"
        verbose_name_plural = "bước của chương trình"
        ordering = ["program", "pk"]

    def __str__(self):
        return self.get_to_status_display()
