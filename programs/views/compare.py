"""Two versions of a draft side by side."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.permissions import Area, area_required
from programs.keypoint_check import check_of
from programs.models import Program
from programs.versions import comparison_of, part_name
from programs.wording.comparing import Fate, Pair, Span, word_spans

PAGE = 60
LONGEST = 10
BEFORE_WORDS = 14
FATES = {
    Fate.KEPT: "Không đổi",
    Fate.REWORDED: "Viết lại",
    Fate.MOVED: "Chuyển chỗ",
    Fate.MERGED: "Nhập đoạn",
    Fate.ADDED: "Thêm mới",
    Fate.DROPPED: "Bỏ",
}
VIEWS = {"": "Tất cả", "roi-y": "Rơi ý", "dai-nhat": "Còn dài nhất", "khong-doi": "Không đổi"}


@dataclass(frozen=True)
class Line:
    """A pair as the page shows it: words marked on both sides, what happened in words."""

    pair: Pair
    old: list[tuple[str, list[Span]]]
    new: list[Span]
    fate: str
    notes: list[str]
    lost: list[str]

    @property
    def label(self):
        """The name of the passage where it stands now, of a dropped one where it stood."""
        return (self.pair.new or self.pair.old[0]).label

    @property
    def key(self):
        """The key that the line is linked by."""
        return (self.pair.new or self.pair.old[0]).key

    @property
    def is_folded(self):
        """Whether one line is enough: nothing changed and nothing is missing."""
        return self.pair.fate == Fate.KEPT and not self.lost

    @property
    def opening(self):
        """The first words of an unchanged passage."""
        words = self.pair.new.words
        return " ".join(words[:BEFORE_WORDS]) + (" …" if len(words) > BEFORE_WORDS else "")

    @property
    def saved_words(self):
        """Words saved as text: "−36 từ", "+4 từ"."""
        return f"{signed(self.pair.saved)} từ"


def signed(saved):
    """Return the change of length that saved so many words: "−36", "+4", "0"."""
    return f"−{saved}" if saved > 0 else f"+{-saved}" if saved < 0 else "0"


@require_safe
@area_required(Area.PROGRAM)
def draft_compare(request, slug):
    """Any two versions by passage: what was kept, reworded, moved, merged, added and dropped."""
    program = get_object_or_404(Program, slug=slug)
    drafts = list(program.drafts.order_by("number"))
    context = {"program": program, "drafts": drafts, "old": None, "new": None}
    if len(drafts) < 2:
        return render(request, "programs/draft_compare.html", context)
    old, new = _chosen(request, drafts)
    found = comparison_of(old, new)
    check = check_of(new, [pair.new for pair in found.pairs if pair.new])
    lost = _lost_by_key(found, check)
    chosen = request.GET.get("xem", "")
    pairs = _shown(found, chosen, lost)
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    context |= {
        "old": old,
        "new": new,
        "summary": _summary(found, new),
        "check": check,
        "parts": _parts(found),
        "counts": [(FATES[fate], found.count(fate)) for fate in Fate],
        "views": _views(found, chosen, lost),
        "page": page,
        "groups": _groups(found, [_line(pair, lost) for pair in page]),
    }
    return render(request, "programs/draft_compare.html", context)


def _chosen(request, drafts):
    """Return the two versions that the address names; without a name the last one and the one before it."""
    by_number = {str(draft.number): draft for draft in drafts}
    named = [request.GET.get(name, "") for name in ("tu", "den")]
    if any(number and number not in by_number for number in named):
        raise Http404
    new = by_number.get(named[1], drafts[-1])
    before = [draft for draft in drafts if draft.number < new.number]
    return by_number.get(named[0], before[-1] if before else drafts[0]), new


def _lost_by_key(found, check):
    """Return {key of a pair: the lost points that stood there}; a point stands where it was written last."""
    line_of = {}
    for pair in found.pairs:
        for one in [*pair.old, *([pair.new] if pair.new else [])]:
            line_of[one.key] = _key_of(pair)
    lost = {}
    for each in check.lost:
        place = next((line_of[key] for key in each.keys if key in line_of), None)
        if place:
            lost.setdefault(place, []).append(each.point.text)
    return lost


def _key_of(pair):
    return (pair.new or pair.old[0]).key


def _shown(found, chosen, lost):
    if chosen == "roi-y":
        return [pair for pair in found.pairs if _key_of(pair) in lost]
    if chosen == "dai-nhat":
        standing = [pair for pair in found.pairs if pair.new and not pair.new.is_heading]
        return sorted(standing, key=lambda pair: -pair.words[1])[:LONGEST]
    if chosen == "khong-doi":
        return [pair for pair in found.pairs if pair.fate == Fate.KEPT]
    return found.pairs


def _views(found, chosen, lost):
    """Return the tabs: name in the address, label, how many passages, whether it is the one in sight."""
    counts = {name: len(_shown(found, name, lost)) for name in VIEWS}
    return [(name, label, counts[name], name == chosen) for name, label in VIEWS.items()]


def _summary(found, new):
    before, after = found.words
    budget = new.budget_words
    fits = min(after, budget) if budget else after
    over = after - fits
    return {
        "before": before,
        "after": after,
        "budget": budget,
        "over": over,
        "saved": before - after,
        "added": after - before,
        "percent": round(100 * (before - after) / before) if before else 0,
        "segments": [
            {"value": fits, "tone": "done"},
            {"value": over, "tone": "late"},
            {"value": max(before - after, 0), "tone": "doing"},
        ],
        "mark": round(1000 * budget / max(before, after)) if budget and budget < max(before, after) else None,
    }


def _parts(found):
    """Return for each part its number, name and change of length."""
    return [(part, part_name(part), signed(saved)) for part, saved in sorted(found.saved_by_part().items())]


def _part_of(pair):
    return (pair.new or pair.old[0]).part


def _groups(found, lines):
    """Return the lines by part, each part with its name and its words before and after."""
    words = {}
    for pair in found.pairs:
        for one in pair.old:
            before, after = words.get(one.part, (0, 0))
            words[one.part] = before + len(one.words), after
        if pair.new:
            before, after = words.get(pair.new.part, (0, 0))
            words[pair.new.part] = before, after + len(pair.new.words)
    titles = {
        _part_of(pair): (pair.new or pair.old[0]).words
        for pair in reversed(found.pairs)
        if (pair.new or pair.old[0]).is_heading and (pair.new or pair.old[0]).label.startswith("Phần")
    }
    return [
        {
            "name": part_name(part),
            "title": " ".join(titles.get(part, ())),
            "before": words[part][0],
            "after": words[part][1],
            "lines": list(rows),
        }
        for part, rows in groupby(lines, key=lambda line: _part_of(line.pair))
    ]


def _line(pair, lost):
    fate, notes = FATES[pair.fate], []
    if pair.fate == Fate.MERGED:
        notes.append("Nhập từ " + ", ".join(one.label for one in pair.old))
    elif pair.moved:
        notes.append(f"Chuyển từ {pair.old[0].label}")
    if pair.split_from:
        fate = "Tách đoạn"
        notes.append(f"Tách từ {pair.split_from.label}")
    return Line(pair, *_sides(pair), fate, notes, lost.get(_key_of(pair), []))


def _sides(pair):
    """Return what stands on both sides: the labelled old passages and the new words, as runs."""
    if pair.new is None:
        return [(one.label, [Span(one.text, changed=True)]) for one in pair.old], []
    if not pair.old:
        return [], [Span(pair.new.text, changed=True)]
    if pair.fate in (Fate.KEPT, Fate.MOVED):
        return [(pair.old[0].label, [Span(pair.old[0].text)])], [Span(pair.new.text)]
    return _marked(pair)


def _marked(pair):
    """Return the words of all old passages and of the new one, marked against each other."""
    left, right = word_spans(" ".join(one.text for one in pair.old), pair.new.text)
    words = [(word, span.changed) for span in left for word in span.text.split()]
    old, at = [], 0
    for one in pair.old:
        own = words[at : at + len(one.words)]
        at += len(own)
        runs = groupby(own, key=lambda word: word[1])
        spans = [Span(" ".join(word for word, _ in run), changed=is_changed) for is_changed, run in runs]
        old.append((one.label, spans))
    return old, right
