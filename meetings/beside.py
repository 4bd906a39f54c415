"""Opinions as the pages of drafts show them: chips in the text, the count of those settled."""

from collections import Counter

from django.db.models import Count, Q
from django.urls import reverse

from meetings.models import Opinion, OpinionResponse
from meetings.permissions import sees_only_counts
from programs.beside import Beside, Gate

Kind = OpinionResponse.Kind
TONES = {Kind.ACCEPTED: "ok", Kind.PARTLY: "warn", Kind.EXPLAINED: "mute", Kind.NOTED: "mute"}
WORDS = {
    Kind.ACCEPTED: "tiếp thu",
    Kind.PARTLY: "một phần",
    Kind.EXPLAINED: "giải trình",
    Kind.NOTED: "ghi nhận",
}
OPEN_TONE, OPEN_WORDS = "bad", "chưa xử lý"
# A comparison asks for all paragraphs at once; then the program's opinions are fewer than its paragraphs.
_MANY_KEYS = 300


def visible_opinions(draft, user):
    """Return the opinions handed in on any version of the draft's program that this account may read."""
    return Opinion.objects.filter(program=draft.program_id).visible_to(user).handed_in()


def opinions_beside(draft, keys, user):
    """Return {key: chips} for the paragraphs that opinions are about or that an answer changed."""
    if sees_only_counts(user):
        return {}
    rows = visible_opinions(draft, user).select_related("program", "contribution__agency", "response")
    if len(keys) <= _MANY_KEYS:
        rows = rows.filter(Q(section_key__in=keys) | Q(response__section_key__in=keys))
    found = {}
    for opinion in rows.order_by("number"):
        for key in places_of(opinion):
            if key in keys:
                found.setdefault(key, []).append(chip(opinion))
    return found


def places_of(opinion):
    """Return the keys that an opinion belongs to: what it is about, and what its answer changed."""
    answer = getattr(opinion, "response", None)
    keys = (opinion.section_key, answer.section_key if answer else "")
    return tuple(dict.fromkeys(key for key in keys if key))


def chip(opinion):
    """Return an opinion as a chip: "YK-05 tiếp thu"."""
    answer = getattr(opinion, "response", None)
    words = WORDS[answer.kind] if answer else OPEN_WORDS
    tone = TONES[answer.kind] if answer else OPEN_TONE
    title = f"{opinion.contribution.agency.label}: {opinion.text[:200]}"
    return Beside(f"{opinion.code} {words}", opinion.get_absolute_url(), tone, title)


def disposition_counts(opinions):
    """Return how many opinions there are, are settled, are open, and of each answer."""
    by_kind = Counter(dict(opinions.order_by().values_list("response__kind").annotate(count=Count("pk"))))
    waiting = by_kind.pop(None, 0)
    counts = {kind.value: by_kind.get(kind.value, 0) for kind in Kind}
    settled = sum(counts.values())
    return {"all": settled + waiting, "settled": settled, "open": waiting, **counts}


def opinion_gate(draft, user):
    """Return how many opinions of the program are settled; nothing where there are none."""
    counts = disposition_counts(visible_opinions(draft, user))
    if not counts["all"]:
        return None
    note = " · ".join(f"{counts[kind]} {WORDS[kind]}" for kind in Kind if counts[kind])
    url = reverse("opinions:opinion_list", args=[draft.program.slug])
    left, total = counts["open"], counts["all"]
    words = f"Còn {left}/{total} ý kiến chưa xử lý" if left else f"Đã xử lý {total}/{total} ý kiến"
    return Gate("y-kien", words, counts["settled"], total, url, note)


def waiting_opinions(draft, user):
    """Return {key: how many opinions on it have no answer}."""
    if sees_only_counts(user):
        return {}
    rows = visible_opinions(draft, user).open().exclude(section_key="").order_by()
    return dict(rows.values_list("section_key").annotate(count=Count("pk")))
