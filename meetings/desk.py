"""The opinions on one chapter, at the side of its paper: read there, and settled there."""

from django.db.models import Exists, OuterRef, Q

from meetings import permissions
from meetings.beside import OPEN_TONE, OPEN_WORDS, TONES, WORDS, visible_opinions
from meetings.models import OpinionResponse
from programs.beside import Panel
from programs.models import Section

Kind = OpinionResponse.Kind
CHOICES = [
    (Kind.ACCEPTED.value, "Tiếp thu"),
    (Kind.PARTLY.value, "Một phần"),
    (Kind.EXPLAINED.value, "Giải trình"),
    (Kind.NOTED.value, "Ghi nhận"),
]
CODE, LABEL, TEMPLATE = "y-kien", "Ý kiến", "meetings/_draft_opinions.html"


def opinion_panel(draft, keys, user):
    """Return the opinions on the paragraphs of a chapter as a tab of its side; none for who reads counts."""
    if permissions.sees_only_counts(user):
        return None
    opinions = visible_opinions(draft, user).select_related(
        "program", "contribution__agency", "contribution__meeting", "contribution__round", "response"
    )
    rows = list(
        opinions.filter(Q(section_key__in=keys) | Q(response__section_key__in=keys)).order_by("number")
    )
    may_settle = permissions.can_consult(user)
    here = places_in(draft, keys)
    known = {opinion.pk for opinion in rows}
    gone = [opinion for opinion in on_removed(opinions, draft, keys) if opinion.pk not in known]
    shown = [_row(opinion, here) for opinion in rows] + [_row(one, here, is_gone=True) for one in gone]
    shown.sort(key=lambda row: (row["answer"] is not None, row["record"].number))
    waiting = sum(row["answer"] is None for row in shown)
    context = {
        "rows": shown,
        "may_settle": may_settle,
        "choices": CHOICES,
        "number": draft.number,
        "here": next(iter(here.values()), ""),
    }
    return Panel(CODE, LABEL, waiting, TEMPLATE, context)


def places_in(draft, keys):
    """Return {key that an opinion may name: key of the paragraph that continues it in this version}."""
    found = {}
    rows = Section.objects.filter(draft=draft, key__in=keys).in_order().values_list("key", "came_from")
    for key, origins in rows:
        found[key] = key
        for origin in origins or ():
            found.setdefault(origin, key)
    return found


def on_removed(opinions, draft, keys):
    """Return the opinions on paragraphs that stood in this chapter and are in the version no more."""
    home = Section.objects.filter(draft=draft, key__in=keys).in_order().values_list("part", "chapter").first()
    if home is None:
        return []
    standing = Section.objects.filter(draft=draft, key=OuterRef("section_key"))
    once = Section.objects.filter(
        draft=OuterRef("draft"), key=OuterRef("section_key"), part=home[0], chapter=home[1]
    )
    found = list(opinions.exclude(section_key="").filter(Exists(once), ~Exists(standing)).order_by("number"))
    if not found:
        return []
    # What was merged into another paragraph goes on there.
    joined = Section.objects.filter(draft=draft).exclude(came_from=[]).values_list("came_from", flat=True)
    heirs = {key for origins in joined for key in origins or ()}
    return [opinion for opinion in found if opinion.section_key not in heirs]


def _row(opinion, here, *, is_gone=False):
    answer = getattr(opinion, "response", None)
    contribution = opinion.contribution
    source = contribution.meeting or contribution.round
    return {
        "record": opinion,
        "who": contribution.agency.label,
        "source": str(source) if source else "",
        "key": here.get(opinion.section_key, ""),
        # Accepted by taking it out: the answer names the paragraph that is gone.
        "answer_key": opinion.section_key if is_gone else here.get(opinion.section_key, ""),
        "is_gone": is_gone,
        "answer": answer,
        "tone": TONES[answer.kind] if answer else OPEN_TONE,
        "words": WORDS[answer.kind] if answer else OPEN_WORDS,
    }
