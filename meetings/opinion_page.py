"""What the page of an opinion shows: the passage it spoke of, what became of it since, earlier answers."""

from dataclasses import dataclass, field

from django.urls import reverse

from core.attachments import attachment_row
from meetings.models import Opinion, OpinionResponse
from meetings.opinion_tables import response_of, source_words, state_of
from programs.models import Draft, Section
from programs.places import WHOLE, places_of
from programs.versions import ready_comparison, words_of
from programs.wording.comparing import Fate, Span, word_spans

FATES = {
    Fate.KEPT: "Không đổi",
    Fate.REWORDED: "Viết lại",
    Fate.MOVED: "Chuyển chỗ",
    Fate.MERGED: "Nhập vào đoạn khác",
    Fate.ADDED: "Mới",
    Fate.DROPPED: "Đã bỏ",
}


@dataclass(frozen=True)
class Passage:
    """A passage of a version: its place in words, its text, the page that shows it."""

    words: str
    text: str
    url: str
    home: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Since:
    """What a passage of one version has become in another: both texts as runs, and what happened.

    `compare_url` is there where only the comparison of two long versions can tell, and nobody made it yet.
    """

    fate: str
    old: list[Span] = field(default_factory=list)
    new: list[Span] = field(default_factory=list)
    passage: Passage | None = None
    has_changed: bool = False
    compare_url: str = ""


def passage_of(draft, key):
    """Return the passage of a version, or None where it has no such passage."""
    section = Section.objects.filter(draft=draft, key=key).first() if key else None
    if section is None:
        return None
    place = places_of(draft, section.part)[key]
    url = reverse("programs:draft_section", args=[draft.program.slug, draft.number, key])
    home = section.part, section.chapter
    return Passage(place.words, words_of(section.text, section.table), url, home)


def since_of(old_draft, key, new_draft):
    """Return what the passage has become in a newer version, or None where there is nothing to compare.

    A paragraph that kept its key is looked up; only one that lost it needs the comparison of the whole,
    which the worker makes for long versions: no page waits for it.
    """
    if not key or new_draft is None or new_draft.number <= old_draft.number:
        return None
    before = passage_of(old_draft, key)
    if before is None:
        return None
    after, fate = passage_of(new_draft, key), Fate.REWORDED
    if after is None:
        found = ready_comparison(old_draft, new_draft)
        if found is None:
            return _uncompared(before, old_draft, new_draft)
        pair = next((one for one in found.pairs if key in {p.key for p in one.old}), None)
        fate = pair.fate if pair else Fate.DROPPED
        after = passage_of(new_draft, pair.new.key) if pair and pair.new else None
    if after is None:
        return Since(FATES[Fate.DROPPED], [Span(before.text, changed=True)], [], None, has_changed=True)
    if after.text == before.text:
        # A number that others moved on is no move: it stands under the same heading.
        moved = after.home != before.home
        label = FATES[Fate.MOVED] if moved else FATES[Fate.KEPT]
        return Since(label, [Span(before.text)], [Span(after.text)], after, has_changed=moved)
    old, new = word_spans(before.text, after.text)
    return Since(FATES[fate], old, new, after, has_changed=True)


def stands_unchanged(opinion, answer):
    """Return whether an answer says "accepted" of a paragraph that still reads as it did then."""
    taken = (OpinionResponse.Kind.ACCEPTED, OpinionResponse.Kind.PARTLY)
    if answer.kind not in taken or answer.draft is None or answer.draft.number <= opinion.draft.number:
        return False
    rows = Section.objects.filter(draft__in=(opinion.draft, answer.draft), key=answer.section_key)
    texts = [words_of(row.text, row.table) for row in rows]
    return len(texts) == 2 and texts[0] == texts[1]


def _uncompared(before, old_draft, new_draft):
    page = reverse("programs:draft_compare", args=[old_draft.program.slug])
    url = f"{page}?tu={old_draft.number}&den={new_draft.number}"
    return Since("Chưa so sánh", [Span(before.text)], has_changed=True, compare_url=url)


def newest_draft(program, user=None):
    """Return the newest version of a program's draft that the reader may see, or None."""
    drafts = Draft.objects.visible_to(user) if user else Draft.objects.all()
    return drafts.filter(program=program).select_related("program").latest_first().first()


@dataclass(frozen=True)
class PastAnswer:
    """One act on the answer to an opinion: when, by whom, what it said then."""

    when: object
    who: str
    what: str
    text: str
    reason: str


def past_answers(opinion):
    """Return every act on the answers to the opinion, newest first."""
    kinds = dict(OpinionResponse.Kind.choices)
    rows = OpinionResponse.history.filter(opinion_id=opinion.pk).select_related("history_user")
    return [
        PastAnswer(
            row.history_date,
            str(row.history_user or ""),
            "Bỏ phần trả lời" if row.history_type == "-" else kinds.get(row.kind, row.kind),
            "" if row.history_type == "-" else row.text,
            row.history_change_reason or "",
        )
        for row in rows.order_by("-history_date", "-history_id")
    ]


def neighbours(opinion, user):
    """Return (the one before, the one after) among the opinions that the account may read."""
    rows = Opinion.objects.visible_to(user).handed_in().filter(program=opinion.program_id)
    rows = rows.select_related("program")
    before = rows.filter(number__lt=opinion.number).order_by("-number").first()
    return before, rows.filter(number__gt=opinion.number).order_by("number").first()


def opinion_context(opinion, user, *, may_answer):
    """Return what the page of an opinion shows beside its form."""
    newest = newest_draft(opinion.program, user)
    response = response_of(opinion)
    contribution = opinion.contribution
    label, tone = state_of(opinion)
    before, after = neighbours(opinion, user)
    versions = Draft.objects.visible_to(user).filter(program=opinion.program_id)
    readable = set(versions.values_list("pk", flat=True))
    return {
        "opinion": opinion,
        "program": opinion.program,
        "contribution": contribution,
        "response": response,
        "state": {"label": label, "tone": tone},
        "newest": newest,
        # Whoever was asked about a version has read it; of others only what the account may open.
        "was": passage_of(opinion.draft, opinion.section_key)
        if opinion.draft_id in readable or contribution.round_id
        else None,
        "may_open": opinion.draft_id in readable,
        "since": since_of(opinion.draft, opinion.section_key, newest),
        "changed_at": passage_of(response.draft, response.section_key)
        if response and response.draft_id in readable
        else None,
        "past": past_answers(opinion),
        "before": before,
        "after": after,
        "facts": _facts(opinion, contribution, may_open=opinion.draft_id in readable),
        "may_answer": may_answer,
    }


def _facts(opinion, contribution, *, may_open):
    received = contribution.received_on
    return [
        {"label": "Cơ quan", "value": contribution.agency.name},
        {"label": "Người phát biểu", "value": contribution.speaker},
        {"label": "Quan điểm chung", "value": contribution.get_stance_display()},
        {
            "label": "Nguồn",
            "value": source_words(contribution),
            "url": reverse("opinions:contribution_detail", args=[opinion.program.slug, contribution.pk]),
        },
        {"label": "Ngày nhận", "value": f"{received:%d/%m/%Y}" if received else ""},
        {
            "label": "Góp ý vào",
            "value": f"Bản {opinion.draft.number}",
            "url": opinion.draft.get_absolute_url() if may_open else "",
        },
        {"label": "Phần, mục", "value": opinion.place or WHOLE},
        {"label": "Người xử lý", "value": str(opinion.drafter) if opinion.drafter_id else ""},
    ]


def letter_files(contribution):
    """Return the scan of a letter as the row of the list of files."""
    if contribution.attachment is None:
        return []
    url = reverse("opinions:letter_download", args=[contribution.program.slug, contribution.pk])
    return [attachment_row(contribution.attachment, url=url)]
