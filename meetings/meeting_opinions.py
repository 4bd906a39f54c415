"""The opinions given at a meeting, as its page shows them."""

from django.urls import reverse

from meetings import permissions, rules
from meetings.beside import OPEN_TONE, OPEN_WORDS, TONES, WORDS, disposition_counts
from meetings.models import Meeting, Opinion, OpinionResponse
from programs import life

Kind = OpinionResponse.Kind
SHOWN = 60
BAR = (
    (Kind.ACCEPTED, "done"),
    (Kind.PARTLY, "doing"),
    (Kind.EXPLAINED, "ink"),
    (Kind.NOTED, "plum"),
    ("open", "late"),
)
BADGES = {"bad": "bad", "ok": "ok", "warn": "warn", "mute": "mute"}


def opinions_at(meeting, user):
    """Return the opinions of a meeting that this account may read."""
    return Opinion.objects.filter(contribution__meeting=meeting).visible_to(user)


def agency_before(meeting):
    """Return the agency that spoke last, or None."""
    last = Opinion.objects.filter(contribution__meeting=meeting).select_related("contribution__agency")
    opinion = last.order_by("number").last()
    return opinion.contribution.agency if opinion else None


def opinion_part(meeting, user):
    """Return what the part on opinions shows, or None where the meeting is no occasion for any."""
    opinions = opinions_at(meeting, user)
    counts = disposition_counts(opinions)
    if meeting.purpose != Meeting.Purpose.OPINION and not counts["all"]:
        return None
    rows = []
    if not permissions.sees_only_counts(user):
        wanted = opinions.select_related(
            "program", "draft__program", "contribution__agency", "contribution__meeting", "response__draft"
        )
        rows = [_row(opinion) for opinion in wanted.order_by("-number")[:SHOWN]]
    is_open = not rules.change_problems(meeting.status)
    program = meeting.program or (meeting.draft.program if meeting.draft_id else None)
    may_log = permissions.can_log_opinions(user, meeting) and is_open
    if program is not None and program.status in life.GONE_UP:
        may_log = False
    return {
        "counts": counts,
        "words": [(counts[kind.value], WORDS[kind]) for kind in Kind if counts[kind.value]],
        "segments": [{"value": counts[code], "tone": tone} for code, tone in BAR],
        "rows": rows,
        "more": counts["all"] - len(rows),
        "may_log": may_log and meeting.draft_id is not None,
        "needs_draft": may_log and meeting.draft_id is None,
        "table_url": reverse("reports:opinions_docx", args=[program.slug])
        if program and counts["all"] and permissions.reads_all_opinions(user)
        else "",
        "all_url": reverse("opinions:opinion_list", args=[program.slug]) if program and counts["all"] else "",
    }


def _row(opinion):
    answer = getattr(opinion, "response", None)
    place_url = ""
    if opinion.section_key:
        place_url = reverse("programs:draft_section", args=[*opinion.draft.address, opinion.section_key])
        place_url += f"#doan-{opinion.section_key}"
    return {
        "record": opinion,
        "who": opinion.contribution.agency.label,
        "speaker": opinion.contribution.speaker,
        "place_url": place_url,
        "tone": TONES[answer.kind] if answer else OPEN_TONE,
        "words": WORDS[answer.kind] if answer else OPEN_WORDS,
        "answer": answer,
    }
