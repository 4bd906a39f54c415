"""What the page of a comparison shows: lines with marked words, lost key points, opinions, sums by part."""

from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse

from core.money import format_number
from programs.beside import Beside, beside_of
from programs.draft_meter import Meter
from programs.keypoint_check import checks_of
from programs.models import Section
from programs.versions import part_name
from programs.wording.comparing import Fate, Pair, State, word_spans
from programs.wording.inline import inline_spans
from programs.wording.restoring import lost_clause

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
STATES = {State.KEPT: "giữ", State.MERGED: "nhập mục khác", State.DROPPED: "bỏ"}
STATE_TONES = {State.KEPT: "ok", State.MERGED: "warn", State.DROPPED: "bad"}
LOST = "roi-y"
VIEWS = {
    "": "Tất cả",
    LOST: "Rơi ý",
    "y-kien": "Có ý kiến",
    "dai-nhat": "Còn dài nhất",
    "viet-lai": "Viết lại",
    "nhap": "Nhập đoạn",
    "bo": "Bỏ",
    "khong-doi": "Không đổi",
}
FATE_VIEWS = {
    "viet-lai": Fate.REWORDED,
    "nhap": Fate.MERGED,
    "bo": Fate.DROPPED,
    "khong-doi": Fate.KEPT,
}


@dataclass(frozen=True)
class LostPoint:
    """A key point that a line lost, and where it is brought back, moved or dropped."""

    point: object
    restore_url: str
    link_url: str
    drop_url: str
    into: str = ""
    version: int = 0


@dataclass(frozen=True)
class Line:
    """A pair as the page shows it: runs of words ("", "del", "ins", "lost"), what happened in words."""

    pair: Pair
    old: list[tuple[str, list[tuple[str, str]]]]
    new: list[tuple[str, str]]
    both: list[tuple[str, str]]
    fate: str
    notes: list[str]
    lost: list[LostPoint] = field(default_factory=list)
    kept: tuple[int, int] = (0, 0)
    chips: list[Beside] = field(default_factory=list)

    @property
    def label(self):
        """The name of the passage where it stands now, of a dropped one where it stood."""
        return _anchor(self.pair).label

    @property
    def part(self):
        """The part that the passage stands in, of a dropped one where it stood."""
        return _anchor(self.pair).part

    @property
    def key(self):
        """The key that the line is linked by."""
        return key_of(self.pair)

    @property
    def is_folded(self):
        """Whether one line is enough: nothing changed, nothing is missing, nobody said anything."""
        return self.pair.fate == Fate.KEPT and not self.lost and not self.chips

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
    return f"−{format_number(saved)}" if saved > 0 else f"+{format_number(-saved)}" if saved < 0 else "0"


def _anchor(pair):
    return pair.new or pair.old[0]


def key_of(pair):
    """Return the key that a line is known by."""
    return _anchor(pair).key


def keys_of(pair):
    """Return the keys that opinions on a line may name."""
    old = {key for one in pair.old for key in (one.key, *one.came_from)}
    return old | ({pair.new.key, *pair.new.came_from} if pair.new else set())


class ComparePage:
    """Two versions, what the newer one lost of the older one's key points, and what was said about both."""

    def __init__(self, old, new, found, checks, chips):
        """Take the versions, their comparison, both checks of key points, and {key: chips}."""
        self.old, self.new, self.found = old, new, found
        self.before, self.check = checks
        self.chips = chips
        line_of = {one.key: key_of(pair) for pair in found.pairs for one in pair.old}
        heirs = {key: one.key for one in self.before.passages.values() for key in one.came_from}
        self.lost, self.kept = {}, {}
        lost = {one.point.pk for one in self.check.lost}
        for pk, key in self.before.carried.items():
            line = line_of.get(key) or line_of.get(heirs.get(key, ""))
            if line is None:
                continue
            here = self.kept.setdefault(line, [0, 0])
            here[1] += 1
            if pk in lost:
                self.lost.setdefault(line, []).append(self.check.points[pk])
            else:
                here[0] += 1

    def shown(self, view):
        """Return the pairs of a tab."""
        pairs = self.found.pairs
        if view == LOST:
            return [pair for pair in pairs if key_of(pair) in self.lost]
        if view == "y-kien":
            return [pair for pair in pairs if self.chips_of(pair)]
        if view == "dai-nhat":
            standing = [pair for pair in pairs if pair.new and not pair.new.is_heading]
            return sorted(standing, key=lambda pair: -pair.words[1])[:LONGEST]
        if view in FATE_VIEWS:
            return [pair for pair in pairs if pair.fate == FATE_VIEWS[view]]
        return pairs

    def views(self, chosen):
        """Return the tabs: name in the address, label, how many passages, whether it is the one in sight."""
        counts = {name: len(self.shown(name)) for name in VIEWS}
        return [
            (name, label, counts[name], name == chosen)
            for name, label in VIEWS.items()
            if name != "y-kien" or self.chips or name == chosen
        ]

    def has_more(self, pair):
        """Whether something is to be said of a pair though its words stayed: a lost point, an opinion."""
        return key_of(pair) in self.lost or bool(self.chips_of(pair))

    def chips_of(self, pair):
        """Return what was said about the passages of a line, each once."""
        rows = [chip for key in keys_of(pair) for chip in self.chips.get(key, ())]
        return sorted(set(rows), key=lambda chip: chip.label)

    def lines(self, pairs, versions, back):
        """Return the lines of these pairs; `versions` is {key: version} of paragraphs that lost a point."""
        return [self._line(pair, versions, back) for pair in pairs]

    def _line(self, pair, versions, back):
        fate, notes = FATES[pair.fate], []
        if pair.fate == Fate.MERGED:
            notes.append("Nhập từ " + ", ".join(one.label for one in pair.old))
        elif pair.moved:
            notes.append(f"Chuyển từ {pair.old[0].label}")
        if pair.split_from:
            fate = "Tách đoạn"
            notes.append(f"Tách từ {pair.split_from.label}")
        key = key_of(pair)
        points = self.lost.get(key, [])
        return Line(
            pair,
            *_sides(pair, points),
            _both(pair),
            fate,
            notes,
            [self._lost_point(point, pair, versions, back) for point in points],
            tuple(self.kept.get(key, (0, 0))),
            self.chips_of(pair),
        )

    def _lost_point(self, point, pair, versions, back):
        args = [*self.new.address, point.pk]
        into = pair.new.key if pair.new else ""
        return LostPoint(
            point,
            reverse("programs:point_bring_back", args=args),
            f"{reverse('programs:point_link', args=args)}?next={back}",
            f"{reverse('programs:point_drop', args=args)}?next={back}",
            into,
            versions.get(into, 0),
        )

    def summary(self):
        """Return the lengths of both versions and the bar."""
        before, after = self.found.words
        budget = self.new.budget_words
        fits = min(after, budget) if budget else after
        over = after - fits
        longest = max(before, after)
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
            "mark": round(1000 * budget / longest) if budget and budget < longest else None,
        }

    def parts(self):
        """Return for each part its number, name and change of length."""
        saved = self.found.saved_by_part()
        return [(part, part_name(part), signed(saved[part])) for part in sorted(saved)]

    def groups(self, lines):
        """Return the lines by part, each part with its name, length, what it may have and key points kept."""
        sums = words_by_part(self.found)
        budgets = {part.number: part.budget for part in Meter(self.new).parts}
        kept = {}
        for pair in self.found.pairs:
            done, total = self.kept.get(key_of(pair), (0, 0))
            before = kept.setdefault(_anchor(pair).part, [0, 0])
            before[0], before[1] = before[0] + done, before[1] + total
        titles = {
            _anchor(pair).part: _anchor(pair).words
            for pair in reversed(self.found.pairs)
            if _anchor(pair).is_heading and _anchor(pair).label.startswith("Phần")
        }
        return [
            {
                "name": part_name(part),
                "title": " ".join(titles.get(part, ())),
                "before": sums[part][0],
                "after": sums[part][1],
                "budget": budgets.get(part),
                "kept": kept.get(part, (0, 0)),
                "lines": list(rows),
            }
            for part, rows in groupby(lines, key=lambda line: _anchor(line.pair).part)
        ]

    def sections(self):
        """Return the sections of the old version: label, title, state in words, where to, why."""
        dropped = [key for one in self.found.sections for key in one.dropped]
        reasons = removal_reasons(self.new.program_id, dropped) if dropped else {}
        return [
            {
                "label": one.heading.label,
                "title": " ".join(one.heading.words),
                "state": one.state,
                "words": STATES[one.state],
                "tone": STATE_TONES[one.state],
                "into": ", ".join(home.label for home in one.into),
                "reasons": list(dict.fromkeys(reasons[key] for key in one.dropped if key in reasons)),
            }
            for one in self.found.sections
        ]


def compared(user, old, new, found):
    """Return the page of a comparison with what this account may see beside it."""
    before = [one for pair in found.pairs for one in pair.old]
    after = [pair.new for pair in found.pairs if pair.new]
    keys = {key for pair in found.pairs for key in keys_of(pair)}
    return ComparePage(old, new, found, checks_of(before, after, new.program_id), beside_of(new, keys, user))


def words_by_part(found):
    """Return {part: (words before, words after)}; a dropped passage counts where it stood."""
    words = {}
    for pair in found.pairs:
        for one in pair.old:
            before, after = words.get(one.part, (0, 0))
            words[one.part] = before + len(one.words), after
        if pair.new:
            before, after = words.get(pair.new.part, (0, 0))
            words[pair.new.part] = before, after + len(pair.new.words)
    return words


def removal_reasons(program_id, keys):
    """Return {key: why the paragraph was taken out}, from the history of all versions of a program."""
    rows = Section.history.filter(history_type="-", key__in=keys, draft__program_id=program_id)
    told = rows.exclude(history_change_reason=None).order_by("history_id")
    return dict(told.values_list("key", "history_change_reason"))


def _sides(pair, points):
    """Return what stands on both sides: the labelled old passages and the new words, as runs."""
    if pair.new is None:
        return [(one.label, _old_runs(one, [True] * len(one.words), points)) for one in pair.old], []
    if not pair.old:
        return [], [(pair.new.text, "ins")]
    if pair.fate in (Fate.KEPT, Fate.MOVED) and not points:
        return [(pair.old[0].label, [(pair.old[0].text, "")])], [(pair.new.text, "")]
    return _marked(pair, points)


def _marked(pair, points):
    """Return the words of all old passages and of the new one, marked against each other."""
    left, right = word_spans(" ".join(one.text for one in pair.old), pair.new.text)
    changed = [span.changed for span in left for _ in span.text.split()]
    old, at = [], 0
    for one in pair.old:
        old.append((one.label, _old_runs(one, changed[at : at + len(one.words)], points)))
        at += len(one.words)
    return old, [(span.text, "ins" if span.changed else "") for span in right]


def _old_runs(passage, changed, points):
    """Return the words of an old passage as runs, the clauses of lost points apart."""
    if not points and all(changed):
        return [(passage.text, "del")]
    boxed = set()
    for point in points:
        place = lost_clause(point.kind, point.text, passage.text)
        if place:
            first = len(passage.text[: place[0]].split())
            boxed.update(range(first, first + len(passage.text[slice(*place)].split())))
    kinds = ["lost" if at in boxed else "del" if is_changed else "" for at, is_changed in enumerate(changed)]
    runs = groupby(zip(passage.words, kinds, strict=True), key=lambda pair: pair[1])
    return [(" ".join(word for word, _ in run), kind) for kind, run in runs]


def _both(pair):
    """Return a line as one text with what was taken out and put in."""
    if pair.new is None:
        return [(one.text, "del") for one in pair.old]
    return inline_spans(" ".join(one.text for one in pair.old), pair.new.text)
