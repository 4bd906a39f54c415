"""The table of the list of opinions."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.text import Truncator

from core.lists import PortalTable
from meetings.models import Opinion, OpinionResponse
from meetings.summary import spoken_at
from programs.places import WHOLE

OPEN_LABEL, OPEN_TONE = "Chưa xử lý", "bad"
TONES = {
    OpinionResponse.Kind.ACCEPTED: "ok",
    OpinionResponse.Kind.PARTLY: "warn",
    OpinionResponse.Kind.EXPLAINED: "info",
    OpinionResponse.Kind.NOTED: "",
}
# So many signs of an opinion stand in the list; its page has all.
SHOWN = 220


def response_of(opinion):
    """Return the answer to an opinion read with it, or None."""
    return getattr(opinion, "response", None)


def state_of(opinion):
    """Return (label, tone) of what became of an opinion."""
    response = response_of(opinion)
    if response is None:
        return OPEN_LABEL, OPEN_TONE
    return response.get_kind_display(), TONES[response.kind]


def source_words(contribution):
    """Return how and where it was said: "Đợt 1, bằng văn bản", "Phát biểu tại hội nghị ngày 28/11/2025"."""
    if contribution.meeting_id:
        return f"Phát biểu tại {spoken_at(contribution.meeting)}"
    letter = f" {contribution.letter_number}" if contribution.letter_number else ""
    return f"Đợt {contribution.round.number}, {contribution.get_channel_display()}{letter}"


class OpinionTable(PortalTable):
    """The list of opinions; `may_mark` says whether rows have a box."""

    mark = tables.TemplateColumn(
        template_name="opinions/_mark.html",
        verbose_name="",
        orderable=False,
        empty_values=(),
        exclude_from_export=True,
        attrs={"td": {"class": "ckc"}},
    )
    code = tables.Column(verbose_name="Mã", order_by="number", attrs={"td": {"class": "code"}})
    text = tables.Column(verbose_name="Nội dung góp ý", orderable=False, attrs={"td": {"class": "main"}})
    agency = tables.Column(
        verbose_name="Cơ quan góp ý",
        accessor="contribution__agency",
        order_by="contribution__agency__sort_key",
        attrs={"td": {"class": "mt-ag"}},
    )
    place = tables.Column(verbose_name="Phần, mục", empty_values=())
    state = tables.TemplateColumn(
        template_name="components/badge.html",
        extra_context=lambda record: dict(
            zip(("label", "tone"), state_of(record), strict=True), status="", icon=""
        ),
        verbose_name="Xử lý",
        order_by="response__kind",
        empty_values=(),
        attrs={"td": {"class": "inline"}},
    )
    drafter = tables.Column(verbose_name="Người xử lý", order_by="drafter__full_name", default="–")
    requested_change = tables.Column(verbose_name="Đề nghị sửa thành")
    stance = tables.Column(verbose_name="Quan điểm", accessor="contribution__get_stance_display")
    source = tables.Column(verbose_name="Nguồn góp ý", accessor="contribution", orderable=False)
    received_on = tables.Column(verbose_name="Ngày nhận", accessor="contribution__received_on")
    draft = tables.Column(verbose_name="Góp ý vào bản", accessor="draft__number")
    answer = tables.Column(verbose_name="Nội dung tiếp thu, giải trình", accessor="response__text")
    answer_draft = tables.Column(verbose_name="Thể hiện ở bản", accessor="response__draft__number")
    decided_on = tables.Column(verbose_name="Ngày xử lý", accessor="response__decided_on")

    export_only = (
        "requested_change", "stance", "source", "received_on", "draft", "answer", "answer_draft",
        "decided_on",
    )  # fmt: skip

    class Meta(PortalTable.Meta):
        model = Opinion
        fields = (
            "mark", "code", "text", "agency", "place", "state", "drafter", "requested_change", "stance",
            "source", "received_on", "draft", "answer", "answer_draft", "decided_on",
        )  # fmt: skip
        attrs = {"caption": "Ý kiến góp ý"}
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def __init__(self, *args, may_mark=False, **kwargs):
        """Leave the boxes out for those who may do nothing with marked rows."""
        if not may_mark:
            kwargs["exclude"] = ("mark",)
        super().__init__(*args, **kwargs)

    def render_text(self, value, record):
        """Return the beginning of the words as a link, with where they were said."""
        return format_html(
            '<a class="nm" href="{}">{}</a><span class="sub">{}</span>',
            record.get_absolute_url(),
            Truncator(value).chars(SHOWN),
            f"{source_words(record.contribution)} · {record.contribution.get_stance_display()}",
        )

    def value_text(self, value):
        """Return the whole words for the export."""
        return value

    def render_agency(self, value):
        """Return the short name."""
        return value.label

    def value_agency(self, value):
        """Return the full name for the export."""
        return value.name

    def render_place(self, value):
        """Return the place, or that the whole is meant."""
        return value or WHOLE

    def value_state(self, record):
        """Return the state in words."""
        return state_of(record)[0]

    def value_source(self, value):
        """Return how the agency said it."""
        return source_words(value)
